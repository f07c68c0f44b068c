"""Labels and their texts in the header form: in two cells, in one cell, several pairs in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.model import Cell, join_lines
from normalizers.formspec import vocabulary
from normalizers.sheet import Part, Spot, blank
from normalizers.text import squeeze
from normalizers.words import Match

_INLINE = re.compile(r"(?P<label>(?:其中\s*[:：]\s*)?[^:：,，;；。\s]{2,24}?)\s*[:：]")
_OF_WHICH = re.compile(r"^\s*其\s*中\s*[:：]?\s*")
_AMOUNT_AFTER = re.compile(r"^(?P<label>[^\d:：]{2,20}?)\s*(?P<value>\d[\d.,，]*\s*[万亿]?元?)$")
_LONGEST_LABEL = 24


@dataclass(frozen=True, slots=True)
class Known:
    """What a label is: `group` is fields, funds or goals, `role` the role in its group; `exact` letter for letter."""

    group: str
    role: str
    word: str
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its text. `label` as printed without 其中 and colon; `known` None when it is no known label."""

    label: str
    known: Known | None
    text: str | None
    spots: tuple[Spot, ...]
    label_spot: Spot
    part_of: bool = False


def known(text: str) -> Known | None:
    """The known label that a text is."""
    words = vocabulary()
    if not text.strip() or len(squeeze(text)) > _LONGEST_LABEL:
        return None
    for exact in (True, False):
        for group, index in (("fields", words.fields), ("funds", words.funds), ("goals", words.goals)):
            match: Match | None = index.exact(text) if exact else index.find(text)
            if match:
                return Known(group, match.role, match.word, exact)
    return None


def tidy_label(text: str) -> str:
    """A label as printed without 其中 and its colon.

    >>> tidy_label("   其中：年度财政拨款：")
    '年度财政拨款'
    """
    return _OF_WHICH.sub("", text).strip().rstrip(":：").strip()


def pairs_in(part: Part, row: int, spine: Spot | None = None) -> Iterator[Pair]:
    """The pairs that begin in a row, from left to right. `spine` is the heading beside it, left out here."""
    cells = [cell for cell in part.row(row) if cell.row == row and (spine is None or cell is not spine.cell)]
    index = 0
    while index < len(cells):
        cell = cells[index]
        inline = list(inline_pairs(part, cell)) if not blank(cell) and known(cell.text) is None else []
        if blank(cell):
            index += 1
        elif inline:
            yield from inline
            index += 1
        else:
            taken, pair = _pair(part, cells, index)
            if pair is not None:
                yield pair
            index += taken


def _pair(part: Part, cells: Sequence[Cell], index: int) -> tuple[int, Pair | None]:
    cell = cells[index]
    label = known(cell.text)
    follower = cells[index + 1] if index + 1 < len(cells) else None
    spot = Spot(part, cell)
    named = tidy_label(cell.text)
    of_which = bool(_OF_WHICH.match(cell.text))
    after = cells[index + 2] if index + 2 < len(cells) else None
    if follower is not None and (
        blank(follower) or not _is_label(part, follower) or _is_text_of(label, part, follower, after)
    ):
        if label is None and (blank(follower) or len(squeeze(cell.text)) > _LONGEST_LABEL):
            return 1, None
        text = follower.text.strip() or None
        return 2, Pair(named, label, text, (Spot(part, follower),), spot, of_which)
    if label is None:
        return 1, None
    return 1, Pair(named, label, None, (), spot, of_which)


def _is_text_of(label: Known | None, part: Part, follower: Cell, after: Cell | None) -> bool:
    """资金性质 | 一般公共预算: the name of an amount with none beside it is the text of the field before it."""
    named = known(follower.text)
    alone = after is None or _is_label(part, after)
    return bool(label and label.group == "fields" and named and named.group == "funds" and alone)


def _is_label(part: Part, cell: Cell) -> bool:
    return known(cell.text) is not None or any(True for _ in inline_pairs(part, cell))


def inline_pairs(part: Part, cell: Cell) -> Iterator[Pair]:
    """The pairs printed in one cell: 年度资金总额：    685万元, or several of them."""
    text = join_lines([line.text for line in cell.lines])
    spot = Spot(part, cell)
    found = [match for match in _INLINE.finditer(text) if known(match["label"])]
    if not found:
        match = _AMOUNT_AFTER.match(_OF_WHICH.sub("", text).strip())
        label = known(match["label"]) if match else None
        if match and label and label.group == "funds":
            of_which = bool(_OF_WHICH.match(text))
            yield Pair(tidy_label(match["label"]), label, match["value"].strip(), (spot,), spot, of_which)
        return
    if squeeze(_OF_WHICH.sub("", text[: found[0].start()])):
        return
    for match, after in zip(found, [*found[1:], None], strict=True):
        value = text[match.end() : after.start() if after else None].strip(" 　,，;；")
        value = re.sub(r"其中\s*[:：]?\s*$", "", value).strip()
        printed = match["label"]
        of_which = bool(_OF_WHICH.match(printed)) or bool(re.search(r"其中\s*[:：]?\s*$", text[: match.start()]))
        yield Pair(tidy_label(printed), known(printed), value or None, (spot,), spot, of_which)
