"""Measures a page the right way up: which of its four turns its lines and what they say speak for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.flattening.upright import ACROSS, READS_WELL, UNCLEAR, agreement, legibility, runs_across
from extractors.scan.geometry import Geometry, measure
from extractors.scan.ruling.unruled import print_alone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.model import QuarterTurn
    from extractors.scan.cleaning.cleanup import Sheet
    from extractors.scan.reading.heard import Reader


def upright_geometry(sheet: Sheet, readers: Sequence[Reader]) -> Geometry:
    """The geometry of a sheet the right way up.

    The direction of the lines halves the question; of two opposite turns the one that reads better is taken, and the
    first is not doubted when it reads well. (Legibility alone cannot tell a sideways page: the recogniser knows many
    characters lying on their side.) Where the direction is not clear, the recognisers have to agree.

    Args:
        sheet: as it was scanned, cleaned.
        readers: of lines, the fastest first.
    """
    lying = measure(sheet, 0)
    plain = print_alone(lying)
    across = runs_across(plain.ink, plain.glyph, plain.solid)
    if across > ACROSS:
        return _more_legible(sheet, (90, 270), lying, readers)
    level = _more_legible(sheet, (0, 180), lying, readers)
    if across < 1 / ACROSS:
        return level
    aside = _more_legible(sheet, (90, 270), lying, readers)
    if bool(level.lattices) != bool(aside.lattices):
        return level if level.lattices else aside  # a row of cells lying on its side is no table
    return aside if agreement(print_alone(aside), readers) > agreement(print_alone(level), readers) else level


def _more_legible(
    sheet: Sheet, turns: tuple[QuarterTurn, QuarterTurn], lying: Geometry, readers: Sequence[Reader]
) -> Geometry:
    """Of two opposite turns the one that reads better; where neither reads well, the one that readers agree about.

    A page takes long to measure, so the second is measured only where the lines of the first do not tell: they are
    read upside down, too.
    """
    first = lying if turns[0] == 0 else measure(sheet, turns[0])
    plain = print_alone(first)
    upright = legibility(plain, readers[0])
    if upright >= READS_WELL or upright - legibility(plain, readers[0], upside_down=True) >= UNCLEAR:
        return first
    second = lying if turns[1] == 0 else measure(sheet, turns[1])
    other = legibility(print_alone(second), readers[0])
    if other < READS_WELL and abs(upright - other) < UNCLEAR:
        upright, other = (agreement(print_alone(page), readers) for page in (first, second))
    return second if other > upright else first
