"""The Ray engine on a real cluster of this machine; Ray workers are really killed."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from documents import file_bytes, form_pdf, read_rows, text_pdf
from faulty_workers import serve as faulty
from faulty_workers import source_of
from pypdfium2 import PdfDocument

from pipeline.batch.dispatch import Progress, run
from pipeline.config import Settings, pipeline_version

if not Path("/proc/self/stat").exists():
    pytest.skip("finding the processes to kill needs /proc", allow_module_level=True)
ray = pytest.importorskip("ray", reason="the extra `ray` is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    """Two cores, on the loopback address, without a dashboard."""
    os.environ.update(RAY_USAGE_STATS_ENABLED="0", RAY_AUTH_MODE="disabled")
    # the workers of the cluster must find what the tests import
    os.environ["PYTHONPATH"] = os.pathsep.join(str(Path(__file__).parents[level]) for level in (0, 1))
    # "local": another test's cluster on this machine is not to be joined
    ray.init(
        address="local",
        num_cpus=2,
        include_dashboard=False,
        log_to_driver=False,
        configure_logging=False,
        _node_ip_address="127.0.0.1",
        object_store_memory=100 << 20,
    )
    yield
    ray.shutdown()


def _stations() -> list[int]:
    """The processes of the actors of this test's own cluster."""
    pids = [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()]
    return [pid for pid in pids if _read(pid, "cmdline").startswith("ray::Station") and os.getpid() in _ancestors(pid)]


def _ancestors(pid: int) -> list[int]:
    above: list[int] = []
    while pid > 1 and (status := _read(pid, "stat")):
        pid = int(status.rpartition(")")[2].split()[1])
        above.append(pid)
    return above


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _settings(out: Path, engine: str, **limits: float) -> Settings:
    return Settings(out=out, workers=2, pipeline_version=pipeline_version(), engine=engine, **limits)  # type: ignore[arg-type]


def _bundle(folder: Path) -> list[Path]:
    """A form, a page of text, a locked file, and twenty forms in one file, which is read in pieces."""
    form_pdf(folder / "form.pdf")
    text_pdf(folder / "text.pdf")
    text_pdf(folder / "locked.pdf", password="secret")
    with PdfDocument.new() as bundle, PdfDocument(folder / "form.pdf") as form:
        for _ in range(20):
            bundle.import_pages(form)
        bundle.save(folder / "long.pdf")
    return sorted(folder.glob("*.pdf"))


@pytest.mark.usefixtures("cluster")
def test_the_bytes_are_those_of_one_machine_also_when_ray_workers_are_killed(tmp_path: Path) -> None:
    """The dataset is byte for byte that of the local engine, and a dead Ray worker costs only time."""
    sources = [source_of(file) for file in _bundle(tmp_path / "in")]
    run(sources, _settings(tmp_path / "local", "local"))
    killed: list[int] = []

    def kill() -> None:
        until = time.monotonic() + 60
        while not killed and time.monotonic() < until:
            for pid in _stations()[:1]:
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
            time.sleep(0.05)

    threading.Thread(target=kill, daemon=True).start()
    outcome = run(sources, _settings(tmp_path / "ray", "ray"))
    assert killed
    assert [each.source.path for each in outcome.summaries] == [each.path for each in sources]
    assert file_bytes(tmp_path / "ray") == file_bytes(tmp_path / "local")
    assert len(file_bytes(tmp_path / "ray")) > 10


@pytest.mark.usefixtures("cluster")
def test_limits_hold_on_a_cluster(tmp_path: Path) -> None:
    """A crash and a hang cost their documents, as on one machine."""
    sources = []
    for name in ("a", "exit", "hang", "b"):
        (tmp_path / name).write_bytes(name.encode())
        sources.append(source_of(tmp_path / name))
    (tmp_path / "out").mkdir()
    outcome = run(sources, _settings(tmp_path / "out", "ray", page_seconds=20.0), serve=faulty)
    codes = {each.source.path: each.failure and each.failure.code for each in outcome.summaries}
    assert codes == {"a": "TEST", "exit": "WORKER-CRASHED", "hang": "TIMEOUT", "b": "TEST"}


@pytest.mark.usefixtures("cluster")
def test_an_interruption_waits_for_the_pages_in_hand_of_the_cluster(tmp_path: Path) -> None:
    """Ctrl-C: what the stations have in hand is written, and nothing else is begun."""
    for number in range(6):
        text_pdf(tmp_path / "in" / f"{number}.pdf", f"{number} {'Text ' * 3000}", pages=1)
    sources = [source_of(file) for file in sorted((tmp_path / "in").glob("*.pdf"))]
    told: list[str] = []

    def interrupt(progress: Progress) -> None:
        if progress.summary and not told:
            os.kill(os.getpid(), signal.SIGINT)

    settings = _settings(tmp_path / "ray", "ray")
    outcome = run(sources, settings, interrupt, on_interrupt=lambda: told.append("interrupted"))
    assert told
    assert outcome.interrupted
    finished = [each.source.path for each in outcome.summaries]
    assert 1 <= len(finished) < 6
    assert not any(each.failure for each in outcome.summaries)
    assert sorted(row["source_path"] for row in read_rows(tmp_path / "ray", "documents")) == sorted(finished)
