"""An unknown form: read by what its cells say, never without a doubt, and drafted as data for the loader."""

from __future__ import annotations

import tomllib

from grids import grid, lines, reading

from normalizers.chain import normalize
from normalizers.guess import guess_role, guess_roles
from normalizers.model import TargetTable
from normalizers.suggest import as_toml, drafts
from normalizers.variants import check_specs, form_specs, identify, spec_of

UNKNOWN = """
| 工程名称 | 老旧小区改造 <  < | 牵头单位 | 住建局 < |
| 一级 | 二级 | 考核事项 | 比较符 | 预设数 | 计量 | 比重 |
| 产出指标 | 数量指标 | 改造小区数量 | ≥ | 30 | 个 | 20 |
| ^ | 质量指标 | 验收合格率 | = | 100 | % | 30 |
| 效益指标 | 社会效益指标 | 受益户数 | ≥ | 2000 | 户 | 30 |
| 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥ | 90 | % | 10 |
"""


def only(drawing: str) -> TargetTable:
    """The only table of a page with this grid."""
    (table,) = normalize([reading(grid(drawing))]).tables
    return table


def test_an_unknown_form_is_read_by_its_cells_and_every_row_is_doubted() -> None:
    """Operators, units, weights adding up to 90, numbers and names tell their columns; nothing of it is certain."""
    table = only(UNKNOWN)
    assert table.form == "generic"
    assert [(row.level3, row.value_text, row.measure.unit_text, row.weight) for row in table.indicators] == [
        ("改造小区数量", "30", "个", 20),
        ("验收合格率", "100", "%", 30),
        ("受益户数", "2000", "户", 30),
        ("居民满意度", "90", "%", 10),
    ]
    assert [row.measure.operator for row in table.indicators] == ["ge", "eq", "ge", "ge"]
    assert all("FORM-UNKNOWN" in row.reasons for row in table.indicators)


def test_the_finding_names_the_nearest_variant_and_what_it_lacks() -> None:
    """A table with most words of a known form says which word keeps it from being that form."""
    table = only("""
    | 项目名称 | 基地 <  <  < |
    | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | ^ | 产出指标 | 数量指标 | 新增企业 | 15户 |
    """)
    (message,) = [item.finding.message for item in table.findings if item.finding.code == "FORM-UNKNOWN"]
    assert "project-annual lacks 年度目标" in message
    assert table.indicators[0].reasons == ()


def test_a_draft_is_valid_and_makes_its_own_form_known() -> None:
    """The loader takes the draft beside all the variants, and the table it was drafted from is of that form."""
    page = reading(grid(UNKNOWN), text=lines("重点工程绩效目标表"))
    (draft,), known = drafts([page])
    assert known == ()
    spec = spec_of(tomllib.loads(as_toml(draft, "a.pdf")), "draft")
    check_specs([*form_specs(), spec])
    texts = [cell.text for cell in page.grids[0].cells]
    assert identify(texts, [*form_specs(), spec]).name == spec.name
    assert spec.words["columns"] == {
        "name": ["考核事项"],
        "operator": ["比较符"],
        "value": ["预设数"],
        "unit": ["计量"],
        "weight": ["比重"],
    }
    assert spec.words["fields"] == {"other": ["工程名称", "牵头单位"]}


def test_a_known_form_is_not_drafted() -> None:
    """A document whose tables are known gives their names and no draft."""
    page = reading(
        grid("""
        | 项目名称 | 基地 <  <  < |
        | 年度目标 | 新增企业。 <  <  < |
        | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | ^ | 产出指标 | 数量指标 | 新增企业 | 15户 |
        """)
    )
    assert drafts([page]) == ((), ("project-annual",))


def test_a_page_without_a_table_gives_nothing() -> None:
    """No grid, no draft."""
    assert drafts([reading(text=lines("通知"))]) == ((), ())


def test_numbers_are_weights_only_when_they_make_a_whole() -> None:
    """20, 30, 40 add up to 90; 20, 30, 41 are values like any."""
    assert guess_role(["20", "30", "40"]) == "weight"
    assert guess_role(["20%", "80%"]) == "weight"
    assert guess_role(["20", "30", "41"]) == "value"
    assert guess_role([]) is None


def test_a_role_is_given_once_and_the_first_free_text_is_the_name() -> None:
    """Two columns of values: the first is taken, the second keeps no role."""
    assert guess_roles([["新增企业", "培训"], ["15户", "20人"], ["16户", "21人"]]) == ["name", "value", None]
