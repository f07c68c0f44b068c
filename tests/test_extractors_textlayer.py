"""When the text layer of a page is believed."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from drawn_pdf import drawn_pdf, grey_picture, text_at
from real_truth import real

from extractors.digital.textlayer import Judgement, judge, verdict, view_of
from extractors.layer import Glyph
from extractors.model import Box, Word
from extractors.source import open_document

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
PICTURE = "q 400 0 0 300 0 0 cm /P Do Q\n"
USUAL = (
    "本项目主要用于支持社会保障和就业工作，年度目标为完成培训人数，提高服务对象满意度"
    "，资金及时到位，成本控制在预算之内，确保各项指标按期完成，效益明显。"
)


def judged(path: Path) -> Judgement:
    """The judgement of the first page."""
    with open_document(path) as document:
        return judge(document.page(1))


def run(text: str, width: float = 10.0) -> list[Glyph]:
    """Glyphs of 10 points in a row."""
    return [Glyph(Word(char, Box(i * width, 0, (i + 1) * width, 10)), 10) for i, char in enumerate(text)]


def test_visible_text_is_trusted(tmp_path: Path) -> None:
    """Ordinary text is believed."""
    assert judged(drawn_pdf(tmp_path / "t.pdf", text_at(40, 250, "text"))).trust == "trusted"


def test_invisible_text_over_a_picture_is_not_believed(tmp_path: Path) -> None:
    """The layer that an OCR program left under or over the picture of a page is no truth."""
    path = drawn_pdf(
        tmp_path / "h.pdf", PICTURE + text_at(40, 250, "recognised", before="3 Tr"), streams={"P": grey_picture()}
    )
    assert judged(path) == Judgement("hidden", "all text is invisible", 0, 10)


def test_transparent_text_over_a_picture_is_not_believed(tmp_path: Path) -> None:
    """Text of no opacity is as hidden as text of no paint, in a form too; what follows it is not."""
    form = "/Type /XObject /Subtype /Form /BBox [0 0 400 300]"
    streams = {"P": grey_picture(), "T": (form, text_at(40, 200, "too").encode())}
    content = PICTURE + "q /Clear gs\n" + text_at(40, 250, "recognised") + "/T Do Q\n" + text_at(200, 20, "- 1 -")
    assert judged(drawn_pdf(tmp_path / "c.pdf", content, streams=streams)) == Judgement(
        "hidden", "13 invisible glyphs over a picture of the page", 3, 13
    )
    solid = PICTURE + "/Clear gs /Solid gs\n" + text_at(40, 250, "printed")
    assert judged(drawn_pdf(tmp_path / "s.pdf", solid, streams=streams)).hidden == 0


def test_a_printed_page_number_does_not_save_a_hidden_layer(tmp_path: Path) -> None:
    """Some visible text on a scan leaves its invisible layer unbelieved."""
    content = PICTURE + text_at(200, 20, "- 1 -") + text_at(40, 250, "recognised", before="3 Tr")
    assert judged(drawn_pdf(tmp_path / "n.pdf", content, streams={"P": grey_picture()})).trust == "hidden"


def test_no_text_is_none(tmp_path: Path) -> None:
    """A picture alone, and an empty page, have no layer."""
    assert judged(drawn_pdf(tmp_path / "p.pdf", PICTURE, streams={"P": grey_picture()})).trust == "none"
    assert judged(drawn_pdf(tmp_path / "e.pdf", "")).trust == "none"


def test_glyphs_without_names_are_garbage(tmp_path: Path) -> None:
    """A page whose fonts do not say what they print is not text."""
    content = text_at(40, 250, "12") + text_at(40, 200, "\\000\\001\\000\\002\\000\\003", font="F2")
    assert judged(drawn_pdf(tmp_path / "g.pdf", content)).trust == "garbage"


def test_text_outside_the_page_is_no_text(tmp_path: Path) -> None:
    """What a viewer never shows counts for nothing."""
    assert judged(drawn_pdf(tmp_path / "o.pdf", text_at(900, 900, "far away"))).glyphs == 0


@pytest.mark.parametrize(
    ("glyphs", "trust"),
    [
        (run(USUAL), "trusted"),
        (run(USUAL) + run("\ufffd" * 3), "trusted"),
        (run(USUAL) + run("\ue000" * 20), "garbage"),
        (run("Performance indicators 2024", 5.0), "trusted"),
        (run("AbCdEfGh12345678", 10.0), "garbage"),
        (run("ＡＢＣ１２３４５", 10.0), "trusted"),
        (run("".join(chr(0x5000 + 97 * i % 0x4000) for i in range(120))), "garbage"),
    ],
    ids=["chinese", "a few unknown", "private use", "latin", "latin as wide as chinese", "full-width", "random han"],
)
def test_what_glyphs_tell(glyphs: list[Glyph], trust: str) -> None:
    """Unknown characters, Latin letters in Chinese widths and improbable Chinese betray a wrong character map."""
    assert verdict(glyphs, 0, 0.0)[0] == trust


def test_real_digital_pages_are_trusted() -> None:
    """Every page of real digital documents is believed, and no page of a real scan."""
    for name in ("csrc_industry_2018q3", "ptq_fuban_2025_yusuan", "szfgs2024", "kpi_dtg", "xls_zhichu_jihua"):
        with open_document(real("gov", f"{name}.pdf")) as document:
            assert {judge(page).trust for page in document.pages()} == {"trusted"}, name
    with open_document(real("gov", "amac_redseal_scan.pdf")) as document:
        assert {judge(page).trust for page in document.pages()} == {"none"}


def test_the_view_of_a_page_is_what_is_printed_on_it(tmp_path: Path) -> None:
    """Hidden, clipped and off-page glyphs and copies are not in it."""
    content = text_at(40, 250, "ab") + text_at(40.3, 250, "ab") + text_at(40, 200, "x", before="3 Tr")
    content += text_at(500, 100, "y", before="0 Tr")
    with open_document(drawn_pdf(tmp_path / "v.pdf", content)) as document:
        view = view_of(document.page(1))
    assert [word.text for word in view.words] == ["a", "b"]
    assert (view.width, view.height, view.turned) == (400, 300, 0)
