"""What was not read is told in the summary, before the rows in doubt, in every run that has it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest
from documents import form_pdf, read_rows
from PIL import Image

from pipeline.batch.report import RunReport, closing_lines
from pipeline.batch.summary import Review, Summary
from pipeline.cli import main
from pipeline.inputs.discover import Source


def dark_page(path: Path) -> Path:
    """A scanned page of slanting strokes, on which nothing can be read."""
    page = np.full((1100, 850), 240, np.uint8)
    for x in range(40, 800, 60):
        cv2.line(page, (x, 40), (x + 30, 1060), 120, 9)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(page).save(path, resolution=100)
    return path


def test_a_page_that_was_not_read_is_told_with_its_place(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A document without tables was counted as one that has none, and only its findings said otherwise."""
    folder, out = tmp_path / "in", tmp_path / "out"
    dark_page(folder / "dark.pdf")
    form_pdf(folder / "form.pdf")
    for run in ("first", "again"):
        assert main(["convert", str(folder), "--out", str(out), "--workers", "1"]) == 0
        told = capfd.readouterr().out.splitlines()
        assert [line.split()[:3] for line in told if line.startswith("not read")] == [["not", "read", "1"]], run
        assert "  dark.pdf page 1: not read  (PAGE-ILLEGIBLE)" in told, run
    (doubted,) = [row["needs_review"] for row in read_rows(out, "documents") if row["source_path"] == "dark.pdf"]
    assert doubted


def test_a_run_that_read_everything_says_nothing_of_it(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """No line of noughts."""
    main(["convert", str(form_pdf(tmp_path / "form.pdf")), "--out", str(tmp_path / "out")])
    assert "not read" not in capfd.readouterr().out


def test_a_table_in_doubt_as_a_whole_was_read(tmp_path: Path) -> None:
    """Its only reason is that of a page that was not read, and it is told as a table."""
    review = Review("a.pdf", 1, None, None, "PAGE-ILLEGIBLE")
    summary = Summary(Source("a.pdf", "0" * 64, tmp_path / "a.pdf"), tables=1, tables_in_doubt=1, reviews=(review,))
    report = RunReport(
        run_id="run",
        inputs=(),
        out=tmp_path,
        workers=1,
        pipeline_version="test",
        started=datetime.now(UTC),
        seconds=0.0,
        summaries=(summary,),
        found=1,
        other_files=0,
        interrupted=False,
    )
    assert "  a.pdf page 1: the table  (PAGE-ILLEGIBLE)" in list(closing_lines(report))
