"""The tables that camelot (lattice) reads from digital PDFs; spanning text copied down. Needs camelot-py only."""

from __future__ import annotations

import json
import sys
import time

import camelot
import pypdfium2


def main() -> None:
    """Read the PDFs named on the command line, a line of JSON each."""
    for path in sys.argv[1:]:
        pages = len(pypdfium2.PdfDocument(path))
        began, busy = time.perf_counter(), time.process_time()
        found = camelot.read_pdf(path, pages="all", flavor="lattice", copy_text=["v"])
        tables = [table.df.to_numpy().tolist() for table in found]
        seconds, cpu = time.perf_counter() - began, time.process_time() - busy
        document = {"path": path, "seconds": seconds, "cpu_seconds": cpu, "pages": pages, "tables": tables}
        print(json.dumps(document), flush=True)


if __name__ == "__main__":
    main()
