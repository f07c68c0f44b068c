"""What is done to a picture along y, done to it along x too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def both_ways(grey: NDArray[np.uint8], cleared: Callable[[NDArray[np.uint8]], NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """The picture cleared along y and then along x; the very same one where neither changes it.

    Args:
        grey: height × width.
        cleared: gives back the very picture it was given where it finds nothing.
    """
    import numpy as np

    upright = cleared(grey)
    aside = upright.T  # a view: on most pages a few of its rows tell that there is nothing to clear
    across = cleared(aside)
    return upright if across is aside else np.ascontiguousarray(across.T)
