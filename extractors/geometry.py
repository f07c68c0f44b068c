"""Pure functions on words and rules: quarter turns, copies printed twice, dashes and dots of one line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import TYPE_CHECKING

from extractors.model import Box, QuarterTurn, Rule, Word

if TYPE_CHECKING:
    from extractors.layer import Glyph

# Two drawings of one character nearer than this share of the em are one printed character (fake bold, a copy).
COPY_EM = 0.3
# A piece shorter than this is a dash or a dot until it has neighbours in line.
DASH = 8.0
# A filled square up to this size may be a dot of a dotted line in either direction.
DOT = 2.0
# Dots or dashes make a line from so many pieces on.
PIECES = 4


def turn_box(box: Box, turn: QuarterTurn, width: float, height: float) -> Box:
    """Where a box stands after the page of this width and height is turned clockwise."""
    if turn == 90:
        return Box(height - box.bottom, box.x0, height - box.top, box.x1)
    if turn == 180:
        return Box(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
    if turn == 270:
        return Box(box.top, width - box.x1, box.bottom, width - box.x0)
    return box


def without_copies(words: Sequence[Word]) -> tuple[Word, ...]:
    """Drop a word drawn again at (nearly) the same place; the first drawing stays.

    Two dots or two `1` set side by side are not copies: a copy overlaps at least half of its own width.
    """
    kept: list[Word] = []
    seen: dict[tuple[str, int, int], list[Box]] = defaultdict(list)
    grain = 4.0
    for word in words:
        box = word.box
        column, row = int(box.x0 // grain), int(box.top // grain)
        places = [(word.text, column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        if any(_is_copy(box, other) for place in places for other in seen.get(place, ())):
            continue
        seen[word.text, column, row].append(box)
        kept.append(word)
    return tuple(kept)


def _is_copy(box: Box, other: Box) -> bool:
    em = max(box.height, other.height)
    across, down = abs(box.x0 - other.x0), abs(box.top - other.top)
    # No more than the grain of the search either, so that no copy is missed at one font size and found at another.
    near = min(COPY_EM * em, 4.0)
    return across <= min(near, 0.5 * max(box.width, other.width)) + 1e-3 and down <= near


def join_pieces(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Join dashes and dots that stand in line; drop lone ones. Long rules pass unchanged, overlapping or not."""
    long_rules: list[Rule] = []
    pieces: list[Rule] = []
    for rule in rules:
        (pieces if max(rule.box.width, rule.box.height) < DASH else long_rules).append(rule)
    flat = [rule.box for rule in pieces if rule.horizontal or _is_dot(rule.box)]
    steep = [rule.box for rule in pieces if not rule.horizontal or _is_dot(rule.box)]
    joined = _in_line(flat, lambda box: (box.top, box.bottom, box.x0, box.x1))
    joined += _in_line(steep, lambda box: (box.x0, box.x1, box.top, box.bottom))
    return (*long_rules, *(Rule(box) for box in joined), *_touching(pieces, long_rules))


def _is_dot(box: Box) -> bool:
    return max(box.width, box.height) <= DOT


def _in_line(boxes: Sequence[Box], view: Callable[[Box], tuple[float, float, float, float]]) -> list[Box]:
    """Runs of at least `PIECES` evenly spaced boxes on one line, each run as one box.

    `view` gives (across low, across high, along start, along end), so that both directions share the code.
    """
    lanes: dict[int, list[Box]] = defaultdict(list)
    for box in boxes:
        low, high, _, _ = view(box)
        lanes[round((low + high) / 2)].append(box)
    found: list[Box] = []
    for lane in lanes.values():
        run: list[Box] = []
        for box in sorted(lane, key=lambda item: view(item)[2]):
            if run and view(box)[2] - view(run[-1])[3] > 1.5 * max(DOT, view(box)[3] - view(box)[2]):
                found += _as_one(run)
                run = []
            run.append(box)
        found += _as_one(run)
    return found


def _as_one(run: list[Box]) -> list[Box]:
    if len(run) < PIECES:
        return []
    whole = run[0]
    for box in run[1:]:
        whole = whole.union(box)
    return [whole] if max(whole.width, whole.height) >= DASH else []


def _touching(pieces: Sequence[Rule], long_rules: Sequence[Rule]) -> list[Rule]:
    """Short rules that continue or cross a long one: the sides of a low row, a border drawn in parts."""
    near = 1.0
    return [
        piece
        for piece in pieces
        if not _is_dot(piece.box)
        and any(
            piece.box.x0 <= rule.box.x1 + near
            and rule.box.x0 <= piece.box.x1 + near
            and piece.box.top <= rule.box.bottom + near
            and rule.box.top <= piece.box.bottom + near
            for rule in long_rules
        )
    ]


def em_of(words: Sequence[Word]) -> float:
    """The usual text height in points; 10 when there is no text."""
    heights = [word.box.height for word in words if word.box.height > 0]
    return median(heights) if heights else 10.0


def follows(glyph: Glyph, after: Glyph) -> bool:
    """Whether the second stands where the first ends, in its writing direction."""
    first, second, near = glyph.word.box, after.word.box, 0.8 * max(glyph.size, after.size)
    ends = {
        0: (first.x1, first.centre[1], second.x0, second.centre[1]),
        90: (first.centre[0], first.bottom, second.centre[0], second.top),
        180: (first.x0, first.centre[1], second.x1, second.centre[1]),
        270: (first.centre[0], first.top, second.centre[0], second.bottom),
    }
    x, y, next_x, next_y = ends[glyph.turned]
    return abs(x - next_x) <= near and abs(y - next_y) <= near
