"""Characters that a text layer names by another one that looks the same.

Fonts share one glyph between 一 and the radical ⼀, or between the dash — and the bar ―, and some PDF producers
(Chromium's among them) write the wrong one of the two. What is printed is the character, so the character is what the
layer says.
"""

from __future__ import annotations

import unicodedata

# The CJK Radicals Supplement has no decompositions in Unicode; these are the forms of simplified Chinese that are
# characters by themselves. ⼾ decomposes to the traditional 戶, and a simplified font draws 户.
_BY_HAND = str.maketrans(
    "⺟⺠⺾⻁⻄⻅⻆⻉⻋⻌⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⼾",
    "母民艹虎西见角贝车辶长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟户",
)


def as_character(text: str) -> str:
    """The text with radicals, compatibility ideographs and the bar ― replaced by the characters they look like.

    >>> as_character("⼀级部⻔≥5")
    '一级部门≥5'
    """
    text = text.replace("\u2015", "\u2014")
    if all(character < "\u2e80" or "\u2fe0" <= character < "\uf900" for character in text):
        return text
    text = text.translate(_BY_HAND)
    return "".join(unicodedata.normalize("NFKC", each) if _is_ideograph_variant(each) else each for each in text)


def _is_ideograph_variant(character: str) -> bool:
    return "\u2e80" <= character < "\u2fe0" or "\uf900" <= character <= "\ufaff"
