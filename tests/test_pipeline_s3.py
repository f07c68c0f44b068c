"""Bundles and a dataset in an object store that speaks S3 over the network of this machine."""

from __future__ import annotations

import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline.cli

SAMPLE = Path(__file__).parent.parent / "samples" / "putuo-2026" / "putuo-2026-digital.pdf"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the server answers; one for all tests, because a process keeps its connections by the dataset's address."""
    pytest.importorskip("s3fs", reason="s3fs is not installed")
    moto = pytest.importorskip("moto.server", reason="moto is not installed")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def store(address: str, monkeypatch: pytest.MonkeyPatch) -> object:
    """The buckets `bundles`, with one sample in it, and `warehouse`, on a server where every process looks for S3."""
    import s3fs

    for name, value in {
        "AWS_ENDPOINT_URL": address,
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    urllib.request.urlopen(f"{address}/moto-api/reset", data=b"").close()
    system = s3fs.S3FileSystem()
    system.invalidate_cache()
    for bucket in ("bundles", "warehouse"):
        system.mkdir(bucket)
    system.put_file(str(SAMPLE), "bundles/2026/表.pdf")
    return system


def _jixiao(*arguments: str) -> int:
    return pipeline.cli.main(list(arguments))


def test_a_bundle_in_s3_becomes_a_dataset_in_s3(store: object, capsys: pytest.CaptureFixture[str]) -> None:
    """It is converted once, and every command that only reads a dataset reads it there."""
    convert = ("convert", "s3://bundles/2026", "--out", "s3://warehouse/jixiao", "--workers", "1")
    assert _jixiao(*convert) == 0
    assert "8\n" in capsys.readouterr().out.partition("indicators")[2]
    assert _jixiao(*convert) == 0
    assert "1 unchanged" in capsys.readouterr().out
    assert _jixiao("status", "s3://warehouse/jixiao") == 0
    assert _jixiao("audit", "s3://warehouse/jixiao") in (0, 1)
    assert "does not exist" not in capsys.readouterr().err


def test_what_is_read_from_s3_is_what_is_read_from_a_folder(store: object, tmp_path: Path) -> None:
    """`diff` finds no difference between the two datasets."""
    (tmp_path / "2026").mkdir()
    shutil.copy(SAMPLE, tmp_path / "2026" / "表.pdf")
    assert _jixiao("convert", "s3://bundles/2026", "--out", "s3://warehouse/jixiao", "--workers", "1") == 0
    assert _jixiao("convert", str(tmp_path / "2026"), "--out", str(tmp_path / "out"), "--workers", "1") == 0
    assert _jixiao("diff", str(tmp_path / "out"), "s3://warehouse/jixiao") == 0


def test_a_report_and_a_sample_are_drawn_from_a_dataset_in_s3(store: object, tmp_path: Path) -> None:
    """The files are written on this machine; the pictures are left out where the source is not."""
    assert _jixiao("convert", "s3://bundles/2026", "--out", "s3://warehouse/jixiao", "--workers", "1") == 0
    report, sheet = tmp_path / "report.html", tmp_path / "sheet.csv"
    assert _jixiao("report", "s3://warehouse/jixiao", "--to", str(report)) == 0
    assert "绩效目标表" in report.read_text(encoding="utf-8")
    assert _jixiao("sample", "s3://warehouse/jixiao", "--n", "5", "--to", str(sheet)) == 0
    assert "表.pdf" in sheet.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("convert", "s3://nowhere/2026", "--out", "s3://warehouse/jixiao"), "NOT-FOUND"),
        (("convert", "s3://bundles/2026", "--out", "s3://nowhere/jixiao"), "OUTPUT"),
        (("status", "s3://warehouse/nothing"), "NOT-FOUND"),
        (("audit", "s3://warehouse/nothing"), "NOT-FOUND"),
        (("review", "s3://warehouse/nothing"), "USAGE"),
    ],
)
def test_what_is_not_in_s3_is_one_line(
    store: object, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: str
) -> None:
    """A bucket or a dataset that does not exist costs nothing and is said in one line."""
    assert _jixiao(*arguments) == 2
    told = capsys.readouterr().err.strip()
    assert told.startswith(f"error {code}: ")
    assert "\n" not in told
