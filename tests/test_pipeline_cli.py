from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from documents import file_bytes, form_pdf, read_rows, text_pdf

from extractors.errors import DamagedPdfError
from extractors.source import open_document
from pipeline.batch.report import closing_lines
from pipeline.batch.run import convert_inputs
from pipeline.cli import main
from pipeline.config import Settings
from pipeline.convert import read_range, understand
from pipeline.errors import Failure, PageTimeoutError
from pipeline.inputs.discover import discover
from pipeline.store.dataset import write
from pipeline.store.rows import document_rows

ROOT = Path(__file__).resolve().parent.parent


def _bundle(folder: Path) -> Path:
    """A good form, a page of text, and five files that cannot be read."""
    form_pdf(folder / "good.pdf")
    text_pdf(folder / "text.pdf", pages=2)
    text_pdf(folder / "locked.pdf", password="secret")
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "web.pdf").write_text("<html>not found</html>")
    (folder / "cut.pdf").write_bytes((folder / "good.pdf").read_bytes()[:400])
    with zipfile.ZipFile(folder / "more.zip", "w") as packed:
        packed.write(folder / "good.pdf", "目录/good.pdf")
        packed.write(folder / "web.pdf", "page.pdf")
    return folder


def _jixiao(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    variables = {**os.environ, **environment}
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)


def test_bad_files_cost_the_good_one_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A bundle with broken files ends with exit code 1, a row for each and the good one's indicators."""
    bundle, out = _bundle(tmp_path / "in"), tmp_path / "out"
    assert main(["convert", str(bundle), "--out", str(out), "--workers", "2"]) == 1
    status = {row["source_path"]: (row["status"], row["error_code"]) for row in read_rows(out, "documents")}
    assert status == {
        "good.pdf": ("converted", None),
        "text.pdf": ("no_table", None),
        "locked.pdf": ("failed", "ENCRYPTED-PDF"),
        "empty.pdf": ("failed", "EMPTY-FILE"),
        "more.zip!/page.pdf": ("failed", "NOT-A-PDF"),
        "cut.pdf": ("failed", "DAMAGED-PDF"),
    }
    duplicates = {row["source_path"]: row["duplicate_paths"] for row in read_rows(out, "documents")}
    assert duplicates["good.pdf"] == ["more.zip!/目录/good.pdf"]
    assert duplicates["more.zip!/page.pdf"] == ["web.pdf"]
    assert [row["level3"] for row in read_rows(out, "indicators")] == ["推广人数", "验收合格率", "企业满意度"]
    printed = capfd.readouterr()
    errors = [line for line in printed.err.splitlines() if line.startswith("error ")]
    assert sorted(line.split(":")[0] for line in errors) == [
        "error DAMAGED-PDF",
        "error EMPTY-FILE",
        "error ENCRYPTED-PDF",
        "error NOT-A-PDF",
    ]
    assert re.search(r"^documents +6 +1 converted, 1 without target tables, 4 failed$", printed.out, re.MULTILINE)


def test_the_number_of_workers_and_the_run_do_not_change_a_byte(tmp_path: Path) -> None:
    """One worker or two, the first run or a repeated one: the same files with the same bytes."""
    bundle = _bundle(tmp_path / "in")
    for name, workers in (("one", "1"), ("two", "2")):
        main(["convert", str(bundle), "--out", str(tmp_path / name), "--workers", workers, "--quiet"])
    once = file_bytes(tmp_path / "one")
    assert once
    assert once == file_bytes(tmp_path / "two")
    main(["convert", str(bundle), "--out", str(tmp_path / "two"), "--force", "--quiet"])
    assert once == file_bytes(tmp_path / "two")


def test_a_second_run_converts_only_what_is_new(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What is complete stays as it is, under its new path; --force converts it once more."""
    out, first, second = tmp_path / "out", tmp_path / "first", tmp_path / "second"
    text_pdf(first / "a.pdf", "A")
    main(["convert", str(first), "--out", str(out), "--quiet"])
    pages = {path: path.stat().st_mtime_ns for path in out.glob("pages/*.parquet")}
    text_pdf(second / "b.pdf", "B")
    second.joinpath("moved.pdf").write_bytes((first / "a.pdf").read_bytes())
    assert main(["convert", str(second), "--out", str(out), "--json", "--quiet"]) == 0
    report = json.loads(capfd.readouterr().out)
    assert [(each["source_path"], each["unchanged"]) for each in report["documents"]] == [
        ("b.pdf", False),
        ("moved.pdf", True),
    ]
    assert sorted(row["source_path"] for row in read_rows(out, "documents")) == ["b.pdf", "moved.pdf"]
    assert pages.items() <= {path: path.stat().st_mtime_ns for path in out.glob("pages/*.parquet")}.items()
    main(["convert", str(second), "--out", str(out), "--json", "--quiet", "--force"])
    report = json.loads(capfd.readouterr().out)
    assert [each["unchanged"] for each in report["documents"]] == [False, False]


def test_a_failed_document_is_tried_again(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A failure may have been the machine's; it does not count as done."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.pdf").write_bytes(b"")
    for _ in range(2):
        assert main(["convert", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--json", "--quiet"]) == 1
        (document,) = json.loads(capfd.readouterr().out)["documents"]
        assert (document["failure"]["code"], document["unchanged"]) == ("EMPTY-FILE", False)


def test_the_report_of_a_run_is_the_only_file_with_times(tmp_path: Path) -> None:
    """Each run leaves one report beside the tables."""
    text_pdf(tmp_path / "a.pdf")
    main(["convert", str(tmp_path / "a.pdf"), "--out", str(tmp_path / "out"), "--quiet"])
    (file,) = (tmp_path / "out" / "_runs").iterdir()
    report = json.loads(file.read_text(encoding="utf-8"))
    assert (report["exit_code"], report["totals"]["documents"], report["totals"]["pages"]) == (0, 1, 1)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"_runs", "_state", "documents", "pages"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], "USAGE"),
        (["convert"], "USAGE"),
        (["convert", "a.pdf", "--workers", "0"], "USAGE"),
        (["convert", "a.pdf", "--wrokers", "2"], "USAGE"),
        (["convert", "no-such-file.pdf"], "NOT-FOUND"),
        (["explain", "no-such-file.pdf", "--page", "1"], "NOT-FOUND"),
        (["golden", "no-such-folder"], "NOT-FOUND"),
    ],
)
def test_bad_usage_is_one_line_and_exit_code_2(
    arguments: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command line that cannot be followed is told in one line with what to do."""
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert re.fullmatch(rf"error {code}: .+\n", printed.err)


def test_a_dataset_that_cannot_be_written_is_exit_code_2(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A file in the way of the folder is an error of the environment."""
    text_pdf(tmp_path / "a.pdf")
    (tmp_path / "out").write_text("in the way")
    assert main(["convert", str(tmp_path / "a.pdf"), "--out", str(tmp_path / "out")]) == 2
    assert capfd.readouterr().err.startswith("error OUTPUT: ")


def test_output_is_lines_when_nobody_watches(tmp_path: Path) -> None:
    """In a log there is a line per document on stderr, no bar and no control characters."""
    text_pdf(tmp_path / "in" / "a.pdf")
    done = _jixiao("convert", tmp_path / "in", "--out", tmp_path / "out")
    assert done.returncode == 0
    assert done.stderr == "1 documents\n[1/1] a.pdf: 1 pages, 0 tables, 0 indicators\n"
    assert "\x1b" not in done.stdout


def test_chinese_is_printed_even_where_the_locale_cannot(tmp_path: Path) -> None:
    """A summary never dies of a file name."""
    (tmp_path / "目标.pdf").write_bytes(b"")
    done = _jixiao("convert", tmp_path, "--out", tmp_path / "out", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 1
    assert "error EMPTY-FILE: \\u76ee\\u6807.pdf" in done.stderr


def test_the_version_is_told() -> None:
    """`jixiao --version` names the program and its version."""
    done = _jixiao("--version")
    assert (done.returncode, done.stdout) == (0, "jixiao 0.1.0\n")


def test_ctrl_c_leaves_complete_documents(tmp_path: Path) -> None:
    """An interrupted run exits with 130; what it wrote is complete and the next run goes on from there."""
    for number in range(40):
        text_pdf(tmp_path / "in" / f"{number:02d}.pdf", f"Text {number}", pages=5)
    out = tmp_path / "out"
    command = [sys.executable, "-m", "pipeline", "convert", str(tmp_path / "in"), "--out", str(out), "--workers", "1"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stderr
        while not process.stderr.readline().startswith("[2/40]"):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 130
    finished = len(read_rows(out, "documents"))
    assert 2 <= finished < 40
    assert len({row["source_sha256"] for row in read_rows(out, "pages")}) == finished
    assert not list(out.rglob("*.tmp"))
    report = json.loads(_jixiao("convert", tmp_path / "in", "--out", out, "--json", "--quiet").stdout)
    assert report["totals"]["documents"] == 40
    assert report["totals"]["unchanged"] == finished


def test_a_page_is_explained_in_pictures_and_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`explain` writes a picture of each stage and the same as JSON, and prints where they are and the grid."""
    file = form_pdf(tmp_path / "form.pdf")
    assert main(["explain", str(file), "--page", "1", "--out", str(tmp_path / "out")]) == 0
    lines = capsys.readouterr().out.splitlines()
    stages = ["1-words", "2-rules", "3-grid", "4-roles", "5-values"]
    pictures = [tmp_path / "out" / "form" / f"p001-{stage}.png" for stage in stages]
    assert lines[:6] == [*map(str, pictures), str(tmp_path / "out" / "form" / "p001.json")]
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)
    explained = json.loads((tmp_path / "out" / "form" / "p001.json").read_text(encoding="utf-8"))
    (grid,) = explained["grids"]
    assert (grid["rows"], grid["cols"]) == (8, 5)
    merged = next(cell for cell in grid["cells"] if (cell["row"], cell["col"]) == (5, 1))
    assert (merged["text"], merged["row_span"]) == ("产出指标", 2)
    assert [value["level3"] for value in explained["values"]] == ["推广人数", "验收合格率", "企业满意度"]
    assert any("推广人数 = ≥15万人" in line for line in lines)


def test_a_page_that_is_not_there_cannot_be_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The number of pages is told."""
    assert main(["explain", str(text_pdf(tmp_path / "a.pdf")), "--page", "7"]) == 2
    assert "has 1 pages, so there is no page 7" in capsys.readouterr().err


def test_every_file_can_be_queried_with_the_printed_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The SQL of the closing summary runs as it stands."""
    import duckdb

    main(["convert", str(form_pdf(tmp_path / "a.pdf")), "--out", str(tmp_path / "out")])
    (line,) = [line for line in capfd.readouterr().out.splitlines() if "duckdb -c" in line]
    query = line.split('duckdb -c "')[1].rstrip('"')
    rows = duckdb.connect().execute(query).fetchall()
    assert [row[3] for row in rows] == ["推广人数", "验收合格率", "企业满意度"]


def test_a_document_that_lost_a_page_to_a_limit_is_tried_again(tmp_path: Path) -> None:
    """The machine may have been busy: a page lost to time is not lost for good, a damaged one is not read twice."""
    out = tmp_path / "out"
    settings = Settings(out=out, workers=1, pipeline_version="test")
    for name, error in (("slow.pdf", PageTimeoutError("Slow.")), ("damaged.pdf", DamagedPdfError("Broken."))):
        file = text_pdf(tmp_path / "in" / name, name, pages=2)
        (source,) = discover([file]).sources
        with open_document(file) as document:
            read = read_range(document, 1, 2, lost={2: Failure.of(error)})
        rows = document_rows(understand(source, read.readings), "test")
        write(out, source.sha16, rows, "test")
    report = convert_inputs([tmp_path / "in"], settings)
    assert [(each.source.path, each.unchanged) for each in report.summaries] == [
        ("damaged.pdf", True),
        ("slow.pdf", False),
    ]
    assert [each.failed_pages for each in report.summaries] == [((2, "DAMAGED-PDF"),), ()]
    assert any("damaged.pdf page 2 (DAMAGED-PDF)" in line for line in closing_lines(report))


LIGHT = """
import sys
from pipeline.cli import main
try:
    main({arguments!r})
except SystemExit:
    pass
print(*sys.modules)
"""


@pytest.mark.parametrize(
    ("arguments", "also"), [(["--help"], {"normalizers", "pipeline.batch.run"}), (["convert", "no-such-file"], set())]
)
def test_nothing_heavy_is_loaded_before_work_begins(arguments: list[str], also: set[str]) -> None:
    """Help and a misspelt path are told at once: no numeric, picture, table or display library is loaded for them."""
    program = LIGHT.format(arguments=arguments)
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    heavy = {"numpy", "cv2", "pandas", "pyarrow", "pdfplumber", "pypdfium2", "PIL", "onnxruntime", "rich", "fsspec"}
    assert not loaded & (heavy | also)


def test_a_library_that_is_missing_is_one_line(tmp_path: Path) -> None:
    """A broken installation is told with what to do, by every command."""
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "pypdfium2.py").write_text("raise ImportError('libpdfium.so: wrong architecture')")
    file = text_pdf(tmp_path / "a.pdf")
    for arguments in (
        ["explain", file, "--page", "1", "--out", tmp_path],
        ["convert", file, "--out", tmp_path / "out"],
    ):
        done = _jixiao(*arguments, PYTHONPATH=str(tmp_path / "broken"))
        assert done.returncode == 2
        lines = [line for line in done.stderr.splitlines() if line.startswith("error ")]
        assert lines == [line for line in lines if line.startswith("error INSTALLATION: ") and "libpdfium" in line]
        assert "Traceback" not in done.stderr


def test_a_folder_in_the_way_is_one_line(tmp_path: Path) -> None:
    """What the operating system refuses is told, not traced."""
    file = text_pdf(tmp_path / "a.pdf")
    (tmp_path / "taken").write_text("")
    done = _jixiao("explain", file, "--page", "1", "--out", tmp_path / "taken")
    assert done.returncode == 1
    assert done.stderr.startswith("error UNREADABLE: ")
    assert "Traceback" not in done.stderr
