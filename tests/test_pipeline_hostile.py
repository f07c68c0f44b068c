"""Files made to do harm, read for real: each is a row with its code, and the document beside them is read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from documents import form_pdf, read_rows
from hostile import make
from real_truth import REAL

from pipeline.batch.dispatch import Outcome, run
from pipeline.config import Settings
from pipeline.inputs.discover import Source

READ = {None}
OUT_OF_BOUNDS = {"OUT-OF-MEMORY", "TIMEOUT"}
EXPECTED: dict[str, set[str | None]] = {
    "claimed_pages": {"TOO-MANY-PAGES"},
    "deep_arrays": READ,
    "deep_state": READ,
    "endless_content": OUT_OF_BOUNDS,
    "endless_page": {"PAGE-TOO-LARGE"},
    "flate_bomb": {"OUT-OF-MEMORY"},
    "form_loop": {"DAMAGED-PDF"},
    "form_tree": {"DAMAGED-PDF"},
    "good": READ,
    "huge_picture": READ | OUT_OF_BOUNDS,
    "length_loop": READ,
    "locked": {"ENCRYPTED-PDF"},
    "no_pages": {"DAMAGED-PDF"},
    "page_tree_loop": READ,
    "twice_packed_bomb": {"OUT-OF-MEMORY"},
    "wrong_xref": READ,
    "xref_loop": READ,
}


def _sources(folder: Path) -> list[Source]:
    """The PDFs of a folder, in the order of their names."""
    return [
        Source(file.name, hashlib.sha256(file.read_bytes()).hexdigest(), file, file.stat().st_size)
        for file in sorted(folder.glob("*.pdf"))
    ]


def _run(folder: Path, out: Path, **limits: float) -> Outcome:
    return run(_sources(folder), Settings(out=out, workers=2, pipeline_version="test", **limits))  # type: ignore[arg-type]


@pytest.mark.slow
def test_hostile_files_are_rows_and_nothing_else_changes(tmp_path: Path) -> None:
    """Bombs, loops, claims and locks each end with their code; the form among them is read as if alone."""
    make(tmp_path / "in")
    form_pdf(tmp_path / "in" / "good.pdf")
    outcome = _run(tmp_path / "in", tmp_path / "out", page_seconds=8, worker_mib=600)
    codes = {each.source.path.removesuffix(".pdf"): each.failure and each.failure.code for each in outcome.summaries}
    assert {name for name, code in codes.items() if code not in EXPECTED[name]} == set()
    assert codes.keys() == EXPECTED.keys()
    rows = read_rows(tmp_path / "out", "documents")
    assert {row["source_path"].removesuffix(".pdf"): row["error_code"] for row in rows} == codes
    assert all(row["error_message"] for row in rows if row["error_code"])
    assert [row["level3"] for row in read_rows(tmp_path / "out", "indicators")] == [
        "推广人数",
        "验收合格率",
        "企业满意度",
    ]
    assert not any(each.faults for each in outcome.summaries)


@pytest.mark.slow
@pytest.mark.skipif(not REAL.is_dir(), reason="the malformed PDFs of other projects are not here")
def test_malformed_files_of_others_are_rows(tmp_path: Path) -> None:
    """Files that broke other readers: a row for every one, no crash, no time-out and no bug of ours."""
    folder = tmp_path / "in"
    folder.mkdir()
    for file in (REAL / "hostile").glob("*.pdf"):
        # neither large pictures nor thirty pages: those are for the tests of the readers
        small = file.stat().st_size < 200_000 and "loop" not in file.name
        if small and file.name.startswith(("qpdf_", "pdfminer_", "pdfjs_poppler")):
            (folder / file.name).symlink_to(file)
    outcome = _run(folder, tmp_path / "out", page_seconds=60)
    assert len(outcome.summaries) == len(read_rows(tmp_path / "out", "documents")) > 30
    failed = {each.failure.code for each in outcome.summaries if each.failure}
    assert failed <= {"NOT-A-PDF", "DAMAGED-PDF", "ENCRYPTED-PDF", "PAGE-TOO-LARGE"}
    assert not any(each.faults for each in outcome.summaries)
