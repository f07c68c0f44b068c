"""Whether paint of a colour, as a content stream gives it, shows on the page."""

from __future__ import annotations

from typing import Any

RED, GREEN, BLUE = 0.299, 0.587, 0.114  # how much of the lightness of a colour each part gives (ITU-R BT.601)
WHITE_SHOWS = 0.85  # on paint no lighter than this


def is_white(colour: Any, render_mode: int = 0) -> bool:
    """Whether paint of this colour leaves nothing on white paper; patterns and unknown spaces do not count."""
    if render_mode not in (0, 4):
        return False
    values = colour if isinstance(colour, (tuple, list)) else (colour,)
    if not values or not all(isinstance(value, (int, float)) for value in values):
        return False
    if len(values) == 4:
        return all(value <= 0.02 for value in values)
    return len(values) in (1, 3) and all(value >= 0.98 for value in values)


def is_dark(colour: Any) -> bool:
    """Whether white print shows on paint of this colour; patterns and unknown spaces do not count."""
    values = colour if isinstance(colour, (tuple, list)) else (colour,)
    if not values or not all(isinstance(value, (int, float)) for value in values):
        return False
    if len(values) == 4:
        cyan, magenta, yellow, black = values
        light = ((1 - cyan) * RED + (1 - magenta) * GREEN + (1 - yellow) * BLUE) * (1 - black)
    elif len(values) == 3:
        light = values[0] * RED + values[1] * GREEN + values[2] * BLUE
    else:
        light = values[0]
    return len(values) in (1, 3, 4) and light <= WHITE_SHOWS
