from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from documents import form_pdf, text_pdf

from extractors.errors import EmptyFileError
from pipeline import notebook
from pipeline.store.columns import TABLES


def test_a_path_gives_typed_tables(tmp_path: Path) -> None:
    """`read` is the short way to the tables of one PDF."""
    (table,) = notebook.read(form_pdf(tmp_path / "form.pdf"))
    assert [indicator.level3 for indicator in table.indicators] == ["推广人数", "验收合格率", "企业满意度"]


def test_a_file_that_cannot_be_read_raises(tmp_path: Path) -> None:
    """In a notebook an error is an exception with a code and a next step."""
    (tmp_path / "empty.pdf").write_bytes(b"")
    with pytest.raises(EmptyFileError) as raised:
        notebook.read(tmp_path / "empty.pdf")
    assert (raised.value.code, raised.value.hint) == ("EMPTY-FILE", "Download it again.")


def test_a_folder_gives_the_dataset_as_frames(tmp_path: Path) -> None:
    """`frames` holds every table of the dataset with exact types; a bad file is a row of `documents`."""
    form_pdf(tmp_path / "form.pdf")
    text_pdf(tmp_path / "text.pdf")
    (tmp_path / "web.pdf").write_text("<html>")
    frames = notebook.frames(tmp_path)
    assert list(frames) == list(TABLES)
    assert list(frames["documents"]["status"]) == ["converted", "no_table", "failed"]
    indicators = frames["indicators"]
    assert list(indicators["value_min"]) == [Decimal(150000), Decimal(90), Decimal(95)]
    assert str(indicators["value_min"].dtype) == "decimal128(38, 9)[pyarrow]"
    assert str(indicators["fiscal_year"].dtype) == "int32[pyarrow]"
