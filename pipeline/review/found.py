"""Findings as the page shows them: in Chinese too, with the boxes of both sides, and what may have been meant."""

from __future__ import annotations

import json
import re

from extractors.model import Severity
from pipeline.audit.doubts import in_chinese
from pipeline.review.documents import Json, Loaded, box_of, corners_of, row_key

# how readers quote what they read: extractors/scan/
_QUOTED = re.compile("‘([^’]*)’")
_TWO_READINGS = "OCR-DIFFER"


def finding_view(finding: Json, loaded: Loaded) -> Json:
    """One finding; `others` are the places it compares its own with."""
    return {
        "code": finding["code"],
        "severity": finding["severity"],
        "message": finding["message"],
        "chinese": in_chinese(finding),
        "evidence": finding["evidence"],
        "suggestion": finding["suggestion"],
        "page": finding["page"],
        "box": box_of(finding),
        "others": _other_sides(finding, loaded),
        "readings": readings(finding),
    }


def _other_sides(finding: Json, loaded: Loaded) -> list[Json]:
    """The places that a finding compares its own with, and the indicator it is about where that stands elsewhere."""
    sides = []
    for place in compared(finding):
        sides.append({"page": place["page"], "box": box_of(place), "key": _row_at(place, loaded)})
    for row in loaded.tables["indicators"]:
        same = row["table_id"] == finding["table_id"] and row["ordinal"] == finding["indicator_ordinal"]
        if same and corners_of(row) is not None:
            sides.append({"page": row["page"], "box": box_of(row), "key": row_key("indicators", row)})
    own = (finding["page"], box_of(finding))
    different = {(side["page"], *side["box"]): side for side in sides if (side["page"], side["box"]) != own}
    return list(different.values())


def compared(finding: Json) -> list[Json]:
    """The boxes of the other side of a contradiction."""
    places: list[Json] = json.loads(finding.get("places_json") or "[]")
    return places


def _row_at(place: Json, loaded: Loaded) -> str | None:
    rows = ((table, row) for table in ("indicators", "goals", "budgets") for row in loaded.tables[table])
    return next((row_key(table, row) for table, row in rows if corners_of(row) == corners_of(place)), None)


def readings(finding: Json) -> list[Json]:
    """What may stand in place of what (`of`: a part of the cell; None for all of it), as far as the finding tells."""
    if finding["severity"] == Severity.INFO:
        return []
    # what is said of a whole row names its columns in quotes, and what is in doubt as `computed`
    quotes = finding["code"] == _TWO_READINGS and not finding.get("computed")
    quoted = _QUOTED.findall(finding["message"]) if quotes else []
    pairs = [(of, text) for of in quoted for text in quoted if of != text]
    # a suggestion may list several, as a disagreement of reviewers does
    pairs += [(finding.get("computed"), text) for text in (finding["suggestion"] or "").split(" | ")]
    return [{"of": of, "text": text} for of, text in dict.fromkeys(pairs) if text]
