"""The sheet that a reviewer fills in: a CSV that Excel opens, and the same as a page with the pieces of the pages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pipeline.errors import InputNotFoundError, UsageError
from pipeline.spotcheck.estimate import Estimate, Interval, Verdicts, estimated
from pipeline.spotcheck.goldens import printed
from pipeline.spotcheck.sampling import Drawn, Stratum

SHOWN = (
    "level1", "level2", "level3", "value_text", "operator", "number_low", "number_high", "unit_text", "value_min",
    "value_max", "base_unit", "date_from", "date_to", "weight",
)  # fmt: skip
COLUMNS = (
    "verdict", "remark", "source_path", "page", "project_name", *SHOWN, "needs_review", "x0", "top", "x1", "bottom",
    "table_id", "ordinal", "stratum", "stratum_rows",
)  # fmt: skip
RIGHT = {"对", "正确", "right", "ok", "1", "√", "y", "yes"}
WRONG = {"错", "错误", "wrong", "0", "×", "x", "n", "no"}
UNCLEAR = {"不清", "unclear", "?", "？"}
# A cell that begins so is run as a formula by Excel; the apostrophe keeps it text.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sheet(sample: Sequence[Drawn]) -> str:
    """The sheet as CSV with a byte order mark, without which Excel takes Chinese for something else."""
    buffer = io.StringIO(newline="")
    buffer.write("\ufeff")
    writer = csv.DictWriter(buffer, COLUMNS)
    writer.writeheader()
    for one in sample:
        row = one.indicator
        cells = {
            **printed("indicators", row, SHOWN),
            "source_path": one.path,
            "project_name": one.table["project_name"],
            "needs_review": "yes" if row["needs_review"] else "no",
            "stratum": json.dumps(one.stratum, ensure_ascii=False),
            "stratum_rows": one.stratum_rows,
            **{name: row[name] for name in ("page", "x0", "top", "x1", "bottom", "table_id", "ordinal")},
        }
        writer.writerow({name: _harmless(value) for name, value in cells.items()})
    return buffer.getvalue()


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def read_verdicts(path: Path) -> dict[Stratum, Verdicts]:
    """The verdicts of a filled-in sheet by stratum; unclear rows and rows without a verdict do not count as checked.

    Raises:
        InputNotFoundError: there is no such file.
        UsageError: it is no such sheet, or a verdict is none of the known words.
    """
    if not path.is_file():
        raise InputNotFoundError(f"{path} does not exist.")
    strata: dict[Stratum, Verdicts] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line, row in enumerate(csv.DictReader(file), start=2):
                stratum = tuple(json.loads(row["stratum"]))
                known = strata.get(stratum, Verdicts(int(row["stratum_rows"]), 0, 0, 0))
                checked, wrong = _verdict(path, line, row["verdict"])
                silent = wrong and row["needs_review"] != "yes"
                strata[stratum] = Verdicts(
                    known.rows, known.checked + checked, known.wrong + wrong, known.silent + silent
                )
    except (KeyError, ValueError, TypeError) as error:
        raise UsageError(f"{path} is no sheet of jixiao sample: {error!r}.", "Keep its columns as they are.") from error
    return strata


def _verdict(path: Path, line: int, text: str) -> tuple[bool, bool]:
    word = text.strip().lower()
    if word in RIGHT | WRONG:
        return True, word in WRONG
    if not word or word in UNCLEAR:
        return False, False
    words = "right, wrong, unclear (对, 错, 不清)"
    raise UsageError(f"Line {line} of {path} has the verdict {text!r}.", f"Use one of: {words}.")


def estimate(path: Path) -> tuple[Estimate, dict[Stratum, Verdicts]]:
    """The estimate that a sheet's verdicts allow.

    Raises:
        InputNotFoundError, UsageError: see `read_verdicts`; also when no row has a verdict.
    """
    strata = read_verdicts(path)
    try:
        return estimated(strata), strata
    except ValueError as error:
        raise UsageError(f"{path}: {error}.", "Fill in the column verdict.") from error


def estimate_lines(found: Estimate, strata: dict[Stratum, Verdicts]) -> Iterator[str]:
    """The estimate for a person."""
    yield f"{'stratum':<44} {'rows':>8} {'checked':>8} {'wrong':>6} {'silent':>7}"
    for stratum, verdicts in sorted(strata.items()):
        name = " / ".join(stratum) or "all"
        counts = f"{verdicts.rows:>8} {verdicts.checked:>8} {verdicts.wrong:>6} {verdicts.silent:>7}"
        yield f"{name:<44} {counts}"
    yield ""
    yield f"{found.checked} rows checked; 95 % confidence"
    yield f"wrong                  {_percent(found.wrong)}"
    yield f"wrong and not flagged  {_percent(found.silent)}"
    if found.covered < 1:
        yield f"this speaks for {100 * found.covered:.1f} % of the rows: some strata have no verdict yet"


def _percent(interval: Interval) -> str:
    return f"{100 * interval.rate:.2f} %, between {100 * interval.low:.2f} % and {100 * interval.high:.2f} %"


def by_document(sample: Iterable[Drawn]) -> dict[str, list[Drawn]]:
    """The sample under its documents."""
    groups: dict[str, list[Drawn]] = {}
    for one in sample:
        groups.setdefault(one.path, []).append(one)
    return groups
