"""Memory of processes, without a library: how much another one has, and a bound for this one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_KIB = 1024
# Beyond what may be resident: libraries map files and reserve addresses they never use.
_RESERVED_MIB = 6144


def resident_mib(pid: int | None) -> float:
    """Resident set of a process in MiB; 0 when it has gone or the system (Windows) has no simple way to tell."""
    if pid is None:
        return 0.0
    if sys.platform == "linux":
        return _from_proc(pid)
    if sys.platform == "win32":
        return 0.0
    listed = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return int(listed.stdout.strip() or 0) / _KIB


def _from_proc(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    for line in status.splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / _KIB
    return 0.0


def limit_address_space(resident: int) -> None:
    """Let one huge allocation of this process fail at once; growing by and by is for its parent to watch.

    `resident` is the memory in MiB that it may really use. Without effect where the system has no such bound.
    """
    if sys.platform != "linux":
        return
    import resource

    bound = (resident + _RESERVED_MIB) * _KIB * _KIB
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or hard > bound:
        resource.setrlimit(resource.RLIMIT_AS, (bound, hard))


def children_of(pid: int) -> list[int]:
    """Processes started by another one; none where the system has no simple way to tell."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(child) for child in listed.split()]
