"""Which characters of two texts differ."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of a text, and whether the other text has it too."""

    text: str
    same: bool


def pieces(left: str | None, right: str | None) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts cut where they begin and cease to differ."""
    mine, theirs = left or "", right or ""
    steps = SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    return (
        tuple(Piece(mine[first:last], tag == "equal") for tag, first, last, _, _ in steps if last > first),
        tuple(Piece(theirs[first:last], tag == "equal") for tag, _, _, first, last in steps if last > first),
    )


def marked(text: tuple[Piece, ...], before: str, after: str) -> str:
    """The text with marks around what differs."""
    return "".join(piece.text if piece.same else f"{before}{piece.text}{after}" for piece in text)
