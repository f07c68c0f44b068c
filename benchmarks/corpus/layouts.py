"""All layouts, in the order in which forms take turns."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from benchmarks.corpus import national, placed, provincial, systems
from benchmarks.corpus.sheet import Printed

LAYOUTS: tuple[Callable[[Random], Printed], ...] = (
    provincial.simple,
    provincial.extended,
    national.dual,
    national.regional,
    national.rural,
    systems.flat,
    systems.starred,
    provincial.shanghai,
    provincial.gansu,
    placed.letter,
    placed.twins,
)
