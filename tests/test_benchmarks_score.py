from pathlib import Path

import pytest

from benchmarks.peers import Peer, filled, found
from benchmarks.score import Tally, tally
from benchmarks.table import goals, markdown, put
from pipeline.errors import Failure, TooManyPagesError
from pipeline.golden import Compared, ComparedRow, Difference

ROW = {"level1": "产出指标", "level2": "数量指标", "level3": "培训人数", "value_text": "≥15万人", "number_low": "15"}
GOLDEN = [{"title": "项目绩效目标表", "fiscal_year": 2024, "indicators": [ROW] * 5}]


def _row(*differences: Difference, flagged: bool = False) -> ComparedRow:
    return ComparedRow("indicators", "培训人数", flagged, None, differences)


def _counted(*rows: ComparedRow) -> Tally:
    return tally(GOLDEN, Compared(Path("scan-fax.pdf"), rows))


LOST = Difference("", "a row", None)
EXTRA = Difference("", None, "a row")
VALUE = Difference("value_text", "≥15万人", "≥5万人")
NAME = Difference("level3", "培训人数", "培训入数")


def test_every_row_gets_one_verdict() -> None:
    """Right, right but flagged, wrong with a flag, wrong in silence and lost are told apart and add up."""
    counts = _counted(_row(), _row(flagged=True), _row(VALUE, flagged=True), _row(VALUE), _row(LOST))
    assert (counts.rows, counts.right, counts.right_flagged) == (5, 2, 1)
    assert (counts.wrong_flagged, counts.wrong_silent, counts.lost) == (1, 2, 1)


@pytest.mark.parametrize(("code", "silent"), [("TABLE-UNREAD", 0), ("PAGE-CUT", 0), ("OCR-LOW", 1)])
def test_a_lost_row_is_silent_unless_the_dataset_says_that_something_was_not_read(code: str, silent: int) -> None:
    """A finding about a line is no such word; and a wrong row stays silent, whatever is said of the page."""
    compared = Compared(Path("scan-fax.pdf"), (_row(LOST), _row(VALUE)), reading={"findings": [{"code": code}]})
    counts = tally(GOLDEN, compared)
    assert (counts.lost, counts.lost_reported, counts.wrong_silent) == (1, 1 - silent, 1 + silent)


def test_a_row_too_many_is_wrong_and_no_row_of_the_golden() -> None:
    """An invented row counts beside the five of the golden, silent as long as nothing says so."""
    counts = _counted(*[_row()] * 5, _row(EXTRA))
    assert (counts.rows, counts.right, counts.extra, counts.wrong_silent) == (5, 5, 1, 1)
    assert counts.measures_right == 5
    assert "5 / 6" in markdown({"fax": counts})


def test_cells_and_characters_are_those_of_the_whole_table() -> None:
    """Five rows of five cells and a header of two; one wrong character in 95 of print, and a lost row with its 19."""
    counts = _counted(*[_row()] * 4, _row(NAME))
    assert (counts.cells, counts.cells_right) == (27, 26)
    assert counts.characters == 5 * (4 + 4 + 4 + 5) + 7
    assert counts.characters_wrong == 1
    lost = _counted(*[_row()] * 4, _row(LOST))
    assert (lost.cells_right, lost.characters_wrong) == (22, 17)


def test_a_wrong_name_leaves_the_measure_right() -> None:
    """Only the columns of value and measure count for it."""
    assert _counted(*[_row()] * 3, _row(NAME), _row(VALUE)).measures_right == 4


def test_a_file_that_failed_is_lost_and_announced() -> None:
    """All its rows are wrong, none of them in silence: the dataset has the failure."""
    failure = Failure.of(TooManyPagesError("20,001 pages"))
    counts = tally(GOLDEN, Compared(Path("scan-fax.pdf"), failure=failure))
    assert (counts.failed, counts.lost, counts.wrong_flagged, counts.wrong_silent) == (1, 5, 5, 0)
    assert counts.cells_right == 0


def test_tallies_add_up() -> None:
    """Counts are summed over files; of the peak memory the largest stays."""
    both = Tally(rows=2, right=1, peak_mib=300).add(Tally(rows=3, right=3, peak_mib=200))
    assert (both.rows, both.right, both.peak_mib) == (5, 4, 300)


def test_a_table_replaces_only_what_stands_between_its_markers(tmp_path: Path) -> None:
    """The rest of the document stays, and a document without the markers is refused."""
    document = tmp_path / "RESULTS.md"
    document.write_text("before\n<!-- tuning -->\nold\n<!-- /tuning -->\nafter\n", encoding="utf-8")
    put(document, "tuning", "new")
    assert document.read_text(encoding="utf-8") == "before\n<!-- tuning -->\nnew\n<!-- /tuning -->\nafter\n"
    with pytest.raises(ValueError, match="held back"):
        put(document, "held back", "new")


def test_a_peer_finds_a_row_once() -> None:
    """Two equal rows of the golden need two rows of the peer; blanks and widths do not matter."""
    wanted = [("产出指标", "数量指标", "培训人数", "≥15万人")] * 2
    read = ["产出指标50%", "数量 指标", "培训人数", "≥１５万人"]
    assert found(wanted, [read]) == 1
    assert found(wanted, [read, ["绩效指标", *read]]) == 2
    assert found(wanted[:1], [["产出指标", "数量指标", "培训人数", "≥5万人"]]) == 0


def test_an_unknown_peer_is_refused_with_those_there_are() -> None:
    """The message names the scripts that exist."""
    with pytest.raises(ValueError, match="img2table"):
        Peer.of("tesseract=/usr/bin/python3")


def test_merged_cells_of_a_peer_are_filled_down_over_the_page_break() -> None:
    """Null takes the text above; an empty place takes it only at the top of a further page."""
    first = [["产出指标", "数量指标", "培训班次", "14期"], [None, None, "培训人数", ""]]
    second = [["", "", "培训天数", "3天"], ["", "质量指标", "合格率", ""]]
    assert filled([first, second]) == [
        ["产出指标", "数量指标", "培训班次", "14期"],
        ["产出指标", "数量指标", "培训人数", ""],
        ["产出指标", "数量指标", "培训天数", "3天"],
        ["产出指标", "质量指标", "合格率", ""],
    ]


def test_a_goal_is_reached_only_when_rows_silence_and_flags_are() -> None:
    """One silent row in a thousand misses it, as does a flag too many; the conditions of a group count together."""
    good = Tally(rows=1000, right=1000, right_flagged=9)
    assert "yes" in goals({"clean300": good, "office200": good})
    assert "no: silence" in goals({"clean300": good, "office200": Tally(rows=1000, right=999, wrong_silent=1)})
    assert "no: flags" in goals({"clean300": Tally(rows=1000, right=1000, right_flagged=11)})
    assert "no: rows, flags" in goals({"clean300": Tally(rows=1000, right=990, right_flagged=10, wrong_flagged=10)})
