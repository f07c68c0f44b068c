"""One line a document for the list: read once from the columns that it needs, kept between two openings.

`documents/<sha16>.parquet` is written last when a source is converted, so a line holds as long as that file is
the same. The lines are kept in `DIR/_review/`, which no loader takes for data; it can be deleted at any time.
"""

from __future__ import annotations

import json
import os
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from extractors.model import Severity
from pipeline.store.columns import TABLES

KEPT = Path("_review") / "index.json"
# changes when a line holds something else
FORMAT = 1
THREADS = 4
_DOUBTED = ("target_tables", "budgets", "goals", "indicators")


@dataclass(frozen=True, slots=True)
class Line:
    """What the list shows of a document. `reasons` are codes with their number; `doubts` rows that need a look."""

    sha16: str
    sha256: str
    path: str
    paths: tuple[str, ...]
    status: str
    error: str | None
    pages: int | None
    tables: int
    indicators: int
    needs_review: bool
    corrections: str | None
    stamp: tuple[int, int]
    doubts: int = 0
    contradictions: int = 0
    years: tuple[int, ...] = ()
    forms: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    reasons: tuple[tuple[str, int], ...] = ()


class Index:
    """The lines of a dataset. `refresh` reads what has changed; `lines` is what is known."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._reading = threading.Lock()
        self._lines: dict[str, Line] = _kept(out)
        self.total = 0

    def lines(self) -> list[Line]:
        """All lines known."""
        return list(self._lines.values())

    def line(self, sha16: str) -> Line | None:
        """One line, as the files are now; the others are not looked at."""
        stamp = _stamp(self._out / "documents" / f"{sha16}.parquet")
        known = self._lines.get(sha16)
        if stamp is None or (known is not None and known.stamp == stamp):
            return None if stamp is None else known
        line = _read(sha16, stamp, _places(self._out, sha16))
        if line is not None:
            self._lines[sha16] = line
        return line

    def refresh(self) -> None:
        """Read the documents that are new or have been converted again, forget those that have gone."""
        with self._reading:
            stamps = dict(_stamps(self._out / "documents"))
            self.total = len(stamps)
            for gone in set(self._lines) - set(stamps):
                del self._lines[gone]
            changed = [
                sha16
                for sha16, stamp in stamps.items()
                if sha16 not in self._lines or self._lines[sha16].stamp != stamp
            ]
            if not changed:
                return
            places = _places(self._out)
            with ThreadPoolExecutor(THREADS) as readers:
                for line in readers.map(lambda sha16: _read(sha16, stamps[sha16], places), changed):
                    if line is not None:
                        self._lines[line.sha16] = line
            _keep(self._out, self._lines.values())


def _stamps(folder: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".parquet") and not entry.name.startswith("."):
                status = entry.stat()
                yield entry.name.removesuffix(".parquet"), (status.st_mtime_ns, status.st_size)


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size


def _places(out: Path, only: str | None = None) -> dict[tuple[str, str], list[Path]]:
    """The files of every table and source; listing the folders once is far cheaper than asking for each file."""
    places: dict[tuple[str, str], list[Path]] = {}
    for table in TABLES.values():
        for folder in out.glob(f"{table.name}/year=*") if table.by_year else (out / table.name,):
            for file in _files(folder, only):
                places.setdefault((table.name, file.stem), []).append(file)
    return places


def _files(folder: Path, only: str | None) -> list[Path]:
    if only is not None:
        file = folder / f"{only}.parquet"
        return [file] if file.is_file() else []
    if not folder.is_dir():
        return []
    return [file for file in folder.iterdir() if file.suffix == ".parquet" and not file.name.startswith(".")]


def _read(sha16: str, stamp: tuple[int, int], places: dict[tuple[str, str], list[Path]]) -> Line | None:
    """The line of one document; None when it is being replaced just now."""
    import pyarrow as pa

    def rows(table: str, columns: tuple[str, ...]) -> list[dict[str, Any]]:
        return [row for file in places.get((table, sha16), ()) for row in read_columns(file, columns)]

    try:
        document = rows("documents", DOCUMENT)[0]
        headers = rows("target_tables", (*DOUBT, "fiscal_year", "form", "department", "project_name"))
        findings = rows("findings", ("code", "severity"))
        doubted = list(headers)
        if document["needs_review"]:
            doubted += rows("indicators", DOUBT) + rows("budgets", ("needs_review",)) + rows("goals", ("needs_review",))
    except (IndexError, OSError, pa.ArrowInvalid):
        return None
    reasons = Counter(finding["code"] for finding in findings if finding["severity"] != Severity.INFO)
    in_rows = {code for row in doubted for code in (row.get("review_reasons") or "").split(",") if code}
    for code in in_rows - set(reasons):
        reasons[code] = 1
    doubts = sum(bool(row["needs_review"]) for row in doubted)
    return Line(
        sha16=sha16,
        sha256=document["source_sha256"],
        path=document["source_path"],
        paths=(document["source_path"], *(document["duplicate_paths"] or ())),
        status=document["status"],
        error=document["error_message"],
        pages=document["pages"],
        tables=document["tables"] or 0,
        indicators=document["indicators"] or 0,
        needs_review=document["needs_review"],
        corrections=document.get("corrections"),
        stamp=stamp,
        doubts=doubts or int(document["needs_review"]),
        contradictions=sum(reasons[code] for code in reasons if code not in in_rows),
        years=tuple(sorted({row["fiscal_year"] for row in headers if row["fiscal_year"] is not None})),
        forms=_words(row["form"] for row in headers),
        departments=_words(row["department"] for row in headers),
        projects=_words(row["project_name"] for row in headers),
        reasons=tuple(sorted(reasons.items())),
    )


DOUBT = ("needs_review", "review_reasons")
DOCUMENT = (
    *("source_sha256", "source_path", "duplicate_paths", "status", "error_message", "pages", "tables", "indicators"),
    *("needs_review", "corrections"),
)


def read_columns(file: Path, columns: tuple[str, ...] | None = None) -> list[dict[str, Any]]:
    """Rows of one Parquet file; columns that an older dataset does not have are left out."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(file) as opened:
        wanted = None if columns is None else [name for name in columns if name in opened.schema_arrow.names]
        rows: list[dict[str, Any]] = opened.read(columns=wanted, use_threads=False).to_pylist()
    return rows


def _words(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _kept(out: Path) -> dict[str, Line]:
    try:
        content = json.loads((out / KEPT).read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            return {}
        lines = [Line(**{name: _tuple(value) for name, value in line.items()}) for line in content["lines"]]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {line.sha16: line for line in lines}


def _tuple(value: Any) -> Any:
    return tuple(_tuple(item) for item in value) if isinstance(value, list) else value


def _keep(out: Path, lines: Iterable[Line]) -> None:
    """Only a saving of time: a dataset that cannot be written to is read again the next time."""
    path = out / KEPT
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    content = {"format": FORMAT, "lines": [asdict(line) for line in lines]}
    try:
        path.parent.mkdir(exist_ok=True)
        temporary.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
