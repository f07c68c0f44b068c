"""The tables that img2table with RapidOCR reads from PDFs. Runs in an environment of its own; see peers.py.

    python -m venv /tmp/peer && /tmp/peer/bin/pip install img2table rapidocr onnxruntime pypdfium2

Each page is drawn at 200 dpi, as jixiao does it, and given to the peer as a picture. img2table repeats the text of a
merged cell in every row and column it spans, so its rows are complete as they come.
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


def tables_of(path: str, engine: RapidOCR) -> tuple[int, list[list[list[str]]]]:
    """Pages, and every table's rows."""
    found = []
    document = pypdfium2.PdfDocument(path)
    for page in document:
        picture = io.BytesIO()
        page.render(scale=200 / 72).to_pil().convert("RGB").save(picture, "PNG")
        tables = Image(picture.getvalue()).extract_tables(
            ocr=engine, implicit_rows=False, borderless_tables=False, min_confidence=30
        )
        found += [[[cell.value or "" for cell in row] for row in table.content.values()] for table in tables]
    return len(document), found


def main() -> None:
    """Read the PDFs named on the command line, a line of JSON each."""
    engine = RapidOCR(params={"Rec.lang_type": LangRec.CH, "Global.log_level": "error"})
    tables_of(sys.argv[1], engine)  # models loaded and warm: not part of the time
    for path in sys.argv[1:]:
        began, busy = time.perf_counter(), time.process_time()
        pages, tables = tables_of(path, engine)
        seconds, cpu = time.perf_counter() - began, time.process_time() - busy
        document = {"path": path, "seconds": seconds, "cpu_seconds": cpu, "pages": pages, "tables": tables}
        print(json.dumps(document), flush=True)


if __name__ == "__main__":
    main()
