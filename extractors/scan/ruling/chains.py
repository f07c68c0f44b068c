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
    for chain in _chains(sorted(runs, key=lambda box: box.x0), glyph):
        inked = sum(box.width for box in chain)
        length = chain[-1].x1 - chain[0].x0
        if max(box.width for box in chain) >= SURE * glyph or (
            length >= SURE * glyph and inked >= CHAIN_INK * length and len(chain) > 1
        ):
            kept += chain
    return kept


def _chains(runs: list[Box], glyph: float) -> list[list[Box]]:
    """Runs, from left to right, that follow each other on one line."""
    chains: list[list[Box]] = []
    for box in runs:
        follows = (
            chain
            for chain in chains
            if -CHAIN_OFF * glyph <= box.x0 - chain[-1].x1 <= CHAIN_GAP * glyph
            and abs(box.centre[1] - chain[-1].centre[1]) <= CHAIN_OFF * glyph
        )
        chain = next(follows, None)
        if chain is None:
            chains.append([box])
        else:
            chain.append(box)
    return chains


def continued(box: Box, runs: Iterable[Box], glyph: float) -> bool:
    """Whether a run begins where another one ends, or ends where another one begins, on the same line."""
    return any(
        min(abs(other.x0 - box.x1), abs(other.x1 - box.x0)) < CHAIN_GAP * glyph
        and abs(other.centre[1] - box.centre[1]) < 2 * CHAIN_OFF * glyph
        for other in runs
        if other != box
    )
