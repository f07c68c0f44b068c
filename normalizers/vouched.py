"""Doubts about the text of a level cell that the vocabulary answers.

A recogniser that slips writes 社会放益指标, hardly ever another complete name of a level. A text that is one is taken
at its word, unless one character makes it another name or the other reading could belong to one.
"""

from __future__ import annotations

from dataclasses import replace

from extractors.model import Cell, Finding, ReadingCode
from normalizers.taxonomy import level_names
from normalizers.text import squeeze
from normalizers.words import one_off


def vouched(cell: Cell) -> Cell:
    """The cell without the recogniser's doubts that its being the name of a level outweighs."""
    text = squeeze(cell.text)
    if text not in level_names():
        return cell
    return replace(cell, findings=tuple(finding for finding in cell.findings if not _answered(finding, text)))


def _answered(finding: Finding, name: str) -> bool:
    if finding.code == ReadingCode.LOW_CONFIDENCE:
        return not any(one_off(name, known) for known in level_names())
    if finding.code == ReadingCode.WALL_MISSING:
        return True  # cells that ran together would hold two names
    other = squeeze(finding.evidence or "")
    if finding.code == ReadingCode.INK_LEFT:
        # a scrap beside a whole name, or specks that gave no text; a weight has more characters, and a character of no
        # name completes none
        return not other or (len(other) == 1 and not any(other in known for known in level_names()))
    return finding.code == ReadingCode.READINGS_DIFFER and not any(other in known for known in level_names())
