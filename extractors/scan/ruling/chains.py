"""Runs of ink along x that follow each other on one line: pieces of a broken rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractors.model import Box

SURE = 3.5  # in character heights: longer runs need no neighbours to be believed
# A broken rule: pieces on one line, no further apart than this and no further off it, in character heights; together
# they are ink over most of their length.
CHAIN_GAP, CHAIN_OFF, CHAIN_INK = 1.3, 0.16, 0.6


def chained(runs: list[Box], glyph: float) -> list[Box]:
    """Runs along x that are rules by their length, alone or with others on the same line."""
    kept: list[Box] = []
    for chain in chains(runs, CHAIN_GAP * glyph, CHAIN_OFF * glyph):
        inked = sum(box.width for box in chain)
        length = chain[-1].x1 - chain[0].x0
        if max(box.width for box in chain) >= SURE * glyph or (
            length >= SURE * glyph and inked >= CHAIN_INK * length and len(chain) > 1
        ):
            kept += chain
    return kept


def chains(runs: Iterable[Box], gap: float, off: float) -> list[list[Box]]:
    """Runs along x that follow each other on one line, each chain from left to right.

    Args:
        runs: in any order.
        gap: between two of them, at the most; they may lie over one another by `off`.
        off: by which the middle of one lies above or below that of the one before, at the most.
    """
    found: list[list[Box]] = []
    open_ends: list[list[Box]] = []
    for box in sorted(runs, key=lambda box: box.x0):
        open_ends = [chain for chain in open_ends if box.x0 - chain[-1].x1 <= gap]
        chain = next((one for one in open_ends if _follows(box, one[-1], off)), None)
        if chain is None:
            chain = []
            found.append(chain)
            open_ends.append(chain)
        chain.append(box)
    return found


def _follows(box: Box, before: Box, off: float) -> bool:
    return box.x0 - before.x1 >= -off and abs(box.centre[1] - before.centre[1]) <= off


def continued(box: Box, runs: Iterable[Box], glyph: float) -> bool:
    """Whether a run begins where another one ends, or ends where another one begins, on the same line."""
    return any(
        min(abs(other.x0 - box.x1), abs(other.x1 - box.x0)) < CHAIN_GAP * glyph
        and abs(other.centre[1] - box.centre[1]) < 2 * CHAIN_OFF * glyph
        for other in runs
        if other != box
    )
