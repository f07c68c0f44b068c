"""A draft of the data of a form that no variant fits: header words with the roles their cells suggest.

The draft is valid for the loader as it is; what only a person can decide stands in its comments.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractors.model import PageReading
from normalizers.bundle import split
from normalizers.formspec import vocabulary
from normalizers.guess import guess_roles
from normalizers.header import Header, find_headers
from normalizers.labels import pairs_in
from normalizers.sheet import Part, Sheet, blank
from normalizers.tables import form_of
from normalizers.text import squeeze
from normalizers.titles import Heading, read_heading
from normalizers.variants import Identified

_LONGEST_WORD = 14
_NUMBER = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class Column:
    """A header word and the role it has or may have; `known` when the shared words say so."""

    word: str
    role: str | None
    known: bool
    example: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of an unknown form: where it stands, its words, its columns, what it is near to."""

    page: int
    heading: Heading
    labels: tuple[str, ...]
    unknown_labels: tuple[str, ...]
    columns: tuple[Column, ...]
    identified: Identified


def drafts(pages: Sequence[PageReading]) -> tuple[tuple[Draft, ...], tuple[str, ...]]:
    """The drafts of a document's unknown forms, and the names of the forms that are known.

    A grid in which not even a header was found counts as unknown where nothing else in the document is.
    """
    sheets = split(pages).sheets
    read = [(sheet, _form(sheet)) for sheet in sheets]
    unknown = tuple(_draft(sheet, form) for sheet, form in read if form.spec is None)
    if not sheets:
        unknown = tuple(_draft(sheet, _form(sheet)) for sheet in _largest(pages))
    return unknown, tuple(dict.fromkeys(form.name for _, form in read if form.spec is not None))


def _form(sheet: Sheet) -> Identified:
    return form_of(sheet, read_heading(sheet.above))


def _largest(pages: Sequence[PageReading]) -> list[Sheet]:
    """The largest grid of a document, with the lines of its page."""
    grids = [(grid.rows * grid.cols, -page.page, number) for page in pages for number, grid in enumerate(page.grids)]
    if not grids:
        return []
    _, number_of_page, number = max(grids)
    page = next(page for page in pages if page.page == -number_of_page)
    grid = page.grids[number]
    above = tuple(line for line in page.text if line.box.bottom <= grid.box.top)
    return [Sheet((Part(grid, number, 0, grid.rows),), above)]


def _draft(sheet: Sheet, identified: Identified) -> Draft:
    part = sheet.parts[0]
    headers = [header for header in find_headers(part.grid) if part.first <= header.first < part.last]
    header = headers[0] if headers else None
    first, last = (header.first, header.last) if header else _likely_header(part)
    pairs = [pair for row in range(part.first, first) for pair in pairs_in(part, row)]
    labels = list(dict.fromkeys(squeeze(pair.label) for pair in pairs if pair.known or _word(pair.label)))
    strange = [squeeze(pair.label) for pair in pairs if pair.known is None and _word(pair.label)]
    return Draft(
        part.grid.page,
        read_heading(sheet.above),
        tuple(labels),
        tuple(dict.fromkeys(strange)),
        tuple(_columns(part, header, first, last)),
        identified,
    )


def _word(text: str) -> bool:
    squeezed = squeeze(text)
    return 1 < len(squeezed) <= _LONGEST_WORD and not _NUMBER.search(squeezed)


def _likely_header(part: Part) -> tuple[int, int]:
    """The row with the most different short words and no number; the first of several."""
    words = [{cell.text for cell in part.row(row) if _word(cell.text)} for row in range(part.first, part.last)]
    best = max(range(len(words)), key=lambda index: len(words[index]))
    return part.first + best, part.first + best + 1


def _columns(part: Part, header: Header | None, first: int, last: int) -> list[Column]:
    grid = part.grid
    words: dict[str, list[str]] = {}
    for col in range(grid.cols):
        cell = grid.at(last - 1, col)
        word = squeeze(cell.text)
        beside = cell.row + cell.row_span > last or (header is not None and cell.text == header.spine)
        if cell.col == col and word and word not in words and not beside:
            below = dict.fromkeys(grid.at(row, col) for row in range(last, part.last))
            words[word] = [item.text for item in below if not blank(item)]
    known = {word: match.role for word in words if (match := vocabulary().columns.exact(word))}
    free = [word for word in words if word not in known]
    guessed = dict(zip(free, guess_roles([words[word] for word in free]), strict=True))
    return [
        Column(word, known.get(word) or _unless_taken(guessed.get(word), known), word in known, next(iter(texts), ""))
        for word, texts in words.items()
    ]


def _unless_taken(role: str | None, known: Mapping[str, str]) -> str | None:
    return None if role in known.values() else role


def as_toml(draft: Draft, source: str) -> str:
    """The draft as the text of a file for forms/.

    Args:
        draft: an unknown form.
        source: what its first line names as the document it was drafted from.
    """
    title = draft.heading.title
    required = [*draft.labels, *(column.word for column in draft.columns)]
    lines = [
        f"# Drafted from {_comment(source)}, page {draft.page}" + (f": {_comment(title)}" if title else ""),
        *_near(draft),
        "# DECIDE: lower case, words joined with hyphens, the same as the file's name",
        'name = "new-form"',
        "# DECIDE: whose form it is and what tells it from the others",
        f"description = {_quoted(title or 'a form not described yet')}",
        "# DECIDE: keep the words that every table of this form has, and no others; a title only if it always says so",
        f"require = {_listed(required)}",
    ]
    if title:
        lines.append(f"# titles = {_listed([re.escape(title)])}")
    lines.append("# DECIDE: only where the form prints no unit of money and is known to mean one")
    lines.append(f"# money_unit = {_quoted(draft.heading.money_unit or '万元')}")
    lines += _column_lines(draft.columns)
    lines += _field_lines(draft.unknown_labels)
    return "\n".join(lines) + "\n"


def _near(draft: Draft) -> list[str]:
    return [f"# near {near.name}, which also requires {', '.join(near.lacks)}" for near in draft.identified.near]


def _column_lines(columns: Sequence[Column]) -> list[str]:
    guessed: dict[str, list[Column]] = {}
    for column in columns:
        if not column.known and column.role:
            guessed.setdefault(column.role, []).append(column)
    lines = ["", "[columns]"]
    lines += [f"# {_comment(column.word)} is {column.role} already" for column in columns if column.known]
    for role, found in guessed.items():
        examples = "; ".join(f"{column.word}: {column.example}" for column in found)
        lines.append(f"# DECIDE: guessed from the cells below ({_comment(examples)})")
        lines.append(f"{role} = {_listed([column.word for column in found])}")
    lines += [
        f"# DECIDE: {_comment(column.word)} ({_comment(column.example)}): no role, kept in extras_json"
        for column in columns
        if column.role is None
    ]
    return lines


def _field_lines(labels: Sequence[str]) -> list[str]:
    if not labels:
        return []
    roles = ", ".join(role for role in vocabulary().raw["fields"] if role != "other")
    lines = ["", f"# DECIDE: a label of one of these ({roles}) goes under its role", "[fields]"]
    return [*lines, f"other = {_listed(labels)}"]


def _listed(words: Sequence[str]) -> str:
    return "[" + ", ".join(_quoted(word) for word in dict.fromkeys(words)) + "]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _comment(text: str) -> str:
    return " ".join(text.split())
