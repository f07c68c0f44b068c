"""What a seal may hide: print shows through most stamping ink, and where it does nothing can be lost below it.

Each seal is judged by the ink that is seen through it. Print as dark there as beside it means that the ink is
transparent, and a line below it is as good as its reading. Where nothing dark is seen through a seal it may be opaque,
and a value below it is doubted however well it reads: `15万人` would have become `5万人`.

No channel shows the print below a grey seal: a stroke may have been taken off with it, or one of the seal's be left.
But a recogniser reads much through the seal itself, so a line is believed that reads the same with the seal on it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.model import ReadingCode
from extractors.scan.reading.crops import crop_of
from extractors.scan.reading.doubt import Doubt
from extractors.scan.reading.plain import canonical, holds_value
from extractors.scan.reading.recognise import Reading
from extractors.scan.reading.second_reading import LineReading, read_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from extractors.scan.geometry import Geometry
    from extractors.scan.reading.heard import Reader
    from extractors.scan.reading.lines import Strip

SEAL_SHARE = 0.02  # of a line's box: more red than this lies over it
# contrast of the darkest tenth of the print below a seal to that beside it. On 17 stamped pages of the tuning corpus:
# 0.74 to 0.84 where print lies below the seal, 0.16 to 0.23 (what is left of the seal itself) where none does
TRANSPARENT = 0.6
PALE = 0.4  # of the contrast of print: what is paler below a transparent seal is the seal's own
LEAST = 0.5  # squares of a character's height: with less ink below a seal nothing is known about it
HIDDEN = 0.3  # in character heights: so wide is what may hide the narrowest sign
LONE = 1  # characters
BELIEVED = 0.99  # a value that is read through a seal with at least this is believed
READ_THROUGH = 0.9  # words likewise


class Seals:
    """The seals of a page, and whether print shows through each."""

    def __init__(self, geometry: Geometry) -> None:
        self._geometry = geometry
        self._glyph = geometry.glyph
        self._mask = geometry.seal
        self._greys = geometry.greys
        self._labels: NDArray[np.int32] | None = None
        self._clear: list[bool] = []
        if geometry.seal is None:
            return
        import cv2
        import numpy as np

        reach = 2 * max(2, round(geometry.glyph)) + 1
        whole = cv2.dilate(geometry.seal.astype(np.uint8), np.ones((reach, reach), np.uint8))
        count, self._labels = cv2.connectedComponents(whole)
        ground = float(np.percentile(geometry.paper[::4, ::4], 80))
        self._print = _darkest(geometry.paper, (geometry.ink > 0) & ~geometry.seal, ground)
        self._ground = ground
        for label in range(count):
            below = (geometry.ink > 0) & geometry.seal & (self._labels == label)
            enough = int(below.sum()) > LEAST * geometry.glyph**2
            self._clear.append(enough and _darkest(geometry.paper, below, ground) >= TRANSPARENT * self._print)

    def cleared(self) -> Geometry:
        """The page without what is left of its transparent seals: marks below them that are too pale for print.

        A seal's own characters would else be read as text. Below a seal that may be opaque nothing is taken away.
        """
        if self._mask is None or self._labels is None or not any(self._clear):
            return self._geometry
        import cv2
        import numpy as np

        page = self._geometry
        stamped = cv2.dilate(self._mask.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
        stamped &= np.array(self._clear)[self._labels]
        core = (self._ground - page.paper > PALE * self._print).astype(np.uint8)
        soft = cv2.dilate(core, np.ones((5, 5), np.uint8)).astype(bool)  # the soft edges of strokes stay
        pale = stamped & ~soft
        paper, ink = page.paper.copy(), page.ink.copy()
        paper[pale], ink[pale] = round(self._ground), 0
        return replace(page, paper=paper, ink=ink, solid=None)

    def confirmed(
        self,
        strip: Strip,
        others: Sequence[Strip],
        cell: tuple[int, int, int, int],
        read: LineReading,
        readers: Sequence[Reader],
    ) -> LineReading:
        """A line, in doubt where a grey seal lies over it and it reads otherwise with the seal on it.

        A lone sign may be a piece of the seal in both. Of two readings that differ the likelier is taken; two unlikely
        ones that have no character in common are no text but what is left of the seal.

        Args:
            strip: the line.
            others: the other lines of its cell.
            cell: the pixel rectangle of its cell: x0, top, x1, bottom.
            read: what was read without the seal.
            readers: as read_line takes them.
        """
        over, stamped = self._grey_over(strip), self._geometry.stamped
        if stamped is None:
            return self._unless_lettered(read, strip)
        if over <= SEAL_SHARE:
            return self._unless_otherwise(self._unless_lettered(read, strip), strip, others, readers)
        crop = crop_of(stamped, self._with_letters(strip, cell), others, self._glyph)
        text = canonical(read.text)
        if text and canonical(readers[1](crop).text) == text:  # one reader is enough to agree
            return self._unless_hidden(self._unless_lettered(self._unless_lone(read), strip), strip, cell)
        again = read_line(crop, readers)
        if text and canonical(again.text) == text:
            return self._unless_hidden(self._unless_lettered(self._unless_lone(read), strip), strip, cell)
        if not set(text) & set(canonical(again.text)) and max(read.confidence, again.confidence) < READ_THROUGH:
            message = f"what a grey seal left reads as ‘{read.text}’ and, with the seal, as ‘{again.text}’"
            return LineReading(Reading(()), 0.0, (Doubt(ReadingCode.UNDER_SEAL, message, read.text or None),))
        chosen, other = (again, read) if again.confidence > read.confidence else (read, again)
        message = f"a grey seal lies over {over:.0%} of ‘{chosen.text}’, which may be ‘{other.text}’"
        return replace(chosen, doubts=(*chosen.doubts, Doubt(ReadingCode.UNDER_SEAL, message, other.text)))

    def _unless_otherwise(
        self, read: LineReading, strip: Strip, others: Sequence[Strip], readers: Sequence[Reader]
    ) -> LineReading:
        """A value that a coloured seal crosses, in doubt where a reader reads another with the seal on it.

        A thin stroke of print may go with the stroke of the seal beside it: 85 became 83, surely.
        """
        stamped, text = self._geometry.stamped, canonical(read.text)
        if self._mask is None or stamped is None or not holds_value(text):
            return read
        if self._mask[strip.top : strip.bottom, strip.x0 : strip.x1].mean() <= SEAL_SHARE:
            return read
        crop = crop_of(stamped, strip, others, self._glyph)
        for reader in readers:
            again = reader(crop).text
            if canonical(again) != text:
                message = f"‘{read.text}’ reads as ‘{again}’ with the coloured seal on it"
                return replace(read, doubts=(*read.doubts, Doubt(ReadingCode.UNDER_SEAL, message, again or None)))
        return read

    @staticmethod
    def _unless_lone(read: LineReading) -> LineReading:
        if len(canonical(read.text)) > LONE:
            return read
        message = f"‘{read.text}’ may be what is left of a grey seal"
        return replace(read, doubts=(*read.doubts, Doubt(ReadingCode.UNDER_SEAL, message, read.text)))

    def _unless_hidden(self, read: LineReading, strip: Strip, cell: tuple[int, int, int, int]) -> LineReading:
        """A value, in doubt where a letter of a grey seal stands at its end and nothing is read there.

        A sign below the letter goes with it: >=3.4 became =3.4, with the seal on it too.
        """
        if self._greys is None or not holds_value(read.text):
            return read
        beside = self._with_letters(strip, cell)
        at_ends = max(strip.x0 - beside.x0, beside.x1 - strip.x1)
        if at_ends < HIDDEN * self._glyph:
            return read
        message = f"a letter of a grey seal at the end of ‘{read.text}’ may hide a character"
        return replace(read, doubts=(*read.doubts, Doubt(ReadingCode.UNDER_SEAL, message, read.text)))

    def _unless_lettered(self, read: LineReading, strip: Strip) -> LineReading:
        if self._greys is None or not read.text:
            return read
        if self._greys.lettered[strip.top : strip.bottom, strip.x0 : strip.x1].mean() <= SEAL_SHARE:
            return read
        message = f"a letter of a grey seal may stand in ‘{read.text}’: the print is as pale as it"
        return replace(read, doubts=(*read.doubts, Doubt(ReadingCode.UNDER_SEAL, message, read.text)))

    def _with_letters(self, strip: Strip, cell: tuple[int, int, int, int]) -> Strip:
        """The line with what was taken for letters of a seal right beside it: a pale ≤ is taken for one."""
        if self._greys is None:
            return strip
        import numpy as np

        rows, columns = self._reached(strip)
        left, right = max(columns.start, cell[0]), min(columns.stop, cell[2])
        taken = np.flatnonzero(self._greys.letters[rows, left:right].any(axis=0))
        if not taken.size:
            return strip
        return replace(strip, x0=min(strip.x0, left + int(taken[0])), x1=max(strip.x1, left + int(taken[-1]) + 1))

    def _reached(self, strip: Strip) -> tuple[slice, slice]:
        """The line with the place of a character beside it, which may be hidden."""
        left, right = max(0, round(strip.x0 - self._glyph)), round(strip.x1 + self._glyph)
        return slice(strip.top, strip.bottom), slice(left, right)

    def _grey_over(self, strip: Strip) -> float:
        """The share of a line that lies below a grey seal."""
        if self._greys is None:
            return 0.0
        grey = self._greys.strokes[self._reached(strip)]
        return float(grey.mean()) if grey.size else 0.0

    def doubts(
        self, strips: tuple[Strip, ...], text: str, confidence: float, *, confirmed: bool = False
    ) -> list[Doubt]:
        """Whether a seal over these lines of a cell may have changed what they say.

        Args:
            strips: the lines.
            text: what was read from them.
            confidence: of the least sure line.
            confirmed: each of them was compared with what it reads with grey seals on it.
        """
        if self._mask is None or self._labels is None:
            return []
        reached = [self._reached(strip) for strip in strips]
        over = 0.0 if confirmed else max(map(self._grey_over, strips), default=0.0)
        if over > SEAL_SHARE:
            return [Doubt(ReadingCode.UNDER_SEAL, f"a grey seal lies over {over:.0%} of the text")]
        if not holds_value(text) and confidence > READ_THROUGH:
            return []
        for box in reached:
            red = self._mask[box]
            if not red.size or float(red.mean()) <= SEAL_SHARE:
                continue
            labels = {int(label) for label in self._labels[box][red]}
            if confidence < BELIEVED or not all(self._clear[label] for label in labels):
                return [Doubt(ReadingCode.UNDER_SEAL, f"coloured ink lies over {float(red.mean()):.0%} of the text")]
        return []


def _darkest(paper: NDArray[np.uint8], where: NDArray[np.bool_], ground: float) -> float:
    """How much darker than the ground the darkest tenth of some pixels is; 0 when there are none."""
    import numpy as np

    return ground - float(np.percentile(paper[where], 10)) if where.any() else 0.0
