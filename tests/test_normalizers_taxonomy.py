"""Printed levels to the standard tree."""

from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.taxonomy import is_level_name, level_codes, names_level, nearly_level_name, without_weight


@pytest.mark.parametrize(
    ("level1", "level2", "codes"),
    [
        ("产出指标", "数量指标", ("output", "output.quantity")),
        ("预期产出指标", "数量指标(或建筑规模指标)", ("output", "output.quantity")),
        ("产出指标", "时效指标(工期指标)", ("output", "output.timeliness")),
        ("产出指标", "成本指标", ("output", "output.cost")),
        ("产出指标", "预算(或投资规模)控制指标", ("output", "output.cost")),
        ("项目产出", "产出质量", ("output", "output.quality")),
        ("效果指标", "社会效益指标", ("benefit", "benefit.social")),
        ("效益指标", "环境效益指标", ("benefit", "benefit.ecological")),
        ("效益指标", "可持续影响指标", ("benefit", "benefit.sustainable")),
        ("效果指标", "满意度指标", ("satisfaction", "satisfaction.served")),
        ("满意度指标", "服务对象满意度指标", ("satisfaction", "satisfaction.served")),
        ("成本指标", "经济成本指标", ("cost", "cost.economic")),
        ("成本指标", "生态环境成本指标", ("cost", "cost.ecological")),
        ("投入", "成本目标", ("input", None)),
        (None, "质量指标", (None, "output.quality")),
        ("预算绩效", "财务管理", (None, None)),
        (None, None, (None, None)),
    ],
)
def test_codes(level1: str | None, level2: str | None, codes: tuple[str | None, str | None]) -> None:
    """成本 goes by its place, 满意度 is satisfaction everywhere, what maps to nothing stays without a code."""
    assert level_codes(level1, level2) == codes


@pytest.mark.parametrize(
    ("lines", "name", "weight"),
    [
        (["产出", "指标", "50%"], "产出指标", "50"),
        (["产出指标50%"], "产出指标", "50"),
        (["产出指标(50分)"], "产出指标", "50"),
        (["产出指标（22.5）"], "产出指标", "22.5"),
        (["产出指标"], "产出指标", None),
        (["服务对象满意度指标", "（10分）"], "服务对象满意度指标", "10"),
        (["50%"], "50%", None),
    ],
)
def test_weights_printed_under_a_level(lines: list[str], name: str, weight: str | None) -> None:
    """A share or points at the end of a level cell are its weight; a cell with nothing else is kept as it is."""
    assert without_weight(lines) == (name, None if weight is None else Decimal(weight))


def test_levels_known_by_their_words() -> None:
    """Names of level 1 and 2 are told apart; an indicator's name is neither."""
    assert [names_level(text) for text in ("产出指标", "数量指标", "社会效益指标", "新增入孵企业")] == [1, 2, 2, None]


def test_complete_names() -> None:
    """Half a name is no name."""
    assert is_level_name("社会效益指标", 2)
    assert not is_level_name("社会效益", 2)
    assert not is_level_name("指标", 2)


@pytest.mark.parametrize(
    "text", ["标", "效益指", "产山指标", "服务对象满音度指", "服务对象满音座指标", "可持续影响指服务"]
)
def test_a_name_of_which_characters_were_lost_or_misread_is_nearly_one(text: str) -> None:
    """A name cut by a wall that is none leaves a single character, or a piece with a character misread."""
    assert nearly_level_name(text)


@pytest.mark.parametrize(
    "text", ["产出", "管理指标", "生态环境效益指标", "可持续发展指标", "社会公众满意度指标", "生态环境成本指标"]
)
def test_a_name_of_a_form_of_its_own_is_not_nearly_another(text: str) -> None:
    """A form may say more, or choose another word of the tree."""
    assert not nearly_level_name(text)
