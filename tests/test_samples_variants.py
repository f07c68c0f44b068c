"""The twins of the form variants: what is read of them is what a person wrote down, and their form is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.golden import Compared, compare_paths

VARIANTS = Path(__file__).resolve().parent.parent / "samples" / "variants"
NAMES = sorted(path.name for path in VARIANTS.iterdir() if path.is_dir())
# One of each kind of layout; `jixiao golden samples/variants` reads them all.
SCANS = ("project-approval", "project-without-levels", "self-evaluation-sichuan", "stacked-horizons", "town-columns")
# The source itself is in doubt there: 28.8万元 beside a column that says %, amounts without any unit of money.
DOUBTFUL = {"department-hunan": {"UNIT-CONFLICT"}, "levels-shifted": {"MONEY-UNIT-MISSING"}}


def compared(path: Path) -> Compared:
    """A reading beside its golden."""
    (document,) = compare_paths([path]).documents
    assert document.failure is None
    assert document.rows
    return document


@pytest.mark.parametrize("name", NAMES)
def test_digital_variants_are_read_as_their_goldens_say(name: str) -> None:
    """Every header field, budget, goal and indicator is right; nothing is doubted but what the source leaves open."""
    rows = compared(VARIANTS / name / f"{name}-digital.pdf").rows
    assert [(row.name, row.differences) for row in rows if row.differences] == []
    reasons = {code for row in rows if row.flagged for code in (row.reasons or "MONEY-UNIT-MISSING").split(",")}
    assert reasons == DOUBTFUL.get(name, set())


@pytest.mark.slow
@pytest.mark.parametrize("name", SCANS)
def test_scanned_variants_have_no_silent_error(name: str) -> None:
    """No row of a scan is wrong without a flag, and 99 of 100 indicators are right."""
    rows = compared(VARIANTS / name / f"{name}-scan-office.pdf").rows
    assert [row.name for row in rows if row.verdict == "wrong NOT flagged"] == []
    indicators = [row for row in rows if row.table == "indicators"]
    assert sum(not row.differences for row in indicators) >= 0.99 * len(indicators)
