"""Words → cells: every word lands in exactly one cell, or is handed back; the words of a cell become lines."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from extractors.model import Box, Cell, Finding, Line, Place, ReadingCode, Severity, TableGrid, Word
from extractors.tiling import Lattice

# Shares of the em (the height of a glyph box).
WIDE_GAP = 1.0  # between any two glyphs: a blank
LATIN_GAP = 0.22  # between two Latin letters, where blanks are often not drawn but skipped
DIGIT_GAP = 0.5  # between a digit and a digit or letter: figures are set wider than letters
PRINTED_GAP = 0.12  # a drawn blank counts when it keeps its neighbours apart by this much
SAME_LINE = 0.5  # common height of two glyphs of one line
TALL = 1.8  # a word so many times as high as another may stand beside several lines of it
ONE_LINE = 0.8  # the middles of the words of one line do not lie further apart
ACROSS_RULE = 0.2  # a glyph reaching so far over the side of its cell could belong to the neighbour
RUNS_ON = 0.08  # glyphs drawn one after the other and no further apart than this are one text
BEGINS = 0.7  # text so near to the side of a cell is aligned with it
NEXT_LINE = (0.8, 1.7)  # from the middle of a line to that of the next
SAME_EDGE = 0.35  # lines that begin, or are centred, so near to each other are aligned
OVER = 0.15  # a line so far over the rule of its cell runs over it
ON_RULE = 0.12  # a glyph centred so near to the upper or lower rule of its cell could, too


def fill(lattice: Lattice, words: Sequence[Word], *, page: int, reader: str) -> tuple[TableGrid, tuple[Word, ...]]:
    """Put words into the cells of a lattice by their centres; text that runs through a rule stays together.

    Args:
        lattice: the skeleton of the table.
        words: in points on the same page, in any order; blanks may be among them.
        page: number of the page, from 1.
        reader: name of the extractor, kept in the grid.

    Returns:
        The grid, and the words whose centre lies outside the table, in the order given.
    """
    owner = _owners(lattice)
    inside: list[list[Word]] = [[] for _ in lattice.spans]
    outside: list[Word] = []
    places = [_cell_at(lattice, owner, *word.box.centre) for word in words]
    split = _mend_runs(lattice, words, places)
    for cell, text in _mend_wraps(lattice, words, places).items():
        split[cell] = split.get(cell, "") + text
    for word, index in zip(words, places, strict=True):
        if index is None:
            outside.append(word)
        else:
            inside[index].append(word)
    cells = tuple(_cell(lattice, index, members, page, split.get(index, "")) for index, members in enumerate(inside))
    grid = TableGrid(page, len(lattice.ys) - 1, len(lattice.xs) - 1, cells, lattice.box, reader)
    return grid, tuple(outside)


def _owners(lattice: Lattice) -> list[list[int]]:
    """For each row and column the index of the span that covers it."""
    owner = [[-1] * (len(lattice.xs) - 1) for _ in range(len(lattice.ys) - 1)]
    for index, (row, col, row_span, col_span) in enumerate(lattice.spans):
        for r in range(row, row + row_span):
            owner[r][col : col + col_span] = [index] * col_span
    return owner


def _cell_at(lattice: Lattice, owner: list[list[int]], x: float, y: float) -> int | None:
    if not (lattice.xs[0] <= x <= lattice.xs[-1] and lattice.ys[0] <= y <= lattice.ys[-1]):
        return None
    col = min(bisect_right(lattice.xs, x), len(lattice.xs) - 1) - 1
    row = min(bisect_right(lattice.ys, y), len(lattice.ys) - 1) - 1
    return owner[row][col]


def _mend_runs(lattice: Lattice, words: Sequence[Word], places: list[int | None]) -> dict[int, str]:
    """Text that runs through a rule goes to one cell, and all cells it touches are told.

    Such text is too long for its cell (spreadsheets let it run over its neighbours), so it belongs where it begins at
    the left side of a cell, or ends at the right side of one, and only otherwise where most of it stands. `places` is
    changed; the text is returned by the cells it touches.
    """
    told: dict[int, str] = {}
    for first, last in _runs(words):
        touched = [place for place in places[first:last] if place is not None]
        if not touched or len(set(places[first:last])) == 1:
            continue
        owner = _owner_of_run(lattice, words[first], words[last - 1], touched)
        for place in dict.fromkeys(touched):
            told[place] = told.get(place, "") + "".join(word.text for word in words[first:last])
        places[first:last] = [owner] * (last - first)
    return told


def _mend_wraps(lattice: Lattice, words: Sequence[Word], places: list[int | None]) -> dict[int, str]:
    """A cell too low for its two lines, which run over its upper and its lower rule: both are its text.

    They are drawn one after the other and aligned, and their middle is that of the cell. `places` is changed; the
    second line is returned by the cells it touches.
    """
    told: dict[int, str] = {}
    for (first, middle), (start, end) in pairwise(_runs(words)):
        upper, lower = _around(words[first:middle]), _around(words[start:end])
        owners = {place for place in (*places[first:middle], *places[start:end]) if place is not None}
        if len(owners) != 2 or not _is_wrap(upper, lower):
            continue
        whole = upper.union(lower)
        holder = next((place for place in owners if lattice.box_of(lattice.spans[place]).holds(*whole.centre)), None)
        if holder is None or not _runs_over(whole, lattice.box_of(lattice.spans[holder])):
            continue
        text = "".join(word.text for word in words[start:end])
        told |= {place: told.get(place, "") + text for place in owners}
        places[first:middle] = [holder] * (middle - first)
        places[start:end] = [holder] * (end - start)
    return told


def _is_wrap(upper: Box, lower: Box) -> bool:
    """Whether two runs are the lines of one text: alike, one below the other, begun or centred alike."""
    em = upper.height
    below = NEXT_LINE[0] * em <= lower.centre[1] - upper.centre[1] <= NEXT_LINE[1] * em
    aligned = min(abs(lower.x0 - upper.x0), abs(lower.centre[0] - upper.centre[0])) <= SAME_EDGE * em
    return below and aligned and abs(lower.height - em) <= SAME_EDGE * em


def _runs_over(block: Box, cell: Box) -> bool:
    """Whether a block is as much too high for its cell above as below."""
    over = (cell.top - block.top, block.bottom - cell.bottom)
    em = block.height / 2
    return min(over) >= OVER * em and abs(over[0] - over[1]) <= SAME_EDGE * em


def _around(words: Sequence[Word]) -> Box:
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return box


def _runs(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Stretches of words drawn one after the other on one line without a gap."""
    first = 0
    for index in range(1, len(words) + 1):
        if index == len(words) or not _runs_on(words[index - 1], words[index]):
            yield first, index
            first = index


def _runs_on(left: Word, right: Word) -> bool:
    if left.text.isspace() or right.text.isspace() or _common_height(left.box, right.box) < SAME_LINE:
        return False
    return abs(right.box.x0 - left.box.x1) <= RUNS_ON * left.box.height


def _owner_of_run(lattice: Lattice, first: Word, last: Word, touched: Sequence[int]) -> int:
    near = BEGINS * first.box.height
    start, end = lattice.box_of(lattice.spans[touched[0]]), lattice.box_of(lattice.spans[touched[-1]])
    if abs(first.box.x0 - start.x0) <= near:
        return touched[0]
    if abs(end.x1 - last.box.x1) <= near:
        return touched[-1]
    return Counter(touched).most_common(1)[0][0]


def _cell(lattice: Lattice, index: int, words: Sequence[Word], page: int, split: str) -> Cell:
    span = lattice.spans[index]
    box = lattice.box_of(span)
    row, col, row_span, col_span = span
    doubts = tuple(_doubts(words, box, page, split, repaired=box in lattice.repaired))
    return Cell(row, col, row_span, col_span, box, lines_of(words), doubts)


def _doubts(words: Sequence[Word], cell: Box, page: int, split: str, *, repaired: bool) -> Iterator[Finding]:
    """What makes a cell doubtful: glyphs on its sides, glyphs that are no characters, a side that was completed."""
    place = Place(page, cell)
    across = split + "".join(word.text for word in words if _on_rule(word, cell))
    if across:
        message = "Text stands on the rule between two cells; it may belong to the neighbour."
        yield Finding(ReadingCode.GLYPH_ON_RULE, Severity.WARNING, message, place, across)
    unreadable = sum(is_unreadable(word.text) for word in words)
    if unreadable:
        message = "The font does not say which character is printed here."
        yield Finding(ReadingCode.UNREADABLE, Severity.WARNING, message, place, f"{unreadable} glyphs")
    if repaired:
        message = "A piece of a rule is missing here; the cell was completed along the rules around it."
        yield Finding(ReadingCode.GRID_REPAIRED, Severity.WARNING, message, place)


def is_unreadable(text: str) -> bool:
    """Whether the text of a glyph is no character: unmapped, for private use, a control code."""
    return any(
        character == "\ufffd" or unicodedata.category(character) in ("Co", "Cc", "Cn", "Cs")
        for character in text
        if not character.isspace()
    )


def _on_rule(word: Word, cell: Box) -> bool:
    """Whether ink of the word crosses the side of its cell so far that the neighbour may own it."""
    if word.text.isspace() or word.box.width <= 0:
        return False
    em = min(word.box.height, word.box.width * 2)
    over = max(cell.x0 - word.box.x0, word.box.x1 - cell.x1)
    _, y = word.box.centre
    return over > ACROSS_RULE * em or min(y - cell.top, cell.bottom - y) < ON_RULE * em


def lines_of(words: Sequence[Word]) -> tuple[Line, ...]:
    """Glyphs or runs → printed lines, in reading order.

    Words are of one line when their heights overlap by half; the highest words found the lines, so that
    superscripts and small marks join the line they stand in. One blank is set where a blank is drawn, or where
    a gap is as wide as a character. A vertical heading gives one line a character.
    """
    visible = [word for word in words if not word.text.isspace()]
    blanks = [word for word in words if word.text.isspace()]
    return tuple(_line(row, blanks) for row in rows_of(visible))


def rows_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words of one printed line each, lines from top to bottom, words from left to right."""
    rows: list[tuple[Box, list[Word]]] = []
    # Highest first: a line is as high as its founder, and a smaller word never stretches it into the next one.
    for word in sorted(words, key=lambda word: (-word.box.height, word.box.top, word.box.x0)):
        shares = [(_common_height(word.box, band), -index) for index, (band, _) in enumerate(rows)]
        share, index = max(shares, default=(0.0, 0))
        if share >= SAME_LINE:
            rows[-index][1].append(word)
        else:
            rows.append((word.box, [word]))
    parted = [part for _, row in rows for part in _parted(row)]
    for row in parted:
        row.sort(key=lambda word: (word.box.x0, word.box.x1))
    return sorted(parted, key=lambda row: (median(word.box.centre[1] for word in row), row[0].box.x0))


def _parted(row: list[Word]) -> list[list[Word]]:
    """A word beside several lines (a turned run, a tall bracket) is a line of its own and does not glue them."""
    small = [word for word in row if word.box.height * TALL < row[0].box.height]
    if len(small) < 2:
        return [row]
    centres = [word.box.centre[1] for word in small]
    if max(centres) - min(centres) <= ONE_LINE * median(word.box.height for word in small):
        return [row]
    return [[word for word in row if word.box.height * TALL >= row[0].box.height], *rows_of(small)]


def _common_height(box: Box, band: Box) -> float:
    """Overlap of two heights as a share of the smaller one."""
    smaller = min(box.height, band.height)
    common = min(box.bottom, band.bottom) - max(box.top, band.top)
    if smaller <= 0:
        return 1.0 if common >= 0 else 0.0
    return common / smaller


def _line(row: Sequence[Word], blanks: Sequence[Word]) -> Line:
    text, box = row[0].text, row[0].box
    for left, right in pairwise(row):
        text += (" " if _apart(left, right, blanks) else "") + right.text
        box = box.union(right.box)
    return Line(text, box, min(word.confidence for word in row))


def _apart(left: Word, right: Word, blanks: Sequence[Word]) -> bool:
    em = max(left.box.height, right.box.height)
    gap = right.box.x0 - left.box.x1
    if gap >= WIDE_GAP * em:
        return True
    before, after = left.text[-1], right.text[0]
    if before.isascii() and after.isascii() and before.isalnum() and after.isalnum():
        needed = LATIN_GAP if before.isalpha() and after.isalpha() else DIGIT_GAP
        if gap >= needed * em:
            return True
    return gap >= PRINTED_GAP * em and any(_between(blank.box, left.box, right.box) for blank in blanks)


def _between(blank: Box, left: Box, right: Box) -> bool:
    x, y = blank.centre
    return left.x1 - 0.1 <= x <= right.x0 + 0.1 and min(left.top, right.top) <= y <= max(left.bottom, right.bottom)
