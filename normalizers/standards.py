"""Values that name a standard: GB 5749-2022 is no number with a unit, and ISO 9001 not nine thousand and one.

The codes are national and international ones, those of the trades (JTG roads, HJ environment, WS health), T/ of an
association, DB with the number of a region.
"""

from __future__ import annotations

import re

_CODES = (
    "GBZ?|ISO|IEC|IEEE|DB[0-9]{2,6}|T(?=/[A-Z])|AQ|CECS|CJJ?|DL|GA|GY|HG|HJ|JG[JT]?|JJ[FG]|JR|JT[GJS]?|LB|LD|LS|LY|MH|MZ|NB"
    "|NY|QB|QX|RB|SB|SC|SH|SL|SN|SY|TB|TD|TSG|TY|WB|WH|WS|WW|XF|YC|YD|YS|YY|YZ|ZY"
)
_NUMBER = rf"(?:{_CODES})(?:/[A-Z]{{1,6}})?-?[0-9]+(?:\.[0-9]+)*(?:-[0-9]{{1,4}}){{0,2}}"
_STANDARD = re.compile(
    rf"(?:符合|达到|满足|执行|通过|按照?|依据)?[《<]?(?P<numbers>{_NUMBER}(?:[、,;和及]{_NUMBER})*)[》>]?"
    r"(?:质量|管理|体系|等级)*(?:标准|要求|规定|规范|认证|合格)?"
)
_FEWEST = 3  # figures of a number with its year


def names_standard(text: str) -> bool:
    """Whether a folded value is the name of a standard, or of several, and nothing else that counts.

    >>> [names_standard(text) for text in ("GB5749-2022", "符合GB/T19001标准", "ISO9001", "5A级", "SC3", "GB3套")]
    [True, True, True, False, False, False]
    """
    found = _STANDARD.fullmatch(text)
    return found is not None and sum(map(str.isdigit, found["numbers"])) >= _FEWEST
