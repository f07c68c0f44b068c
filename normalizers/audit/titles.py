"""D1, D3: names of projects and departments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from extractors.model import Severity
from normalizers.audit.report import about_table
from normalizers.codes import AuditCode
from normalizers.model import TableFinding, TargetTable
from normalizers.text import squeeze

_YEAR = re.compile(r"[(（]?(?:19|20)\d{2}年?度?[)）]?")
_MARKS = re.compile(r"[“”\"'‘’《》,，、.。:：\-—()（）]")
# nothing but such words: the title names no project
_GENERIC = re.compile(
    r"(?:项目|部门|单位|整体|支出|预算|财政|专项|资金|转移支付|区域|省级|市级|县级|区级|本级|一般性|政策|一级|二级)*"
)
_NAMED = 4
# two names of one thing differ in at most a quarter of the characters
_NEAR = 0.75


def check_project_name(table: TargetTable) -> Iterator[TableFinding]:
    """D1: the title names nearly the project and differs in a word: 人员 and 人才, 设目 and 项目.

    A title that names something else is a programme or a form, and not judged.
    """
    title, name = _title_core(table.title or ""), _core(table.project_name or "")
    if len(title) < _NAMED or len(name) < _NAMED or _contained(title, name):
        return
    window = _nearest(title, name)
    if SequenceMatcher(None, title, window, autojunk=False).ratio() < _NEAR:
        return
    blocks = SequenceMatcher(None, title, window, autojunk=False).get_opcodes()
    # one character on each side, so that the reader sees where
    words = [
        (title[max(0, a - 1) : b + 1], window[max(0, c - 1) : d + 1]) for kind, a, b, c, d in blocks if kind != "equal"
    ]
    yield about_table(
        AuditCode.TITLE_AGAINST_NAME,
        Severity.INFO,
        "The title and the name of the project differ in a word.",
        f"{table.title} | {table.project_name}",
        table.place("project_name"),
        computed="、".join(one for one, _ in words),
        expected="、".join(other for _, other in words),
        related=[table.place("title")],
    )


def _core(text: str) -> str:
    return _MARKS.sub("", _YEAR.sub("", squeeze(text)))


def _title_core(title: str) -> str:
    text = _YEAR.sub("", squeeze(title))
    match = re.search(r"绩效目标|绩效自评|绩效评价|(?:申报|批复|自评)表", text)
    core = _MARKS.sub("", text[: match.start()] if match else text)
    core = re.sub(r"(?:专项)?(?:资金|经费|支出|预算)$", "", re.sub("(?:区域|整体)$", "", core))
    return "" if _GENERIC.fullmatch(core) else core


def _contained(title: str, name: str) -> bool:
    """One says what the other says, with 项目 or 资金 at the end or without."""
    one, other = (re.sub(r"(?:项目|专项|资金|经费|补助)+$", "", text) for text in (title, name))
    whole = title in name or name in title
    bare = title.endswith(("项目", "资金", "经费", "专项")) or name.endswith(("项目", "资金", "经费", "专项"))
    return whole or (bare and len(one) >= _NAMED and (one == other or (one in other and title.endswith("项目"))))


def _nearest(title: str, name: str) -> str:
    """The stretch of the longer name that is nearest to the title."""
    if len(name) <= len(title):
        return name
    windows = [name[start : start + len(title)] for start in range(len(name) - len(title) + 1)]
    return max(windows, key=lambda window: sum(map(str.__eq__, window, title)))


def check_departments(tables: Sequence[TargetTable]) -> Iterator[tuple[int, TableFinding]]:
    """D3: one department under two names in one document, such as 省工信厅 and 吉林省工业和信息化厅.

    Gives the index of the table with the rarer name. Only a name that is the other one abbreviated, or differs from it
    in one character, is taken for the same department.
    """
    names = Counter(name for table in tables if (name := _department(table)))
    for index, table in enumerate(tables):
        own = _department(table)
        longer = [name for name in names if own and name != own and _same_department(own, name)]
        if not own or not longer:
            continue
        usual = max(longer, key=lambda name: (names[name], len(name)))
        if (names[usual], len(usual)) < (names[own], len(own)):
            continue
        other = next(item for item in tables if _department(item) == usual)
        yield (
            index,
            about_table(
                AuditCode.DEPARTMENT_SPELLINGS,
                Severity.INFO,
                f"The department is printed as {own} here and as {usual} in {names[usual]} of {len(tables)} tables.",
                f"{own} | {usual}",
                table.place("department"),
                computed=own,
                expected=usual,
                related=[other.place("department")],
            ),
        )


def _department(table: TargetTable) -> str:
    return _MARKS.sub("", squeeze(table.department or ""))


def _same_department(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _NAMED or shorter[-1] != longer[-1]:
        return False
    if len(shorter) == len(longer):
        return sum(a != b for a, b in zip(shorter, longer, strict=True)) == 1
    letters = iter(longer)
    return all(character in letters for character in shorter)
