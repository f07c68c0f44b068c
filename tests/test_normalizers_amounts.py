import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import value_texts

from normalizers.amounts import money_unit_in, parse_amount


@pytest.mark.parametrize(
    ("text", "hint", "unit", "yuan"),
    [
        ("   685万元", None, "万元", "6850000"),
        ("685万元", "万元", "万元", "6850000"),
        ("315.8", "万元", "万元", "3158000"),
        ("3,309,840.00", "元", "元", "3309840"),
        ("2279.048 万元", "万元", "万元", "22790480"),
        ("854万(高标准农田建设400万元,示范建设295万元,畅通工程159万元)", "万元", "万元", "8540000"),
        ("10606.7522", "万元", "万元", "106067522"),
        ("52.800000", "万元", "万元", "528000"),
        ("１００万元", None, "万元", "1000000"),
        ("壹佰万元整", None, "万元", "1000000"),
        ("二百六十万元整", None, "万元", "2600000"),
        ("一亿二千万元", None, "元", "120000000"),
        ("叁佰贰拾壹万伍仟元整", None, "元", "3215000"),
        ("￥919.00", "万元", "万元", "9190000"),
        ("2.8亿元", None, "亿元", "280000000"),
        ("0", "万元", "万元", "0"),
        ("0.00", None, None, "0"),
        ("0.00001234", "万元", "万元", "0.12"),
        ("年度资金总额：    685万元", None, "万元", "6850000"),
    ],
)
def test_amounts_come_out_in_yuan(text: str, hint: str | None, unit: str | None, yuan: str) -> None:
    """The cell's unit, else the label's, makes yuan; a breakdown in brackets is left aside."""
    amount = parse_amount(text, hint)
    assert (amount.unit_text, amount.yuan, amount.doubts) == (unit, Decimal(yuan), ())


@pytest.mark.parametrize("text", ["", "   ", "—", "-", "/", "－", "一"])
def test_a_blank_amount_is_missing_and_not_zero(text: str) -> None:
    """Blank markers and empty cells are no amount and no doubt."""
    amount = parse_amount(text, "万元")
    assert (amount.yuan, amount.doubts) == (None, ())


@pytest.mark.parametrize(
    "text", ["315,8", "854万854万", "3l5.8", "见附件3", "1.2.3", "12 34", "10(新增)5", "10（a）（b）5万元"]
)
def test_what_is_no_amount_is_in_doubt(text: str) -> None:
    """Digits that do not make one number are never turned into one."""
    amount = parse_amount(text, "万元")
    assert (amount.yuan, amount.doubts) == (None, ("AMOUNT-UNPARSED",))


def test_a_number_without_unit_is_no_amount_of_money() -> None:
    """Neither 元 nor 万元 is assumed."""
    amount = parse_amount("315.8")
    assert (amount.text, amount.yuan, amount.doubts) == ("315.8", None, ("MONEY-UNIT-MISSING",))


def test_a_unit_that_contradicts_the_label_is_in_doubt() -> None:
    """685元 under a label in 万元 may have lost its 万: the cell is believed and marked."""
    amount = parse_amount("685元", "万元")
    assert (amount.yuan, amount.doubts) == (Decimal(685), ("MONEY-UNIT-CONFLICT",))


def test_the_text_is_kept_as_printed() -> None:
    """Inner blanks are reduced, glyphs are not changed."""
    assert parse_amount("  ２２７９．０４８   万元 ").text == "２２７９．０４８ 万元"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("项目资金（万元）", "万元"), ("项目资金( 万 元 )", "万元"), ("金额单位：元", "元"), ("单位:万元", "万元"),
        ("单位：人民币万元", "万元"), ("（单位：千元）", "千元"), ("项目资金", None), ("主管单位：元氏县财政局", None),
        ("增收（万元以上）", None),
    ],
)  # fmt: skip
def test_the_money_unit_of_a_label(text: str, unit: str | None) -> None:
    """A bracket that holds only a money unit, or a 单位 line, declares it."""
    assert money_unit_in(text) == unit


@given(st.decimals(0, 10**9, places=4, allow_nan=False), st.sampled_from([("元", 1), ("万元", 10**4), ("亿元", 10**8)]))
def test_an_amount_is_its_number_times_its_unit(number: Decimal, unit: tuple[str, int]) -> None:
    """Exact up to the fen, whether the unit stands in the cell or in the label."""
    inline, beside = parse_amount(f"{number:f}{unit[0]}"), parse_amount(f"{number:,f}", unit[0])
    assert inline.yuan == beside.yuan
    assert inline.yuan is not None
    assert abs(inline.yuan - number * unit[1]) <= Decimal("0.005")


@given(value_texts(), st.sampled_from([None, "元", "万元", "x"]))
@example("10000000000000000000000000000", "元")  # more digits than the default precision
def test_any_text_is_read_without_failing(text: str, hint: str | None) -> None:
    """Whatever stands in the cell, there is an answer, and no amount without a digit or numeral."""
    amount = parse_amount(text, hint)
    if amount.yuan is not None:
        assert any(character.isnumeric() for character in text)


AMOUNTS = [
    "685万元",
    "315.8",
    "3,309,840.00",
    "854万(高标准400万元,示范295万元)",
    "2.8亿元",
    "￥919.00",
    "1 234 567元",
    "-12.5万元",
]


@example("1 234 567元", [(5, ".")])
@example("315.8", [(4, "0"), (4, "0")])
@given(
    st.sampled_from(AMOUNTS),
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from(",，.O0l1 （(）)万元\n")), max_size=3),
)
def test_no_damage_makes_an_amount_that_is_not_printed(text: str, damage: list[tuple[int, str]]) -> None:
    """A glyph too many never runs two numbers into one: the digits of the amount stand side by side in the text."""
    for place, glyph in damage:
        text = text[:place] + glyph + text[place:]
    amount = parse_amount(text, "元")
    units = {"元": 1, "万元": 10**4, "亿元": 10**8}
    if amount.yuan is not None and amount.unit_text in units:
        unit = units[amount.unit_text]
        number = amount.yuan.copy_abs() / unit
        printed = re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", text))
        # parts of a fen are rounded
        finer = (Decimal(part) * unit for part in re.findall(r"\d+\.\d{3,}", printed))
        rounded = [yuan.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP) for yuan in finer]
        assert f"{number.normalize():f}" in printed or amount.yuan.copy_abs() in rounded
