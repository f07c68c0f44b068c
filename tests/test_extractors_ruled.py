"""Digital tables with rules, drawn in the many ways in which programs draw them."""

from __future__ import annotations

import logging
from itertools import pairwise
from pathlib import Path

import pytest
from drawn_pdf import drawn_pdf, table, text_at

from extractors.digital.ruled import Ruled
from extractors.model import PageReading, TableGrid
from extractors.source import open_document

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
COLUMNS = [40.0, 140.0, 240.0, 360.0]
ROWS = [250.0, 230.0, 210.0, 190.0]
TEXTS = [["level", "name", "value"], ["output", "trained", ">=600"], ["effect", "passed", ">=90%"]]


def read(path: Path) -> PageReading | None:
    """The reading of the first page, or None when it is no page for this reader."""
    reader = Ruled()
    with open_document(path) as document:
        page = document.page(1)
        return reader.extract(page) if reader.accepts(page) else None


def only_grid(path: Path) -> TableGrid:
    """The one grid of the first page."""
    reading = read(path)
    assert reading is not None
    (grid,) = reading.grids
    return grid


def texts(grid: TableGrid) -> list[list[str]]:
    """Texts of a grid without merged cells, row by row."""
    return [[cell.text for cell in grid.row_cells(row)] for row in range(grid.rows)]


def words() -> str:
    """The texts of the table without its rules."""
    return "".join(
        text_at(COLUMNS[col] + 4, ROWS[row + 1] + 5, text)
        for row, line in enumerate(TEXTS)
        for col, text in enumerate(line)
    )


def strokes(xs: list[float], ys: list[float]) -> str:
    """Rules as stroked lines."""
    return table(xs, ys)


def cell_rectangles(xs: list[float], ys: list[float]) -> str:
    """Each cell with a stroked rectangle of its own, a little apart from its neighbours."""
    return "".join(
        f"{x0 + 0.4} {y1 + 0.4} {x1 - x0 - 0.8} {y0 - y1 - 0.8} re S\n"
        for x0, x1 in pairwise(xs)
        for y0, y1 in pairwise(ys)
    )


def thin_rectangles(xs: list[float], ys: list[float]) -> str:
    """Rules as filled rectangles of half a point, one for each side of each cell, corners filled separately."""
    out = ""
    for x0, x1 in pairwise(xs):
        out += "".join(f"{x0 + 0.5} {y} {x1 - x0 - 0.5} 0.48 re f\n{x0} {y} 0.48 0.48 re f\n" for y in ys)
    for y0, y1 in pairwise(ys):
        out += "".join(f"{x} {y1 + 0.5} 0.48 {y0 - y1 - 0.5} re f\n" for x in xs)
    return out


def thick_frame(xs: list[float], ys: list[float]) -> str:
    """A heavy frame of four filled rectangles around hairlines."""
    width, height = xs[-1] - xs[0], ys[0] - ys[-1]
    frame = "".join(f"{xs[0] - 2} {y - 2} {width + 4} 4 re f\n" for y in (ys[0], ys[-1]))
    frame += "".join(f"{x - 2} {ys[-1] - 2} 4 {height + 4} re f\n" for x in (xs[0], xs[-1]))
    return frame + "0 w\n" + table(xs, ys)


def dotted(xs: list[float], ys: list[float]) -> str:
    """Rules of small squares."""
    out = ""
    for y in ys:
        out += "".join(f"{x} {y} 1 1 re f\n" for x in range(int(xs[0]), int(xs[-1]) + 1, 3))
    for x in xs:
        out += "".join(f"{x} {y} 1 1 re f\n" for y in range(int(ys[-1]), int(ys[0]) + 1, 3))
    return out


def dashes(xs: list[float], ys: list[float]) -> str:
    """Rules of dashes, each a stroke of its own."""
    out = "".join(f"{x} {y} m {x + 4} {y} l S\n" for y in ys for x in range(int(xs[0]), int(xs[-1]), 8))
    return out + "".join(f"{x} {y} m {x} {y + 4} l S\n" for x in xs for y in range(int(ys[-1]), int(ys[0]), 8))


def filled_dashes(xs: list[float], ys: list[float]) -> str:
    """Rules of short filled areas, those of a rule in one path, as a browser prints a dashed border."""
    out = ""
    for y in ys:
        out += "".join(f"{x} {y} 2.25 0.75 re\n" for x in range(int(xs[0]), int(xs[-1]), 4)) + "f\n"
    for x in xs:
        out += "".join(f"{x} {y} 0.75 2.25 re\n" for y in range(int(ys[-1]), int(ys[0]), 4)) + "f\n"
    return out


def doubled(xs: list[float], ys: list[float]) -> str:
    """Each rule twice, a point and a half apart."""
    return table(xs, ys) + table([x + 1.5 for x in xs], [y - 1.5 for y in ys])


def shaded(xs: list[float], ys: list[float]) -> str:
    """Filled heading cells under the rules."""
    return f"0.8 g {xs[0]} {ys[1]} {xs[-1] - xs[0]} {ys[0] - ys[1]} re f 0 g\n" + table(xs, ys)


def open_sides(xs: list[float], ys: list[float]) -> str:
    """Without the outer vertical rules."""
    lines = "".join(f"{xs[0]} {y} m {xs[-1]} {y} l S\n" for y in ys)
    return lines + "".join(f"{x} {ys[0]} m {x} {ys[-1]} l S\n" for x in xs[1:-1])


@pytest.mark.parametrize(
    "draw",
    [
        strokes,
        cell_rectangles,
        thin_rectangles,
        thick_frame,
        dotted,
        dashes,
        filled_dashes,
        doubled,
        shaded,
        open_sides,
    ],
    ids=lambda draw: draw.__name__,
)
def test_a_table_is_read_however_its_rules_are_drawn(tmp_path: Path, draw: object) -> None:
    """The same table comes out, without a doubt, whichever way its rules are drawn."""
    assert callable(draw)
    grid = only_grid(drawn_pdf(tmp_path / "t.pdf", draw(COLUMNS, ROWS) + words()))
    assert texts(grid) == TEXTS
    assert [finding.code for cell in grid.cells for finding in cell.findings] == []
    assert grid.findings == ()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_table_is_read_upright(tmp_path: Path, turn: int) -> None:
    """A table set sideways on the page is read the same; `turned` says how far the page is turned for it."""
    matrices = {0: "1 0 0 1 0 0", 90: "0 -1 1 0 0 400", 180: "-1 0 0 -1 400 300", 270: "0 1 -1 0 300 0"}
    media = (0, 0, 300, 400) if turn in (90, 270) else (0, 0, 400, 300)
    content = f"q {matrices[turn]} cm\n" + table(COLUMNS, ROWS, TEXTS) + text_at(150, 270, "Title") + "Q"
    reading = read(drawn_pdf(tmp_path / "t.pdf", content, media=media))
    assert reading is not None
    assert texts(reading.grids[0]) == TEXTS
    assert [line.text for line in reading.text] == ["Title"]
    assert (reading.turned + turn) % 360 == 0
    assert (reading.width, reading.height) == (400, 300)
    assert reading.grids[0].box.x0 == pytest.approx(40)


def test_a_merged_cell_is_one_cell(tmp_path: Path) -> None:
    """A cell over two rows and a heading over two columns have spans and their text once."""
    content = "40 250 m 360 250 l S 140 230 m 360 230 l S 140 210 m 360 210 l S 40 190 m 360 190 l S\n"
    content += "40 250 m 40 190 l S 140 250 m 140 190 l S 240 230 m 240 190 l S 360 250 m 360 190 l S\n"
    content += (
        text_at(50, 216, "level") + text_at(200, 236, "over two") + text_at(150, 216, "a") + text_at(250, 196, "b")
    )
    grid = only_grid(drawn_pdf(tmp_path / "m.pdf", content))
    assert [(cell.row, cell.col, cell.row_span, cell.col_span, cell.text) for cell in grid.cells] == [
        (0, 0, 3, 1, "level"),
        (0, 1, 1, 2, "over two"),
        (1, 1, 1, 1, "a"),
        (1, 2, 1, 1, ""),
        (2, 1, 1, 1, ""),
        (2, 2, 1, 1, "b"),
    ]


def test_text_drawn_twice_is_read_once(tmp_path: Path) -> None:
    """Fake bold, which draws each text again a little to the side, does not double it."""
    content = table(COLUMNS, ROWS, TEXTS) + words().replace("Td", "0.4 0 Td").replace("0.4 0 Td", "Td")
    bold = "q 1 0 0 1 0.4 0 cm\n" + words() + "Q\n"
    assert texts(only_grid(drawn_pdf(tmp_path / "b.pdf", content + bold))) == TEXTS


def test_an_underline_in_a_cell_is_no_rule(tmp_path: Path) -> None:
    """A line under or through words that touches no rule cuts no cell."""
    content = table(COLUMNS, ROWS, TEXTS) + "46 213 m 74 213 l S 46 218 m 74 218 l S"
    assert texts(only_grid(drawn_pdf(tmp_path / "u.pdf", content))) == TEXTS


def test_a_heading_set_sideways_is_read_in_its_own_direction(tmp_path: Path) -> None:
    """A run of text turned in its cell keeps its order, upwards as well as downwards."""
    for matrix, x, y in (("0 1 -1 0", 70, 195), ("0 -1 1 0", 60, 228)):
        content = table([40, 100, 360], [230, 190]) + text_at(120, 205, "upright text in most of the table")
        content += f"BT /F1 10 Tf {matrix} {x} {y} Tm (AIM) Tj ET"
        assert texts(only_grid(drawn_pdf(tmp_path / "s.pdf", content))) == [
            ["AIM", "upright text in most of the table"]
        ]


@pytest.mark.parametrize("start", [212, 215, 218, 221])
def test_text_over_a_rule_is_doubted(tmp_path: Path, start: float) -> None:
    """A text that runs across the rule between two cells marks the cells it may belong to, wherever it is split."""
    content = table(COLUMNS, ROWS, TEXTS) + text_at(start, 195, "ABCDEFGH", size=12)
    grid = only_grid(drawn_pdf(tmp_path / "o.pdf", content))
    assert {(cell.row, cell.col) for cell in grid.cells if cell.findings} <= {(2, 1), (2, 2)}
    assert any(finding.code == "GLYPH-ON-RULE" for cell in grid.cells for finding in cell.findings)


def test_text_cut_off_by_its_cell_is_doubted(tmp_path: Path) -> None:
    """Text that a spreadsheet clips at the side of its cell is read as far as it shows, and says so."""
    content = table(COLUMNS, ROWS, [["a", "b", "c"], ["d", "", "e"], ["f", "g", "h"]])
    content += "q 140 210 100 20 re W n\n" + text_at(144, 215, "much too long for its cell by far") + "Q\n"
    grid = only_grid(drawn_pdf(tmp_path / "c.pdf", content))
    assert "much too long for its cell by far".startswith(grid.at(1, 1).text)
    assert grid.at(1, 2).text == "e"
    assert [(cell.row, cell.col) for cell in grid.cells if cell.findings] == [(1, 1)]
    assert grid.at(1, 1).findings[0].code == "HIDDEN-TEXT"


def test_characters_without_a_name_are_doubted(tmp_path: Path) -> None:
    """A glyph whose font does not name it stands as U+FFFD and marks its cell."""
    content = table(COLUMNS, ROWS, TEXTS) + text_at(320, 195, "\\001\\002", font="F2")
    grid = only_grid(drawn_pdf(tmp_path / "n.pdf", content))
    assert grid.at(2, 2).text.replace(" ", "") == ">=90%\ufffd"
    assert [finding.code for finding in grid.at(2, 2).findings] == ["OCR-UNREADABLE"]


def test_text_outside_the_tables_is_kept(tmp_path: Path) -> None:
    """Title, notes and page number are lines of the page in reading order."""
    content = (
        table(COLUMNS, ROWS, TEXTS) + text_at(180, 20, "- 7 -") + text_at(40, 170, "note") + text_at(150, 270, "Title")
    )
    reading = read(drawn_pdf(tmp_path / "x.pdf", content))
    assert reading is not None
    assert [line.text for line in reading.text] == ["Title", "note", "- 7 -"]


def test_a_watermark_stays_out_of_the_cells(tmp_path: Path) -> None:
    """Slanting text over a table is reported and falls into no cell."""
    content = table(COLUMNS, ROWS, TEXTS) + "BT /F1 30 Tf 0.7 0.7 -0.7 0.7 150 180 Tm (DRAFT) Tj ET"
    reading = read(drawn_pdf(tmp_path / "w.pdf", content))
    assert reading is not None
    assert texts(reading.grids[0]) == TEXTS
    assert [(finding.code, finding.evidence) for finding in reading.findings] == [("GLYPHS-LEFT", "DRAFT")]


def test_two_tables_on_a_page_stay_two(tmp_path: Path) -> None:
    """Tables with space between them are separate grids, from top to bottom."""
    content = table(COLUMNS, ROWS, TEXTS) + table(COLUMNS, [150, 130, 110], [["x", "y", "z"], ["1", "2", "3"]])
    reading = read(drawn_pdf(tmp_path / "2.pdf", content))
    assert reading is not None
    assert [texts(grid)[0][0] for grid in reading.grids] == ["level", "x"]


@pytest.mark.parametrize(
    "content",
    [
        text_at(40, 250, "a letter without any rule"),
        "20 20 360 260 re S\n" + text_at(40, 250, "a letter in a frame"),
        "20 20 360 260 re S 20 250 m 380 250 l S\n" + text_at(40, 200, "a framed page with a heading band"),
        table([40, 360], [250, 230]) + text_at(50, 235, "a box with a hint"),
        table(COLUMNS, ROWS),
    ],
    ids=["letter", "frame", "frame with band", "box", "empty"],
)
def test_pages_without_tables_give_none(tmp_path: Path, content: str) -> None:
    """Frames, boxes and grids without any text are not tables."""
    assert read(drawn_pdf(tmp_path / "p.pdf", content)) is None
