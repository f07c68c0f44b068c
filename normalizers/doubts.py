"""What is in doubt about a row, in a sentence: which column, which text, for each code that a row may carry.

For the codes that no finding beside the row explains: those of parsing, of the header, and of cells on another page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from extractors.model import ReadingCode
from normalizers.codes import MeaningCode
from normalizers.model import BudgetLine, Goal, Indicator, ValueKind
from normalizers.taxonomy import nearly_level_name


class Doubt(NamedTuple):
    """`message` says it in a sentence, `text` is what is in doubt, as read; None where nothing is printed."""

    message: str
    text: str | None


def explain(code: str, row: BudgetLine | Goal | Indicator) -> Doubt:
    """The doubt of a row: the column it is about and the text that was read there."""
    if isinstance(row, Goal):
        return Doubt(f"Goal {_quoted(row.label)} begins {_quoted(row.text[:_BEGINNING])}: {_cause(code)}.", row.text)
    if isinstance(row, BudgetLine):
        return Doubt(f"Amount {_quoted(row.amount_text)} of {_quoted(row.label)}: {_cause(code)}.", row.amount_text)
    found = _INDICATOR.get(str(code))
    if found is not None:
        return found(row)
    text = row.value_text if row.value_text is not None else row.level3
    columns = f"Name {_quoted(row.level3)}, value {_quoted(row.value_text)}"
    return Doubt(f"{columns}: {_cause(code)}.", text)


_BEGINNING = 20


def _quoted(text: str | None) -> str:
    return f"‘{text}’" if text else "(blank)"


def _cause(code: str) -> str:
    return _CAUSES.get(str(code), f"in doubt by {code}")


_CAUSES = {
    str(ReadingCode.LOW_CONFIDENCE): "a cell it rests on was read with little confidence",
    str(ReadingCode.READINGS_DIFFER): "a cell it rests on was read twice and differently",
    str(ReadingCode.CONFUSABLE): "a cell it rests on holds a character that has a twin",
    str(ReadingCode.UNREADABLE): "a cell it rests on holds ink that gave no text",
    str(ReadingCode.UNDER_SEAL): "a seal lies over a cell it rests on",
    str(ReadingCode.INK_LEFT): "ink in a cell it rests on belongs to no character",
    str(ReadingCode.GLYPH_ON_RULE): "a character lies across the border of a cell it rests on",
    str(ReadingCode.GRID_REPAIRED): "a border of a cell it rests on was completed",
    str(ReadingCode.WALL_MISSING): "a border may be missing in a cell it rests on",
    str(ReadingCode.NO_RULES): "its columns were found by the white between them",
    str(MeaningCode.AMOUNT_UNPARSED): "the amount was not understood",
    str(MeaningCode.MONEY_UNIT_MISSING): "no unit of money is printed for it",
    str(MeaningCode.MONEY_UNIT_CONFLICT): "two units of money are printed for it",
    str(MeaningCode.NO_VALUE_COLUMN): "no column of the table says that it holds the values",
    str(MeaningCode.UNKNOWN_FORM): "the header does not say for certain what every column holds",
}


def _value(text: str) -> Callable[[Indicator], Doubt]:
    """A doubt about the value; of several in one cell, about this one."""

    def doubt(row: Indicator) -> Doubt:
        printed = row.measure.text or row.value_text
        return Doubt(f"Value {_quoted(printed)} of {_quoted(row.level3)}: {text}.", printed)

    return doubt


def _blank_value(row: Indicator) -> Doubt:
    if row.measure.kind is ValueKind.MISSING and row.value_text is None:
        return Doubt(f"Value of {_quoted(row.level3)} is blank: in a picture its text may not have been seen.", None)
    return _value(_cause(ReadingCode.UNREADABLE))(row)


def _unit(row: Indicator) -> Doubt:
    unit, value = _quoted(row.measure.unit_text), _quoted(row.value_text)
    return Doubt(f"Unit {unit} of value {value} is not in the list of units.", row.measure.unit_text)


def _unit_conflict(row: Indicator) -> Doubt:
    value, name = _quoted(row.value_text), _quoted(row.level3)
    read = _quoted(row.measure.unit_text)
    return Doubt(
        f"Value {value} of {name}: its unit was read as {read}, its column or name has another.", row.value_text
    )


def _unit_inferred(row: Indicator) -> Doubt:
    unit = _quoted(row.measure.unit_text)
    return Doubt(f"Value {_quoted(row.value_text)} has no unit: {unit} is the money unit of the table.", row.value_text)


def _operator(row: Indicator) -> Doubt:
    sign, value = _quoted(row.measure.operator_text), _quoted(row.value_text)
    message = f"Operator {sign} of value {value}: another is printed beside it, or the wording says otherwise."
    return Doubt(message, row.measure.operator_text or row.value_text)


def _level_missing(row: Indicator) -> Doubt:
    cells = (("Level 1", row.level1), ("level 2", row.level2), ("name", row.level3))
    blank = [name for name, text in cells if not text]
    if blank:
        text = " and ".join(blank)
        return Doubt(f"{text[0].upper()}{text[1:]} of value {_quoted(row.value_text)}: nothing was read.", None)
    levels = " / ".join((row.level1 or "", row.level2 or ""))
    message = f"A level cell of {_quoted(row.level3)} is blank; {_quoted(levels)} was taken from the rows above."
    return Doubt(message, levels)


def _level_misread(row: Indicator) -> Doubt:
    levels = [text for text in (row.level1, row.level2) if text and nearly_level_name(text)]
    text = " / ".join(levels)
    if not levels:
        text = " / ".join(text for text in (row.level1, row.level2) if text)
        return Doubt(
            f"Levels {_quoted(text)} of {_quoted(row.level3)}: a name was mended, or other rows print it in full.", text
        )
    return Doubt(f"Level {_quoted(text)} of {_quoted(row.level3)}: nearly the name of a level, and none.", text)


def _row_cut(row: Indicator) -> Doubt:
    message = f"Name {_quoted(row.level3)}, value {_quoted(row.value_text)}: a cell is cut by the end of a page."
    return Doubt(message, row.level3)


def _extras(text: str) -> Callable[[Indicator], Doubt]:
    def doubt(row: Indicator) -> Doubt:
        cells = "; ".join(f"{heading}: {cell}" for heading, cell in row.extras)
        return Doubt(f"Other columns of {_quoted(row.level3)} {_quoted(cells)}: {text}.", cells or None)

    return doubt


_INDICATOR: dict[str, Callable[[Indicator], Doubt]] = {
    str(ReadingCode.UNREADABLE): _blank_value,
    str(MeaningCode.VALUE_UNPARSED): _value("it holds a number that was not fully understood"),
    str(MeaningCode.CONFUSABLE_GLYPH): _value("it holds a character that is often a misread one"),
    str(MeaningCode.NUMBER_WRAPPED): _value("a number is parted by a line end, or two are joined"),
    str(MeaningCode.OPERATOR_DOUBTFUL): _value("comparable values of the table have another operator"),
    str(MeaningCode.UNIT_CONFLICT): _unit_conflict,
    str(MeaningCode.UNIT_INFERRED): _unit_inferred,
    str(MeaningCode.UNIT_UNKNOWN): _unit,
    str(MeaningCode.OPERATOR_CONFLICT): _operator,
    str(MeaningCode.LEVEL_MISSING): _level_missing,
    str(MeaningCode.LEVEL_MISREAD): _level_misread,
    str(MeaningCode.ROW_CUT): _row_cut,
    str(MeaningCode.WEIGHTS_SEVERAL): _extras("several weights stand beside one indicator"),
    str(MeaningCode.HEADING_DOUBTFUL): _extras("a heading may be misread, and these the explanation, weight or unit"),
}
