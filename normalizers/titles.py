"""What stands above a table: attachment, title, year, money unit, and label lines without a frame."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.model import Line, join_lines
from normalizers.amounts import money_unit_in
from normalizers.formspec import vocabulary
from normalizers.numbers import parse_chinese
from normalizers.text import squeeze

_YEAR_LINE = re.compile(r"^\(?[0-9〇○Oo一二三四五六七八九]{0,4}年度?\)?$")
_YEAR_SUFFIX = re.compile(r"\s*(?P<year>[(（]\s*(?:[0-9０-９〇○一二三四五六七八九]{4})?\s*年\s*度?\s*[)）])\s*$")
_LABEL_LINE = re.compile(r"^(?P<label>[^:：]{2,20})[:：]\s*(?P<value>.*)$")
# 项目名称：… 实施机构：… on one line
_NEXT_LABEL = re.compile(r"\s+(?=[\u4e00-\u9fff()（）、/]{2,12}[:：])")
_UNIT_LINE = re.compile(r"(金额)?单位")
# A title's own lines stand this close, in heights of a line, and are set alike.
_LINE_GAP = 1.6
_SAME_HEIGHT = 0.2
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """What the lines above a table say. `pairs` are labels with their texts; `lines` are the title's."""

    attachment_label: str | None = None
    attachment_no: int | None = None
    title: str | None = None
    year_text: str | None = None
    money_unit: str | None = None
    pairs: tuple[tuple[str, str, Line], ...] = ()
    title_lines: tuple[Line, ...] = ()


def attachment_of(text: str) -> int | None:
    """The number of an attachment line; None when it is none. 附件2-1 has the number 2, an unreadable number is 0."""
    match = vocabulary().attachment.match(squeeze(text))
    if match is None:
        return None
    number = match["no"]
    if number.isdecimal():
        return int(number)
    value = parse_chinese(number)
    return int(value) if value is not None else 0


def is_year_line(text: str) -> bool:
    """Whether a line holds nothing but the year: （2024年度）, also with the year or a bracket lost."""
    squeezed = squeeze(text)
    return bool(_YEAR_LINE.match(squeezed)) and squeezed not in ("年", "年度")


def read_heading(lines: Sequence[Line]) -> Heading:
    """Read the lines above a table, in reading order; of several titles or attachments the last one counts."""
    texts = [line.text for line in lines]
    title, first, last = _title(lines)
    attachment = next((text.strip() for text in reversed(texts) if attachment_of(text) is not None), None)
    number = attachment_of(attachment) if attachment else None
    year = next((text.strip() for text in reversed(texts) if is_year_line(text)), None)
    if title and (match := _YEAR_SUFFIX.search(title)) and title[: match.start()].strip():
        year = year or match["year"].strip()
        title = title[: match.start()].strip()
    unit = next((found for text in texts if _UNIT_LINE.search(squeeze(text)) and (found := money_unit_in(text))), None)
    pairs = tuple(
        (match["label"].strip(), match["value"].strip(), line)
        for line in lines[last:]
        for text in _NEXT_LABEL.split(line.text.strip())
        if (match := _LABEL_LINE.match(text)) and not money_unit_in(text)
    )
    return Heading(attachment, number or None, title, year, unit, pairs, tuple(lines[first:last]))


def _title(lines: Sequence[Line]) -> tuple[str | None, int, int]:
    """The last title of the lines, joined over its wraps, and the range of its lines."""
    for last in range(len(lines), 0, -1):
        for count in range(1, min(_MOST_LINES, last) + 1):
            first = last - count
            text = join_lines([line.text for line in lines[first:last]])
            if vocabulary().is_title(text) and _one_heading(lines[first:last]):
                while first > 0 and last - first < _MOST_LINES and _one_heading(lines[first - 1 : last]):
                    first -= 1
                return join_lines([line.text for line in lines[first:last]]), first, last
    return None, len(lines), 0


def _one_heading(lines: Sequence[Line]) -> bool:
    """Whether lines are one heading: close, alike, none of them a year, an attachment, a label or a sentence."""
    if any(_apart(line.text) for line in lines):
        return False
    return all(_follows(upper, lower) for upper, lower in pairwise(lines))


def _apart(text: str) -> bool:
    squeezed = squeeze(text)
    ends = text.strip().endswith(("。", "：", ":", "；", "，"))
    return bool(ends or is_year_line(text) or attachment_of(text) is not None or _UNIT_LINE.match(squeezed))


def _follows(upper: Line, lower: Line) -> bool:
    height = max(upper.box.height, lower.box.height)
    alike = abs(upper.box.height - lower.box.height) <= _SAME_HEIGHT * height
    near = lower.box.top - upper.box.top >= 0 and lower.box.top - upper.box.bottom <= _LINE_GAP * height
    middle = upper.box.x0 <= lower.box.centre[0] <= upper.box.x1 and (
        abs(upper.box.centre[0] - lower.box.centre[0]) <= _OFF_CENTRE * height
    )
    return alike and near and middle


_OFF_CENTRE = 2.0
