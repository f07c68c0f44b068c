"""White between columns: of the bands between rules, what parts their cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.crossrules import Interval, union
from extractors.model import Box
from extractors.wrapped import CLOSER, wrapped_apart

# All in heights of a character.
# white that makes an edge by itself (an opening bracket after a comma leaves one), at a known edge, and between bands
# that agree on it
WIDE, KNOWN, NARROW = 1.3, 0.9, 0.4
LONE = 0.6  # white in one line of several, the others being blank beside it: narrower is a full stop's
CENTRED = 0.7  # so far stands the middle of a text from that of its cell
MARGIN = 0.05  # an edge keeps so far away from the print beside it
FEWEST_CROSSED = 2  # edges under one text: a long name may run over one
FEWEST_ALIKE, MANY = 2, 4  # bands that agree on a known edge, and on a new one
USUAL = 0.5  # share of the bands of one place that show an edge, for it to hold in those that are blank there


@dataclass(frozen=True, slots=True)
class Band:
    """A rectangle between rules, the white between its print, and its print, both along x.

    `through` are those of the gaps that part several lines of print, `between` those that part texts which wrap each by
    itself.
    """

    box: Box
    gaps: tuple[Interval, ...]
    print: tuple[Interval, ...]
    through: tuple[Interval, ...]
    lines: int
    between: tuple[Interval, ...] = ()


def band_of(box: Box, marks: Sequence[Box], em: float) -> Band:
    """The band of a rectangle: the print inside it, and the white between that."""
    inside = [mark for mark in marks if box.holds(*mark.centre)]
    print_ = union(((mark.x0, mark.x1) for mark in inside), 0.0)
    gaps = [(a[1], b[0]) for a, b in pairwise(print_) if b[0] - a[1] >= NARROW * em]
    lines = union(((mark.top, mark.bottom) for mark in inside), 0.0)
    through = [gap for gap in gaps if sum(_on_both_sides(gap, line, inside) for line in lines) > 1]
    return Band(box, tuple(gaps), tuple(print_), tuple(through), len(lines), _between(gaps, inside, em))


def _between(gaps: Sequence[Interval], marks: Sequence[Box], em: float) -> tuple[Interval, ...]:
    """The gaps that have texts of different lines beside them, up to the next gap on each side."""
    ends = [float("-inf"), *(x for gap in gaps for x in gap), float("inf")]
    found: list[Interval] = []
    for before, (start, stop), after in zip(ends[:-2:2], gaps, ends[3::2], strict=True):
        left = [mark for mark in marks if before <= mark.centre[0] <= start]
        right = [mark for mark in marks if stop <= mark.centre[0] <= after]
        if wrapped_apart(left, right, stop - start, em):
            found.append((start, stop))
    return tuple(found)


def _on_both_sides(gap: Interval, line: Interval, marks: Sequence[Box]) -> bool:
    members = [mark for mark in marks if line[0] <= mark.centre[1] <= line[1]]
    return any(mark.x1 <= gap[0] for mark in members) and any(mark.x0 >= gap[1] for mark in members)


def parted(bands: Sequence[Band], marks: Sequence[Box], em: float) -> list[Band]:
    """Bands that hold the columns of others beside one cell more are cut there: a level of one row, a heading."""
    places = Counter((band.box.x0, band.box.x1) for band in bands)
    usual = [place for place, count in places.most_common() if count >= FEWEST_ALIKE]
    parted: list[Band] = []
    waiting = list(bands)
    while waiting:
        band = waiting.pop()
        box = band.box
        cut = next((x for x0, x1 in usual for x in _cuts(band, x0, x1, em)), None)
        if cut is None:
            parted.append(band)
        else:
            sides = (Box(box.x0, box.top, cut, box.bottom), Box(cut, box.top, box.x1, box.bottom))
            waiting += [band_of(side, marks, em) for side in sides]
    return parted


def _cuts(band: Band, x0: float, x1: float, em: float) -> list[float]:
    """Where a band that goes as far as others at one end begins beside them at the other."""
    box = band.box
    inner = [x for x, other in ((x0, x1 == box.x1), (x1, x0 == box.x0)) if other and box.x0 < x < box.x1]
    return [x for x in inner if any(_within(gap, (x,), MARGIN * em) for gap in band.gaps) or _blank_before(band, x, em)]


def _blank_before(band: Band, x: float, em: float) -> bool:
    """Whether the text of a band stands in the middle of what is right of x, and so not in that of the band.

    What is left of it is a cell of its own, whose text is on the page before.
    """
    if not band.print or band.print[0][0] < x:
        return False
    middle = (band.print[0][0] + band.print[-1][1]) / 2
    return abs(middle - (x + band.box.x1) / 2) <= CENTRED * em < abs(middle - (band.box.x0 + band.box.x1) / 2)


def edges_of(group: Sequence[Band], known: Sequence[float], em: float) -> list[float]:
    """The fewest edges that lie in every gap of a group that is wide, or that its bands agree on.

    Args:
        group: bands that begin and end at the same places.
        known: ends of rules and edges of other groups.
        em: the usual height of a character.
    """
    box, margin = group[0].box, MARGIN * em
    inner = [x for x in known if box.x0 < x < box.x1]
    edges: list[float] = []
    while (agreed := max(inner, key=lambda x: _agreement(x, group, edges, margin), default=None)) is not None:
        if _agreement(agreed, group, edges, margin) <= 0:
            break
        edges.append(agreed)
    while (common := _common(group, edges, margin)) is not None:
        edges.append(common)
    while wide := [gap for band in group for gap in _needing(band, edges, inner, em)]:
        edges.append(_best(wide, group, inner, margin))
    return sorted(edges)


def holds_one_text(band: Band, edges: Sequence[float], em: float) -> bool:
    """Whether a band ends with a text that runs over several edges of those around it, behind a label at most."""
    wide = [gap for gap in band.gaps if gap[1] - gap[0] >= WIDE * em]
    if not band.print or len(wide) > 1:
        return False
    start = wide[0][1] if wide else band.print[0][0]
    return sum(start < edge < band.print[-1][1] for edge in edges) >= FEWEST_CROSSED


def _common(group: Sequence[Band], edges: Sequence[float], margin: float) -> float | None:
    """The middle of narrow white that many bands share, where none shows print and no edge is yet."""
    stops = sorted({x for band in group for gap in (*band.gaps, *band.print) for x in gap})
    best, at = (MANY, 0.0), None
    for a, b in pairwise(stops):
        x = (a + b) / 2
        shared = [gap for band in group for gap in band.gaps if _within(gap, (x,), margin)]
        parted = any(_within(gap, edges, margin) for gap in shared)
        crossed = any(start < x < end for band in group for start, end in band.print)
        if not parted and not crossed and (len(shared), b - a) > best:
            best, at = (len(shared), b - a), x
    return at


def _agreement(edge: float, group: Sequence[Band], edges: Sequence[float], margin: float) -> int:
    """Above 0 when two bands or more show white at a known edge, not yet parted by others, and few show print."""
    shown = sum(
        any(_within(gap, (edge,), margin) and not _within(gap, edges, margin) for gap in band.gaps) for band in group
    )
    across = sum(any(a < edge < b for a, b in band.print) for band in group)
    return shown - 2 * across if shown >= FEWEST_ALIKE else 0


def _needing(band: Band, edges: Sequence[float], known: Sequence[float], em: float) -> list[Interval]:
    """The gaps of a band that part cells and have no edge yet."""
    margin = MARGIN * em
    limits = {
        gap: CLOSER
        if gap in band.between
        else WIDE
        if not _within(gap, known, margin)
        else NARROW
        if gap in band.through
        else KNOWN
        for gap in band.gaps
    }
    return [gap for gap in band.gaps if gap[1] - gap[0] >= limits[gap] * em and not _within(gap, edges, margin)]


def _within(gap: Interval, edges: Iterable[float], margin: float) -> list[float]:
    return [edge for edge in edges if gap[0] + margin <= edge <= gap[1] - margin]


def _best(wide: Sequence[Interval], group: Sequence[Band], known: Sequence[float], margin: float) -> float:
    """The place that lies in the most gaps and in the least print: a known one, or the middle of its stretch."""
    stops = sorted({x for band in group for gap in (*band.gaps, *band.print) for x in gap})
    places = [(x, 0.0, True) for x in known]
    places += [((a + b) / 2, b - a, False) for a, b in pairwise(stops) if b - a > 2 * margin]

    def worth(place: tuple[float, float, bool]) -> tuple[int, bool, float]:
        x, length, is_known = place
        across = sum(any(a < x < b for a, b in band.print) for band in group)
        return _shown(x, group, margin) - across, is_known, length

    inside = [place for place in places if any(_within(gap, place[:1], margin) for gap in wide)]
    if inside:
        return max(inside, key=worth)[0]
    # print of other bands leaves no room in any gap
    start, stop = max(wide, key=lambda gap: gap[1] - gap[0])
    return (start + stop) / 2


def held(band: Band, group: Sequence[Band], edges: Sequence[float], em: float) -> list[float]:
    """The edges that part the cells of a band: where it is white between print, or blank like the bands around it."""
    margin = MARGIN * em
    parting = [gap for gap in band.gaps if gap in band.through or gap[1] - gap[0] >= LONE * em or band.lines == 1]
    held = {edge for gap in parting for edge in _within(gap, edges, margin)}
    left, right = (band.print[0][0], band.print[-1][1]) if band.print else (band.box.x1, band.box.x1)
    held.update(x for x in edges if not left < x < right and _shown(x, group, margin) > USUAL * (len(group) - 1))
    return sorted(held)


def _shown(edge: float, bands: Sequence[Band], margin: float) -> int:
    return sum(any(_within(gap, (edge,), margin) for gap in band.gaps) for band in bands)
