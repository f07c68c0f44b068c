"""Documents inside zip archives and zips in them: names as they were meant, limits against bombs.

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

from extractors.errors import JixiaoError
from extractors.pictures import SUFFIXES as PICTURES
from pipeline.errors import ArchiveLimitError, DamagedArchiveError, EncryptedArchiveError

DOCUMENTS = PICTURES | {".pdf"}
MAX_MEMBERS = 100_000
MAX_MEMBER_BYTES = 1 << 30
# Deflate of real PDFs gains little; a member that is tiny packed and huge unpacked is a bomb.
MAX_RATIO = 200
RATIO_FROM_BYTES = 32 << 20
# A zip in a zip in a zip happens; one that holds itself would go on for ever.
MAX_DEPTH = 4
# Of all zips inside one archive together, unpacked to look into them.
MAX_INNER_BYTES = 4 << 30
CHUNK = 1 << 20

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
# What zipfile and the decompressors raise on a damaged or unsupported member.
_READ_ERRORS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError)


File = Path | IO[bytes]


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive; `indexes` lead to it through the archive's directory and those of zips inside.

    `error` is set for a zip inside that cannot be looked into.
    """

    name: str
    indexes: tuple[int, ...]
    error: JixiaoError | None = None


@dataclass(slots=True)
class _Budget:
    """What may still be unpacked and listed."""

    inner_bytes: int = MAX_INNER_BYTES
    members: int = MAX_MEMBERS

    def list(self, number: int, label: str) -> None:
        self.members -= number
        if self.members < 0:
            raise ArchiveLimitError(f"{label} has more than {MAX_MEMBERS} members with those of the zips around it.")

    def unpack(self, number: int, label: str) -> None:
        self.inner_bytes -= number
        if self.inner_bytes < 0:
            raise ArchiveLimitError(f"The zips up to {label} unpack to more than {MAX_INNER_BYTES} bytes.")


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


def list_members(file: File, label: str = "the archive") -> tuple[tuple[Member, ...], int]:
    """The documents in the order of their names, and the number of other files; `label` is for messages.

    Raises:
        DamagedArchiveError: the archive cannot be read. (A zip inside it that cannot is a member with its error.)
        ArchiveLimitError: it unpacks to too much.
        OSError: the file cannot be read.
    """
    with _opened(file, label) as archive:
        members, others = _members(archive, label, "", (), _Budget())
    return tuple(sorted(members, key=lambda member: member.name)), others


def _members(
    archive: zipfile.ZipFile, label: str, prefix: str, indexes: tuple[int, ...], budget: _Budget
) -> tuple[list[Member], int]:
    infos = archive.infolist()
    _check_size(infos, label)
    budget.list(len(infos), label)
    members: list[Member] = []
    others = 0
    for index, info in enumerate(infos):
        name = member_name(info)
        if info.is_dir() or name.endswith("/") or ignored(name):
            continue
        here = (*indexes, index)
        suffix = "." + name.rpartition(".")[2].lower()
        if suffix in DOCUMENTS:
            members.append(Member(prefix + name, here))
        elif suffix == ".zip":
            try:
                if len(here) >= MAX_DEPTH:
                    raise ArchiveLimitError(f"{name} lies more than {MAX_DEPTH - 1} zips deep.")
                budget.unpack(info.file_size, name)
                with _inner(archive, info, name) as inner:
                    found, more = _members(inner, name, f"{prefix}{name}!/", here, budget)
            except JixiaoError as error:
                members.append(Member(prefix + name, here, error))
            else:
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
def _opened(file: File, label: str) -> Iterator[zipfile.ZipFile]:
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


def read_member(file: File, label: str, indexes: tuple[int, ...]) -> Iterator[bytes]:
    """The bytes of one member, in chunks.

    Raises:
        DamagedArchiveError, EncryptedArchiveError, ArchiveLimitError: see pipeline/errors.py.
        OSError: the archive cannot be read.
    """
    with _opened(file, label) as archive:
        yield from _descend(archive, indexes, label)


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
