"""PDFs written operator by operator, so that a test knows every number in them."""

from __future__ import annotations

from pathlib import Path

# Two fonts: Helvetica with names for its glyphs, and one whose glyphs have no names at all.
_FONTS = (
    "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica {named} >> "
    "/F2 << /Type /Font /Subtype /Type0 /BaseFont /NoName /Encoding /Identity-H /DescendantFonts "
    "[<< /Type /Font /Subtype /CIDFontType2 /BaseFont /NoName /DW 1000 "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >> >> "
    "/ExtGState << /Clear << /ca 0 >> /Solid << /ca 1 >> >> /XObject << {forms} >> >>"
)


def drawn_pdf(
    path: Path,
    content: str,
    *,
    media: tuple[float, ...] = (0, 0, 400, 300),
    page: str = "",
    streams: dict[str, tuple[str, bytes]] | None = None,
    annotation: str = "",
    to_unicode: bytes = b"",
) -> Path:
    """A PDF of one page.

    Args:
        path: where to write it.
        content: the operators of the page; fonts F1 (Helvetica) and F2 (without names) and the graphics states
            Clear and Solid (their fill opacity) are there.
        media: the MediaBox.
        page: further entries of the page dictionary, such as `/Rotate 90`.
        streams: further streams by name: their dictionary entries and their data. They are XObjects of the page.
        to_unicode: the map of F1 from codes to characters; without it they are what they look like.
        annotation: the dictionary entries of one annotation; `{name}` stands for the reference of a stream.
    """
    extra = streams or {}
    references = {name: f"{5 + index} 0 R" for index, name in enumerate(extra)}
    forms = " ".join(f"/{name} {reference}" for name, reference in references.items())
    named = f"/ToUnicode {5 + len(extra)} 0 R" if to_unicode else ""
    resources = _FONTS.format(forms=forms, named=named)
    box = " ".join(str(value) for value in media)
    notes = f"/Annots [<< /Type /Annot {annotation.format(**references)} >>]" if annotation else ""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R {page} {notes}".encode()
        + f"/Resources {resources} >>".encode(),
        _stream("", content.encode()),
        *(
            _stream(f"{entries} /Resources {_FONTS.format(forms='', named='')}", data)
            for entries, data in extra.values()
        ),
        *([_stream("", to_unicode)] if to_unicode else []),
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    path.write_bytes(out)
    return path


def _stream(entries: str, data: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries.encode(), len(data), data)


def grey_picture(columns: int = 4, rows: int = 4) -> tuple[str, bytes]:
    """A picture XObject of one grey tone."""
    entries = (
        f"/Type /XObject /Subtype /Image /Width {columns} /Height {rows} /ColorSpace /DeviceGray /BitsPerComponent 8"
    )
    return entries, bytes([200]) * (columns * rows)


def text_at(x: float, y: float, text: str, *, size: float = 10, before: str = "", font: str = "F1") -> str:
    """Operators that show a text with its baseline at (x, y), origin lower left."""
    return f"BT {before} /{font} {size} Tf {x} {y} Td ({text}) Tj ET\n"


def table(columns: list[float], rows: list[float], texts: list[list[str]] | None = None, *, size: float = 10) -> str:
    """Operators of a fully ruled table; columns from the left, rows from the top downwards, origin lower left."""
    lines = "".join(f"{x} {rows[0]} m {x} {rows[-1]} l S\n" for x in columns)
    lines += "".join(f"{columns[0]} {y} m {columns[-1]} {y} l S\n" for y in rows)
    for row, line in enumerate(texts or []):
        for col, text in enumerate(line):
            lines += text_at(columns[col] + 4, rows[row + 1] + 5, text, size=size) if text else ""
    return lines
