"""Whether a typeset form is fit to be read: no rule through a character, nothing off the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def faults(pdf: Path) -> list[str]:
    """What is wrong with a digital PDF, found in its drawing operators, not in the layout that made it.

    Args:
        pdf: with characters, and rules drawn as lines or as filled rectangles.

    Returns:
        One line a fault; empty when every text is inside its cell.
    """
    import pdfplumber

    found = []
    with pdfplumber.open(pdf) as document:
        for page in document.pages:
            # pdfplumber boxes reach above and below the ink: what counts is the middle of a character.
            rules = [*page.lines, *(rect for rect in page.rects if not is_ground(rect))]
            for character in page.chars:
                box = _core(character)
                off = box[0] < 0 or box[1] < 0 or box[2] > page.width or box[3] > page.height
                if character["text"].strip() and (off or any(_meets(box, rule) for rule in rules)):
                    found.append(f"page {page.page_number}: {character['text']} at {box[0]:.0f}, {box[1]:.0f}")
    return found


def is_ground(rect: dict[str, Any]) -> bool:
    """Whether a filled rectangle is the ground of a cell: thicker than any rule (points)."""
    return min(float(rect["x1"]) - float(rect["x0"]), float(rect["bottom"]) - float(rect["top"])) > 6


def _core(character: dict[str, Any]) -> tuple[float, float, float, float]:
    x0, top = float(character["x0"]), float(character["top"])
    wide, tall = float(character["x1"]) - x0, float(character["bottom"]) - top
    return x0 + 0.15 * wide, top + 0.25 * tall, x0 + 0.85 * wide, top + 0.75 * tall


def _meets(box: tuple[float, float, float, float], rule: dict[str, Any]) -> bool:
    x0, top, x1, bottom = box
    across = float(rule["x0"]) < x1 and float(rule["x1"]) > x0
    return across and float(rule["top"]) < bottom and float(rule["bottom"]) > top
