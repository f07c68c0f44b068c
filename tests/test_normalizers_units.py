import tomllib
from decimal import Decimal
from importlib.resources import files

import pytest

from normalizers.units import find_unit, looks_misread, match_unit

DIMENSIONS = [
    "money",
    "people",
    "person_times",
    "households",
    "entities",
    "count",
    "events",
    "ratio",
    "points",
    "time",
    "length",
    "area",
    "volume",
    "mass",
    "energy",
    "rate",
    "other",
]


@pytest.mark.parametrize(
    ("text", "base", "multiplier", "dimension"),
    [
        ("元", "元", 1, "money"),
        ("万元", "元", 10**4, "money"),
        ("亿元", "元", 10**8, "money"),
        ("千万元", "元", 10**7, "money"),
        ("万美元", "美元", 10**4, "money"),
        ("人", "人", 1, "people"),
        ("万人", "人", 10**4, "people"),
        ("人数", "人", 1, "people"),
        ("人次", "人次", 1, "person_times"),
        ("万人次", "人次", 10**4, "person_times"),
        ("人/次", "人次", 1, "person_times"),
        ("户", "户", 1, "households"),
        ("万户", "户", 10**4, "households"),
        ("家", "家", 1, "entities"),
        ("个", "个", 1, "count"),
        ("项", "项", 1, "count"),
        ("台(套)", "台套", 1, "count"),
        ("标箱", "标箱", 1, "count"),
        ("场", "场", 1, "events"),
        ("期", "期", 1, "events"),
        ("班次", "班次", 1, "events"),
        ("%", "%", 1, "ratio"),
        ("％", "%", 1, "ratio"),
        ("(%)", "%", 1, "ratio"),
        ("百分比", "%", 1, "ratio"),
        ("百分点", "百分点", 1, "ratio"),
        ("个百分点", "百分点", 1, "ratio"),
        ("‰", "‰", 1, "ratio"),
        ("倍", "倍", 1, "ratio"),
        ("/10万", "/10万", 1, "ratio"),
        ("分", "分", 1, "points"),
        ("千瓦时", "千瓦时", 1, "energy"),
        ("万千瓦时", "千瓦时", 10**4, "energy"),
        ("千克", "公斤", 1, "mass"),
        ("千米", "公里", 1, "length"),
        ("km", "公里", 1, "length"),
        ("公里", "公里", 1, "length"),
        ("厘米", "厘米", 1, "length"),
        ("亩", "亩", 1, "area"),
        ("万亩", "亩", 10**4, "area"),
        ("㎡", "平方米", 1, "area"),
        ("m²", "平方米", 1, "area"),
        ("万平方米", "平方米", 10**4, "area"),
        ("m³", "立方米", 1, "volume"),
        ("亿立方米", "立方米", 10**8, "volume"),
        ("万吨", "吨", 10**4, "mass"),
        ("吨标准煤", "吨标准煤", 1, "mass"),
        ("年", "年", 1, "time"),
        ("个月", "月", 1, "time"),
        ("个工作日", "工作日", 1, "time"),
        ("小时", "小时", 1, "time"),
        ("℃", "℃", 1, "other"),
        ("分贝", "分贝", 1, "other"),
        ("万元/公里", "元/公里", 10**4, "rate"),
        ("元/人·月", "元/人·月", 1, "rate"),
        ("元/标箱/年", "元/标箱/年", 1, "rate"),
        ("元/㎡", "元/平方米", 1, "rate"),
        ("万/公里", "元/公里", 10**4, "rate"),
        ("微克/立方米", "微克/立方米", 1, "rate"),
        ("次/年", "次/年", 1, "rate"),
        ("元/贫困户", "元/贫困户", 1, "rate"),
        ("元/万人", "元/万人", 1, "rate"),
        ("元每人", "元/人", 1, "rate"),
    ],
)
def test_a_unit_is_its_base_its_multiplier_and_its_dimension(
    text: str, base: str, multiplier: int, dimension: str
) -> None:
    """Only 万, 亿, 千, 百, 十 are taken off, never a part of a word, and nothing is converted."""
    unit = find_unit(text)
    assert unit is not None
    assert (unit.base, unit.multiplier, unit.dimension) == (base, Decimal(multiplier), dimension)


@pytest.mark.parametrize("text", ["", "是/否", "无", "定性", "/", "-", "15个", "个,", "万万元", "max"])
def test_what_is_no_unit_is_none(text: str) -> None:
    """Words and signs that stand in a unit column without being units."""
    assert find_unit(text) is None


def test_the_longest_unit_wins() -> None:
    """人次以上 begins with 人次, not with 人."""
    found = match_unit("人次以上")
    assert found is not None
    assert (found[0].text, found[1]) == ("人次", 2)


def test_dimensions_are_those_of_the_contract() -> None:
    """units.toml names no dimension that the dataset does not know, and no word twice."""
    tables = tomllib.loads(files("normalizers").joinpath("units.toml").read_text(encoding="utf-8"))
    assert set(tables) <= set(DIMENSIONS)
    words = [word for table in tables.values() for word in [*table["words"], *table.get("aliases", {})]]
    assert sorted(words) == sorted(set(words))


def test_an_alias_names_a_word() -> None:
    """Every alias of units.toml leads to a word of its own dimension."""
    tables = tomllib.loads(files("normalizers").joinpath("units.toml").read_text(encoding="utf-8"))
    lost = [
        base for table in tables.values() for base in table.get("aliases", {}).values() if base not in table["words"]
    ]
    assert lost == []


def test_a_unit_that_a_lost_mark_explains_looks_misread() -> None:
    """人天 without its dot and a numeral before a unit are met on pictures; 三 alone is no such unit."""
    assert looks_misread("元/人天")
    assert looks_misread("二元")
    assert not looks_misread("元/人·天")
    assert not looks_misread("三")
