"""Printed level names to the codes of the standard tree. The printed tree is never bent to the standard one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib import resources

from extractors.model import join_lines
from normalizers.text import squeeze, without_brackets
from normalizers.words import one_off

_NOISE = re.compile(r"[\d%分.]+")
_WEIGHT = re.compile(r"[(（]\s*(?P<a>\d{1,3}(?:\.\d+)?)\s*[%％分]?\s*[)）]\s*$|(?P<b>\d{1,3}(?:\.\d+)?)\s*[%％分]\s*$")


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The patterns of both levels and the complete names."""

    level1: tuple[tuple[str, re.Pattern[str]], ...]
    level2: tuple[tuple[str, re.Pattern[str]], ...]
    names1: frozenset[str]
    names2: frozenset[str]


@lru_cache(maxsize=1)
def taxonomy() -> Taxonomy:
    """The tree of taxonomy.toml."""
    raw = tomllib.loads((resources.files("normalizers") / "taxonomy.toml").read_text("utf-8"))

    def patterns(level: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((entry["code"], re.compile(entry["pattern"])) for entry in raw[level])

    names = raw["names"]
    return Taxonomy(patterns("level1"), patterns("level2"), frozenset(names["level1"]), frozenset(names["level2"]))


def _bare(text: str) -> str:
    return _NOISE.sub("", without_brackets(squeeze(text)))


def _first(patterns: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str | None:
    return next((code for code, pattern in patterns if pattern.search(text)), None)


def level_codes(level1: str | None, level2: str | None) -> tuple[str | None, str | None]:
    """The codes of a printed pair of level names; None where a name maps to nothing.

    成本 under 产出 is an output cost, as a level 1 of its own its parts are costs; 满意度 is satisfaction wherever
    it stands.

    >>> level_codes("效果指标", "满意度指标")
    ('satisfaction', 'satisfaction.served')
    >>> level_codes("产出指标", "成本指标")
    ('output', 'output.cost')
    """
    tree = taxonomy()
    first = _first(tree.level1, _bare(level1)) if level1 else None
    second = _first(tree.level2, _bare(level2)) if level2 and not _several(_bare(level2)) else None
    if second == "satisfaction.served":
        return "satisfaction", second
    if first == "satisfaction" and level2 and second is None:
        return first, None
    if second == "output.cost" and first != "output":
        second = None if level1 else second
    return first, second


_KINDS = re.compile("数量|质量|时效|经济|社会|生态|可持续")


def _several(name: str) -> bool:
    """社会、经济、生态效益指标: one cell for several branches has no code of one of them."""
    return "、" in name and len(set(_KINDS.findall(name))) > 1


def names_level(text: str) -> int | None:
    """Which level a name belongs to by its words: 1, 2, or None. 成本指标 and 满意度指标 may be either: 1."""
    bare = _bare(text)
    if not bare or len(bare) > _LONGEST_NAME:
        return None
    tree = taxonomy()
    if _first(tree.level1, bare) and not (_first(tree.level2, bare) and bare not in tree.names1):
        return 1
    return 2 if _first(tree.level2, bare) and re.search("指标|效益|影响|满意|成本|数量|质量|时效", bare) else None


_LONGEST_NAME = 18


def is_level_name(text: str, level: int) -> bool:
    """Whether the text is a complete name of this level, letter for letter.

    >>> is_level_name("社会效益指标", 2), is_level_name("社会效益", 2)
    (True, False)
    """
    tree = taxonomy()
    return _bare(text) in (tree.names1 if level == 1 else tree.names2)


@lru_cache(maxsize=1)
def level_names() -> frozenset[str]:
    """The complete names of levels, as forms print them without a weight."""
    tree = taxonomy()
    return tree.names1 | tree.names2


_STROKES = tuple("1lIi|!丨")


@lru_cache(maxsize=1024)
def nearly_level_name(text: str) -> bool:
    """Whether a text is a piece of a known name, or a slip or two off it, or several in a row, and no name itself.

    Forms print 产出 for 产出指标; a piece that keeps half of 指标, or nothing else, is a name that lost characters.
    Names run together where the wall between their cells was not seen. A name with words more is a form's own; but what
    stands where the last character of a name should is print of the cell below, set over it.

    >>> [nearly_level_name(text) for text in ("效益指", "标", "产山指标", "产出", "管理指标", "效益指标满意度指标")]
    [True, True, True, False, False, True]
    >>> [nearly_level_name(text) for text in ("服务对象满音度指", "生态环境效益指标", "可持续发展指标")]
    [True, False, False]
    >>> nearly_level_name("可持续影响指服务"), nearly_level_name("广"), nearly_level_name("数量指标——质量指标")
    (True, True, True)
    >>> nearly_level_name("时效指标~(3"), nearly_level_name("质量指标("), nearly_level_name("数量指标2")
    (True, True, False)

    A stroke before it is what is left of a rule or a streak, and dashes behind it are, one of them read as a number:

    >>> nearly_level_name("1效益指标"), nearly_level_name("1.效益指标"), nearly_level_name("效益指标一--")
    (True, False, True)
    >>> nearly_level_name("1"), nearly_level_name("1."), nearly_level_name("")
    (True, True, False)
    """
    # 数量目标 is a form's own word for 数量指标
    bare, names = re.sub("目标$", "指标", _bare(text)), level_names()
    if (printed := squeeze(text))[:1] in _STROKES and printed[1:] in names:
        return True
    if bare in names or bare in {name.removesuffix("指标") for name in names}:
        return False
    if len(bare) < 2:  # the rest of a name that a fold or a seal left, or of a rule: a figure is the name of no level
        return bool(printed)
    if _together().fullmatch(bare) or _with_marks().fullmatch(bare) or any(_overprinted(bare, name) for name in names):
        return True
    return any(bare in name or _slips_off(bare, name) for name in names)


def lost_its_end(text: str) -> bool:
    """Whether a text is a known name but for its last character: the end of a page cut its cell.

    >>> [lost_its_end(text) for text in ("社会效益指", "社会效益", "社会效益指标")]
    [True, False, False]
    """
    return text.endswith("指") and f"{_bare(text)}标" in level_names()


def _overprinted(text: str, name: str) -> bool:
    return name.endswith("指标") and text.startswith(name[:-1]) and not text.startswith(name)


def _slips_off(text: str, name: str) -> bool:
    """Whether a name was misread as a text: one character otherwise, one in four where no word of the tree is left."""
    from rapidfuzz.distance import Levenshtein

    slips = Levenshtein.distance(text, name)
    if slips <= 1:
        return True
    tree = taxonomy()
    return slips <= len(name) // _LETTERS_A_SLIP and _first((*tree.level1, *tree.level2), text) is None


_LETTERS_A_SLIP = 4


def mended_level_name(text: str, others: Iterable[str]) -> str | None:
    """The complete name that a text read in doubt must be: another reading is it, or it is the only one like it.

    That is: one slip off the text, or else begun by it.

    Args:
        text: what was read, no complete name itself.
        others: the other readings of the same print.

    >>> mended_level_name("数最指标", ()), mended_level_name("费量指标", ["质量指标"])
    ('数量指标', '质量指标')
    >>> mended_level_name("费量指标", ()) is None  # 数量指标 is as near
    True
    >>> [mended_level_name(text, ()) for text in ("专质量指标", "数量指", "可持续影", "社会效益")]
    ['质量指标', '数量指标', '可持续影响指标', None]
    >>> mended_level_name("服务对象講意座指标", ["服务对象满意度指标"]), mended_level_name("管理指标", ["质量指标"])
    ('服务对象满意度指标', None)
    """
    bare, names = _bare(text), level_names()
    if len(bare) < _SHORTEST_MENDED or bare in names:
        return None
    read = {name for name in map(_bare, others) if name in names and _mostly(bare, name)}
    near = read or {name for name in names if one_off(bare, name)}
    if len(bare) > _SHORTEST_MENDED and f"{bare}指标" not in names:  # which some forms print so
        near = near or {name for name in names if name.startswith(bare)}
    return near.pop() if len(near) == 1 else None


def _mostly(text: str, name: str) -> bool:
    """Whether a text is a name but for less than a third of its characters."""
    return len(text) == len(name) and 3 * sum(map(str.__ne__, text, name)) < len(name)


_SHORTEST_MENDED = 3


def _any_name() -> str:
    """A pattern of all names, of two that begin alike the longer one first."""
    return f"(?:{'|'.join(map(re.escape, sorted(level_names(), key=len, reverse=True)))})"


@lru_cache(maxsize=1)
def _together() -> re.Pattern[str]:
    """Several complete names one after another, what is left of the wall between them read as signs."""
    return re.compile(rf"(?:{_any_name()}\W*){{2,}}")


@lru_cache(maxsize=1)
def _with_marks() -> re.Pattern[str]:
    """A complete name with signs or letters behind it, and no count: a pen's, or what is left of another text."""
    return re.compile(rf"{_any_name()}(?!\d{{1,2}}$)(?:一*[^\u4e00-\u9fff])+一*")


def without_weight(texts: list[str]) -> tuple[str | None, Decimal | None]:
    """A level cell's text without the weight printed at its end, and that weight.

    >>> without_weight(["产出", "指标", "50%"])
    ('产出指标', Decimal('50'))
    >>> without_weight(["产出指标(50分)"])
    ('产出指标', Decimal('50'))
    """
    text = join_lines(texts)
    match = _WEIGHT.search(text)
    if match is None:
        return text or None, None
    name = text[: match.start()].strip()
    return (name, Decimal(match["a"] or match["b"])) if name else (text, None)
