"""财政项目支出绩效目标申报表 2026 of 普陀区城管执法局 (拆违经费): dates, money in 元, project and annual goals.

The goal texts were not at hand in full; their first words are as published, the rest is filled in.
"""

from __future__ import annotations

from samples.make.typeset import Cell, Grid, Heading, Sheet, cells

_DEPARTMENT = "普陀区城管执法局"


def _centred(text: str, cols: int = 1, rows: int = 1) -> Cell:
    return Cell(text, cols, rows, "center")


def _money(*parts: str) -> tuple[Cell, ...]:
    """Label, amount, label, amount; the last amount over two columns."""
    label, amount, annual_label, annual_amount = parts
    return Cell(label), Cell(amount, align="right"), Cell(annual_label), Cell(annual_amount, 2, align="right")


def _indicator(*texts: str | Cell) -> tuple[Cell, ...]:
    """Levels centred, the name over two columns, the value."""
    *levels, name, value = texts
    return (
        *(level if isinstance(level, Cell) else _centred(level) for level in levels),
        Cell(str(name), 2),
        _centred(str(value)),
    )


def sheets() -> tuple[Sheet, ...]:
    """One page."""
    rows = (
        (
            *(_centred("项目名称"), Cell("拆违经费"), _centred("项目性质"), Cell("阶段性项目")),
            *(_centred("项目类别"), Cell("特定目标类")),
        ),
        (_centred("主管部门"), Cell(_DEPARTMENT, 2), _centred("实施单位"), Cell(_DEPARTMENT, 2)),
        (_centred("计划开始日期"), Cell("2024-01-01", 2), _centred("计划完成日期"), Cell("2026-12-31", 2)),
        (
            _centred("项目资金\n（元）", rows=4),
            *_money("项目资金总额", "10,308,000.00", "年度资金申请总额", "3,498,000.00"),
        ),
        _money("其中：财政资金", "10,308,000.00", "其中：当年财政拨款", "3,498,000.00"),
        _money("", "", "上年结转资金", "0.00"),
        _money("其他资金", "0.00", "其他资金", "0.00"),
        (_centred("项目绩效目标", rows=2), _centred("项目总体目标(2024 年-2026 年)", 2), _centred("年度总体目标", 3)),
        (Cell("1.完成三年拆违计划。\n2.新增违建及时处置。", 2), Cell("1.完成年度拆违计划。\n2.新增违建及时处置。", 3)),
        (
            _centred("绩效指标", rows=9),
            *cells(("一级指标", "二级指标"), "center"),
            _centred("三级指标", 2),
            _centred("年度指标值"),
        ),
        _indicator("成本指标", "经济成本指标", "成本控制合理性", "合理"),
        _indicator(_centred("产出指标", rows=3), "数量指标", "完成年度拆违计划", "=100.00(%)"),
        _indicator("质量指标", "违法建筑销项正确率", "=100.00(%)"),
        _indicator("时效指标", "新增违建处置率", "=100.00(%)"),
        _indicator(_centred("效益指标", rows=3), "社会效益指标", "群众政策知晓度", "≥90.00(%)"),
        _indicator("生态效益指标", "提升城市环境美化指数", "提高"),
        _indicator("可持续影响指标", "新增违建发生数", "降低"),
        _indicator("满意度指标", "服务对象满意度指标", "群众满意度", "≥90.00(%)"),
    )
    headings = (
        Heading("财政项目支出绩效目标申报表", "center", size=16, after=2),
        Heading("（2026年度）", "center", size=12, after=8),
    )
    return (Sheet((*headings, Grid((6.5, 7.5, 8, 9, 6, 8), rows))),)
