"""Small PDFs and readings made for the tests of the pipeline."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractors.model import Box, Cell, Finding, Line, PageReading, Place, Severity, TableGrid
from normalizers.model import (
    BudgetLine,
    Goal,
    Horizon,
    Indicator,
    Measure,
    NormalizedDocument,
    Operator,
    Scope,
    TargetTable,
    ValueKind,
)
from pipeline.convert import DocumentResult
from pipeline.inputs.discover import Source

FORM = [
    ["项目名称", "推广补助", "", "", ""],
    ["主管部门", "某某市工业和信息化局", "", "", ""],
    ["年度资金总额（万元）", "120.50", "", "", ""],
    ["年度目标", "扩大推广范围。", "", "", ""],
    ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
    ["绩效指标", "产出指标", "数量指标", "推广人数", "≥15万人"],
    ["绩效指标", "产出指标", "质量指标", "验收合格率", "≥90%"],
    ["绩效指标", "满意度指标", "服务对象满意度指标", "企业满意度", "≥95%"],
]


def text_pdf(path: Path, text: str = "Nothing to see here", pages: int = 1, password: str | None = None) -> Path:
    """A PDF of a line of text a page; locked with a password when one is given."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    path.parent.mkdir(parents=True, exist_ok=True)
    locked = StandardEncryption(password) if password else None
    canvas = Canvas(str(path), encrypt=locked, invariant=True)
    for page in range(1, pages + 1):
        canvas.drawString(72, 720, f"{text} {page}")
        canvas.showPage()
    canvas.save()
    return path


VALUES = tuple(row[4] for row in FORM[5:])


def form_pdf(
    path: Path, name: str = "推广补助", heading: str = "项目支出绩效目标表", values: Sequence[str] = VALUES
) -> Path:
    """A digital 绩效目标表 of three indicators; level cells merged, a font every viewer has."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    path.parent.mkdir(parents=True, exist_ok=True)
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    centred = ParagraphStyle("title", fontName="STSong-Light", fontSize=16, leading=24, alignment=1)
    rows = [list(row) for row in FORM]
    rows[0][1] = name
    for row, value in zip(rows[5:], values, strict=True):
        row[4] = value
    style = [
        ("FONT", (0, 0), (-1, -1), "STSong-Light", 10),
        ("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        *(("SPAN", (1, row), (-1, row)) for row in range(4)),
        ("SPAN", (0, 4), (0, 7)),
        ("SPAN", (1, 5), (1, 6)),
    ]
    table = Table(rows, colWidths=[90, 90, 110, 110, 80], style=style)
    story = [Paragraph(heading, centred), Paragraph("（2024年度）", centred), table]
    SimpleDocTemplate(str(path), pagesize=A4, invariant=True).build(story)
    return path


def source(name: str = "a.pdf", content: bytes = b"a") -> Source:
    """A source of some bytes; there is no file behind it."""
    return Source(name, hashlib.sha256(content).hexdigest(), Path(name), len(content))


def result(
    of: Source | None = None, year: int | None = 2024, value: Decimal = Decimal(15), doubts: tuple[str, ...] = ()
) -> DocumentResult:
    """A document of one page with one table, one indicator, one goal and two budget lines."""
    place = Place(1, Box(100.123, 200.0, 180.456, 220.0))
    indicator = Indicator(
        ordinal=1,
        horizon=Horizon.ANNUAL,
        level1="产出指标",
        level2="数量指标",
        level3="推广人数",
        level1_code="output",
        level2_code="output.quantity",
        level1_weight=Decimal(50),
        level2_weight=None,
        weight=Decimal("12.5"),
        explanation="",
        value_text="≥15万人",
        part=1,
        measure=Measure(
            text="≥15万人",
            kind=ValueKind.NUMERIC,
            operator=Operator.GE,
            operator_text="≥",
            low=value,
            unit_text="万人",
            minimum=value * 10000,
            base_unit="人",
            dimension="people",
        ),
        extras=(("备注", "甲"), ("备注", "乙")),
        place=place,
        reader="ruled",
        confidence=0.98765,
        reasons=doubts,
    )
    budgets = (
        BudgetLine(1, "年度资金总额", None, Scope.ANNUAL, "120.50", "万元", Decimal(1205000), place),
        BudgetLine(2, "财政拨款", 1, Scope.ANNUAL, "120.50", "万元", Decimal(1205000), place),
    )
    table = TargetTable(
        ordinal=1,
        fiscal_year=year,
        page_first=1,
        page_last=1,
        grids=((1, 0),),
        form="project",
        title="项目支出绩效目标表",
        period_start=date(2024, 1, 1),
        budget_total_yuan=Decimal("1205000.00"),
        fields=(("联系人", "张三"),),
        budgets=budgets,
        goals=(Goal(1, Horizon.ANNUAL, "年度目标", "扩大推广范围。", place),),
        indicators=(indicator,),
    )
    cells = (
        Cell(0, 0, 1, 1, Box(20, 200, 100.123, 220), (Line("推广人数", Box(22, 202, 90, 218)),)),
        Cell(0, 1, 1, 1, place.box, (), tuple(Finding(code, Severity.WARNING, "Doubtful.") for code in doubts)),
    )
    grid = TableGrid(1, 1, 2, cells, Box(20, 200, 180.456, 220), "ruled")
    reading = PageReading(1, 595.276, 841.89, "digital", "table", "ruled", grids=(grid,))
    return DocumentResult(of or source(), 1, (reading,), NormalizedDocument((table,)))


def read_rows(out: Path, name: str) -> list[dict[str, Any]]:
    """All rows of one table of a dataset, in the order of the files' paths."""
    import pyarrow.parquet as pq

    files = sorted(out.glob(f"{name}/**/*.parquet"))
    return [row for file in files for row in pq.read_table(file, partitioning=None).to_pylist()]


def file_bytes(out: Path) -> dict[str, bytes]:
    """Every Parquet file of a dataset by its path below it."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*.parquet"))}
