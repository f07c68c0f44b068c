"""The words of a header row: which role each of its cells names, also where a character or a year is in the way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.model import Cell, join_lines
from normalizers.blocks import FLAT
from normalizers.formspec import vocabulary
from normalizers.headings import in_doubt, second_reading
from normalizers.sheet import blank
from normalizers.text import squeeze
from normalizers.words import Match

# A header is at most so many rows deep; a cell that reaches further down stands beside the table.
DEEPEST = 3
LEVELS = ("level1", "level2", "name")
# One level and the value at least are read; with fewer a row is no header.
LEAST_KNOWN = 2


def header_words(cells: Sequence[Cell]) -> dict[tuple[int, int], Match]:
    """The header words among the cells of a row, weak ones only where no strong one has their role."""
    weak = vocabulary().weak
    found: dict[tuple[int, int], Match] = {}
    for cell in cells:
        match = header_word(cell) if cell.row_span <= DEEPEST else None
        if match is not None:
            found[cell.row, cell.col] = match
    found |= _ambiguous_levels(cells, found)
    if not {"level2", "name", "value"} <= {match.role for match in found.values()}:
        # a word of a list nearly read stands only beside the columns of its indicators
        found = {key: match for key, match in found.items() if not (match.slip and match.role in FLAT)}
    if not any(match.role == "project" for match in found.values()):
        found = {key: match for key, match in found.items() if match.role not in FLAT}
    strong = {match.role for match in found.values() if match.word not in weak}
    return {key: match for key, match in found.items() if match.word not in weak or match.role not in strong}


def header_word(cell: Cell) -> Match | None:
    """What a cell names, if it is a header word."""
    text, words = cell.text, vocabulary().columns
    # 三年指标值 is a span of time before a word, and one character off two others (全年, 半年)
    exact = words.exact(text) or _without_time(text)
    return exact or _beside_marks(cell) or words.find(text) or _first_of_two(text) or second_reading(cell)


def _beside_marks(cell: Cell) -> Match | None:
    """The heading in a cell in doubt whose other lines hold no word.

    What a seal over it left is read as figures, the rest of a rule as 一.
    """
    worded = [line.text for line in cell.lines if _HAN.search(line.text) and line.text != "一"]
    if len(worded) == len(cell.lines) or not in_doubt(cell):
        return None
    return vocabulary().columns.exact(join_lines(worded)) if worded else None


_HAN = re.compile("[\u4e00-\u9fff()（）]")


def _without_time(text: str) -> Match | None:
    """2024年目标值 and 三年目标值 are a 目标值; year and span stay in the heading."""
    bare = _TIME_IN_FRONT.sub("", squeeze(text))
    return vocabulary().columns.exact(bare) if bare != squeeze(text) else None


def _first_of_two(text: str) -> Match | None:
    """指标解释及数据来源 is an explanation: a heading of two things is that of the first."""
    first, *rest = _AND.split(squeeze(text), maxsplit=1)
    found = vocabulary().columns.exact(first) if rest and all(rest) else None
    return found if found is not None and found.role in _OF_TWO else None


_AND = re.compile("[及和与、/]")
_OF_TWO = frozenset({"explanation", "remark", "value", "unit", "weight"})
_TIME_IN_FRONT = re.compile(
    r"^(?:(?:(?:19|20)[0-9]{2}年?[-–—~至])?(?:19|20)[0-9]{2}年度?|[两三四五2-5]年期?|规划期)(?:内|总体?)?(?=.)"
)


def _ambiguous_levels(cells: Sequence[Cell], found: dict[tuple[int, int], Match]) -> dict[tuple[int, int], Match]:
    """`?级指标`, 级指标: one character off all three levels. It is the one that is missing at its place."""
    taken = {match.role for match in found.values()}
    missing = [role for role in LEVELS if role not in taken]
    if not missing or len(taken) < LEAST_KNOWN:
        return {}
    result: dict[tuple[int, int], Match] = {}
    for cell in cells:
        if blank(cell) or found.get((cell.row, cell.col)) or cell.row_span > DEEPEST:
            continue
        near = vocabulary().columns.near_roles(cell.text) or _without_number(cell.text)
        if len(near) > 1 and missing and set(near) & set(missing):
            role = next(role for role in missing if role in near)
            missing.remove(role)
            result[cell.row, cell.col] = near[role]
    return result


def _without_number(text: str) -> dict[str, Match]:
    """The levels of 级指标: 一 is a single stroke, easily lost on a dark ground, and 二 and 三 go with it in a fax.

    Broken into pieces it is read as dashes: --级指标. What is left of the rule beside it may stand in front: i-级指标.
    """
    tail = squeeze(text).lstrip(_STROKES)
    if len(tail) < _SHORTEST_TAIL:
        return {}
    found = (vocabulary().columns.exact(number + tail) for number in "一二三")
    return {match.role: replace(match, slip=True) for match in found if match is not None and match.role in LEVELS}


_SHORTEST_TAIL = 3
_STROKES = "-_—–~=一1iIl!！|｜"
