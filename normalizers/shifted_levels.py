"""Levels moved by one, in a header whose deepest level holds the names of the indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from normalizers.blocks import Block
from normalizers.header import Header
from normalizers.taxonomy import names_level
from normalizers.text import squeeze


def shifted(header: Header, texts: Sequence[str]) -> Header:
    """Levels moved by one: without a column of names the deepest level holds them.

    Args:
        header: a header.
        texts: the filled cells of its level-1 column.
    """
    blocks = tuple(_shift(block, texts) for block in header.blocks)
    return replace(header, blocks=blocks)


def _shift(block: Block, texts: Sequence[str]) -> Block:
    columns = dict(block.columns)
    if "name" in columns or not columns.keys() & {"level1", "level2"}:
        return block
    columns["name"] = columns.pop("level2" if "level2" in columns else "level1")
    first = columns.pop("level1", None)
    if first is not None:
        named = [text for text in texts if names_level(text) is not None]
        seconds = sum(_second_level(text) for text in named)
        columns["level2" if seconds * 2 > len(named) else "level1"] = first
    return replace(block, columns=tuple(columns.items()))


def _second_level(text: str) -> bool:
    return names_level(text) == 2 or squeeze(text).startswith("成本")
