from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from documents import form_pdf, result, source, text_pdf
from hostile import raw_pdf
from pypdfium2 import PdfDocument

from extractors.model import Finding, Severity
from extractors.source import open_document
from normalizers.chain import normalize
from normalizers.sheet import Sheet
from pipeline.batch.attempt import attempt
from pipeline.convert import convert, failed_page, read_one, read_pages, read_range, understand, unread
from pipeline.errors import Failure, PageTimeoutError
from pipeline.store.rows import document_rows

LOST = Failure.of(PageTimeoutError("Slow."))


def test_a_lost_page_is_a_failed_page_among_the_others(tmp_path: Path) -> None:
    """A page that cost a process its life is not read again; it is accounted for with its code and a finding."""
    told: list[tuple[int, int, int]] = []
    with open_document(text_pdf(tmp_path / "a.pdf", pages=3)) as document:
        read = read_range(document, 1, 3, lambda page, first, last: told.append((page, first, last)), {2: LOST})
    assert [(page.page, page.outcome, page.error) for page in read.readings] == [
        (1, "text", None),
        (2, "failed", "TIMEOUT"),
        (3, "text", None),
    ]
    (finding,) = read.readings[1].findings
    assert (finding.code, finding.message.startswith("Slow.")) == ("READER-FAILED", True)
    assert understand(source(), read.readings).failure is None
    # the watch needs a sign before every page that is read
    assert told == [(1, 1, 3), (3, 1, 3)]


def test_a_document_whose_pages_all_failed_has_failed() -> None:
    """A document of which nothing could be read is not one without tables."""
    converted = understand(source("x.pdf"), [failed_page(1, LOST)])
    assert converted.failure is not None
    assert (converted.failure.code, converted.pages) == ("TIMEOUT", 1)
    assert "x.pdf" in converted.failure.message


@pytest.mark.parametrize(
    ("tree", "opens"),
    [
        (b"<< /Type /Pages /Kids [] /Count 0 >>", False),
        (b"<< /Type /Pages /Kids [] /Count -1 >>", False),
        (b"<< /Type /Pages /Kids [] /Count 3 >>", True),
        (b"<< /Type /Pages /Kids [null] /Count 1 >>", True),
        (b"<< /Type /Pages /Count 0 >>", True),
        (b"null", False),
    ],
)
def test_a_file_without_a_page_has_failed(tmp_path: Path, tree: bytes, opens: bool) -> None:
    """Whatever its page tree claims, a document without a page that can be read is never an empty success."""
    file = tmp_path / "a.pdf"
    file.write_bytes(raw_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", tree]))
    converted = convert(source("a.pdf", file.read_bytes()), file)
    assert converted.failure
    assert converted.failure.code == "DAMAGED-PDF"
    assert bool(converted.pages) == opens
    assert document_rows(converted, "1").document["status"] == "failed"


def test_pages_may_be_read_in_any_pieces(tmp_path: Path) -> None:
    """A page is read alike whichever pages were read before it."""
    file = tmp_path / "a.pdf"
    for name in ("甲", "乙", "丙"):
        form_pdf(tmp_path / f"{name}.pdf", name)
    with PdfDocument.new() as bundle:
        for name in ("甲", "乙", "丙"):
            with PdfDocument(tmp_path / f"{name}.pdf") as one:
                bundle.import_pages(one)
        bundle.save(file)
    alone = []
    for number in (3, 1, 2):
        with open_document(file) as document:
            alone += read_range(document, number, number).readings
    assert sorted(alone, key=lambda reading: reading.page) == list(read_pages(file))


def test_an_error_names_the_document_as_it_was_given(tmp_path: Path) -> None:
    """A member of an archive is unpacked under another name, which nobody would recognise."""
    (tmp_path / "copy.pdf").write_bytes(b"")
    converted = convert(source("b.zip!/目录/表.pdf"), tmp_path / "copy.pdf")
    assert converted.failure is not None
    assert converted.failure.line == "error EMPTY-FILE: b.zip!/目录/表.pdf is empty. Download it again."


def test_a_digital_form_is_read_to_its_indicators(tmp_path: Path) -> None:
    """A PDF in, typed tables out: numbers, units and the tree of merged cells."""
    (table,) = convert(source(), form_pdf(tmp_path / "form.pdf")).document.tables
    assert (table.title, table.fiscal_year, table.project_name) == ("项目支出绩效目标表", 2024, "推广补助")
    read = [(each.level1, each.level3, each.measure.minimum, each.measure.base_unit) for each in table.indicators]
    assert [(one, three, str(low), unit) for one, three, low, unit in read] == [
        ("产出指标", "推广人数", "150000", "人"),
        ("产出指标", "验收合格率", "90", "%"),
        ("满意度指标", "企业满意度", "95", "%"),
    ]


def test_an_error_nobody_expected_costs_its_page(tmp_path: Path) -> None:
    """A bug met on one page is a failed page with INTERNAL; its traceback is kept for the run report."""
    faults: list[Failure] = []
    with open_document(text_pdf(tmp_path / "a.pdf")) as document:
        reading = read_one(document, 99, faults.append)
    assert (reading.outcome, reading.error) == ("failed", "INTERNAL")
    assert "IndexError" in (faults[0].detail or "")


def test_a_table_that_fails_leaves_the_others(tmp_path: Path) -> None:
    """The reading of each sheet is guarded: what is caught there takes the place of its tables only."""
    for name in ("甲", "乙"):
        form_pdf(tmp_path / f"{name}.pdf", name)
    first, second = (read_pages(tmp_path / f"{name}.pdf")[0] for name in ("甲", "乙"))
    calls: list[Sheet] = []

    def guarded(sheet: Sheet, read: Callable[[], None]) -> Finding | None:
        calls.append(sheet)
        if len(calls) == 1:
            return Finding("TABLE-UNREAD", Severity.ERROR, "Broken.")
        read()
        return None

    document = normalize([first, replace(second, page=2)], guarded)
    assert [table.project_name for table in document.tables] == ["乙"]
    assert [finding.message for finding in document.findings] == ["Broken."]


def test_what_cannot_be_understood_keeps_its_pages_and_cells() -> None:
    """A document whose tables cost a process its life still has rows for its pages and cells, and says why."""
    rows = document_rows(unread(source(), result().readings, LOST), "test")
    assert (rows.document["status"], rows.document["error_code"], rows.document["pages"]) == ("failed", "TIMEOUT", 1)
    assert (len(rows.tables["pages"]), len(rows.tables["cells"]), len(rows.tables["indicators"])) == (1, 2, 0)


def test_a_missing_library_is_not_blamed_on_a_document() -> None:
    """Every other document would fail alike: the run ends."""
    with pytest.raises(ImportError):
        attempt("a.pdf", lambda: importlib.import_module("no_such_library"))
    failure = attempt("a.pdf", lambda: bytearray(1 << 62))
    assert isinstance(failure, Failure)
    assert failure.code == "OUT-OF-MEMORY"
