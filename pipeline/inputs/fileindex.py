"""What earlier runs learned of files, so that those which have not changed are not read again to be known.

A file is known by its address and a mark (size, times, inode; the tag of an object store). The index may be lost
at any time: then files are read once more. It is no part of the dataset.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

# A change within the resolution of a file system's clock (2 s on FAT) may leave the mark as it was.
UNSETTLED_NS = 2_000_000_000


class _Member(NamedTuple):
    """A document in an archive."""

    name: str
    indexes: tuple[int, ...]
    sha256: str
    file_bytes: int


@dataclass(frozen=True, slots=True)
class Known:
    """A document's hash and size; or of an archive its members and the number of other files in it."""

    Member = _Member

    sha256: str
    file_bytes: int
    members: tuple[_Member, ...] | None = None
    others: int = 0


@dataclass(slots=True)
class FileIndex:
    """Files by address. `current` are those met in this run, which is what is worth keeping."""

    earlier: dict[str, Any] = field(default_factory=dict)
    current: dict[str, Any] = field(default_factory=dict)

    def known(self, address: str, stamp: str) -> Known | None:
        """What is known of a file that has this mark now."""
        entry = self.earlier.get(address, ())
        try:
            mark, sha256, size, members, others = entry
            known = Known(
                sha256,
                size,
                None
                if members is None
                else tuple(_Member(name, tuple(indexes), *rest) for name, indexes, *rest in members),
                others,
            )
        # not our entry, or one of another version: as good as none
        except (TypeError, ValueError):
            return None
        if mark != stamp:
            return None
        self.current[address] = entry
        return known

    def remember(self, address: str, stamp: str, known: Known) -> None:
        """Keep what was read, unless the file is so fresh that a change could go unseen."""
        if not _settled(stamp):
            return
        self.current[address] = [stamp, known.sha256, known.file_bytes, known.members, known.others]

    def forget(self, gone: Callable[[str], bool]) -> None:
        """Drop files that were not met in this run though they would have been."""
        self.earlier = {
            address: entry for address, entry in self.earlier.items() if address in self.current or not gone(address)
        }

    def merged(self) -> dict[str, Any]:
        """Everything worth keeping: files of other inputs, too."""
        return {**self.earlier, **self.current}


def _settled(stamp: str) -> bool:
    times = [int(part) for part in stamp.split("-")[1:3] if part.isdigit()]
    return not times or time.time_ns() - max(times) > UNSETTLED_NS
