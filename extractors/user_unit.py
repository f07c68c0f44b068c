"""UserUnit: how many points a unit of a page measures (PDF 1.6, ISO 32000-1 table 30). Neither library heeds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_UNITS = 75_000.0  # points a unit, by the PDF reference


def user_units(page: Callable[[int], Any], count: int) -> list[float]:
    """The unit of every page in points; 1 where nothing, or nothing possible, is said, or the file cannot be read.

    Args:
        page: gives the page of a number, from 1, as pdfminer reads it.
        count: of the pages.
    """
    from pdfminer.pdftypes import resolve1

    try:
        units = [resolve1(page(number).attrs.get("UserUnit")) for number in range(1, count + 1)]
    # what is wrong with the file is said where its text is read
    except Exception:
        return [1.0] * count
    usable = [isinstance(unit, (int, float)) and 0 < unit <= MOST_UNITS for unit in units]
    return [float(unit) if use else 1.0 for unit, use in zip(units, usable, strict=True)]
