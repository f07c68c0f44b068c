"""Real digital documents through our scanning devices."""

from __future__ import annotations

import pytest
from real_truth import real

from benchmarks.rescan import main, measure


@pytest.mark.parametrize(("condition", "name"), [("office200", "kpi_fk"), ("fax", "xls_zhichu_jihua")])
def test_a_rescanned_document_of_others_is_read_as_a_person_read_it(condition: str, name: str) -> None:
    """A form printed from a web page, with slashes alone in their cells, and a table of 21 columns."""
    folder = real("gov/kpi_fk.pdf").parent.parent
    assert [found.wrong for found in measure(folder, condition, (name,))] == [()]


def test_wrong_usage_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Two pages on one photograph hold no page of a truth."""
    assert main(["--conditions", "office200,spread,nothing"]) == 2
    assert capsys.readouterr().err == "error: no condition spread, nothing\n"
    assert main(["/nowhere"]) == 2
    assert capsys.readouterr().err == "error: no real documents at /nowhere\n"
