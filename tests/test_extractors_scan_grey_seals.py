from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from extractors.scan.cleaning.grey_seal_frames import ellipse_through
from extractors.scan.cleaning.grey_seals import GreySeals, without_grey_seals
from extractors.scan.cleaning.watermark_page import coarse_page

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DPI, PAPER, SEAL, PRINT = 200.0, 240, 120, 45
MIDDLE, RADIUS = (700, 900), 155  # a seal of 40 mm


def _cleared(grey: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], GreySeals | None]:
    """The page after this stage."""
    page = coarse_page(grey, DPI)
    assert page is not None
    return without_grey_seals(grey, page)


def _page() -> NDArray[np.uint8]:
    """A ruled table with a word in each cell, its rules and print thin and dark."""
    import cv2
    import numpy as np

    page = np.full((1600, 1400), PAPER, np.uint8)
    for y in range(700, 1101, 80):
        cv2.line(page, (200, y), (1200, y), PRINT, 2)
        for x in (230, 560, 860):
            cv2.putText(page, "95.2 tons", (x, y + 52), cv2.FONT_HERSHEY_SIMPLEX, 1.1, PRINT, 2, cv2.LINE_AA)
    for x in (200, 530, 830, 1200):
        cv2.line(page, (x, 700), (x, 1100), PRINT, 2)
    return page


def _stamped(page: NDArray[np.uint8], shape: str) -> NDArray[np.uint8]:
    """The page with a seal over it, as light goes through a film: round with a star, oval or square."""
    import cv2
    import numpy as np

    film = np.full(page.shape, 255, np.uint8)
    share = 255 * SEAL // PAPER
    if shape == "round":
        cv2.circle(film, MIDDLE, RADIUS, share, 9, cv2.LINE_AA)
        star = [
            (MIDDLE[0] + r * np.sin(a), MIDDLE[1] - r * np.cos(a))
            for r, a in ((55 if k % 2 == 0 else 22, k * np.pi / 5) for k in range(10))
        ]
        cv2.fillPoly(film, [np.array(star, np.int32)], share)
    elif shape == "oval":
        cv2.ellipse(film, MIDDLE, (175, 118), 8, 0, 360, share, 8, cv2.LINE_AA)
        cv2.putText(film, "HOHO", (MIDDLE[0] - 95, MIDDLE[1] + 20), cv2.FONT_HERSHEY_SIMPLEX, 2.2, share, 5)
    else:
        corners = cv2.boxPoints((MIDDLE, (200, 200), 7)).astype(np.int32)
        cv2.polylines(film, [corners], isClosed=True, color=share, thickness=8, lineType=cv2.LINE_AA)
        cv2.putText(film, "HOH", (MIDDLE[0] - 75, MIDDLE[1] + 20), cv2.FONT_HERSHEY_SIMPLEX, 2.2, share, 5)
    return (page * (film / 255)).astype(np.uint8)


@pytest.mark.parametrize("shape", ["round", "oval", "square"])
def test_a_grey_seal_becomes_paper_and_the_print_below_it_stays(shape: str) -> None:
    """Bare strokes of the seal are as light as paper; print and rules that cross them stay clearly darker."""
    page = _page()
    stamped = _stamped(page, shape)
    cleared, covered = _cleared(stamped)
    assert covered is not None
    inked = stamped < 0.75 * PAPER
    own = inked & (page > 0.9 * PAPER)
    below = (page < 1.2 * PRINT) & (stamped < 0.6 * page)
    assert (cleared[own] > 0.8 * PAPER).mean() > 0.9
    assert (cleared[below] < 0.65 * PAPER).mean() > 0.9


@pytest.mark.parametrize(("print_", "lettered"), [(PRINT, False), (135, True)])
def test_letters_may_stay_where_the_print_is_as_pale_as_the_seal(print_: int, lettered: bool) -> None:
    """What the frame encloses is marked, and nothing else: there a letter and a word cannot be told apart."""
    import numpy as np

    page = _page()
    pale = np.where(page < PAPER, np.maximum(page, print_), page).astype(np.uint8)
    _, seals = _cleared(_stamped(pale, "round"))
    assert seals is not None
    assert seals.lettered[MIDDLE[1], MIDDLE[0]] == lettered
    assert not seals.lettered[:, : MIDDLE[0] - RADIUS - 20].any()


@pytest.mark.parametrize("shape", ["round", "oval", "square"])
def test_pale_thin_rules_across_a_grey_seal_are_not_parted(shape: str) -> None:
    """A hairline is as pale as the seal is, and its ink lies over it, beside it and between its letters."""
    import cv2
    import numpy as np

    page = np.full((1600, 1400), PAPER, np.uint8)
    for y in range(700, 1101, 80):
        cv2.line(page, (200, y), (1200, y + 8), 110, 1, cv2.LINE_AA)
    page = cv2.GaussianBlur(page, (0, 0), 0.6).astype(np.uint8)
    cleared, covered = _cleared(_stamped(page, shape))
    assert covered is not None
    ruled = page < 0.75 * PAPER
    assert (cleared[ruled] < 0.85 * PAPER).mean() > 0.985


def test_a_grey_seal_whose_frame_is_parted_by_a_rule_aslant_is_taken_off() -> None:
    """A heavy dark rule that runs along a piece of the frame leaves a gap longer than print does."""
    import cv2
    import numpy as np

    page = np.full((1600, 1400), PAPER, np.uint8)
    cv2.line(page, (200, MIDDLE[1] + 100), (1200, MIDDLE[1] + 106), PRINT, 12)
    stamped = _stamped(page, "oval")
    cleared, covered = _cleared(stamped)
    assert covered is not None
    own = (stamped < 0.75 * PAPER) & (page > 0.9 * PAPER)
    assert (cleared[own] > 0.8 * PAPER).mean() > 0.95


def test_each_of_two_grey_seals_side_by_side_is_taken_off() -> None:
    """Their frames nearly touch: each has its own outline, and what is left of neither is as long as a stroke."""
    import cv2
    import numpy as np

    page = _page()
    stamped = _stamped(page, "round").astype(float)
    film = np.full(page.shape, 1.0)
    cv2.circle(film, (MIDDLE[0] + 2 * RADIUS + 24, MIDDLE[1]), RADIUS, SEAL / PAPER, 9, cv2.LINE_AA)
    stamped = (stamped * film).astype(np.uint8)
    cleared, covered = _cleared(stamped)
    assert covered is not None
    own = (stamped < 0.75 * PAPER) & (page > 0.9 * PAPER)
    assert (cleared[own] > 0.8 * PAPER).mean() > 0.95


def test_each_of_two_round_grey_seals_that_overlap_is_taken_off() -> None:
    """Together they enclose nothing convex, but each lies on long strokes all around."""
    import numpy as np

    page = _page()
    moved = np.roll(_stamped(np.full_like(page, PAPER), "oval"), (-50, 210), axis=(0, 1)) / PAPER
    stamped = (_stamped(page, "round") * moved).astype(np.uint8)
    cleared, covered = _cleared(stamped)
    assert covered is not None
    own = (stamped < 0.75 * PAPER) & (page > 0.9 * PAPER)
    assert (cleared[own] > 0.8 * PAPER).mean() > 0.9


@pytest.mark.parametrize("across", [-(MIDDLE[0] - 90), 1400 - MIDDLE[0] - 90])
def test_a_grey_seal_cut_by_the_edge_of_the_page_is_taken_off(across: int) -> None:
    """A quarter of it lies beyond; its frame is not closed."""
    import numpy as np

    whole = _stamped(np.full((1600, 1400), PAPER, np.uint8), "round")
    stamped = np.full_like(whole, PAPER)
    if across < 0:
        stamped[:, :across] = whole[:, -across:]
    else:
        stamped[:, across:] = whole[:, :-across]
    cleared, covered = _cleared(stamped)
    assert covered is not None
    assert (cleared[stamped < 0.75 * PAPER] > 0.8 * PAPER).mean() > 0.9


def test_a_grey_seal_beside_pieces_of_pale_rules_is_taken_off() -> None:
    """Print covers an eighth of its frame, and a broken rule as pale as the seal runs along it."""
    import cv2
    import numpy as np

    page = np.full((1600, 1400), PAPER, np.uint8)
    for y in range(600, 1300, 60):
        cv2.line(page, (MIDDLE[0] + RADIUS + 25, y), (MIDDLE[0] + RADIUS + 25, y + 48), SEAL + 5, 5)
    stamped = _stamped(page, "round")
    stamped[MIDDLE[1] - RADIUS - 12 : MIDDLE[1] - RADIUS + 24, 640:760] = PRINT
    cleared, covered = _cleared(stamped)
    assert covered is not None
    own = (stamped < 0.75 * PAPER) & (stamped > 2 * PRINT) & (page > 0.9 * PAPER)
    assert (cleared[own] > 0.8 * PAPER).mean() > 0.9


@pytest.mark.parametrize("shape", ["round", "square"])
def test_nothing_changes_away_from_a_grey_seal(shape: str) -> None:
    """What lies further away than the seal is large is left as it was, dot by dot."""
    stamped = _stamped(_page(), shape)
    cleared, _ = _cleared(stamped)
    assert (cleared[:, :450] == stamped[:, :450]).all()
    assert (cleared[:, 950:] == stamped[:, 950:]).all()


@pytest.mark.parametrize("lean", [0.0, 2.2, -4.0])
def test_cells_of_a_table_in_heavy_pale_rules_are_no_seal(lean: float) -> None:
    """A box of a seal's size, tone and breadth is part of the table where its sides go on beyond its corners."""
    import cv2
    import numpy as np

    page = np.full((1600, 1400), PAPER, np.uint8)
    for y in (500, 700):
        cv2.line(page, (200, y), (1200, y), SEAL, 3)
    for x in (500, 720):
        cv2.line(page, (x, 300), (x, 1100), SEAL, 3)
    cv2.rectangle(page, (500, 500), (720, 700), SEAL, 7)
    cv2.putText(page, "HOH", (530, 620), cv2.FONT_HERSHEY_SIMPLEX, 2.2, SEAL, 5)
    crooked = cv2.getRotationMatrix2D((700, 800), lean, 1)
    page = cv2.warpAffine(page, crooked, (1400, 1600), borderValue=PAPER).astype(np.uint8)
    same, covered = _cleared(page)
    assert covered is None
    assert same is page


def test_a_shaded_cell_is_no_seal() -> None:
    """It is as large and as grey, and filled."""
    page = _page()
    page[300:560, 300:640] = SEAL
    assert _cleared(page)[1] is None


def test_a_seal_as_dark_as_print_is_left_alone() -> None:
    """On a page of black and white nothing tells a seal from print: what cannot be told is not taken away."""
    import numpy as np

    bits = np.where(_stamped(_page(), "round") < 0.75 * PAPER, 0, 255).astype(np.uint8)
    same, covered = _cleared(bits)
    assert covered is None
    assert same is bits


def test_what_lies_apart_from_a_frame_is_not_inside_it() -> None:
    """Long strokes that enclose nothing near them have no inside, and are no error."""
    import numpy as np

    from extractors.scan.cleaning.grey_seal_outline import depth_in

    frame, enclosed = np.zeros((200, 200), np.uint8), np.zeros((200, 200), np.uint8)
    frame[20, 20:180], enclosed[150:170, 50:90] = 1, 1
    assert not depth_in(frame, enclosed, 8.0).any()


def test_through_dots_on_a_line_goes_no_ellipse() -> None:
    """Through five dots on a line and one beside it, as a page had them, OpenCV finds none and raises an error."""
    import numpy as np

    dots = [(205, 251), (212, 251), (229, 238), (221, 251), (177, 251), (207, 251)]
    assert ellipse_through(np.array(dots, np.float32)) is None


@pytest.mark.parametrize("lean", [0.0, 12.0, 35.0])
def test_a_cell_whose_rules_have_faded_is_no_seal(lean: float) -> None:
    """Its walls are as pale and broad as a frame, but those above and below it go on; a sheet may be crooked."""
    import cv2
    import numpy as np

    table = np.full((1200, 1400), PAPER, np.uint8)
    cv2.rectangle(table, (190, 700), (1200, 834), PRINT, 7)
    for x in (390, 642):
        cv2.line(table, (x, 700), (x, 834), PRINT, 7)
    for x in (210, 660):
        cv2.putText(table, "95.2 tons", (x, 780), cv2.FONT_HERSHEY_SIMPLEX, 1.1, PRINT, 2, cv2.LINE_AA)
    table[:, 380:652] = np.where(table[:, 380:652] < SEAL, SEAL, table[:, 380:652])
    cv2.putText(table, "sat.", (430, 790), cv2.FONT_HERSHEY_SIMPLEX, 2.2, SEAL, 5)
    crooked = np.array([[1, 0, 0], [lean / 1000, 1, -lean * 0.7]])
    page = cv2.warpAffine(table, crooked, table.shape[::-1], borderValue=PAPER)
    cleared, seals = _cleared(page)
    assert seals is None
    assert cleared is page


@pytest.mark.parametrize(("step", "broad", "lean"), [(50, 5, 0.3), (56, 7, 0.0), (62, 7, 0.3)])
def test_a_corner_of_a_table_that_has_faded_is_no_seal(step: int, broad: int, lean: float) -> None:
    """An oval lies near its rules, its wall and its print, but hardly on any ink beside the rules."""
    import cv2
    import numpy as np

    table = np.full((1600, 1400), PAPER, np.uint8)
    tops = range(500, 1201, step)
    for y in tops:
        cv2.line(table, (200, y), (1200, y), PRINT, broad)
    for x in (200, 530, 830, 1000, 1200):
        cv2.line(table, (x, tops[0]), (x, tops[-1]), PRINT, broad)
    for y in tops[:-1]:
        cv2.putText(table, "12345", (1030, y + step - 14), cv2.FONT_HERSHEY_SIMPLEX, 1.0, PRINT, 4, cv2.LINE_AA)
    ys, xs = np.mgrid[:1600, :1400]
    faded = 0.75 * np.clip(1 - np.hypot(xs - 1200, ys - 640) / 250, 0, 1)
    pale = (PAPER - (PAPER - table.astype(float)) * (1 - faded)).astype(np.uint8)
    crooked = cv2.getRotationMatrix2D((700, 800), lean, 1)
    page = cv2.warpAffine(pale, crooked, (1400, 1600), borderValue=PAPER).astype(np.uint8)
    cleared, seals = _cleared(page)
    assert seals is None
    assert cleared is page
