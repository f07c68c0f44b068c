"""Connected blobs of ink, labelled in the smallest numbers that hold them, and stretches of it along a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST = 65000  # labels that 16 bits hold, with some to spare


def blobs(
    ink: NDArray[np.uint8],
) -> tuple[int, NDArray[np.integer], NDArray[np.int32], NDArray[np.float64]]:
    """What cv2.connectedComponentsWithStats gives, eight neighbours connected, on a page in a third of the time.

    OpenCV labels in 32 bits unless told otherwise, and most of its time goes into writing them; in 16 bits its labels
    run over, at best with an error. So the places where a blob may begin are counted first: a pixel without an inked
    neighbour left, above left or above, and there are at least as many as labels given on the way. (OpenCV goes over
    squares of four pixels, so the neighbour above to the right is not always seen before.)

    Args:
        ink: height × width, not 0 where inked.

    Returns:
        The number of labels (0 is the ground), the labels, their statistics and their centres.
    """
    import cv2

    few = _level_runs(ink) < MOST or _beginnings(ink) < MOST
    wide = cv2.CV_16U if few else cv2.CV_32S
    return cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=wide)


def _level_runs(ink: NDArray[np.uint8]) -> int:
    """So many runs along x there are at most: each beginning is that of a run, and to count runs takes half as long."""
    import cv2

    return len(ink) + cv2.countNonZero(cv2.subtract(ink[:, 1:], ink[:, :-1]))


def _beginnings(ink: NDArray[np.uint8]) -> int:
    """Inked pixels whose neighbours left, above left and above are bare."""
    import cv2
    import numpy as np

    before = cv2.dilate(ink, np.array([[1, 1, 0], [1, 0, 0]], np.uint8), anchor=(1, 1))
    return cv2.countNonZero(cv2.subtract(ink, before))


def inked_rows(ink: NDArray[np.uint8]) -> NDArray[np.integer]:
    """The rows of a picture in which its blobs are the same, in the same order: those that are not bare, and some more.

    Most of a page without its tables is bare, and to label the rest takes as long as it has rows.

    Args:
        ink: height × width, not 0 where inked.
    """
    import numpy as np

    inked = np.zeros(len(ink) + len(ink) % 2, bool)
    inked[: len(ink)] = ink.any(axis=1)
    # by twos, as OpenCV goes over a picture: its labels keep their order. A bare pair keeps apart what bare rows part
    pairs = np.logical_or(inked[::2], inked[1::2])
    pairs[:-1] |= pairs[1:]
    return np.flatnonzero(np.repeat(pairs, 2)[: len(ink)])


def stretches(filled: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where stretches of True begin, and the places behind their ends.

    >>> import numpy as np
    >>> stretches(np.array([True, True, False, True]))
    [(0, 2), (3, 4)]
    """
    import numpy as np

    steps = np.flatnonzero(np.diff(np.concatenate(([False], filled, [False])).astype(np.int8)))
    return [(int(first), int(behind)) for first, behind in steps.reshape(-1, 2)]
