"""F5: the total of a notice against its tables, and every false alarm that the domain names for it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from grids import grid, lines, reading

from extractors.model import Finding, PageReading
from normalizers.chain import normalize

LIST = """
| 序号 | 单位 | 金额（万元） |
| 1 | 甲县农业农村局 | 120 |
| 2 | 乙县农业农村局 | 80 |
| 合计 < | {total} |
"""
ATTACHED = ("附件：1.平台建设绩效目标表", "2.人才培训绩效目标表", "2024年3月1日")


def form(page: int, name: str, amount: str, more: str = "") -> PageReading:
    """One target table of the year 2024 with its attachment line."""
    drawn = grid(
        f"""
    | 项目名称 | {name} <  <  < |
    | 项目资金（万元） | 年度资金总额 < | {amount} < |{more}
    | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | ^ | 产出指标 | 数量指标 | 新增企业 | 15户 |
    """,
        page=page,
    )
    return reading(drawn, text=lines(f"附件{page - 1}", f"{name}绩效目标表", "（2024年度）"), page=page)


def found(notice: Sequence[str], *amounts: str, listed: str | None = None, more: str = "") -> list[Finding]:
    """What the check says about a notice of these lines, perhaps with a list of money, and tables of these amounts."""
    grids = [grid(LIST.format(total=listed), top=400.0)] if listed else []
    names = ("平台建设", "人才培训", "设备更新")
    forms = [form(2 + index, names[index], amount, more) for index, amount in enumerate(amounts)]
    document = normalize([reading(*grids, text=lines(*notice), page=1), *forms])
    assert len(document.tables) == len(amounts)
    return [item for item in document.findings if item.code == "NOTICE-TOTAL-DIFFERS"]


def test_tables_above_the_total_of_the_notice() -> None:
    """The tables plan more than the notice gives: both sums are named, with the line and the boxes of the totals."""
    (only,) = found(["现下达2024年省级专项资金200万元，请遵照执行。"], "120", "90")
    assert (only.computed, only.expected) == ("2100000 元", "2000000 元")
    assert only.place is not None
    assert only.place.page == 1
    assert [place.page for place in only.related] == [2, 3]


def test_tables_below_the_total_although_all_listed_ones_are_there() -> None:
    """Two tables are listed and two are there: the rest of the money is nowhere."""
    (only,) = found(["现下达2024年省级专项资金200万元，请遵照执行。", *ATTACHED], "120", "70")
    assert (only.computed, only.expected) == ("1900000 元", "2000000 元")


def test_a_number_that_a_line_end_parts_is_read_whole() -> None:
    """4428.00 over two lines is one number."""
    (only,) = found(["现下达2024年省级专项资金共计44", "28.00万元。"], "4000", "500")
    assert only.expected == "44280000 元"


def test_the_sum_row_of_a_list_is_a_total_too() -> None:
    """合计 200 below 金额（万元）."""
    (only,) = found(["资金分配如下："], "120", "90", listed="200")
    assert (only.computed, only.expected) == ("2100000 元", "2000000 元")


@pytest.mark.parametrize(
    ("notice", "amounts", "listed"),
    [
        pytest.param(["现下达2024年省级专项资金200万元。"], ("120", "80"), None, id="equal"),
        pytest.param(["现下达2024年省级专项资金200万元。"], ("119.6", "80.2"), None, id="rounded to 万元"),
        pytest.param(["资金分配如下："], ("120", "80"), "200", id="equal in the list"),
        pytest.param(["现下达2024年省级专项资金500万元。"], ("120", "80"), None, id="other attachments"),
        pytest.param(["现下达2024年省级专项资金500万元。", *ATTACHED], ("120",), None, id="one of two listed is there"),
        pytest.param(["此前已下达50万元，本次安排150万元，共计180万元。"], ("120", "80"), None, id="several totals"),
        pytest.param(["累计下达专项资金150万元。"], ("120", "80"), None, id="cumulative"),
        pytest.param(["现下达你局专项资金，其中平台建设安排120万元。"], ("120", "80"), None, id="a part"),
        pytest.param(["带动社会投资总额100万元。"], ("120", "80"), None, id="money of others"),
        pytest.param(["单个项目补助不超过50万元。"], ("120", "80"), None, id="a limit"),
        pytest.param(["现下达专项资金120万元。"], ("120", "80", "40"), None, id="one table holds the others"),
        pytest.param(["现将绩效目标下达给你们。"], ("120", "80"), None, id="no amount"),
        pytest.param(["现下达专项资金100万元。"], ("120", "另行确定"), None, id="a total is not known"),
    ],
)
def test_false_alarms(notice: list[str], amounts: tuple[str, ...], listed: str | None) -> None:
    """Money of other attachments, phases, parts and sources is not compared."""
    assert found(notice, *amounts, listed=listed) == []


def test_the_source_of_money_may_be_what_the_notice_gives() -> None:
    """The tables plan county money beside the 160万元 that the notice gives."""
    more = "\n    | ^ | 其中：财政拨款 < | 80 < |\n    | ^ | 其他资金 < | 20 < |"
    assert found(["现下达专项资金160万元。"], "100", "100", more=more) == []
