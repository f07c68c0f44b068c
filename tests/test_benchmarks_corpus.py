import json
from pathlib import Path

import numpy as np
import pdfplumber
import pytest

from benchmarks.corpus.__main__ import ALL, main, make_form
from benchmarks.corpus.conditions import CONDITIONS
from benchmarks.corpus.leaf import leaves
from benchmarks.table import GOALS

# one that prints otherwise, one that marks the paper, one that stores bits, one with a lying text layer
SOME = ("dotted", "seal", "fax", "garbled")


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A form of a tuning seed in a few conditions."""
    folder = tmp_path_factory.mktemp("corpus") / "form"
    make_form(folder, 7, 0, SOME)
    return folder


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes_whichever_conditions_are_asked_for(form: Path, tmp_path: Path) -> None:
    """Every file is equal when it is made again, alone and in another folder."""
    for name in SOME:
        again_here = tmp_path / name / form.name  # its name is the title of the document
        make_form(again_here, 7, 0, (name,))
        for again in again_here.iterdir():
            assert again.read_bytes() == (form / again.name).read_bytes(), again.name


@pytest.mark.slow
def test_a_condition_changes_the_page_and_not_the_truth(form: Path) -> None:
    """The golden's names and values stand in the digital twin's text; its scans have as many pages and no such text."""
    golden = json.loads((form / "golden.json").read_text(encoding="utf-8"))
    wanted = {row[key] for row in golden["tables"][0]["indicators"] for key in ("level3", "value_text")}
    pages, printed = _text(form / "digital.pdf")
    characters = set(printed)
    assert all(set(text or "") - {" "} <= characters for text in wanted)
    for name in ("scan-dotted", "scan-seal", "scan-fax"):
        assert _text(form / f"{name}.pdf") == (pages, "")


def _text(pdf: Path) -> tuple[int, str]:
    """Pages and text layer."""
    with pdfplumber.open(pdf) as document:
        return len(document.pages), "".join(c["text"] for page in document.pages for c in page.chars)


@pytest.mark.slow
def test_a_seal_leaves_most_of_the_page_as_it_was(form: Path) -> None:
    """A mark is laid on some of the page: the pressed page is darker there and the same elsewhere."""
    (leaf, *_) = leaves(form / "digital.pdf", 100)
    (mark,) = CONDITIONS["seal"].marks
    pressed = mark(leaf, np.random.default_rng(1)).picture
    changed = (pressed != leaf.picture).any(axis=2)
    assert 0.001 < changed.mean() < 0.15
    assert (pressed.astype(int) <= leaf.picture).all()


def test_every_goal_is_of_a_condition_that_exists() -> None:
    """A renamed condition cannot lose its goal unnoticed."""
    assert set(GOALS) <= set(ALL)
    assert len(ALL) >= 15


def test_an_unknown_condition_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message names those there are."""
    with pytest.raises(SystemExit):
        main([str(tmp_path), "--conditions", "sael"])
    assert "seal" in capsys.readouterr().err


def test_the_description_of_the_corpus_names_every_condition() -> None:
    """A condition that is added or renamed is described."""
    described = (Path(__file__).parent.parent / "benchmarks/corpus/README.md").read_text(encoding="utf-8")
    assert [name for name in ALL if f"| {name} |" not in described] == []
