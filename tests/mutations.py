"""Damage to PDFs as disks, networks, bad software and bad people do it; every variant follows from its seed."""

from __future__ import annotations

import base64
import random
import re
import zlib
from collections.abc import Callable
from contextlib import suppress

_OBJECT = re.compile(rb"\d+ 0 obj\b.*?\bendobj\b", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_NUMBER = re.compile(rb"(?<![\w.])\d+(?![\w.])")
_NAME = re.compile(rb"/[A-Z][A-Za-z]+")


def flip_bits(data: bytes, rng: random.Random) -> bytes:
    """Some bits are others."""
    damaged = bytearray(data)
    for _ in range(rng.choice((1, 5, 50, 500))):
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
    return bytes(damaged)


def cut_off(data: bytes, rng: random.Random) -> bytes:
    """The end is missing."""
    return data[: rng.randrange(1, len(data))]


def cut_out(data: bytes, rng: random.Random) -> bytes:
    """A piece from the middle is missing."""
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.randrange(1, 5000) :]


def swap_objects(data: bytes, rng: random.Random) -> bytes:
    """Two objects have each other's place, as in a file put together wrongly."""
    found = list(_OBJECT.finditer(data))
    first, second = sorted(rng.sample(found, 2), key=lambda match: match.start())
    return (
        data[: first.start()]
        + second[0]
        + data[first.end() : second.start()]
        + first[0]
        + data[second.end() :]
    )  # fmt: skip


def other_numbers(data: bytes, rng: random.Random) -> bytes:
    """Lengths, sizes, references are wrong: nothing, one more, huge or negative."""
    found = [match for match in _NUMBER.finditer(data) if not _in_stream(data, match.start())]
    for match in sorted(rng.sample(found, min(5, len(found))), key=lambda match: -match.start()):
        number = rng.choice((b"0", b"-1", b"2147483648", b"99999999999", b"%d" % (int(match[0]) + 1)))
        data = data[: match.start()] + number + data[match.end() :]
    return data


def other_names(data: bytes, rng: random.Random) -> bytes:
    """Keys and types stand for others."""
    found = [match for match in _NAME.finditer(data) if not _in_stream(data, match.start())]
    for match in sorted(rng.sample(found, min(3, len(found))), key=lambda match: -match.start()):
        data = data[: match.start()] + rng.choice(found)[0] + data[match.end() :]
    return data


def damage_stream(data: bytes, rng: random.Random) -> bytes:
    """The content of a stream is damaged before it is packed: operators, operands and fonts go wrong."""
    match = rng.choice([match for match in _STREAM.finditer(data) if match[1]])
    content, pack = _unpacked(match[1])
    if content:
        content = rng.choice((flip_bits, cut_off, cut_out, _doubled))(content, rng)
    return data[: match.start(1)] + pack(content) + data[match.end(1) :]


def _unpacked(packed: bytes) -> tuple[bytes, Callable[[bytes], bytes]]:
    """The content of a stream, and how to pack it again: as the samples and ReportLab do it, or not at all."""
    with suppress(zlib.error):
        return zlib.decompress(packed), zlib.compress
    with suppress(zlib.error, ValueError):
        content = zlib.decompress(base64.a85decode(b"<~" + packed, adobe=True))
        return content, lambda other: base64.a85encode(zlib.compress(other), adobe=True)[2:]
    return packed, bytes


def _doubled(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    piece = data[start : start + rng.randrange(1, 500)]
    return data[:start] + piece * rng.choice((2, 50, 2000)) + data[start:]


def _in_stream(data: bytes, place: int) -> bool:
    begun = data.rfind(b"stream", 0, place)
    return begun > 0 and not data.startswith(b"endstream", begun - 3)


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flip_bits, cut_off, cut_out, swap_objects, other_numbers, other_names, damage_stream,
)  # fmt: skip


def mutated(data: bytes, seed: int) -> bytes:
    """One variant; the kind of damage goes round with the seed."""
    rng = random.Random(seed)
    return MUTATIONS[seed % len(MUTATIONS)](data, rng)
