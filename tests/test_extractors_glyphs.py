"""Nothing lost on digital pages: every glyph of the text layer is in exactly one cell or outside every grid."""

from __future__ import annotations

import logging
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from drawn_pdf import drawn_pdf, table, text_at
from hypothesis import given
from hypothesis import strategies as st
from real_truth import REAL

from extractors.digital.textlayer import judge
from extractors.filling import fill
from extractors.layer import Glyph
from extractors.model import Box, PageReading, ReadingCode, Rule, Word
from extractors.registry import digital_readers, first_reading
from extractors.source import Page, open_document
from extractors.tiling import tile

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
SAMPLES = sorted((Path(__file__).parent.parent / "samples").rglob("*-digital.pdf"))


def shown(page: Page) -> list[Glyph]:
    """The glyphs that a reader of the page sees: blanks, watermarks and second drawings at one place left out."""
    glyphs: list[Glyph] = []
    for glyph in page.layer().glyphs:
        if glyph.hidden or glyph.clipped or glyph.slanted or glyph.word.text.isspace():
            continue
        if page.box.holds(*glyph.word.box.centre) and not any(_covers(other, glyph) for other in glyphs[-400:]):
            glyphs.append(glyph)
    return glyphs


def _covers(first: Glyph, second: Glyph) -> bool:
    (x, y), (u, v) = first.word.box.centre, second.word.box.centre
    return first.word.text == second.word.text and abs(x - u) + abs(y - v) < 0.1 * first.size


def lost_and_added(page: Page, reading: PageReading) -> tuple[Counter[str], Counter[str]]:
    """Characters of the page that the reading lacks, and those it has too often."""
    there = Counter("".join("".join(glyph.word.text.split()) for glyph in shown(page)))
    texts = [line.text for grid in reading.grids for cell in grid.cells for line in cell.lines]
    texts += [line.text for line in reading.text]
    read = Counter("".join("".join(text.split()) for text in texts))
    return there - read, read - there


def digital_reading(page: Page) -> PageReading | None:
    """What the readers of text layers make of a page whose layer is believed."""
    return first_reading(digital_readers(), page)[0] if judge(page).trust == "trusted" else None


@pytest.mark.slow
def test_every_glyph_of_the_digital_samples_is_read_once() -> None:
    """All characters of all pages of the samples, no more and no fewer."""
    pages = 0
    for path in SAMPLES:
        with open_document(path) as document:
            for page in document.pages():
                reading = digital_reading(page)
                if reading is not None:
                    pages += 1
                    assert lost_and_added(page, reading) == (Counter(), Counter()), (path.name, page.number)
    assert pages >= len(SAMPLES) > 20


@pytest.mark.slow
@pytest.mark.skipif(not REAL.is_dir(), reason="no real documents here")
def test_no_glyph_of_real_documents_is_lost_without_a_word() -> None:
    """Published tables: a character that is missing from a reading is named by a finding, and none is read twice."""
    pages = 0
    for path in sorted((REAL / "gov").glob("*.pdf")) + sorted((REAL / "tables").glob("*.pdf")):
        with open_document(path) as document:
            for number in range(1, min(document.page_count, 6) + 1):
                page = document.page(number)
                reading = digital_reading(page)
                if reading is None:
                    continue
                pages += 1
                lost, added = lost_and_added(page, reading)
                told = Counter("".join(f.evidence or "" for f in reading.findings if f.code == ReadingCode.GLYPHS_LEFT))
                assert not added, (path.name, number, added)
                assert not lost - told, (path.name, number, lost)
    assert pages >= 10


def test_text_beside_over_and_across_a_drawn_table_is_read_once(tmp_path: Path) -> None:
    """Text in cells, on a rule, running out of the table, set on its side and outside it."""
    content = table([40, 140, 240], [250, 230, 210], [["ab", "cd"], ["", "ef"]])
    content += text_at(130, 215, "across") + text_at(220, 235, "outward") + text_at(40, 100, "below")
    content += "BT /F1 10 Tf 0 1 -1 0 52 212 Tm (up) Tj ET\n"
    with open_document(drawn_pdf(tmp_path / "t.pdf", content)) as document:
        page = document.page(1)
        reading = digital_reading(page)
        assert reading is not None
        assert len(reading.grids) == 1
        assert lost_and_added(page, reading) == (Counter(), Counter())


edges = st.lists(st.integers(0, 20), min_size=2, max_size=6, unique=True).map(
    lambda steps: [12.0 * s for s in sorted(steps)]
)
words = st.lists(
    st.builds(
        lambda text, x, y, size: Word(text, Box(x, y, x + size, y + size)),
        st.sampled_from(["一", "5", "≥", "a", "—"]),
        st.floats(-30, 270),
        st.floats(-30, 270),
        st.floats(2, 20),
    ),
    max_size=40,
)


@given(edges, edges, words)
def test_a_glyph_is_in_the_cell_it_stands_in_or_its_cells_say_so(
    xs: list[float], ys: list[float], glyphs: list[Word]
) -> None:
    """Any grid, any glyphs: each is in one cell, that of its middle, unless its cell reports text on a rule."""
    rules = [Rule(Box(x, ys[0], x, ys[-1])) for x in xs] + [Rule(Box(xs[0], y, xs[-1], y)) for y in ys]
    for lattice in tile(rules):
        grid, rest = fill(lattice, glyphs, page=1, reader="test")
        cells = ["".join(line.text for line in cell.lines).replace(" ", "") for cell in grid.cells]
        assert sorted("".join(cells) + "".join(word.text for word in rest)) == sorted(word.text for word in glyphs)
        for cell, text in zip(grid.cells, cells, strict=True):
            own = [word.text for word in glyphs if cell.box.holds(*word.box.centre)]
            doubted = any(finding.code == ReadingCode.GLYPH_ON_RULE for finding in cell.findings)
            assert doubted or not Counter(own) - Counter(text), (cell.box, own, text)
        for word in rest:
            assert not (xs[0] < word.box.centre[0] < xs[-1] and ys[0] < word.box.centre[1] < ys[-1])


def test_the_grids_of_the_property_have_many_cells() -> None:
    """A lattice drawn as in the property above has as many cells as its rules part."""
    xs, ys = [0.0, 12.0, 48.0, 96.0], [0.0, 24.0, 60.0]
    rules = [Rule(Box(x, ys[0], x, ys[-1])) for x in xs] + [Rule(Box(xs[0], y, xs[-1], y)) for y in ys]
    (lattice,) = tile(rules)
    assert len(lattice.spans) == sum(1 for _ in pairwise(xs)) * sum(1 for _ in pairwise(ys))
