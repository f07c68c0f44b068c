"""RapidOCR as it comes, on every page of PDFs: its time only, for it makes no rows. Runs in any environment with it.

Each page is drawn at 200 dpi, as jixiao does it; detection, line classifier and recognition with their defaults.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np
import pypdfium2
from rapidocr import RapidOCR


def read(path: str, engine: RapidOCR) -> int:
    """Read all pages; their number."""
    document = pypdfium2.PdfDocument(path)
    for page in document:
        engine(np.asarray(page.render(scale=200 / 72).to_pil().convert("RGB"))[:, :, ::-1])
    return len(document)


def main() -> None:
    """Read the PDFs named on the command line, a line of JSON each."""
    engine = RapidOCR(params={"Global.log_level": "error"})
    read(sys.argv[1], engine)  # models loaded and warm: not part of the time
    for path in sys.argv[1:]:
        began, busy = time.perf_counter(), time.process_time()
        pages = read(path, engine)
        seconds, cpu = time.perf_counter() - began, time.process_time() - busy
        document = {"path": path, "seconds": seconds, "cpu_seconds": cpu, "pages": pages, "tables": []}
        print(json.dumps(document), flush=True)


if __name__ == "__main__":
    main()
