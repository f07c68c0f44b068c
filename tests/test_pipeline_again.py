from __future__ import annotations

import json
import os
import shutil
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from documents import file_bytes, form_pdf, read_rows, text_pdf

from pipeline.cli import main
from pipeline.inputs.fileindex import UNSETTLED_NS
from pipeline.store import state

# worker processes are started for every run
pytestmark = pytest.mark.slow

COUNTED = ("new", "changed", "again", "unchanged", "removed", "gone")


def _run(capfd: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    """The report of a run of `jixiao convert` or another command that converts."""
    capfd.readouterr()
    words = [str(argument) for argument in arguments]
    main([*(words if words[0] == "retry" else ["convert", *words]), "--json", "--quiet", "--workers", "1"])
    report: dict[str, Any] = json.loads(capfd.readouterr().out)
    return report


def _counts(report: dict[str, Any]) -> dict[str, int]:
    return {name: report["totals"][name] for name in COUNTED if report["totals"][name]}


def _paths(out: Path) -> list[str]:
    return sorted(row["source_path"] for row in read_rows(out, "documents"))


def test_new_changed_unchanged_and_gone_are_told_apart(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Rows of a file that holds other bytes now are replaced, those of a file that is gone stay until --prune."""
    folder, out = tmp_path / "in", tmp_path / "out"
    for name in ("a", "b", "c"):
        text_pdf(folder / f"{name}.pdf", name)
    assert _counts(_run(capfd, folder, "--out", out)) == {"new": 3}
    text_pdf(folder / "b.pdf", "B in other words", pages=2)
    (folder / "c.pdf").unlink()
    text_pdf(folder / "d.pdf", "d")
    report = _run(capfd, folder, "--out", out)
    assert _counts(report) == {"new": 1, "changed": 1, "unchanged": 1, "removed": 1, "gone": 1}
    assert [(each["source_path"], each["why"], each["removed"]) for each in report["gone"]] in (
        [("b.pdf", "replaced", True), ("c.pdf", "removed", False)],
        [("c.pdf", "removed", False), ("b.pdf", "replaced", True)],
    )
    assert _paths(out) == ["a.pdf", "b.pdf", "c.pdf", "d.pdf"]
    assert _counts(_run(capfd, folder, "--out", out, "--prune")) == {"unchanged": 3, "removed": 1}
    assert _paths(out) == ["a.pdf", "b.pdf", "d.pdf"]
    assert len(read_rows(out, "pages")) == 4
    shutil.rmtree(tmp_path / "fresh", ignore_errors=True)
    _run(capfd, folder, "--out", tmp_path / "fresh")
    assert file_bytes(out) == file_bytes(tmp_path / "fresh")


def test_one_dataset_may_have_many_inputs(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What was converted from another input is not gone, and --prune leaves it alone."""
    out = tmp_path / "out"
    for year in ("2023", "2024"):
        text_pdf(tmp_path / year / "a.pdf", year)
        _run(capfd, tmp_path / year, "--out", out)
    assert _counts(_run(capfd, tmp_path / "2024", "--out", out, "--prune")) == {"unchanged": 1}
    assert len(read_rows(out, "documents")) == 2


def test_a_copy_elsewhere_keeps_the_rows(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A document is gone only when every place its bytes were at is empty."""
    folder, out = tmp_path / "in", tmp_path / "out"
    text_pdf(folder / "a.pdf", "a")
    text_pdf(folder / "z.pdf", "z")
    shutil.copy(folder / "a.pdf", folder / "b.pdf")
    _run(capfd, folder, "--out", out)
    (folder / "a.pdf").unlink()
    assert _counts(_run(capfd, folder, "--out", out, "--prune")) == {"unchanged": 2}
    assert _paths(out) == ["b.pdf", "z.pdf"]


def test_an_empty_folder_prunes_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A share that is not mounted looks like an empty folder: that must not delete a dataset."""
    folder, out = tmp_path / "in", tmp_path / "out"
    text_pdf(folder / "a.pdf", "a")
    _run(capfd, folder, "--out", out)
    (folder / "a.pdf").rename(tmp_path / "a.pdf")
    report = _run(capfd, folder, "--out", out, "--prune")
    assert (report["exit_code"], report["totals"]["removed"]) == (1, 0)
    assert sorted(row["status"] for row in read_rows(out, "documents")) == ["failed", "no_table"]
    (tmp_path / "a.pdf").rename(folder / "a.pdf")
    _run(capfd, folder, "--out", out)
    # the row of the empty folder goes by itself
    assert _paths(out) == ["a.pdf"]


def test_a_broken_new_version_does_not_cost_the_old_rows(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Rows are replaced only by something that could be read; a failure goes when its file is whole."""
    folder, out = tmp_path / "in", tmp_path / "out"
    good = form_pdf(folder / "a.pdf").read_bytes()
    _run(capfd, folder, "--out", out)
    (folder / "a.pdf").write_bytes(good[:400])
    _run(capfd, folder, "--out", out)
    assert sorted(row["status"] for row in read_rows(out, "documents")) == ["converted", "failed"]
    assert len(read_rows(out, "indicators")) == 3
    (folder / "a.pdf").write_bytes(good)
    _run(capfd, folder, "--out", out)
    assert [row["status"] for row in read_rows(out, "documents")] == ["converted"]


def test_the_index_may_be_lost(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Without the index a run reads the files once more and still knows what is gone; with it, it reads none."""
    folder, out = tmp_path / "in", tmp_path / "out"
    for name in ("a", "b"):
        text_pdf(folder / f"{name}.pdf", name)
    time.sleep(UNSETTLED_NS / 1e9 + 0.1)
    assert _run(capfd, folder, "--out", out)["hashed_files"] == 2
    assert _run(capfd, folder, "--out", out)["hashed_files"] == 0
    before = file_bytes(out)
    for damage in (shutil.rmtree, _garble):
        damage(out / "_state")
        report = _run(capfd, folder, "--out", out)
        assert (report["hashed_files"], _counts(report)) == (2, {"unchanged": 2})
        assert file_bytes(out) == before
    shutil.rmtree(out / "_state")
    (folder / "b.pdf").unlink()
    assert _counts(_run(capfd, folder, "--out", out, "--prune")) == {"unchanged": 1, "removed": 1}


def test_files_that_are_gone_are_forgotten(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The index does not grow with files that come and go; those of other inputs stay in it."""
    for name in ("one/a", "one/b", "two/c"):
        text_pdf(tmp_path / f"{name}.pdf", name)
    time.sleep(UNSETTLED_NS / 1e9 + 0.1)
    for folder in ("one", "two"):
        _run(capfd, tmp_path / folder, "--out", tmp_path / "out")
    (tmp_path / "one" / "b.pdf").unlink()
    _run(capfd, tmp_path / "one", "--out", tmp_path / "out", "--prune")
    known = state.load(tmp_path / "out")
    assert sorted(Path(address).name for address in known.files.earlier) == ["a.pdf", "c.pdf"]
    assert sorted(each.path for each in known.documents.values()) == ["a.pdf", "c.pdf"]


def _garble(folder: Path) -> None:
    (folder / "index.json").write_bytes(b'{"format": 1, "files": [], "documents": {"x": 1}}')


def test_what_is_remembered_comes_back_as_it_was(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A report of an unchanged document from the index is the one from the rows."""
    form_pdf(tmp_path / "in" / "a.pdf")
    _run(capfd, tmp_path / "in", "--out", tmp_path / "out")
    by_index = _run(capfd, tmp_path / "in", "--out", tmp_path / "out")
    known = state.load(tmp_path / "out")
    assert len(known.documents) == 1
    shutil.rmtree(tmp_path / "out" / "_state")
    by_rows = _run(capfd, tmp_path / "in", "--out", tmp_path / "out")
    assert by_index["documents"] == by_rows["documents"]


def test_another_version_converts_again(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Rows that another version wrote are no result of this one."""
    from pipeline.batch.run import convert_inputs
    from pipeline.config import Settings

    text_pdf(tmp_path / "in" / "a.pdf")
    for version, expected in (("1", "new"), ("1", "unchanged"), ("2", "changed"), ("2", "unchanged")):
        report = convert_inputs([tmp_path / "in"], Settings(tmp_path / "out", 1, version))
        assert report.totals()[expected] == 1, version


def test_status_names_what_failed_and_retry_reads_only_that(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Failures are listed with their next step; repaired files are converted from where they were, also from zips."""
    folder, out = tmp_path / "in", tmp_path / "out"
    text_pdf(folder / "a good.pdf", "good")
    text_pdf(tmp_path / "whole.pdf", "whole")
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "deep").mkdir()
    with zipfile.ZipFile(folder / "deep" / "z.zip", "w") as packed:
        packed.write(folder / "a good.pdf", "also good.pdf")
        packed.writestr("web.pdf", "<html>")
    _run(capfd, folder, "--out", out)
    assert main(["status", str(out)]) == 0
    printed = capfd.readouterr().out
    assert "3   0 converted, 1 without target tables, 2 failed" in printed
    assert "empty.pdf: " in printed
    assert "Download it again." in printed
    assert f"jixiao retry {out}" in printed
    assert main(["status", str(out), "--json"]) == 0
    seen = json.loads(capfd.readouterr().out)
    assert [(each["source_path"], each["error_code"]) for each in seen["failed"]] == [
        ("deep/z.zip!/web.pdf", "NOT-A-PDF"),
        ("empty.pdf", "EMPTY-FILE"),
    ]
    report = _run(capfd, "retry", out)
    assert [each["source_path"] for each in report["documents"]] == ["deep/z.zip!/web.pdf", "empty.pdf"]
    assert _counts(report) == {"again": 2}
    shutil.copy(tmp_path / "whole.pdf", folder / "empty.pdf")
    report = _run(capfd, "retry", out)
    assert {each["source_path"]: each["status"] for each in report["documents"]} == {
        "deep/z.zip!/web.pdf": "failed",
        "empty.pdf": "no_table",
    }
    assert _paths(out) == ["a good.pdf", "deep/z.zip!/web.pdf", "empty.pdf"]
    (row,) = [row for row in read_rows(out, "documents") if row["source_path"] == "a good.pdf"]
    assert row["duplicate_paths"] == ["deep/z.zip!/also good.pdf"]
    (folder / "deep" / "z.zip").unlink()
    assert main(["retry", str(out)]) == 1
    assert "not retried: deep/z.zip!/web.pdf" in capfd.readouterr().err
    _run(capfd, folder, "--out", out, "--prune")
    assert main(["retry", str(out)]) == 0
    assert "Nothing" in capfd.readouterr().out


@pytest.mark.parametrize("command", [["status"], ["retry"], ["compact", "--to", "copy"]])
def test_no_dataset_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    """A misspelt DIR does not look like an empty dataset."""
    assert main([*command, str(tmp_path / "nowhere")]) == 2
    assert capsys.readouterr().err.startswith("error NOT-FOUND: ")


def test_events_are_logged_as_json(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A line a document, to stderr or appended to a file, with the code of each failure, and one for the end."""
    text_pdf(tmp_path / "in" / "a.pdf")
    (tmp_path / "in" / "b.pdf").write_bytes(b"")
    arguments = ["convert", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--workers", "1"]
    assert main([*arguments, "--log-json"]) == 1
    events = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert [event["event"] for event in events] == ["found", "document", "document", "finished"]
    assert {event["source_path"]: event["error_code"] for event in events[1:3]} == {
        "a.pdf": None,
        "b.pdf": "EMPTY-FILE",
    }
    assert (events[3]["exit_code"], events[3]["totals"]["failed"]) == (1, 1)
    stages = events[3]["stages"]
    assert set(stages) >= {"find", "compare", "convert", "remove"}
    assert stages["documents.read"] > 0
    assert stages["documents.write"] > 0
    log = tmp_path / "log.jsonl"
    for _ in range(2):
        assert main([*arguments, "--log-json", str(log), "--quiet"]) == 1
    assert len(log.read_text(encoding="utf-8").splitlines()) == 8
    assert main([*arguments, "--log-json", str(tmp_path), "--quiet"]) == 2


def test_a_list_on_standard_input(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """`find … -print0 | jixiao convert -` converts exactly what was found."""
    names = [text_pdf(tmp_path / name, name) for name in ("a b.pdf", "c.pdf")]
    reading, writing = os.pipe()
    os.write(writing, b"\0".join(os.fsencode(name) for name in names))
    os.close(writing)
    kept = sys.stdin
    with os.fdopen(reading) as sys.stdin:
        report = _run(capfd, "-", "--out", tmp_path / "out")
    sys.stdin = kept
    assert [each["source_path"] for each in report["documents"]] == [str(name) for name in names]
