"""Counts that the benchmark keeps between runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.scans import _content

if TYPE_CHECKING:
    from pathlib import Path


def test_counts_are_kept_for_a_file_with_its_golden(tmp_path: Path) -> None:
    """A corrected golden, or another author's file of the same name, is counted anew."""
    pdf, golden = tmp_path / "scan.pdf", tmp_path / "golden.json"
    pdf.write_bytes(b"%PDF")
    keys = [_content(pdf)]
    for content in ("{}", '{"tables": []}'):
        golden.write_text(content, encoding="utf-8")
        keys.append(_content(pdf))
    pdf.write_bytes(b"%PDF-1.7")
    keys.append(_content(pdf))
    assert len(set(keys)) == len(keys)
