"""The fonts the samples are set in: Debian packages, found by path, with a fallback for each missing glyph."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont


@dataclass(frozen=True, slots=True)
class Face:
    """A font file, the face's index in its collection, and the Debian package that brings it."""

    path: str
    index: int
    package: str


FACES = {
    "uming": Face("/usr/share/fonts/truetype/arphic/uming.ttc", 0, "fonts-arphic-uming"),
    "ukai": Face("/usr/share/fonts/truetype/arphic/ukai.ttc", 0, "fonts-arphic-ukai"),
    "zenhei": Face("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0, "fonts-wqy-zenhei"),
    "gbsn": Face("/usr/share/fonts/truetype/arphic-gbsn00lp/gbsn00lp.ttf", 0, "fonts-arphic-gbsn00lp"),
}
FALLBACK = "uming"


def missing_packages() -> list[str]:
    """Debian packages whose font files are not on this machine."""
    return [face.package for face in FACES.values() if not Path(face.path).exists()]


@cache
def load(name: str) -> TTFont:
    """Register a face with ReportLab.

    Raises:
        FileNotFoundError: its Debian package is not installed.
    """
    face = FACES[name]
    if not Path(face.path).exists():
        raise FileNotFoundError(f"{face.path} is missing: install the Debian package {face.package}")
    font = TTFont(name, face.path, subfontIndex=face.index)
    pdfmetrics.registerFont(font)
    return font


def runs(text: str, name: str) -> list[tuple[str, str]]:
    """Split a line into (face, text): each glyph in the wanted face, or in the fallback where that has none.

    Raises:
        ValueError: no face has the glyph; a sample never shows an empty box.
    """

    def face_of(character: str) -> str:
        for candidate in (name, FALLBACK):
            if ord(character) in load(candidate).face.charToGlyph:
                return candidate
        raise ValueError(f"no glyph for {character!r} (U+{ord(character):04X}) in {name} or {FALLBACK}")

    return [(face, "".join(group)) for face, group in groupby(text, face_of)]


def width(text: str, name: str, size: float) -> float:
    """Width of a line in points."""
    return float(sum(pdfmetrics.stringWidth(part, face, size) for face, part in runs(text, name)))
