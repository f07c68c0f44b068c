"""What the forms say: the words that all share, with those that a variant adds or reads otherwise.

The words are data, forms/common.toml and one file a variant; `vocabulary` gives those of the form that is read now.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any

from extractors.errors import JixiaoError
from normalizers.text import squeeze
from normalizers.words import WordIndex

# The sections of which a variant may say its own words, and those of them whose entries are lists of words.
OWN_WORDS = ("columns", "fields", "funds", "goals")
_FORMS = resources.files("normalizers") / "forms"
_LONGEST_TITLE = 80


class FormDataError(JixiaoError):
    """The form data contradict themselves."""

    code = "FORM-DATA"
    hint = "Correct the file in normalizers/forms/."


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
    def inner_spine(self) -> WordIndex:
        """Headings of tables inside the header form."""
        return WordIndex({"spine": self.raw["inner"]["spine"]})

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
    def totals(self) -> re.Pattern[str]:
        """First cells of total rows."""
        return re.compile(self.raw["rows"]["totals"])

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


def read_form_file(name: str) -> dict[str, Any]:
    """The data of a file in forms/."""
    return tomllib.loads((_FORMS / name).read_text("utf-8"))


def variant_files() -> list[str]:
    """The names of the files that describe a variant."""
    return sorted(entry.name for entry in _FORMS.iterdir() if entry.name.endswith(".toml") and entry.name != _COMMON)


_COMMON = "common.toml"


@lru_cache(maxsize=1)
def shared_vocabulary() -> Vocabulary:
    """The words that every form shares."""
    return Vocabulary(read_form_file(_COMMON))


def with_own_words(own: Mapping[str, Mapping[str, list[str]]]) -> Vocabulary:
    """The shared words with those of a variant, which go before them: a word it gives a role has no other."""
    if not own:
        return shared_vocabulary()
    raw = dict(shared_vocabulary().raw)
    for section, roles in own.items():
        taken = {squeeze(word) for words in roles.values() for word in words}
        shared = {role: [word for word in words if squeeze(word) not in taken] for role, words in raw[section].items()}
        raw[section] = {role: [*roles.get(role, ()), *words] for role, words in shared.items()}
    return Vocabulary(raw)


_now: ContextVar[Vocabulary | None] = ContextVar("vocabulary", default=None)


def vocabulary() -> Vocabulary:
    """The words of the form that is read now; those that all share where none is."""
    return _now.get() or shared_vocabulary()


@contextmanager
def speaking(words: Vocabulary) -> Iterator[None]:
    """Read with these words inside the block: every function below it asks `vocabulary`."""
    token = _now.set(words)
    try:
        yield
    finally:
        _now.reset(token)
