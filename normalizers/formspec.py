"""The words of the forms: which role a header word has, which field a label names, which variant a table is.

Words are compared after squeezing; what does not match exactly may differ in one character (the slips of a
recogniser) from words of four characters and more, if only one role is so near.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any

from extractors.errors import JixiaoError
from normalizers.text import squeeze, without_brackets

GENERIC = "generic"
_NUMBERING = re.compile(r"^(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[、.)](?=\D)")
_PREFIX = re.compile(r"^其中")
_SLIP_LENGTH = 4


class FormDataError(JixiaoError):
    """The form data contradict themselves."""

    code = "FORM-DATA"
    hint = "Correct the file in normalizers/forms/."


@dataclass(frozen=True, slots=True)
class Match:
    """A word that was recognised. `rank` counts from the strongest word of its role; `slip` means one character off."""

    role: str
    word: str
    rank: int
    slip: bool = False


class WordIndex:
    """Words to roles, exact or one character off."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        self._exact: dict[str, Match] = {}
        for role, spellings in words.items():
            for rank, word in enumerate(spellings):
                self._exact.setdefault(squeeze(word), Match(role, word, rank))
        self._cache: dict[str, Match | None] = {}

    def exact(self, text: str) -> Match | None:
        """The match of the text, its brackets kept or dropped."""
        for key in _spellings(text):
            if key in self._exact:
                return self._exact[key]
        return None

    def find(self, text: str) -> Match | None:
        """The exact match, or the only role whose word is one character off."""
        if text not in self._cache:
            self._cache[text] = self.exact(text) or self._near(text)
        return self._cache[text]

    def near_roles(self, text: str) -> dict[str, Match]:
        """The roles that have a word one character off, each with its strongest such word."""
        found: dict[str, Match] = {}
        for key in _spellings(text):
            if len(key) < _SLIP_LENGTH:
                continue
            for word, match in self._exact.items():
                if len(word) >= _SLIP_LENGTH and one_off(key, word):
                    known = found.get(match.role)
                    if known is None or match.rank < known.rank:
                        found[match.role] = Match(match.role, match.word, match.rank, slip=True)
            if found:
                break
        return found

    def _near(self, text: str) -> Match | None:
        roles = self.near_roles(text)
        return next(iter(roles.values())) if len(roles) == 1 else None


def _spellings(text: str) -> list[str]:
    squeezed = _PREFIX.sub("", _NUMBERING.sub("", squeeze(text)))
    bare = without_brackets(squeezed)
    return [spelling for spelling in dict.fromkeys((squeezed, bare)) if spelling]


def one_off(left: str, right: str) -> bool:
    """Whether one replaced, lost or added character turns one into the other.

    >>> one_off("年底金额", "年度金额"), one_off("年度金额", "年度目标")
    (True, False)
    """
    if len(left) == len(right):
        return sum(one != other for one, other in zip(left, right, strict=True)) == 1
    if abs(len(left) - len(right)) != 1:
        return False
    short, long = sorted((left, right), key=len)
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))


@dataclass(frozen=True)
class Vocabulary:
    """The words that every form shares (forms/common.toml)."""

    raw: Mapping[str, Any]

    @cached_property
    def columns(self) -> WordIndex:
        """Header words of the indicator grid."""
        return WordIndex(self.raw["columns"])

    @cached_property
    def weak(self) -> frozenset[str]:
        """Header words that are also headings or plain words."""
        return frozenset(self.raw["weak"]["words"])

    @cached_property
    def fields(self) -> WordIndex:
        """Labels of the header form."""
        return WordIndex(self.raw["fields"])

    @cached_property
    def funds(self) -> WordIndex:
        """Labels of amounts."""
        kinds = ("annual_total", "plain_total", "project_total", "part")
        return WordIndex({kind: self.raw["funds"][kind] for kind in kinds})

    @cached_property
    def fund_spine(self) -> WordIndex:
        """Headings of the fund block."""
        return WordIndex({"spine": self.raw["funds"]["spine"]})

    @cached_property
    def fund_columns(self) -> WordIndex:
        """Headings over amounts."""
        funds = self.raw["funds"]
        return WordIndex({"budget": funds["budget_columns"], "other": funds["other_columns"]})

    @cached_property
    def goals(self) -> WordIndex:
        """Headings of goal texts, by horizon; `none` are those of results."""
        goals = self.raw["goals"]
        kinds = {kind: goals[kind] for kind in ("medium_term", "long_term", "overall", "annual")}
        return WordIndex({**kinds, "none": goals["not_goals"]})

    @cached_property
    def goal_spine(self) -> WordIndex:
        """Headings beside the goal block."""
        return WordIndex({"spine": self.raw["goals"]["spine"]})

    @cached_property
    def titles(self) -> tuple[re.Pattern[str], ...]:
        """Patterns of a table's name."""
        return tuple(re.compile(pattern) for pattern in self.raw["titles"]["patterns"])

    @cached_property
    def attachment(self) -> re.Pattern[str]:
        """附件6, 附表1, 表十二."""
        return re.compile(self.raw["titles"]["attachment"])

    @cached_property
    def horizons(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Words that name a horizon, the longest span first."""
        return tuple((kind, re.compile(pattern)) for kind, pattern in self.raw["horizons"].items())

    @cached_property
    def totals(self) -> frozenset[str]:
        """First cells of total rows."""
        return frozenset(self.raw["rows"]["totals"])

    @cached_property
    def numbers(self) -> frozenset[str]:
        """First cells of rows that number the columns."""
        return frozenset(self.raw["rows"]["numbers"])

    @cached_property
    def notes(self) -> re.Pattern[str]:
        """Beginnings of notes."""
        return re.compile(self.raw["rows"]["notes"])

    @cached_property
    def signs(self) -> re.Pattern[str]:
        """Words of approval and sign-off rows."""
        return re.compile(self.raw["rows"]["signs"])

    def horizon(self, text: str) -> str | None:
        """The horizon a heading names, if it names one."""
        squeezed = squeeze(text)
        return next((kind for kind, pattern in self.horizons if pattern.search(squeezed)), None)

    def is_title(self, text: str) -> bool:
        """Whether a line is shaped like the name of a target table."""
        squeezed = squeeze(text)
        return len(squeezed) <= _LONGEST_TITLE and any(pattern.search(squeezed) for pattern in self.titles)


_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class FormSpec:
    """One variant: the header words and labels that all stand in it."""

    name: str
    description: str
    require: frozenset[str]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("normalizers") / "forms" / name).read_text("utf-8"))


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The shared words."""
    return Vocabulary(_read("common.toml"))


@lru_cache(maxsize=1)
def form_specs() -> tuple[FormSpec, ...]:
    """All variants, by name.

    Raises:
        FormDataError: two variants have one name or require the same words, so that no table could tell them apart.
    """
    names = sorted(entry.name for entry in (resources.files("normalizers") / "forms").iterdir())
    specs = [
        FormSpec(raw["name"], raw["description"], frozenset(squeeze(word) for word in raw["require"]))
        for raw in (_read(name) for name in names if name.endswith(".toml") and name != "common.toml")
    ]
    check_specs(specs)
    return tuple(specs)


def check_specs(specs: Collection[FormSpec]) -> None:
    """Refuse variants that no table could tell apart.

    Raises:
        FormDataError: two have one name, or the same required words.
    """
    names: set[str] = set()
    words: dict[frozenset[str], str] = {}
    for spec in specs:
        if spec.name in names:
            raise FormDataError(f"Two form variants are named {spec.name}.")
        if spec.require in words:
            raise FormDataError(f"{spec.name} and {words[spec.require]} require the same words.")
        names.add(spec.name)
        words[spec.require] = spec.name


def identify(words: Collection[str], specs: Collection[FormSpec] | None = None) -> tuple[str, tuple[str, ...]]:
    """The variant whose required words all stand in a table, the most demanding one first.

    Args:
        words: header words and labels found in the table.
        specs: the variants; all of them when not given.

    Returns:
        Its name (`generic` when there is none), and the names of all that match equally well.
    """
    present = {spelling for word in words for spelling in _spellings(word)}
    matching = [spec for spec in (form_specs() if specs is None else specs) if spec.require <= present]
    if not matching:
        return GENERIC, ()
    most = max(len(spec.require) for spec in matching)
    best = sorted(spec.name for spec in matching if len(spec.require) == most)
    return best[0], tuple(best)
