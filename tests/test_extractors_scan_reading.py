"""When a reading is believed: witnesses other than the recogniser's own probability."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from scan_lines import EM, crop_with, reading

from extractors.model import ReadingCode
from extractors.scan.reading.against import LETTER_AMONG_DIGITS, MARK_LAST, hard_doubts
from extractors.scan.reading.confidence import Evidence, probability, support
from extractors.scan.reading.doubt import within
from extractors.scan.reading.ink import lost_character, lost_point, uncovered_ink, uneven_digits
from extractors.scan.reading.once import Once
from extractors.scan.reading.plain import canonical, holds_value
from extractors.scan.reading.recognise import Glyph, Reading, _settled
from extractors.scan.reading.repairs import repaired, with_commas, without_specks
from extractors.scan.reading.second_reading import LineReading, read_line


def test_a_lost_operator_shows_as_ink_without_a_character() -> None:
    """Ink in front of `90%` that no character covers is found; none is found when ≥ was read."""
    picture = crop_with([(10, 8, 34, 32), (45, 8, 58, 32), (62, 8, 75, 32), (80, 8, 108, 32)])
    lost = reading(("9", 51), ("0", 68), ("%", 94))
    assert uncovered_ink(lost, picture) == 1
    assert uncovered_ink(reading(("≥", 22), ("9", 51), ("0", 68), ("%", 94)), picture) == 0


@pytest.mark.parametrize(("beside", "uncovered"), [((61, 65), 0), ((70, 76), 1), ((60, 62), 0)])
def test_the_rings_of_a_lost_percent_behind_a_figure_have_no_character(beside: tuple[int, int], uncovered: int) -> None:
    """Two small pieces beside the 1 of `下降1`; its own edge and a speck are none."""
    picture = crop_with([(10, 6, 38, 34), (49, 8, 57, 32), (64, 10, 68, 16), (beside[0], 26, beside[1], 32)])
    assert uncovered_ink(reading(("降", 24), ("1", 53)), picture) == uncovered


@pytest.mark.parametrize(
    ("crumbs", "uncovered"),
    [([(12, 18, 17, 22), (20, 12, 23, 14), (21, 24, 24, 26)], 1), ([(12, 18, 17, 22), (20, 12, 23, 14)], 0), ([], 0)],
)
def test_crumbs_of_a_sign_before_a_figure_have_no_character(
    crumbs: list[tuple[int, int, int, int]], uncovered: int
) -> None:
    """A fax left three pieces of the ＜ of `＜0.6`; one or two are dirt."""
    picture = crop_with([*crumbs, (45, 8, 58, 32), (62, 8, 75, 32)])
    assert uncovered_ink(reading(("0", 51), ("6", 68)), picture) == uncovered


@pytest.mark.parametrize(
    ("between", "read", "lost"),
    [
        ((67, 8, 89, 32), (("安", 45), ("责", 111)), "安责"),
        ((76, 8, 80, 32), (("安", 45), ("责", 111)), "安责"),  # a bracket
        ((0, 0, 0, 0), (("安", 45), ("责", 111)), None),  # 姓 名
        ((67, 8, 89, 32), (("安", 45), ("全", 78), ("责", 111)), None),
        ((76, 8, 80, 32), (("第", 45), ("1", 78)), None),
    ],
)
def test_a_swallowed_character_leaves_its_ink_between_two_others(
    between: tuple[int, int, int, int], read: tuple[tuple[str, float], ...], lost: str | None
) -> None:
    """安全责任 read as 安责任; a blank that somebody set holds nothing."""
    picture = crop_with([(33, 6, 57, 34), between, (99, 6, 123, 34)])
    assert lost_character(reading(*read), picture) == lost


def test_a_line_whose_crop_is_high_tells_its_pace_itself() -> None:
    """资料归集的完整程度 read without 归: a speck beside the line made its crop higher than its print."""
    places = [12, 32, 72, 92, 112, 132]
    picture = crop_with([(place - 8, 10, place + 8, 28) for place in (*places, 52)])
    read = reading(*zip("资料集的完整", places, strict=True))
    assert lost_character(read, picture) == "料集"
    assert lost_character(reading(*zip("资料归集的完整", sorted((*places, 52)), strict=True)), picture) is None


def test_a_swallowed_digit_leaves_a_hole_in_the_pace() -> None:
    """57763 read as 5763 is doubted; evenly paced digits are not."""
    assert uneven_digits(reading(("5", 10), ("7", 25), ("6", 55), ("3", 70)), EM) == "5763"
    assert uneven_digits(reading(("5", 10), ("7", 25), ("7", 40), ("6", 55), ("3", 70)), EM) is None


def test_wide_digits_are_not_doubted() -> None:
    """Full-width spacing is a style, not a hole."""
    assert uneven_digits(reading(("1", 15), ("2", 45), ("0", 75)), EM) is None


def test_a_speck_before_a_number_is_no_point_and_is_doubted() -> None:
    """`.15万人` becomes `15万人` with a doubt: silently it would change the number."""
    picture = crop_with([(6, 26, 10, 30), (16, 8, 28, 32), (32, 8, 44, 32), (50, 6, 78, 34), (82, 6, 110, 34)])
    cleaned, doubts = without_specks(reading((".", 8), ("1", 22), ("5", 38), ("万", 64), ("人", 96)), picture)
    assert cleaned.text == "15万人"
    assert [doubt.code for doubt in doubts] == [ReadingCode.CONFUSABLE]


def test_a_speck_behind_a_word_goes_without_a_doubt() -> None:
    """`数量指标.` is `数量指标`: no meaning hangs on it."""
    picture = crop_with([(6, 6, 34, 34), (38, 6, 66, 34), (80, 15, 84, 19)])
    cleaned, doubts = without_specks(reading(("数", 20), ("量", 52), (".", 82)), picture)
    assert (cleaned.text, doubts) == ("数量", ())


def test_a_decimal_point_stays() -> None:
    """A point between two digits is one."""
    picture = crop_with([(6, 8, 18, 32), (22, 28, 26, 32), (30, 8, 42, 32)])
    number = reading(("1", 12), (".", 24), ("5", 36))
    assert without_specks(number, picture) == (number, ())


def test_two_dresses_of_a_sign_are_not_a_disagreement() -> None:
    """≧ and ≥, full and half width, dashes of all lengths agree; other digits do not."""
    assert canonical("≧30场 ") == canonical("≥30场")
    assert canonical("（１）") == canonical("(1)")
    assert canonical("15") != canonical("16")


def read_by(crop: NDArray[np.uint8], *readings: Reading) -> tuple[LineReading, int]:
    """The line as read by three readers that give these readings, and how many of them were asked."""
    asked = []

    def reader(one: Reading) -> Callable[[NDArray[np.uint8]], Reading]:
        def read(_: NDArray[np.uint8]) -> Reading:
            asked.append(one)
            return one

        return read

    return read_line(crop, [reader(one) for one in readings]), len(asked)


WORD = crop_with([(6, 6, 34, 34), (38, 6, 66, 34)])
SURE_WORD = reading(("数", 20), ("量", 52))
DIGITS = crop_with([(6, 8, 18, 32), (22, 8, 34, 32)])


def test_only_lines_that_carry_a_number_or_an_operator_are_read_twice() -> None:
    """A name that is read surely costs one reading, a number two; readings that differ a third and a second look."""
    assert holds_value("≥人")
    assert not holds_value("数量指标")
    unsure = Reading((Glyph("1", 0.9, 12), Glyph("5", 0.9, 28)))
    number, other = reading(("1", 12), ("5", 28)), reading(("1", 12), ("6", 28))
    assert read_by(WORD, SURE_WORD, SURE_WORD, SURE_WORD)[1] == 1
    assert read_by(DIGITS, number, number, number)[1] == 2
    assert read_by(DIGITS, unsure, other, number)[1] == 3 + 5


@pytest.mark.parametrize(("small", "large", "text"), [("-", "–", "90-95"), ("–", "-", "90-95"), ("–", "–", "90–95")])
def test_a_dash_that_one_reader_takes_for_a_hyphen_is_one(small: str, large: str, text: str) -> None:
    """Between figures that it touches its length says neither."""
    crop = crop_with([(6, 8, 18, 32), (20, 8, 32, 32), (33, 19, 47, 21), (48, 8, 60, 32), (62, 8, 74, 32)])

    def line(dash: str, confidence: float) -> Reading:
        places = (("9", 12), ("0", 26), (dash, 40), ("9", 54), ("5", 68))
        return Reading(tuple(Glyph(one, confidence, place) for one, place in places))

    read = read_line(crop, [lambda _: line(small, 0.99), lambda _: line(large, 0.999), lambda _: line(large, 0.999)])
    assert read.text == text


def test_a_second_look_settles_what_the_first_left_open() -> None:
    """Readers that guess at a ragged line and are sure of it out of focus are believed, and their text is taken."""
    guess = Reading((Glyph("满", 0.8, 20), Glyph("怠", 0.5, 52)))
    sure = reading(("满", 20), ("意", 52))

    def reader(picture: NDArray[np.uint8]) -> Reading:
        return guess if picture is WORD else sure

    read = read_line(WORD, [reader, reader, reader])
    assert (read.text, read.doubts) == ("满意", ())


def test_a_text_that_both_larger_models_read_otherwise_at_first_is_in_doubt() -> None:
    """Out of focus 率 loses its dots and all three read 串: nine in ten is not enough against what two saw sharply."""

    def word(last: str, confidence: float) -> Reading:
        return Reading((Glyph("确", 0.99, 20), Glyph(last, confidence, 52)))

    def read(small: str, first: str) -> LineReading:
        sharp, soft = word(first, 0.6), word("串", 0.8)
        larger = [lambda picture: sharp if picture is WORD else soft] * 2
        return read_line(WORD, [lambda picture: word(small, 0.6) if picture is WORD else soft, *larger])

    outvoted, open_before = read("串", "率"), read("率", "串")
    assert (outvoted.text, open_before.text) == ("确串", "确串")
    assert 0.9 <= outvoted.confidence < 0.98
    assert [doubt.evidence for doubt in outvoted.doubts] == ["确率"]
    assert open_before.doubts == ()


def test_a_point_is_not_believed_after_a_second_look_as_a_unit_is() -> None:
    """Nine in ten is enough for 9个 looked at twice; for 9.2 it is not."""

    def read(*glyphs: tuple[str, float]) -> LineReading:
        later, first = (
            Reading(tuple(Glyph(text, 0.95 if text.isdigit() else sure, place) for text, place in glyphs))
            for sure in (0.65, 0.5)
        )
        crop = crop_with(
            [(round(x) - 6, 8, round(x) + 6, 32) if text != "." else (34, 28, 38, 32) for text, x in glyphs]
        )
        return read_line(crop, [lambda picture: first if picture is crop else later] * 3)

    whole, broken = read(("9", 20), ("个", 36)), read(("9", 20), (".", 36), ("2", 52))
    assert 0.9 <= whole.confidence == broken.confidence < 0.98
    assert whole.doubts == ()
    assert [doubt.code for doubt in broken.doubts] == [ReadingCode.LOW_CONFIDENCE]


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("7.243,560,000", "7,243,560,000"),
        ("22,249.600.00", "22,249,600.00"),
        ("22.249,600.00", "22,249,600.00"),
        ("99.239.600.00", "99,239,600.00"),
        ("201.001.002.003", "201.001.002.003"),
        ("1.234,567人", "1.234,567人"),  # an item and its number
        ("12.5、3.250", "12.5、3.250"),
        ("9.200", "9.200"),
    ],
)
def test_a_number_has_one_point(text: str, settled: str) -> None:
    """What stands between thousands before other thousands is a comma; of two signs alone nobody knows."""
    assert with_commas(reading(*((one, 12.0 * place) for place, one in enumerate(text)))).text == settled


def test_the_point_of_an_amount_whose_cents_stand_in_the_next_line_stays() -> None:
    """`7,243,560,000.` at the end of a line is no number with a speck behind it, nor is a date; `15.` is."""
    width = 14
    dates = ("2024.01.01-2024.12.", "2024.01.01-2024.")
    for text, kept in (("7,243,560.", "7,243,560."), ("15.", "15"), *zip(dates, dates, strict=True)):
        marks = [
            (6 + width * i, 28 if one in ",." else 8, 6 + width * i + (3 if one in ",." else 10), 32)
            for i, one in enumerate(text)
        ]
        read = reading(*((one, 10.0 + width * i) for i, one in enumerate(text)))
        assert without_specks(read, crop_with(marks))[0].text == kept


def test_readers_that_differ_about_a_number_leave_a_doubt() -> None:
    """15 and 16, read by two larger models, are put before a person with both readings; 15 and 15 are not."""
    number, other = reading(("1", 12), ("5", 28)), reading(("1", 12), ("6", 28))
    unsure = Reading((Glyph("1", 0.9, 12), Glyph("5", 0.9, 28)))
    doubted, _ = read_by(DIGITS, unsure, other, number)
    assert doubted.text == "16"
    assert [(doubt.code, doubt.evidence) for doubt in doubted.doubts] == [(ReadingCode.READINGS_DIFFER, "15")]
    assert read_by(DIGITS, number, number, number)[0].doubts == ()


def test_the_other_reading_of_a_doubt_is_in_the_script_that_is_printed() -> None:
    """名蒋, again 名稱: what a reader of all scripts takes for traditional is looked up as 名称."""
    blurred = Reading((Glyph("名", 0.6, 12), Glyph("蒋", 0.4, 28)))
    other = Reading((Glyph("名", 0.5, 12), Glyph("稱", 0.3, 28)))
    doubted, _ = read_by(DIGITS, blurred, blurred, other)
    assert [doubt.evidence for doubt in doubted.doubts] == ["名称"]


def test_an_unsure_reading_is_doubted_though_all_agree() -> None:
    """Three readers that guess the same leave a doubt with the character they are least sure of."""
    guess = Reading((Glyph("1", 0.99, 12), Glyph("5", 0.35, 28)))
    doubted, _ = read_by(DIGITS, guess, guess, guess)
    assert [doubt.code for doubt in doubted.doubts] == [ReadingCode.LOW_CONFIDENCE]
    assert "‘5’" in doubted.doubts[0].message


def test_agreement_is_worth_more_than_one_sure_reader() -> None:
    """Two readers at 99 % of the same text are surer than one, and a third against them costs some of it."""
    one = Reading((Glyph("五", 0.99, 12),))
    alone, together = support([one], frozenset()), support([one, one], frozenset())
    assert probability(Evidence(alone)) < probability(Evidence(together))
    assert probability(Evidence(together, alone, outvoted=1)) < probability(Evidence(together))


def test_an_item_keeps_the_point_behind_its_number() -> None:
    """`1.完成` is an enumeration, however small the printed point is."""
    picture = crop_with([(6, 8, 18, 32), (22, 28, 25, 31), (34, 6, 62, 34)])
    item = reading(("1", 12), (".", 24), ("完", 48))
    assert without_specks(item, picture) == (item, ())


def test_a_per_mille_sign_is_not_a_percentage_and_a_nought() -> None:
    """%0 and %o are ‰, which recognisers know badly; 100% stays."""
    assert repaired(reading(("3", 12), ("%", 30), ("0", 40)), crop_with([]))[0].text == "3‰"
    assert repaired(reading(("0", 12), ("%", 30)), crop_with([]))[0].text == "0%"


@pytest.mark.parametrize(("rings", "apart", "doubted"), [(1, 14, False), (1, 17, False), (2, 14, True)])
def test_a_percent_sign_with_three_rings_is_doubted(rings: int, apart: int, doubted: bool) -> None:
    """Readers of lines hardly know ‰ alone; a % as wide as that, as some faces have it, is none."""
    crop = np.full((40, 80), 250, dtype=np.uint8)
    cv2.circle(crop, (14, 12), 5, 20, 2)
    cv2.line(crop, (14, 32), (28, 6), 20, 2)
    for ring in range(rings):
        cv2.circle(crop, (14 + apart + 13 * ring, 27), 5, 20, 2)
    read = read_by(crop, *[reading(("%", 24))] * 3)[0]
    assert (ReadingCode.CONFUSABLE in [doubt.code for doubt in read.doubts]) is doubted


def test_the_remnant_of_a_rule_is_no_stroke() -> None:
    """480| is 480, with a doubt because a 1 may be meant; 指标| is 指标 without one."""
    assert without_specks(reading(("标", 20), ("|", 52)), WORD) == (reading(("标", 20)), ())
    cleaned, doubts = without_specks(reading(("8", 12), ("|", 28)), DIGITS)
    assert (cleaned.text, len(doubts)) == ("8", 1)


def test_a_comma_behind_a_whole_value_is_doubted() -> None:
    """The last ring of % was read as one where its ink is broken; a line of a text may end so."""
    assert MARK_LAST.fullmatch("=100%,")
    assert MARK_LAST.fullmatch("≥98.5%,")
    assert not MARK_LAST.fullmatch("≥98.5%")
    assert not MARK_LAST.fullmatch("合格率100%,")
    assert not MARK_LAST.fullmatch("1,350,")


def test_a_letter_among_figures_is_doubted() -> None:
    """A lone o and the O of 9O% may be noughts; the letters of a code are letters."""
    assert LETTER_AMONG_DIGITS.search("o")
    assert LETTER_AMONG_DIGITS.search("≥9O%")
    assert not LETTER_AMONG_DIGITS.search("ISO9001")
    assert not LETTER_AMONG_DIGITS.search("≥90%")


def test_a_point_that_was_not_read_is_found_between_its_figures() -> None:
    """`7.7` read as `77` leaves a mark low between the figures; `77` has none."""
    figures = [(6, 8, 18, 32), (30, 8, 42, 32)]
    number = reading(("7", 12), ("7", 36))
    assert lost_point(number, crop_with([*figures, (22, 28, 26, 32)])) == "77"
    assert lost_point(number, crop_with(figures)) is None


def test_the_dot_of_a_compound_unit_stays() -> None:
    """元/人·天 keeps its small dot."""
    picture = crop_with([(6, 6, 30, 34), (34, 6, 44, 34), (48, 6, 72, 34), (80, 18, 83, 21), (90, 6, 114, 34)])
    unit = reading(("元", 18), ("/", 39), ("人", 60), ("·", 81), ("天", 102))
    assert without_specks(unit, picture) == (unit, ())


def test_the_dot_of_a_unit_that_began_on_the_line_before_stays_where_it_has_room() -> None:
    """不超过2元/⏎人·天; a speck between characters that stand close is none."""
    ink = [(2, 6, 30, 34), (40, 18, 43, 21), (52, 6, 80, 34)]
    unit = reading(("人", 16), ("·", 41), ("天", 66))
    assert without_specks(unit, crop_with(ink)) == (unit, ())
    close = [(2, 6, 30, 34), (31, 18, 33, 21), (34, 6, 62, 34)]
    words = reading(("人", 16), ("·", 32), ("天", 48))
    assert without_specks(words, crop_with(close))[0].text == "人天"


def test_a_ring_as_high_as_a_figure_is_a_percent_sign_in_doubt() -> None:
    """`92°` over ink as high as its figures reads `92%` with a doubt; a small ring stays a degree sign."""
    figures = [(10, 8, 23, 32), (27, 8, 40, 32)]
    heard = reading(("9", 16), ("2", 33), ("°", 56))
    tall, doubts = repaired(heard, crop_with([*figures, (46, 8, 68, 32)]))
    assert tall.text == "92%"
    assert [doubt.code for doubt in doubts] == [ReadingCode.CONFUSABLE]
    rings, _ = repaired(heard, crop_with([*figures, (46, 8, 54, 16), (58, 24, 66, 32)]))
    assert rings.text == "92%"
    small, doubts = repaired(heard, crop_with([*figures, (46, 8, 54, 16), (58, 30, 61, 32)]))
    assert (small.text, doubts) == ("92°", ())


def test_a_ring_read_before_a_percent_sign_goes_with_a_doubt() -> None:
    """`9°%` may have been 90%: the ring goes, and never silently."""
    picture = crop_with([(10, 8, 23, 32), (27, 8, 68, 32)])
    cleaned, doubts = repaired(reading(("9", 16), ("°", 33), ("%", 56)), picture)
    assert cleaned.text == "9%"
    assert [doubt.code for doubt in doubts] == [ReadingCode.CONFUSABLE]


def test_a_traditional_form_is_no_disagreement_and_is_not_chosen() -> None:
    """满意度 and 滿意度 agree, and the text is the simplified one though the other reader is surer."""
    picture = crop_with([(10, 6, 38, 34), (42, 6, 70, 34), (74, 6, 102, 34)])
    one = Reading(tuple(Glyph(text, 0.97, centre) for text, centre in (("满", 24), ("意", 56), ("度", 88))))
    other = Reading(tuple(Glyph(text, 0.99, centre) for text, centre in (("滿", 24), ("意", 56), ("度", 88))))
    read = read_line(picture, (lambda _: one, lambda _: other, lambda _: one))
    assert (read.text, read.doubts) == ("满意度", ())


@pytest.mark.parametrize(("heard", "text"), [("补貼车", "补贴车"), ("補貼車", "補貼車"), ("贴车人", "贴车人")])
def test_a_line_that_mixes_both_scripts_is_read_in_simplified_characters(heard: str, text: str) -> None:
    """Readers of all scripts take blurred simplified print for traditional; a line wholly of those is left as it is."""
    picture = crop_with([(10, 6, 38, 34), (42, 6, 70, 34), (74, 6, 102, 34)])
    one = Reading(tuple(Glyph(text, 0.999, centre) for text, centre in zip(heard, (24, 56, 88), strict=True)))
    assert read_line(picture, (lambda _: one, lambda _: one, lambda _: one)).text == text


def test_a_word_settles_which_of_two_forms_drawn_alike_is_read() -> None:
    """舆 and 與 differ in a few strokes: before 情 it is 舆, alone 與 stays what it is."""
    glyphs = [Glyph(text, 0.99, 20.0 * place) for place, text in enumerate("重大與情")]
    assert Reading(tuple(_settled(glyphs))).text == "重大舆情"
    assert Reading(tuple(_settled(glyphs[:3]))).text == "重大與"


def test_a_line_that_begins_with_a_stroke_before_a_figure_begins_with_a_dash() -> None:
    """2023年8月⏎—2023年9月: the dash of a range may stand at the head of the second line; 一级 keeps its numeral."""
    for text, settled in (("一2023年", "—2023年"), ("一级指标", "一级指标")):
        glyphs = [Glyph(character, 0.99, 20.0 * place) for place, character in enumerate(text)]
        assert Reading(tuple(_settled(glyphs))).text == settled


def test_a_letter_before_a_figure_that_may_be_one_is_a_doubt() -> None:
    """`2024年i1月` may be 11月 or 1月 beside a speck."""
    assert LETTER_AMONG_DIGITS.search("2024年i1月")
    assert not LETTER_AMONG_DIGITS.search("Wi6")


def test_a_template_without_the_unit_of_its_blank_is_doubted() -> None:
    """`（≥**%）` lost its % on a fax to all readers; with a unit behind the blank nothing is missing."""
    widths = [(6 + 20 * index, 8, 20 + 20 * index, 32) for index in range(6)]
    for text, doubted in (("率（≥**）", True), ("数（≥**人）", False)):
        places = [(one, 13 + 20 * index) for index, one in enumerate(text)]
        seen = reading(*places)
        found = read_line(crop_with(widths[: len(text)]), [lambda _, seen=seen: seen] * 3)
        assert any("no unit" in doubt.message for doubt in found.doubts) is doubted


def test_a_speck_behind_the_last_figure_is_doubted_only_where_the_number_may_go_on() -> None:
    """`5.` that ends a cell or stands before words is 5. Before another figure the point may be a decimal one."""
    _, doubts = without_specks(reading(("5", 12), (".", 24)), crop_with([(6, 8, 18, 32), (22, 28, 26, 32)]))
    assert len(doubts) == 1
    assert within(doubts, "") == within(doubts, "个月") == ()
    assert within(doubts, "2万元") == doubts
    _, inner = without_specks(reading((".", 6), ("5", 22)), crop_with([(4, 20, 8, 24), (16, 8, 28, 32)]))
    assert within(inner, "") == inner


def test_the_same_pixels_are_read_once() -> None:
    """A line that told which way up a page lies is among its cells again; pixels of another shape are another line."""
    read: list[tuple[int, ...]] = []

    def reader(crop: NDArray[np.uint8]) -> Reading:
        read.append(crop.shape)
        return Reading((Glyph("一", 0.9, float(len(read))),))

    once, line = Once(reader), crop_with([(10, 5, 30, 25)])
    assert once(line) == once(line.copy())
    assert once(line.reshape(1, -1)) != once(line)
    assert once(255 - line) != once(line)
    assert len(read) == 3


@pytest.mark.parametrize(("text", "doubted"), [("=100.00（）", True), ("=100.00(%)", False), ("（）", False)])
def test_brackets_with_nothing_between_them_behind_a_figure_lost_their_unit(text: str, *, doubted: bool) -> None:
    """A fax leaves no % of `100.00(%)`, and every reader was sure."""
    read = reading(*((sign, 12.0 + 16 * place) for place, sign in enumerate(text)))
    found = [doubt for doubt in hard_doubts(read, DIGITS, unanimous=True) if "unit" in doubt.message]
    assert bool(found) == doubted


@pytest.mark.parametrize(("heard", "text"), [("清理內源底泥", "清理内源底泥"), ("內部", "內部")])
def test_a_traditional_form_among_characters_of_both_scripts_is_simplified(heard: str, text: str) -> None:
    """內 of six characters that have one form was left by all readers; of two it may be a line in that script."""
    picture = crop_with([(10 + 32 * place, 6, 38 + 32 * place, 34) for place in range(len(heard))])
    one = Reading(tuple(Glyph(sign, 0.999, 24.0 + 32 * place) for place, sign in enumerate(heard)))
    assert read_line(picture, (lambda _: one, lambda _: one, lambda _: one)).text == text
