from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import value_texts

from normalizers.dates import find_year, parse_deadline, parse_period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024年7月—2025年7月", "2024-07-01", "2025-07-31"),
        ("202001-202012", "2020-01-01", "2020-12-31"),
        ("2024-01-01 ~ 2026-12-31", "2024-01-01", "2026-12-31"),
        ("2026/1/1–2027/12/31", "2026-01-01", "2027-12-31"),
        ("2024-01-01-2026-12-31", "2024-01-01", "2026-12-31"),
        ("2021-2023", "2021-01-01", "2023-12-31"),
        ("2021—2023年", "2021-01-01", "2023-12-31"),
        ("2024年", "2024-01-01", "2024-12-31"),
        ("2024年6-8月", "2024-06-01", "2024-08-31"),
        ("2024年1月1日至12月31日", "2024-01-01", "2024-12-31"),
        ("2024.01-2024.12", "2024-01-01", "2024-12-31"),
        ("3年（2024-2026年）", "2024-01-01", "2026-12-31"),
        ("自2024年1月起至2024年12月底", "2024-01-01", "2024-12-31"),
        ("2024年2月", "2024-02-01", "2024-02-29"),
        ("2024年1月至今", "2024-01-01", None),
        ("2024年12月底前", None, "2024-12-31"),
        ("长期", None, None),
        ("1年", None, None),
        ("2025年-2024年", None, None),
        ("2024年2月30日-2024年3月1日", None, None),
    ],
)  # fmt: skip
def test_periods(text: str, first: str | None, last: str | None) -> None:
    """Both ends of a printed period; what is not understood has none."""
    assert parse_period(text) == tuple(day and date.fromisoformat(day) for day in (first, last))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024年12月底前", None, "2024-12-31"),
        ("2024年12月31日前", None, "2024-12-31"),
        ("2024-12-31", None, "2024-12-31"),
        ("2024/12/31", None, "2024-12-31"),
        ("2024.12.31", None, "2024-12-31"),
        ("２０２４年１２月", None, "2024-12-31"),
        ("2019年12月", None, "2019-12-31"),
        ("2024年6月", None, "2024-06-30"),
        ("2024年2月底前完成", None, "2024-02-29"),
        ("12月31日前完成", None, "2023-12-31"),
        ("12月底", None, "2023-12-31"),
        ("年底前", None, "2023-12-31"),
        ("2024年底前", None, "2024-12-31"),
        ("2024年年底前全部完成", None, "2024-12-31"),
        ("当年", None, "2023-12-31"),
        ("2024年第四季度", "2024-10-01", "2024-12-31"),
        ("四季度", "2023-10-01", "2023-12-31"),
        ("2024年上半年", "2024-01-01", "2024-06-30"),
        ("2024年7月-9月", "2024-07-01", "2024-09-30"),
        ("6月1日-8月31日", "2023-06-01", "2023-08-31"),
        ("6-8月", "2023-06-01", "2023-08-31"),
        ("2024-01-01至2024-06-30", "2024-01-01", "2024-06-30"),
    ],
)  # fmt: skip
def test_deadlines(text: str, first: str | None, last: str | None) -> None:
    """A day, a month, a year is the last day; a quarter and a period have both; the year is that of the table."""
    assert parse_deadline(text, 2023) == tuple(day and date.fromisoformat(day) for day in (first, last))


@pytest.mark.parametrize(
    "text",
    ["", "90%", "45657", "100", "2021-2023", "30个工作日内", "2024", "2024年4人", "长期", "全年", "3月龄", "10天"],
)
def test_what_is_no_deadline_is_none(text: str) -> None:
    """Numbers and words that are no dates."""
    assert parse_deadline(text, 2023) is None


def test_a_date_without_a_year_is_still_a_date() -> None:
    """Without a table year 12月底 has no days, and is told apart from what is no date."""
    assert parse_deadline("12月底", None) == (None, None)


def test_compact_dates_need_to_be_expected() -> None:
    """2024.12 is a number unless the indicator asks for a date."""
    assert parse_deadline("2024.12", None) is None
    assert parse_deadline("2024.12", None, expected=True) == (None, date(2024, 12, 31))


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("（2024年度）", 2024), ("( 2019 年度)", 2019), ("( 年度)", None), ("2019年度)", 2019), ("二○二四年度", 2024),
        ("二〇二四年", 2024), ("2024", 2024), ("2023年结转2024年度", 2024), ("2021-2023年项目绩效目标表", None),
        ("吉财预〔2021〕126号", None), ("2024年部门预算", 2024), ("", None), ("12024年", None),
    ],
)  # fmt: skip
def test_the_year_of_a_title(text: str, year: int | None) -> None:
    """年度 decides among several years; a period and a document number name no year."""
    assert find_year(text) == year


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_a_printed_period_is_read_back(one: date, other: date) -> None:
    """Any two days, in the spellings of the forms, come back as they were."""
    first, last = sorted((one, other))
    chinese = "-".join(f"{day.year}年{day.month}月{day.day}日" for day in (first, last))
    assert parse_period(f"{first}~{last}") == parse_period(chinese) == (first, last)


@given(value_texts(), st.sampled_from([None, 2024]))
def test_any_text_is_read_without_failing(text: str, year: int | None) -> None:
    """Periods never run backwards, whatever is printed."""
    first, last = parse_period(text)
    assert first is None or last is None or first <= last
    bounds = parse_deadline(text, year)
    assert bounds is None or None in bounds or bounds[0] <= bounds[1]  # type: ignore[operator]
    find_year(text)


def test_months_without_a_year_are_a_period_without_days() -> None:
    """1月-12月 is no number of months, also where no year is known."""
    assert parse_deadline("1月-12月", None) == (None, None)
    assert parse_deadline("1月-12月", 2024) == (date(2024, 1, 1), date(2024, 12, 31))
