"""Where the PDF of a row lies: its path in the dataset below the folders that were converted or are named.

Nothing else is ever opened: a path that leads out of its folder is none, and a file whose bytes have another hash
than the source is not shown.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from extractors.errors import JixiaoError
from pipeline.errors import SourceMissingError
from pipeline.inputs import archive
from pipeline.inputs.discover import Source, contents
from pipeline.inputs.requested import printable
from pipeline.store.storage import Place, store_at

# Members of archives are unpacked to be drawn; as many are kept.
KEPT_COPIES = 8
# Reports of runs that are looked through for their inputs, newest first.
LATEST_RUNS = 200


class Sources:
    """Finds and checks sources, each once; `close` removes unpacked copies."""

    def __init__(self, datasets: Iterable[Place], roots: Iterable[Path]) -> None:
        self._roots = [*roots, *(path for out in datasets for path in _inputs_of_runs(out))]
        self._scratch = tempfile.TemporaryDirectory(prefix="jixiao-sources-")
        self._found: OrderedDict[str, tuple[Path, tuple[int, int]]] = OrderedDict()

    def close(self) -> None:
        """Remove the copies."""
        self._scratch.cleanup()

    def file(self, sha256: str, paths: Sequence[str]) -> Path:
        """A file with exactly the bytes of this source; `paths` are its `source_path` and `duplicate_paths`.

        Raises:
            SourceMissingError: it is not where it was, or it is another file now.
        """
        known = self._found.get(sha256)
        if known is not None and known[0].is_file() and _stamp(known[0]) == known[1]:
            self._found.move_to_end(sha256)
            return known[0]
        changed = False
        for path in paths:
            for source in self._candidates(path):
                file = self._checked(source, sha256)
                if file is not None:
                    self._remember(sha256, file)
                    return file
                changed = True
        what = "is another file now" if changed else "is not where it was"
        raise SourceMissingError(f"{paths[0]} {what}.")

    def _candidates(self, path: str) -> Iterator[Source]:
        outer, _, member = path.partition("!/")
        for root in self._roots:
            for file in _below(root, outer):
                if not member:
                    yield Source(path, "", file)
                    continue
                try:
                    members, _ = archive.list_members(file)
                except (JixiaoError, OSError):
                    continue
                yield from (Source(path, "", file, members=found.indexes) for found in members if found.name == member)

    def _checked(self, source: Source, sha256: str) -> Path | None:
        digest = hashlib.sha256()
        copy = Path(self._scratch.name) / f"{sha256[:16]}.pdf" if source.members else None
        try:
            if copy is None:
                for chunk in contents(source):
                    digest.update(chunk)
            else:
                with copy.open("wb") as file:
                    for chunk in contents(source):
                        digest.update(chunk)
                        file.write(chunk)
        except (JixiaoError, OSError):
            return None
        return (copy or source.file) if digest.hexdigest() == sha256 else None

    def _remember(self, sha256: str, file: Path) -> None:
        self._found[sha256] = file, _stamp(file)
        copies = [key for key, (kept, _) in self._found.items() if kept.is_relative_to(self._scratch.name)]
        for key in copies[:-KEPT_COPIES]:
            self._found.pop(key)[0].unlink(missing_ok=True)


def _stamp(file: Path) -> tuple[int, int]:
    status = file.stat()
    return status.st_mtime_ns, status.st_size


def _below(root: Path, path: str) -> Iterator[Path]:
    """The regular file at `path` below a folder, or the input itself when it was given by name."""
    if root.is_file():
        # one found by a glob or in a list is written with folders before its name
        if printable(root.name) == path.rpartition("/")[2]:
            yield root
        return
    try:
        folder = root.resolve(strict=True)
        file = (folder / path).resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        return
    if file.is_relative_to(folder) and file.is_file():
        yield file


def _inputs_of_runs(out: Place) -> list[Path]:
    """What `jixiao convert` was given, newest run first."""
    inputs: dict[str, None] = {}
    store = store_at(out)
    for report in sorted(store.stamps("_runs"), reverse=True)[:LATEST_RUNS]:
        try:
            given = json.loads(store.read(report))["inputs"]
            inputs.update(dict.fromkeys(path for path in given if isinstance(path, str)))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return [Path(path) for path in inputs]
