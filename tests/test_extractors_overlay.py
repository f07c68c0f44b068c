from __future__ import annotations

import numpy as np

from extractors.model import Box
from extractors.overlay import BLUE, GREEN, ORANGE, RED, Mark, by_confidence, draw, turn_upright


def test_a_mark_is_drawn_where_its_box_is() -> None:
    """Points become pixels by the width of the page; the outline has the colour of the mark, the inside the page's."""
    image = np.full((200, 100, 3), 255, dtype=np.uint8)
    picture = draw(image, 50.0, [Mark(Box(10, 20, 40, 60), RED)], {"rule": RED})
    assert picture.getpixel((20, 40)) == RED
    assert picture.getpixel((80, 120)) == RED
    assert picture.getpixel((50, 80)) == (255, 255, 255)


def test_the_legend_stands_below_the_page_and_wraps() -> None:
    """Nothing of the page is covered; a legend that is wider than the page takes more lines."""
    image = np.full((100, 200, 3), 255, dtype=np.uint8)
    one = draw(image, 100.0, [], {"a": BLUE})
    many = draw(image, 100.0, [], {f"role number {number}": BLUE for number in range(9)})
    assert (one.width, many.width) == (200, 200)
    assert many.height > one.height > 100


def test_any_label_can_be_drawn() -> None:
    """A label that is not ASCII must not stop the drawing: no font is assumed."""
    image = np.full((100, 100, 3), 255, dtype=np.uint8)
    drawn = draw(image, 100.0, [Mark(Box(10, 10, 90, 90), GREEN, "指标")], {})
    assert np.asarray(drawn)[:100].min() < 255


def test_confidence_has_three_colours() -> None:
    """Green is sure, red is doubtful."""
    assert [by_confidence(value) for value in (1.0, 0.95, 0.9, 0.8, 0.1)] == [GREEN, GREEN, ORANGE, ORANGE, RED]


def test_a_picture_is_turned_clockwise() -> None:
    """The upper left corner goes to the upper right by a quarter turn, and four turns change nothing."""
    image = np.zeros((2, 3, 3), dtype=np.uint8)
    image[0, 0] = 255
    turned = turn_upright(image, 90)
    assert turned.shape == (3, 2, 3)
    assert turned[0, 1].tolist() == [255, 255, 255]
    assert turn_upright(image, 180)[1, 2].tolist() == [255, 255, 255]
    assert turn_upright(image, 270)[2, 0].tolist() == [255, 255, 255]
    assert np.array_equal(turn_upright(image, 0), image)
