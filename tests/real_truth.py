"""Truth of the real documents in ../shared/real for the tests; how a grid is compared with it is benchmarks/real.py's.

Nothing of them is in the repository; tests that need them skip when the folder is absent.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.real import REAL, Truth, bare, differences, differences_over_pages, fragment, load

__all__ = ["REAL", "Truth", "bare", "differences", "differences_over_pages", "fragment", "real", "truth"]


def real(*parts: str) -> Path:
    """A path below the real documents; skips the test when they are absent."""
    path = REAL.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no real documents at {REAL}")
    return path


def truth(name: str) -> Truth:
    """The truth file of this name."""
    return load(real("truth", f"{name}.json"))
