"""A tiled table on the ink of its page, as the looks for walls that are hidden in its merged cells see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.model import Box
from extractors.scan.ruling.faint_walls import FaintWall

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from extractors.rectangles import Span
    from extractors.tiling import Lattice


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The grid lines of a table in pixels, and its cells by their numbers.

    `ink` is height × width, 255 on 0, with what is left of the rules, `across` the same with x and y exchanged, `glyph`
    the usual height of a character in pixels. `upright`: the whole is turned, so that walls along y are looked for as
    those along x are.
    """

    ink: NDArray[np.uint8]
    across: NDArray[np.uint8]
    spans: tuple[Span, ...]
    ys: tuple[float, ...]
    xs: tuple[float, ...]
    glyph: float
    upright: bool = False

    @classmethod
    def of(
        cls, lattice: Lattice, ink: NDArray[np.uint8], across: NDArray[np.uint8], glyph: float, scale: float
    ) -> Grid:
        """The grid of a lattice in points, a pixel being so many."""
        ys, xs = (tuple(place / scale for place in places) for places in (lattice.ys, lattice.xs))
        return cls(ink, across, lattice.spans, ys, xs, glyph)

    def turned(self) -> Grid:
        """The same with x and y exchanged."""
        spans = tuple((col, row, cols, rows) for row, col, rows, cols in self.spans)
        return Grid(self.across, self.ink, spans, self.xs, self.ys, self.glyph, not self.upright)

    def box_of(self, span: Span) -> Box:
        """The box of a cell."""
        row, col, rows, cols = span
        return Box(self.xs[col], self.ys[row], self.xs[col + cols], self.ys[row + rows])

    def inside(self, box: Box, inset: float) -> tuple[NDArray[np.uint8], int, int]:
        """The ink of a box without its rules, which reach so many character heights into it; and where that begins."""
        edge = round(inset * self.glyph)
        x0, top = max(0, round(box.x0) + edge), max(0, round(box.top) + edge)
        return self.ink[top : max(top, round(box.bottom) - edge), x0 : max(x0, round(box.x1) - edge)], x0, top

    def wall(self, y: float, box: Box) -> FaintWall:
        """A doubtful wall across a box."""
        across = Box(box.x0, y - 0.5, box.x1, y + 0.5)
        return FaintWall(across.transposed if self.upright else across, doubtful=True)

    def levels_beside(self, known: Callable[[Iterable[bool]], bool]) -> Iterator[tuple[Span, list[int]]]:
        """For each merged cell the grid lines across it at which its neighbours left and right are two cells.

        Args:
            known: whether all neighbours have to be, or any.
        """
        starts = {(row + down, col): (row, col) for row, col, rows, cols in self.spans for down in range(rows)}
        ends = {(row + down, col + cols): (row, col) for row, col, rows, cols in self.spans for down in range(rows)}
        for row, col, rows, cols in self.spans:
            sides = (ends, col), (starts, col + cols)
            inner = range(row + 1, row + rows)
            levels = [level for level in inner if known(_parted(side, level, at) for side, at in sides)]
            if levels:
                yield (row, col, rows, cols), levels


def _parted(cells: dict[tuple[int, int], tuple[int, int]], level: int, at: int) -> bool:
    """Whether the cells that end, or start, at a wall are two above and below a level."""
    above, below = cells.get((level - 1, at)), cells.get((level, at))
    return above is not None and below is not None and above != below
