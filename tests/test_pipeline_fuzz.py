"""Damaged samples through the whole program: `JIXIAO_FUZZ=3000 pytest tests/test_pipeline_fuzz.py` for more of them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from documents import form_pdf, read_rows, text_pdf
from mutations import mutated

from pipeline.batch.dispatch import run
from pipeline.config import Settings, default_workers
from pipeline.inputs.discover import Source

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
VARIANTS = int(os.environ.get("JIXIAO_FUZZ", "140"))
FIRST_SEED = int(os.environ.get("JIXIAO_FUZZ_SEED", "0"))
# far more than any page takes, also on a machine that is busy with other tests
PAGE_SECONDS = 180.0


def _originals(folder: Path) -> list[bytes]:
    """Digital pages only, as those are quick; pictures come in where the damage takes the text away."""
    made = [form_pdf(folder / "form.pdf"), text_pdf(folder / "text.pdf", pages=2)]
    if VARIANTS > 1000:
        made += sorted(SAMPLES.glob("*/*-digital.pdf"))
    else:
        made += sorted(SAMPLES.glob("y*/*-digital.pdf"))
    return [path.read_bytes() for path in made]


@pytest.mark.slow
def test_damage_never_costs_more_than_its_document(tmp_path: Path) -> None:
    """Every damaged file has its row, none crashes or hangs the run, and none meets a bug of ours."""
    originals = _originals(tmp_path)
    sources: list[Source] = []
    for seed in range(FIRST_SEED, FIRST_SEED + VARIANTS):
        content = mutated(originals[seed % len(originals)], seed)
        path = tmp_path / f"{seed}.pdf"
        path.write_bytes(content)
        sources.append(Source(path.name, hashlib.sha256(content).hexdigest(), path, len(content)))
    sources = list({source.sha256: source for source in sources}.values())
    settings = Settings(tmp_path / "out", default_workers(), "test", page_seconds=PAGE_SECONDS)
    outcome = run(sources, settings)

    rows = {row["source_sha256"]: row for row in read_rows(tmp_path / "out", "documents")}
    assert rows.keys() == {source.sha256 for source in sources}
    assert [summary.source for summary in outcome.summaries] == sources
    bugs = {
        summary.source.path: fault.detail or fault.line
        for summary in outcome.summaries
        for fault in (*summary.faults, *([summary.failure] if summary.failure else []))
        if fault.code in {"INTERNAL", "WORKER-CRASHED", "TIMEOUT"}
    }
    assert bugs == {}
    pages = read_rows(tmp_path / "out", "pages")
    for summary in outcome.summaries:
        numbers = [row["page"] for row in pages if row["source_sha256"] == summary.source.sha256]
        assert numbers == list(range(1, summary.pages + 1))
    assert all(row["error_message"] for row in rows.values() if row["status"] == "failed")
    # some survive the damage and some do not, or the damage is not what it is meant to be
    assert 0 < sum(row["status"] == "failed" for row in rows.values()) < len(rows)
