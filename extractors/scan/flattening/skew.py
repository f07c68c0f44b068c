"""The angle by which a page is turned from straight, by the projections of its ink."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LARGEST = 12.0  # degrees of skew looked for to either side
# Degrees: how far the lines of print must lean to be believed before the projections, and how near to them these are.
DOUBTED, NEAR = 0.3, 0.2
# In character heights: white inside a line, its least length, its least and its greatest height but for its lean.
JOINED, LONG, LOW, HIGH = 0.4, 3.0, 0.6, 1.5
BLUR = 0.1
BAND = 8  # pixels side by side that are taken together where the sharpness at an angle is estimated
# Estimates that reach this share of the best one are looked at: at large angles they are off by up to a fifth, at small
# ones by less than a hundredth, and less the nearer these lie to each other.
NEARLY = (0.75, 0.97, 0.99)
LOOKED_AT = 1200  # pixels of the longer side
STEEPEST = 0.1  # of a line's length, by which its lean makes it higher at the most


def skew_of(ink: NDArray[np.uint8]) -> float:
    """The angle in degrees, clockwise positive, by which the page is turned from straight.

    The projections of ink on both axes are sharpest when rules and lines of text lie along them (Postl's method).

    Args:
        ink: height × width, the darker the ink the larger the number, 0 where there is none.
    """
    # a coarse look at a small picture finds the half degree, a fine one at a larger picture the rest
    best = 0.0
    coarse, fine = _shrunk(ink, 450), _shrunk(ink, 900)
    for small, reach, step, near in zip(
        (coarse, fine, fine), (LARGEST, 0.5, 0.1), (0.5, 0.1, 0.02), NEARLY, strict=True
    ):
        canvas = _on_ground(small, abs(best) + reach)
        count = round(reach / step)
        best = _sharpest(canvas, [best + step * k for k in range(-count, count + 1)], near)
    return round(best, 2)


def skew_of_lines(ink: NDArray[np.uint8], glyph: float) -> float:
    """The angle in degrees, clockwise positive, by which the lines of print lean; 0.0 where they hardly do.

    Where nothing is ruled and few lines are printed, the grain of the picture, which is sharpest as it lies, outweighs
    them in `skew_of`. Each line leans as its ink does by least squares; the longest tell the most.

    Args:
        ink: height × width, 255 on 0, of print without rules.
        glyph: the usual height of a character in pixels.
    """
    import numpy as np

    leans = sorted(_leans(ink, glyph))
    if not leans:
        return 0.0
    weights = np.cumsum([weight for _, weight in leans])
    lean = float(np.degrees(np.arctan(leans[int(np.searchsorted(weights, weights[-1] / 2))][0])))
    if abs(lean) < DOUBTED:
        return 0.0
    canvas, blur = _on_ground(_shrunk(ink, LOOKED_AT), abs(lean) + NEAR), _blur(ink, glyph)
    near = [lean + 0.02 * k for k in range(-round(NEAR / 0.02), round(NEAR / 0.02) + 1)]
    # the longest "lines" may be the sheet's edges: a lean that does not make the print more level is none
    best: float = max((0.0, *near), key=lambda angle: _levelness(canvas, angle, blur))
    return round(best, 2)


def levelness(ink: NDArray[np.uint8], glyph: float) -> float:
    """How level the lines of print are: the larger, the more of them lie along x. For pictures of one page only.

    Args:
        ink: height × width, 255 on 0, of print without rules.
        glyph: the usual height of a character in pixels.
    """
    return _levelness(_shrunk(ink, LOOKED_AT), 0.0, _blur(ink, glyph))


def _blur(ink: NDArray[np.uint8], glyph: float) -> float:
    """In pixels of the picture looked at: finer grain than lines of print."""
    return BLUR * glyph * min(1.0, LOOKED_AT / max(ink.shape)) + 0.5


def lines_of_print(ink: NDArray[np.uint8], glyph: float) -> NDArray[np.float64]:
    """The lines of print: rows (x and y of the middle, slope of y on x, length), in pixels.

    Args:
        ink: height × width, 255 on 0, of print without rules.
        glyph: the usual height of a character in pixels.
    """
    import cv2
    import numpy as np

    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (max(3, int(JOINED * glyph)), 1))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, kernel))
    lines: list[tuple[float, float, float, float]] = []
    for index, (x, y, width, height) in enumerate(stats[1:count, :4].tolist(), start=1):
        if width < LONG * glyph or not LOW * glyph < height < HIGH * glyph + STEEPEST * width:
            continue
        area = np.s_[y : y + height, x : x + width]
        ys, xs = np.nonzero((labels[area] == index) & (ink[area] > 0))
        along = xs - xs.mean()
        slope = float((along * ys).sum() / (along**2).sum())
        lines.append((x + float(xs.mean()), y + float(ys.mean()), slope, float(width)))
    return np.array(lines, np.float64).reshape(-1, 4)


def _leans(ink: NDArray[np.uint8], glyph: float) -> list[tuple[float, float]]:
    """The slope of each line of print, y on x, and its weight: the cube of its length."""
    return [(slope, width**3) for _, _, slope, width in lines_of_print(ink, glyph).tolist()]


def _levelness(canvas: NDArray[np.uint8], angle: float, blur: float) -> float:
    """How much the projection on y changes when the canvas is turned, finer grain than lines of print left aside."""
    import cv2
    import numpy as np

    projection = cv2.GaussianBlur(
        _projections(canvas, angle)[1].astype(np.float64), (1, 2 * round(3 * blur) + 1), 1.0, sigmaY=blur
    )
    return float((np.diff(projection.ravel()) ** 2).sum())


def _projections(canvas: NDArray[np.uint8], angle: float) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The sums along y and along x of the canvas turned by an angle."""
    import cv2

    height, width = canvas.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(canvas, turn, (width, height), flags=cv2.INTER_LINEAR)
    # OpenCV adds up along a row in whole numbers many times as fast as in floating-point ones
    along_y, along_x = (cv2.reduce(turned, axis, cv2.REDUCE_SUM, dtype=cv2.CV_32S) for axis in (0, 1))
    return along_y, along_x


def _shrunk(ink: NDArray[np.uint8], longest: int) -> NDArray[np.uint8]:
    """The picture with a longest side of so many pixels, or as it is when it is smaller."""
    import cv2

    shrink = min(1.0, longest / max(ink.shape))
    return cv2.resize(ink, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)


def _on_ground(small: NDArray[np.uint8], reach: float) -> NDArray[np.uint8]:
    """A picture with as much room around it as turning by `reach` degrees takes."""
    import numpy as np

    height, width = small.shape
    cos, sin = np.cos(np.radians(reach)), np.sin(np.radians(reach))
    y, x = (int(height * cos + width * sin - height) // 2 + 2, int(width * cos + height * sin - width) // 2 + 2)
    return np.pad(small, ((max(2, y), max(2, y)), (max(2, x), max(2, x))))


def _sharpest(canvas: NDArray[np.uint8], angles: list[float], near: float) -> float:
    """The angle to turn a canvas by so that its projections are sharpest.

    To turn it takes four times as long as to estimate the sharpness, so that is done at the angles in question only.
    """
    import cv2

    bands = _bands(canvas), _bands(cv2.transpose(canvas))
    estimates = [_sheared(bands[0], angle) + _sheared(bands[1], -angle) for angle in angles]
    likely = [angle for angle, found in zip(angles, estimates, strict=True) if found >= near * max(estimates)]
    return likely[0] if len(likely) == 1 else max(likely, key=lambda angle: _sharpness(canvas, angle))


def _bands(canvas: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The means of pixels side by side: height × an eighth of the width, blank columns added to fill the last band."""
    import cv2
    import numpy as np

    height, width = canvas.shape
    count = -(-width // BAND)
    whole = np.zeros((height, count * BAND), np.float32)
    before = (count * BAND - width) // 2
    whole[:, before : before + width] = canvas
    return cv2.resize(whole, (count, height), interpolation=cv2.INTER_AREA)


def _sheared(bands: NDArray[np.float32], angle: float) -> float:
    """How much the projection on y changes from pixel to pixel when each band is shifted as turning would shift it."""
    import cv2
    import numpy as np

    height, count = bands.shape
    lean, stretch = BAND * np.tan(np.radians(angle)), 1 / np.cos(np.radians(angle))
    start = (height - 1) / 2 * (1 - stretch) - lean * (count - 1) / 2
    shear = np.array([[1, 0, 0], [lean, stretch, start]])
    shifted = cv2.warpAffine(bands, shear, (count, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    return float((np.diff(cv2.reduce(shifted, 1, cv2.REDUCE_SUM).ravel()) ** 2).sum())


def _sharpness(canvas: NDArray[np.uint8], angle: float) -> float:
    """How much the projections on both axes change from pixel to pixel when the canvas is turned by an angle."""
    import numpy as np

    sums = (projection.ravel() for projection in _projections(canvas, angle))
    return float(sum((np.diff(projection.astype(np.float64)) ** 2).sum() for projection in sums))
