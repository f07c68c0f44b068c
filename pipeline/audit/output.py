"""Contradictions as a table on the terminal, CSV, Markdown and HTML."""

from __future__ import annotations

import csv
import html
import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.audit.contradictions import Contradiction, summary
from pipeline.audit.words import SEVERITIES, WORDS

if TYPE_CHECKING:
    from rich.console import Console

HEADINGS = ("级别", "检查项", "说明", "绩效目标表", "三级指标", "指标值", "位置", "对照位置", "文件")
# A spreadsheet takes a cell that begins so for a formula; full-width signs too in Chinese settings.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARKDOWN = re.compile(r"([\\|`*_{}\[\]<>#~])")


def _cells(item: Contradiction) -> tuple[str, ...]:
    """One row, in the order of the headings."""
    row = f"{item.ordinal}. {item.indicator}" if item.ordinal is not None else ""
    table = f"{item.table}（{item.year}）" if item.year else item.table
    return (
        SEVERITIES[item.severity],
        item.name,
        item.sentence,
        table,
        row,
        item.value,
        item.place,
        item.other_places,
        item.source,
    )


def print_table(found: Sequence[Contradiction], console: Console) -> None:
    """A table, and a line that adds up. Texts of the source are not taken for markup."""
    from rich.table import Table
    from rich.text import Text

    if found:
        table = Table(show_lines=True)
        for heading in HEADINGS:
            table.add_column(heading, overflow="fold")
        for item in found:
            table.add_row(*(Text(cell) for cell in _cells(item)))
        console.print(table)
    console.print(Text(summary(list(found))))


def csv_text(found: Sequence[Contradiction]) -> str:
    """CSV for a spreadsheet: with a byte order mark, and no cell that it would take for a formula.

    Boxes are in points on the upright page, origin top left.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    columns = ("代码", "表编号", "序号", "实际", "对照", "建议", "依据", "页", "x0", "top", "x1", "bottom")
    writer.writerow((*HEADINGS, *columns))
    for item in found:
        box = item.where[1:] if item.where else ("",) * 4
        own = (item.code, item.table_id, item.ordinal, item.computed, item.expected, item.suggestion, item.evidence)
        writer.writerow([_guarded(cell) for cell in (*_cells(item), *own, item.page, *box)])
    return "\ufeff" + stream.getvalue()


def _guarded(cell: object) -> object:
    """A text that a spreadsheet would calculate gets an apostrophe in front."""
    if not isinstance(cell, str):
        return "" if cell is None else cell
    return f"'{cell}" if cell.lstrip(" \u3000").startswith(_FORMULA) else cell


def markdown_text(found: Sequence[Contradiction]) -> str:
    """A table for a comment or a wiki."""
    lines = ["# 绩效目标表核对", "", summary(list(found)), ""]
    if found:
        lines += ["| " + " | ".join(HEADINGS) + " |", "|" + "---|" * len(HEADINGS)]
        lines += ["| " + " | ".join(_MARKDOWN.sub(r"\\\1", cell) for cell in _cells(item)) + " |" for item in found]
    return "\n".join(lines) + "\n"


_PAGE = """\
<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>绩效目标表核对</title>
<style>
body {{ font: 14px/1.5 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; margin: 2em; color: #222; }}
table {{ border-collapse: collapse; margin: 1em 0; }}
th, td {{ border: 1px solid #bbb; padding: .35em .6em; text-align: left; vertical-align: top; }}
thead th {{ background: #eee; position: sticky; top: 0; }}
td:first-child {{ white-space: nowrap; }}
tr.error td:first-child {{ background: #f4b9b0; }}
tr.warning td:first-child {{ background: #f8e0a0; }}
tr.info td:first-child {{ background: #d5e4f3; }}
@media print {{ body {{ margin: 0; font-size: 10px; }} thead th {{ position: static; }} }}
</style>
</head>
<body>
<h1>绩效目标表核对</h1>
<p>{summary}</p>
{counts}
{rows}
</body>
</html>
"""


def html_text(found: Sequence[Contradiction]) -> str:
    """A page of its own: no script, nothing loaded, every text escaped."""
    counted = Counter((item.severity, item.name) for item in found)
    counts = [
        (severity, (SEVERITIES[severity], name, str(count)))
        for (severity, name), count in sorted(
            counted.items(), key=lambda pair: (list(SEVERITIES).index(pair[0][0]), pair[0])
        )
    ]
    rows = [(item.severity, _cells(item)) for item in found]
    return _PAGE.format(
        summary=html.escape(summary(list(found))),
        counts=_html_table(("级别", "检查项", "处数"), counts),
        rows=_html_table(HEADINGS, rows),
    )


def _html_table(headings: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]) -> str:
    if not rows:
        return ""
    head = "".join(f"<th>{html.escape(heading)}</th>" for heading in headings)
    body = "\n".join(
        f'<tr class="{html.escape(kind)}">' + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"
        for kind, cells in rows
    )
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def code_list() -> str:
    """All codes with their names, for the help."""
    return "\n".join(f"  {code.value:<22}{words.name}" for code, words in WORDS.items())
