"""Faults as they happen: killed processes, full disks, folders that cannot be written to, two runs at once."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from documents import file_bytes, form_pdf, read_rows, result, source, text_pdf

from pipeline.batch.dispatch import Progress
from pipeline.batch.report import closing_lines
from pipeline.batch.run import convert_inputs
from pipeline.cli import main
from pipeline.config import Settings
from pipeline.errors import OutputError
from pipeline.store import dataset, lock
from pipeline.store.columns import TABLES
from pipeline.store.rows import document_rows

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True, scope="module")
def _program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A copy of the program: its version is a hash of its files, and nobody edits these between two runs."""
    before, copy = Path.cwd(), tmp_path_factory.mktemp("program")
    for package in ("extractors", "normalizers", "pipeline"):
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    os.chdir(copy)
    yield
    os.chdir(before)


def _command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "pipeline", *map(str, arguments)]


def _convert(folder: Path, out: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command("convert", folder, "--out", out, "--workers", "2"),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(name="bundle", scope="module")
def _bundle(_program: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    for number in range(6):
        form_pdf(folder / f"{number}.pdf", f"项目{number}")
        text_pdf(folder / f"text{number}.pdf", f"Text {number}", pages=2)
    return folder


@pytest.fixture(name="undisturbed", scope="module")
def _undisturbed(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("undisturbed")
    assert _convert(bundle, out).returncode == 0
    return file_bytes(out)


def _assert_consistent(out: Path) -> None:
    """Every visible file is whole, and every source with a row has all of its rows, once."""
    indicators = [row["table_id"] for row in read_rows(out, "indicators")]
    for row in read_rows(out, "documents"):
        assert indicators.count(f"{row['source_sha256'][:16]}-01") == row["indicators"]
    assert len(read_rows(out, "documents")) == len({row["source_sha256"] for row in read_rows(out, "documents")})


@pytest.mark.parametrize("seed", range(2))
def test_a_run_killed_at_any_moment_is_finished_by_the_next(
    bundle: Path, undisturbed: dict[str, bytes], tmp_path: Path, seed: int
) -> None:
    """Killed at moments drawn by lot, again and again: nothing half, lost or doubled, and the same bytes at the end."""
    chance, out = random.Random(seed), tmp_path / "out"
    for _ in range(3):
        with subprocess.Popen(_command("convert", bundle, "--out", out, "--workers", "2", "--quiet")) as process:
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0.2, 2.5))
                pytest.skip("the machine is so fast that the run was over before it could be killed")
            process.kill()
        _assert_consistent(out)
    done = _convert(bundle, out)
    assert done.returncode == 0, done.stderr
    assert file_bytes(out) == undisturbed
    assert not list(out.rglob("*.tmp"))


@pytest.fixture(name="small_disk")
def _small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KiB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "jixiao-test", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root and the right to mount")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_ends_the_run_with_one_line_and_leaves_no_half_file(
    bundle: Path, undisturbed: dict[str, bytes], small_disk: Path
) -> None:
    """What was finished stays and can be read; when there is room again, the next run finishes the rest."""
    out = small_disk / "out"
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(160 << 10))
    done = _convert(bundle, out)
    assert done.returncode == 2
    assert re.search(r"^error OUTPUT: .*No space left on device", done.stderr, re.MULTILINE)
    assert "Traceback" not in done.stderr
    _assert_consistent(out)
    ballast.unlink()
    subprocess.run(["mount", "-o", "remount,size=16m", str(small_disk)], check=True)
    assert _convert(bundle, out).returncode == 0
    assert file_bytes(out) == undisturbed


def test_a_full_disk_leaves_the_rows_that_were_there(small_disk: Path) -> None:
    """A source is replaced only when all of its new bytes are safe."""
    rows = document_rows(result(source("a.pdf")), "1")
    dataset.write(small_disk, source("a.pdf").sha16, rows, "1")
    before = file_bytes(small_disk)
    with pytest.raises(OSError, match="No space"):
        (small_disk / "ballast").write_bytes(bytes(1 << 20))
    with pytest.raises(OutputError, match="No space left"):
        dataset.write(small_disk, source("a.pdf").sha16, document_rows(result(source("a.pdf"), year=2030), "2"), "2")
    assert file_bytes(small_disk) == before
    assert not list(small_disk.rglob("*.tmp"))


def test_a_file_system_that_cannot_be_written_to_is_one_line(bundle: Path, tmp_path: Path) -> None:
    """Nothing is read before it is known that the result can be kept."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "ro,size=1m", "jixiao-test", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a disk needs root and the right to mount")
    try:
        done = _convert(bundle, place / "out")
    finally:
        subprocess.run(["umount", str(place)], check=True)
    assert done.returncode == 2
    assert done.stderr.startswith("error OUTPUT: ")
    assert len(done.stderr.splitlines()) == 1


def test_of_two_runs_at_once_one_is_told_to_wait(bundle: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    """The second run names the first and leaves everything to it; status says that one is under way."""
    out = tmp_path / "out"
    command = _command("convert", bundle, "--out", out, "--workers", "1")
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as first:
        assert first.stderr
        while not first.stderr.readline().startswith("[1/12]"):
            assert first.poll() is None
        first.send_signal(signal.SIGSTOP)  # it must not come to its end before the second has begun
        second = _convert(bundle, out)
        assert main(["status", str(out)]) == 0
        first.send_signal(signal.SIGCONT)
        first.communicate(timeout=120)
        assert first.returncode == 0
    assert second.returncode == 2
    assert re.fullmatch(rf"error OUTPUT: .* is being written by process {first.pid} on .*\n", second.stderr)
    assert file_bytes(out) == undisturbed


def test_a_lock_whose_holder_died_holds_nobody_up(tmp_path: Path) -> None:
    """The system frees the lock of a killed process, whatever its file says."""
    program = "import sys, time; from pathlib import Path; from pipeline.store.lock import sole_run\n"
    program += f"with sole_run(Path({str(tmp_path)!r})): print('held', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(OutputError, match=f"process {process.pid} "), lock.sole_run(tmp_path):
            pass
        assert f"process {process.pid} " in (lock.holder(tmp_path) or "")
        process.kill()
    assert (tmp_path / "_state" / "lock").read_text(encoding="utf-8").startswith("process")
    assert lock.holder(tmp_path) is None
    with lock.sole_run(tmp_path):
        pass


def test_a_run_waits_for_what_a_killed_one_is_still_writing(tmp_path: Path) -> None:
    """A process that outlived its run finishes the source it is writing before the next run touches anything."""
    program = "import sys, time; from pathlib import Path; from pipeline.store.lock import shared\n"
    program += f"with shared(Path({str(tmp_path / '_state' / 'writers')!r})): print('held', flush=True); time.sleep(1)"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        began = time.monotonic()
        with lock.sole_run(tmp_path):
            assert time.monotonic() - began > 0.5
            assert process.wait(10) == 0


def test_an_interrupted_run_says_what_is_left_and_goes_on(
    bundle: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    """Ctrl-C: exit code 130, finished documents are written, the rest is counted and done by the next run."""
    out = tmp_path / "out"
    command = _command("convert", bundle, "--out", out, "--workers", "1")
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stderr
        while not process.stderr.readline().startswith("[2/12]"):
            assert process.poll() is None
        # a terminal sends it to every process
        os.killpg(process.pid, signal.SIGINT)
        printed, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Interrupted: ending with the pages in hand." in told
    assert "Traceback" not in told
    (finished, left) = map(int, re.findall(r"Interrupted: (\d+) of 12 .* written, (\d+) left", printed)[0])
    assert finished + left == 12
    assert len(read_rows(out, "documents")) == finished < 12
    assert main(["status", str(out), "--json"]) == 0
    assert _convert(bundle, out).returncode == 0
    assert file_bytes(out) == undisturbed


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_waits_for_the_pages_in_hand_and_no_other(tmp_path: Path, number: signal.Signals) -> None:
    """What ends with the page under way is written, what has more pages is left whole, what waits is not begun."""
    text = "Text " * 6000
    for name, pages in (("a", 1), ("b", 2), ("c", 1), ("d", 20)):
        text_pdf(tmp_path / "in" / f"{name}.pdf", f"{name} {text if pages < 3 else ''}", pages=pages)
    settings = Settings(tmp_path / "out", workers=2, pipeline_version="test")
    reading: set[str] = set()
    interruptions: list[int] = []

    def interrupt(progress: Progress) -> None:
        reading.update([progress.path] if progress.pages else [])
        if reading >= {"a.pdf", "b.pdf"} and not interruptions:
            interruptions.append(number)
            os.kill(os.getpid(), number)

    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        report = convert_inputs([tmp_path / "in"], settings, on_progress=interrupt)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert interruptions
    assert report.exit_code == 130
    assert [summary.source.path for summary in report.summaries] == ["a.pdf"]
    assert [row["source_path"] for row in read_rows(tmp_path / "out", "documents")] == ["a.pdf"]
    assert "Interrupted: 1 of 4 documents are finished and written, 3 left." in closing_lines(report)
    again = convert_inputs([tmp_path / "in"], settings)
    assert [summary.unchanged for summary in again.summaries] == [True, False, False, False]
    assert [summary.pages for summary in again.summaries] == [1, 2, 1, 20]
    assert not any(summary.failure for summary in again.summaries)


def test_a_long_document_whose_pages_are_all_in_hand_is_written(tmp_path: Path) -> None:
    """Pages read in pieces are not lost to an interruption that comes with the last of them."""
    text_pdf(tmp_path / "in" / "long.pdf", pages=9)
    settings = Settings(tmp_path / "out", workers=2, pipeline_version="test")
    told: list[str] = []

    def interrupt(progress: Progress) -> None:
        if progress.pages and progress.done == progress.pages and not progress.summary:
            os.kill(os.getpid(), signal.SIGINT)

    report = convert_inputs(
        [tmp_path / "in"], settings, on_progress=interrupt, on_interrupt=lambda: told.append("interrupted")
    )
    assert told == ["interrupted"]
    assert report.exit_code == 0
    assert [summary.pages for summary in report.summaries] == [9]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_store_without_renames_is_written_and_read_as_a_folder(
    bundle: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    """An fsspec address gets the same bytes from the same worker processes, run again it converts nothing."""
    out, address = tmp_path / "out", f"local://{tmp_path}/out"
    (tmp_path / "in").mkdir()
    inputs = f"local://{bundle}"
    done = subprocess.run(_command("convert", inputs, "--out", address), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert file_bytes(out) == undisturbed
    again = subprocess.run(
        _command("convert", inputs, "--out", address, "--json", "--quiet"), capture_output=True, check=True
    )
    assert json.loads(again.stdout)["totals"]["unchanged"] == 12
    assert main(["status", address]) == 0


def test_a_store_that_only_takes_whole_objects(tmp_path: Path) -> None:
    """In an object store a source is replaced in the order that makes its row in `documents` the last word."""
    import fsspec

    place = f"memory://{tmp_path.name}/out"
    first, second = (document_rows(result(source("a.pdf"), year=year), "1") for year in (2024, 2030))
    for rows in (first, second):
        dataset.prepare(place)
        dataset.write(place, source("a.pdf").sha16, rows, "1")
        dataset.write(tmp_path / "out", source("a.pdf").sha16, rows, "1")
    system = fsspec.filesystem("memory")
    root = f"/{tmp_path.name}/out"
    found = {path.removeprefix(f"{root}/"): system.cat_file(path) for path in system.find(root)}
    assert {name: content for name, content in found.items() if name.endswith(".parquet")} == file_bytes(
        tmp_path / "out"
    )
    assert dataset.read_table(place, "indicators", ["fiscal_year"]) == [{"fiscal_year": 2030}]
    dataset.remove(place, source("a.pdf").sha16)
    assert [path for name in TABLES for path in system.find(f"{root}/{name}")] == []


def test_a_store_that_cannot_be_reached_is_one_line(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A protocol whose package is not installed is told with what to do."""
    assert main(["convert", str(bundle), "--out", "nosuch://bucket/out"]) == 2
    assert capsys.readouterr().err.startswith("error OUTPUT: nosuch://bucket/out")
