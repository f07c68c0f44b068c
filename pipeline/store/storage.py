"""Where a dataset lies: a folder of this machine or an fsspec address (`s3://`, `oss://`, `hdfs://` …).

Whatever the place, a file is there whole or not at all. In a folder it is written beside its place, synced and
renamed. An object store shows an object only when its single put is complete. Other remote file systems get
the file under a hidden name first, then it is moved.
"""

from __future__ import annotations

import functools
import os
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

Place = Path | str
"""A folder, or the fsspec address of one."""

# Stores in which a put is visible only when it is complete, and a rename would be a copy.
_WHOLE_PUTS = frozenset({"s3", "s3a", "oss", "cos", "obs", "gs", "gcs", "az", "abfs", "abfss", "adl", "memory"})
_ADDRESS = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]+(::|://)")
_STATE = "_state"


def is_remote(address: str) -> bool:
    """Whether it is an fsspec address that is no path of this machine."""
    return bool(_ADDRESS.match(address)) and not address.startswith("file://")


def local_path(address: str) -> Path:
    """The path of an address on this machine; `file://` may stand before it."""
    return Path(address.removeprefix("file://"))


def place_of(address: Place) -> Place:
    """A folder as a path, anything else as the address it is."""
    return address if isinstance(address, str) and is_remote(address) else local_path(str(address))


class Store(ABC):
    """Files below one place, by names with `/` between their parts."""

    place: Place

    @abstractmethod
    def read(self, name: str) -> bytes:
        """The bytes of a file.

        Raises:
            FileNotFoundError: there is none.
            OSError: it cannot be read.
        """

    @abstractmethod
    def write_all(self, contents: Mapping[str, bytes], before: tuple[str, ...] = ()) -> None:
        """Make files appear in this order; the files `before` go as soon as all bytes are safe.

        Raises:
            OSError: they cannot be written; when this is known in advance (full disk), nothing has changed.
        """

    @abstractmethod
    def delete(self, name: str) -> None:
        """Remove a file that may be there."""

    @abstractmethod
    def stamps(self, folder: str) -> dict[str, str]:
        """Every file below a folder with a mark that changes when the file does; hidden files are left out."""

    @abstractmethod
    def folders(self, folder: str) -> list[str]:
        """Names of the folders directly below a folder."""

    @abstractmethod
    def exists(self, name: str) -> bool:
        """Whether there is such a file."""

    @abstractmethod
    def for_arrow(self) -> tuple[Any, str]:
        """The file system and the path by which Arrow reads many files at once."""

    def write(self, name: str, content: bytes) -> None:
        """Make one file appear."""
        self.write_all({name: content})

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Held while the files of a source are exchanged."""
        yield


class LocalStore(Store):
    """A folder."""

    def __init__(self, root: Path) -> None:
        self.place = root
        self.root = root

    def read(self, name: str) -> bytes:
        """See `Store`."""
        return (self.root / name).read_bytes()

    def write_all(self, contents: Mapping[str, bytes], before: tuple[str, ...] = ()) -> None:
        """See `Store`; a full disk is met before anything has changed."""
        written: list[tuple[Path, Path]] = []
        try:
            for name, content in contents.items():
                target = self.root / name
                written.append((temporary_name(target), target))
                _write_synced(*written[-1], content)
            for name in before:
                (self.root / name).unlink(missing_ok=True)
            _sync({(self.root / name).parent for name in before})
            for temporary, target in written[:-1]:
                temporary.replace(target)
            # what comes last says that the rest is there, so the rest has to last first
            _sync({target.parent for _, target in written[:-1]})
            for temporary, target in written[-1:]:
                temporary.replace(target)
                _sync({target.parent})
        finally:
            for temporary, _ in written:
                temporary.unlink(missing_ok=True)

    def delete(self, name: str) -> None:
        """See `Store`."""
        (self.root / name).unlink(missing_ok=True)

    def stamps(self, folder: str) -> dict[str, str]:
        """See `Store`."""
        found = {}
        for entry in _entries(self.root / folder):
            name = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                found.update(self.stamps(name))
            elif not entry.name.startswith("."):
                found[name] = stamp_of(entry.stat())
        return found

    def folders(self, folder: str) -> list[str]:
        """See `Store`."""
        return [entry.name for entry in _entries(self.root / folder) if entry.is_dir()]

    def exists(self, name: str) -> bool:
        """See `Store`."""
        return (self.root / name).exists()

    def for_arrow(self) -> tuple[Any, str]:
        """See `Store`."""
        from pyarrow.fs import LocalFileSystem

        return LocalFileSystem(), self.root.absolute().as_posix()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Shared with other writers; a new run waits for those that a killed one left behind."""
        from pipeline.store.lock import shared

        with shared(self.root / _STATE / "writers"):
            yield


class RemoteStore(Store):
    """A place that fsspec reaches."""

    def __init__(self, address: str) -> None:
        import fsspec

        self.place = address
        with as_os_errors(address):
            self._system, root = fsspec.core.url_to_fs(address)
        self._root = str(root).rstrip("/")
        protocols = self._system.protocol
        first = protocols if isinstance(protocols, str) else protocols[0]
        self._whole_puts = first in _WHOLE_PUTS

    def read(self, name: str) -> bytes:
        """See `Store`."""
        with as_os_errors(self._path(name)):
            content: bytes = self._system.cat_file(self._path(name))
        return content

    def write_all(self, contents: Mapping[str, bytes], before: tuple[str, ...] = ()) -> None:
        """See `Store`."""
        for name in before:
            self.delete(name)
        for name, content in contents.items():
            with as_os_errors(self._path(name)):
                self._put(self._path(name), content)

    def _put(self, path: str, content: bytes) -> None:
        if self._whole_puts:
            self._system.pipe_file(path, content)
            return
        folder, _, name = path.rpartition("/")
        temporary = f"{folder}/.{name}.{os.getpid()}.tmp"
        self._system.makedirs(folder, exist_ok=True)
        try:
            self._system.pipe_file(temporary, content)
            # HDFS moves nothing onto a file that is there
            if self._system.exists(path):
                self._system.rm_file(path)
            self._system.mv(temporary, path)
        finally:
            if self._system.exists(temporary):
                self._system.rm_file(temporary)

    def delete(self, name: str) -> None:
        """See `Store`."""
        with as_os_errors(self._path(name)):
            try:
                self._system.rm_file(self._path(name))
            except FileNotFoundError:
                return

    def stamps(self, folder: str) -> dict[str, str]:
        """See `Store`."""
        top = self._path(folder)
        with as_os_errors(top):
            # the workers' writes are not in this process's cache
            self._system.invalidate_cache()
            found = self._system.find(top, detail=True)
        names = {path: f"{folder}{path[path.index(top) + len(top) :]}" for path in found}
        return {
            names[path]: remote_stamp(info)
            for path, info in found.items()
            if not names[path].rpartition("/")[2].startswith(".")
        }

    def folders(self, folder: str) -> list[str]:
        """See `Store`."""
        with as_os_errors(self._path(folder)):
            self._system.invalidate_cache()
            try:
                entries = self._system.ls(self._path(folder), detail=True)
            except FileNotFoundError:
                return []
        return [entry["name"].rstrip("/").rpartition("/")[2] for entry in entries if entry["type"] == "directory"]

    def exists(self, name: str) -> bool:
        """See `Store`."""
        with as_os_errors(self._path(name)):
            self._system.invalidate_cache()
            return bool(self._system.isfile(self._path(name)))

    def for_arrow(self) -> tuple[Any, str]:
        """See `Store`."""
        self._system.invalidate_cache()
        return self._system, self._root

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"


def store_at(place: Place) -> Store:
    """The store at a place.

    Raises:
        OSError: fsspec does not know the protocol, or lacks the package for it.
    """
    if isinstance(place, str) and is_remote(place):
        return _remote_store(place)
    return LocalStore(local_path(place) if isinstance(place, str) else place)


@functools.lru_cache(maxsize=8)
def _remote_store(address: str) -> Store:
    return RemoteStore(address)


@contextmanager
def as_os_errors(what: str) -> Iterator[None]:
    """Failures of a remote file system as what they are, errors of input and output.

    Raises:
        OSError: in place of any exception that is none, because each backend has its own.
    """
    try:
        yield
    except (OSError, KeyboardInterrupt):
        raise
    except ImportError as error:
        raise OSError(None, f"the package for it is not installed ({error})", what) from error
    # the boundary to every library behind fsspec
    except Exception as error:
        raise OSError(None, f"{type(error).__name__}: {error}", what) from error


def open_remote(address: str) -> IO[bytes]:
    """A remote file for reading, from any position.

    Raises:
        OSError: it cannot be opened.
    """
    import fsspec

    with as_os_errors(address):
        system, path = fsspec.core.url_to_fs(address)
        opened: IO[bytes] = system.open(path, "rb")
        return opened


def stamp_of(status: os.stat_result) -> str:
    """A mark of a file's content without reading it."""
    return f"{status.st_size}-{status.st_mtime_ns}-{status.st_ctime_ns}-{status.st_ino}"


def remote_stamp(info: Mapping[str, Any]) -> str:
    """The same of a remote file, by what its store tells."""
    tag = next((info[name] for name in ("ETag", "etag", "md5", "content_md5", "checksum") if info.get(name)), "")
    time = next((info[name] for name in ("LastModified", "mtime", "modified", "created") if info.get(name)), "")
    return f"{info.get('size')}-{tag}-{time}"


def temporary_name(target: Path) -> Path:
    """Beside the target; the name is hidden and ends otherwise, so that no loader takes it."""
    return target.parent / f".{target.stem}.{os.getpid()}.tmp"


def _write_synced(temporary: Path, target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _sync(folders: set[Path]) -> None:
    """Make renames in folders last; Windows has no such thing and needs none."""
    if os.name == "nt":
        return
    for folder in sorted(folders):
        if not folder.is_dir():
            continue
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
