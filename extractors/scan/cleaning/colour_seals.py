"""Seals of red or blue ink are taken off a picture and remembered.

Black print under red ink stays dark in the red channel while the seal itself is as bright there as paper, so the red
channel is what is read under a seal (removing red or binarising alone is not enough).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SEAL_SHARE = 0.0001  # of a page: less coloured ink than this is a speck or JPEG noise
RED, BLUE = 0, 2  # channels
# Millimetres: the paper around is what is bright within so much, more than the star in a seal; measured at a step of
COARSE, AROUND = 2.0, 24.0
THIN = 0.25  # share of the paper's light that ink in its own colour has at least
STRONG = 30  # grey levels by which a colour stands out of the others
OTHERS = 190  # grey levels: brighter in the other colours is paper
PALE = 12  # the same within the frame of a seal
SAME = 0.6  # of the tint of a dark cell: what has at least so much may be of the same ink
FRAME = 15.0  # millimetres: no line of a heading is so high, and hardly a seal smaller
# Millimetres over which parts of a seal hang together, and over which they do where black ink lies between them, which
# is darker than this share of the paper.
NEAR, OVER_RULE, BLACK = 1.2, 2.5, 0.5
SEAL_DPI = 100.0  # the shape of a seal shows at this resolution
# Millimetres: the smaller side of a seal is at least, the larger at most so long (the largest in law measure 60).
SEAL_SIDES = (7.0, 75.0)
FILLED = 0.7  # share of its box that is ink: more is a coloured cell, not a seal
TINTED = 0.3  # of a coloured dark cell shows its colour at least
SEVERED = 0.5  # of that colour ends with the cell at least
# and so much where it does not even fill so much of the cell: the ink of a seal has gaps, print leaves more of a fill
ENDING, FILLING = 0.95, 0.7
LETTERS = 4  # so many parts of one height side by side are a heading
THICK, HEAVY = 0.45, 2.0  # half a stroke in millimetres: no usual rule is so thick; times that: none at all
RUN, RULED = 8.0, 0.5  # millimetres: a run along x or y is a rule, not a letter; so much of coloured rules lies on such
# A form whose rules and shaded cells are of one colour: so many mm² of its ink that is thinner than so many mm are runs
# (four photographs of such 456 and more, headings alone 0 to 15), or nearly all of it lies on runs so many times as
# long as its strokes are thick.
NET, THIN_INK, FORM, LONGER = 100.0, 1.2, 0.9, 4.0
# Of a part: its ink on such runs, where the frame of a square seal is half of it; of its box, rules being far apart
ALL_RULES, APART = 0.8, 0.15


def without_colour_seals(
    picture: NDArray[np.uint8], grey: NDArray[np.uint8], dpi: float
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """`grey` without the seals that `picture` shows in colour, and where their ink was (height × width).

    Args:
        picture: height × width × 3, RGB, its paper white.
        grey: height × width, the same page.
        dpi: the resolution of both.
    """
    import numpy as np

    # a quarter of the rows and columns is enough to see that there is no coloured ink
    few = picture[::4, ::4]
    seal = np.zeros(grey.shape, dtype=bool)
    without = grey
    for channel in (RED, BLUE):
        if _coloured(few, channel).mean() < SEAL_SHARE:
            continue
        inked = _coloured(picture, channel)
        stamped = inked & _seal_like(inked, grey, dpi)
        if not stamped.any():
            continue
        stamped |= _pale_parts(picture, channel, stamped, dpi)
        without = _lifted(picture[:, :, channel], without, stamped, dpi)
        seal |= stamped
    return without, seal


def without_turned_seals(
    turned: NDArray[np.uint8], grey: NDArray[np.uint8], picture: NDArray[np.uint8], dpi: float
) -> NDArray[np.uint8]:
    """`turned` as it was in `grey` where a piece of a seal or of a coloured watermark was taken for a dark cell.

    The colour of a cell ends where the cell does; that of a letter, or of two seals one upon the other, goes on.

    Args:
        turned: height × width, `grey` with its dark cells turned over.
        grey: height × width.
        picture: height × width × 3, RGB, its paper white, as it was before.
        dpi: of all three.
    """
    import cv2
    import numpy as np

    shrink = min(1.0, SEAL_DPI / dpi)
    small = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    size = small.shape[1::-1]
    changed = cv2.resize((turned != grey).astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA) > 0
    tint = np.maximum(*(_tint(small, channel) for channel in (RED, BLUE)))
    tinted = tint[changed & (tint > PALE)]
    if not tinted.size:  # a grey page
        return turned
    inked = tint > max(PALE, SAME * float(np.median(tinted)))
    dots, joined = _hanging_together(inked, cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dpi * shrink)
    _, parts = cv2.connectedComponents(joined)
    whole = np.bincount(parts[dots > 0], minlength=int(parts.max()) + 1)
    count, areas = cv2.connectedComponents(cv2.dilate(changed.astype(np.uint8), np.ones((3, 3), np.uint8)))
    seals = np.zeros(count, dtype=bool)
    for area in range(1, count):
        own = areas == area
        within = np.bincount(parts[own & (dots > 0)], minlength=len(whole))
        filling, ending = within.sum() / own.sum(), within.sum() / max(1, whole[within > 0].sum())
        seals[area] = filling > TINTED and ending < (ENDING if filling < FILLING else SEVERED)
    if not seals.any():
        return turned
    back = cv2.resize(seals[areas].astype(np.uint8), grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return np.where(back > 0, grey, turned)


def _tint(picture: NDArray[np.uint8], channel: int) -> NDArray[np.uint8]:
    """Grey levels by which one colour is brighter than both others."""
    import cv2

    parts = list(cv2.split(picture))
    own = parts.pop(channel)
    return cv2.subtract(own, cv2.max(parts[0], parts[1])).astype("uint8")


def _pale_parts(picture: NDArray[np.uint8], channel: int, stamped: NDArray[np.bool_], dpi: float) -> NDArray[np.bool_]:
    """The fainter ink of a seal, within the frame of its clear ink: the thin strokes of its letters.

    Print that lies there keeps its darkness when it is lifted, so little colour is enough.
    """
    import cv2
    import numpy as np

    near = max(3, round(2 * dpi / 25.4))
    joined = cv2.dilate(stamped.astype(np.uint8), np.ones((near, near), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    pale = np.zeros_like(stamped)
    for x, y, width, height, _ in stats[1:].tolist():
        if min(width, height) < FRAME * dpi / 25.4 or max(width, height) > SEAL_SIDES[1] * dpi / 25.4:
            continue  # a heading in colour, a rule
        pale[y : y + height, x : x + width] |= _tint(picture[y : y + height, x : x + width], channel) > PALE
    return pale


def _lifted(
    channel: NDArray[np.uint8], grey: NDArray[np.uint8], stamped: NDArray[np.bool_], dpi: float
) -> NDArray[np.uint8]:
    """The grey picture with the stamped pixels as bright as the ink's own colour shows them.

    Measured against the paper around them: in the shade of a photograph it is darker than elsewhere, and a seal as
    bright as the page's paper would stand out there as light letters on a dark ground.
    """
    import cv2
    import numpy as np

    step = max(1, round(COARSE * dpi / 25.4))
    size = (max(1, channel.shape[1] // step), max(1, channel.shape[0] // step))
    few = cv2.resize(channel, size, interpolation=cv2.INTER_AREA)
    side = round(AROUND / COARSE) | 1
    around = cv2.blur(cv2.morphologyEx(few, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8)), (3, 3))
    paper = cv2.resize(around, channel.shape[::-1], interpolation=cv2.INTER_LINEAR)
    spread = cv2.dilate(stamped.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    share = channel[spread] / np.maximum(1, paper[spread]).astype(np.float32)
    ink = max(THIN, float(np.percentile(share[stamped[spread]], 35)))
    # the paper of the grey picture is not as bright as that of one channel
    clear = ~stamped[::step, ::step]
    tone = float(np.median(grey[::step, ::step][clear] / np.maximum(1.0, channel[::step, ::step][clear])))
    lifted = np.clip(np.minimum(share / ink, 1) * paper[spread] * tone, 0, 255).astype(np.uint8)
    without = grey.copy()
    without[spread] = np.maximum(lifted, grey[spread])
    return without


def _coloured(picture: NDArray[np.uint8], channel: int) -> NDArray[np.bool_]:
    """Clearly of one colour; a photo's warm or cold light is not, it has little contrast."""
    import numpy as np

    tint = _tint(picture, channel)
    # what is bright in the other colours, too, is paper
    return (tint > STRONG) & (picture[:, :, channel] - tint < np.uint8(OTHERS))


def _seal_like(inked: NDArray[np.bool_], grey: NDArray[np.uint8], dpi: float) -> NDArray[np.bool_]:
    """The parts of coloured ink that have the size of a seal or of the letters of a watermark.

    A line of coloured print is lower, the rules of a coloured form hang together over more than any seal, and a
    coloured cell is filled. Black ink between two parts may be a rule over the seal: they hang together.
    """
    import cv2
    import numpy as np

    dots, joined = _hanging_together(inked, grey, dpi)
    millimetre = min(dpi, SEAL_DPI) / 25.4
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]] / millimetre
    low, high = SEAL_SIDES
    dotted = np.bincount(labels.ravel(), weights=dots.ravel(), minlength=len(stats))
    filled = dotted / np.maximum(1, stats[:, cv2.CC_STAT_WIDTH] * stats[:, cv2.CC_STAT_HEIGHT])
    fits = (sides.min(axis=1) >= low) & (sides.max(axis=1) <= high) & (filled < FILLED)
    # thick strokes of any size are the letters of a watermark
    thickness = cv2.distanceTransform(dots, cv2.DIST_L2, 3)
    fits[0] = False
    large = (sides.max(axis=1) > high) & (sides.min(axis=1) >= low) & (filled < FILLED)
    # In the light of a lamp dark blue rules are blue in a corner of the page alone, and there in pieces: taken together
    # they are runs for 0.98 of their length, in 88 parts of seals as thinly inked for 0.63 at most.
    runs = _runs(joined, round(RUN * millimetre)) if fits.any() else joined
    for index in np.flatnonzero(fits):
        rules = runs[(labels == index) & (dots > 0)].mean() > ALL_RULES and filled[index] < APART
        fits[index] = not rules
    runs = _runs(dots, round(RUN * millimetre)) if large.any() else dots
    for index in np.flatnonzero(large[1:]) + 1:
        part = (labels == index) & (dots > 0)
        strength = np.percentile(thickness[part], 90) / THICK / millimetre
        heavy = strength > (HEAVY if runs[part].mean() > RULED else 1)
        fits[index] = heavy and not _is_form(part, strength, millimetre)
    fits &= ~_lettering(stats, fits)
    # the characters inside a ring belong to it
    whole = np.zeros(joined.shape, np.uint8)
    for index in np.flatnonzero(fits):
        x, y, width, height = (int(v) for v in stats[index, :4])
        whole[y : y + height, x : x + width] = 1
    own = cv2.morphologyEx(joined, cv2.MORPH_DILATE, np.ones((3, 3), np.uint8)) & whole
    for index in np.flatnonzero(~fits[1:]) + 1:
        if sides[index].max() > high:  # a coloured rule that runs through the seal
            own[labels == index] = 0
    return cv2.resize(own, inked.shape[::-1], interpolation=cv2.INTER_NEAREST).astype(bool)


def _is_form(part: NDArray[np.bool_], strength: float, millimetre: float) -> bool:
    """Whether coloured ink that hangs together is the net of a form with its shaded cells, no letter of a watermark.

    Args:
        part: its pixels.
        strength: of most of it, in THICK.
        millimetre: in pixels.
    """
    import cv2
    import numpy as np

    ink = part.astype(np.uint8)
    side = round(THIN_INK * millimetre) | 1
    opened = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    thick = cv2.dilate(opened, np.ones((3, 3), np.uint8)).astype(np.uint8)
    if _runs(ink & (1 - thick), round(RUN * millimetre)).sum() > NET * millimetre**2:
        return True
    return bool(_runs(ink, round(max(RUN, LONGER * 2 * strength * THICK) * millimetre))[part].mean() > FORM)


def _hanging_together(
    inked: NDArray[np.bool_], grey: NDArray[np.uint8], dpi: float
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Coloured ink at the resolution of seals, and the same with what lies between its parts, as 1 on 0."""
    import cv2
    import numpy as np

    shrink = min(1.0, SEAL_DPI / dpi)
    small = cv2.resize(inked.astype(np.uint8) * 255, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    dots = (small > 60).astype(np.uint8)
    near, over = (max(3, round(reach * min(dpi, SEAL_DPI) / 25.4)) | 1 for reach in (NEAR, OVER_RULE))
    look = cv2.resize(grey, small.shape[::-1], interpolation=cv2.INTER_AREA)
    black = (look < BLACK * np.percentile(look, 80)).astype(np.uint8)
    between = cv2.morphologyEx(dots, cv2.MORPH_CLOSE, np.ones((over, over), np.uint8)) & black
    return dots, cv2.morphologyEx(dots | between, cv2.MORPH_CLOSE, np.ones((near, near), np.uint8))


def _runs(dots: NDArray[np.uint8], length: int) -> NDArray[np.uint8]:
    """The pixels of runs along x or y at least so long, 1 on 0; runs that lean by a few degrees, too."""
    import cv2
    import numpy as np

    thicker = cv2.dilate(dots, np.ones((3, 3), np.uint8))
    along = (cv2.morphologyEx(thicker, cv2.MORPH_OPEN, np.ones(side, np.uint8)) for side in ((1, length), (length, 1)))
    return cv2.bitwise_or(*along)


def _lettering(stats: NDArray[np.int32], fits: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of the parts are the letters of a coloured heading: several of one height side by side.

    Args:
        stats: of connectedComponentsWithStats.
        fits: the parts asked about.
    """
    import numpy as np

    top, width, height = (stats[:, column].astype(float) for column in range(1, 4))
    middle = top + height / 2
    letters = np.zeros(len(stats), dtype=bool)
    for index in np.flatnonzero(fits):
        tall = height[index]
        alike = fits & (np.abs(height - tall) < 0.4 * tall) & (np.abs(middle - middle[index]) < tall / 3)
        # letters that touch count by the room they take
        letters[index] = np.maximum(1, np.round(width[alike] / tall)).sum() >= LETTERS
    return letters
