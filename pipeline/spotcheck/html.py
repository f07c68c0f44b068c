"""Pages of HTML that need no server: everything in one file, every text from a PDF escaped."""

from __future__ import annotations

from typing import Any

from pipeline.spotcheck.goldens import plain_decimal

ASPECTS_ZH = {
    "document": "文件", "structure": "结构", "header": "表头", "budget": "资金", "goal": "目标", "text": "文字",
    "operator": "运算符", "number": "数值", "unit": "单位", "doubt": "存疑", "place": "位置",
}  # fmt: skip


def rendered(template: str, **values: Any) -> str:
    """A page from `templates/`."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("pipeline.spotcheck"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = plain_decimal
    return environment.get_template(template).render(**values)
