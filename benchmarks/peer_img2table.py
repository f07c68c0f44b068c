"""The rows that img2table with RapidOCR reads from PDFs, as JSON on stdout. Runs in an environment of its own.

    python -m venv /tmp/peer && /tmp/peer/bin/pip install img2table rapidocr onnxruntime pypdfium2
    /tmp/peer/bin/python benchmarks/peer_img2table.py FILE.pdf ...

Each page is drawn at 200 dpi, as jixiao does it, and given to the peer as a picture. img2table repeats the text of a
merged cell in every row it spans, so its rows are complete as they come.
"""

from __future__ import annotations

import io
import json
import sys
import time

import pypdfium2
from img2table.document import Image
from img2table.ocr import RapidOCR
from rapidocr import LangRec


def rows_of(path: str, engine: RapidOCR) -> list[list[str]]:
    """Every row of every table of a PDF: its different cells from left to right."""
    rows = []
    for page in pypdfium2.PdfDocument(path):
        picture = io.BytesIO()
        page.render(scale=200 / 72).to_pil().convert("RGB").save(picture, "PNG")
        tables = Image(picture.getvalue()).extract_tables(
            ocr=engine, implicit_rows=False, borderless_tables=False, min_confidence=30
        )
        for table in tables:
            for row in table.content.values():
                cells = [((cell.bbox.x1, cell.bbox.y1), cell.value or "") for cell in row]
                rows.append(list(dict(cells).values()))
    return rows


def main() -> None:
    """Read the PDFs named on the command line."""
    engine = RapidOCR(params={"Rec.lang_type": LangRec.CH, "Global.log_level": "error"})
    rows_of(sys.argv[1], engine)  # models loaded and warm: not part of the time
    documents = []
    for path in sys.argv[1:]:
        began = time.perf_counter()
        rows = rows_of(path, engine)
        documents.append({"path": path, "seconds": time.perf_counter() - began, "rows": rows})
    json.dump(documents, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
