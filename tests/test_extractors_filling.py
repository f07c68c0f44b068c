"""Words into cells and into lines."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.filling import fill, lines_of
from extractors.geometry import turn_box, without_copies
from extractors.model import Box, QuarterTurn, Word
from extractors.tiling import Lattice

GRID = Lattice(
    Box(0, 0, 100, 60), (0, 40, 100), (0, 20, 40, 60), ((0, 0, 1, 2), (1, 0, 2, 1), (1, 1, 1, 1), (2, 1, 1, 1))
)


def glyphs(text: str, x: float, baseline: float, size: float = 10, advance: float | None = None) -> list[Word]:
    """A run of glyphs as wide as high, with the box that the layer gives them."""
    step = size if advance is None else advance
    return [
        Word(char, Box(x + i * step, baseline - 0.88 * size, x + i * step + step, baseline + 0.12 * size))
        for i, char in enumerate(text)
    ]


def texts(words: list[Word]) -> list[str]:
    """The texts of the lines."""
    return [line.text for line in lines_of(words)]


def test_words_go_into_the_cell_of_their_centre() -> None:
    """Each word lands in the cell that holds its middle; those outside the table come back."""
    words = [*glyphs("AB", 60, 15), *glyphs("C", 5, 45), *glyphs("D", 50, 35), *glyphs("E", 120, 35)]
    grid, rest = fill(GRID, words, page=3, reader="test")
    assert [cell.text for cell in grid.cells] == ["AB", "C", "D", ""]
    assert [word.text for word in rest] == ["E"]
    assert (grid.page, grid.reader, grid.rows, grid.cols) == (3, "test", 3, 2)


@given(
    st.lists(
        st.builds(
            lambda text, x, y, w, h: Word(text, Box(x, y, x + w, y + h)),
            st.sampled_from(["一", "5", "≥", " ", "a"]),
            st.floats(-30, 120),
            st.floats(-30, 80),
            st.floats(0, 25),
            st.floats(0, 25),
        ),
        max_size=30,
    )
)
def test_no_glyph_is_lost_or_doubled(words: list[Word]) -> None:
    """Every visible glyph stands in exactly one cell or is handed back."""
    grid, rest = fill(GRID, words, page=1, reader="test")
    inside = "".join(line.text for cell in grid.cells for line in cell.lines)
    found = sorted((inside + "".join(word.text for word in rest)).replace(" ", ""))
    assert found == sorted(word.text for word in words if word.text != " ")


@given(st.permutations(glyphs("产出指标", 0, 10) + glyphs("≥95%", 0, 25) + glyphs("备注", 60, 25)))
def test_lines_do_not_depend_on_the_order_of_drawing(words: list[Word]) -> None:
    """The same glyphs give the same lines in whatever order they are drawn."""
    assert texts(words) == ["产出指标", "≥95% 备注"]


def test_a_wide_gap_is_one_blank() -> None:
    """A gap as wide as a character gives one blank, a spread of Chinese characters none."""
    assert texts(glyphs("项目", 0, 10) + glyphs("名称", 35, 10)) == ["项目 名称"]
    assert texts(glyphs("项目", 0, 10) + glyphs("名称", 27, 10)) == ["项目名称"]


def test_a_drawn_blank_is_one_blank() -> None:
    """Blanks that are drawn between words give one blank, however many; one without width gives none."""
    between = [Word(" ", Box(20, 1.2, 24, 11.2)), Word(" ", Box(24, 1.2, 28, 11.2))]
    assert texts(glyphs("项目", 0, 10) + between + glyphs("名称", 28, 10)) == ["项目 名称"]
    assert texts([*glyphs("项目", 0, 10), Word(" ", Box(20, 1.2, 20, 11.2)), *glyphs("名称", 20, 10)]) == ["项目名称"]


def test_latin_words_are_parted_by_smaller_gaps() -> None:
    """Letters with a gap of a quarter of an em are two words; figures need more."""
    assert texts(glyphs("Key", 0, 10, advance=5) + glyphs("Data", 17.5, 10, advance=5)) == ["Key Data"]
    assert texts(glyphs("12", 0, 10, advance=5) + glyphs("34", 12.5, 10, advance=5)) == ["1234"]


def test_superscripts_and_other_sizes_stay_in_their_line() -> None:
    """A small raised 2, a larger operator and a shifted baseline belong to the line they stand in."""
    words = glyphs("500m", 0, 20, advance=6) + glyphs("2", 24, 15, size=6, advance=4) + glyphs("以上", 29, 20)
    assert texts(words) == ["500m2以上"]
    assert texts(glyphs("≥", 0, 21, size=13) + glyphs("90%", 13, 20, advance=6)) == ["≥90%"]


def test_close_lines_stay_apart() -> None:
    """Lines set solid, so that their boxes touch, are two lines."""
    assert texts(glyphs("培训技能", 0, 10) + glyphs("人才人次", 0, 19.5)) == ["培训技能", "人才人次"]


def test_a_vertical_heading_has_one_line_a_character() -> None:
    """Characters one under the other are lines from top to bottom."""
    words = [word for i, char in enumerate("绩效指标") for word in glyphs(char, 5, 12 + 12 * i)]
    assert texts(words) == ["绩", "效", "指", "标"]


def test_a_tall_word_does_not_glue_the_lines_beside_it() -> None:
    """A turned run beside two lines is a line of its own."""
    words = [Word("总体", Box(0, 0, 10, 26)), *glyphs("目标一", 20, 10), *glyphs("目标二", 20, 24)]
    assert sorted(texts(words)) == sorted(["总体", "目标一", "目标二"])


def test_a_title_of_large_glyphs_is_one_line() -> None:
    """Large text among small text keeps together."""
    words = glyphs("绩效目标表", 50, 30, size=22) + glyphs("单位：万元", 150, 45) + glyphs("项目名称", 0, 60)
    assert texts(words) == ["绩效目标表", "单位：万元", "项目名称"]


def test_the_confidence_of_a_line_is_its_weakest() -> None:
    """A line is as sure as the least sure of its words."""
    words = [Word("一", Box(0, 0, 10, 10), 0.9), Word("二", Box(10, 0, 20, 10), 0.4)]
    assert [line.confidence for line in lines_of(words)] == [0.4]


def test_centred_text_of_a_tight_cell_is_not_doubted() -> None:
    """Cells filled nearly to their sides, and neighbours that nearly touch, raise no doubt."""
    grid, _ = fill(
        Lattice(Box(0, 0, 83, 13), (0, 41.5, 83), (0, 13), ((0, 0, 1, 1), (0, 1, 1, 1))),
        glyphs("项目名称", 0.8, 10.5) + glyphs("预算部门", 42.3, 10.5),
        page=1,
        reader="test",
    )
    assert [cell.findings for cell in grid.cells] == [(), ()]


@pytest.mark.parametrize(("start", "owner"), [(2, 0), (10, 0), (19, 1), (25, 1)])
def test_text_that_runs_through_a_rule_stays_together_and_is_doubted(start: float, owner: int) -> None:
    """A run over two cells goes where it begins or ends at a side, else where most of it is; both cells say so."""
    grid, _ = fill(
        Lattice(Box(0, 0, 80, 13), (0, 40, 80), (0, 13), ((0, 0, 1, 1), (0, 1, 1, 1))),
        glyphs("推广人数六", start, 10.5),
        page=1,
        reader="test",
    )
    assert grid.cells[owner].text == "推广人数六"
    assert grid.cells[1 - owner].text == ""
    assert [[finding.code for finding in cell.findings] for cell in grid.cells] == [["GLYPH-ON-RULE"]] * 2


def test_text_that_leaves_the_table_is_kept_in_its_cell() -> None:
    """The end of a text that runs over the outer rule is not lost to the lines of the page."""
    lattice = Lattice(Box(0, 0, 80, 13), (0, 40, 80), (0, 13), ((0, 0, 1, 1), (0, 1, 1, 1)))
    grid, rest = fill(lattice, glyphs("≥600人次", 42, 10.5), page=1, reader="test")
    assert (grid.cells[1].text, rest) == ("≥600人次", ())
    assert [finding.code for finding in grid.cells[1].findings] == ["GLYPH-ON-RULE"]


def test_copies_are_dropped_and_doubled_characters_kept() -> None:
    """A glyph drawn again at its place is one glyph; 11, …… and narrow dots side by side stay."""
    for text, advance in (("11", 5.0), ("..", 2.5), ("目目", 10.0)):
        words = glyphs(text, 0, 10, advance=advance)
        assert [word.text for word in without_copies(words)] == list(text)
        shifted = [Word(word.text, Box(word.box.x0 + 0.5, 1.2, word.box.x1 + 0.5, 11.2)) for word in words]
        assert [word.text for word in without_copies(words + shifted)] == list(text)


@given(
    st.sampled_from([0, 90, 180, 270]),
    st.tuples(*[st.floats(0, 100)] * 4).map(
        lambda v: Box(min(v[0], v[2]), min(v[1], v[3]), max(v[0], v[2]), max(v[1], v[3]))
    ),
)
def test_turning_four_times_comes_back(turn: QuarterTurn, box: Box) -> None:
    """Turning a box with its page until the turns add up to a full one gives the box again."""
    width, height, turned, total = 200.0, 120.0, box, 0
    while True:
        turned = turn_box(turned, turn, width, height)
        width, height = (height, width) if turn in (90, 270) else (width, height)
        total += turn
        if total % 360 == 0:
            break
    assert [turned.x0, turned.top, turned.x1, turned.bottom] == pytest.approx([box.x0, box.top, box.x1, box.bottom])


def test_turning_clockwise_moves_the_upper_left_to_the_upper_right() -> None:
    """A box at the upper left of a page stands at the upper right after a clockwise quarter turn."""
    assert turn_box(Box(0, 0, 10, 20), 90, 200, 120) == Box(100, 0, 120, 10)


def test_cells_of_a_filled_grid_follow_the_lattice() -> None:
    """Boxes of cells are those of the lattice, and a cell whose side was completed says so."""
    completed = GRID.box_of(GRID.spans[1])
    repaired = Lattice(GRID.box, GRID.xs, GRID.ys, GRID.spans, (completed,))
    grid, _ = fill(repaired, [], page=1, reader="test")
    assert [cell.box for cell in grid.cells] == [GRID.box_of(span) for span in GRID.spans]
    assert [(index, finding.code) for index, cell in enumerate(grid.cells) for finding in cell.findings] == [
        (1, "GRID-REPAIRED")
    ]
    assert all(first.row <= second.row for first, second in pairwise(grid.cells))


LOW_ROWS = Lattice(Box(0, 0, 100, 42), (0, 100), (0, 14, 28, 42), ((0, 0, 1, 1), (1, 0, 1, 1), (2, 0, 1, 1)))


def test_two_lines_in_a_row_too_low_for_them_are_both_its_text() -> None:
    """A spreadsheet's 资金总额（元 / ） over both rules of its row leaves the heading below it alone, and is told."""
    words = [*glyphs("项目", 2, 10), *glyphs("资金总额（元", 2, 18), *glyphs("）", 2, 32), *glyphs("权重", 20, 38)]
    grid, _ = fill(LOW_ROWS, words, page=1, reader="test")
    assert [cell.text for cell in grid.cells] == ["项目", "资金总额（元）", "权重"]
    assert [bool(cell.findings) for cell in grid.cells] == [False, True, True]


def test_rows_as_low_as_their_text_are_not_joined() -> None:
    """One line in each row, drawn down the column, each a little over its rules: every row keeps its own."""
    tight = Lattice(Box(0, 0, 100, 27), (0, 100), (0, 9, 18, 27), ((0, 0, 1, 1), (1, 0, 1, 1), (2, 0, 1, 1)))
    words = [*glyphs("数量", 2, 8.3), *glyphs("质量", 2, 17.3), *glyphs("时效", 2, 26.3)]
    grid, _ = fill(tight, words, page=1, reader="test")
    assert [cell.text for cell in grid.cells] == ["数量", "质量", "时效"]
