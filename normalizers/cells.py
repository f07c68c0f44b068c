"""One value cell into its values: which line ends and which separators part them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from extractors.model import join_lines
from normalizers.codes import MeaningCode
from normalizers.numbers import parse_arabic
from normalizers.standards import names_standard
from normalizers.text import BULLET, fold

# More lines than this are prose; trying all ways to part them would cost 2^lines.
_MOST_LINES = 7
# 、 and ， between two digits part nothing: ≥3,00 and 1,5 are misread numbers, not two of them
_SEPARATORS = ("[;；]", "(?<![0-9０-９])[,，、](?=.)|[;；]|并且|且")
_DIGIT = re.compile(r"[0-9０-９]")
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]?")
_WORD_START = re.compile("[\u4e00-\u9fff]")
_LAST_NUMBER, _FIRST_NUMBER = re.compile(r"[0-9,.]+$"), re.compile(r"[0-9,.]+")
_PADDED = re.compile(r"0[0-9]")


class Part(NamedTuple):
    """One value as printed, and the doubts that come from putting its lines together."""

    text: str
    doubts: tuple[str, ...] = ()


def split_values(lines: Sequence[str], complete: Callable[[str], bool]) -> list[Part]:
    """Part a cell into the texts of its values; one text, perhaps empty, when it holds one.

    A line end is a wrap, unless every stretch between such ends is a complete value and the whole is not.
    The same holds for 、 ， ； outside brackets.

    Args:
        lines: the printed lines of the cell.
        complete: whether a text is a value with a number and a unit or an operator, or a date.
    """
    printed = [line for line in lines if fold(line).text]
    parts: list[Part] = []
    for group in _groups(printed, complete):
        joined = join_lines(list(group))
        doubts = _wrap_doubts(group)
        parts += [Part(text, doubts) for text in _separated(joined, complete)]
    return parts or [Part("")]


def _groups(lines: Sequence[str], complete: Callable[[str], bool]) -> Sequence[Sequence[str]]:
    numbered = sum(1 for line in lines if _DIGIT.search(line))
    if len(lines) < 2 or numbered < 2 or len(lines) > _MOST_LINES or complete(join_lines(list(lines))):
        return [lines] if lines else []
    for groups in _partitions(lines):
        if all(complete(join_lines(list(group))) for group in groups):
            return groups
    return [lines]


def _partitions(lines: Sequence[str]) -> Iterator[list[Sequence[str]]]:
    """All ways to part the lines into two or more stretches: fewest first, then those that part before a sign.

    So `≥600人`, `次`, `≥3期` parts before ≥3期 and not before 次.
    """
    count = len(lines)
    worded = [_WORD_START.match(fold(line).text) is not None for line in lines]

    def order(bits: int) -> tuple[int, int, int]:
        return bits.bit_count(), sum(worded[place] for place in range(1, count) if bits >> (place - 1) & 1), bits

    for bits in sorted(range(1, 2 ** (count - 1)), key=order):
        cuts = [0, *(place for place in range(1, count) if bits >> (place - 1) & 1), count]
        groups = [lines[first:last] for first, last in itertools.pairwise(cuts)]
        if all(any(_DIGIT.search(line) for line in group) for group in groups):
            yield groups


def _separated(text: str, complete: Callable[[str], bool]) -> list[str]:
    if len(_DIGIT.findall(text)) < 2 or complete(text):
        return [text]
    masked = _BRACKETED.sub(lambda match: "\0" * len(match.group()), text)
    if BULLET in fold(text).text:
        masked = "".join("；" if fold(character).text == BULLET else character for character in masked)
    for separators in _SEPARATORS:
        cuts = [match.span() for match in re.finditer(separators, masked)]
        edges = [0, *(edge for cut in cuts for edge in cut), len(text)]
        pieces = [text[first:last].strip() for first, last in zip(edges[::2], edges[1::2], strict=True)]
        pieces = [piece for piece in pieces if piece]
        if len(pieces) > 1 and all(complete(piece) for piece in pieces):
            return pieces
    return [text]


def _is_year(left: str, right: str) -> bool:
    """Whether a year is parted: 20 and below it 23年12月."""
    first, second = _LAST_FIGURES.search(left), _FIRST_FIGURES.match(right)
    return bool(first and second and _YEAR.fullmatch(first.group() + second.group()))


_LAST_FIGURES, _FIRST_FIGURES = re.compile("(?<![0-9.,])[0-9]{1,3}$"), re.compile("[0-9]{1,3}(?=年)")
_YEAR = re.compile("(?:19|20)[0-9]{2}")


def _wrap_doubts(lines: Sequence[str]) -> tuple[str, ...]:
    """A line end between two digits may have parted two numbers, unless one of the halves is none (1,0 + 00)."""
    folded = [fold(line).text for line in lines]
    if names_standard("".join(folded)):
        return ()
    for left, right in itertools.pairwise(folded):
        if not (_DIGIT.match(left[-1]) and _DIGIT.match(right[0])) or _is_year(left, right):
            continue
        first, second = _LAST_NUMBER.search(left), _FIRST_NUMBER.match(right)
        halves = [match.group() for match in (first, second) if match is not None]
        whole = parse_arabic("".join(halves)) is not None and "," in "".join(halves)
        if not whole or all(parse_arabic(half) is not None and not _PADDED.match(half) for half in halves):
            return (MeaningCode.NUMBER_WRAPPED,)
    return ()
