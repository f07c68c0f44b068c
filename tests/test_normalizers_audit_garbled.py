"""O1: texts that nobody printed so, and texts that only look odd."""

from __future__ import annotations

import pytest
from grids import grid, reading

from normalizers.audit.garbled import garbled
from normalizers.chain import normalize

TABLE = """
| 项目名称 | 基地 <  <  < |
| 年度目标 | {goal} <  <  < |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
| ^ | 产出指标 | 数量指标 | {name} | 15户 |
| ^ | ^ | ^ | 新增基地 | 3个 |
"""


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("为当地提供就业LJUI,冈位", "LJUI,"),
        ("服务对 Nhomakorabea 满意度指标", "Nhomakorabea"),
        ("新增企\ufffd数量", "\ufffd"),
        ("新增\ue123企业", "\ue123"),
        ("(cid:123)(cid:45)数量", "(cid:123)"),
        ("/G21/G22", "/G21/G22"),
        ("锟斤拷数量", "锟斤拷"),
        ("ä½\u009cæ\u0096°企业", "ä½\u009cæ\u0096°"),
        ("新增□□数量", "□□"),
        ("新增в企业", "в"),
        ("落实政策,。;做好服务", ",。;"),
        ("854万854万", "854万854万"),
        ("培训人次培训人次", "培训人次培训人次"),
        ("货款贴息期限", "货款"),
    ],
)
def test_garbage_is_found(text: str, piece: str) -> None:
    """What a broken text layer or a poor recogniser leaves, and the piece that shows it."""
    assert garbled(text) == piece


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "带动GDP增长率",
        "建设5G基站，接入RFID、LED设备",
        "通过ISO9001认证",
        "PM2.5平均浓度",
        "货款支付及时率",
        "贷款贴息期限",
        "VOCs减排量",
        "推广O2O模式",
        "“互联网Internet+”服务",
        "安装windows系统数量",
        "①完成培训；②发放补贴……",
        "□是 □否",
        "≥95%（计划标准）",
        "******",
        "××局××项目",
        "－－－－－－－－",
        "……………………",
        "鄠邑区、鄯善县、犍为县",
        "μg/m³",
        "长江の声品牌",
        "Русский язык",
        "绿水青山，绿水青山。",
        "常常来",
        "看看",
        "往来户户",
        "12345",
        "1212",
    ],
)
def test_odd_texts_that_are_meant(text: str | None) -> None:
    """Acronyms, rare characters of places, bullets, dashes, boxes to tick and other languages are no garbage."""
    assert garbled(text) is None


def test_a_garbled_row_is_found_and_wants_review() -> None:
    """It hints at a misreading, so the row is marked; its neighbour is not."""
    (table,) = normalize([reading(grid(TABLE.format(goal="新增企业。", name="提供就业LJUI,冈位")))]).tables
    assert [item.reasons for item in table.indicators] == [("TEXT-GARBLED",), ()]
    (found,) = [item for item in table.findings if item.finding.code == "TEXT-GARBLED"]
    assert (found.indicator, found.finding.computed) == (1, "LJUI,")


def test_a_garbled_goal_is_found_at_its_place() -> None:
    """Goals are looked at like indicators."""
    (table,) = normalize([reading(grid(TABLE.format(goal="新增\ufffd\ufffd户。", name="新增企业")))]).tables
    assert table.goals[0].reasons == ("TEXT-GARBLED",)
    (found,) = [item.finding for item in table.findings if item.finding.code == "TEXT-GARBLED"]
    assert found.place == table.goals[0].place
