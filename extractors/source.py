"""Opens a PDF once and hands out its pages.

Two libraries read the file: pdfium draws it, and decides how many pages there are and how large each is
shown, because that is what a person sees; pdfminer, opened through pdfplumber, reads the content of a page.
When pdfminer cannot read a file or page that pdfium shows, the page has no text layer (`layer_error` says
why) and is read as a picture.

All coordinates are points on the page as displayed: turned by /Rotate, cut to the CropBox, origin top left.
Neither library heeds UserUnit, by which a page is larger than its boxes say: it is multiplied in here.

pdfium is not thread-safe: one document at a time in one thread.

A picture (JPEG, PNG, TIFF) is wrapped into a PDF in memory first: extractors/pictures.py.
"""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from extractors.drawing import POINTS_PER_INCH, drawn
from extractors.errors import (
    DamagedPdfError,
    EmptyFileError,
    NotAPdfError,
    PageTooLargeError,
)
from extractors.layer import Layer
from extractors.memory import forget_pictures, give_back
from extractors.model import Box, Rule, Word
from extractors.opening import content_pages, open_drawing, open_plumber
from extractors.pictures import as_pdf, is_picture
from extractors.user_unit import user_units

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HEADER_WITHIN = 1024
# An A2 page at 300 dpi; the reading of so large a picture was measured to take 1.5 GB.
MAX_PIXELS = 36_000_000
# Below this resolution nothing can be read.
HOPELESS_DPI = 30.0
# pdfium keeps the bytes of every picture it has drawn while the file is open: after so many, it is opened anew.
DRAWN_AT_ONCE = 32
# A picture, or pictures side by side, over so much of the page make it a page picture.
PAGE_PICTURE = 0.5

# pdfminer complains about damaged fonts line by line; without a handler of its own Python prints that to stderr.
# Whoever configures logging still gets it.
logging.getLogger("pdfminer").addHandler(logging.NullHandler())


class Page:
    """One page as displayed. Reads what is asked for, once; `close` frees it."""

    def __init__(self, document: Document, number: int) -> None:
        self._document = document
        self._layer: Layer | None = None
        self._image: tuple[float, NDArray[np.uint8]] | None = None
        self.number = number
        self.layer_error: str | None = None
        self.width, self.height = document.page_size(number)

    @property
    def box(self) -> Box:
        """The whole page."""
        return Box(0.0, 0.0, self.width, self.height)

    @property
    def path(self) -> Path:
        """The file this page is in."""
        return self._document.path

    @property
    def is_plain(self) -> bool:
        """Whether the page is shown as its content measures it: not turned, not cut, origin at zero."""
        return self._document.is_plain(self.number)

    def layer(self) -> Layer:
        """What the content of the page draws; empty, with `layer_error` set, when it cannot be read."""
        if self._layer is None:
            self._layer, self.layer_error = self._document.read_layer(self.number)
        return self._layer

    def glyphs(self) -> tuple[Word, ...]:
        """Every glyph that leaves ink on the displayed page, blanks included, in the order of drawing."""
        return tuple(glyph.word for glyph in self.layer().glyphs if not glyph.hidden and not glyph.clipped)

    def rules(self) -> tuple[Rule, ...]:
        """Straight lines along the axes: strokes, borders of rectangles, thin filled areas."""
        return self.layer().rules

    def image(self, dpi: float) -> NDArray[np.uint8]:
        """The page drawn with annotations and form fields: height × width × 3, RGB.

        The resolution is lowered when the page would exceed `MAX_PIXELS`; the shape tells by how much. Asked for again
        it is the same array, not to be written into.

        Raises:
            PageTooLargeError: even `HOPELESS_DPI` would exceed it.
            DamagedPdfError: pdfium cannot draw the page.
        """
        dpi = self.fitting_dpi(dpi)
        if self._image is None or self._image[0] != dpi:
            self._image = dpi, self._document.draw(self.number, dpi)
        return self._image[1]

    def parts(self, boxes: Sequence[Box], dpi: float) -> list[NDArray[np.uint8]]:
        """Parts of the page drawn alone, each height × width × 3, RGB; boxes in displayed points, on the page.

        Raises:
            PageTooLargeError, DamagedPdfError: as `image`.
        """
        return self._document.draw_parts(self.number, boxes, self.fitting_dpi(dpi))

    def fitting_dpi(self, dpi: float) -> float:
        """The resolution `image` really uses when asked for this one."""
        inches = max(self.width * self.height, 1.0) / POINTS_PER_INCH**2
        allowed = math.sqrt(MAX_PIXELS / inches)
        if allowed < HOPELESS_DPI and dpi > allowed:
            raise PageTooLargeError(f"Page {self.number} measures {self.width:.0f} × {self.height:.0f} points.")
        return min(dpi, allowed)

    def picture_cover(self) -> float:
        """Share of the page covered by pictures, 0 to 1."""
        import numpy as np

        steps = 100
        covered = np.zeros((steps, steps), dtype=bool)
        for picture in self.layer().pictures:
            left, right = (round(x / self.width * steps) for x in (picture.box.x0, picture.box.x1))
            top, bottom = (round(y / self.height * steps) for y in (picture.box.top, picture.box.bottom))
            covered[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)] = True
        return float(covered.mean())

    def picture_dpi(self) -> float | None:
        """The finest resolution half of the page is stored in, in strips or layers; None when less is covered."""
        if self.picture_cover() < PAGE_PICTURE:
            return None
        # print may lie at 300 dpi over its ground at 75; the mean of both directions: the same for one on its side
        areas = [(max(p.box.width * p.box.height, 1.0), p.columns * p.rows) for p in self.layer().pictures]
        finest_first = sorted(((math.sqrt(pixels / area), area) for area, pixels in areas), reverse=True)
        reached = accumulate(area for _, area in finest_first)
        short = sum(total < PAGE_PICTURE * self.width * self.height for total in reached)
        return POINTS_PER_INCH * finest_first[min(short, len(areas) - 1)][0]

    def close(self) -> None:
        """Free what was read and drawn."""
        self._layer = self._image = None


class Document:
    """An open PDF; a context manager."""

    def __init__(
        self, path: Path, content: io.BytesIO | None, drawing: Any, plumber: Any, layer_error: str | None
    ) -> None:
        self.path = path
        self._content = content
        self._drawing = drawing
        self._drawn = 0
        self._plumber = plumber
        self._layer_error = layer_error
        self._pages: list[Any] | None = None
        self._units: list[float] | None = None
        self._endless: set[int] = set()
        self.page_count = len(drawing)

    def __enter__(self) -> Document:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close both libraries' handles; calling it twice is harmless."""
        self._pages = None
        if self._plumber is not None:
            self._plumber.stream.close()
            self._plumber = None
        self._drawing.close()

    def page(self, number: int) -> Page:
        """The page of this number, from 1.

        Raises:
            DamagedPdfError: pdfium cannot open this page.
        """
        if not 1 <= number <= self.page_count:
            raise IndexError(f"page {number} of {self.page_count}")
        return Page(self, number)

    def pages(self) -> Iterator[Page]:
        """All pages in order; each is closed before the next."""
        for number in range(1, self.page_count + 1):
            page = self.page(number)
            yield page
            page.close()

    def page_size(self, number: int) -> tuple[float, float]:
        """Width and height in points as displayed."""
        import pypdfium2

        try:
            width, height = self._drawing.get_page_size(number - 1)
        except pypdfium2.PdfiumError as error:
            raise DamagedPdfError(f"Page {number} of {self.path.name} cannot be opened.") from error
        unit = self._user_unit(number)
        return float(width) * unit, float(height) * unit

    def is_plain(self, number: int) -> bool:
        """Whether the page has no /Rotate and UserUnit, and one box at the origin is its MediaBox and CropBox."""
        import pypdfium2

        if self._user_unit(number) != 1.0:
            return False
        try:
            page = self._drawing[number - 1]
            try:
                media, shown = page.get_mediabox(), page.get_bbox()
                return page.get_rotation() == 0 and tuple(media) == tuple(shown) and tuple(media[:2]) == (0.0, 0.0)
            finally:
                page.close()
        except pypdfium2.PdfiumError:
            return False

    def draw(self, number: int, dpi: float) -> NDArray[np.uint8]:
        """The page as an RGB picture at this resolution.

        Raises:
            DamagedPdfError: pdfium cannot draw it, or its content is known to draw itself without end.
        """
        with self._to_draw(number) as page:
            return drawn(page, dpi, self._user_unit(number))

    def draw_parts(self, number: int, boxes: Sequence[Box], dpi: float) -> list[NDArray[np.uint8]]:
        """Parts of the page as RGB pictures, what lies beyond the page left out; small ones cost next to nothing.

        Raises:
            DamagedPdfError: as above.
        """
        with self._to_draw(number) as page:
            return [drawn(page, dpi, self._user_unit(number), box) for box in boxes]

    @contextmanager
    def _to_draw(self, number: int) -> Iterator[Any]:
        """The page in pdfium's hands."""
        import pypdfium2

        if number in self._endless:
            raise DamagedPdfError(f"Page {number} of {self.path.name} draws itself without end.")
        if self._drawn == DRAWN_AT_ONCE:
            fresh = open_drawing(self.path, self._content)
            self._drawing.close()
            self._drawing, self._drawn = fresh, 0
            give_back()
        self._drawn += 1
        try:
            page = self._drawing[number - 1]
            try:
                yield page
            finally:
                page.close()
        except pypdfium2.PdfiumError as error:
            raise DamagedPdfError(f"Page {number} of {self.path.name} cannot be drawn.") from error

    def read_layer(self, number: int) -> tuple[Layer, str | None]:
        """What the content of the page draws, or an empty layer and the reason."""
        from extractors.content import EndlessFormsError, read_layer

        if self._plumber is None:
            return Layer(), self._layer_error
        try:
            return read_layer(self._content_page(number), self._plumber.rsrcmgr, self._user_unit(number)), None
        except EndlessFormsError as error:
            self._endless.add(number)
            return Layer(), f"{error}"
        # pdfminer lets any exception escape on a damaged page; this is the reader's boundary.
        except Exception as error:
            return Layer(), f"{type(error).__name__}: {error}"
        finally:
            forget_pictures(self._plumber)

    def _content_page(self, number: int) -> Any:
        if self._pages is None:
            self._pages = content_pages(self._plumber, self.page_count)
        return self._pages[number - 1]

    def _user_unit(self, number: int) -> float:
        """How many points a unit of the page measures; 1 where nothing, or nothing possible, is said."""
        if self._units is None:
            self._units = user_units(self._content_page, self.page_count if self._plumber is not None else 0)
        return self._units[number - 1] if self._units else 1.0


def open_document(path: Path) -> Document:
    """Open a PDF or picture; an empty user password is tried, and copy protection is no obstacle to reading.

    Raises:
        EmptyFileError, NotAPdfError, EncryptedPdfError, DamagedPdfError, DamagedPictureError, PageTooLargeError: see
            extractors/errors.py.
        OSError: the file cannot be read at all.
    """
    content = as_pdf(path) if _is_picture(path) else None
    drawing = open_drawing(path, content)
    try:
        plumber, error = open_plumber(path, content)
    except BaseException:
        drawing.close()
        raise
    return Document(path, content, drawing, plumber, error)


def _is_picture(path: Path) -> bool:
    """Whether the file begins as a picture; one that begins neither so nor as a PDF is refused."""
    with path.open("rb") as file:
        head = file.read(HEADER_WITHIN)
    if not head:
        raise EmptyFileError(f"{path.name} is empty.")
    if is_picture(head):
        return True
    if b"%PDF-" not in head:
        raise NotAPdfError(f"{path.name} is not a PDF.")
    return False
