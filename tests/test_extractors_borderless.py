"""Digital tables without vertical rules."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from real_truth import real
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors.digital.borderless import Borderless
from extractors.model import PageReading
from extractors.source import open_document

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
# A bar parts the printed lines of a cell.
ROWS = [
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "补助企业户数", "≥120户"],
    ["", "", "培训技能人才人次（含企业职工和|失业人员）", "≥600人次"],
    ["", "质量指标", "项目验收合格率", "≥95%"],
    ["", "时效指标", "补助资金按期拨付率", "100%"],
    ["效益指标", "社会效益指标", "带动就业人数", "≥2.5万人"],
    ["满意度指标", "服务对象满意度指标", "企业满意度", "≥90%"],
]
LEFT = [70, 150, 260, 460]


def document(path: Path, ruled_above: tuple[int, ...] = (), *, bottom_rule: bool = False) -> Path:
    """A page with a title, the table with horizontal rules above these rows, and a line of signatures."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), invariant=True)
    canvas.setFont("STSong-Light", 16)
    canvas.drawString(200, 780, "项目支出绩效目标表")
    canvas.setFont("STSong-Light", 10.5)
    canvas.drawString(440, 755, "单位：万元")
    y = 720.0
    for index, row in enumerate(ROWS):
        if index in ruled_above:
            canvas.line(60, y + 14, 540, y + 14)
        highest = max(len(text.split("|")) for text in row)
        for x, text in zip(LEFT, row, strict=True):
            parts = text.split("|")
            for number, part in enumerate(parts):
                canvas.drawString(x, y - (highest - len(parts)) * 7 - number * 14, part)
        y -= highest * 14 + 8
    if bottom_rule:
        canvas.line(60, y + 14, 540, y + 14)
    canvas.drawString(70, y - 30, "填报人：某某")
    canvas.save()
    return path


def read(path: Path, number: int = 1) -> PageReading | None:
    """The reading of a page by this reader alone."""
    reader = Borderless()
    with open_document(path) as opened:
        page = opened.page(number)
        return reader.extract(page) if reader.accepts(page) else None


@pytest.mark.parametrize("ruled_above", [(), (0, 1), (0, 1, 2, 3, 4, 5, 6)], ids=["none", "three lines", "every row"])
def test_aligned_text_becomes_a_grid(tmp_path: Path, ruled_above: tuple[int, ...]) -> None:
    """Columns are found by alignment, wrapped cells stay whole, empty cells stay empty, and the grid is doubted."""
    reading = read(document(tmp_path / "t.pdf", ruled_above, bottom_rule=bool(ruled_above)))
    assert reading is not None
    (grid,) = reading.grids
    expected = [[text.replace("|", "") for text in row] for row in ROWS]
    assert [[cell.text for cell in grid.row_cells(row)] for row in range(grid.rows)] == expected
    assert [finding.code for finding in grid.findings] == ["GRID-NO-RULES"]
    assert [line.text for line in reading.text] == ["项目支出绩效目标表", "单位：万元", "填报人：某某"]
    assert len(reading.rules) == len(ruled_above) + bool(ruled_above)


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("gov/szfgs2024.pdf", [1, 2, 6]),
        ("gov/ptq_fuban_2025_yusuan.pdf", [1, 2, 3, 4, 5, 6, 7, 21, 22]),
        ("gov/js_sw_2018_tables.pdf", [1, 2]),
        ("hostile/samplefiles_multicolumn.pdf", [1, 2]),
    ],
)
def test_real_prose_and_contents_are_no_tables(name: str, pages: list[int]) -> None:
    """Letters, narrative pages, lists of contents and papers in two columns give no grid."""
    assert [number for number in pages if read(real(*name.split("/")), number) is not None] == []


def test_a_real_table_of_three_rules_is_read() -> None:
    """The table of a paper, whose rows are told by their texts alone."""
    reading = read(real("hostile", "samplefiles_multicolumn.pdf"), 3)
    assert reading is not None
    (grid,) = reading.grids
    rows = [[cell.text for cell in grid.row_cells(row)] for row in range(grid.rows)]
    assert [row[0] for row in rows[-5:]] == ["Austria", "Belgium", "Czech Republic", "Denmark", "Finland"]
    assert rows[-1] == ["Finland", "5.5", "338,424", "Helsinki", "Finnish,Swedish"]


def test_a_heading_between_rules_is_the_first_row_of_its_list(tmp_path: Path) -> None:
    """Two rules around the heading are no table of one row, beside which the list below would be lost."""
    reading = read(document(tmp_path / "t.pdf", (0, 1)))
    assert reading is not None
    (grid,) = reading.grids
    assert [cell.text for cell in grid.row_cells(0)] == ROWS[0]
    assert grid.rows == len(ROWS)
