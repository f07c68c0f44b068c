"""Where the bytes of a document of a dataset are now, for pictures of its pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from extractors.errors import JixiaoError
from pipeline.discover import Source, discover

INSIDE = "!/"  # bundle.zip!/dir/a.pdf


class Sources:
    """Finds documents below folders, as files or as members of archives; their bytes must be the same."""

    def __init__(self, roots: Iterable[Path]) -> None:
        self._roots = tuple(roots)
        self._found: dict[Path, dict[str, Source]] = {}

    def find(self, sha256: str, path: str) -> Source | None:
        """The document with these bytes, None when it is not there any more.

        `path` is its `source_path`: below a root, or the name of a root that is a file.
        """
        outer, _, _ = path.partition(INSIDE)
        for root in self._roots:
            for file in (root / outer, root) if root.is_dir() else (root,):
                if file.is_file() and (source := self._at(file).get(sha256)):
                    return source
        return None

    def _at(self, file: Path) -> dict[str, Source]:
        if file not in self._found:
            sources: tuple[Source, ...] = ()
            with suppress(JixiaoError):  # what cannot be read has no picture
                sources = discover([file]).sources
            self._found[file] = {source.sha256: source for source in sources if not source.failure}
        return self._found[file]


def inputs_of(dataset: Path) -> Iterator[Path]:
    """The inputs of the runs that wrote a dataset, the latest first, as its run reports name them."""
    seen: set[str] = set()
    for report in sorted((dataset / "_runs").glob("*.json"), reverse=True):
        with suppress(OSError, ValueError, KeyError, TypeError):  # a report that another version wrote otherwise
            for given in json.loads(report.read_text(encoding="utf-8"))["inputs"]:
                if given not in seen:
                    seen.add(given)
                    yield Path(given)
