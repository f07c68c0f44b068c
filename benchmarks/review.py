"""How long `jixiao review` takes to open a dataset of many documents: python -m benchmarks.review [--documents 2000].

Seconds from the start of the server to its address, from opening the address to the first rows in Chromium, and
until the whole list is known; first with nothing kept, then again.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


def dataset(out: Path, count: int) -> None:
    """The first sample converted, and copies of it under other names."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    pdf = ROOT / "samples" / "jilin-2024" / "jilin-2024-digital.pdf"
    subprocess.run([sys.executable, "-m", "pipeline", "convert", pdf, "--out", out, "--quiet"], check=True, cwd=ROOT)
    (path,) = (out / "documents").glob("*.parquet")
    row = pq.read_table(path, partitioning=None)
    contents = {file.parent: file.read_bytes() for file in out.rglob("*.parquet") if file.parent.name != "documents"}
    doubtful = row.schema.get_field_index("needs_review")
    for number in range(count - 1):
        sha256 = f"{number:064x}"[::-1]
        named = row.set_column(0, "source_sha256", pa.array([sha256]))
        named = named.set_column(1, "source_path", pa.array([f"{number}.pdf"]))
        named = named.set_column(doubtful, "needs_review", pa.array([number % 2 == 0]))
        pq.write_table(named, out / "documents" / f"{sha256[:16]}.parquet")
        for folder, content in contents.items():
            (folder / f"{sha256[:16]}.parquet").write_bytes(content)


def opening(out: Path, count: int) -> str:
    """One opening, as a line of a table."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=list(ARGUMENTS))
        page = browser.new_page()
        started = time.monotonic()
        command = [sys.executable, "-m", "pipeline", "review", str(out), "--no-browser"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        try:
            assert server.stdout
            address = server.stdout.readline().strip()
            ready = time.monotonic()
            page.goto(address)
            page.wait_for_selector(".documents tbody tr")
            shown = time.monotonic()
            page.wait_for_selector(f".count:has-text('{count} ')", timeout=120_000)
            page.wait_for_selector(".count:has-text('待复核')", timeout=120_000)
            whole = time.monotonic()
        finally:
            server.terminate()
            server.wait()
            browser.close()
    return f"{ready - started:.2f} | {shown - ready:.2f} | {whole - ready:.2f}"


def main() -> None:
    """Print both openings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    count = parser.parse_args().documents
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        dataset(out, count)
        print("| opening | server ready, s | first rows, s | whole list, s |\n|---|---:|---:|---:|")
        for name in ("first", "again"):
            print(f"| {name} | {opening(out, count)} |", flush=True)


if __name__ == "__main__":
    main()
