"""Every column of the dataset: name, type, Chinese label, one sentence. docs/dataset.md is generated from here.

The contract fixes names, types and meanings; columns may be added, never renamed, retyped or given another
meaning within one contract version.
"""

from __future__ import annotations

from dataclasses import dataclass

VALUE = "decimal128(38,9)"
MONEY = "decimal128(20,2)"
WEIGHT = "decimal128(9,4)"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `type` is the name Arrow gives it."""

    name: str
    type: str
    label_zh: str
    description: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: `by_year` when its files lie in `year=` folders, `always` when a source without rows has a file."""

    name: str
    label_zh: str
    description: str
    columns: tuple[Column, ...]
    by_year: bool = False
    always: bool = False


_SHA = Column("source_sha256", "string", "源文件哈希", "SHA-256 of the bytes of the source, as hexadecimal digits.")
_TABLE_ID = Column(
    "table_id", "string", "绩效目标表编号", "First 16 digits of source_sha256, a hyphen and the ordinal."
)
_YEAR = Column("fiscal_year", "int32", "预算年度", "Fiscal year of the table; null when it is not printed.")
_PAGE = Column("page", "int32", "页码", "Page in the source, counted from 1.")
_READER = Column("reader", "string", "识别器", "Name of the reader that read it.")
_CONFIDENCE = Column("confidence", "double", "置信度", "Confidence in the reading from 0 to 1.")
_REVIEW = Column("needs_review", "bool", "需复核", "Whether the reading is in doubt and wants a person's look.")
_REASONS = Column("review_reasons", "string", "复核原因", "Codes of the doubts, comma separated; see docs/findings.md.")


def _box(what: str) -> tuple[Column, ...]:
    return (
        Column("x0", "double", "左", f"Left edge of {what} in points on the upright page."),
        Column("top", "double", "上", f"Upper edge of {what} in points from the top of the upright page."),
        Column("x1", "double", "右", f"Right edge of {what} in points on the upright page."),
        Column("bottom", "double", "下", f"Lower edge of {what} in points from the top of the upright page."),
    )


DOCUMENTS = Table(
    "documents",
    "源文件",
    "One row per source, converted or failed.",
    (
        _SHA,
        Column(
            "source_path", "string", "源文件路径", "Path below the input; an archive's member is bundle.zip!/dir/a.pdf."
        ),
        Column("duplicate_paths", "list<string>", "重复文件路径", "Other paths of this run with the same bytes."),
        Column("file_bytes", "int64", "文件字节数", "Size of the source in bytes; null for a folder."),
        Column("pages", "int32", "页数", "Number of pages; null when the source could not be opened."),
        Column("tables", "int32", "绩效目标表数", "Rows in target_tables."),
        Column("indicators", "int32", "指标数", "Rows in indicators."),
        Column("status", "string", "处理状态", "converted, no_table or failed."),
        Column("error_code", "string", "错误代码", "When failed: the code explained in docs/errors.md."),
        Column("error_message", "string", "错误说明", "When failed: what is wrong and what to do."),
        Column(
            "needs_review",
            "bool",
            "需复核",
            "Whether any row of this source does, a page failed or a table was left unread.",
        ),
        Column("pipeline_version", "string", "程序版本", "Version of the program, its readers, forms and models."),
        Column("contract_version", "string", "数据约定版本", "Version of the dataset contract."),
        Column(
            "corrections",
            "string",
            "人工更正",
            "Hash of the reviewers' decisions this source was converted with; null when there were none.",
        ),
    ),
    always=True,
)

PAGES = Table(
    "pages",
    "页面",
    "One row per page: no page is ever unaccounted for.",
    (
        _SHA,
        _PAGE,
        Column(
            "width_pt", "double", "页宽", "Width of the upright page in points; null when the page could not be opened."
        ),
        Column(
            "height_pt",
            "double",
            "页高",
            "Height of the upright page in points; null when the page could not be opened.",
        ),
        Column(
            "content", "string", "页面类型", "digital, scan, mixed or blank; null when the page could not be opened."
        ),
        Column("turned", "int32", "旋转角度", "Degrees clockwise applied to read the page upright: 0, 90, 180 or 270."),
        Column(
            "skew_deg",
            "double",
            "倾斜角度",
            "Remaining angle in degrees, clockwise positive, straightened before reading.",
        ),
        _READER,
        Column("outcome", "string", "处理结果", "table, continued (a table of a page before), text, blank or failed."),
        Column("grids", "int32", "表格数", "Number of table grids on the page."),
        Column("error_code", "string", "错误代码", "When failed: the code explained in docs/errors.md."),
    ),
    always=True,
)

TARGET_TABLES = Table(
    "target_tables",
    "绩效目标表",
    "One row per 绩效目标表; a grid that lists many projects gives one row per project.",
    (
        _TABLE_ID,
        _SHA,
        _YEAR,
        Column("ordinal", "int32", "序号", "Number of the table within the source, from 1."),
        Column("page_first", "int32", "起始页", "First page of the table."),
        Column("page_last", "int32", "结束页", "Last page of the table."),
        Column("attachment_label", "string", "附件标签", "Attachment heading as printed: 附件6."),
        Column("attachment_no", "int32", "附件号", "Number of the attachment; null for 附件2-1."),
        Column("title", "string", "标题", "Title without the year line."),
        Column("year_text", "string", "年度原文", "Year line as printed: （2024年度）."),
        Column("form", "string", "表式", "Name of the form variant recognised."),
        Column("project_name", "string", "项目名称", "Name of the project as printed."),
        Column("department", "string", "部门", "Department as printed."),
        Column("department_label", "string", "部门标签", "Label that printed the department: 预算部门, 主管部门."),
        Column("implementing_unit", "string", "实施单位", "Implementing unit as printed."),
        Column("period_text", "string", "项目实施期", "Period of the project as printed."),
        Column("period_start", "date32", "实施期开始", "First day of the period."),
        Column("period_end", "date32", "实施期结束", "Last day of the period."),
        Column("budget_total_text", "string", "年度资金总额原文", "Annual total as printed."),
        Column("budget_total_yuan", MONEY, "年度资金总额", "Annual total in yuan."),
        Column("indicators", "int32", "指标数", "Rows of this table in indicators."),
        Column("fields_json", "string", "其他字段", "Other labels and values of the header form, a JSON object."),
        _CONFIDENCE,
        _REVIEW,
        _REASONS,
    ),
    by_year=True,
)

BUDGETS = Table(
    "budgets",
    "项目资金",
    "One row per amount line of 项目资金.",
    (
        _TABLE_ID,
        _SHA,
        _YEAR,
        Column("ordinal", "int32", "序号", "Number of the line within the table, from 1."),
        Column("label", "string", "资金名称", "Label without 其中 and colon."),
        Column("parent_ordinal", "int32", "上级序号", "Ordinal of the line this one is a part of."),
        Column("scope", "string", "口径", "annual or total."),
        Column("amount_text", "string", "金额原文", "Amount as printed."),
        Column("unit_text", "string", "单位原文", "Unit of money as printed, wherever it stands."),
        Column("amount_yuan", MONEY, "金额", "Amount in yuan."),
        _PAGE,
        *_box("the amount"),
        _CONFIDENCE,
        _REVIEW,
    ),
    by_year=True,
)

GOALS = Table(
    "goals",
    "绩效目标",
    "One row per goal text (年度目标, 长期目标).",
    (
        _TABLE_ID,
        _SHA,
        _YEAR,
        Column("ordinal", "int32", "序号", "Number of the goal within the table, from 1."),
        Column("horizon", "string", "目标期限", "annual, medium_term, long_term or overall."),
        Column("label", "string", "目标标签", "Label as printed."),
        Column("text", "string", "目标内容", "Text of the goal as printed, wraps joined."),
        _PAGE,
        *_box("the text"),
        _CONFIDENCE,
        _REVIEW,
    ),
    by_year=True,
)

INDICATORS = Table(
    "indicators",
    "绩效指标",
    "One row per 三级指标, horizon and part of its value: the main table.",
    (
        _TABLE_ID,
        _SHA,
        _YEAR,
        Column(
            "ordinal", "int32", "序号", "Number within the table in printed order, left block before right, from 1."
        ),
        Column("horizon", "string", "目标期限", "annual unless the block says otherwise: medium_term, long_term."),
        Column("level1", "string", "一级指标", "First level as printed, without a weight printed in the cell."),
        Column("level2", "string", "二级指标", "Second level as printed, without a weight printed in the cell."),
        Column(
            "level3", "string", "三级指标", "Name of the indicator as printed, without a weight printed in the cell."
        ),
        Column(
            "level1_code",
            "string",
            "一级指标代码",
            "Standard first level: output, benefit, satisfaction; null when not mappable.",
        ),
        Column(
            "level2_code", "string", "二级指标代码", "Standard second level: output.quantity; null when not mappable."
        ),
        Column("level1_weight", WEIGHT, "一级指标权重", "Weight of the first level as printed, in per cent or points."),
        Column(
            "level2_weight", WEIGHT, "二级指标权重", "Weight of the second level as printed, in per cent or points."
        ),
        Column("weight", WEIGHT, "权重", "Weight of the indicator as printed, in per cent or points."),
        Column("explanation", "string", "指标解释", "Explanation of the indicator as printed."),
        Column("value_text", "string", "指标值原文", "Value cell as printed, wraps joined."),
        Column("part", "int32", "分值序号", "Number of the value where one cell holds several, else 1."),
        Column(
            "value_kind", "string", "指标值类型", "numeric, qualitative, date, comparative, placeholder or missing."
        ),
        Column("operator", "string", "比较符", "ge gt le lt eq range approx; null when none is printed."),
        Column("operator_text", "string", "比较符原文", "Operator as printed, inline or in its own column."),
        Column("number_low", VALUE, "下限数字", "Lower number as printed, before the multiplier: 15 for 15万人."),
        Column("number_high", VALUE, "上限数字", "Upper number as printed, before the multiplier."),
        Column("unit_text", "string", "单位原文", "Unit as printed, inline, in its column or in the name: 万人."),
        Column("value_min", VALUE, "最小值", "Lower bound in base_unit; null when there is none: ≤3万元."),
        Column("value_max", VALUE, "最大值", "Upper bound in base_unit; null when there is none: ≥90%."),
        Column("base_unit", "string", "基本单位", "Unit without its 万, 亿, 千, 百 or 十; % stays %."),
        Column("dimension", "string", "量纲", "money, people, ratio, time, length, rate and so on."),
        Column("date_from", "date32", "起始日期", "First day, where the value is a date or period."),
        Column("date_to", "date32", "截止日期", "Last day: 2024年12月底前 is 2024-12-31."),
        Column("baseline_text", "string", "对比基准", "What a comparative value is compared with, as printed."),
        Column("note", "string", "备注", "Remark printed in the value cell."),
        Column(
            "extras_json", "string", "其他列", "Cells of columns with no role above, header to text, a JSON object."
        ),
        _PAGE,
        *_box("the value cell"),
        _READER,
        _CONFIDENCE,
        _REVIEW,
        _REASONS,
    ),
    by_year=True,
)

CELLS = Table(
    "cells",
    "单元格",
    "Every cell of every grid as it was read: the evidence.",
    (
        _SHA,
        _PAGE,
        Column("grid", "int32", "表格序号", "Number of the grid on its page, from 0."),
        Column(
            "table_id",
            "string",
            "绩效目标表编号",
            "Table it was read into; the first where a grid lists several; null for none.",
        ),
        Column("row", "int32", "行", "First row of the cell, from 0."),
        Column("col", "int32", "列", "First column of the cell, from 0."),
        Column("row_span", "int32", "跨行数", "Rows the cell spans."),
        Column("col_span", "int32", "跨列数", "Columns the cell spans."),
        Column("text", "string", "文字", "Text as printed, wraps joined; null when empty."),
        *_box("the cell"),
        _READER,
        _CONFIDENCE,
    ),
)

FINDINGS = Table(
    "findings",
    "疑点",
    "Doubts about the reading and contradictions of the source, each with its place on the page.",
    (
        _SHA,
        Column("table_id", "string", "绩效目标表编号", "Table it is about; null when it is about none."),
        _PAGE,
        Column("indicator_ordinal", "int32", "指标序号", "Indicator it is about; null when it is about none."),
        Column("code", "string", "疑点代码", "Code explained in docs/findings.md."),
        Column("severity", "string", "严重程度", "error, warning or info."),
        Column("message", "string", "说明", "What was found, in a sentence."),
        Column("evidence", "string", "依据", "What it rests on: the texts or numbers."),
        Column("suggestion", "string", "建议", "A proposal; never applied."),
        *_box("the place"),
        Column("computed", "string", "实际", "What was found or added up, of the two sides of a contradiction."),
        Column("expected", "string", "对照", "What it was compared with."),
        Column("places_json", "string", "对照位置", "Boxes of the other side: page, x0, top, x1, bottom; JSON array."),
    ),
)

TABLES = {table.name: table for table in (DOCUMENTS, PAGES, TARGET_TABLES, BUDGETS, GOALS, INDICATORS, CELLS, FINDINGS)}
