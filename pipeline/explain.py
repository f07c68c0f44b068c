"""How one page was read: a picture of each stage and the same as JSON, made from the objects of the run itself."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors import overlay
from extractors.model import Line, PageReading, TableGrid
from extractors.overlay import Colour, Mark
from extractors.source import Document
from normalizers.model import BudgetLine, Goal, Indicator, NormalizedDocument
from pipeline.errors import InputNotFoundError, UsageError
from pipeline.store.rows import box_columns

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PICTURE_DPI = 150
COLUMN_WIDTH = 14
_PALETTE: tuple[Colour, ...] = (
    (200, 30, 40), (20, 90, 200), (0, 130, 70), (220, 130, 0), (130, 40, 160), (0, 140, 150), (150, 90, 30),
    (220, 60, 150), (90, 110, 0), (60, 60, 160), (170, 170, 0), (120, 200, 60),
    (100, 180, 230), (250, 130, 120), (80, 80, 80), (190, 120, 240),
)  # fmt: skip


def explain(file: Path, page: int, out: Path) -> Iterator[str]:
    """Write the pictures and the JSON of one page below `out`; the lines to print.

    Raises:
        InputNotFoundError, UsageError: there is no such file or page.
        SourceError: the document cannot be opened.
        PageTooLargeError: the page cannot be drawn.
    """
    from PIL import Image

    from extractors.source import open_document
    from normalizers.chain import normalize

    if not file.is_file():
        raise InputNotFoundError(f"{file} is no file.")
    with open_document(file) as opened:
        if page > opened.page_count:
            message = f"{file} has {opened.page_count} pages, so there is no page {page}."
            raise UsageError(message, "See: jixiao explain --help")
        readings = _readings_around(opened, page)
        reading = next(reading for reading in readings if reading.page == page)
        image = _upright_picture(opened, reading)
        scanned = _scan_stages(opened, reading)
    document = normalize(readings)
    folder = out / file.stem
    folder.mkdir(parents=True, exist_ok=True)
    for number, (name, (marks, legend)) in enumerate(_stages(reading, document).items(), start=1):
        path = folder / f"p{page:03d}-{number}-{name}.png"
        overlay.draw(image, reading.width, marks, legend).save(path)
        yield str(path)
    for number, (name, picture) in enumerate(scanned, start=1):
        path = folder / f"p{page:03d}-scan-{number}-{name}.png"
        Image.fromarray(picture).save(path)
        yield str(path)
    path = folder / f"p{page:03d}.json"
    path.write_text(json.dumps(as_json(reading, document), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    yield str(path)
    yield ""
    yield from text_lines(reading, document)


def _readings_around(opened: Document, page: int) -> tuple[PageReading, ...]:
    """The page, those before it on which its table may have begun, and the next, which may complete its last row."""
    from pipeline.convert import read_one

    readings = [read_one(opened, page)]
    before = page - 1
    while readings[0].grids and before >= 1:
        readings.insert(0, read_one(opened, before))
        before -= 1
    if readings[-1].grids and page < opened.page_count:
        readings.append(read_one(opened, page + 1))
    return tuple(readings)


def _upright_picture(opened: Document, reading: PageReading) -> NDArray[np.uint8]:
    page = opened.page(reading.page)
    try:
        return overlay.turn_upright(page.image(PICTURE_DPI), reading.turned)
    finally:
        page.close()


def _scan_stages(opened: Document, reading: PageReading) -> list[tuple[str, NDArray[np.uint8]]]:
    """What a page that was read as a picture looked like on the way; nothing for a digital one."""
    from extractors.scan.scanned import NAME, drawing_dpi
    from extractors.scan.stages import stages

    if reading.reader != NAME:
        return []
    page = opened.page(reading.page)
    try:
        dpi = drawing_dpi(page)
        return list(stages(page.image(dpi), dpi, reading.turned))
    finally:
        page.close()


def _stages(reading: PageReading, document: NormalizedDocument) -> dict[str, tuple[list[Mark], dict[str, Colour]]]:
    return {
        "words": _words(reading),
        "rules": _rules(reading),
        "grid": _grid(reading),
        "roles": _roles(reading, document),
        "values": _values(reading, document),
    }


def _lines(reading: PageReading) -> Iterator[Line]:
    yield from reading.text
    for grid in reading.grids:
        for cell in grid.cells:
            yield from cell.lines


def _words(reading: PageReading) -> tuple[list[Mark], dict[str, Colour]]:
    marks = [Mark(line.box, overlay.by_confidence(line.confidence)) for line in _lines(reading)]
    return marks, dict(overlay.CONFIDENCE_LEGEND)


def _rules(reading: PageReading) -> tuple[list[Mark], dict[str, Colour]]:
    marks = [Mark(rule.box, overlay.RED if rule.horizontal else overlay.BLUE) for rule in reading.rules]
    return marks, {"horizontal rule": overlay.RED, "vertical rule": overlay.BLUE}


def _grid(reading: PageReading) -> tuple[list[Mark], dict[str, Colour]]:
    marks = []
    for grid in reading.grids:
        for cell in grid.cells:
            span = f" {cell.row_span}x{cell.col_span}" if cell.row_span > 1 or cell.col_span > 1 else ""
            colour = overlay.RED if cell.findings else overlay.BLUE
            marks.append(Mark(cell.box, colour, f"{cell.row},{cell.col}{span}"))
    return marks, {"cell: row,column and span": overlay.BLUE, "cell with a finding": overlay.RED}


def _role_kind(role: str) -> str:
    """`label:项目名称` is drawn as a label."""
    return role.partition(":")[0]


def _roles(reading: PageReading, document: NormalizedDocument) -> tuple[list[Mark], dict[str, Colour]]:
    roles = [role for role in document.roles if role.page == reading.page and role.grid < len(reading.grids)]
    kinds = sorted({_role_kind(role.role) for role in roles})
    colours = {kind: _PALETTE[index % len(_PALETTE)] for index, kind in enumerate(kinds)}
    marks = [
        Mark(reading.grids[role.grid].at(role.row, role.col).box, colours[kind], kind, filled=True)
        for role in roles
        for kind in (_role_kind(role.role),)
    ]
    return marks, colours or {"no role on this page": overlay.GREY}


def _indicators(reading: PageReading, document: NormalizedDocument) -> list[Indicator]:
    indicators = [indicator for table in document.tables for indicator in table.indicators]
    return [indicator for indicator in indicators if indicator.place.page == reading.page]


def _values(reading: PageReading, document: NormalizedDocument) -> tuple[list[Mark], dict[str, Colour]]:
    marks = [
        Mark(
            indicator.place.box,
            overlay.RED if indicator.reasons else overlay.GREEN,
            f"{indicator.ordinal}: {indicator.confidence:.2f}",
            filled=True,
        )
        for indicator in _indicators(reading, document)
    ]
    for table in document.tables:
        others: list[BudgetLine | Goal] = [*table.budgets, *table.goals]
        for row in others:
            if row.place.page == reading.page:
                colour = overlay.RED if row.reasons else overlay.PURPLE
                marks.append(Mark(row.place.box, colour, f"{row.confidence:.2f}"))
    legend = {"value (number: confidence)": overlay.GREEN, "amount or goal": overlay.PURPLE, "to review": overlay.RED}
    return marks, legend


def as_json(reading: PageReading, document: NormalizedDocument) -> dict[str, Any]:
    """Everything that the pictures show, with the text."""
    return {
        "page": reading.page,
        "width": reading.width,
        "height": reading.height,
        "content": reading.content,
        "outcome": reading.outcome,
        "reader": reading.reader,
        "turned": reading.turned,
        "skew": round(reading.skew, 3),
        "text": [_line(line) for line in reading.text],
        "rules": [box_columns(rule.box) for rule in reading.rules],
        "grids": [_grid_json(grid) for grid in reading.grids],
        "roles": [
            {"grid": role.grid, "row": role.row, "col": role.col, "role": role.role}
            for role in document.roles
            if role.page == reading.page
        ],
        "values": [_value_json(indicator) for indicator in _indicators(reading, document)],
        "findings": [{"code": f.code, "severity": f.severity, "message": f.message} for f in reading.findings],
    }


def _line(line: Line) -> dict[str, Any]:
    return {"text": line.text, "confidence": round(line.confidence, 4), **box_columns(line.box)}


def _grid_json(grid: TableGrid) -> dict[str, Any]:
    return {
        "rows": grid.rows,
        "cols": grid.cols,
        "reader": grid.reader,
        "findings": [finding.code for finding in grid.findings],
        "cells": [
            {
                "row": cell.row,
                "col": cell.col,
                "row_span": cell.row_span,
                "col_span": cell.col_span,
                "text": cell.text,
                "lines": [_line(line) for line in cell.lines],
                "findings": [finding.code for finding in cell.findings],
                **box_columns(cell.box),
            }
            for cell in grid.cells
        ],
    }


def _value_json(indicator: Indicator) -> dict[str, Any]:
    measure = indicator.measure
    return {
        "ordinal": indicator.ordinal,
        "level3": indicator.level3,
        "value_text": indicator.value_text,
        "operator": measure.operator,
        "value_min": str(measure.minimum) if measure.minimum is not None else None,
        "value_max": str(measure.maximum) if measure.maximum is not None else None,
        "base_unit": measure.base_unit,
        "confidence": round(indicator.confidence, 4),
        "reasons": list(indicator.reasons),
        **box_columns(indicator.place.box),
    }


def text_lines(reading: PageReading, document: NormalizedDocument) -> Iterator[str]:
    """The grids of the page as a small table for a terminal; a merged cell stands in its first column."""
    how = f", turned by {reading.turned}" if reading.turned else ""
    yield f"page {reading.page}: {reading.content}, {reading.outcome}, read by {reading.reader}{how}"
    for finding in reading.findings:
        yield f"  {finding.severity} {finding.code}: {finding.message}"
    for index, grid in enumerate(reading.grids):
        yield f"grid {index}: {grid.rows} rows, {grid.cols} columns"
        for row in range(grid.rows):
            cells = (grid.at(row, col) for col in range(grid.cols))
            texts = [cell.text if (cell.row, cell.col) == (row, col) else "" for col, cell in enumerate(cells)]
            yield f"{row:>3} " + "|".join(_fitted(text, COLUMN_WIDTH) for text in texts).rstrip()
    for indicator in _indicators(reading, document):
        doubt = f"  needs review: {', '.join(indicator.reasons)}" if indicator.reasons else ""
        name = indicator.level3 or "(no name)"
        value = indicator.value_text or "(no value)"
        yield f"{indicator.ordinal:>3}. {name} = {value}  [{indicator.confidence:.2f}]{doubt}"


def _fitted(text: str, width: int) -> str:
    """The text cut or filled to a width in terminal columns; a Chinese character takes two."""
    fitted, used = "", 0
    for character in text:
        taken = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if used + taken > width:
            break
        fitted, used = fitted + character, used + taken
    return fitted + " " * (width - used)
