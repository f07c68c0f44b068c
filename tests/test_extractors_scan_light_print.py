from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from extractors.scan.cleaning.light_print import _with_light_print, with_dark_print

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DPI, PAPER = 200.0, 245
BAND = (slice(200, 260), slice(100, 700))  # 7.6 mm high, 76 mm wide


def _page(fill: int = 90, print_: int = 240, thickness: int = 2) -> NDArray[np.uint8]:
    """A page of dark strokes with one dark band, whose strokes are light, and a rule below it."""
    import cv2
    import numpy as np

    page = np.full((900, 800), PAPER, np.uint8)
    page[BAND] = fill
    for top, colour in ((218, print_), (330, 30), (430, 30)):
        for left in range(130, 660, 30):
            for stroke in range(0, 25, 8):
                cv2.line(page, (left, top + stroke), (left + 20, top + stroke), colour, thickness)
    cv2.line(page, (60, 300), (740, 300), 30, 3)
    return page


@pytest.mark.parametrize("fill", [20, 90, 150])
def test_light_print_on_a_dark_band_becomes_dark_print_within_a_drawn_edge(fill: int) -> None:
    """Strokes end up as ink, the fill as paper, the edge as a rule; the rest of the page is untouched."""
    import numpy as np

    page = _page(fill)
    turned = with_dark_print(page, DPI)
    inner = np.zeros(page.shape, bool)
    inner[208:252, 108:692] = True
    strokes = inner & (page > 200)
    assert (turned[strokes] < PAPER - 120).mean() > 0.95
    assert (turned[inner & (page == fill)] > PAPER - 15).mean() > 0.9
    assert (turned[201:204, 120:680] < 60).all()
    outside = np.ones(page.shape, bool)
    outside[195:265, 95:705] = False
    assert (turned[outside] == page[outside]).all()


@pytest.mark.parametrize("noise", [0.0, 7.0])
def test_a_faded_fill_is_told_from_a_shaded_one_by_its_print(noise: float) -> None:
    """A fill as light as grey under black print is turned over when its print is lighter still, and else let be."""
    import numpy as np

    grain = noise * np.random.default_rng(3).standard_normal((900, 800))
    faded, shaded = (np.clip(_page(185, print_) + grain, 0, 255).astype(np.uint8) for print_ in (242, 30))
    turned = with_dark_print(faded, DPI)
    strokes = np.zeros(faded.shape, bool)
    strokes[208:252, 108:692] = _page(185, 242)[208:252, 108:692] == 242
    assert (turned[strokes] < PAPER - 80).mean() > 0.9
    assert with_dark_print(shaded, DPI) is shaded


def test_the_fill_of_a_photograph_may_darken_along_the_band() -> None:
    """The fill is told around each place: uneven light leaves no ink behind."""
    import numpy as np

    lit = (_page(100).astype(float) * np.linspace(1.0, 0.7, 800)).astype(np.uint8)
    turned = with_dark_print(lit, DPI)
    between = turned[245:252, 140:660]  # below the strokes, away from the edge
    assert (between > 0.85 * PAPER).mean() > 0.95


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("dark print on a grey band", id="dark print on a grey band"),
        pytest.param("a band without print", id="a band without print"),
        pytest.param("the dark border of a scan", id="the dark border of a scan"),
        pytest.param("heavy letters", id="heavy letters"),
    ],
)
def test_what_is_no_dark_cell_with_light_print_stays_as_it_is(page: str) -> None:
    """The very same picture comes back."""
    import cv2
    import numpy as np

    if page == "dark print on a grey band":
        picture = _page(fill=190, print_=30)
    elif page == "a band without print":
        picture = _page(fill=60, print_=60)
    elif page == "the dark border of a scan":
        picture = _page(fill=PAPER, print_=30)
        picture[:, :40] = 20
        picture[100:800:50, 10:30] = 230
    else:
        picture = np.full((900, 800), PAPER, np.uint8)
        for left in range(100, 700, 60):  # bold letters of a heading: boxes with a bar, 6 mm
            cv2.rectangle(picture, (left, 200), (left + 46, 248), 20, 9)
            cv2.line(picture, (left, 224), (left + 46, 224), 20, 7)
    assert with_dark_print(picture, DPI) is picture


def test_a_white_cell_among_dark_ones_stays_white() -> None:
    """Only strokes are turned over, not a cell that dark ones enclose."""
    page = _page(60)
    page[255:420, 100:700] = 60
    page[300:360, 300:500] = PAPER
    for left in range(320, 480, 12):
        page[320:340, left : left + 3] = 30
    turned = with_dark_print(page, DPI)
    assert turned is not page
    assert (turned[306:354, 306:494] == page[306:354, 306:494]).all()


@pytest.mark.parametrize(("angle", "thickness"), [(24, 22), (26, 22)])
def test_a_letter_of_a_watermark_as_thick_as_a_cell_is_no_dark_cell(angle: int, thickness: int) -> None:
    """Its slanting strokes go on beyond the squares that fit into them; the white between them is no print."""
    import cv2
    import numpy as np

    picture = np.full((900, 800), PAPER, np.uint8)
    turn = cv2.getRotationMatrix2D((400, 400), angle, 1)
    for x0, y0, x1, y1 in ((-150, -60, 150, -60), (-150, 60, 150, 60), *((x, -150, x, 150) for x in (-60, 0, 60))):
        ends = turn @ np.array([[400 + x0, 400 + x1], [400 + y0, 400 + y1], [1, 1]])
        (ax, bx), (ay, by) = ends.round().astype(int).tolist()
        cv2.line(picture, (ax, ay), (bx, by), 150, thickness)
    for at in range(100, 800, 60):
        cv2.line(picture, (60, at), (740, at), 30, 3)
    for at in range(60, 800, 170):
        cv2.line(picture, (at, 100), (at, 760), 30, 3)
    assert with_dark_print(picture, DPI) is picture


def test_a_shadow_on_a_photograph_is_no_dark_cell() -> None:
    """A broad shadow as dark as a fill: the print in it, and its grain, stay as they are."""
    import cv2
    import numpy as np

    page = _page(fill=PAPER, print_=30).astype(np.float32)
    shadow = np.zeros(page.shape, np.float32)
    cv2.rectangle(shadow, (120, 150), (680, 700), 1, -1)
    page *= 1 - 0.42 * cv2.GaussianBlur(shadow, (0, 0), 25)
    page += np.random.default_rng(0).normal(0, 14, page.shape)
    picture = np.clip(page, 0, 255).astype(np.uint8)
    assert np.median(picture[500:600, 300:500]) < 0.65 * PAPER
    assert with_dark_print(picture, DPI) is picture


def test_heavy_rules_around_a_dark_cell_leave_no_shadow_in_it() -> None:
    """Rules much darker than the fill do not count as fill: up to its drawn edge the cell becomes paper."""
    import cv2

    page = _page(150)
    for x in (100, 700):
        cv2.line(page, (x, 195), (x, 265), 10, 9)
    for y in (200, 260):
        cv2.line(page, (100, y), (700, y), 10, 9)
    turned = with_dark_print(page, DPI)
    beside = turned[212:250, 660:688]  # between the last stroke and the rule
    assert (beside > PAPER - 15).mean() > 0.98


@pytest.mark.parametrize(("shades", "is_cell"), [((120,), True), ((60, 85, 110, 135, 155), False)])
def test_a_dark_area_of_several_tones_is_no_cell(shades: tuple[int, ...], is_cell: bool) -> None:
    """Letters of a grey seal that run together over rules are as dark as a fill, and darker where they meet print."""
    import numpy as np

    page = _page(120)
    for place, left in enumerate(range(100, 700, 20)):
        band = page[200:260, left : left + 20]
        band[band == 120] = shades[place % len(shades)]
    assert (with_dark_print(page, DPI) is not page) == is_cell
    lit = (page.astype(float) * np.linspace(1.0, 0.5, 800)).astype(np.uint8)
    assert (with_dark_print(lit, DPI) is not lit) == is_cell


def test_the_star_of_a_seal_is_no_dark_cell() -> None:
    """It is dark, large and bounded by straight lines, with print over it; a cell's lines are level and upright."""
    import cv2
    import numpy as np

    page = np.full((900, 800), PAPER, np.uint8)
    spokes = [(170 if k % 2 == 0 else 68, k * np.pi / 5) for k in range(10)]
    star = [(400 + r * np.sin(a), 450 - r * np.cos(a)) for r, a in spokes]
    cv2.fillPoly(page, [np.array(star, np.int32)], 90)
    for top in (430, 470):
        for stroke in range(0, 25, 8):
            cv2.line(page, (370, top + stroke), (430, top + stroke), 240, 3)
    assert with_dark_print(page, DPI) is page


def test_an_area_that_is_dark_for_the_most_part_is_no_faded_one() -> None:
    """Its edges are those of the dark cell: rules as dark as it end there, beside the lighter rim they would not."""
    import numpy as np

    page = _page(20)
    area, dark, some = (np.zeros(page.shape, np.uint8) for _ in range(3))
    area[195:265, 95:705] = 1
    dark[BAND] = 1
    some[200:260, 100:400] = 1
    for known, kept in ((dark, False), (some, True), (np.zeros_like(dark), True)):
        assert _with_light_print(page, area, known, 15.0, DPI).any() == kept
