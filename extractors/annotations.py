"""Appearances of annotations: filled form fields, typed notes, stamps made of text.

A viewer shows them, and a form that was filled in on the screen holds its values in nothing else; the content of
the page does not contain them. Each is a small content stream with its own place (PDF 32000-1, 12.5.5).

pdfminer is a heavy import: import this module inside functions only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pdfminer.pdftypes import PDFStream, dict_value, list_value, resolve1
from pdfminer.psparser import literal_name
from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_rect, mult_matrix

_HIDDEN, _NO_VIEW = 2, 32


def appearances(page: Any) -> Iterator[tuple[PDFStream, Any]]:
    """The visible appearances of a pdfminer page, each with the matrix that puts it on the page."""
    for reference in list_value(page.annots or []):
        annotation = resolve1(reference)
        if not isinstance(annotation, dict) or int(resolve1(annotation.get("F")) or 0) & (_HIDDEN | _NO_VIEW):
            continue
        stream = _normal_appearance(annotation)
        rectangle = [float(resolve1(value)) for value in list_value(annotation.get("Rect") or [])]
        if stream is None or len(rectangle) != 4 or _name(annotation.get("Subtype")) == "Popup":
            continue
        matrix = _placement(stream, rectangle)
        if matrix is not None:
            yield stream, matrix


def _normal_appearance(annotation: dict[str, Any]) -> PDFStream | None:
    """The stream to show; of several states (a check box) the one the annotation is in."""
    normal = resolve1(dict_value(annotation.get("AP") or {}).get("N"))
    if isinstance(normal, dict):
        normal = resolve1(normal.get(_name(annotation.get("AS"))))
    return normal if isinstance(normal, PDFStream) else None


def _placement(stream: PDFStream, rectangle: list[float]) -> Any:
    """The matrix that fits the appearance's box, turned by its own matrix, into the annotation's rectangle."""
    own = tuple(float(resolve1(value)) for value in list_value(stream.get("Matrix") or list(MATRIX_IDENTITY)))
    box = [float(resolve1(value)) for value in list_value(stream.get("BBox") or [])]
    if len(box) != 4 or len(own) != 6:
        return None
    x0, y0, x1, y1 = apply_matrix_rect(own, tuple(box))
    if x1 <= x0 or y1 <= y0:
        return None
    left, right = sorted(rectangle[::2])
    low, high = sorted(rectangle[1::2])
    scale_x, scale_y = (right - left) / (x1 - x0), (high - low) / (y1 - y0)
    return mult_matrix(own, (scale_x, 0, 0, scale_y, left - x0 * scale_x, low - y0 * scale_y))


def _name(value: Any) -> str:
    value = resolve1(value)
    return str(literal_name(value)) if value is not None else ""
