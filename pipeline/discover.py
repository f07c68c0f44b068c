"""Which documents: PDFs, folders and zips given on the command line become a list of sources.

A source is known by the SHA-256 of its bytes; sources with the same bytes are converted once. What cannot
be read is a source with a failure, so that it gets its row in `documents` like any other.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.errors import JixiaoError
from pipeline import archive
from pipeline.errors import Failure, FileChangedError, InputNotFoundError, NoPdfsError, UnreadableFileError

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """One document to convert.

    `path` is what is written in the dataset; `file` is where its bytes are, `members` the way to them inside
    a zip. `failure` is set when it cannot be read at all; then `sha256` is the hash of its bytes where those
    could be read (a damaged zip), else of `path:` and the path.
    """

    path: str
    sha256: str
    file: Path
    file_bytes: int | None = None
    members: tuple[int, ...] = ()
    duplicate_paths: tuple[str, ...] = ()
    failure: Failure | None = None

    @property
    def sha16(self) -> str:
        """The name of its files in the dataset."""
        return self.sha256[:16]


@dataclass(frozen=True, slots=True)
class Discovered:
    """The sources in order, each once, and the number of files in folders and zips that are no PDF."""

    sources: tuple[Source, ...]
    other_files: int = 0


def discover(inputs: Iterable[Path], on_file: Callable[[str], None] = lambda path: None) -> Discovered:
    """Find and hash every document; `on_file` is told each path.

    Raises:
        InputNotFoundError: an input does not exist; nothing is read before all are known to exist.
    """
    inputs = list(inputs)
    check_inputs(inputs)
    found = _Found(on_file)
    for path in inputs:
        if path.is_dir():
            found.add_folder(path)
        else:
            found.add_file(path, printable(path.name), given=True)
    return Discovered(tuple(_unique(found.sources)), found.other_files)


def check_inputs(inputs: Iterable[Path]) -> None:
    """See that every input exists.

    Raises:
        InputNotFoundError: one does not.
    """
    for path in inputs:
        if not os.path.lexists(path):
            raise InputNotFoundError(f"{printable(str(path))} does not exist.")


class _Found:
    """What has been found so far."""

    def __init__(self, on_file: Callable[[str], None]) -> None:
        self.sources: list[Source] = []
        self.other_files = 0
        self._on_file = on_file

    def add_folder(self, folder: Path) -> None:
        """Every PDF and zip below a folder in the order of their paths; links to folders are not followed."""
        before = len(self.sources)
        denied: list[OSError] = []
        files = [
            Path(parent, name).relative_to(folder)
            for parent, _, names in os.walk(folder, onerror=denied.append)
            for name in names
        ]
        for path in sorted(files, key=lambda path: path.as_posix()):
            if not archive.ignored(path.as_posix()):
                self.add_file(folder / path, printable(path.as_posix()))
        for error in denied:
            self._add_failure(folder, printable(str(error.filename)), unreadable(str(error.filename), error))
        if len(self.sources) == before:
            self._add_failure(
                folder, printable(str(folder)), NoPdfsError(f"There is no PDF in {printable(str(folder))}.")
            )

    def add_file(self, file: Path, path: str, given: bool = False) -> None:
        """A PDF or a zip; any other file only when it was given by name."""
        suffix = file.suffix.lower()
        if suffix == ".zip":
            self._add_archive(file, path)
        elif suffix == ".pdf" or given:
            self._add(Source(path, "", file))
        else:
            self.other_files += 1

    def _add_archive(self, file: Path, path: str) -> None:
        self._on_file(path)
        try:
            members, others = archive.list_members(file)
            if not members:
                raise NoPdfsError(f"There is no PDF in {path}.")
        except JixiaoError as error:
            self._add_failure(file, path, error, of_bytes=True)
        except OSError as error:
            self._add_failure(file, path, unreadable(path, error))
        else:
            self.other_files += others
            for member in members:
                self._add(Source(f"{path}!/{member.name}", "", file, members=member.indexes))

    def _add(self, source: Source) -> None:
        self._on_file(source.path)
        try:
            if not source.file.is_file():
                raise FileNotFoundError(None, "it is no regular file", str(source.file))
            sha256, size = _hash(contents(source))
        except JixiaoError as error:
            self._add_failure(source.file, source.path, error)
        except OSError as error:
            self._add_failure(source.file, source.path, unreadable(source.path, error))
        else:
            self.sources.append(replace(source, sha256=sha256, file_bytes=size))

    def _add_failure(self, file: Path, path: str, error: JixiaoError, of_bytes: bool = False) -> None:
        sha256, size = hashlib.sha256(f"path:{path}".encode()).hexdigest(), None
        if of_bytes:
            sha256, size = _hash(contents(Source(path, "", file)))
        self.sources.append(Source(path, sha256, file, size, failure=Failure.of(error)))


def contents(source: Source) -> Iterator[bytes]:
    """The bytes of a source, in chunks."""
    if source.members:
        yield from archive.read_member(source.file, source.members)
        return
    with source.file.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def local_file(source: Source, folder: Path) -> Path:
    """A file with the bytes of the source: its own, or a copy in `folder` when it lies in an archive.

    Raises:
        FileChangedError: its bytes are not the ones that were hashed.
    """
    if not source.members:
        sha256, _ = _hash(contents(source))
        copy = source.file
    else:
        copy = folder / f"{source.sha16}.pdf"
        with copy.open("wb") as file:
            sha256, _ = _hash(_copied(contents(source), file.write))
    if sha256 != source.sha256:
        raise FileChangedError(f"{source.path} has changed since the run began.")
    return copy


def _copied(chunks: Iterable[bytes], write: Callable[[bytes], object]) -> Iterator[bytes]:
    for chunk in chunks:
        write(chunk)
        yield chunk


def _hash(chunks: Iterable[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def unreadable(path: str, error: OSError) -> UnreadableFileError:
    """What the operating system said, as a failure of a source."""
    return UnreadableFileError(f"{printable(path)} cannot be read: {error.strerror or error}.")


def _unique(sources: Iterable[Source]) -> Iterator[Source]:
    """Each hash once, in the order of first appearance; the other paths become `duplicate_paths`."""
    by_hash: dict[str, list[Source]] = {}
    for source in sources:
        by_hash.setdefault(source.sha256, []).append(source)
    for first, *others in by_hash.values():
        paths = sorted({other.path for other in others} - {first.path})
        yield replace(first, duplicate_paths=tuple(paths))


def printable(path: str) -> str:
    """A path as valid Unicode: file names that are not UTF-8 are taken for GBK, which old archives left behind."""
    try:
        path.encode()
        return path
    except UnicodeEncodeError:
        return os.fsencode(path).decode("gb18030", errors="replace")
