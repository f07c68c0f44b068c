"""A comparison as a terminal table with coloured characters, as JSON, and as Markdown for a pull request."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pipeline.spotcheck.characters import Piece, marked, pieces
from pipeline.spotcheck.comparison import Comparison, Scores, grouped
from pipeline.spotcheck.difference import Difference

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

NOTHING = "—"


def print_table(comparison: Comparison, console: Console) -> None:
    """Print it for a person. Without colours what differs stands in [-…-] and {+…+}."""
    from rich.table import Table
    from rich.text import Text

    console.print(Text(f"- {comparison.left.name}\n+ {comparison.right.name}"), soft_wrap=True)
    for (document, table), differences in grouped(
        comparison.differences, lambda one: (one.document, one.table)
    ).items():
        console.print(Text(f"\n{document}  {table}".rstrip(), style="bold"), soft_wrap=True)
        shown = Table(box=None, padding=(0, 2, 0, 2), show_header=False)
        for column in ("row", "what", "left", "right"):
            shown.add_column(column, overflow="fold", max_width=28 if column == "row" else None)
        for difference in differences:
            left, right = _coloured(difference, console.is_terminal and not console.no_color)
            what = f"{difference.aspect} {difference.column or 'row'}"
            shown.add_row(Text(difference.row), Text(what, style="cyan"), left, right)
        console.print(shown)
    for line in _closing(comparison):
        console.print(Text(line), soft_wrap=True)


def _coloured(difference: Difference, colour: bool) -> tuple[Text, Text]:
    from rich.text import Text

    if difference.left is None or difference.right is None:
        sides = (difference.left, difference.right)
        return (
            Text(NOTHING if sides[0] is None else sides[0], style="red" if sides[0] else ""),
            Text(NOTHING if sides[1] is None else sides[1], style="green" if sides[1] else ""),
        )
    mine, theirs = pieces(difference.left, difference.right)
    if not colour:
        return Text(marked(mine, "[-", "-]")), Text(marked(theirs, "{+", "+}"))
    return _painted(mine, "bold red"), _painted(theirs, "bold green")


def _painted(text: tuple[Piece, ...], style: str) -> Text:
    from rich.text import Text

    painted = Text()
    for piece in text:
        painted.append(piece.text, style="" if piece.same else style)
    return painted


def _closing(comparison: Comparison) -> Iterator[str]:
    yield ""
    counts = ", ".join(f"{count} {aspect}" for aspect, count in comparison.counts.items())
    yield f"{len(comparison.differences)} differences: {counts}" if counts else "no differences"
    yield from _score_lines(comparison)


def _score_lines(comparison: Comparison) -> Iterator[str]:
    for scores in comparison.scores:
        total = scores.total
        if total.tables:
            yield f"{scores.name} against {comparison.reference}: {_figures(scores)}"
    if len(comparison.scores) == 2:
        before, after = (scores.total for scores in comparison.scores)
        teds = _signed((after.teds or 0) - (before.teds or 0), ".4f")
        yield (
            f"change: rows {_signed(after.rows_exact - before.rows_exact, 'd')}, "
            f"CER {_signed(100 * (after.cer - before.cer), '.2f')} %, TEDS {teds}"
        )


def _figures(scores: Scores) -> str:
    total = scores.total
    teds = NOTHING if total.teds is None else f"{total.teds:.4f}"
    return (
        f"{total.rows_exact} of {total.rows} rows exact in {total.tables} tables, "
        f"CER {100 * total.cer:.2f} %, TEDS {teds}"
    )


def _signed(value: float, form: str) -> str:
    return f"{value:+{form}}"


def as_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as a JSON object; figures of tables in the order of the documents."""
    return {
        "left": comparison.left.name,
        "right": comparison.right.name,
        "left_is_golden": comparison.left.golden,
        "counts": comparison.counts,
        "differences": [asdict(difference) for difference in comparison.differences],
        "metrics": [
            {
                "of": scores.name,
                "against": comparison.reference,
                "total": asdict(scores.total),
                "tables": [{**asdict(table), "cer": table.cer} for table in scores.tables],
            }
            for scores in comparison.scores
        ],
    }


def json_text(comparison: Comparison) -> str:
    """The JSON object as text."""
    return json.dumps(as_json(comparison), ensure_ascii=False, indent=1)


def markdown(comparison: Comparison) -> Iterator[str]:
    """Lines for the description of a pull request."""
    yield f"### {_escaped(comparison.left.name)} → {_escaped(comparison.right.name)}"
    yield ""
    counts = ", ".join(f"{count} {aspect}" for aspect, count in comparison.counts.items())
    yield f"**{len(comparison.differences)} differences** ({counts})" if counts else "**No differences.**"
    yield ""
    for (document, table), differences in grouped(
        comparison.differences, lambda one: (one.document, one.table)
    ).items():
        yield f"#### {_escaped(f'{document} {table}'.strip())}"
        yield ""
        yield "| row | what | before | after |"
        yield "|---|---|---|---|"
        for difference in differences:
            mine, theirs = pieces(difference.left, difference.right)
            before = NOTHING if difference.left is None else _marked_down(mine, "~~")
            after = NOTHING if difference.right is None else _marked_down(theirs, "**")
            what = f"{difference.aspect} {difference.column or 'row'}".replace("_", "\\_")
            yield f"| {_escaped(difference.row)} | {what} | {before} | {after} |"
        yield ""
    for line in _score_lines(comparison):
        yield f"- {_escaped(line)}"


def _marked_down(text: tuple[Piece, ...], mark: str) -> str:
    return "".join(
        _escaped(piece.text) if piece.same or not piece.text.strip() else f"{mark}{_escaped(piece.text)}{mark}"
        for piece in text
    )


def _escaped(text: str) -> str:
    """Text from a PDF must not become markup."""
    special = str.maketrans({each: f"\\{each}" for each in "\\`*_{}[]<>()#+-!|~"})
    return " ".join(text.translate(special).split())
