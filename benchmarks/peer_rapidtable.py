"""The tables that RapidTable (SLANet+) with RapidOCR reads from PDFs. Runs in an environment of its own; see peers.py.

    python -m venv /tmp/peer_table && /tmp/peer_table/bin/pip install rapid_table rapidocr onnxruntime pypdfium2

RapidTable fetches its model when it is first used; without a network it cannot run. Each page is drawn at 200 dpi and
given to it whole: our forms fill their pages, and it brings no detector of tables.
"""

from __future__ import annotations

import json
import sys
import time
from html.parser import HTMLParser

import numpy as np
import pypdfium2
from rapid_table import ModelType, RapidTable, RapidTableInput
from rapidocr import RapidOCR


class Rows(HTMLParser):
    """The rows of the HTML that RapidTable writes: the text of a cell in every place it spans."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[dict[int, str]] = []
        self.spans: dict[tuple[int, int], str] = {}
        self.span = (1, 1)
        self.text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A row or a cell begins."""
        given = {name: int(value or 1) for name, value in attrs if name in ("rowspan", "colspan")}
        if tag == "tr":
            self.rows.append({})
        elif tag in ("td", "th"):
            self.span, self.text = (given.get("rowspan", 1), given.get("colspan", 1)), []

    def handle_data(self, data: str) -> None:
        """Text of a cell."""
        if self.text is not None:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """A cell ends: it takes the first free places of its row and those below."""
        if tag not in ("td", "th") or self.text is None:
            return
        row, column = len(self.rows) - 1, 0
        while (row, column) in self.spans:
            column += 1
        for below in range(self.span[0]):
            for right in range(self.span[1]):
                self.spans[row + below, column + right] = "".join(self.text)
        self.text = None

    def table(self) -> list[list[str]]:
        """All rows, complete."""
        last = len(self.rows)
        return [[text for (r, _), text in sorted(self.spans.items()) if r == row] for row in range(last)]


def tables_of(path: str, ocr: RapidOCR, engine: RapidTable) -> tuple[int, list[list[list[str]]]]:
    """Pages, and every table's rows."""
    found = []
    document = pypdfium2.PdfDocument(path)
    for page in document:
        picture = np.asarray(page.render(scale=200 / 72).to_pil().convert("RGB"))[:, :, ::-1]
        words = ocr(picture)
        if words.boxes is None:
            continue
        for html in engine(picture, ocr_results=[(words.boxes, words.txts, words.scores)]).pred_htmls:
            rows = Rows()
            rows.feed(html)
            found.append(rows.table())
    return len(document), found


def main() -> None:
    """Read the PDFs named on the command line, a line of JSON each."""
    ocr = RapidOCR(params={"Global.log_level": "error"})
    engine = RapidTable(RapidTableInput(model_type=ModelType.SLANETPLUS))
    tables_of(sys.argv[1], ocr, engine)  # models loaded and warm: not part of the time
    for path in sys.argv[1:]:
        began, busy = time.perf_counter(), time.process_time()
        pages, tables = tables_of(path, ocr, engine)
        seconds, cpu = time.perf_counter() - began, time.process_time() - busy
        document = {"path": path, "seconds": seconds, "cpu_seconds": cpu, "pages": pages, "tables": tables}
        print(json.dumps(document), flush=True)


if __name__ == "__main__":
    main()
