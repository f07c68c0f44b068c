"""The tables that pdfplumber reads from digital PDFs with its defaults. Needs pdfplumber only."""

from __future__ import annotations

import json
import sys
import time

import pdfplumber


def main() -> None:
    """Read the PDFs named on the command line, a line of JSON each; a cell that another spans is null."""
    for path in sys.argv[1:]:
        began = time.perf_counter()
        with pdfplumber.open(path) as document:
            tables = [table for page in document.pages for table in page.extract_tables()]
            pages = len(document.pages)
        seconds = time.perf_counter() - began
        print(json.dumps({"path": path, "seconds": seconds, "pages": pages, "tables": tables}), flush=True)


if __name__ == "__main__":
    main()
