from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from documents import file_bytes, form_pdf, read_rows, source
from faulty_workers import BALLAST_MIB, serve, source_of
from pypdfium2 import PdfDocument

from pipeline.batch.dispatch import Outcome, Progress, run
from pipeline.batch.memory import resident_mib
from pipeline.config import Settings
from pipeline.convert import convert
from pipeline.store.rows import document_rows


def _settings(out: Path, workers: int = 2, **limits: float) -> Settings:
    return Settings(out=out, workers=workers, pipeline_version="test", **limits)  # type: ignore[arg-type]


def _run(out: Path, *names: str, workers: int = 2, **limits: float) -> Outcome:
    sources = [source(name, name.encode()) for name in names]
    return run(sources, _settings(out, workers, **limits), serve=serve)


def _codes(outcome: Outcome) -> dict[str, str | None]:
    return {summary.source.path: summary.failure and summary.failure.code for summary in outcome.summaries}


def test_a_crash_outside_of_a_page_costs_its_document(tmp_path: Path) -> None:
    """A worker that dies by a signal or leaves is replaced; the documents around it are done, in their order."""
    names = ["a", "crash opening", "b", "exit opening", "c"]
    outcome = _run(tmp_path, *names)
    assert _codes(outcome) == {
        "a": "TEST",
        "crash opening": "WORKER-CRASHED",
        "b": "TEST",
        "exit opening": "WORKER-CRASHED",
        "c": "TEST",
    }
    assert [summary.source.path for summary in outcome.summaries] == names
    rows = read_rows(tmp_path, "documents")
    assert {row["source_path"]: row["error_code"] for row in rows} == _codes(outcome)


def test_a_crash_at_a_page_costs_that_page(tmp_path: Path) -> None:
    """The second process that dies at the same page gives it up, and the document is read without it."""
    assert _codes(_run(tmp_path, "crash", "a")) == {"crash": "WORKER-CRASHED", "a": "TEST"}
    (row,) = [row for row in read_rows(tmp_path, "documents") if row["source_path"] == "crash"]
    assert row["error_message"].startswith("process")


def test_a_crash_gets_a_second_try(tmp_path: Path) -> None:
    """A worker may have been worn out by the documents before: a fresh one tries again."""
    assert _codes(_run(tmp_path, "crash once", "a")) == {"crash once": "TEST", "a": "TEST"}


def test_a_worker_that_hangs_is_given_up(tmp_path: Path) -> None:
    """No progress within the time of one page is a failure of the document."""
    assert _codes(_run(tmp_path, "hang", "a", page_seconds=12.0)) == {"hang": "TIMEOUT", "a": "TEST"}


def test_a_worker_that_swells_is_given_up(tmp_path: Path) -> None:
    """A process beyond its share of memory is ended before the machine is."""
    outcome = _run(tmp_path, "bomb", "a", worker_mib=BALLAST_MIB)
    assert _codes(outcome) == {"bomb": "OUT-OF-MEMORY", "a": "TEST"}


def test_workers_are_replaced_after_their_share_of_pages(tmp_path: Path) -> None:
    """A process reads only so many pages, so that a leak in a library cannot add up."""
    outcome = _run(tmp_path, "a", "b", "c", workers=1, pages_per_worker=1)
    assert len({summary.failure and summary.failure.message for summary in outcome.summaries}) == 3
    outcome = _run(tmp_path, "d", "e", "f", workers=1)
    assert len({summary.failure and summary.failure.message for summary in outcome.summaries}) == 1


def test_a_second_interruption_waits_for_nothing(tmp_path: Path) -> None:
    """Ctrl-C waits for a page that hangs, Ctrl-C again does not; the documents finished so far are kept."""
    finished, told = threading.Event(), threading.Event()

    def interrupt() -> None:
        finished.wait(30)
        os.kill(os.getpid(), signal.SIGINT)
        if told.wait(30):
            time.sleep(0.5)
            os.kill(os.getpid(), signal.SIGINT)

    def on_progress(progress: Progress) -> None:
        if progress.summary:
            finished.set()

    threading.Thread(target=interrupt, daemon=True).start()
    sources = [source(name, name.encode()) for name in ("a", "hang", "b")]
    began = time.monotonic()
    outcome = run(sources, _settings(tmp_path, workers=1), on_progress, serve=serve, on_interrupt=told.set)
    assert outcome.interrupted
    assert time.monotonic() - began < 60
    assert _codes(outcome) == {"a": "TEST"}


@pytest.mark.slow
def test_a_long_document_is_read_in_pieces_to_the_same_bytes(tmp_path: Path) -> None:
    """Whether one worker reads all pages or several share them, in processes worn or fresh, the files are the same."""
    form_pdf(tmp_path / "form.pdf")
    with PdfDocument.new() as bundle, PdfDocument(tmp_path / "form.pdf") as form:
        for _ in range(20):
            bundle.import_pages(form)
        bundle.save(tmp_path / "long.pdf")
    file = tmp_path / "long.pdf"
    told: list[tuple[int, int]] = []
    long = source_of(file)
    run([long], _settings(tmp_path / "one", workers=1))
    run(
        [long],
        _settings(tmp_path / "two", workers=2, pages_per_worker=1),
        lambda progress: told.append((progress.done, progress.pages)),
    )
    assert file_bytes(tmp_path / "one") == file_bytes(tmp_path / "two")
    assert len(read_rows(tmp_path / "two", "target_tables")) == 20
    # converted directly, without pieces
    rows = document_rows(convert(long, file), "test")
    assert [row["level3"] for row in rows.tables["indicators"]] == [
        row["level3"] for row in read_rows(tmp_path / "one", "indicators")
    ]
    assert (7, 20) in told
    assert told[-1] == (20, 20)


def test_no_process_outlives_a_run_that_is_killed(tmp_path: Path) -> None:
    """A worker on a page that hangs goes with its parent, whatever becomes of that."""
    if sys.platform != "linux":
        pytest.skip("only Linux can promise it")
    code = (
        "import sys; from pathlib import Path; from faulty_workers import source_of;"
        "from pipeline.batch.dispatch import run;"
        "from pipeline.config import Settings; from hanging_worker import serve;"
        "run([source_of(Path(sys.argv[1]))], Settings(Path(sys.argv[2]), 1, 'test'), serve=serve)"
    )
    (tmp_path / "a.pdf").write_bytes(b"a")
    (tmp_path / "run.py").write_text(f"if __name__ == '__main__':\n    {code}\n")
    root = Path(__file__).resolve().parent
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "run.py"), str(tmp_path / "a.pdf"), str(tmp_path / "pid")],
        env={**os.environ, "PYTHONPATH": f"{root.parent}{os.pathsep}{root}"},
    ) as process:
        until = time.monotonic() + 60
        while not (tmp_path / "pid").exists() and time.monotonic() < until:
            time.sleep(0.1)
        process.kill()
    child = int((tmp_path / "pid").read_text(encoding="ascii"))
    until = time.monotonic() + 10
    while resident_mib(child) and time.monotonic() < until:
        time.sleep(0.1)
    assert resident_mib(child) == 0


def test_memory_of_this_process_is_more_than_nothing() -> None:
    """The watch sees the memory of a live process and nothing of one that has gone."""
    assert resident_mib(os.getpid()) > 5
    assert resident_mib(2**30) == 0


@pytest.mark.parametrize("wrong", [{"workers": 0}, {"page_seconds": 0}, {"worker_mib": 0}, {"pages_per_worker": 0}])
def test_limits_must_be_positive(tmp_path: Path, wrong: dict[str, float]) -> None:
    """A limit of nothing would never let a document through."""
    with pytest.raises(ValueError, match="positive"):
        _settings(tmp_path, **{"workers": 1, **wrong})  # type: ignore[arg-type]
