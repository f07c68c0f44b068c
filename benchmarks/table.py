"""Counts as Markdown tables, put between markers of a document."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from pathlib import Path

from benchmarks.score import Tally

# What a scan must reach: share of rows right, share of right rows flagged at most; no wrong row is silent.
_GOALS = (
    ("clean300 office200", 0.995, 0.01),
    ("fax turned mixed skew1 skew2 skew3 fax+turned fax+skew2 seal+skew3", 0.99, 0.03),
    ("poor150 office150 watermark seal greyseal poor+skew2 poor+watermark watermark+seal seal+turned", 0.97, 0.08),
    ("photo spread skew4 skew5 seal+photo", 0.93, 0.12),
)
GOALS = {name: (rows, flagged) for names, rows, flagged in _GOALS for name in names.split()}
HEADINGS = (
    "condition", "rows right", "", "goal", "wrong, not flagged", "of the wrong: lost (reported)", "right, flagged",
    "cells right", "characters wrong", "measures right", "pages", "pages a CPU second", "peak MiB",
)  # fmt: skip


def markdown(by_condition: Mapping[str, Tally]) -> str:
    """One line a condition in the order given, and their sum."""
    lines = ["| " + " | ".join(HEADINGS) + " |", "|---" + "|---:" * (len(HEADINGS) - 1) + "|"]
    lines += [_line(name, counts) for name, counts in by_condition.items()]
    lines.append(_line("all", reduce(Tally.add, by_condition.values(), Tally())))
    return "\n".join(lines)


def goals(by_condition: Mapping[str, Tally]) -> str:
    """A line for each group of conditions that shares a goal, as far as it was measured."""
    lines = ["| conditions | rows right | goal | wrong, not flagged | goal | right, flagged | goal | reached |"]
    lines.append("|---|---:|---:|---:|---:|---:|---:|---|")
    for names, rows, flagged in _GOALS:
        there = [name for name in names.split() if name in by_condition]
        if there:
            counts = reduce(Tally.add, (by_condition[name] for name in there), Tally())
            lines.append(_reached(", ".join(there), counts, rows, flagged))
    return "\n".join(lines)


def _reached(names: str, counts: Tally, rows: float, flagged: float) -> str:
    total = counts.rows + counts.extra
    kept = (
        counts.right >= rows * total,
        counts.wrong_silent == 0,
        counts.right_flagged <= flagged * counts.right,
    )
    missed = [name for name, good in zip(("rows", "silence", "flags"), kept, strict=True) if not good]
    cells = (
        names,
        _share(counts.right, total),
        f"{rows:.1%}",
        str(counts.wrong_silent),
        "0",
        _share(counts.right_flagged, counts.right),
        f"{flagged:.0%}",
        f"no: {', '.join(missed)}" if missed else "yes",
    )
    return "| " + " | ".join(cells) + " |"


def _line(name: str, counts: Tally) -> str:
    total = counts.rows + counts.extra
    goal, flagged = GOALS.get(name, (None, None))
    cells = (
        name,
        f"{counts.right} / {total}",
        _share(counts.right, total),
        "" if goal is None else f"{goal:.1%}, {flagged:.0%}",
        f"**{counts.wrong_silent}**" if counts.wrong_silent else "0",
        f"{counts.lost} ({counts.lost_reported})" if counts.lost else "0",
        f"{counts.right_flagged} ({_share(counts.right_flagged, counts.right)})",
        _share(counts.cells_right, counts.cells),
        _share(counts.characters_wrong, counts.characters, 2),
        _share(counts.measures_right, counts.rows),
        str(counts.pages),
        f"{counts.pages / counts.cpu_seconds:.2f}" if counts.cpu_seconds else "",
        f"{counts.peak_mib:.0f}",
    )
    return "| " + " | ".join(cells) + " |"


def _share(part: int, whole: int, places: int = 1) -> str:
    return f"{100 * part / whole:.{places}f} %" if whole else "–"


def put(path: Path, name: str, text: str) -> None:
    """Replace what stands between `<!-- name -->` and `<!-- /name -->`.

    Raises:
        ValueError: the document has no such markers.
    """
    document = path.read_text(encoding="utf-8")
    opening, closing = f"<!-- {name} -->", f"<!-- /{name} -->"
    start, end = document.find(opening), document.find(closing)
    if start < 0 or end < start:
        raise ValueError(f"{path} has no place {opening} … {closing}")
    path.write_text(document[: start + len(opening)] + "\n" + text + "\n" + document[end:], encoding="utf-8")
