from __future__ import annotations

from pathlib import Path

from documents import form_pdf, source, text_pdf

from pipeline.convert import convert
from pipeline.errors import Failure, PageTimeoutError

LOST = Failure.of(PageTimeoutError("Slow."))


def test_a_lost_page_is_a_failed_page_among_the_others(tmp_path: Path) -> None:
    """A page that cost a process its life is not read again; it is accounted for with its code and a finding."""
    converted = convert(source(), text_pdf(tmp_path / "a.pdf", pages=3), lost={2: LOST})
    assert [(page.page, page.outcome, page.error) for page in converted.readings] == [
        (1, "text", None),
        (2, "failed", "TIMEOUT"),
        (3, "text", None),
    ]
    (finding,) = converted.readings[1].findings
    assert (finding.code, finding.message.startswith("Slow.")) == ("READER-FAILED", True)
    assert converted.failure is None


def test_a_document_whose_pages_all_failed_has_failed(tmp_path: Path) -> None:
    """A document of which nothing could be read is not one without tables."""
    converted = convert(source("x.pdf"), text_pdf(tmp_path / "a.pdf"), lost={1: LOST})
    assert converted.failure is not None
    assert (converted.failure.code, converted.pages) == ("TIMEOUT", 1)
    assert "x.pdf" in converted.failure.message


def test_progress_is_told_before_the_first_page_and_after_each(tmp_path: Path) -> None:
    """The watch needs a sign after every page."""
    told: list[tuple[int, int]] = []
    convert(source(), text_pdf(tmp_path / "a.pdf", pages=2), lambda done, pages: told.append((done, pages)))
    assert told == [(0, 2), (1, 2), (2, 2)]


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
