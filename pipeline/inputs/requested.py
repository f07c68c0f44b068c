"""What was asked for: paths, folders, globs, addresses and lists of them become inputs that are known to exist."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.errors import InputNotFoundError, UnreadableFileError, UsageError
from pipeline.store.storage import as_os_errors, is_remote, local_path

STANDARD_INPUT = "-"
_WILD = "*?["


@dataclass(frozen=True, slots=True)
class Input:
    """One of them. `label` is the path written in the dataset when it is a file; a folder's files are below it."""

    address: str
    label: str

    @property
    def remote(self) -> bool:
        """Whether it is no path of this machine."""
        return is_remote(self.address)

    @property
    def path(self) -> Path:
        """The path of one on this machine."""
        return local_path(self.address)


def inputs_of(arguments: Iterable[Path | str | Input], lists: Iterable[str] = ()) -> tuple[Input, ...]:
    """Inputs in the order given; `lists` are files with a path a line, `-` among either is standard input.

    A name with wildcards that is no file's own is a glob; `**` goes through folders.

    Raises:
        InputNotFoundError: one does not exist, or nothing matches a glob.
        UnreadableFileError: a list cannot be read.
        UsageError: there is nothing at all.
    """
    found: list[Input] = []
    for argument in arguments:
        if isinstance(argument, Input):
            found.append(argument)
        elif str(argument) == STANDARD_INPUT:
            found += _listed(STANDARD_INPUT)
        else:
            found += _given(str(argument))
    for file in lists:
        found += _listed(file)
    if not found:
        raise UsageError("There is no input.")
    return tuple(found)


def _given(argument: str) -> Iterator[Input]:
    if is_remote(argument):
        yield from _remote(argument)
        return
    path = local_path(argument)
    if os.path.lexists(path):
        yield Input(argument, path.name)
        return
    if not any(sign in argument for sign in _WILD):
        raise InputNotFoundError(f"{printable(argument)} does not exist.")
    matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 (Path has no glob from an absolute pattern)
    if not matches:
        raise InputNotFoundError(f"Nothing matches {printable(argument)}.")
    root = _fixed_part(path.as_posix())
    seen: list[Path] = []
    for match in map(Path, matches):
        # a folder that matched holds what matched below it
        if not any(folder in match.parents for folder in seen):
            yield Input(str(match), match.relative_to(root).as_posix())
            if match.is_dir():
                seen.append(match)


def _fixed_part(pattern: str) -> str:
    """The folders before the first wildcard: what matches is labelled below them."""
    fixed = []
    for part in PurePosixPath(pattern).parts[:-1]:
        if any(sign in part for sign in _WILD):
            break
        fixed.append(part)
    return str(PurePosixPath(*fixed)) if fixed else "."


def _remote(address: str) -> Iterator[Input]:
    import fsspec

    try:
        with as_os_errors(address):
            system, path = fsspec.core.url_to_fs(address)
            wild = any(sign in path for sign in _WILD) and not system.exists(path)
            matches = sorted(system.glob(path)) if wild else [path] if system.exists(path) else []
            addresses = [system.unstrip_protocol(match) for match in matches] if wild else [address]
    except OSError as error:
        raise InputNotFoundError(f"{address} cannot be reached: {error.strerror or error}.") from error
    if not matches:
        raise InputNotFoundError(f"{'Nothing matches' if wild else 'There is nothing at'} {address}.")
    root = _fixed_part(path) if wild else path.rstrip("/").rpartition("/")[0]
    for match, found in zip(matches, addresses, strict=True):
        yield Input(found, match.removeprefix(root).strip("/"))


def _listed(file: str) -> Iterator[Input]:
    """The paths of a list, one a line, or between zero bytes (`find -print0`); labelled as they stand there."""
    try:
        content = sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()
    except FileNotFoundError as error:
        raise InputNotFoundError(f"{file} does not exist.") from error
    except OSError as error:
        raise UnreadableFileError(f"{file} cannot be read: {error.strerror or error}.") from error
    content = content.removeprefix(b"\xef\xbb\xbf")
    lines = content.split(b"\0") if b"\0" in content else content.splitlines()
    for line in filter(None, lines):
        address = os.fsdecode(line)
        # one that has gone since the list was made costs only itself: it gets a row with its failure
        yield Input(address, address if is_remote(address) else local_path(address).as_posix())


def printable(path: str) -> str:
    """A path as valid Unicode: file names that are not UTF-8 are taken for GBK, which old archives left behind."""
    try:
        path.encode()
        return path
    except UnicodeEncodeError:
        return os.fsencode(path).decode("gb18030", errors="replace")
