"""A 0 that a fax leaves in two halves."""

from __future__ import annotations

import pytest
from scan_lines import reading

from extractors.scan.reading.noughts import with_noughts


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("()-6岁儿童", "0-6岁儿童"),
        ("()—3岁", "0—3岁"),
        ("≤().5%", "≤0.5%"),
        ("()个", "()个"),
        ("(一)-6岁", "(一)-6岁"),
        ("完成()", "完成()"),
    ],
)
def test_an_empty_pair_of_brackets_where_a_number_begins_is_a_nought_in_doubt(read: str, printed: str) -> None:
    """A pair that is to be filled in stands before a unit."""
    found, doubts = with_noughts(reading(*((one, 12.0 * place) for place, one in enumerate(read))))
    assert (found.text, bool(doubts)) == (printed, read != printed)
