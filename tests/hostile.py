"""PDFs and zips made to do harm: small files that ask for more time, memory or depth than there is."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from documents import text_pdf

_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %s >>"
_MIB = 1 << 20


def raw_pdf(bodies: list[bytes], trailer: bytes = b"", start: int | None = None) -> bytes:
    """Objects 1, 2, … as a file; object 1 is the catalogue. `start` replaces the true place of the xref table."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R %s >>\n" % (len(bodies) + 1, trailer)
    return out + b"startxref\n%d\n%%%%EOF\n" % (xref if start is None else start)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


@cache
def packed(unit: bytes, times: int, entries: bytes = b"") -> bytes:
    """A Flate stream of one unit many times over."""
    packer = zlib.compressobj(1)
    share = max(1, _MIB // len(unit))
    data = b"".join(packer.compress(unit * share) for _ in range(times // share)) + packer.flush()
    return stream(data, entries + b"/Filter /FlateDecode")


def one_page(page: bytes, *others: bytes) -> bytes:
    """A file of one page; the other objects are numbered from 4."""
    return raw_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Kids [3 0 R] /Count 1 >>", _PAGE % page, *others])


def flate_bomb() -> bytes:
    """Content that unpacks to 768 MiB of blanks."""
    return one_page(b"/Contents 4 0 R", packed(b" ", 768 * _MIB))


def twice_packed_bomb() -> bytes:
    """Two filters, one inside the other: some hundred bytes that unpack to 768 MiB."""
    inner = packed(b" ", 768 * _MIB)
    data = zlib.compress(inner[inner.index(b"stream\n") + 7 : inner.rindex(b"\nendstream")], 9)
    return one_page(b"/Contents 4 0 R", stream(data, b"/Filter [/FlateDecode /FlateDecode]"))


def endless_content() -> bytes:
    """Ten million lines in a small stream."""
    return one_page(b"/Contents 4 0 R", packed(b"0 0 m 9 9 l S\n", 10_000_000))


def huge_picture() -> bytes:
    """A picture of 40,000 × 25,000 points in black and white."""
    entries = b"/Type /XObject /Subtype /Image /Width 40000 /Height 25000 /ColorSpace /DeviceGray /BitsPerComponent 1 "
    return one_page(
        b"/Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >>",
        stream(b"595 0 0 842 0 0 cm /I Do"),
        packed(b"\x55", 125_000_000, entries),
    )


def page_tree_loop() -> bytes:
    """A page tree that has itself among its kids."""
    return raw_pdf(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2 >>", _PAGE % b""]
    )


def claimed_pages() -> bytes:
    """One page that is said to be 200,000."""
    kids = b"3 0 R " * 200_000
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%s] /Count 200000 >>" % kids,
            _PAGE % b"/Contents 4 0 R",
            stream(b""),
        ]
    )


def form_loop() -> bytes:
    """Two forms that draw each other."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /F %d 0 R >> >>"
    return one_page(
        b"/Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >>",
        stream(b"/F Do"),
        stream(b"/F Do /F Do", form % 6),
        stream(b"/F Do /F Do", form % 5),
    )


def form_tree() -> bytes:
    """Forty forms each of which draws the next twice: 2^40 drawings."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /F %d 0 R >> >>"
    forms = [stream(b"/F Do /F Do", form % (6 + number)) for number in range(40)]
    return one_page(
        b"/Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >>",
        stream(b"/F Do"),
        *forms,
        stream(b"0 0 9 9 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]"),
    )


def deep_arrays() -> bytes:
    """Two hundred thousand brackets, each inside the other."""
    return one_page(b"/Contents 4 0 R /Deep %s%s" % (b"[" * 200_000, b"]" * 200_000), stream(b""))


def deep_state() -> bytes:
    """A hundred thousand saved graphics states."""
    return one_page(b"/Contents 4 0 R", packed(b"q ", 100_000))


def wrong_xref() -> bytes:
    """The table of objects is not where it is said to be."""
    return raw_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Kids [3 0 R] /Count 1 >>", _PAGE % b""], start=999_999)


def xref_loop() -> bytes:
    """The earlier table of objects is the table itself."""
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Kids [3 0 R] /Count 1 >>", _PAGE % b""]
    plain = raw_pdf(bodies)
    return raw_pdf(bodies, b"/Prev %d" % plain.index(b"xref\n"))


def no_pages() -> bytes:
    """A page tree without a page."""
    return raw_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"])


def endless_page() -> bytes:
    """A page two billion points high."""
    return one_page(b"/MediaBox [0 0 595 2147483647]")


def length_loop() -> bytes:
    """A stream whose length is the stream itself."""
    return one_page(b"/Contents 4 0 R", b"<< /Length 4 0 R >>\nstream\nq Q\nendstream")


MAKERS: tuple[Callable[[], bytes], ...] = (
    claimed_pages, deep_arrays, deep_state, endless_content, endless_page, flate_bomb, form_loop, form_tree,
    huge_picture, length_loop, no_pages, page_tree_loop, twice_packed_bomb, wrong_xref, xref_loop,
)  # fmt: skip


def zip_bomb(path: Path) -> None:
    """A zip of 100 KB whose member unpacks to 100 MiB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("bomb.pdf", b"%PDF-1.7\n" + bytes(100 * _MIB))


def make(folder: Path) -> None:
    """All of them into a folder, with a locked file and a zip bomb."""
    folder.mkdir(parents=True, exist_ok=True)
    for maker in MAKERS:
        (folder / f"{maker.__name__}.pdf").write_bytes(maker())
    text_pdf(folder / "locked.pdf", password="secret")
    zip_bomb(folder / "zip_bomb.zip")
