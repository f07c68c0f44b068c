"""`jixiao forms`: what is known, and a draft of what is not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from normalizers.variants import form_specs, spec_of
from pipeline.cli import main

VARIANTS = Path(__file__).resolve().parent.parent / "samples" / "variants"
DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_list_names_every_variant(capsys: pytest.CaptureFixture[str]) -> None:
    """Each variant has a line with its name and description."""
    assert main(["forms", "list"]) == 0
    printed = capsys.readouterr().out
    assert [spec.name for spec in form_specs() if f"{spec.name} " not in printed] == []


def test_suggest_says_when_every_form_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    """A document of a known form gives no draft, and its form is named."""
    path = VARIANTS / "project-system" / "project-system-digital.pdf"
    assert main(["forms", "suggest", str(path)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "known form: project-system" in err


def test_suggest_without_a_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is not there is wrong usage, in one line."""
    assert main(["forms", "suggest", str(tmp_path / "none.pdf")]) == 2
    assert capsys.readouterr().err.startswith("error ")


def test_the_worked_example_of_the_docs_is_the_form_of_the_data() -> None:
    """docs/forms.md shows the file it talks about: the same words with the same roles."""
    text = (DOCS / "forms.md").read_text(encoding="utf-8")
    shown = "\n".join(line.strip() for line in text.split("```toml")[1].split("```")[0].splitlines())
    spec = spec_of(tomllib.loads(shown), "docs/forms.md")
    (real,) = [known for known in form_specs() if known.name == spec.name]
    assert (spec.require, spec.without, spec.words) == (real.require, real.without, real.words)
