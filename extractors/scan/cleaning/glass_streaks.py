"""Dark streaks of a dirty sensor glass, across print and rules: they became walls that cut values in two.

What stands still while the paper moves takes the same share of the light of every line it covers. In the bare margin at
an end of the sheet there is nothing else that is straight to the pixel and goes on into the page; a wall ends with its
table. The light is given back (the correction of a flat field), so what is printed below a streak stays to be read.
A streak may begin anywhere: the dirt comes with the paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.blobs import stretches
from extractors.scan.cleaning.both_ways import both_ways
from extractors.scan.cleaning.pale_streaks import GRAIN, darker_columns
from extractors.scan.cleaning.streaks import END, WIDEST

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CLEAR = 8.0  # grey levels by which it is darker than what stands beside it; paler ones are pale_streaks.py's
OPAQUE = 0.75  # share of the light that it takes at most: of what lies under a darker one nothing is left
INK, PRINTED = 50, 0.1  # grey levels darker than paper; a row of a margin is inked for a smaller share than this
STEP, GAP = 1.0, 4.0  # mm: pieces by which it is followed, and how long it may not be seen, over a rule or print
LONG = 0.2  # of the way it goes at least
AROUND, WANDERS = 10.0, 1.6  # mm of its way that tell how dark it is there; times as dark, or as pale, at most
PARTS, SEEN = 4, 3  # in so many of so many parts of the margin: a rule reaches into it from the table


def without_glass_streaks(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """The picture without dark streaks along x or y that reach into a margin; the very same picture without any.

    Args:
        grey: height × width, as it was scanned: turned, a streak would lean.
        dpi: its resolution.
    """
    return both_ways(grey, lambda seen: _from_both_ends(seen, dpi))


def _from_both_ends(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    down = _lifted(grey, dpi)
    turned = down[::-1]
    up = _lifted(turned, dpi)
    return down if up is turned else up[::-1]


def _lifted(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """Without the streaks along y that begin at the head of the picture."""
    import numpy as np

    head = grey[: max(1, round(END * len(grey)))]
    depth = darker_columns(head, dpi)
    streaked = depth >= max(CLEAR, GRAIN * float(np.median(depth)))
    if not streaked.any() or (head < float(np.median(head)) - INK).mean(axis=1).max() > PRINTED:
        return grey
    lifted = grey
    for first, last in stretches(streaked):
        left, right = first - 1, last
        if left < 0 or right >= grey.shape[1] or last - first > WIDEST * dpi / 25.4:
            continue
        beside = float(np.maximum(head[:, left], head[:, right]).mean())
        taken = depth[first:last] / max(1.0, beside)
        if not _through(head[:, left : right + 1], float(taken.max())):
            continue
        end = _followed(grey[:, left : right + 1], float(taken.max()), dpi)
        if end < LONG * len(grey) or taken.max() > OPAQUE:
            continue
        lifted = grey.copy() if lifted is grey else lifted
        given = grey[:end, first:last] / (1 - _taken_along(grey[:end, left : right + 1], taken, dpi))
        lifted[:end, first:last] = np.minimum(given + 0.5, 255).astype(np.uint8)
    return lifted


def _taken_along(line: NDArray[np.uint8], taken: NDArray[np.float32], dpi: float) -> NDArray[np.float32]:
    """The share of the light that a streak takes at every pixel: what it takes around there.

    Args:
        line: the streak with the columns on both sides of it.
        taken: by its columns, at the head.
        dpi: of the picture.
    """
    import numpy as np

    around = max(1, round(AROUND * dpi / 25.4))
    shares = np.empty((len(line), len(taken)), np.float32)
    for top in range(0, len(line), around):
        piece = line[max(0, top - around) : top + 2 * around].astype(np.float32)
        beside = (piece[:, 0] + piece[:, -1]) / 2
        share = np.median(1 - piece[:, 1:-1] / np.maximum(1, beside)[:, None], axis=0)
        shares[top : top + around] = np.clip(share, taken / WANDERS, np.minimum(taken * WANDERS, OPAQUE))
    return shares


def _through(line: NDArray[np.uint8], taken: float) -> bool:
    """Whether a streak that takes this share of the light is seen over most of a margin."""
    import numpy as np

    return sum(_is_seen(np.median(part, axis=0), taken) for part in np.array_split(line, PARTS)) >= SEEN


def _is_seen(columns: NDArray[np.floating], taken: float) -> bool:
    """Whether some column between two others is darker than these by half of that share."""
    beside = float(columns[0] + columns[-1]) / 2
    return beside - float(columns[1:-1].min()) >= taken / 2 * beside


def _followed(line: NDArray[np.uint8], taken: float, dpi: float) -> int:
    """Down to which row a streak goes that takes this share of the light, the first and last column beside it."""
    import numpy as np

    step = max(2, round(STEP * dpi / 25.4))
    count = len(line) // step
    if not count:
        return 0
    pieces = np.median(line[: count * step].reshape(count, step, -1), axis=1)
    missed, end = 0, 0
    for index, piece in enumerate(pieces):
        there = _is_seen(piece, taken)
        missed = 0 if there else missed + 1
        if missed * STEP > GAP:
            break
        end = index + 1 if there else end
    return len(line) if end == count else end * step
