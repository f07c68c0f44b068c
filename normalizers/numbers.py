"""Printed numbers as exact decimals: Arabic with thousands marks, Chinese, formal Chinese, fractions.

Texts are folded (see normalizers.text). The numbers must fit the dataset's decimal128(38, 9).
"""

from __future__ import annotations

import re
from decimal import Context, Decimal

# One thousands mark in every place, or none: `1,0000` and `315,8` are not numbers. A blank may be the mark.
ARABIC = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
CHINESE = "零〇一二两三四五六七八九十百千万亿半壹贰叁肆伍陆柒捌玖拾佰仟廿"

_ARABIC = re.compile(ARABIC)
_PLACES = 9
_LARGEST = Decimal(10) ** 29
_LARGEST_RATIO = 10_000
_EXACT = Context(prec=80)
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟两〇", "一二三四五六七八九十百千二零")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"亿": 10**8, "万": 10**4}


def parse_arabic(text: str) -> Decimal | None:
    """`3,000.5` → 3000.5; None unless the whole text is one number.

    >>> parse_arabic("10,308,000.00")
    Decimal('10308000.00')
    """
    return Decimal(text.replace(",", "").replace(" ", "")) if _ARABIC.fullmatch(text) else None


def parse_chinese(text: str) -> Decimal | None:
    """A number written in Chinese; None unless the whole text is one.

    >>> parse_chinese("一百二十"), parse_chinese("一万二"), parse_chinese("二〇二四")
    (Decimal('120'), Decimal('12000'), Decimal('2024'))
    """
    text = text.translate(_FORMAL).replace("廿", "二十")
    if text == "半":
        return Decimal("0.5")
    if not text or any(
        character not in _DIGITS and character not in _SMALL and character not in _LARGE for character in text
    ):
        return None
    if all(character in _DIGITS for character in text):
        return Decimal("".join(str(_DIGITS[character]) for character in text))
    value = _with_large(text)
    return None if value is None else Decimal(value)


def _with_large(text: str) -> int | None:
    for sign, factor in _LARGE.items():
        head, found, tail = text.partition(sign)
        if found:
            left, right = _with_large(head), _tail(tail, factor)
            return None if left is None or right is None or left == 0 else left * factor + right
    return _below_ten_thousand(text)


def _tail(text: str, factor: int) -> int | None:
    """What follows 万 or 亿: nothing, a number, or one digit that counts the next lower place (一万二)."""
    if not text:
        return 0
    if len(text) == 1 and text in _DIGITS:
        return _DIGITS[text] * factor // 10
    value = _with_large(text.removeprefix("零"))
    return value if value is not None and value < factor else None


def _below_ten_thousand(text: str) -> int | None:
    match = re.fullmatch(
        r"(?:(?P<k>[一-九])千)?零?(?:(?P<h>[一-九])百)?零?(?:(?P<t>[一-九]?)(?P<ten>十))?零?(?P<one>[一-九])?".replace(
            "一-九", "一二三四五六七八九"
        ),
        text,
    )
    if match is None or not text.strip("零"):
        return None
    thousands, hundreds, tens, one = (_DIGITS.get(match[name] or "零", 0) for name in ("k", "h", "t", "one"))
    if match["ten"] and not match["t"]:
        tens = 1
    value = thousands * 1000 + hundreds * 100 + tens * 10 + one
    if one and text[-2:-1] in ("百", "千"):
        # 三千五 is 3500, not 3005
        value += one * (_SMALL[text[-2]] // 10 - 1)
    return value


def parse_fraction(numerator: str, denominator: str) -> Decimal | None:
    """`2`, `3` → 0.666666667, rounded to the nine places of the dataset. Proper fractions of small numbers only."""
    above, below = int(numerator), int(denominator)
    if not 0 < above < below <= 100:
        return None
    return _EXACT.divide(Decimal(above), Decimal(below)).quantize(Decimal(1).scaleb(-_PLACES)).normalize()


def parse_ratio(first: str, second: str) -> Decimal | None:
    """`1`, `8` → 0.125; `18`, `1` → 18: rounded to the nine places of the dataset.

    One of the two is 1, or both are one figure: `8`, `30` is half past eight.
    """
    above, below = Decimal(first), Decimal(second)
    if not above or not below or max(above, below) > _LARGEST_RATIO:
        return None
    if "1" not in (first, second) and not len(first) == len(second) == 1:
        return None
    return _EXACT.divide(above, below).quantize(Decimal(1).scaleb(-_PLACES)).normalize()


def multiply(number: Decimal, factor: Decimal) -> Decimal:
    """The exact product, without the exponent that 15 × 1E+4 would leave."""
    product = _EXACT.multiply(number, factor)
    whole = product == product.to_integral_value() and product.adjusted() < _EXACT.prec
    return product.quantize(Decimal(1), context=_EXACT) if whole else product


def fits(number: Decimal) -> bool:
    """Whether the dataset can hold the number exactly: 29 digits before the point, 9 after it."""
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_PLACES and number.copy_abs() < _LARGEST
