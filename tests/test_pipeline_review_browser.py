"""The review page in a real browser: Debian's Chromium, driven by Playwright. Nothing is downloaded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from corrected import converted
from documents import form_pdf, read_rows, source
from review_server import serving

from pipeline.convert import DocumentResult
from pipeline.errors import Failure
from pipeline.store import dataset
from pipeline.store.rows import document_rows

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# the first value has a small l for the one: the parser doubts it
DOUBTFUL = ("≥l5万人", "≥90%", "≥95%")
INJECTION = "<img src=x onerror=document.title=1>"
TIMEOUT_MS = 15_000

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's package chromium is not installed"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests; each test has its own profile in it."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


def _opened(browser: Browser, address: str, errors: list[str]) -> Page:
    """The list of a server in a fresh profile; `errors` takes what the page complains about."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN").new_page()
    page.set_default_timeout(TIMEOUT_MS)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: errors.append(f"dialog: {dialog.message}"))
    page.goto(address)
    page.wait_for_selector(".documents tbody tr")
    return page


def _row(page: Page, name: str) -> Any:
    return page.locator(".row", has=page.locator(".name", has_text=name)).first


def _enter(page: Page, name: str) -> None:
    """Choose a document of the list and wait for its picture."""
    page.locator(".documents tr", has_text=name).click()
    page.wait_for_selector(".sheet img")
    page.wait_for_selector(".row.at")


def _wait(page: Page, selector: str, *, text: str | None = None, count: int = 1) -> None:
    """Until so many elements are there, the first with this text. The page's policy allows no script of ours in it."""
    from playwright.sync_api import expect

    expect(page.locator(selector)).to_have_count(count)
    if text is not None:
        expect(page.locator(selector).first).to_contain_text(text)


def _indicator(out: Path, name: str) -> dict[str, Any]:
    (row,) = [row for row in read_rows(out, "indicators") if row["level3"] == name]
    return row


def test_from_the_doubt_to_the_corrected_dataset_by_keyboard(browser: Browser, tmp_path: Path) -> None:
    """Open, walk, correct, undo, correct again, reload, convert again: the dataset holds what was typed."""
    pdf, out, errors = form_pdf(tmp_path / "in" / "a.pdf", values=DOUBTFUL), tmp_path / "out", list[str]()
    converted(pdf, out)
    with serving(out, "--source", str(tmp_path / "in"), "--by", "王芳") as server:
        page = _opened(browser, server.address, errors)
        assert "token" not in page.url
        page.keyboard.press("Enter")
        page.wait_for_selector(".row.at.doubt")
        # from doubt to doubt until the value that is meant
        for _ in range(4):
            if "推广人数" in page.locator(".row.at .name").inner_text():
                break
            page.keyboard.press("n")
        assert page.locator(".inspector .printed").inner_text() == "≥l5万人"
        page.wait_for_selector(".inspector canvas")
        page.keyboard.press("c")
        page.locator(".editing textarea").fill("≥15万人")
        _wait(page, ".becomes", text="150000 人")
        page.keyboard.press("Enter")
        page.wait_for_selector(".row.correct")
        assert _row(page, "推广人数").locator("b").inner_text() == "≥15万人"
        page.keyboard.press("u")
        page.wait_for_selector(".row.correct", state="detached")
        _row(page, "推广人数").click()
        page.keyboard.press("c")
        page.locator(".editing textarea").fill("≥15万人")
        page.locator(".editing .why").fill("原件为 1")
        page.keyboard.press("Enter")
        page.wait_for_selector(".row.correct")
        page.reload()
        page.wait_for_selector(".row.correct")
        converted(pdf, out)
        page.reload()
        page.wait_for_selector(".row.at")
        _row(page, "推广人数").click()
        assert page.locator(".inspector .printed").inner_text() == "≥15万人"
        assert "原件为 1" in page.locator(".inspector .decision").inner_text()
        page.context.close()
    row = _indicator(out, "推广人数")
    assert (row["value_text"], row["value_min"], row["needs_review"]) == ("≥15万人", 150000, False)
    assert errors == []


def test_pointing_at_a_row_shows_its_cell_and_back(browser: Browser, tmp_path: Path) -> None:
    """A row lights the cell it was read from and a cell its row, at the same place as in the dataset."""
    out, errors = tmp_path / "out", list[str]()
    converted(form_pdf(tmp_path / "in" / "a.pdf", values=DOUBTFUL), out)
    with serving(out, "--source", str(tmp_path / "in"), "--by", "王芳") as server:
        page = _opened(browser, server.address, errors)
        _enter(page, "a.pdf")
        _row(page, "企业满意度").hover()
        lit = page.locator(".cells rect.lit")
        row = _indicator(out, "企业满意度")
        assert float(lit.get_attribute("x") or 0) == pytest.approx(row["x0"])
        assert float(lit.get_attribute("y") or 0) == pytest.approx(row["top"])
        key = lit.get_attribute("data-key")
        page.locator("#home").hover()
        assert page.locator(".row.lit").count() == 0
        # the middle of the cell as it stands on the screen, through the picture and the zoom
        page.keyboard.press("+")
        page.locator(f'.cells rect[data-key="{key}"]').first.hover()
        assert page.locator(".row.lit .name").inner_text() == "企业满意度"
        page.context.close()
    assert errors == []


def test_text_of_a_pdf_never_becomes_markup(browser: Browser, tmp_path: Path) -> None:
    """Names, values and reasons that are HTML are shown as they are printed, and nothing of them runs."""
    pdf, out, errors = tmp_path / "in" / "a.pdf", tmp_path / "out", list[str]()
    form_pdf(pdf, name=INJECTION, values=("<b>l5</b>", "≥90%", "javascript:alert(1)"))
    converted(pdf, out)
    with serving(out, "--source", str(tmp_path / "in"), "--by", INJECTION) as server:
        page = _opened(browser, server.address, errors)
        assert INJECTION in page.locator(".documents").inner_text()
        _enter(page, "a.pdf")
        assert INJECTION in page.locator(".row.target_tables").inner_text()
        _row(page, "推广人数").click()
        assert page.locator(".inspector .printed").inner_text() == "<b>l5</b>"
        page.keyboard.press("c")
        page.locator(".editing textarea").fill("<script>document.title=2</script>")
        page.locator(".editing .why").fill(INJECTION)
        page.wait_for_selector(".becomes dd")
        page.keyboard.press("Enter")
        page.wait_for_selector(".row.correct")
        _row(page, "推广人数").click()
        shown = page.locator(".inspector .decision").inner_text()
        assert INJECTION in shown and "<script>document.title=2</script>" in shown
        assert page.locator(".documents b b, .rows b b, main img[src='x'], main script").count() == 0
        assert page.title() == "绩效复核"
        page.context.close()
    assert errors == []


def test_two_reviewers_do_not_overwrite_each_other(browser: Browser, tmp_path: Path) -> None:
    """Both corrections of one cell are kept and shown as a disagreement; deciding once more settles it."""
    pdf, out, errors = form_pdf(tmp_path / "in" / "a.pdf", values=DOUBTFUL), tmp_path / "out", list[str]()
    sha16 = converted(pdf, out)
    with (
        serving(out, "--source", str(tmp_path / "in"), "--by", "甲") as one,
        serving(out, "--source", str(tmp_path / "in"), "--by", "乙") as two,
    ):
        pages = [_opened(browser, server.address, errors) for server in (one, two)]
        for page in pages:
            _enter(page, "a.pdf")
            _row(page, "推广人数").click()
        for page, text in zip(pages, ("≥15万人", "≥75万人"), strict=True):
            page.keyboard.press("c")
            page.locator(".editing textarea").fill(text)
            page.keyboard.press("Enter")
            page.wait_for_selector(".note.good")
        assert len(list((out / "corrections" / sha16).glob("*.json"))) == 2
        first = pages[0]
        first.reload()
        first.wait_for_selector(".row.conflict")
        _row(first, "推广人数").click()
        decisions = first.locator(".inspector").inner_text()
        assert all(word in decisions for word in ("甲", "乙", "≥15万人", "≥75万人"))
        first.keyboard.press("c")
        first.locator(".editing textarea").fill("≥15万人")
        first.keyboard.press("Enter")
        first.wait_for_selector(".row.correct")
        for page in pages:
            page.context.close()
    converted(pdf, out)
    assert _indicator(out, "推广人数")["number_low"] == 15
    assert errors == []


def test_filters_language_and_help(browser: Browser, tmp_path: Path) -> None:
    """The list is sorted by doubt and filtered by reason and text; English is a switch; `?` lists the keys."""
    out, errors = tmp_path / "out", list[str]()
    converted(form_pdf(tmp_path / "in" / "clear.pdf", name="甲项目"), out)
    converted(form_pdf(tmp_path / "in" / "doubtful.pdf", name="乙项目", values=("≥l5万人", "≥9O%", "≥95%")), out)
    with serving(out, "--source", str(tmp_path / "in"), "--by", "甲") as server:
        page = _opened(browser, server.address, errors)
        files = page.locator(".documents .file")
        assert "doubtful.pdf" in files.first.inner_text() and files.count() == 2
        page.select_option("#filter-reason", "VALUE-CONFUSABLE")
        _wait(page, ".documents tbody tr", count=1)
        page.locator("button.quiet").click()
        _wait(page, ".documents tbody tr", count=2)
        page.keyboard.press("/")
        page.keyboard.type("甲项目")
        _wait(page, ".documents tbody tr", count=1)
        assert "clear.pdf" in files.first.inner_text()
        page.keyboard.press("Escape")
        page.keyboard.press("l")
        page.wait_for_selector("text=To review only")
        page.keyboard.press("?")
        assert "next doubt" in page.locator("#help").inner_text()
        page.context.close()
    assert errors == []


def test_a_moved_source_is_told_and_its_cells_are_shown(browser: Browser, tmp_path: Path) -> None:
    """Without the PDF the page says what to do, and the cells stand where they were, with their text."""
    pdf, out = form_pdf(tmp_path / "in" / "a.pdf", values=DOUBTFUL), tmp_path / "out"
    converted(pdf, out)
    pdf.rename(tmp_path / "elsewhere.pdf")
    with serving(out, "--source", str(tmp_path / "in"), "--by", "甲") as server:
        page = _opened(browser, server.address, [])
        page.keyboard.press("Enter")
        page.wait_for_selector(".problem:not([hidden])")
        assert "--source" in page.locator(".problem").inner_text()
        assert "≥l5万人" in (page.locator(".cells").text_content() or "")
        page.context.close()


def test_a_failed_document_can_be_looked_at_and_left(browser: Browser, tmp_path: Path) -> None:
    """A document without pages says why; no key does harm there."""
    out, errors = tmp_path / "out", list[str]()
    failed = DocumentResult(source("x.pdf"), failure=Failure("DAMAGED-PDF", "It is damaged.", "Get it again."))
    dataset.prepare(out)
    dataset.write(out, failed.source.sha16, document_rows(failed, "test"), "test")
    with serving(out, "--by", "甲") as server:
        page = _opened(browser, server.address, errors)
        page.keyboard.press("Enter")
        page.wait_for_selector("text=It is damaged.")
        for key in "jkacsupz1[]+-0":
            page.keyboard.press(key)
        page.keyboard.press("Escape")
        page.wait_for_selector(".documents tbody tr")
        page.context.close()
    assert errors == []


def _many(out: Path, count: int) -> None:
    """A dataset of so many documents: one that was converted, under other names; every second has the doubts of it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    (path,) = (out / "documents").glob("*.parquet")
    row = pq.read_table(path, partitioning=None)
    files = [*out.glob("findings/*.parquet"), *out.glob("target_tables/*/*.parquet")]
    contents = {file.parent: file.read_bytes() for file in files}
    for number in range(count - 1):
        sha256 = f"{number:064x}"[::-1]
        named = row.set_column(0, "source_sha256", pa.array([sha256]))
        named = named.set_column(1, "source_path", pa.array([f"省{number % 31}/厅{number % 97}/{number}.pdf"]))
        doubtful = named.schema.get_field_index("needs_review")
        named = named.set_column(doubtful, "needs_review", pa.array([number % 2 == 0]))
        pq.write_table(named, out / "documents" / f"{sha256[:16]}.parquet")
        for folder, content in contents.items():
            (folder / f"{sha256[:16]}.parquet").write_bytes(content)


def test_two_thousand_documents_open_without_waiting(browser: Browser, tmp_path: Path) -> None:
    """The list is there before the dataset is read through, holds a screenful only, and is read once, not twice."""
    from pipeline.review.index import KEPT

    out, errors = tmp_path / "out", list[str]()
    converted(form_pdf(tmp_path / "in" / "a.pdf", values=DOUBTFUL), out)
    _many(out, 2000)
    with serving(out, "--by", "甲") as server:
        page = _opened(browser, server.address, errors)
        assert page.locator(".documents tbody tr").count() <= 100
        # the count of doubts comes when all is read; until then the page says how far it is
        page.wait_for_selector(".count:has-text('2000 个文件')", timeout=60_000)
        assert page.locator(".documents tbody tr").count() <= 100
        page.keyboard.press("/")
        page.keyboard.type("厅96/")
        page.wait_for_selector(".count:has-text('20 个文件')")
        page.context.close()
    kept = (out / KEPT).stat().st_mtime_ns
    with serving(out, "--by", "甲") as server:
        listed = server.json("/api/documents")
        assert (listed["known"], listed["total"], len(listed["lines"])) == (2000, 2000, 100)
        assert len(server.json("/api/documents?offset=1950")["lines"]) == 50
    assert (out / KEPT).stat().st_mtime_ns == kept
    assert errors == []
