from __future__ import annotations

import json
import multiprocessing
import os
import re
import signal
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from corrected import converted, key_of, loaded
from documents import form_pdf, source
from review_server import Server, serving

from extractors.errors import DamagedPdfError
from pipeline.audit.doubts import NAMES
from pipeline.cli import main
from pipeline.convert import DocumentResult
from pipeline.errors import Failure, SourceMissingError
from pipeline.inputs.discover import discover
from pipeline.inputs.sources import Sources
from pipeline.review.found import readings
from pipeline.review.index import KEPT, Index
from pipeline.review.pictures import Pictures
from pipeline.store import dataset
from pipeline.store.rows import document_rows


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path, str]]:
    """A server over a dataset of one digital form."""
    folder = tmp_path_factory.mktemp("review")
    sha16 = converted(form_pdf(folder / "in" / "a.pdf", values=("≥l5万人", "≥90%", "≥95%")), folder / "out")
    with serving(folder / "out", "--source", str(folder / "in"), "--by", "甲") as server:
        yield server, folder / "out", sha16


def test_without_the_token_nothing_is_told(reviewed: tuple[Server, Path, str]) -> None:
    """No cookie, a wrong cookie or a wrong token: refused, for pages, data, pictures and assets alike."""
    server, _, sha16 = reviewed
    for path in ("/", "/api/documents", f"/api/documents/{sha16}", f"/picture/{sha16}/1/100", "/assets/main.js"):
        for cookie in ("", "jixiao_1=x", server.cookie[:-1], server.cookie + "x"):
            status, _, body = server.ask(path, cookie=cookie)
            assert (status, b"token" in body) == (403, True), path
    assert server.ask("/?token=wrong", cookie="")[0] == 403


def test_the_token_of_the_address_becomes_a_cookie(reviewed: tuple[Server, Path, str]) -> None:
    """The address lets in once and leads to one without a token; scripts cannot read the cookie."""
    server, _, _ = reviewed
    status, headers, _ = server.ask(f"/?token={server.token}", cookie="")
    assert (status, headers["location"]) == (303, "/")
    assert server.cookie in headers["set-cookie"]
    assert "HttpOnly" in headers["set-cookie"] and "samesite=strict" in headers["set-cookie"].lower()


def test_other_hosts_and_origins_are_refused(reviewed: tuple[Server, Path, str]) -> None:
    """A site that has its name resolve to this machine, or posts from another page, reaches nothing."""
    server, out, sha16 = reviewed
    port = server.host.rpartition(":")[2]
    for host in ("evil.example", f"evil.example:{port}", "127.0.0.1", "127.0.0.1:1", f"0.0.0.0:{port}"):
        assert server.ask("/", host=host)[0] == 421
    wish = json.dumps({"action": "accept", "row": key_of(loaded(out, sha16), "推广人数"), "who": "x"}).encode()
    for origin in ("http://evil.example", "null", "http://127.0.0.1:1"):
        assert server.ask(f"/api/documents/{sha16}/decisions", "POST", wish, origin=origin)[0] == 403
    assert not (out / "corrections").exists()


def test_nothing_of_strangers_can_run(reviewed: tuple[Server, Path, str]) -> None:
    """Every answer, refusals too, forbids scripts and styles but our files, frames and guessing of types."""
    server, _, sha16 = reviewed
    for path in ("/", f"/picture/{sha16}/1/100", "/assets/main.js", "/api/nothing"):
        _, headers, _ = server.ask(path)
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
    _, _, page = server.ask("/")
    assert b"<script>" not in page and b"onclick" not in page and b"style=" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../app.py",
        "/assets/..%2fapp.py",
        "/assets/%2e%2e/app.py",
        "/api/documents/..%2f..%2fetc",
        "/picture/0000000000000000/1/100",
    ],
)
def test_no_path_leads_outside(reviewed: tuple[Server, Path, str], path: str) -> None:
    """Only assets and documents of the dataset are served."""
    server, _, _ = reviewed
    status, _, body = server.ask(path)
    assert status in (404, 409)
    assert b"import" not in body


def test_a_page_is_drawn_and_described(reviewed: tuple[Server, Path, str]) -> None:
    """The picture is a WebP of the page; rows name their cells, and doubts their findings."""
    server, _, sha16 = reviewed
    status, headers, body = server.ask(f"/picture/{sha16}/1/100")
    assert (status, headers["content-type"], body[8:12]) == (200, "image/webp", b"WEBP")
    assert server.ask(f"/picture/{sha16}/2/100")[0] == 404
    assert server.ask(f"/picture/{sha16}/1/9999")[0] == 404
    page = server.json(f"/api/documents/{sha16}/pages/1")
    (row,) = [row for row in page["rows"] if row["values"].get("level3") == "推广人数"]
    (cell,) = [cell for cell in page["cells"] if cell["key"] == row["cell"]]
    assert (cell["text"], row["needs_review"]) == ("≥l5万人", True)
    assert {page["findings"][number]["code"] for number in row["findings"]} >= set(row["reasons"])
    assert row["values"]["number_low"] is None or isinstance(row["values"]["number_low"], str)


def test_the_parser_answers_before_anything_is_saved(reviewed: tuple[Server, Path, str]) -> None:
    """A typed text comes back as operator, number, unit and base value, exact as text."""
    server, out, sha16 = reviewed
    said = server.json(
        f"/api/documents/{sha16}/check", {"row": key_of(loaded(out, sha16), "推广人数"), "text": "≥15.10万人"}
    )
    (values,) = said["values"]
    assert (values["operator"], values["number_low"], values["unit_text"], values["value_min"]) == (
        *("ge", "15.1", "万人"),
        "151000",
    )
    assert said["doubts"] == []


def test_what_cannot_be_understood_is_refused_in_a_sentence(reviewed: tuple[Server, Path, str]) -> None:
    """A request that is no JSON object, or too large, is answered and harms nothing."""
    server, _, sha16 = reviewed
    for body in (b"", b"[", b"[]", b"{" * 5000, b'"' + b"x" * 100_000 + b'"'):
        status, _, answer = server.ask(f"/api/documents/{sha16}/decisions", "POST", body)
        assert (status, json.loads(answer)["code"]) == (400, "DECISION")


def test_a_source_is_found_where_it_was_and_nowhere_else(tmp_path: Path) -> None:
    """In a folder, in a zip, under another name with the same bytes; not above the folder, not with other bytes."""
    pdf = form_pdf(tmp_path / "in" / "dir" / "a.pdf")
    # the same bytes, so that it is not the hash that keeps it from being shown
    form_pdf(tmp_path / "secret.pdf")
    with zipfile.ZipFile(tmp_path / "in" / "b.zip", "w") as archive:
        archive.write(pdf, "绩效/c.pdf")
    (found,) = discover([pdf]).sources
    with closing(Sources([tmp_path / "out"], [tmp_path / "in"])) as sources:
        assert sources.file(found.sha256, ["dir/a.pdf"]) == pdf
    with closing(Sources([tmp_path / "out"], [tmp_path / "in"])) as sources:
        unpacked = sources.file(found.sha256, ["gone.pdf", "b.zip!/绩效/c.pdf"])
        assert unpacked != pdf and unpacked.read_bytes() == pdf.read_bytes()
    with closing(Sources([tmp_path / "out"], [tmp_path / "in"])) as sources:
        for path in ("../secret.pdf", str(tmp_path / "secret.pdf"), "dir/../../secret.pdf", "b.zip!/../c.pdf", "\0"):
            with pytest.raises(SourceMissingError):
                sources.file(found.sha256, [path])
        pdf.write_bytes(b"%PDF-1.4 other")
        with pytest.raises(SourceMissingError, match="another file"):
            sources.file(found.sha256, ["dir/a.pdf"])


def test_the_list_notices_what_has_been_converted_since(tmp_path: Path) -> None:
    """New and replaced documents are read again, others are not, gone ones are forgotten; a lost index is rebuilt."""
    first = converted(form_pdf(tmp_path / "a.pdf"), tmp_path / "out")
    index = Index(tmp_path / "out")
    index.refresh()
    assert [line.path for line in index.lines()] == ["a.pdf"]
    second = converted(form_pdf(tmp_path / "b.pdf", name="另一项目"), tmp_path / "out")
    fresh = Index(tmp_path / "out")
    fresh.refresh()
    assert {line.sha16: line.projects for line in fresh.lines()} == {first: ("推广补助",), second: ("另一项目",)}
    for file in (tmp_path / "out").rglob(f"{first}.parquet"):
        file.unlink()
    (tmp_path / "out" / KEPT).write_text("{", encoding="utf-8")
    last = Index(tmp_path / "out")
    last.refresh()
    assert [line.sha16 for line in last.lines()] == [second]


def test_failed_documents_are_listed_with_their_reason(tmp_path: Path) -> None:
    """A document that could not be read is in the list too."""
    failed = DocumentResult(source("x.pdf"), failure=Failure("DAMAGED-PDF", "It is damaged.", "Get it again."))
    dataset.prepare(tmp_path)
    dataset.write(tmp_path, failed.source.sha16, document_rows(failed, "test"), "test")
    index = Index(tmp_path)
    index.refresh()
    (line,) = index.lines()
    assert (line.path, line.status) == ("x.pdf", "failed")
    assert line.error is not None and "damaged" in line.error


def test_two_readings_are_offered(tmp_path: Path) -> None:
    """Where a finding names two readings, both can be taken; where it has a suggestion, that."""
    finding = {"code": "OCR-DIFFER", "severity": "warning", "suggestion": None}
    assert readings({**finding, "message": "read as ‘15人’ and again as ‘5人’"}) == [
        {"of": "15人", "text": "5人"},
        {"of": "5人", "text": "15人"},
    ]
    parsed = {**finding, "code": "VALUE-CONFUSABLE", "message": "‘O’", "suggestion": "50%", "computed": "5O%"}
    assert readings(parsed) == [{"of": "5O%", "text": "50%"}]
    assert readings({**finding, "code": "OCR-LOW", "message": "‘O’", "suggestion": "0"}) == [{"of": None, "text": "0"}]
    assert readings({**finding, "severity": "info", "message": "read as ‘1’ and again as ‘2’"}) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["nowhere"], "error NOT-FOUND"),
        (["out", "--source", "nowhere"], "error NOT-FOUND"),
        (["out", "--port", "99999"], "error USAGE: Port 99999"),
        (["copy"], "error USAGE"),
    ],
)
def test_what_cannot_be_reviewed_is_told_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    """No dataset, no source, no port, a compacted copy: one line and exit code 2, no server."""
    converted(form_pdf(tmp_path / "a.pdf"), tmp_path / "out")
    converted(tmp_path / "a.pdf", tmp_path / "copy")
    (tmp_path / "copy" / dataset.COMPACTED).write_text("{}", encoding="utf-8")
    places = [str(tmp_path / word) if word.isalpha() else word for word in options]
    assert main(["review", *places, "--no-browser"]) == 2
    assert capsys.readouterr().err.startswith(said)


@pytest.mark.slow
def test_a_page_that_kills_its_drawer_costs_only_its_picture(tmp_path: Path) -> None:
    """The process that draws may die; what was asked for is refused in a sentence and the next page is drawn."""
    pdf = form_pdf(tmp_path / "a.pdf")
    with closing(Pictures()) as pictures:
        assert pictures.page("a", pdf, 1, 0, 100)[8:12] == b"WEBP"
        drawer = multiprocessing.active_children()[-1]
        assert drawer.pid is not None
        # stopped, so that it is there when it is asked and dies while it is waited for
        os.kill(drawer.pid, signal.SIGSTOP)
        threading.Timer(0.5, drawer.kill).start()
        with pytest.raises(DamagedPdfError, match="died"):
            pictures.page("a", pdf, 1, 0, 200)
        assert pictures.page("a", pdf, 1, 0, 200)[8:12] == b"WEBP"
        (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 nothing")
        with pytest.raises(DamagedPdfError):
            pictures.page("b", tmp_path / "b.pdf", 1, 0, 100)


@pytest.mark.slow
def test_a_turned_page_is_drawn_upright(tmp_path: Path) -> None:
    """The picture has the shape of the upright page: a quarter turn exchanges width and height."""
    import io

    from PIL import Image

    pdf = form_pdf(tmp_path / "a.pdf")
    with closing(Pictures()) as pictures:
        straight, turned = (
            Image.open(io.BytesIO(pictures.page(name, pdf, 1, degrees, 100))).size
            for name, degrees in (("a", 0), ("b", 90))
        )
    assert straight == (turned[1], turned[0]) and straight[0] < straight[1]


def test_every_code_has_a_chinese_name() -> None:
    """The page names each finding that docs/findings.md explains in Chinese."""
    root = Path(__file__).resolve().parent.parent
    documented = re.findall(r"^\| ([A-Z][A-Z0-9-]+) \|", (root / "docs/findings.md").read_text(encoding="utf-8"), re.M)
    assert documented
    assert set(documented) == set(NAMES)
