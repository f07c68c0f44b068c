"""PDFs inside zip archives: names as they were meant, limits against bombs, one level of zips in zips.

Nothing is ever unpacked to a path taken from the archive.
"""

from __future__ import annotations

import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pipeline.errors import ArchiveLimitError, DamagedArchiveError, EncryptedArchiveError

MAX_MEMBERS = 100_000
MAX_MEMBER_BYTES = 1 << 30
# Deflate of real PDFs gains little; a member that is tiny packed and huge unpacked is a bomb.
MAX_RATIO = 200
RATIO_FROM_BYTES = 32 << 20
MAX_DEPTH = 2
CHUNK = 1 << 20

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
# What zipfile and the decompressors raise on a damaged or unsupported member.
_READ_ERRORS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive; `indexes` lead to it through the archive's directory and that of a zip inside."""

    name: str
    indexes: tuple[int, ...]


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of a member as it was meant.

    Without the UTF-8 flag zipfile takes names for code page 437. Chinese Windows writes GBK there, macOS
    writes UTF-8 without the flag.
    """
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", errors="replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/").lstrip("/")


def ignored(name: str) -> bool:
    """Whether a path goes through hidden files or the folders macOS adds."""
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/") if part not in {".", ".."})


def list_members(path: Path) -> tuple[tuple[Member, ...], int]:
    """The PDFs of an archive in the order of their names, and the number of other files.

    Raises:
        DamagedArchiveError: the archive, or a zip inside it, cannot be read.
        EncryptedArchiveError: a zip inside it needs a password.
        ArchiveLimitError: it unpacks to too much.
        OSError: the file cannot be read.
    """
    with _opened(path, path.name) as archive:
        members, others = _members(archive, path.name, "", ())
    return tuple(sorted(members, key=lambda member: member.name)), others


def _members(archive: zipfile.ZipFile, label: str, prefix: str, indexes: tuple[int, ...]) -> tuple[list[Member], int]:
    infos = archive.infolist()
    _check_size(infos, label)
    members: list[Member] = []
    others = 0
    for index, info in enumerate(infos):
        name = member_name(info)
        if info.is_dir() or name.endswith("/") or ignored(name):
            continue
        here = (*indexes, index)
        suffix = name.rpartition(".")[2].lower()
        if suffix == "pdf":
            members.append(Member(prefix + name, here))
        elif suffix == "zip" and len(here) < MAX_DEPTH:
            with _inner(archive, info, name) as inner:
                found, more = _members(inner, name, f"{prefix}{name}!/", here)
            members += found
            others += more
        else:
            others += 1
    return members, others


def _check_size(infos: list[zipfile.ZipInfo], label: str) -> None:
    if len(infos) > MAX_MEMBERS:
        raise ArchiveLimitError(f"{label} has {len(infos)} members, more than {MAX_MEMBERS}.")
    unpacked, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if unpacked > RATIO_FROM_BYTES and unpacked > MAX_RATIO * packed:
        raise ArchiveLimitError(f"{label} would unpack to {unpacked // max(packed, 1)} times its size.")


@contextmanager
def _opened(file: Path | IO[bytes], label: str) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(file)
    except _READ_ERRORS as error:
        raise DamagedArchiveError(f"{label} cannot be read as a zip archive.") from error
    with archive:
        yield archive


@contextmanager
def _inner(archive: zipfile.ZipFile, info: zipfile.ZipInfo, label: str) -> Iterator[zipfile.ZipFile]:
    with tempfile.SpooledTemporaryFile(max_size=RATIO_FROM_BYTES) as file:
        for chunk in _chunks(archive, info, label):
            file.write(chunk)
        file.seek(0)
        with _opened(file, label) as inner:
            yield inner


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo, label: str) -> Iterator[bytes]:
    """The bytes of a member; zipfile stops at the declared size and checks the sum of the bytes."""
    if info.flag_bits & _ENCRYPTED:
        raise EncryptedArchiveError(f"{label} needs a password.")
    if info.file_size > MAX_MEMBER_BYTES:
        raise ArchiveLimitError(f"{label} would unpack to {info.file_size} bytes, more than {MAX_MEMBER_BYTES}.")
    if info.file_size > RATIO_FROM_BYTES and info.file_size > MAX_RATIO * info.compress_size:
        raise ArchiveLimitError(
            f"{label} would unpack to {info.file_size // max(info.compress_size, 1)} times its size."
        )
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk
    except _READ_ERRORS as error:
        raise DamagedArchiveError(f"{label} cannot be unpacked.") from error


def read_member(path: Path, indexes: tuple[int, ...]) -> Iterator[bytes]:
    """The bytes of one member, in chunks.

    Raises:
        DamagedArchiveError, EncryptedArchiveError, ArchiveLimitError: see pipeline/errors.py.
        OSError: the archive cannot be read.
    """
    with _opened(path, path.name) as archive:
        yield from _descend(archive, indexes, path.name)


def _descend(archive: zipfile.ZipFile, indexes: tuple[int, ...], label: str) -> Iterator[bytes]:
    if not 0 <= indexes[0] < len(archive.infolist()):
        raise DamagedArchiveError(f"{label} has lost members since it was listed.")
    info = archive.infolist()[indexes[0]]
    name = member_name(info)
    if len(indexes) == 1:
        yield from _chunks(archive, info, name)
        return
    with _inner(archive, info, name) as inner:
        yield from _descend(inner, indexes[1:], name)
