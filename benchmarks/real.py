"""Real documents made by others, in ../shared/real: `python -m benchmarks.real [FOLDER]`.

Prints how many cells of their tables are read with the text and the span that a person wrote down, how many of the
documents are converted, and whether they hold as many target tables as they should. Exit code 1 when fewer than
98 % of the cells of digital pages or 95 % of those of scans are right, a document fails, or a count is off.
"""

from __future__ import annotations

import json
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.model import TableGrid

REAL = Path(__file__).resolve().parents[2] / "shared" / "real"
LEAST = {"digital": 0.98, "scan": 0.95}
# Pictures are put on a page at this many pixels an inch.
DPI = {
    "xfund_zh_val_21.jpg": 300,
    "tsr_wired_table.png": 150,
    "rapiddoc_table_04.png": 150,
    "rapiddoc_table_10_90.png": 100,
    "tocr_table.jpeg": 150,
    "tsr_no_table.jpg": 100,
}
# Readings of one table of which either is right, and which table of its page each is.
TABLES = {
    "csrc_p1": ("csrc_p1",),
    "js_sw_2018_p4": ("js_sw_2018_p4",),
    "js_sw_2018_p11": ("js_sw_2018_p11",),
    "kpi_dbjs": ("kpi_dbjs",),
    "kpi_dtg": ("kpi_dtg",),
    "kpi_fk": ("kpi_fk",),
    "kpi_fzzl": ("kpi_fzzl",),
    "xls_zhichu_jihua": ("xls_zhichu_jihua",),
    "rapiddoc_table_04": ("rapiddoc_table_04",),
    "rapiddoc_table_10": ("rapiddoc_table_10",),
    "tocr_table": ("tocr_table", "tocr_table_ruled"),
    "tsr_wired_table": ("tsr_wired_table",),
    "zh_val_21_t1": ("zh_val_21_t1",),
    "zh_val_21_t2": ("zh_val_21_t2",),
}
# INDEX.md: none but kpi_* holds target tables of the kind the product is for.
TARGETS = {"kpi_dbjs.pdf": 1, "kpi_dtg.pdf": 1, "kpi_fk.pdf": 1, "kpi_fzzl.pdf": 1}

_SHAPE = "grid of "

Span = tuple[int, int, int, int]


@dataclass(frozen=True)
class TruthCell:
    """Row, column, row span and column span; the text without blanks; `ignored` under a seal or blurred."""

    span: Span
    text: str
    ignored: bool


@dataclass(frozen=True)
class Truth:
    """One table as read by a person; `table` is its number on its page, from the top."""

    document: str
    pages: tuple[int, ...]
    rows: int
    cols: int
    cells: tuple[TruthCell, ...]
    table: int = 0


@dataclass(frozen=True)
class Score:
    """How much of one table is right."""

    name: str
    content: str
    cells: int
    wrong: tuple[str, ...]

    @property
    def right(self) -> int:
        """Cells that are as a person wrote them down."""
        return self.cells - sum(not line.startswith(_SHAPE) for line in self.wrong)


def bare(text: str) -> str:
    """Text as it is compared: NFKC, without any white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def load(path: Path) -> Truth:
    """A truth file; INDEX.md describes the format."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    pages = data.get("pages") or data["page"]
    return Truth(
        document=data["file"],
        pages=tuple(pages) if isinstance(pages, list) else (pages,),
        rows=data["rows"],
        cols=data["cols"],
        cells=tuple(
            TruthCell((cell["r"], cell["c"], cell["rs"], cell["cs"]), bare(cell["text"]), bool(cell.get("ignore")))
            for cell in data["cells"]
        ),
        table=data.get("table", 0),
    )


def differences(expected: Truth, grid: TableGrid) -> list[str]:
    """Every cell of one page's table that is not as the truth has it, in words."""
    if (grid.rows, grid.cols) != (expected.rows, expected.cols):
        return [f"{_SHAPE}{grid.rows} × {grid.cols} instead of {expected.rows} × {expected.cols}"]
    found = {(cell.row, cell.col, cell.row_span, cell.col_span): bare(cell.text) for cell in grid.cells}
    wrong = []
    for cell in expected.cells:
        if cell.ignored:
            continue
        if cell.span not in found:
            wrong.append(f"no cell {cell.span} {cell.text!r}")
        elif found[cell.span] != cell.text:
            wrong.append(f"{cell.span}: {found[cell.span]!r} instead of {cell.text!r}")
    return wrong


def fragment(whole: Truth, first: int, last: int) -> Truth:
    """Rows first to last (exclusive) of a table, as a page that holds only these shows them.

    A cell that reaches over the break is cut; a grid line that no cell of the fragment ends at is not there. The
    text of a cut cell may stand on either page or be divided, so it is left empty here.
    """
    kept = [cell for cell in whole.cells if cell.span[0] < last and cell.span[0] + cell.span[2] > first]
    bounds = sorted({edge for cell in kept for edge in (cell.span[1], cell.span[1] + cell.span[3])})
    column = {edge: index for index, edge in enumerate(bounds)}
    cells = []
    for cell in kept:
        top, bottom = max(cell.span[0], first), min(cell.span[0] + cell.span[2], last)
        left, right = column[cell.span[1]], column[cell.span[1] + cell.span[3]]
        cut = (top, bottom) != (cell.span[0], cell.span[0] + cell.span[2])
        cells.append(TruthCell((top - first, left, bottom - top, right - left), "" if cut else cell.text, cell.ignored))
    return Truth(whole.document, whole.pages, last - first, len(bounds) - 1, tuple(cells))


def differences_over_pages(whole: Truth, grids: Sequence[TableGrid]) -> list[str]:
    """As `differences`, for one table over several pages: its grids in order, one a page."""
    if sum(grid.rows for grid in grids) != whole.rows:
        return [f"{_SHAPE}{[grid.rows for grid in grids]} rows instead of {whole.rows}"]
    wrong: list[str] = []
    found: dict[TruthCell, str] = {}
    first = 0
    for grid in grids:
        part = fragment(whole, first, first + grid.rows)
        if (grid.rows, grid.cols) != (part.rows, part.cols):
            return [f"{_SHAPE}page {grid.page}: {grid.rows} × {grid.cols} instead of {part.rows} × {part.cols}"]
        at = {(cell.row, cell.col, cell.row_span, cell.col_span): bare(cell.text) for cell in grid.cells}
        original = [c for c in whole.cells if c.span[0] < first + grid.rows and c.span[0] + c.span[2] > first]
        for cell, cut in zip(original, part.cells, strict=True):
            if cut.span not in at:
                wrong.append(f"page {grid.page}: no cell {cut.span} {cell.text!r}")
            found[cell] = found.get(cell, "") + at.get(cut.span, "")
        first += grid.rows
    wrong += [
        f"{c.span}: {text!r} instead of {c.text!r}" for c, text in found.items() if not c.ignored and text != c.text
    ]
    return wrong


def documents(folder: Path, scratch: Path) -> Iterator[tuple[str, Path]]:
    """All real documents but the hostile ones, by name; pictures as a page of a PDF each."""
    for path in sorted([*(folder / "gov").glob("*.pdf"), *(folder / "tables").iterdir()]):
        if path.suffix == ".pdf":
            yield path.name, path
        elif path.name in DPI:
            yield path.name, _as_page(path, scratch / f"{path.stem}.pdf", DPI[path.name])


def _as_page(picture: Path, path: Path, dpi: int) -> Path:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    image = ImageReader(str(picture))
    size = tuple(length * 72 / dpi for length in image.getSize())
    canvas = Canvas(str(path), pagesize=size, invariant=1)
    canvas.drawImage(image, 0, 0, *size)
    canvas.save()
    return path


def score(name: str, truths: Sequence[Truth], grids: Sequence[TableGrid], content: str) -> Score:
    """The better of the readings that are allowed for a table."""
    scores = []
    for expected in truths:
        here = [grid for grid in grids if grid.page in expected.pages]
        here = here[expected.table : expected.table + 1] if len(expected.pages) == 1 else here
        counted = sum(not cell.ignored for cell in expected.cells)
        single = len(here) == len(expected.pages) == 1
        wrong = differences(expected, here[0]) if single else differences_over_pages(expected, here)
        if wrong and wrong[0].startswith(_SHAPE):
            wrong += _lost(expected, here)
        scores.append(Score(name, content, counted, tuple(wrong)))
    return min(scores, key=lambda found: -found.right / found.cells)


def _lost(expected: Truth, grids: Sequence[TableGrid]) -> list[str]:
    """The cells of a table whose rows or columns are not all there: those whose text and span stand in no place."""
    found = Counter((bare(cell.text), cell.row_span, cell.col_span) for grid in grids for cell in grid.cells)
    wrong = []
    for cell in expected.cells:
        shape = (cell.text, *cell.span[2:])
        if not cell.ignored and not found[shape]:
            wrong.append(f"no cell {cell.span} {cell.text!r}")
        found[shape] -= 1
    return wrong


def measure(folder: Path, without: Sequence[str] = ()) -> tuple[list[Score], list[str]]:
    """The scores of all tables with a truth, and a line for every document that failed or has a wrong count.

    `without`: documents left out, by name.
    """
    from pipeline.convert import convert
    from pipeline.inputs.discover import Source

    scores: list[Score] = []
    faults: list[str] = []
    truths = {name: [load(folder / "truth" / f"{variant}.json") for variant in TABLES[name]] for name in TABLES}
    with tempfile.TemporaryDirectory() as scratch:
        for name, path in documents(folder, Path(scratch)):
            if name in without:
                continue
            result = convert(Source(name, "0" * 64, path), path)
            if result.failure:
                faults.append(f"{name}: {result.failure.line}")
                continue
            failed = [reading.page for reading in result.readings if reading.outcome == "failed"]
            if failed:
                faults.append(f"{name}: pages {failed} failed")
            if len(result.document.tables) != TARGETS.get(name, 0):
                faults.append(f"{name}: {len(result.document.tables)} target tables, not {TARGETS.get(name, 0)}")
            grids = [grid for reading in result.readings for grid in reading.grids]
            content = "scan" if any(reading.content == "scan" for reading in result.readings) else "digital"
            for table, expected in truths.items():
                if Path(expected[0].document).stem in name:
                    scores.append(score(table, expected, grids, content))
    return scores, faults


def main() -> int:
    """Measure and print; exit code."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else REAL
    if not folder.is_dir():
        print(f"error: no real documents at {folder}", file=sys.stderr)
        return 2
    scores, faults = measure(folder)
    low = False
    for found in scores:
        print(f"{found.content:<8}{found.name:<22}{found.right:>5} of {found.cells}")
        for line in dict.fromkeys(found.wrong):
            print(f"{'':<10}{line}")
    for content, least in LEAST.items():
        cells = sum(found.cells for found in scores if found.content == content)
        right = sum(found.right for found in scores if found.content == content)
        low = low or right < least * cells
        print(f"{content}: {right} of {cells} cells right, {100 * right / max(cells, 1):.2f} %")
    print(*faults or ["every document converted, with as many target tables as INDEX.md says"], sep="\n")
    return 1 if low or faults else 0


if __name__ == "__main__":
    sys.exit(main())
