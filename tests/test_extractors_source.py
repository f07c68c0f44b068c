"""Opening PDFs, and one system of coordinates for glyphs, rules and pictures."""

from __future__ import annotations

import logging
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from documents import text_pdf
from drawn_pdf import drawn_pdf, grey_picture, text_at
from hostile import form_loop, form_tree
from PIL import Image
from real_truth import REAL, real

from extractors.errors import (
    DamagedPdfError,
    EmptyFileError,
    EncryptedPdfError,
    NotAPdfError,
    PageTooLargeError,
)
from extractors.model import Box
from extractors.registry import read_page
from extractors.source import DRAWN_AT_ONCE, MAX_PIXELS, open_document

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
BAR = "0 0 0 rg 60 200 120 3 re f\n"


def ink_box(picture: np.ndarray, scale: float) -> Box:
    """The box around everything dark on a picture, in points."""
    ys, xs = np.nonzero(picture.min(axis=2) < 128)
    return Box(xs.min() / scale, ys.min() / scale, (xs.max() + 1) / scale, (ys.max() + 1) / scale)


def noisy_scan(path: Path, pages: int, side: int) -> Path:
    """A PDF of so many square pages of noise as JPEG, a point to the pixel: nothing in them can be compressed."""
    random = np.random.default_rng(1)
    pictures = (Image.fromarray(random.integers(0, 256, (side, side), dtype=np.uint8)) for _ in range(pages))
    next(pictures).save(path, save_all=True, append_images=pictures)
    return path


def resident() -> int:
    """The bytes of memory of this process that are no file."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (line,) = (line for line in lines if line.startswith("RssAnon"))
    return int(line.split()[1]) * 1024


def near(first: Box, second: Box, points: float) -> bool:
    """Whether all four sides agree within so many points."""
    pairs = zip(
        (first.x0, first.top, first.x1, first.bottom), (second.x0, second.top, second.x1, second.bottom), strict=True
    )
    return all(abs(one - other) <= points for one, other in pairs)


@pytest.mark.parametrize("turn", [0, 90, 180, 270, -90, 450])
@pytest.mark.parametrize("media", [(0, 0, 400, 300), (50, 20, 450, 320), (400, 300, 0, 0)])
@pytest.mark.parametrize("crop", ["", "/CropBox [55 150 330 290]", "/CropBox [-500 -500 900 900]"])
@pytest.mark.slow
def test_rules_stand_where_the_page_shows_them(tmp_path: Path, turn: int, media: tuple[float, ...], crop: str) -> None:
    """A rule's box is where its ink is drawn, however the page is turned, moved and cut."""
    path = drawn_pdf(tmp_path / "bar.pdf", BAR, media=media, page=f"/Rotate {turn} {crop}")
    with open_document(path) as document:
        page = document.page(1)
        picture = page.image(144)
        assert picture.shape[:2] == (round(page.height * 2), round(page.width * 2))
        (rule,) = page.rules()
        assert near(rule.box, ink_box(picture, 2.0), 0.6)


@pytest.mark.parametrize("turn", [0, 90])
def test_a_page_measures_as_many_points_as_its_user_unit_says(tmp_path: Path, turn: int) -> None:
    """Size, picture, rules, glyphs and pictures of a page agree, and the resolution is that of the sheet."""
    drawn = BAR + text_at(60, 100, "H", size=10) + "q 300 0 0 200 0 0 cm /Im Do Q\n"
    path = drawn_pdf(
        tmp_path / "unit.pdf",
        drawn,
        media=(0, 0, 300, 250),
        page=f"/Rotate {turn} /UserUnit 4",
        streams={"Im": grey_picture(600, 400)},
    )
    with open_document(path) as document:
        page = document.page(1)
        assert sorted((page.width, page.height)) == [1000, 1200]
        assert page.image(36).shape[:2] == (round(page.height / 2), round(page.width / 2))
        assert page.picture_dpi() == pytest.approx(72 / 2, rel=0.01)
        assert max(page.rules()[0].box.width, page.rules()[0].box.height) == pytest.approx(480)
        assert page.layer().glyphs[0].size == pytest.approx(40)
        assert not page.is_plain


@pytest.mark.parametrize("unit", ["0", "-2", "/Four", "1e9"])
def test_an_impossible_user_unit_is_none(tmp_path: Path, unit: str) -> None:
    """A page is then as large as its boxes say."""
    path = drawn_pdf(tmp_path / "unit.pdf", BAR, media=(0, 0, 300, 250), page=f"/UserUnit {unit}")
    with open_document(path) as document:
        assert document.page_size(1) == (300, 250)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.slow
def test_glyphs_stand_where_the_page_shows_them(tmp_path: Path, turn: int) -> None:
    """The ink of a glyph lies inside its box, which is not much larger, on a turned and cut page too."""
    path = drawn_pdf(
        tmp_path / "glyph.pdf",
        text_at(100, 200, "H", size=40),
        media=(20, 10, 420, 310),
        page=f"/Rotate {turn} /CropBox [60 150 300 300]",
    )
    with open_document(path) as document:
        page = document.page(1)
        (glyph,) = page.glyphs()
        ink = ink_box(page.image(144), 2.0)
    assert glyph.text == "H"
    assert glyph.box.overlap(ink) >= 0.99 * ink.width * ink.height
    assert max(glyph.box.width, glyph.box.height) == pytest.approx(40, abs=0.1)


def test_glyph_boxes_share_the_baseline_of_their_line(tmp_path: Path) -> None:
    """Boxes have the height of the em around the baseline, whatever ascent a font claims."""
    path = drawn_pdf(tmp_path / "em.pdf", text_at(100, 200, "Ag.", size=10))
    with open_document(path) as document:
        boxes = [glyph.box for glyph in document.page(1).glyphs()]
    assert {(round(box.top, 2), round(box.bottom, 2)) for box in boxes} == {(91.2, 101.2)}


@pytest.mark.parametrize(
    "content",
    [
        "60 200 120 2 re f",
        "2 w 60 201 m 180 201 l S",
        "60 200 m 180 200 l 180 202 l 60 202 l h f",
        "q 2 0 0 2 0 0 cm 30 100 60 1 re F Q",
        "60 200 m 180 200 l 180 202 l 60 202 l b",
    ],
)
def test_a_line_is_found_however_it_is_drawn(tmp_path: Path, content: str) -> None:
    """Strokes, thin filled rectangles and polygons give one rule with the thickness of the ink."""
    with open_document(drawn_pdf(tmp_path / "line.pdf", content)) as document:
        (rule,) = document.page(1).rules()
    assert rule.horizontal
    assert near(rule.box, Box(60, 98, 180, 100), 0.01)


@pytest.mark.parametrize("content", ["60 100 120 80 re f", "1 g 60 200 120 2 re f", "60 200 m 180 250 l S"])
def test_backgrounds_white_paint_and_slopes_are_no_rules(tmp_path: Path, content: str) -> None:
    """A filled cell, a white line and a slanting line are not rules."""
    with open_document(drawn_pdf(tmp_path / "area.pdf", content)) as document:
        assert document.page(1).rules() == ()


def test_the_border_of_a_rectangle_is_four_rules(tmp_path: Path) -> None:
    """A stroked rectangle, filled or not, gives its four sides."""
    with open_document(drawn_pdf(tmp_path / "cell.pdf", "0.9 g 60 100 120 80 re B")) as document:
        rules = document.page(1).rules()
    assert sorted(rule.horizontal for rule in rules) == [False, False, True, True]


def _round(x0: int, y0: int, x1: int, y1: int, radius: int) -> str:
    """A rectangle with round corners."""
    return (
        f"{x0 + radius} {y0} m {x1 - radius} {y0} l {x1} {y0} {x1} {y0} {x1} {y0 + radius} c "
        f"{x1} {y1 - radius} l {x1} {y1} {x1} {y1} {x1 - radius} {y1} c "
        f"{x0 + radius} {y1} l {x0} {y1} {x0} {y1} {x0} {y1 - radius} c "
        f"{x0} {y0 + radius} l {x0} {y0} {x0} {y0} {x0 + radius} {y0} c "
    )


@pytest.mark.parametrize(
    ("content", "sides"),
    [
        (_round(60, 100, 180, 180, 4) + _round(62, 102, 178, 178, 2) + "f*", 4),
        ("60 100 120 80 re 62 102 116 76 re f*", 4),
        ("60 100 120 80 re 62 100 116 80 re f*", 2),
        (_round(60, 100, 140, 180, 40) + _round(62, 102, 138, 178, 38) + "f*", 0),
        ("60 100 120 80 re 80 120 80 40 re f*", 0),
    ],
)
def test_a_border_filled_between_two_rectangles_is_ruled(tmp_path: Path, content: str, sides: int) -> None:
    """As browsers draw round corners; the ring of a seal and a broad mat around a picture are no rules."""
    with open_document(drawn_pdf(tmp_path / "frame.pdf", content)) as document:
        rules = document.page(1).rules()
    assert len(rules) == sides
    assert all(rule.box.height <= 2.01 if rule.horizontal else rule.box.width <= 2.01 for rule in rules)


@pytest.mark.parametrize("line", ["1 G 1 w 90 100 m 90 180 l S", "1 g 89.5 100 1 80 re f"])
@pytest.mark.parametrize(
    ("ground", "ruled"),
    [
        ("0.94 0.95 0.97 rg 60 100 120 80 re f", True),
        ("0.94 0.95 0.97 rg 100 100 120 80 re f", False),
        ("0.94 0.95 0.97 rg 60 100 120 80 re f 1 g 60 100 120 80 re f", False),
    ],
)
def test_a_white_line_parts_coloured_cells(tmp_path: Path, line: str, ground: str, ruled: bool) -> None:
    """However pale they are; beside them, or where white was laid over the colour, nobody sees it."""
    with open_document(drawn_pdf(tmp_path / "white.pdf", f"{ground} {line}")) as document:
        assert bool(document.page(1).rules()) is ruled


def test_what_is_clipped_away_is_not_there(tmp_path: Path) -> None:
    """Rules are cut at the clipping area and glyphs outside it are not handed out."""
    content = "q 0 0 200 300 re W n 60 200 300 2 re f\n" + text_at(150, 100, "in") + text_at(250, 100, "out") + "Q\n"
    content += text_at(300, 50, "Z")
    with open_document(drawn_pdf(tmp_path / "clip.pdf", content)) as document:
        page = document.page(1)
        assert [rule.box.x1 for rule in page.rules()] == [200]
        assert "".join(glyph.text for glyph in page.glyphs()) == "inZ"


def test_text_without_ink_is_told_apart(tmp_path: Path) -> None:
    """Render mode 3 and white text are in the layer as hidden and not among the glyphs."""
    content = (
        text_at(50, 50, "a", before="3 Tr") + text_at(50, 90, "b", before="0 Tr 1 g") + text_at(9, 9, "c", before="0 g")
    )
    with open_document(drawn_pdf(tmp_path / "hidden.pdf", content)) as document:
        page = document.page(1)
        assert [(glyph.word.text, glyph.hidden) for glyph in page.layer().glyphs] == [
            ("a", True),
            ("b", True),
            ("c", False),
        ]
        assert [glyph.text for glyph in page.glyphs()] == ["c"]


@pytest.mark.parametrize(
    ("ground", "hidden"),
    [
        ("0.27 0.45 0.77 rg 40 40 60 30 re f", False),
        ("0.3 0.9 0 0.2 k 40 40 60 30 re f", False),
        ("0.95 g 40 40 60 30 re f", True),
        ("0.2 g 140 40 60 30 re f", True),
        ("0.2 g 40 40 60 30 re f 1 g 40 40 60 30 re f", True),
    ],
)
def test_white_text_shows_on_what_is_painted_dark(tmp_path: Path, ground: str, hidden: bool) -> None:
    """White headings on a coloured row are text; on paper, beside the paint or on white laid over it they are none."""
    with open_document(
        drawn_pdf(tmp_path / "head.pdf", ground + "\n" + text_at(50, 50, "a", before="1 g"))
    ) as document:
        assert [glyph.hidden for glyph in document.page(1).layer().glyphs] == [hidden]


@pytest.mark.parametrize("page", ["", "/Rotate 90", "/Rotate 180", "/UserUnit 2", "/CropBox [20 10 380 280]"])
def test_a_part_of_a_page_is_what_the_whole_shows_there(tmp_path: Path, page: str) -> None:
    """Also of one that is turned, cut, or measured in larger units; what lies beyond its edge is left out."""
    content = "60 100 120 80 re f 0.5 g 250 200 90 30 re f"
    with open_document(drawn_pdf(tmp_path / "part.pdf", content, page=page)) as document:
        shown = document.page(1)
        box = Box(48, 36, 240, 192)
        corner = Box(shown.width - 96, shown.height - 48, shown.width + 50, shown.height + 50)
        whole, (part, cut) = shown.image(144), shown.parts([box, corner], 144)
    assert np.abs(part.astype(int) - whole[72:384, 96:480]).mean() < 2
    assert part.shape == (312, 384, 3)
    assert cut.shape == (96, 192, 3)


def test_text_under_a_picture_of_the_page_is_hidden(tmp_path: Path) -> None:
    """Text that a large opaque picture covers leaves no ink; text over the picture does."""
    content = text_at(50, 50, "under") + "q 400 0 0 300 0 0 cm /P Do Q\n" + text_at(50, 90, "over")
    with open_document(drawn_pdf(tmp_path / "p.pdf", content, streams={"P": grey_picture()})) as document:
        page = document.page(1)
        assert "".join(glyph.text for glyph in page.glyphs()) == "over"
        assert page.picture_cover() == 1.0


def test_text_under_the_strips_of_a_scan_leaves_no_ink(tmp_path: Path) -> None:
    """A scan stored in strips, none of them half a page, covers the text below it as a whole picture does."""
    strips = "".join(f"q 400 0 0 75 0 {75 * row} cm /P Do Q\n" for row in range(4))
    content = text_at(50, 50, "under") + strips + text_at(50, 90, "over")
    with open_document(drawn_pdf(tmp_path / "a.pdf", content, streams={"P": grey_picture()})) as document:
        assert "".join(glyph.text for glyph in document.page(1).glyphs()) == "over"


def test_a_scan_in_layers_is_as_fine_as_its_print(tmp_path: Path) -> None:
    """Print at 144 dpi over a coarse ground is drawn at 144; a fine seal on it makes the page no finer."""
    layers = "q 400 0 0 300 0 0 cm /G Do Q q 400 0 0 300 0 0 cm /P Do Q q 50 0 0 50 9 9 cm /P Do Q"
    streams = {"G": grey_picture(40, 30), "P": grey_picture(800, 600)}
    with open_document(drawn_pdf(tmp_path / "a.pdf", layers, streams=streams)) as document:
        assert document.page(1).picture_dpi() == pytest.approx(144)


def test_text_under_a_small_picture_is_kept(tmp_path: Path) -> None:
    """A logo or a seal over a line makes no scan of the page; the text below may be seen through it."""
    content = text_at(50, 50, "under") + "q 100 0 0 75 0 0 cm /P Do Q\n"
    with open_document(drawn_pdf(tmp_path / "a.pdf", content, streams={"P": grey_picture()})) as document:
        assert "".join(glyph.text for glyph in document.page(1).glyphs()) == "under"


def test_resolution_is_that_of_the_page_picture(tmp_path: Path) -> None:
    """A picture of 800 × 600 pixels over a page of 400 × 300 points has 144 dpi, also when it stands on its side."""
    for place in ("400 0 0 300 0 0", "0 300 -400 0 400 0"):
        content = f"q {place} cm /P Do Q"
        with open_document(drawn_pdf(tmp_path / "dpi.pdf", content, streams={"P": grey_picture(800, 600)})) as document:
            assert document.page(1).picture_dpi() == pytest.approx(144)


def test_pages_that_were_read_leave_no_pictures_behind(tmp_path: Path) -> None:
    """Reading the content of all pages of a scan holds on to hardly any of its bytes: a file may have 500 pages."""
    path = noisy_scan(tmp_path / "scan.pdf", pages=8, side=400)
    with open_document(path) as document:
        document.page(1).layer()
        tracemalloc.start()
        try:
            assert all(page.picture_dpi() for page in document.pages())
            held = tracemalloc.get_traced_memory()[0]
        finally:
            tracemalloc.stop()
    assert held < path.stat().st_size / 4


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="resident memory is read from /proc")
def test_pages_that_were_drawn_leave_no_pictures_behind(tmp_path: Path) -> None:
    """Drawing page after page of one file does not need more and more memory, and each page is the right one."""
    path = noisy_scan(tmp_path / "scan.pdf", pages=3 * DRAWN_AT_ONCE, side=900)
    with open_document(path) as document:
        held = []
        for page in document.pages():
            picture = page.image(72)
            held.append(resident())
            assert picture.shape[:2] == (900, 900)
        first, last = (document.page(number).image(72) for number in (1, document.page_count))
    # what was drawn last time fills the room of what was let go
    assert held[-1] - held[DRAWN_AT_ONCE - 1] < path.stat().st_size / 4
    assert np.array_equal(last, picture)
    assert not np.array_equal(first, last)


def test_a_logo_is_no_page_picture(tmp_path: Path) -> None:
    """A small picture gives no resolution of the page."""
    content = "q 40 0 0 30 10 10 cm /P Do Q"
    with open_document(drawn_pdf(tmp_path / "logo.pdf", content, streams={"P": grey_picture()})) as document:
        assert document.page(1).picture_dpi() is None


def test_form_fields_are_read(tmp_path: Path) -> None:
    """The value of a filled form field, which only its appearance holds, stands at the field's place."""
    appearance = ("/Type /XObject /Subtype /Form /BBox [0 0 100 20]", text_at(2, 5, "7", size=10).encode())
    annotation = "/Subtype /Widget /FT /Tx /Rect [50 100 250 140] /AP << /N {V} >>"
    path = drawn_pdf(tmp_path / "form.pdf", "", streams={"V": appearance}, annotation=annotation)
    with open_document(path) as document:
        (glyph,) = document.page(1).glyphs()
    # twice as large: 100 × 20 is stretched to 200 × 40
    assert glyph.text == "7"
    assert glyph.box.x0 == pytest.approx(54)
    assert glyph.box.height == pytest.approx(20)


def test_hidden_annotations_are_not_read(tmp_path: Path) -> None:
    """An annotation that no viewer shows gives nothing."""
    appearance = ("/Type /XObject /Subtype /Form /BBox [0 0 100 20]", text_at(2, 5, "7").encode())
    annotation = "/Subtype /Widget /F 2 /Rect [50 100 250 140] /AP << /N {V} >>"
    with open_document(drawn_pdf(tmp_path / "f.pdf", "", streams={"V": appearance}, annotation=annotation)) as document:
        assert document.page(1).glyphs() == ()


def test_a_form_inherits_how_text_is_shown(tmp_path: Path) -> None:
    """Text in a form XObject called with invisible text set is invisible."""
    inner = ("/Type /XObject /Subtype /Form /BBox [0 0 400 300]", text_at(50, 50, "x").encode())
    with open_document(drawn_pdf(tmp_path / "x.pdf", "q 3 Tr /X Do Q", streams={"X": inner})) as document:
        assert [glyph.hidden for glyph in document.page(1).layer().glyphs] == [True]


def test_characters_named_by_their_radicals_are_characters() -> None:
    """Code points of radicals become the characters printed; operators and full-width forms stay."""
    from extractors.radicals import as_character

    assert as_character("⼀级⽬标⻔⼾ ≧５％") == "一级目标门户 ≧５％"
    assert as_character("3月\u201510月") == "3月\u201410月"  # of Noto Sans, as Chromium names its glyph


def test_large_pages_are_drawn_coarser(tmp_path: Path) -> None:
    """A page of 100 × 100 inches is drawn within the limit of pixels."""
    with open_document(drawn_pdf(tmp_path / "l.pdf", BAR, media=(0, 0, 7200, 7200))) as document:
        page = document.page(1)
        assert page.fitting_dpi(300) ** 2 * 100 * 100 <= MAX_PIXELS * 1.001
        assert page.fitting_dpi(50) == 50


def test_hopelessly_large_pages_are_refused(tmp_path: Path) -> None:
    """A page that could not be read at any resolution that fits is refused before it is drawn."""
    with (
        open_document(drawn_pdf(tmp_path / "h.pdf", BAR, media=(0, 0, 90000, 90000))) as document,
        pytest.raises(PageTooLargeError),
    ):
        document.page(1).image(100)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFileError),
        (b"<html>not found</html>", NotAPdfError),
        (b" " * 1024 + b"%PDF-1.7", NotAPdfError),
        (b"%PDF-1.7\n1 0 obj\n<< /Type /Cat", DamagedPdfError),
    ],
)
def test_files_that_are_no_pdf_say_so(tmp_path: Path, data: bytes, error: type[Exception]) -> None:
    """Empty, foreign and cut-off files raise their own errors."""
    path = tmp_path / "x.pdf"
    path.write_bytes(data)
    with pytest.raises(error):
        open_document(path)


def test_a_user_password_is_asked_for(tmp_path: Path) -> None:
    """A file that needs a password raises the error that says so."""
    with pytest.raises(EncryptedPdfError):
        open_document(text_pdf(tmp_path / "locked.pdf", password="secret"))


def test_copy_protection_does_not_stop_reading(tmp_path: Path) -> None:
    """A file that opens without a password and forbids copying is read: a viewer shows it as well."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(
        str(tmp_path / "p.pdf"), encrypt=StandardEncryption("", ownerPassword="owner", canCopy=0, canPrint=0)
    )
    canvas.drawString(72, 720, "readable")
    canvas.save()
    with open_document(tmp_path / "p.pdf") as document:
        assert "".join(glyph.text for glyph in document.page(1).glyphs()) == "readable"


def test_pages_that_only_pdfium_understands_are_pictures(tmp_path: Path) -> None:
    """When the content cannot be read the page can still be drawn, has no layer, and says why."""
    broken = ("/Type /XObject /Subtype /Form /BBox [0 0 400 300] /Filter /LZWDecode", b"\xff" * 20)
    with open_document(drawn_pdf(tmp_path / "x.pdf", BAR + "/X Do", streams={"X": broken})) as document:
        page = document.page(1)
        assert page.layer().rules == ()
        assert page.layer_error is not None
        assert page.image(72).min() < 128


def test_page_numbers_start_at_one(tmp_path: Path) -> None:
    """There is no page 0 and none after the last."""
    with open_document(text_pdf(tmp_path / "two.pdf", pages=2)) as document:
        assert document.page_count == 2
        for number in (0, 3):
            with pytest.raises(IndexError):
                document.page(number)


_READ = """
import logging, resource, sys
from pathlib import Path
from extractors.errors import JixiaoError
from extractors.digital.ruled import Ruled
from extractors.source import open_document
logging.disable(logging.CRITICAL)
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
try:
    with open_document(Path(sys.argv[1])) as document:
        for number in range(1, min(document.page_count, 5) + 1):
            try:
                page = document.page(number)
                Ruled().extract(page) if Ruled().accepts(page) else None
                page.image(60)
                page.close()
            except JixiaoError as error:
                print(error.code)
except JixiaoError as error:
    print(error.code)
print("done")
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(path.name for path in (REAL / "hostile").glob("*")) or ["absent"])
def test_hostile_files_are_read_or_refused(name: str) -> None:
    """Each hostile file gives a reading or an error of the tree, within 4 GB and 60 seconds."""
    path = real("hostile", name)
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr[-500:]
    assert done.stdout.splitlines()[-1] == "done"


@pytest.mark.parametrize("make", [form_loop, form_tree])
def test_forms_that_draw_each_other_without_end_are_refused_at_once(tmp_path: Path, make: Callable[[], bytes]) -> None:
    """Neither library is let loose on them: the content says so, and the page is not drawn."""
    path = tmp_path / "endless.pdf"
    path.write_bytes(make())
    with open_document(path) as document:
        page = document.page(1)
        assert page.layer().glyphs == ()
        assert page.layer_error is not None
        with pytest.raises(DamagedPdfError):
            page.image(72)
        reading = read_page(page)
    assert (reading.outcome, reading.error) == ("failed", "DAMAGED-PDF")


def test_a_form_drawn_many_times_is_read_each_time(tmp_path: Path) -> None:
    """A letterhead or symbol that is one form drawn again and again is no loop."""
    form = "/Type /XObject /Subtype /Form /BBox [0 0 400 300]"
    content = "".join(f"q 1 0 0 1 0 {index * 20} cm /S Do Q\n" for index in range(12))
    path = drawn_pdf(tmp_path / "often.pdf", content, streams={"S": (form, text_at(10, 10, "A").encode())})
    with open_document(path) as document:
        page = document.page(1)
        assert [glyph.word.text for glyph in page.layer().glyphs] == ["A"] * 12
        assert page.layer_error is None
