"""Takes a pale watermark off a poor scan: letters that come again and again over the page, aslant of rows and columns.

Noise and a faded band hide the one tone of a watermark, but not that it repeats: moved by the distance from one word
to another the page is like itself, which print and rules are only along rows and columns (normalised correlation of
what no print covers: Padfield, CVPR 2010). The average over all repeats shows the letters without noise and print.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.scan.cleaning.watermark_insides import SLOW_MM, usual_depth
from extractors.scan.cleaning.watermark_page import NOISY, square, thin_runs
from extractors.scan.cleaning.watermark_tone import Mark, is_lettering, lifted_mark, solid

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.cleaning.watermark_page import CoarsePage

PALE = 0.95  # of the paper's brightness: a watermark is darker
PALER = 0.45  # contrast of a watermark as a share of the print's contrast: faded print is darker for the most part
PALE_RULE_MM, THICK_MM = 8.0, 1.5  # a longer and thinner run of pale ink is a rule
NEAR_MM = 1.5  # so far from dark print ends what faded of its own character
MOVED_DPI = 75.0  # letters as large as a watermark's show at this resolution
SOFT_MM = 0.34  # finer than a stroke there is only noise: the deviation of the weights
DEEP = (-0.05, 0.1)  # share of light: beyond it is print, and would outweigh the watermark
WIDE_MM = 20.0  # what changes more slowly is the light of the page
ASLANT_MM = 10.0  # nearer to a row or a column of the page a table is like itself
OVERLAP = 0.1  # of the page: fewer dots are alike by chance
# Correlation, above the usual one of its own row and column (high along what is left of rules): tiled watermarks on
# poor scans have 0.31 and more, other pages 0.27 and less, and most of them 0.05. Peaks of so much of the highest are
# counted, and no more than so many, which show the letters well enough.
ALIKE, OF_HIGHEST, MOST = 0.28, 0.6, 12
FEWEST = 3  # moves: tiles have four and more; two equal letters of one large word have one, which averages nothing
LIGHTEST = 0.02  # share of light that an average must lack to be a stroke
LEAST = 0.002  # share of the page that the strokes cover
APART_MM = 3.0  # moves nearer to each other lead to the same repeat
ALL = 20  # repeats of a dot that are looked at on either side: more show nothing new
# Small letters all over a page, as systems print into what they export: pale ink that no print is near, shaded cells
# left out, covers so much of it, and no more than so much of that is as thick as the strokes of larger letters. On 19
# such pages of two other authors 0.0088 or more and 0.08 or less, 0.29 between shaded rows; of 22 others that covers
# 0.0004 or less, or as much is thicker as 0.33 (but once 0.22 of 0.0049) of shaded cells, 0.57 of larger letters.
SPREAD, THICK, STROKE_MM = 0.006, 0.3, 0.6
SHOWN = 14  # repeats of a dot on either side that are enough where no noise hides them
FEW = 2  # of so many rows and columns one tells whether there are such letters
DEEPEST = 1.3  # times the depth of the watermark: what one repeat lacks counts no more


def may_have_small_letters(page: CoarsePage, contrast: float) -> bool:
    """Whether pale ink away from print covers much of the page in thin strokes.

    Args:
        page: as coarse_page gives it.
        contrast: of its print.
    """
    import cv2
    import numpy as np

    few = np.ascontiguousarray(page.soft[::FEW, ::FEW])
    dark = (few < 1 - PALER * contrast).astype(np.uint8)
    near = cv2.dilate(dark, square(2 * NEAR_MM * page.millimetre / FEW + 1))
    if np.count_nonzero((few < PALE) & (near == 0)) < SPREAD * few.size:
        return False
    fills = solid(page.soft < PALE, page.millimetre)
    pale = ((page.share < PALE) & _bare(page, contrast) & ~fills).astype(np.uint8)
    if cv2.countNonZero(pale) < SPREAD * pale.size:
        return False
    thick = cv2.morphologyEx(pale, cv2.MORPH_OPEN, square(max(2.0, STROKE_MM * page.millimetre)))
    return cv2.countNonZero(thick) < THICK * cv2.countNonZero(pale)


def lifted_by_repeats(grey: NDArray[np.uint8], page: CoarsePage, contrast: float) -> NDArray[np.uint8] | None:
    """The page without its watermark; None where nothing pale repeats aslant.

    Args:
        grey: height × width, dark print on a light ground.
        page: the same, coarse.
        contrast: of its print.
    """
    import cv2

    bare = bare_places(page, contrast)
    moves = repeats(page, bare)
    if len(moves) < FEWEST:
        return None
    mark = _mark(page, bare, _with_sums(moves, page)[: ALL if page.noise > NOISY else SHOWN])
    if mark is None:
        return None
    ground = cv2.resize(page.light, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return lifted_mark(grey, ground, mark, page.millimetre * grey.shape[1] / page.soft.shape[1])


def repeats(page: CoarsePage, bare: NDArray[np.bool_]) -> tuple[tuple[float, float], ...]:
    """The moves (right and down, in dots of the page) that lay the page's pale letters over each other; best first.

    Of a move and its opposite only the one to the right is given.

    Args:
        page: as coarse_page gives it.
        bare: where no print covers it.
    """
    few = MOVED_DPI / 25.4 / page.millimetre
    alike = _correlation(*_levelled(page, bare, few))
    middle_y, middle_x = (side // 2 for side in alike.shape)
    peaks = _peaks(alike)
    found = []
    for y, x in peaks:
        right = x - middle_x + _between(alike[y, x - 1 : x + 2])
        down = y - middle_y + _between(alike[y - 1 : y + 2, x])
        found.append((right / few, down / few))
    return tuple(found)


def _peaks(alike: NDArray[np.float32]) -> tuple[tuple[int, int], ...]:
    """The rows and columns of the clear peaks of a correlation, aslant of its middle and to the right; best first."""
    import cv2
    import numpy as np

    middle_y, middle_x = (side // 2 for side in alike.shape)
    near = round(ASLANT_MM * MOVED_DPI / 25.4)
    aslant = alike.copy()
    aslant[:, : middle_x + near] = 0
    aslant[middle_y - near : middle_y + near + 1] = 0
    high = np.argwhere((aslant >= cv2.dilate(aslant, square(near | 1))) & (aslant >= ALIKE)).tolist()
    clear = {}
    for y, x in high:
        beside = float(np.median(alike[y, max(0, x - near) : x + near + 1]))
        above = float(np.median(alike[max(0, y - near) : y + near + 1, x]))
        clear[y, x] = float(alike[y, x]) - max(beside, above, 0.0)
    least = max(ALIKE, OF_HIGHEST * max(clear.values(), default=0.0))
    best = sorted(clear, key=lambda place: -clear[place])[:MOST]
    return tuple(place for place in best if clear[place] >= least)


def bare_places(page: CoarsePage, contrast: float) -> NDArray[np.bool_]:
    """Where no print, no rule and no shading covers the page.

    A shaded cell is like another in its row or column, and hides how letters in it repeat.
    """
    return _bare(page, contrast) & ~solid(page.soft < PALE, page.millimetre)


def _bare(page: CoarsePage, contrast: float) -> NDArray[np.bool_]:
    """Where neither print nor a rule covers the page."""
    import cv2
    import numpy as np

    millimetre = page.millimetre
    dark = (page.soft < 1 - PALER * contrast).astype(np.uint8)
    ruled = thin_runs((page.soft < PALE).astype(np.uint8), PALE_RULE_MM * millimetre, THICK_MM * millimetre)
    return (cv2.dilate(dark, square(2 * NEAR_MM * millimetre + 1)) == 0) & ~ruled


def _levelled(page: CoarsePage, bare: NDArray[np.bool_], few: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How much darker than around it the page is, at a lower resolution; and 1 where that is known, else 0."""
    import cv2
    import numpy as np

    lack = np.where(bare, 1 - page.share, 0).astype(np.float32)
    size = (round(lack.shape[1] * few), round(lack.shape[0] * few))
    covered = cv2.resize(bare.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    known = (covered > 0.5).astype(np.float32)
    lack = known * cv2.resize(lack, size, interpolation=cv2.INTER_AREA) / np.maximum(covered, 0.5)
    wide = square(WIDE_MM * MOVED_DPI / 25.4).shape
    usual = cv2.blur(lack, wide) / np.maximum(cv2.blur(known, wide), 1e-3)
    fine = SOFT_MM * MOVED_DPI / 25.4
    soft = cv2.GaussianBlur(lack, (0, 0), fine) / np.maximum(cv2.GaussianBlur(known, (0, 0), fine), 1e-3)
    return np.clip(soft - usual, *DEEP).astype(np.float32) * known, known


def _correlation(lack: NDArray[np.float32], known: NDArray[np.float32]) -> NDArray[np.float32]:
    """The correlation of a picture with itself for every move, told by the dots known in both; no move is its middle.

    Longer moves than half of the page are left out.

    Args:
        lack: the picture, 0 where it is not known.
        known: 1 on 0.
    """
    import cv2
    import numpy as np

    # a longer move than half of the page comes round on its other side
    shape = [cv2.getOptimalDFTSize(round(1.5 * side) + 1) for side in lack.shape]
    seen, once, twice = (np.fft.rfft2(part, shape) for part in (known, lack, lack * lack))
    count, both, total, squares = (
        np.fft.fftshift(np.fft.irfft2(left * right.conj(), shape))
        for left, right in ((seen, seen), (once, once), (once, seen), (twice, seen))
    )
    least = np.maximum(count, 1)
    # the sums over the other picture are the same for the opposite move
    other_total, other_squares = (_opposite(part) for part in (total, squares))
    spread = (squares - total**2 / least) * (other_squares - other_total**2 / least)
    alike = (both - total * other_total / least) / np.sqrt(np.maximum(spread, 1e-6))
    alike[count <= OVERLAP * known.sum()] = 0
    for axis, side in enumerate(lack.shape):
        far = np.abs(np.arange(shape[axis]) - shape[axis] // 2) > side // 2
        alike[(slice(None),) * axis + (far,)] = 0
    return alike.astype(np.float32)


def _opposite(moved: NDArray[np.float64]) -> NDArray[np.float64]:
    """A picture by moves, for the opposite moves; no move is in its middle."""
    import numpy as np

    turned = moved[::-1, ::-1]
    return np.roll(turned, [1 - side % 2 for side in moved.shape], (0, 1))


def _between(near: NDArray[np.float32]) -> float:
    """Where between three dots the peak of a parabola through them lies, from the middle one."""
    if len(near) < 3:  # at the very edge
        return 0.0
    before, here, after = (float(value) for value in near)
    bend = before - 2 * here + after
    return 0.0 if bend >= 0 else max(-0.5, min(0.5, (before - after) / (2 * bend)))


def _mark(page: CoarsePage, bare: NDArray[np.bool_], moves: tuple[tuple[float, float], ...]) -> Mark | None:
    """The watermark as the average over its repeats shows it; None where that is no lettering."""
    import numpy as np

    known = bare.astype(np.float32)
    lack = (1 - page.soft) * known
    told = _at_repeats(lack, known, moves)
    dark = told[told > LIGHTEST]
    if dark.size < LEAST * told.size:
        return None
    depth = float(np.percentile(dark, 80))
    # the faded print of one place must not outweigh the paper of the others
    told = _at_repeats(np.minimum(lack, DEEPEST * depth), known, moves)
    strokes = (told > max(LIGHTEST, depth / 2)).astype(np.uint8)
    inner = (told > 0.8 * depth) & bare
    if not inner.any() or not is_lettering(strokes, page.millimetre):
        return None
    if float(np.median((1 - page.share)[inner])) < depth / 2:
        return None  # laid over each other not exactly enough for strokes so thin
    # a stroke of two dots is deeper than the mean around any of its dots
    return Mark(strokes, 1 - usual_depth(1 - page.share, inner.astype(np.uint8), SLOW_MM * page.millimetre))


def _with_sums(moves: tuple[tuple[float, float], ...], page: CoarsePage) -> tuple[tuple[float, float], ...]:
    """The moves and their sums and differences in pairs, which lead to repeats too: those of more overlap first."""
    height, width = page.soft.shape
    apart = APART_MM * page.millimetre
    found = list(moves)
    for one in range(len(moves)):
        for other in range(one):
            for sign in (1, -1):
                right, down = (moves[one][way] + sign * moves[other][way] for way in (0, 1))
                both = [(known[0] - right, known[1] - down) for known in (*found, (0, 0))]
                both += [(known[0] + right, known[1] + down) for known in found]
                if abs(right) < width and abs(down) < height and all(max(map(abs, gap)) > apart for gap in both):
                    found.append((right, down))
    overlaps = {move: (width - abs(move[0])) * (height - abs(move[1])) for move in found}
    return tuple(sorted(found, key=lambda move: -overlaps[move])[:ALL])


def _at_repeats(
    lack: NDArray[np.float32], known: NDArray[np.float32], moves: tuple[tuple[float, float], ...]
) -> NDArray[np.float32]:
    """What the repeats of each dot lack of the light in the mean, without the dot itself: it may be faded print.

    Args:
        lack: share of light that is lacking, 0 where it is not known.
        known: 1 on 0.
        moves: from a dot to its repeats, and the opposite ones.
    """
    import cv2
    import numpy as np

    size = known.shape[::-1]
    total, count = np.zeros_like(lack), np.zeros_like(known)
    for right, down in moves:
        for way in (1, -1):
            move = np.array([[1, 0, way * right], [0, 1, way * down]], np.float32)
            total += cv2.warpAffine(lack, move, size)
            count += cv2.warpAffine(known, move, size)
    return (total / np.maximum(count, 0.5)).astype(np.float32)
