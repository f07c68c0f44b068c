"""Whatever stands in whatever grid: it is understood or doubted, and never raises."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.model import Box, Cell, Line, PageReading, TableGrid
from normalizers.chain import normalize
from normalizers.formspec import shared_vocabulary
from normalizers.suggest import as_toml, drafts

RAW = shared_vocabulary().raw
WORDS = [
    *(word for section in ("columns", "fields", "goals", "inner") for words in RAW[section].values() for word in words),
    *(
        word
        for role in ("spine", "annual_total", "part", "budget_columns", "other_columns")
        for word in RAW["funds"][role]
    ),
]
CELLS = st.one_of(
    st.just(""),
    st.sampled_from(WORDS),
    st.sampled_from(
        ["产出指标", "效益指标50%", "数量指标", "满意度指标(10分)", "指标1：", "……", "合计", "总分", "附件3", "注：略"]
    ),
    st.sampled_from(
        ["≥90%", "15万人", "年度资金总额：685万元", "2024年12月底前", "10", "90", "/", "较上年提高", "XX", "定性", "≥"]
    ),
    st.text(alphabet="一目标指值0 9%：()（）≥\n１①", max_size=12),
)


@st.composite
def grids(draw: st.DrawFn, page: int) -> TableGrid:
    """A grid of up to 8 × 7 fields with some of them merged to rectangles."""
    rows, cols = draw(st.integers(1, 8)), draw(st.integers(1, 7))
    owner = {(row, col): (row, col) for row in range(rows) for col in range(cols)}
    for _ in range(draw(st.integers(0, 6))):
        top, left = draw(st.integers(0, rows - 1)), draw(st.integers(0, cols - 1))
        bottom, right = draw(st.integers(top, rows - 1)), draw(st.integers(left, cols - 1))
        block = [(row, col) for row in range(top, bottom + 1) for col in range(left, right + 1)]
        if all(owner[place] == place for place in block) and all(
            head not in block for place, head in owner.items() if place not in block
        ):
            owner |= dict.fromkeys(block, (top, left))
    cells = []
    for head in sorted(set(owner.values())):
        places = [place for place, found in owner.items() if found == head]
        last = max(places)
        box = Box(50.0 + 60 * head[1], 50.0 + 20 * head[0], 110.0 + 60 * last[1], 70.0 + 20 * last[0])
        lines = tuple(Line(text, box) for text in draw(CELLS).split("\n") if text)
        cells.append(Cell(*head, last[0] - head[0] + 1, last[1] - head[1] + 1, box, lines))
    return TableGrid(page, rows, cols, tuple(cells), Box(50, 50, 50 + 60 * cols, 50 + 20 * rows), "ruled")


@st.composite
def documents(draw: st.DrawFn) -> list[PageReading]:
    """Up to three pages of one grid each, some under a title."""
    title = Line("某某项目绩效目标表", Box(100, 20, 400, 32))
    pages = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        text = (title,) if draw(st.booleans()) else ()
        found = draw(grids(number))
        pages.append(PageReading(number, 595, 842, "digital", "table", "ruled", grids=(found,), text=text))
    return pages


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(documents())
def test_any_grid_is_understood_without_an_error(pages: list[PageReading]) -> None:
    """No arrangement of cells raises; no indicator is empty or holds a character that is not printed."""
    printed = {
        character
        for page in pages
        for grid in page.grids
        for cell in grid.cells
        for line in cell.lines
        for character in line.text
    }
    for table in normalize(pages).tables:
        for indicator in table.indicators:
            assert indicator.level3 or indicator.value_text
            assert set((indicator.level3 or "") + (indicator.value_text or "")) <= printed | {" "}
    for draft in drafts(pages)[0]:
        assert as_toml(draft, "a.pdf").startswith("# Drafted from a.pdf")
