from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from corrected import accept, cell_of, converted, correct, key_of, loaded, withdraw
from documents import file_bytes, form_pdf, read_rows
from hypothesis import given
from hypothesis import strategies as st

from extractors.model import Box
from pipeline.batch.run import convert_inputs
from pipeline.config import Settings
from pipeline.corrections.model import Event, Spot, as_json, from_json, standing
from pipeline.corrections.store import append, load, load_standing, state_of
from pipeline.errors import CorrectionsError, DecisionError
from pipeline.review.decisions import check, decide
from pipeline.review.goldens import write_golden
from pipeline.review.views import overview
from pipeline.spotcheck.goldens import load as load_golden
from pipeline.spotcheck.goldens import signature as golden_signature

# a small l for the one, as a poor text layer has it
DOUBTFUL = ("≥l5万人", "≥90%", "≥95%")


def _dataset(tmp_path: Path, values: tuple[str, ...] = DOUBTFUL) -> tuple[Path, Path, str]:
    pdf = form_pdf(tmp_path / "in" / "a.pdf", values=values)
    out = tmp_path / "out"
    return pdf, out, converted(pdf, out)


def _parquet(out: Path) -> dict[str, bytes]:
    return {name: content for name, content in file_bytes(out).items() if name.endswith(".parquet")}


def _indicator(out: Path, name: str) -> dict[str, Any]:
    (row,) = [row for row in read_rows(out, "indicators") if row["level3"] == name]
    return row


def test_a_correction_is_understood_by_the_same_code_as_print(tmp_path: Path) -> None:
    """A corrected text gives operator, number, unit and base value, is trusted, and is marked in the findings."""
    pdf, out, sha16 = _dataset(tmp_path)
    assert _indicator(out, "推广人数")["needs_review"]
    correct(out, sha16, "推广人数", "≥15万人")
    converted(pdf, out)
    row = _indicator(out, "推广人数")
    assert (row["value_text"], row["operator"], row["unit_text"]) == ("≥15万人", "ge", "万人")
    assert (row["number_low"], row["value_min"], row["value_max"]) == (Decimal(15), Decimal(150000), None)
    assert (row["needs_review"], row["review_reasons"], row["confidence"]) == (False, None, 1.0)
    (finding,) = [row for row in read_rows(out, "findings") if row["code"] == "CORRECTED"]
    assert (finding["evidence"], finding["severity"], finding["indicator_ordinal"]) == ("≥l5万人", "info", 1)
    assert [finding[edge] for edge in ("x0", "top")] == [row[edge] for edge in ("x0", "top")]


def test_a_correction_touches_nothing_but_its_cell(tmp_path: Path) -> None:
    """All other rows and cells of the dataset are what they were."""
    pdf, out, sha16 = _dataset(tmp_path)
    before = {name: read_rows(out, name) for name in ("indicators", "cells", "goals", "budgets", "target_tables")}
    correct(out, sha16, "推广人数", "≥15万人")
    converted(pdf, out)
    after = {name: read_rows(out, name) for name in before}
    assert [row for row in after["indicators"] if row["level3"] != "推广人数"] == [
        row for row in before["indicators"] if row["level3"] != "推广人数"
    ]
    changed = [(old, new) for old, new in zip(before["cells"], after["cells"], strict=True) if old != new]
    assert [(old["text"], new["text"]) for old, new in changed] == [("≥l5万人", "≥15万人")]
    assert all(after[name] == before[name] for name in ("goals", "budgets", "target_tables"))


def test_accepting_a_row_clears_its_doubt_and_keeps_its_text(tmp_path: Path) -> None:
    """What a person has seen to be right is no longer in doubt, also where the parser was not sure."""
    pdf, out, sha16 = _dataset(tmp_path, ("5O%", "≥90%", "≥95%"))
    before = _indicator(out, "推广人数")
    assert before["needs_review"]
    accept(out, sha16, "推广人数")
    converted(pdf, out)
    row = _indicator(out, "推广人数")
    assert (row["needs_review"], row["confidence"]) == (False, 1.0)
    assert row["value_text"] == before["value_text"]
    assert [row["code"] for row in read_rows(out, "findings") if row["code"] == "ACCEPTED"] == ["ACCEPTED"]


def test_a_document_whose_doubts_are_all_accepted_is_clear(tmp_path: Path) -> None:
    """Headers, budgets and indicators can be accepted, each by what was seen of it; nothing is left to review."""
    pdf, out, sha16 = _dataset(tmp_path)
    document = loaded(out, sha16)
    doubts = [doubt["key"] for doubt in overview(document)["doubts"]]
    # its label is wider than its cell, which puts header and budget in doubt too
    assert sorted({key.partition(":")[0] for key in doubts}) == ["budgets", "indicators", "target_tables"]
    for key in doubts:
        append(out, decide(document, {"action": "accept", "row": key, "who": "甲"}))
    assert not any(doubt["open"] for doubt in overview(loaded(out, sha16))["doubts"])
    converted(pdf, out)
    assert not read_rows(out, "documents")[0]["needs_review"]


def test_a_document_becomes_a_golden_only_when_nothing_is_left(tmp_path: Path) -> None:
    """A golden wants a name, no open doubt and a dataset that holds the decisions; then the reading agrees with it."""
    pdf, out, sha16 = _dataset(tmp_path)
    with pytest.raises(DecisionError, match="in doubt"):
        write_golden(out, loaded(out, sha16), "甲")
    correct(out, sha16, "推广人数", "≥15万人")
    for doubt in overview(loaded(out, sha16))["doubts"]:
        if doubt["open"]:
            append(out, decide(loaded(out, sha16), {"action": "accept", "row": doubt["key"], "who": "甲"}))
    with pytest.raises(DecisionError, match="does not hold"):
        write_golden(out, loaded(out, sha16), "甲")
    converted(pdf, out)
    with pytest.raises(DecisionError, match="who decides"):
        write_golden(out, loaded(out, sha16), " ")
    path = write_golden(out, loaded(out, sha16), "甲")
    assert path.parent == out / "corrections" / "goldens"
    assert golden_signature(path) == {"checked_by": "甲"}
    (table,) = load_golden(path)
    (first, *_) = table["indicators"]
    assert (first["level3"], first["value_text"], first["number_low"]) == ("推广人数", "≥15万人", "15")


def test_the_same_corrections_give_the_same_bytes(tmp_path: Path) -> None:
    """Who decided when does not reach the dataset: another person's same decision gives the same files."""
    pdf, out, sha16 = _dataset(tmp_path)
    correct(out, sha16, "推广人数", "≥15万人", who="甲")
    converted(pdf, out)
    other = tmp_path / "other"
    converted(pdf, other)
    correct(other, sha16, "推广人数", "≥15万人", who="乙")
    converted(pdf, other)
    assert _parquet(out) == _parquet(other)


def test_undoing_gives_back_the_dataset(tmp_path: Path) -> None:
    """A withdrawn correction leaves no trace in the dataset, and a withdrawn second one brings back the first."""
    pdf, out, sha16 = _dataset(tmp_path)
    before = _parquet(out)
    first = correct(out, sha16, "推广人数", "≥15万人")
    second = correct(out, sha16, "推广人数", "≥16万人", over=(first.id,))
    converted(pdf, out)
    assert _indicator(out, "推广人数")["number_low"] == 16
    withdraw(out, sha16, second)
    converted(pdf, out)
    assert _indicator(out, "推广人数")["number_low"] == 15
    withdraw(out, sha16, first)
    converted(pdf, out)
    assert _parquet(out) == before


def test_a_correction_of_a_correction_knows_what_was_read(tmp_path: Path) -> None:
    """After a conversion the dataset holds the corrected text; correcting it again still rests on the reading."""
    pdf, out, sha16 = _dataset(tmp_path)
    first = correct(out, sha16, "推广人数", "≥15万人")
    converted(pdf, out)
    second = correct(out, sha16, "推广人数", "≥25万人", over=(first.id,))
    assert second.reading == "≥l5万人"
    converted(pdf, out)
    assert _indicator(out, "推广人数")["number_low"] == 25


def test_a_changed_reading_is_reported_and_not_overwritten(tmp_path: Path) -> None:
    """When the cell is read otherwise than the person saw it, the correction waits and the row is in doubt."""
    pdf, out, sha16 = _dataset(tmp_path)
    event = correct(out, sha16, "推广人数", "≥15万人")
    stale = replace(event, reading="≥7万人", over=(event.id,))
    append(out, stale)
    converted(pdf, out)
    row = _indicator(out, "推广人数")
    assert row["value_text"] == "≥l5万人"
    assert "CORRECTION-STALE" in row["review_reasons"].split(",")
    (finding,) = [row for row in read_rows(out, "findings") if row["code"] == "CORRECTION-STALE"]
    assert (finding["evidence"], finding["suggestion"]) == ("≥l5万人", "≥15万人")


def test_an_accepted_row_that_is_understood_otherwise_is_in_doubt_again(tmp_path: Path) -> None:
    """An acceptance holds for the row as it was seen, not for whatever it becomes."""
    pdf, out, sha16 = _dataset(tmp_path)
    event = accept(out, sha16, "验收合格率")
    ((table, row),) = event.rows
    append(out, replace(event, rows=((table, {**row, "operator": "gt"}),), over=(event.id,)))
    converted(pdf, out)
    assert _indicator(out, "验收合格率")["review_reasons"] == "CORRECTION-STALE"


def test_a_reading_that_has_become_what_the_person_said_is_accepted(tmp_path: Path) -> None:
    """A later version that reads the corrected text itself agrees with the person: nothing is stale."""
    _, out, sha16 = _dataset(tmp_path)
    event = correct(out, sha16, "推广人数", "≥15万人")
    better = form_pdf(tmp_path / "better.pdf")
    sha256 = converted(better, tmp_path / "other")
    sha256 = load_sha256(tmp_path / "other", sha256)
    append(tmp_path / "other", replace(event, source_sha256=sha256))
    converted(better, tmp_path / "other")
    codes = {row["code"] for row in read_rows(tmp_path / "other", "findings")}
    assert "ACCEPTED" in codes and "CORRECTION-STALE" not in codes


def load_sha256(out: Path, sha16: str) -> str:
    """The whole hash of a source."""
    return loaded(out, sha16).line.sha256


def test_a_cell_that_is_gone_is_reported_on_its_page(tmp_path: Path) -> None:
    """A correction of a cell that no grid has any more is a finding at its place."""
    pdf, out, sha16 = _dataset(tmp_path)
    event = correct(out, sha16, "推广人数", "≥15万人")
    assert event.spot
    append(out, replace(event, spot=replace(event.spot, box=Box(5, 5, 9, 9)), over=(event.id,)))
    converted(pdf, out)
    (finding,) = [row for row in read_rows(out, "findings") if row["code"] == "CORRECTION-STALE"]
    assert (finding["x0"], finding["top"], finding["page"]) == (5.0, 5.0, 1)
    assert _indicator(out, "推广人数")["value_text"] == "≥l5万人"


def test_reviewers_who_disagree_are_told_and_nothing_is_applied(tmp_path: Path) -> None:
    """Two corrections made without knowing of each other leave the reading; a third that names both decides."""
    pdf, out, sha16 = _dataset(tmp_path)
    one = correct(out, sha16, "推广人数", "≥15万人", who="甲")
    two = correct(out, sha16, "推广人数", "≥75万人", who="乙")
    converted(pdf, out)
    row = _indicator(out, "推广人数")
    assert (row["value_text"], row["needs_review"]) == ("≥l5万人", True)
    (finding,) = [row for row in read_rows(out, "findings") if row["code"] == "CORRECTION-CONFLICT"]
    assert finding["suggestion"] == "≥15万人 | ≥75万人"
    correct(out, sha16, "推广人数", "≥15万人", who="丙", over=(one.id, two.id))
    converted(pdf, out)
    assert (_indicator(out, "推广人数")["number_low"], _indicator(out, "推广人数")["needs_review"]) == (15, False)


def test_reviewers_who_agree_need_not_talk(tmp_path: Path) -> None:
    """The same correction by two people is applied."""
    pdf, out, sha16 = _dataset(tmp_path)
    correct(out, sha16, "推广人数", "≥15万人", who="甲")
    correct(out, sha16, "推广人数", "≥15万人", who="乙")
    assert len(load(out, load_sha256(out, sha16))) == 2
    converted(pdf, out)
    assert _indicator(out, "推广人数")["number_low"] == 15


def test_a_corrected_name_is_put_into_its_own_cell(tmp_path: Path) -> None:
    """Any cell can be corrected, and levels follow: a merged level cell changes every row under it."""
    pdf, out, sha16 = _dataset(tmp_path)
    document = loaded(out, sha16)
    cell = cell_of(document, "产出指标")
    place = ":".join(str(cell[part]) for part in ("page", "grid", "row", "col"))
    append(out, decide(document, {"action": "correct", "cell": place, "text": "产出类指标", "who": "甲"}))
    converted(pdf, out)
    assert [row["level1"] for row in read_rows(out, "indicators")] == ["产出类指标", "产出类指标", "满意度指标"]


def test_a_text_that_is_not_understood_is_only_kept_when_the_person_insists(tmp_path: Path) -> None:
    """The parser of the dataset checks what is typed; kept all the same, the row stays in doubt."""
    pdf, out, sha16 = _dataset(tmp_path)
    document = loaded(out, sha16)
    key, cell = key_of(document, "推广人数"), cell_of(document, "≥l5万人")
    assert check(document, key, "≥15万人").doubts == ()
    assert check(document, key, "≥1O万人").doubts != ()
    place = ":".join(str(cell[part]) for part in ("page", "grid", "row", "col"))
    wish = {"action": "correct", "cell": place, "row": key, "text": "≥1O万人", "who": "甲"}
    with pytest.raises(DecisionError, match="not fully understood"):
        decide(document, wish)
    append(out, decide(document, {**wish, "despite": True}))
    converted(pdf, out)
    assert _indicator(out, "推广人数")["needs_review"]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"who": "  "}, "who decides"),
        ({"text": "≥l5万人"}, "the one that was read"),
        ({"text": "15\x07"}, "cannot be printed"),
        ({"text": "9" * 5000}, "longer than"),
        ({"cell": "1:0:99:0"}, "not in the dataset"),
        ({"seen": "≥9人"}, "read otherwise"),
        ({"over": ["20260101T000000000000Z-00000000"]}, "not there"),
        ({"action": "delete"}, "no decision"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(tmp_path: Path, changed: dict[str, Any], message: str) -> None:
    """Nothing is kept that names nobody, says nothing, holds no text or is about another reading."""
    _, out, sha16 = _dataset(tmp_path)
    document = loaded(out, sha16)
    cell = cell_of(document, "≥l5万人")
    place = ":".join(str(cell[part]) for part in ("page", "grid", "row", "col"))
    wish = {"action": "correct", "cell": place, "row": key_of(document, "推广人数"), "text": "≥15万人", "who": "甲"}
    with pytest.raises(DecisionError, match=message):
        decide(document, {**wish, **changed})


def test_a_damaged_event_is_not_passed_over(tmp_path: Path) -> None:
    """Leaving it out would undo in silence what a person did; the state of the source says so."""
    _, out, sha16 = _dataset(tmp_path)
    event = correct(out, sha16, "推广人数", "≥15万人")
    path = out / "corrections" / sha16 / f"{event.id}.json"
    path.write_text(path.read_text(encoding="utf-8")[:40], encoding="utf-8")
    with pytest.raises(CorrectionsError):
        load_standing(out, event.source_sha256)
    assert state_of(out, event.source_sha256) == "damaged"


def test_an_event_sorts_after_those_it_names(tmp_path: Path) -> None:
    """The clock of one machine may run behind: what replaces an event still holds."""
    _, out, sha16 = _dataset(tmp_path)
    first = correct(out, sha16, "推广人数", "≥15万人")
    late = append(out, replace(first, text="≥16万人", over=(first.id,)), now=datetime(2001, 1, 1, tzinfo=UTC))
    assert late.when > first.when
    assert [event.text for event in load_standing(out, first.source_sha256).agreed] == ["≥16万人"]


@pytest.mark.slow
def test_only_documents_with_new_decisions_are_converted_again(tmp_path: Path) -> None:
    """A run after a review converts what somebody decided about, and the next one nothing."""
    out = tmp_path / "out"
    form_pdf(tmp_path / "in" / "a.pdf", values=DOUBTFUL)
    form_pdf(tmp_path / "in" / "b.pdf", name="另一项目")
    settings = Settings(out=out, workers=1, pipeline_version="test")
    convert_inputs([tmp_path / "in"], settings)
    (sha16,) = [row["source_sha256"][:16] for row in read_rows(out, "documents") if row["source_path"] == "a.pdf"]
    correct(out, sha16, "推广人数", "≥15万人")
    again = [convert_inputs([tmp_path / "in"], settings) for _ in range(2)]
    assert [[summary.unchanged for summary in report.summaries] for report in again] == [[False, True], [True, True]]
    (finding,) = [row for row in read_rows(out, "findings") if row["code"] == "CORRECTED"]
    assert (finding["source_sha256"][:16], finding["evidence"]) == (sha16, "≥l5万人")


_names = st.text("abc", min_size=1, max_size=2)


@given(
    st.builds(
        Event,
        id=_names,
        source_sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
        who=st.text(max_size=5),
        when=st.datetimes().map(str),
        why=st.text(max_size=5),
        over=st.lists(_names, max_size=2).map(tuple),
        spot=st.none() | st.builds(Spot, st.integers(1, 9), st.just(Box(1.5, 2, 3, 4.25)), st.just(0), st.just(1)),
        reading=st.none() | st.text(max_size=5),
        text=st.none() | st.text(max_size=5),
    )
)
def test_an_event_survives_its_file(event: Event) -> None:
    """What is read back is what was written, through JSON text."""
    assert from_json(json.loads(json.dumps(as_json(event), ensure_ascii=False))) == event


@given(st.permutations(range(5)))
def test_what_holds_does_not_depend_on_the_order_of_files(order: list[int]) -> None:
    """A chain of corrections, each in place of the one before, ends in the last, however the files are listed."""
    events = [
        Event(f"e{n}", "0" * 64, "甲", f"2026-01-0{n + 1}", "", (f"e{n - 1}",) if n else (), _SPOT, "a", str(n))
        for n in range(5)
    ]
    assert [event.id for event in standing([events[n] for n in order]).agreed] == ["e4"]


_SPOT = Spot(1, Box(1, 2, 3, 4), 0, 0, 0)
