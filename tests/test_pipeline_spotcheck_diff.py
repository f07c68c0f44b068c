from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from documents import result

from pipeline.cli import main
from pipeline.spotcheck.comparison import Comparison, compare
from pipeline.spotcheck.comparison_text import markdown
from pipeline.spotcheck.difference import ASPECTS, Filter, aspect_of, is_compared
from pipeline.spotcheck.goldens import PLACE, from_rows
from pipeline.spotcheck.readings import COMPARED, golden_rows
from pipeline.store.dataset import write
from pipeline.store.rows import DocumentRows, document_rows

CONTENT = Filter(ignored=frozenset({"place", "doubt"}))
Change = Callable[[dict[str, list[dict[str, Any]]]], None]


def _dataset(folder: Path, change: Change | None = None) -> Path:
    rows = document_rows(result(), "test")
    tables = copy.deepcopy({name: list(of) for name, of in rows.tables.items()})
    if change:
        change(tables)
    write(folder, rows.document["source_sha256"][:16], DocumentRows(rows.document, tables), "test")
    return folder


def _compared(tmp_path: Path, change: Change, wanted: Filter = CONTENT) -> Comparison:
    return compare(_dataset(tmp_path / "before"), _dataset(tmp_path / "after", change), wanted)


def _kinds(comparison: Comparison) -> list[tuple[str, str, str | None, str | None]]:
    return [(each.aspect, each.column, each.left, each.right) for each in comparison.differences]


def test_a_dataset_is_the_same_as_itself(tmp_path: Path) -> None:
    """Every figure then says so."""
    comparison = _compared(tmp_path, lambda tables: None, Filter())
    assert (comparison.differences, comparison.exit_code) == ((), 0)
    (scores,) = comparison.scores
    total = scores.total
    assert (total.rows_exact, total.rows, total.cer, total.teds) == (1, 1, 0.0, 1.0)


@pytest.mark.parametrize(
    ("table", "column", "value", "aspect"),
    [
        ("indicators", "level1", "效益指标", "structure"),
        ("indicators", "level3", "推广人次", "text"),
        ("indicators", "operator", "gt", "operator"),
        ("indicators", "unit_text", "人", "unit"),
        ("indicators", "x0", 7.0, "place"),
        ("indicators", "needs_review", True, "doubt"),
        ("target_tables", "project_name", "另一个项目", "header"),
        ("target_tables", "form", "other", "structure"),
        ("budgets", "amount_text", "1万元", "budget"),
        ("goals", "text", "目标变了", "goal"),
        ("pages", "outcome", "failed", "document"),
    ],
)
def test_a_changed_column_is_one_difference_of_its_aspect(
    tmp_path: Path, table: str, column: str, value: Any, aspect: str
) -> None:
    """Nothing else is reported, and nothing is tolerated."""

    def change(tables: dict[str, list[dict[str, Any]]]) -> None:
        tables[table][0][column] = value

    (difference,) = _compared(tmp_path, change, Filter()).differences
    assert (difference.aspect, difference.column, difference.right) == (aspect, column, str(value))


def test_a_changed_number_is_shown_plainly_with_its_place(tmp_path: Path) -> None:
    """Decimals come without the zeros of their column, and the box of the value cell is there for the picture."""

    def change(tables: dict[str, list[dict[str, Any]]]) -> None:
        tables["indicators"][0]["number_low"] = 5

    (difference,) = _compared(tmp_path, change).differences
    assert (difference.aspect, difference.left, difference.right) == ("number", "15", "5")
    assert difference.left_spot is not None
    assert difference.left_spot.page == 1


def test_an_inserted_row_is_one_difference(tmp_path: Path) -> None:
    """The rows below it are still matched with themselves, though their ordinals have changed."""

    def change(tables: dict[str, list[dict[str, Any]]]) -> None:
        (row,) = tables["indicators"]
        tables["indicators"] = [{**row, "level3": "新增一项"}, {**row, "ordinal": 2}]

    comparison = _compared(tmp_path, change, Filter())
    assert [(each.aspect, each.column, each.left) for each in comparison.differences] == [("structure", "", None)]
    assert comparison.scores[0].total.rows_exact == 1
    assert comparison.scores[0].total.rows == 2


def test_a_lost_table_is_one_difference(tmp_path: Path) -> None:
    """Not one for each of its rows."""

    def change(tables: dict[str, list[dict[str, Any]]]) -> None:
        for name in ("target_tables", "budgets", "goals", "indicators"):
            tables[name] = []

    (difference,) = _compared(tmp_path, change).differences
    assert (difference.aspect, difference.right) == ("structure", None)


def test_a_document_that_one_side_lacks_is_one_difference(tmp_path: Path) -> None:
    """It is told by its path."""
    left = _dataset(tmp_path / "before")
    (tmp_path / "after" / "documents").mkdir(parents=True)
    (difference,) = compare(left, tmp_path / "after", CONTENT).differences
    assert (difference.aspect, difference.left, difference.right) == ("document", "a.pdf", None)


def test_spelling_is_left_out_only_when_asked(tmp_path: Path) -> None:
    """Full-width characters differ unless one says otherwise."""

    def change(tables: dict[str, list[dict[str, Any]]]) -> None:
        tables["indicators"][0]["value_text"] = "≧１５万人"

    assert len(_compared(tmp_path, change).differences) == 1
    assert not _compared(tmp_path, change, Filter(spelling=False)).differences


def test_every_column_of_the_compared_tables_has_an_aspect() -> None:
    """A new column cannot be forgotten by the filters."""
    from pipeline.store.columns import TABLES

    for name in COMPARED:
        for column in TABLES[name].columns:
            if is_compared(name, column.name):
                assert aspect_of(name, column.name) in ASPECTS


def test_goldens_are_compared_in_the_columns_they_name() -> None:
    """A golden that says nothing of units accepts any; one that is right has no difference."""
    rows = document_rows(result(), "test").tables
    golden = golden_rows(from_rows(rows))
    assert golden["indicators"][0]["value_min"] == rows["indicators"][0]["value_min"]
    assert not set(PLACE) & set(golden["indicators"][0])


SAMPLE = Path(__file__).parents[1] / "samples/putuo-2026"


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of one digital sample."""
    out = tmp_path_factory.mktemp("dataset")
    assert main(["convert", str(SAMPLE / "putuo-2026-digital.pdf"), "--out", str(out), "--quiet"]) == 0
    return out


def _goldens(folder: Path, **changed: str) -> Path:
    text = (SAMPLE / "golden.json").read_text(encoding="utf-8")
    for old, new in changed.items():
        text = text.replace(old, new)
    folder.mkdir()
    (folder / "golden.json").write_text(text, encoding="utf-8")
    (folder / "a.pdf").write_bytes((SAMPLE / "putuo-2026-digital.pdf").read_bytes())
    return folder


def test_goldens_and_datasets_in_either_order(
    converted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The golden is always what is expected, so it stands left."""
    goldens = _goldens(tmp_path / "goldens", 拆违经费="拆违费")
    for sides in ((goldens, converted), (converted, goldens)):
        assert main(["diff", *map(str, sides), "--json"]) == 1
        (difference,) = json.loads(capsys.readouterr().out)["differences"]
        assert (difference["left"], difference["right"]) == ("拆违费", "拆违经费")


def test_without_colours_marks_stand_around_what_differs(
    converted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A log file shows the same as a terminal."""
    goldens = _goldens(tmp_path / "goldens", 拆违经费="拆迁费")
    assert main(["diff", str(goldens), str(converted)]) == 1
    out = capsys.readouterr().out
    assert "拆[-迁-]费" in out
    assert "拆{+违经+}费" in out
    assert "8 of 8 rows exact" in out


def test_two_versions_are_measured_by_goldens(
    converted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A version that reads as before changes no figure."""
    arguments = ["diff", str(converted), str(converted), "--golden", str(_goldens(tmp_path / "goldens"))]
    assert main(arguments) == 0
    assert "change: rows +0, CER +0.00 %, TEDS +0.0000" in " ".join(capsys.readouterr().out.split("\n"))


def test_the_page_shows_both_readings_with_the_piece_of_the_page(
    converted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the golden says is markup-like text here, and it stays text."""
    goldens = _goldens(tmp_path / "goldens", 完成年度拆违计划="<script>alert(1)</script>拆违计划")
    page = tmp_path / "diff.html"
    assert main(["diff", str(goldens), str(converted), "--html", str(page), "--source", str(SAMPLE)]) == 1
    text = page.read_text(encoding="utf-8")
    assert "data:image/png;base64," in text
    assert "<script" not in text
    assert "&lt;script" in text


def test_markdown_does_not_let_a_text_become_markup(tmp_path: Path) -> None:
    """A pipe or a bracket of a PDF would break the table of the pull request."""

    def change(tables: dict[str, list[dict[str, Any]]]) -> None:
        tables["indicators"][0]["note"] = "a|b [x](y) <b>"

    lines = list(markdown(_compared(tmp_path, change)))
    (line,) = [line for line in lines if "note" in line]
    assert "\\|b \\[x\\]\\(y\\) \\<b\\>" in line


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing", "."], "does not exist"),
        ([".", "."], "neither a dataset nor"),
        ([str(SAMPLE), str(SAMPLE)], "one must be a dataset"),
        ([".", ".", "--only", "colour"], "no aspect colour"),
    ],
)
def test_what_cannot_be_compared_ends_with_two(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A broken comparison must never look like no difference."""
    monkeypatch.chdir(tmp_path)
    assert main(["diff", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_a_damaged_file_cannot_be_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its rows would look lost."""
    left = _dataset(tmp_path / "before")
    next((left / "indicators").rglob("*.parquet")).write_bytes(b"PAR1")
    assert main(["diff", str(left), str(left)]) == 2
    assert "cannot be read" in capsys.readouterr().err
