"""What a page gives: words, rules, cells, grids.

Units, once for all: lengths in points (1/72 inch) on the page turned upright by quarter turns (the way a
viewer shows it, not straightened further), origin top left, x0 < x1, top < bottom. Pages count from 1, rows
and columns from 0. Confidence runs from 0 to 1; 1 means a text layer that is believed.
Vocabulary after pdfplumber (x0, top, x1, bottom).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Content = Literal["digital", "scan", "mixed", "blank"]
Outcome = Literal["table", "text", "blank", "failed"]
QuarterTurn = Literal[0, 90, 180, 270]


class Severity(StrEnum):
    """How much a finding matters: an error is wrong for certain, a warning may be, info is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class ReadingCode(StrEnum):
    """Doubts about a reading. Each is explained in docs/findings.md."""

    LOW_CONFIDENCE = "OCR-LOW"
    READINGS_DIFFER = "OCR-DIFFER"
    CONFUSABLE = "OCR-CONFUSABLE"
    UNREADABLE = "OCR-UNREADABLE"
    UNDER_SEAL = "SEAL-OVERLAP"
    INK_LEFT = "INK-LEFT"
    GLYPHS_LEFT = "GLYPHS-LEFT"
    GLYPH_ON_RULE = "GLYPH-ON-RULE"
    HIDDEN_TEXT = "HIDDEN-TEXT"
    GRID_REPAIRED = "GRID-REPAIRED"
    WALL_MISSING = "GRID-WALL-MISSING"
    NO_RULES = "GRID-NO-RULES"
    CUT_OFF = "PAGE-CUT"
    ILLEGIBLE = "PAGE-ILLEGIBLE"
    LOW_RESOLUTION = "LOW-RESOLUTION"
    READER_FAILED = "READER-FAILED"


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in points, origin top left."""

    x0: float
    top: float
    x1: float
    bottom: float

    def __post_init__(self) -> None:
        if self.x1 < self.x0 or self.bottom < self.top:
            raise ValueError(f"inside-out box: {self.x0, self.top, self.x1, self.bottom}")

    @property
    def width(self) -> float:
        """Points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Points."""
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        """(x, y) in points."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    @property
    def transposed(self) -> Box:
        """The same with x and y exchanged."""
        return Box(self.top, self.x0, self.bottom, self.x1)

    def scaled(self, factor: float) -> Box:
        """The same in other units, a unit being so many of the new ones."""
        return Box(self.x0 * factor, self.top * factor, self.x1 * factor, self.bottom * factor)

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside; the left and upper edges belong to the box."""
        return self.x0 <= x < self.x1 and self.top <= y < self.bottom

    def union(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.x0, other.x0), min(self.top, other.top), max(self.x1, other.x1), max(self.bottom, other.bottom)
        )

    def overlap(self, other: Box) -> float:
        """Common area in square points; 0 when they do not meet."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width * height if width > 0 and height > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """A box on a numbered page."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubt or a contradiction, with its place when it has one.

    `related` are the places of the other side of a contradiction; `computed` is what was found or added up, `expected`
    what it was compared with, both as texts for the reader.
    """

    code: str
    severity: Severity
    message: str
    place: Place | None = None
    evidence: str | None = None
    suggestion: str | None = None
    related: tuple[Place, ...] = ()
    computed: str | None = None
    expected: str | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text on one line: a glyph of a text layer, or what a recogniser read from one line."""

    text: str
    box: Box
    confidence: float = 1.0

    def __post_init__(self) -> None:
        if not self.text:
            raise ValueError("a word needs text")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence {self.confidence} is outside 0..1")


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight ruled line along an axis: horizontal when it is wider than high. Its box has its thickness."""

    box: Box

    @property
    def horizontal(self) -> bool:
        """Along x."""
        return self.box.width >= self.box.height


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of text, inside a cell or outside any table."""

    text: str
    box: Box
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid. A merged cell is one cell with a span; it is never repeated.

    `lines` are the printed lines from top to bottom (a vertical heading has one line a character);
    `findings` are the doubts about this cell's reading. `bare` is what a reader of pictures says of a cell without
    lines: nothing can be seen in it, however pale.
    """

    row: int
    col: int
    row_span: int
    col_span: int
    box: Box
    lines: tuple[Line, ...] = ()
    findings: tuple[Finding, ...] = ()
    bare: bool = False

    def __post_init__(self) -> None:
        if self.row < 0 or self.col < 0 or self.row_span < 1 or self.col_span < 1:
            raise ValueError(f"impossible cell: {self.row, self.col, self.row_span, self.col_span}")

    @property
    def text(self) -> str:
        """The lines joined as a reader would: see `join_lines`."""
        return join_lines([line.text for line in self.lines])

    @property
    def confidence(self) -> float:
        """The lowest of its lines; 1 for an empty cell."""
        return min((line.confidence for line in self.lines), default=1.0)


def join_lines(texts: list[str]) -> str:
    """Join wrapped lines: Chinese without a blank, two Latin words with one.

    >>> join_lines(["≥600人", "次"])
    '≥600人次'
    >>> join_lines(["Key", "Performance"])
    'Key Performance'
    """
    joined = ""
    for text in (stripped for text in texts if (stripped := text.strip())):
        latin = joined[-1:].isascii() and joined[-1:].isalpha() and text[0].isascii() and text[0].isalpha()
        joined = f"{joined} {text}" if latin else joined + text
    return joined


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A table as it stands on one page. Its cells tile rows × cols exactly, in reading order.

    `reader` names the extractor; `findings` are doubts about the grid as a whole.
    """

    page: int
    rows: int
    cols: int
    cells: tuple[Cell, ...]
    box: Box
    reader: str
    findings: tuple[Finding, ...] = ()
    _owner: tuple[int, ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        owner = [-1] * (self.rows * self.cols)
        for index, cell in enumerate(self.cells):
            if cell.row + cell.row_span > self.rows or cell.col + cell.col_span > self.cols:
                raise ValueError(f"cell {cell.row, cell.col} reaches outside {self.rows} × {self.cols}")
            for row in range(cell.row, cell.row + cell.row_span):
                for col in range(cell.col, cell.col + cell.col_span):
                    if owner[row * self.cols + col] != -1:
                        raise ValueError(f"two cells cover row {row}, column {col}")
                    owner[row * self.cols + col] = index
        if -1 in owner:
            raise ValueError(f"no cell covers row {owner.index(-1) // self.cols}, column {owner.index(-1) % self.cols}")
        if list(self.cells) != sorted(self.cells, key=lambda cell: (cell.row, cell.col)):
            raise ValueError("cells are not in reading order")
        object.__setattr__(self, "_owner", tuple(owner))

    def at(self, row: int, col: int) -> Cell:
        """The cell that covers this row and column."""
        if not (0 <= row < self.rows and 0 <= col < self.cols):
            raise IndexError(f"row {row}, column {col} of {self.rows} × {self.cols}")
        return self.cells[self._owner[row * self.cols + col]]

    def row_cells(self, row: int) -> tuple[Cell, ...]:
        """The different cells that cover a row, from left to right."""
        return tuple(dict.fromkeys(self.at(row, col) for col in range(self.cols)))


@dataclass(frozen=True, slots=True)
class PageReading:
    """All that was read on one page.

    `text` holds the lines outside every grid (headings, titles, the money unit, notes) in reading order;
    `turned` is the clockwise quarter turn that made the page upright, `skew` the remaining angle in degrees
    (clockwise positive) that was straightened before reading. `error` is the code when `outcome` is `failed`.
    """

    page: int
    width: float
    height: float
    content: Content
    outcome: Outcome
    reader: str
    grids: tuple[TableGrid, ...] = ()
    text: tuple[Line, ...] = ()
    rules: tuple[Rule, ...] = ()
    turned: QuarterTurn = 0
    skew: float = 0.0
    findings: tuple[Finding, ...] = ()
    error: str | None = None
