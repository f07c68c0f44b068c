"""The variants of the form: what tells each of them, and which of them a table is.

A variant is one file in forms/. All its required words stand in the table, none of the words it excludes, and its
title when it names one. The most demanding variant that fits is the table's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from normalizers.amounts import money_unit_in
from normalizers.formspec import (
    OWN_WORDS,
    FormDataError,
    Vocabulary,
    read_form_file,
    shared_vocabulary,
    variant_files,
    with_own_words,
)
from normalizers.model import Horizon
from normalizers.text import squeeze
from normalizers.words import one_off, spellings

GENERIC = "generic"
# A word one character off counts from this length on.
_SLIP_LENGTH = 4
_LONGEST_LABEL = 40
_KEYS = {"name", "description", "titles", "require", "without", "money_unit", "blocks", *OWN_WORDS}
# A variant of which less than this share of the required words stands in a table is not near it.
_NEAR = 0.5
_MOST_NEAR = 2


@dataclass(frozen=True)
class FormSpec:
    """One variant.

    `require`: words that stand in it, `指标值|目标值` for either of two; `without`: words that do not; `titles`:
    patterns of which one is in its title, any title where there are none. `money_unit`: what amounts without a
    unit are in. `blocks`: the horizons of its side-by-side blocks from left to right. `words`: section → role →
    words that it adds or reads otherwise.
    """

    name: str
    description: str
    require: frozenset[str]
    without: frozenset[str] = frozenset()
    titles: tuple[re.Pattern[str], ...] = ()
    money_unit: str | None = None
    blocks: tuple[Horizon, ...] = ()
    words: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words it is read with."""
        return with_own_words(self.words)

    @property
    def demands(self) -> int:
        """How much a table must have to be this variant; a title counts as one word."""
        return len(self.require) + bool(self.titles)


@dataclass(frozen=True, slots=True)
class Near:
    """A variant that a table is not, and the words it lacks."""

    name: str
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identified:
    """The variant of a table, `spec` None for an unknown form; all that match equally well; the nearest, if unknown."""

    spec: FormSpec | None
    equal: tuple[str, ...] = ()
    near: tuple[Near, ...] = ()

    @property
    def name(self) -> str:
        """The name in the dataset."""
        return self.spec.name if self.spec else GENERIC

    @property
    def vocabulary(self) -> Vocabulary:
        """The words to read it with."""
        return self.spec.vocabulary if self.spec else shared_vocabulary()


@lru_cache(maxsize=1)
def form_specs() -> tuple[FormSpec, ...]:
    """All variants, by name.

    Raises:
        FormDataError: a file is not of this form, or two variants cannot be told apart.
    """
    specs = [spec_of(read_form_file(name), name) for name in variant_files()]
    check_specs(specs)
    return tuple(specs)


def spec_of(raw: Mapping[str, Any], file: str) -> FormSpec:
    """A variant from its data.

    Raises:
        FormDataError: a key, a section's role, a pattern, a unit of money or a horizon is none.
    """
    _check_keys(raw, file)
    try:
        return FormSpec(
            name=raw["name"],
            description=raw["description"],
            require=frozenset("|".join(squeeze(word) for word in entry.split("|")) for entry in raw["require"]),
            without=frozenset(squeeze(word) for word in raw.get("without", ())),
            titles=tuple(re.compile(pattern) for pattern in raw.get("titles", ())),
            money_unit=raw.get("money_unit"),
            blocks=tuple(Horizon(name) for name in raw.get("blocks", ())),
            words={section: raw[section] for section in OWN_WORDS if section in raw},
        )
    except (KeyError, ValueError, re.error) as error:
        raise FormDataError(f"{file}: {error}.") from error


def _check_keys(raw: Mapping[str, Any], file: str) -> None:
    known = shared_vocabulary().raw
    strange = sorted(raw.keys() - _KEYS)
    strange += [
        f"{section}.{role}" for section in OWN_WORDS for role in sorted(raw.get(section, {}).keys() - known[section])
    ]
    if strange:
        raise FormDataError(f"{file} says what no form has: {', '.join(strange)}.")
    unit = raw.get("money_unit")
    if unit is not None and money_unit_in(f"单位：{unit}") != unit:
        raise FormDataError(f"{file}: {unit} is no unit of money.")


def check_specs(specs: Collection[FormSpec]) -> None:
    """Refuse variants that no table could tell apart.

    Raises:
        FormDataError: two have one name, or a table with the words of one matches another as well.
    """
    names: set[str] = set()
    for spec in specs:
        if spec.name in names:
            raise FormDataError(f"Two form variants are named {spec.name}.")
        names.add(spec.name)
    for spec in specs:
        words = {word for entry in spec.require for word in entry.split("|")}
        rivals = [
            other.name
            for other in specs
            if other is not spec
            and other.demands == spec.demands
            and not other.titles
            and not other.without & words
            and all(_stands(entry, words) for entry in other.require)
        ]
        if rivals:
            raise FormDataError(f"{spec.name} and {rivals[0]} require the same words.")


def identify(words: Collection[str], specs: Collection[FormSpec] | None = None, title: str | None = None) -> Identified:
    """The variant of a table.

    Args:
        words: the texts of its cells, those of prose may be among them.
        specs: the variants; all of them when not given.
        title: its title.
    """
    all_specs = form_specs() if specs is None else specs
    present = _present(words, all_specs)
    fitting = [spec for spec in all_specs if _fits(spec, present, squeeze(title or ""))]
    if not fitting:
        return Identified(None, near=_nearest(present, all_specs))
    most = max(spec.demands for spec in fitting)
    best = sorted((spec for spec in fitting if spec.demands == most), key=lambda spec: spec.name)
    return Identified(best[0], tuple(spec.name for spec in best))


def _present(words: Iterable[str], specs: Collection[FormSpec]) -> frozenset[str]:
    """The words of a table as they are looked up, misread ones corrected where they are one character off."""
    present = {spelling for word in words if len(word) <= _LONGEST_LABEL for spelling in spellings(word)}
    required = {word for spec in specs for entry in spec.require for word in entry.split("|")}
    # 绩效指标 is one character off 绩效目标 and a word of its own
    known = required.union(_shared_words(), *(spec.without for spec in specs))
    if not present & required:
        return frozenset(present)
    strange = [word for word in present - known if len(word) >= _SLIP_LENGTH - 1]
    # a single slip leaves the first or the last character as it was
    ends: dict[str, list[str]] = {}
    for word in strange:
        for end in {f"{word[0]}^", f"${word[-1]}"}:
            ends.setdefault(end, []).append(word)
    missing = [word for word in required - present if len(word) >= _SLIP_LENGTH]
    near = {
        word
        for word in missing
        if any(one_off(word, other) for end in (f"{word[0]}^", f"${word[-1]}") for other in ends.get(end, ()))
    }
    return frozenset(present | near)


@lru_cache(maxsize=1)
def _shared_words() -> frozenset[str]:
    """Every word of the shared data."""
    raw = shared_vocabulary().raw
    return frozenset(squeeze(word) for section in OWN_WORDS for words in raw[section].values() for word in words)


def _fits(spec: FormSpec, present: frozenset[str], title: str) -> bool:
    titled = not spec.titles or any(pattern.search(title) for pattern in spec.titles)
    return titled and not spec.without & present and all(_stands(entry, present) for entry in spec.require)


def _stands(entry: str, words: Collection[str]) -> bool:
    return any(word in words for word in entry.split("|"))


def _nearest(present: frozenset[str], specs: Collection[FormSpec]) -> tuple[Near, ...]:
    """The variants of which most words are there, with those that are not."""
    shares: list[tuple[float, str, Near]] = []
    for spec in specs:
        lacks = sorted(entry for entry in spec.require if not _stands(entry, present))
        share = 1 - len(lacks) / len(spec.require)
        if lacks and share >= _NEAR:
            shares.append((-share, spec.name, Near(spec.name, tuple(lacks))))
    return tuple(near for _, _, near in sorted(shares, key=lambda item: item[:2])[:_MOST_NEAR])


def texts_of(texts: Sequence[str]) -> list[str]:
    """Cell texts with the labels printed in them: `资金总额：120` gives 资金总额 too."""
    found: list[str] = []
    for text in texts:
        found.append(text)
        found += [piece.strip() for piece in re.split(r"[:：]|\s{2,}", text) if piece.strip()]
    return found
