"""What a line says, apart from how it is set: texts that two readings may give and still agree."""

from __future__ import annotations

import unicodedata

from extractors.scan.reading.traditional import TRADITIONAL

VALUE_SIGNS = frozenset("0123456789%％‰≥≧⩾≤≦⩽<>＜＞=＝±~～OoIlSBZ〇○")
# the same sign in other clothes: not a disagreement. NFKC takes care of widths.
SAME = str.maketrans("≧⩾≦⩽—–一～、，。“”‘’", "≥≥≤≤---~,,.\"\"''")


def holds_value(text: str) -> bool:
    """Whether a mistake in one character of this text may change a number."""
    return any(sign in VALUE_SIGNS for sign in text)


def canonical(text: str) -> str:
    """Text without what two readings may differ in and still agree: widths, blanks, the dress of a sign."""
    plain = "".join(unicodedata.normalize("NFKC", text.translate(SAME).translate(TRADITIONAL)).split())
    return "0" if plain in ("o", "O", "〇", "○") else plain
