"""UserUnit: how many points a unit of a page measures (PDF 1.6, ISO 32000-1 table 30). Neither library heeds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_UNITS = 75_000.0  # points a unit, by the PDF reference


def user_units(page: Callable[[int], Any], count: int) -> list[float]:
    """The unit of every page in points; 1 where nothing, or nothing possible, is said, or the page cannot be read.

    Args:
        page: gives the page of a number, from 1, as pdfminer reads it.
        count: of the pages.
    """
    from pdfminer.pdftypes import resolve1

    def unit_of(number: int) -> float:
        try:
            unit = resolve1(page(number).attrs.get("UserUnit"))
        # pdfminer fails on damaged objects in ways of its own; what is wrong with a page is said where its text is read
        except Exception:
            return 1.0
        return float(unit) if isinstance(unit, (int, float)) and 0 < unit <= MOST_UNITS else 1.0

    return [unit_of(number) for number in range(1, count + 1)]
