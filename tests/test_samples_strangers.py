"""Tables set with other tools than ours are read as their goldens say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.golden import compare_paths

STRANGERS = Path(__file__).resolve().parent.parent / "samples" / "strangers"
NAMES = sorted(path.name for path in STRANGERS.iterdir() if path.is_dir())


@pytest.mark.parametrize("name", NAMES)
def test_strangers_are_read_without_a_doubted_row(name: str) -> None:
    """Every column that the golden names is right, and no indicator is flagged."""
    (document,) = compare_paths([STRANGERS / name / f"{name}.pdf"]).documents
    assert document.failure is None
    assert [(row.name, row.differences) for row in document.rows if row.differences] == []
    assert [row.name for row in document.rows if row.table == "indicators" and row.flagged] == []
    assert any(row.table == "indicators" for row in document.rows)


def test_every_stranger_is_listed() -> None:
    """samples/strangers/README.md has a row for every folder there; each holds one PDF and a golden."""
    text = (STRANGERS / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| `([^`]+)` \|", text, flags=re.MULTILINE)) == NAMES
    for name in NAMES:
        assert {path.name for path in (STRANGERS / name).iterdir()} == {f"{name}.pdf", "golden.json"}
