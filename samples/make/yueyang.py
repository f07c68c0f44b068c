"""绩效目标申报表(基础设施建设类) 2022 of 岳阳县 (高标准农田): the rural form, a breakdown inside the amount.

The person in charge and the telephone are fictional.
"""

from __future__ import annotations

from samples.make.typeset import Cell, Grid, Heading, Sheet, cells

_AMOUNT = "854万(高标准农田建设400万元,示范建设295万元,畅通工程159万元)"


def _centred(text: str, cols: int = 1, rows: int = 1) -> Cell:
    return Cell(text, cols, rows, "center")


def _indicator(*texts: str | Cell) -> tuple[Cell, ...]:
    """Levels and value centred, the name to the left."""
    *levels, name, value = texts
    return (
        *(level if isinstance(level, Cell) else _centred(level) for level in levels),
        Cell(str(name)),
        _centred(str(value)),
    )


def sheets() -> tuple[Sheet, ...]:
    """One page."""
    rows = (
        (
            _centred("项目名称"),
            Cell("岳阳县2022年高标准农田建设项目", 2),
            _centred("项目负责人及电话"),
            Cell("张三 0730-0000000"),
        ),
        (_centred("主管部门"), Cell("岳阳县农业农村局", 2), _centred("实施单位"), Cell("农田建设服务中心")),
        (_centred("资金情况\n(万元)", rows=3), Cell("年度资金总额:", 2), Cell(_AMOUNT, 2)),
        (Cell("其中:财政拨款", 2), Cell(_AMOUNT, 2)),
        (Cell("其他资金", 2), Cell("", 2)),
        (_centred("总体目标", rows=2), _centred("年度目标", 4)),
        (Cell("完成项目主体工程70%", 4),),
        (_centred("绩效指标", rows=13), *cells(("一级指标", "二级指标", "三级指标", "指标值"), "center")),
        _indicator(_centred("产出指标", rows=5), _centred("数量指标", rows=2), "脱贫村村内道路硬化里程", "≥100公里"),
        _indicator("脱贫户供水设施数量", "≥20座"),
        _indicator("质量指标", "项目（工程）验收合格率", "100%"),
        _indicator("时效指标", "项目（工程）完成及时率", "≥100%"),
        _indicator("成本指标", "财政资金补助", "1600元/亩"),
        _indicator(_centred("效益指标", rows=6), "经济效益指标", "年增粮食", "3500公斤"),
        _indicator(_centred("社会效益指标", rows=2), "受益脱贫（监测）人口数", "≥500人"),
        _indicator("解决脱贫（监测）饮水安全问题人数", "≥1000人"),
        _indicator(_centred("生态效益指标", rows=2), "新增和改善灌溉达标面积", "≥500亩"),
        _indicator("新增和改善排水达标面积", "≥200亩"),
        _indicator("可持续影响指标", "工程设计使用年限", "≥20年"),
        _indicator("满意度指标", "服务对象满意度指标", "受益脱贫（监测）户满意度", "≥95%"),
    )
    headings = (
        Heading("绩效目标申报表(基础设施建设类)", "center", size=16, after=2),
        Heading("(2022年度)", "center", size=12, after=8),
    )
    return (Sheet((*headings, Grid((6, 6.5, 8.5, 16, 11), rows))),)
