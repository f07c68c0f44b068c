from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extractors import pictures
from extractors.errors import DamagedPictureError, PageTooLargeError
from extractors.source import open_document

ROOT = Path(__file__).resolve().parent.parent
# not symmetrical in any way, so that every turn and mirror image of it looks different
PIXELS = np.zeros((90, 60, 3), np.uint8) + 255
PIXELS[5:20, 5:50] = (200, 0, 0)
PIXELS[5:80, 5:15] = (0, 0, 200)


def _picture(path: Path, mode: str = "RGB", scale: int = 10, **options: object) -> Path:
    large = Image.fromarray(PIXELS).resize((60 * scale, 90 * scale), Image.Resampling.NEAREST)
    large.convert(mode).save(path, **options)
    return path


def _seen(path: Path, number: int = 1) -> np.ndarray:
    """The page drawn pixel for pixel."""
    with open_document(path) as document:
        page = document.page(number)
        return page.image(round(page.picture_dpi() or 0))


@pytest.mark.parametrize(
    ("name", "mode"),
    [("a.png", "RGB"), ("a.tif", "RGB"), ("a.png", "P"), ("a.png", "L"), ("a.png", "1"), ("a.tiff", "1")],
)
def test_a_picture_is_a_page_that_shows_its_pixels(tmp_path: Path, name: str, mode: str) -> None:
    """PNG and TIFF are wrapped without loss: the page drawn at the picture's resolution is the picture."""
    path = _picture(tmp_path / name, mode, dpi=(100, 100))
    with Image.open(path) as picture:
        expected = np.asarray(picture.convert("RGB"))
    seen = _seen(path)
    assert seen.shape == expected.shape
    assert np.abs(seen.astype(int) - expected).max() <= 1


def test_a_jpeg_keeps_its_own_bytes(tmp_path: Path) -> None:
    """A JPEG is not decoded and packed again."""
    path = _picture(tmp_path / "a.jpg", dpi=(100, 100), quality=80)
    assert path.read_bytes() in pictures.as_pdf(path).getvalue()
    with Image.open(path) as picture:
        assert np.abs(_seen(path).astype(int) - np.asarray(picture)).max() <= 4


@pytest.mark.parametrize(
    ("dpi", "expected"),
    [
        ((100, 100), (432.0, 648.0)),
        ((200, 100), (216.0, 648.0)),
        # a camera's: a page of two metres is none, so the sheet is taken for an A4
        ((5, 5), (561.26, 841.89)),
        ((2400, 2400), (561.26, 841.89)),
        (None, (561.26, 841.89)),
    ],
)
def test_a_page_is_as_large_as_the_resolution_says_when_that_is_paper(
    tmp_path: Path, dpi: tuple[int, int] | None, expected: tuple[float, float]
) -> None:
    """The stated resolution is believed between A5 and A2."""
    path = _picture(tmp_path / "a.png", **({} if dpi is None else {"dpi": dpi}))
    with open_document(path) as document:
        assert document.page_size(1) == pytest.approx(expected, abs=0.2)


def test_every_frame_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    """Fax servers and scanners write many pages into one TIFF, each of its own size and depth."""
    frames = [Image.new("RGB", (600, 900), "red"), Image.new("1", (900, 600), 1), Image.new("L", (600, 900), 80)]
    frames[0].save(tmp_path / "a.tif", save_all=True, append_images=frames[1:], dpi=(100, 100))
    with open_document(tmp_path / "a.tif") as document:
        assert document.page_count == 3
        assert [document.page_size(number) for number in (1, 2)] == [(432.0, 648.0), (648.0, 432.0)]
    assert [tuple(_seen(tmp_path / "a.tif", number)[300, 300]) for number in (1, 2, 3)] == [
        (255, 0, 0),
        (255, 255, 255),
        (80, 80, 80),
    ]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["a.jpg", "a.png"])
def test_a_camera_says_which_way_is_up(tmp_path: Path, name: str, orientation: int) -> None:
    """The orientation in a photograph's EXIF is followed, as every viewer does."""
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    large = Image.fromarray(PIXELS).resize((600, 900), Image.Resampling.NEAREST)
    stored = large if orientation == 1 else large.transpose(Image.Transpose(undo[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    dpi = (100, 100)
    stored.save(tmp_path / name, exif=exif, quality=95, dpi=dpi)
    seen = _seen(tmp_path / name)
    assert seen.shape == (900, 600, 3)
    assert np.abs(seen.astype(int) - np.asarray(large)).mean() < 3


def test_transparent_ground_is_white(tmp_path: Path) -> None:
    """What a viewer shows on white is read on white, not on the black below it."""
    picture = Image.new("RGBA", (600, 900), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (100, 100, 200, 200))
    picture.save(tmp_path / "a.png")
    seen = _seen(tmp_path / "a.png")
    assert (tuple(seen[500, 500]), tuple(seen[150, 150])) == ((255, 255, 255), (0, 0, 0))


def test_sixteen_bits_of_grey_are_scaled(tmp_path: Path) -> None:
    """A 16-bit scan keeps its shades instead of turning white."""
    grey = np.full((900, 600), 0x4000, np.uint16)
    Image.fromarray(grey).save(tmp_path / "a.png")
    assert np.abs(_seen(tmp_path / "a.png").astype(int) - 0x40).max() <= 1


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif"])
def test_a_picture_cut_short_is_damaged(tmp_path: Path, name: str) -> None:
    """Half a picture is a failure with a code, never a page with a grey lower half."""
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (900, 600, 3), np.uint8))
    noise.save(tmp_path / name)
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(DamagedPictureError, match=name):
        open_document(tmp_path / name)


@pytest.mark.parametrize("size", [(16_000, 12_000), (13_000, 11_000)])
def test_a_picture_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, size: tuple[int, int]) -> None:
    """A tiny file that unpacks to more than a page can be costs nothing."""
    Image.new("1", size, 1).save(tmp_path / "a.png")
    assert (tmp_path / "a.png").stat().st_size < 100_000
    with pytest.raises(PageTooLargeError, match="pixels"):
        open_document(tmp_path / "a.png")


def test_the_text_library_does_not_print_to_the_terminal() -> None:
    """What pdfminer warns of damaged fonts goes to whoever configured logging, and to nobody else."""
    program = "import extractors.source, logging; logging.getLogger('pdfminer.pdffont').warning('FontBBox')"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == ""
