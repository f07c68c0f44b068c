from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.numbers import fits, multiply, parse_arabic, parse_chinese, parse_fraction


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("15", "15"),
        ("270.83", "270.83"),
        ("3,000", "3000"),
        ("3 000", "3000"),
        ("10,308,000.00", "10308000.00"),
        ("0", "0"),
    ],
)
def test_arabic_numbers_are_exact(text: str, number: str) -> None:
    """Plain numbers, thousands marks and blanks as marks; trailing zeros stay."""
    assert str(parse_arabic(text)) == number


@pytest.mark.parametrize(
    "text", ["315,8", "1,0000", "1,000,00", "0,123", "1 2", ".5", "5.", "1.2.3", "", "-5", "1,000 000"]
)
def test_what_is_not_one_number_is_none(text: str) -> None:
    """A comma before other than three digits is no thousands mark, and nothing is guessed."""
    assert parse_arabic(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10), ("十五", 15), ("二十", 20), ("廿", 20), ("两百", 200), ("一百二十", 120), ("一百零五", 105),
        ("三千五", 3500), ("三千五百", 3500), ("一千零五", 1005), ("一万二", 12000), ("十五万", 150000),
        ("一万零五", 10005), ("一亿零五百万", 105000000), ("壹佰万", 1000000), ("二〇二四", 2024), ("零", 0),
    ],
)  # fmt: skip
def test_chinese_numbers(text: str, number: int) -> None:
    """Numerals as they are spoken, with 零 for skipped places and a last digit that counts the next place."""
    assert parse_chinese(text) == number


@pytest.mark.parametrize("text", ["", "百", "万", "十十", "二百三百", "一级", "五二十"])
def test_what_is_no_chinese_number_is_none(text: str) -> None:
    """A multiplier alone, or numerals out of order, are no number."""
    assert parse_chinese(text) is None


def spelled(number: int) -> str:
    """A number below 10^8 as it is written in Chinese."""
    digits, out, zero = "零一二三四五六七八九", "", False
    if number >= 10_000:
        out, number = spelled(number // 10_000) + "万", number % 10_000
        zero = 0 < number < 1000
    for factor, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, factor)
        if digit:
            out += ("零" if zero else "") + digits[digit] + sign
            zero = False
        elif out and number:
            zero = True
    return out


@given(st.integers(1, 99_999_999))
def test_a_number_spelled_out_is_read_back(number: int) -> None:
    """Every number up to a hundred million survives being written in Chinese."""
    assert parse_chinese(spelled(number)) == number


@given(st.integers(0, 10**12), st.integers(0, 4))
def test_thousands_marks_change_nothing(number: int, places: int) -> None:
    """A number with marks, without, and with blanks for marks is the same number."""
    plain = f"{Decimal(number).scaleb(-places):f}"
    whole, point, rest = plain.partition(".")
    marked = f"{int(whole):,}{point}{rest}"
    assert parse_arabic(plain) == parse_arabic(marked) == parse_arabic(marked.replace(",", " ")) == Decimal(plain)


def test_fractions_are_rounded_to_nine_places() -> None:
    """2/3 is as exact as the dataset can hold it; improper fractions are none."""
    assert parse_fraction("2", "3") == Decimal("0.666666667")
    assert parse_fraction("3", "2") is None
    assert parse_fraction("0", "2") is None


def test_products_have_no_exponent() -> None:
    """15 × 10^4 prints as 150000."""
    assert str(multiply(Decimal("15"), Decimal("1E+4"))) == "150000"
    assert str(multiply(Decimal("1.5"), Decimal(10))) == "15"


def test_what_the_dataset_cannot_hold_does_not_fit() -> None:
    """Ten decimals, or thirty digits before the point, are too much for decimal128(38, 9)."""
    assert fits(Decimal("0.123456789"))
    assert not fits(Decimal("0.1234567891"))
    assert fits(Decimal("9" * 29))
    assert not fits(Decimal("1" + "0" * 29))
