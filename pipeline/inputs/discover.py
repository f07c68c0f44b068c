"""Which documents: what lies in files, folders and archives becomes a list of sources.

A source is known by the SHA-256 of its bytes; sources with the same bytes are converted once. What cannot
be read is a source with a failure, so that it gets its row in `documents` like any other.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from extractors.errors import JixiaoError
from pipeline.errors import Failure, FileChangedError, NoPdfsError, UnreadableFileError
from pipeline.inputs import archive
from pipeline.inputs.fileindex import FileIndex, Known
from pipeline.inputs.requested import Input, inputs_of, printable
from pipeline.store.storage import as_os_errors, open_remote, remote_stamp, stamp_of

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """One document to convert.

    `path` is what is written in the dataset; `file` is where its bytes are, `members` the way to them inside
    a zip; `address` is set when they are on no path of this machine: then `file` is only a name. `origins` are
    the places of its bytes and of its duplicates in full, on this machine or elsewhere. `failure` is set when
    it cannot be read at all; then `sha256` is the hash of its bytes where those could be read (a damaged zip),
    else of `path:` and the path.
    """

    path: str
    sha256: str
    file: Path
    file_bytes: int | None = None
    members: tuple[int, ...] = ()
    duplicate_paths: tuple[str, ...] = ()
    failure: Failure | None = None
    address: str | None = None
    origins: tuple[str, ...] = ()

    @property
    def sha16(self) -> str:
        """The name of its files in the dataset."""
        return self.sha256[:16]


@dataclass(frozen=True, slots=True)
class Discovered:
    """The sources in order, each once.

    `other_files` are those in folders and zips that are none; `hashed` the files that had to be read through to
    know them; `roots` the places of which everything was seen: what is not found below them is no longer there.
    """

    sources: tuple[Source, ...]
    other_files: int = 0
    hashed: int = 0
    roots: tuple[str, ...] = ()


def discover(
    inputs: Iterable[Path | str | Input],
    on_file: Callable[[str], None] = lambda path: None,
    index: FileIndex | None = None,
    leave_out: Path | None = None,
) -> Discovered:
    """Find and hash every document; `on_file` is told each path.

    `index` knows files of earlier runs, which are not read again; `leave_out` is the dataset's own folder, which
    may lie below an input.

    Raises:
        InputNotFoundError: an input does not exist; nothing is read before all are known to exist.
    """
    given = inputs_of(inputs)
    found = _Found(on_file, index or FileIndex(), leave_out.resolve() if leave_out else None)
    for each in given:
        if each.remote:
            found.add_remote(each)
        elif each.path.is_dir():
            found.add_folder(each)
        else:
            found.add_file(_Place(str(each.path.absolute()), each.path), printable(each.label), given=True)
            found.roots.append(str(each.path.absolute()))
    return Discovered(tuple(_unique(found.sources)), found.other_files, found.hashed, tuple(found.roots))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a file is: its full address, its path when it has one here, its mark when that is known already."""

    address: str
    file: Path
    remote: bool = False
    stamp: str | None = None


@dataclass(slots=True)
class _Found:
    """What has been found so far."""

    on_file: Callable[[str], None]
    index: FileIndex
    leave_out: Path | None
    sources: list[Source] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)
    other_files: int = 0
    hashed: int = 0

    def add_folder(self, given: Input) -> None:
        """Every document and zip below a folder in the order of paths; links to folders are not followed."""
        folder, before = given.path, len(self.sources)
        denied: list[OSError] = []
        files = sorted(self._walk(folder, denied), key=lambda path: path.as_posix())
        for path in files:
            if not archive.ignored(path.as_posix()):
                file = folder / path
                self.add_file(_Place(str(file.absolute()), file), printable(path.as_posix()))
        for error in denied:
            name = printable(str(error.filename))
            self._add_failure(_Place(str(error.filename), folder), name, unreadable(name, error))
        self._close_folder(str(folder.absolute()), folder, printable(str(folder)), before, complete=not denied)

    def _walk(self, folder: Path, denied: list[OSError]) -> Iterator[Path]:
        for parent, folders, names in os.walk(folder, onerror=denied.append):
            if self.leave_out:
                folders[:] = [name for name in folders if Path(parent, name).resolve() != self.leave_out]
            yield from (Path(parent, name).relative_to(folder) for name in names)

    def add_remote(self, given: Input) -> None:
        """The same of a remote place; a file or a folder."""
        import fsspec

        try:
            with as_os_errors(given.address):
                system, path = fsspec.core.url_to_fs(given.address)
                is_folder = system.isdir(path)
                found = system.find(path, detail=True) if is_folder else {path: system.info(path)}
                files = [(name, system.unstrip_protocol(name), info) for name, info in sorted(found.items())]
        except OSError as error:
            place = _Place(given.address, Path(given.label), remote=True)
            self._add_failure(place, given.label, unreadable(given.address, error))
            return
        before = len(self.sources)
        for name, address, info in files:
            label = name.removeprefix(path).strip("/") if is_folder else given.label
            if not archive.ignored(label):
                place = _Place(address, Path(label), remote=True, stamp=remote_stamp(info))
                self.add_file(place, label, given=not is_folder)
        if is_folder:
            self._close_folder(given.address.rstrip("/"), Path(given.label), given.address, before, complete=True)

    def _close_folder(self, address: str, file: Path, name: str, before: int, complete: bool) -> None:
        if len(self.sources) == before:
            self._add_failure(_Place(address, file), name, NoPdfsError(f"There is no document in {name}."))
        elif complete:
            self.roots.append(address)

    def add_file(self, place: _Place, path: str, given: bool = False) -> None:
        """A document or a zip; any other file only when it was given by name."""
        suffix = place.file.suffix.lower()
        if suffix == ".zip":
            self._add_archive(place, path)
        elif suffix in archive.DOCUMENTS or given:
            self._add_document(place, path)
        else:
            self.other_files += 1

    def _add_document(self, place: _Place, path: str) -> None:
        self.on_file(path)
        source = _source(place, path)
        try:
            stamp = _stamp(place)
            known = self.index.known(place.address, stamp)
            if known is None or known.members is not None:
                self.hashed += 1
                known = Known(*_hash(contents(source)))
                self.index.remember(place.address, stamp, known)
        except OSError as error:
            self._add_failure(place, path, unreadable(path, error))
        else:
            self.sources.append(replace(source, sha256=known.sha256, file_bytes=known.file_bytes))

    def _add_archive(self, place: _Place, path: str) -> None:
        self.on_file(path)
        try:
            stamp = _stamp(place)
            known = self.index.known(place.address, stamp)
            if known is None or known.members is None:
                self.hashed += 1
                self._look_into(place, path, stamp)
                return
        except JixiaoError as error:
            self._add_failure(place, path, error, of_bytes=True)
        except OSError as error:
            self._add_failure(place, path, unreadable(path, error))
        else:
            self.other_files += known.others
            for member in known.members:
                source = _source(place, path, member.name, member.indexes)
                self.sources.append(replace(source, sha256=member.sha256, file_bytes=member.file_bytes))

    def _look_into(self, place: _Place, path: str, stamp: str) -> None:
        with _opened(place) as file:
            members, others = archive.list_members(file, path)
        if not members:
            raise NoPdfsError(f"There is no document in {path}.")
        self.other_files += others
        hashed = []
        for member in members:
            source = _source(place, path, member.name, member.indexes)
            self.on_file(source.path)
            try:
                if member.error:
                    raise member.error
                sha256, size = _hash(contents(source))
            except JixiaoError as error:
                self._add_failure(place, source.path, error, member.name)
            except OSError as error:
                self._add_failure(place, source.path, unreadable(source.path, error), member.name)
            else:
                hashed.append(Known.Member(member.name, member.indexes, sha256, size))
                self.sources.append(replace(source, sha256=sha256, file_bytes=size))
        if len(hashed) == len(members):
            self.index.remember(place.address, stamp, Known("", 0, tuple(hashed), others))

    def _add_failure(
        self, place: _Place, path: str, error: JixiaoError, member: str = "", of_bytes: bool = False
    ) -> None:
        sha256, size = hashlib.sha256(f"path:{path}".encode()).hexdigest(), None
        source = replace(_source(place, path), failure=Failure.of(error))
        if of_bytes:
            sha256, size = _hash(contents(source))
        origin = f"{place.address}!/{member}" if member else place.address
        self.sources.append(replace(source, sha256=sha256, file_bytes=size, origins=(origin,)))


def _source(place: _Place, path: str, member: str = "", indexes: tuple[int, ...] = ()) -> Source:
    """A source without its hash."""
    return Source(
        f"{path}!/{member}" if member else path,
        "",
        place.file,
        members=indexes,
        address=place.address if place.remote else None,
        origins=(f"{place.address}!/{member}" if member else place.address,),
    )


def _stamp(place: _Place) -> str:
    if place.stamp is not None:
        return place.stamp
    if not place.file.is_file():
        raise FileNotFoundError(None, "it is no regular file", str(place.file))
    return stamp_of(place.file.stat())


@contextmanager
def _opened(place: _Place) -> Iterator[IO[bytes]]:
    with open_remote(place.address) if place.remote else place.file.open("rb") as file:
        yield file


def contents(source: Source) -> Iterator[bytes]:
    """The bytes of a source, in chunks."""
    with open_remote(source.address) if source.address else source.file.open("rb") as file:
        if source.members:
            yield from archive.read_member(file, source.file.name, source.members)
            return
        while chunk := file.read(CHUNK):
            yield chunk


def local_file(source: Source, folder: Path) -> Path:
    """A file with the bytes of the source: its own, or a copy in `folder` when it is remote or in an archive.

    Raises:
        FileChangedError: its bytes are not the ones that were hashed.
    """
    if not source.members and not source.address:
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
        origins = dict.fromkeys(origin for each in (first, *others) for origin in each.origins)
        yield replace(first, duplicate_paths=tuple(paths), origins=tuple(origins))
