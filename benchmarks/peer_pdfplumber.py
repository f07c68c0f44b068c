"""The tables that pdfplumber reads from digital PDFs with its defaults. Needs pdfplumber only."""

from __future__ import annotations

import json
import sys
import time

import pdfplumber


def main() -> None:
    """Read the PDFs named on the command line, a line of JSON each; a cell that another spans is null."""
    for path in sys.argv[1:]:
        began, busy = time.perf_counter(), time.process_time()
        with pdfplumber.open(path) as document:
            tables = [table for page in document.pages for table in page.extract_tables()]
            pages = len(document.pages)
        seconds, cpu = time.perf_counter() - began, time.process_time() - busy
        document = {"path": path, "seconds": seconds, "cpu_seconds": cpu, "pages": pages, "tables": tables}
        print(json.dumps(document), flush=True)


if __name__ == "__main__":
    main()
