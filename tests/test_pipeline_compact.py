from __future__ import annotations

import dataclasses
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from documents import file_bytes, read_rows, result, source

from pipeline.cli import main
from pipeline.errors import OutputError
from pipeline.store import dataset
from pipeline.store.columns import TABLES
from pipeline.store.compact import compact
from pipeline.store.rows import document_rows


@pytest.fixture(name="out")
def _out(tmp_path: Path) -> Path:
    """Nine sources over three years and an unknown one, written by two versions."""
    for number in range(9):
        year = (2022, 2023, 2024, None)[number % 4]
        rows = document_rows(result(source(f"{number}.pdf", b"%d" % number), year=year), f"v{number % 2}")
        dataset.write(tmp_path / "out", rows.document["source_sha256"][:16], rows, f"v{number % 2}")
    return tmp_path / "out"


def test_a_compacted_copy_has_the_same_rows_in_fewer_files(out: Path, tmp_path: Path) -> None:
    """Every row of every table comes back, in the same order, from one file a partition; the dataset stays."""
    before = file_bytes(out)
    counts = compact(out, tmp_path / "copy")
    assert counts["indicators"] == 4
    assert counts["documents"] == 1
    for name in TABLES:
        assert read_rows(tmp_path / "copy", name) == read_rows(out, name), name
    assert file_bytes(out) == before
    query = "SELECT * FROM read_parquet('{}/indicators/*/*.parquet', hive_partitioning = true) ORDER BY table_id"
    both = [duckdb.sql(query.format(place)).fetchall() for place in (out, tmp_path / "copy")]
    assert both[0] == both[1]
    assert len(both[0]) == 9


def test_large_partitions_are_several_files(out: Path, tmp_path: Path) -> None:
    """A file ends at the row limit, never within a source."""
    assert compact(out, tmp_path / "copy", rows_per_file=4)["budgets"] == 5
    assert read_rows(tmp_path / "copy", "budgets") == read_rows(out, "budgets")


def test_a_copy_is_made_anew_and_nothing_else_is_overwritten(out: Path, tmp_path: Path) -> None:
    """An earlier copy is replaced as a whole; a folder with anything else in it is left alone."""
    copy = tmp_path / "copy"
    compact(out, copy)
    first = file_bytes(copy)
    compact(out, copy)
    assert file_bytes(copy) == first
    gone = dataclasses.replace(source("0.pdf", b"0"))
    dataset.remove(out, gone.sha16)
    compact(out, copy)
    assert len(read_rows(copy, "documents")) == 8
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    for taken in (tmp_path / "mine", out):
        with pytest.raises(OutputError, match="not empty"):
            compact(out, taken)
    assert (tmp_path / "mine" / "thesis.txt").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"out", "copy", "mine"}


def test_nothing_is_converted_into_a_copy(out: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Its rows have no file of their own that could be replaced."""
    assert main(["compact", str(out), "--to", str(tmp_path / "copy")]) == 0
    (tmp_path / "a.pdf").write_bytes(b"")
    assert main(["convert", str(tmp_path / "a.pdf"), "--out", str(tmp_path / "copy")]) == 2
    assert "error OUTPUT: " in capfd.readouterr().err
    assert main(["compact", str(tmp_path / "copy"), "--to", str(tmp_path / "other")]) == 2


def test_a_source_without_its_row_is_left_out(out: Path, tmp_path: Path) -> None:
    """Half a source, left by a killed run, does not get into the copy."""
    (victim, *_) = sorted((out / "documents").iterdir())
    victim.unlink()
    compact(out, tmp_path / "copy")
    assert len(read_rows(tmp_path / "copy", "indicators")) == 8


def test_columns_of_an_older_version_are_null(out: Path, tmp_path: Path) -> None:
    """A column that an earlier release of the contract did not have is null in its rows."""
    (victim, *_) = sorted((out / "documents").iterdir())
    table = pq.read_table(victim, partitioning=None)
    pq.write_table(table.drop_columns(["corrections"]), victim)
    compact(out, tmp_path / "copy")
    assert len(read_rows(tmp_path / "copy", "documents")) == 9


def test_a_copy_may_lie_in_a_store(out: Path, tmp_path: Path) -> None:
    """A copy is written to an fsspec address as to a folder."""
    import fsspec

    address = f"memory://{tmp_path.name}/copy"
    compact(out, address)
    with fsspec.open(f"{address}/documents/part-00000.parquet") as file:
        assert pq.read_table(file).num_rows == 9
    with pytest.raises(OutputError, match="copy already"):
        compact(out, address)
