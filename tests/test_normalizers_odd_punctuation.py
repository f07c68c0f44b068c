"""Texts that are worded like those of other rows and punctuated otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from target_tables import Row, table

from normalizers.model import TargetTable
from normalizers.second_look import look_again

QUANTITY = ("产出指标", "数量指标")
NAMES = ("公路养护里程", "监测报送及时性", "历史文化传承", "林木蓄积增加量", "培训人数")


def explained(texts: Sequence[str], confidence: float = 0.98) -> TargetTable:
    """A table of a recognised page with these explanations; ＊ stands for the name of the row."""
    rows: list[Row] = [(*QUANTITY, name, "100个") for name, _ in zip(NAMES, texts, strict=False)]
    found = table(*rows)
    return replace(
        found,
        indicators=tuple(
            replace(item, confidence=confidence, explanation=text.replace("＊", item.level3 or ""))
            for item, text in zip(found.indicators, texts, strict=True)
        ),
    )


def doubtful(found: TargetTable) -> list[int]:
    """The ordinals of the rows in doubt."""
    return [item.ordinal for item in found.indicators if "OCR-CONFUSABLE" in item.reasons]


USUAL = "反映＊，计算方法：实际完成数与计划数对比"


@pytest.mark.parametrize(
    "odd",
    [
        "反映＊计算方法：实际完成数与计划数对比",
        "反映＊，计算方法；实际完成数与计划数对比",
        "反映＊，计算方法：实际完成数与计划数对比。",
        "反映＊、计算方法：实际完成数与计划数对比",
    ],
)
def test_a_text_punctuated_otherwise_than_the_same_words_of_other_rows_is_in_doubt(odd: str) -> None:
    """No reader saw the comma, four other rows have it: the row is marked, the finding shows one of them."""
    found = look_again(explained([USUAL, USUAL, odd, USUAL, USUAL]))
    assert doubtful(found) == [3]
    (finding,) = [item.finding for item in found.findings]
    assert finding.evidence == odd.replace("＊", NAMES[2])
    assert USUAL.replace("＊", NAMES[0]) in finding.message


def test_figures_and_the_name_of_the_row_are_no_difference() -> None:
    """Every row has its own name and its own points."""
    texts = [f"＊完成得{points}分，每降低1%扣0.{points}分" for points in range(3, 8)]
    assert doubtful(look_again(explained(texts))) == []


def test_glyph_variants_of_one_mark_are_no_difference() -> None:
    """， and , are a matter of the font."""
    assert doubtful(look_again(explained([USUAL, USUAL.replace("，", ","), USUAL, USUAL]))) == []


def test_where_rows_are_written_both_ways_the_source_is() -> None:
    """Two with ： and two with ；: nothing to doubt."""
    other = USUAL.replace("：", "；")
    assert doubtful(look_again(explained([USUAL, USUAL, other, other]))) == []


def test_of_as_many_rows_those_with_fewer_marks_are_in_doubt() -> None:
    """A fax lost two commas of four; it makes none."""
    other = USUAL.replace("，", "")
    assert doubtful(look_again(explained([USUAL, other, USUAL, other]))) == [2, 4]


def test_a_text_layer_says_what_is_printed() -> None:
    """A digital page punctuates as its author did."""
    found = look_again(explained([USUAL, USUAL, USUAL + "。", USUAL], confidence=1.0))
    assert (doubtful(found), found.findings) == ([], ())
