"""Cells whose text stands apart as in rows, on pictures drawn here."""

from __future__ import annotations

import pytest

DPI = 200.0


def _doubted(rules_between: bool, leading: int) -> int:
    """Cells that are said to lack a wall on a table of three columns and four rows of print."""
    import cv2
    import numpy as np

    from extractors.scan.cleaning.cleanup import clean
    from extractors.scan.geometry import measure
    from extractors.scan.ruling.missing_walls import missing_walls

    page = np.full((900, 1200, 3), 255, np.uint8)
    top, bottom = 100, 100 + 4 * leading
    for x in (100, 400, 700, 1000):
        cv2.line(page, (x, top), (x, bottom), (0, 0, 0), 2)
    for row in range(5):
        y = top + row * leading
        cv2.line(page, (100, y), (700 if 0 < row < 4 and not rules_between else 1000, y), (0, 0, 0), 2)
        for x in (130, 430, 730):
            if row < 4:
                cv2.putText(page, "HWMBE", (x, y + leading // 2 + 10), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (0, 0, 0), 2)
    geometry = measure(clean(page, DPI), 0)
    return sum(len(missing_walls(geometry, lattice)) for lattice in geometry.lattices)


@pytest.mark.parametrize("leading", [50, 90])
def test_rows_without_a_wall_between_them_are_said_to_lack_one(leading: int) -> None:
    """Four lines in one cell, with walls beside them between each two, are one doubted cell."""
    assert _doubted(rules_between=False, leading=leading) == 1


@pytest.mark.parametrize("leading", [50, 90])
def test_rows_with_their_walls_are_not_doubted(leading: int) -> None:
    """A table with all its walls lacks none."""
    assert _doubted(rules_between=True, leading=leading) == 0


def _level_cell_doubted(texts: tuple[tuple[str, int], ...]) -> int:
    """Cells doubted on a table of four rows whose first column is one merged cell with these texts at these heights."""
    import cv2
    import numpy as np

    from extractors.scan.cleaning.cleanup import clean
    from extractors.scan.geometry import measure
    from extractors.scan.ruling.missing_walls import missing_walls

    page = np.full((900, 1200, 3), 255, np.uint8)
    for x in (100, 400, 700, 1000):
        cv2.line(page, (x, 100), (x, 500), (0, 0, 0), 2)
    for row in range(5):
        y = 100 + row * 100
        cv2.line(page, (400 if 0 < row < 4 else 100, y), (1000, y), (0, 0, 0), 2)
        for x in (430, 730) if row < 4 else ():
            cv2.putText(page, "HWMBE", (x, y + 60), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (0, 0, 0), 2)
    for text, base in texts:
        cv2.putText(page, text, (130, base), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (0, 0, 0), 2)
    geometry = measure(clean(page, DPI), 0)
    return sum(len(missing_walls(geometry, lattice)) for lattice in geometry.lattices)


def test_a_name_and_its_weight_centred_in_a_merged_cell_are_one_block() -> None:
    """Two texts around the middle of a cell of four rows are apart, but neither is centred in a half of it."""
    assert _level_cell_doubted((("HWMBE", 288), ("HWM", 332))) == 0


def test_two_names_each_centred_in_its_half_of_a_cell_are_doubted() -> None:
    """Two texts in the middles of the two halves of a cell of four rows stand as two cells without their wall."""
    assert _level_cell_doubted((("HWMBE", 210), ("HWMBE", 410))) == 1


def test_one_name_near_the_middle_and_another_at_the_side_are_doubted() -> None:
    """Texts that stand apart and are not centred in the cell as one are no block."""
    assert _level_cell_doubted((("HWMBE", 210), ("HWMBE", 310))) == 1
