"""What a page without, or beside, a table that was read may hold of one: reported, for nothing of it is in the rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractors.model import Box, Finding, Line, PageReading, Place, ReadingCode, Severity, TableGrid
from normalizers.codes import MeaningCode
from normalizers.taxonomy import names_level
from normalizers.text import squeeze
from normalizers.titles import read_heading

LEVELS_SEEN = 3  # names of levels that tell a target table
_LEVELS_ALONE = 6  # likewise without its title
_SHORT = 24  # characters: a longer line is a remark
_LEVEL = re.compile(r"[一二三]级指标|(?:产出|数量|质量|时效|成本|效益|影响|满意度)指标")
# the words of a level, or a bounded value
_ROW = re.compile(r"(?:数量|质量|时效|成本|效益|影响|满意度)指标|[≥≤]")
_LABEL = re.compile(r"[：:]|盖章|签字|签章|页|附件|^[-—–]?\s*\d+\s*[-—–]?$")
_BELOW = 6.0  # in heights of a line: what stands further below a table is no row of it


def may_be_row(text: str) -> bool:
    """Whether a text names a level or has a bounded value, as a row of a target table does."""
    return names_level(text) is not None or _ROW.search(text) is not None


def unread_text(page: PageReading, used: set[Box]) -> list[Finding]:
    """A target table written as running text, or whose frame was not found."""
    if page.outcome == "failed":
        return []
    heading = read_heading(page.text)
    words = sum(names_level(line.text) is not None or "级指标" in squeeze(line.text) for line in page.text)
    if page.grids:
        # beside a table without rules, what begins or ends another
        words = sum(len(_LEVEL.findall(text)) for line in page.text if len(text := squeeze(line.text)) <= _SHORT)
        words = words if any(map(_unruled, page.grids)) else 0
    # a title that is used stands above the rows on the next page: those on this one are lost all the same
    titled = heading.title is not None or any(line.box in used for line in page.text)
    if words < (LEVELS_SEEN if titled else _LEVELS_ALONE):
        return []
    message = "This page has the title and the words of a target table, but no table was found on it."
    if not titled:
        message = "This page has the words of a target table, but no table was found on it."
    first = heading.title_lines[0] if heading.title_lines else page.text[0]
    return [Finding(MeaningCode.TABLE_UNREAD, Severity.WARNING, message, Place(page.page, first.box), heading.title)]


def unread_rests(pages: Sequence[PageReading]) -> list[Finding]:
    """Rows at the top of a page, behind one that ends with a table without rules, and right below such a table.

    Nothing tells where a table without rules ends; a row of it that was not taken for one is a line of text.
    """
    found: list[Finding] = []
    for before, page in pairwise(pages):
        follows = bool(before.grids) and page.page == before.page + 1 and _unruled(before.grids[-1])
        if follows and (first := _first_row(_top_of(page))) is not None:
            message = "The table without rules on the page before may go on here; no rows were read."
            found.append(_finding(message, page.page, first))
    for page in pages:
        for grid in filter(_unruled, page.grids):
            if (first := _first_row(_below(page, grid))) is not None:
                message = "The table without rules above this line may go on here; no rows were read."
                found.append(_finding(message, page.page, first))
    return found


def _finding(message: str, page: int, line: Line) -> Finding:
    return Finding(MeaningCode.TABLE_UNREAD, Severity.WARNING, message, Place(page, line.box), line.text)


def _unruled(grid: TableGrid) -> bool:
    return any(finding.code == ReadingCode.NO_RULES for finding in grid.findings)


def _top_of(page: PageReading) -> list[Line]:
    """The lines of a page above its first table and its first title."""
    return _until_title([line for line in page.text if all(line.box.bottom <= grid.box.top for grid in page.grids)])


def _below(page: PageReading, grid: TableGrid) -> list[Line]:
    """The lines right below a table, up to a title or the next table."""
    others = [other.box.top for other in page.grids if other.box.top >= grid.box.bottom]
    end = min(others, default=float("inf"))
    near = [
        line
        for line in page.text
        if grid.box.bottom <= line.box.centre[1] < end
        and line.box.top - grid.box.bottom <= _BELOW * line.box.height
        and len(squeeze(line.text)) <= _SHORT
    ]
    return _until_title(near)


def _until_title(lines: Sequence[Line]) -> list[Line]:
    title = read_heading(tuple(lines)).title_lines
    return [line for line in lines if not title or line.box.bottom <= title[0].box.top]


def _first_row(lines: Sequence[Line]) -> Line | None:
    """The first line that may be of a row: by its words, or standing beside another one, both without a label."""
    plain = [line for line in lines if not _LABEL.search(line.text.strip())]
    return next(
        (
            line
            for line in lines
            if may_be_row(squeeze(line.text)) or (line in plain and any(_beside(line, other) for other in plain))
        ),
        None,
    )


def _beside(line: Line, other: Line) -> bool:
    apart = max(line.box.x0, other.box.x0) - min(line.box.x1, other.box.x1)
    return apart > line.box.height and other.box.top < line.box.centre[1] < other.box.bottom
