from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from documents import file_bytes, read_rows, result, source

from extractors.model import PageReading
from normalizers.model import NormalizedDocument
from pipeline.convert import DocumentResult
from pipeline.errors import Failure, OutputError
from pipeline.store import dataset
from pipeline.store.columns import MONEY, TABLES, VALUE
from pipeline.store.rows import document_rows, exact
from pipeline.store.schema import arrow_schema

VERSION = "1.2.3+test"

BOX = "x0 top x1 bottom"
# Written by hand from the dataset contract, version 1; `corrections` and the last three of `findings` are added,
# which it allows.
CONTRACT = {
    "documents": "source_sha256 source_path duplicate_paths file_bytes pages tables indicators status error_code "
    "error_message needs_review pipeline_version contract_version corrections",
    "pages": "source_sha256 page width_pt height_pt content turned skew_deg reader outcome grids error_code",
    "target_tables": "table_id source_sha256 fiscal_year ordinal page_first page_last attachment_label attachment_no "
    "title year_text form project_name department department_label implementing_unit period_text period_start "
    "period_end budget_total_text budget_total_yuan indicators fields_json confidence needs_review review_reasons",
    "budgets": "table_id source_sha256 fiscal_year ordinal label parent_ordinal scope amount_text unit_text "
    f"amount_yuan page {BOX} confidence needs_review",
    "goals": f"table_id source_sha256 fiscal_year ordinal horizon label text page {BOX} confidence needs_review",
    "indicators": "table_id source_sha256 fiscal_year ordinal horizon level1 level2 level3 level1_code level2_code "
    "level1_weight level2_weight weight explanation value_text part value_kind operator operator_text number_low "
    "number_high unit_text value_min value_max base_unit dimension date_from date_to baseline_text note extras_json "
    f"page {BOX} reader confidence needs_review review_reasons",
    "cells": f"source_sha256 page grid table_id row col row_span col_span text {BOX} reader confidence",
    "findings": "source_sha256 table_id page indicator_ordinal code severity message evidence suggestion "
    f"{BOX} computed expected places_json",
}
TYPES = {
    ("documents", "duplicate_paths"): "list<item: string>",
    ("documents", "file_bytes"): "int64",
    ("documents", "pages"): "int32",
    ("pages", "turned"): "int32",
    ("pages", "skew_deg"): "double",
    ("target_tables", "period_start"): "date32[day]",
    ("target_tables", "budget_total_yuan"): "decimal128(20, 2)",
    ("budgets", "amount_yuan"): "decimal128(20, 2)",
    ("indicators", "weight"): "decimal128(9, 4)",
    ("indicators", "number_low"): "decimal128(38, 9)",
    ("indicators", "value_max"): "decimal128(38, 9)",
    ("indicators", "date_to"): "date32[day]",
    ("indicators", "needs_review"): "bool",
    ("cells", "x0"): "double",
}


def _write(out: Path, converted: DocumentResult) -> None:
    rows = document_rows(converted, VERSION)
    dataset.write(out, converted.source.sha16, rows, VERSION)


def test_the_schemas_are_those_of_the_contract() -> None:
    """Every table has the contract's columns in the contract's order, with its types."""
    assert {name: " ".join(c.name for c in table.columns) for name, table in TABLES.items()} == CONTRACT
    for (name, column), kind in TYPES.items():
        assert str(arrow_schema(TABLES[name], VERSION).field(column).type) == kind, column


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_file_explains_itself(tmp_path: Path, name: str) -> None:
    """Each file carries both versions, each column its Chinese label and a sentence."""
    _write(tmp_path, result(doubts=("OCR-LOW",)))
    (file,) = tmp_path.glob(f"{name}/**/*.parquet")
    import pyarrow.parquet as pq

    schema = pq.read_schema(file)
    assert schema.metadata[b"contract_version"] == b"1"
    assert schema.metadata[b"pipeline_version"] == VERSION.encode()
    for field in schema:
        label, description = field.metadata[b"label_zh"].decode(), field.metadata[b"description"].decode()
        assert any("\u4e00" <= character <= "\u9fff" for character in label), field.name
        assert description.endswith("."), field.name


def test_an_indicator_comes_back_as_it_was_understood(tmp_path: Path) -> None:
    """Numbers are exact, empty text is null, labels printed twice keep both values."""
    _write(tmp_path, result(doubts=("OCR-LOW", "OCR-LOW", "LEVEL-MISSING")))
    (row,) = read_rows(tmp_path, "indicators")
    expected = {
        "table_id": f"{source().sha256[:16]}-01",
        "fiscal_year": 2024,
        "level3": "推广人数",
        "level2_weight": None,
        "weight": Decimal("12.5000"),
        "explanation": None,
        "operator": "ge",
        "number_low": Decimal(15),
        "number_high": None,
        "value_min": Decimal(150000),
        "value_max": None,
        "extras_json": '{"备注": "甲", "备注 (2)": "乙"}',
        "x0": 100.12,
        "confidence": 0.9877,
        "needs_review": True,
        "review_reasons": "OCR-LOW,LEVEL-MISSING",
    }
    assert {name: row[name] for name in expected} == expected
    (table,) = read_rows(tmp_path, "target_tables")
    assert (table["period_start"], table["budget_total_yuan"], table["needs_review"], table["review_reasons"]) == (
        date(2024, 1, 1),
        Decimal("1205000.00"),
        False,
        None,
    )


def test_a_document_row_counts_what_lies_below_it(tmp_path: Path) -> None:
    """The counts are those of the rows written, and a doubt anywhere below is a doubt of the document."""
    _write(tmp_path, result(doubts=("OCR-LOW",)))
    (row,) = read_rows(tmp_path, "documents")
    assert (row["status"], row["pages"], row["tables"], row["indicators"], row["needs_review"]) == (
        "converted",
        1,
        1,
        1,
        True,
    )


def test_a_failed_page_makes_the_document_one_to_review(tmp_path: Path) -> None:
    """A page that could not be read may have held a table."""
    page = PageReading(1, 0.0, 0.0, "blank", "failed", "none", error="DAMAGED-PDF")
    _write(tmp_path, DocumentResult(source(), 1, (page,), NormalizedDocument(())))
    (document,), (row,) = read_rows(tmp_path, "documents"), read_rows(tmp_path, "pages")
    assert (document["status"], document["needs_review"]) == ("no_table", True)
    assert (row["outcome"], row["error_code"], row["width_pt"]) == ("failed", "DAMAGED-PDF", None)


def test_a_page_that_only_continues_a_table_says_so(tmp_path: Path) -> None:
    """The outcome of a page whose grids continue a table is `continued`."""
    pages = tuple(PageReading(number, 595.0, 842.0, "digital", "table", "ruled") for number in (1, 2))
    _write(tmp_path, DocumentResult(source(), 2, pages, NormalizedDocument((), continued=(2,))))
    assert [row["outcome"] for row in read_rows(tmp_path, "pages")] == ["table", "continued"]


def test_a_failed_source_has_a_row_and_a_file_of_pages(tmp_path: Path) -> None:
    """A source that could not be read is in `documents` with its code and what to do; other tables are absent."""
    _write(tmp_path, DocumentResult(source(), failure=Failure("EMPTY-FILE", "a.pdf is empty.", "Download it again.")))
    (row,) = read_rows(tmp_path, "documents")
    assert (row["status"], row["error_code"], row["error_message"], row["pages"]) == (
        "failed",
        "EMPTY-FILE",
        "a.pdf is empty. Download it again.",
        None,
    )
    assert sorted(path.parent.name for path in tmp_path.rglob("*.parquet")) == ["documents", "pages"]


def test_a_doubt_in_a_cell_is_a_finding_that_names_its_indicator(tmp_path: Path) -> None:
    """The finding of a value cell is one row with its place, its table and its indicator."""
    _write(tmp_path, result(doubts=("OCR-LOW",)))
    (row,) = read_rows(tmp_path, "findings")
    assert (row["code"], row["page"], row["x0"], row["indicator_ordinal"], row["table_id"]) == (
        "OCR-LOW",
        1,
        100.12,
        1,
        f"{source().sha256[:16]}-01",
    )


def test_a_second_writing_replaces_exactly_the_files_of_its_source(tmp_path: Path) -> None:
    """A source whose table moves to another year leaves nothing behind; other sources keep their bytes."""
    other = source("other.pdf", b"other")
    _write(tmp_path, result(other))
    before = file_bytes(tmp_path)
    _write(tmp_path, result(year=2023))
    _write(tmp_path, result(year=None))
    folders = {path.parent.name for path in tmp_path.glob(f"indicators/*/{source().sha16}.parquet")}
    assert folders == {"year=__HIVE_DEFAULT_PARTITION__"}
    assert before.items() <= file_bytes(tmp_path).items()
    assert [row["fiscal_year"] for row in read_rows(tmp_path, "indicators")] == [2024, None]


def test_what_a_source_no_longer_has_is_removed(tmp_path: Path) -> None:
    """When a source that had tables fails, no row of it stays but the failure."""
    _write(tmp_path, result())
    _write(tmp_path, DocumentResult(source(), failure=Failure("TIMEOUT", "Slow.")))
    assert sorted(path.parent.name for path in tmp_path.rglob("*.parquet")) == ["documents", "pages"]


def test_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    """Nothing in a file depends on when or where it was written."""
    _write(tmp_path / "one", result())
    time.sleep(0.01)
    _write(tmp_path / "two", result())
    assert file_bytes(tmp_path / "one") == file_bytes(tmp_path / "two")


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (Decimal("1.005"), MONEY, None),
        (Decimal("1E+18"), MONEY, None),
        (Decimal("-1.50"), MONEY, Decimal("-1.50")),
        (Decimal("123456789012345678.12"), MONEY, Decimal("123456789012345678.12")),
        (Decimal("0.0000000001"), VALUE, None),
        (Decimal("99999999999999999999999999999.999999999"), VALUE, Decimal("99999999999999999999999999999.999999999")),
        (Decimal("NaN"), VALUE, None),
        (None, VALUE, None),
    ],
)
def test_a_number_that_does_not_fit_is_a_doubt_and_never_rounded(
    value: Decimal | None, kind: str, expected: Decimal | None
) -> None:
    """A column holds the exact value or null with a reason."""
    doubts = ["TOO-LONG"] if expected is None and value is not None else []
    assert exact(value, kind, "TOO-LONG") == (expected, doubts)


def test_a_number_that_does_not_fit_marks_its_row(tmp_path: Path) -> None:
    """The row stays, with the printed text and a mark."""
    _write(tmp_path, result(value=Decimal("0.00000000001")))
    (row,) = read_rows(tmp_path, "indicators")
    assert (row["number_low"], row["value_text"], row["needs_review"]) == (None, "≥15万人", True)


def test_a_folder_that_cannot_be_written_to_is_an_output_error(tmp_path: Path) -> None:
    """A file in the way of the dataset is reported as what it is."""
    (tmp_path / "out").write_text("in the way")
    with pytest.raises(OutputError):
        dataset.prepare(tmp_path / "out")


def test_only_what_a_killed_run_left_is_swept(tmp_path: Path) -> None:
    """A row of `documents` that somebody deleted does not cost the other rows of sources that no run may meet again."""
    dataset.prepare(tmp_path)
    _write(tmp_path, result(year=2030))
    dataset.release(tmp_path)
    (document,) = (tmp_path / "documents").glob("*.parquet")
    document.unlink()
    dataset.prepare(tmp_path)
    assert [row["fiscal_year"] for row in read_rows(tmp_path, "indicators")] == [2030]
    dataset.begin(tmp_path)
    # this run did not come to its end
    dataset.prepare(tmp_path)
    assert file_bytes(tmp_path) == {}


KILLED = """
import sys
from pathlib import Path
sys.path[:0] = {path!r}
from documents import result
from pipeline.store import dataset
from pipeline.store.rows import document_rows
dataset.begin(Path({out!r}))
for turn in range(10_000):
    converted = result(year=2020 + turn % 3, doubts=("OCR-LOW",) * (turn % 2))
    rows = document_rows(converted, "v")
    dataset.write(Path({out!r}), converted.source.sha16, rows, "v")
    Path({out!r}, "started").touch()
"""


@pytest.mark.parametrize("seed", range(4))
def test_a_kill_in_the_middle_leaves_no_half_file(tmp_path: Path, seed: int) -> None:
    """After kill -9 every Parquet file can be read, and a source with a row in `documents` is complete and one."""
    import pyarrow.parquet as pq

    program = KILLED.format(path=sys.path, out=str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", program]) as process:
        while not (tmp_path / "started").exists():
            time.sleep(0.01)
        time.sleep(random.Random(seed).random() * 0.1)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    assert list(tmp_path.rglob("*.parquet"))
    for file in tmp_path.rglob("*.parquet"):
        pq.read_table(file, partitioning=None)
    if read_rows(tmp_path, "documents"):
        assert len(read_rows(tmp_path, "indicators")) == len(read_rows(tmp_path, "target_tables")) == 1
        assert len(read_rows(tmp_path, "budgets")) == 2
    dataset.prepare(tmp_path)
    finished = {row["source_sha256"] for row in read_rows(tmp_path, "documents")}
    assert {row["source_sha256"] for name in TABLES for row in read_rows(tmp_path, name)} == finished
    _write(tmp_path, result(year=2030))
    assert [row["fiscal_year"] for row in read_rows(tmp_path, "indicators")] == [2030]
    assert not list(tmp_path.rglob("*.tmp"))
