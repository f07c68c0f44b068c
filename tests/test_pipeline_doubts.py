"""What is in doubt, in words: the column and the text in the dataset's English, and Chinese for reviewers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from grids import grid, reading

from extractors.model import Finding, PageReading, ReadingCode, Severity
from normalizers.chain import normalize
from normalizers.codes import AuditCode, MeaningCode
from pipeline.audit.doubts import DOUBTS, in_chinese, names
from pipeline.convert import DocumentResult
from pipeline.inputs.discover import Source
from pipeline.store.findings import finding_rows

TABLE = """
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
| ^ | {level1} | 数量指标 | {name} | {value} |
"""
DOCUMENTED = re.compile(r"^\| ([A-Z][A-Z0-9-]+) \|", re.M)


def written(*pages: PageReading, code: str) -> list[dict[str, object]]:
    """The rows of `findings` with this code."""
    owners = {(page.page, 0): f"{'a' * 16}-01" for page in pages}
    source = Source("a.pdf", "a" * 64, Path("a.pdf"), 10)
    rows = finding_rows("a" * 64, DocumentResult(source, len(pages), pages, normalize(pages)), owners)
    return [row for row in rows if row["code"] == code]


def row(level1: str = "产出指标", name: str = "新增企业", value: str = "15户", confidence: float = 1.0) -> PageReading:
    """A page with one indicator."""
    return reading(grid(TABLE.format(level1=level1, name=name, value=value), confidence=confidence))


@pytest.mark.parametrize(
    ("page", "code", "texts", "chinese"),
    [
        (row(value="7×24小时"), "VALUE-UNPARSED", ("7×24小时", "新增企业"), "指标值“7×24小时”中有数字，未能完全解析。"),
        (row(value="5kcx"), "UNIT-UNKNOWN", ("5kcx",), "单位“kcx”不在单位表中。"),
        (row(level1=""), "LEVEL-MISSING", ("Level 1", "15户"), "一级、二级指标或指标名称没有读出。"),
        (
            row(level1="效益指", confidence=0.99),
            "LEVEL-MISREAD",
            ("效益指", "新增企业"),
            "“效益指”与常用级次名称只差一两个字，可能误读。",
        ),
        (
            row(value="", confidence=0.99),
            "OCR-UNREADABLE",
            ("Value", "新增企业"),
            "此处未读出文字，原页上可能有内容，请看原页。",
        ),
    ],
)
def test_a_doubt_of_a_row_names_its_column_and_text(
    page: PageReading, code: str, texts: tuple[str, ...], chinese: str
) -> None:
    """Nobody has to guess what is in doubt about indicator 5."""
    (found,) = written(page, code=code)
    assert all(text in str(found["message"]) for text in texts)
    assert in_chinese(found) == chinese


def test_a_doubt_in_a_level_cell_of_the_page_before_says_what_was_read_there() -> None:
    """The row of the second page rests on a merged cell of the first: reading, alternative and page are named."""
    differ = Finding(
        ReadingCode.READINGS_DIFFER, Severity.WARNING, "read as ‘产出指标’ and again as ‘产山指标’", None, "产出指标"
    )
    first = grid(TABLE.format(level1="产出指标", name="新增企业", value="15户"), doubts={"产出指标": differ})
    second = grid("| 绩效指标 | _ | _ | 新增基地 | 3个 |", page=2, top=30.0)
    at_level, at_row = written(reading(first), reading(second), code="OCR-DIFFER")
    assert (at_level["page"], at_row["page"], at_row["indicator_ordinal"]) == (1, 2, 2)
    assert "page 1: read as ‘产出指标’ and again as ‘产山指标’" in str(at_row["message"])
    assert in_chinese(at_level) == "读作“产出指标”，又读作“产山指标”，请与原页核对。"


def test_a_repair_is_named_in_chinese() -> None:
    """The proposal stands beside the doubt."""
    found = {"code": "VALUE-CONFUSABLE", "message": "", "computed": "9O%", "suggestion": "90%"}
    assert in_chinese(found) == "指标值“9O%”中有易误读的字符，请与原页核对。可能是“90%”。"


def test_every_code_of_a_doubt_has_a_chinese_sentence() -> None:
    """With a text, with two readings and without any: Chinese, and nothing left open."""
    text = (Path(__file__).resolve().parent.parent / "docs" / "findings.md").read_text(encoding="utf-8")
    codes = DOCUMENTED.findall(text)
    assert set(codes) == {str(code) for code in (*DOUBTS, *AuditCode)}
    assert {str(code) for code in (*ReadingCode, *MeaningCode)} <= {str(code) for code in DOUBTS}
    for code in codes:
        for message, evidence in (("read as ‘甲’ and again as ‘乙’", "甲"), ("", "甲"), ("", None)):
            said = in_chinese({"code": code, "message": message, "evidence": evidence, "suggestion": None})
            assert said
            assert re.search(r"[\u4e00-\u9fff].*。$", said) or code in {str(item) for item in AuditCode}, code
            assert "{" not in said and "None" not in said


def test_reasons_are_named_in_chinese() -> None:
    """As `jixiao audit` puts them behind a contradiction of a row in doubt; an unknown code stays as it is."""
    assert names(["OCR-LOW", "ROW-CUT", "NEW-CODE"]) == "识别把握低、跨页断行、NEW-CODE"
