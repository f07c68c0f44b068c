"""What the words of a line say about its characters."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.model import ReadingCode
from extractors.scan import scanned
from extractors.scan.reading.recognise import Glyph, Reading
from extractors.scan.reading.second_reading import LineReading, read_line

PITCH = 30
Reader = Callable[[NDArray[np.uint8]], Reading]


def line(text: str) -> NDArray[np.uint8]:
    """A picture with one block of ink for every character."""
    picture = np.full((40, PITCH * len(text)), 245, dtype=np.uint8)
    for place in range(len(text)):
        picture[6:34, PITCH * place + 3 : PITCH * place + 27] = 20
    return picture


def reader(text: str, confidence: float = 0.99, **rivals: float) -> Reader:
    """Reads this text; of its first character also the others with their probabilities."""
    glyphs = [Glyph(character, confidence, PITCH * (place + 0.5)) for place, character in enumerate(text)]
    glyphs[0] = Glyph(text[0], confidence, PITCH / 2, rivals=tuple(rivals.items()))

    def read(crop: NDArray[np.uint8]) -> Reading:
        scale = crop.shape[1] / (PITCH * len(text))
        return Reading(tuple(Glyph(g.text, g.confidence, g.centre * scale, 0.0, g.rivals) for g in glyphs))

    return read


def read(text: str, *readers: Reader) -> LineReading:
    """The line by these readers, the last one standing for those that are missing."""
    return read_line(line(text), [*readers, *[readers[-1]] * (3 - len(readers))])


def test_a_character_that_makes_no_word_where_a_likely_one_does_is_put_right_with_a_doubt() -> None:
    """带动 lost its upper strokes and all are sure of 帝动: it becomes 带动, and a person is told of 帝."""
    found = read("帝动产业发展", reader("帝动产业发展", 0.999, 带=0.35))
    assert found.text == "带动产业发展"
    assert [(doubt.code, doubt.evidence) for doubt in found.doubts] == [(ReadingCode.CONFUSABLE, "帝动产业发展")]
    assert found.confidence == 0.35


def test_a_less_likely_one_leaves_the_text_and_a_doubt_with_the_other() -> None:
    """带 is possible, no more: the text stays as read and the doubt holds the better one."""
    found = read("帝动产业发展", reader("帝动产业发展", 0.99, 带=0.02))
    assert found.text == "帝动产业发展"
    assert [doubt.evidence for doubt in found.doubts] == ["带动产业发展"]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("尚卿乡尤俊村", "榻"),  # no word either
        ("带动产业发展", "帝"),  # a word is never given up
        ("货款贴息期限", "贷"),  # both are words: the dictionary does not choose
    ],
)
def test_words_that_are_no_better_say_nothing(text: str, other: str) -> None:
    """A name of a place is no word, and no better one is forced upon it."""
    found = read(text, reader(text, 0.99, **{other: 0.4}))
    assert (found.text, found.doubts) == (text, ())


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("重太传染病患者", "重大传染病患者"),  # a speck above 大
        ("绩效日标完成率", "绩效目标完成率"),  # a stroke is lost
        ("资金便用合规性", "资金使用合规性"),
        ("带动农户增收方元", "带动农户增收万元"),
    ],
)
def test_a_character_that_all_are_sure_of_is_in_doubt_where_its_look_alike_makes_a_word(text: str, other: str) -> None:
    """No reader offers another character; its shape does, and the dictionary knows what it would say."""
    found = read(text, reader(text, 0.9999))
    assert (found.text, [doubt.evidence for doubt in found.doubts]) == (text, [other])


@pytest.mark.parametrize("text", ["大宗食材抽检频次", "失能老年人", "电梯万台困人率", "候车亭数量", "主支管网更新"])
def test_words_younger_than_the_dictionary_are_words(text: str) -> None:
    """食材 was held for 良材."""
    assert read(text, reader(text, 0.9999)).doubts == ()


@pytest.mark.parametrize("text", ["重大传染病患者", "小计", "尚卿乡尤俊村", "拆违经费", "人天", "同上", "数量和质量"])
def test_right_words_and_names_of_places_are_not_doubted_for_their_look_alikes(text: str) -> None:
    """Names and short notes hold characters that belong to no word, too."""
    assert read(text, reader(text, 0.9999)).doubts == ()


def test_a_reader_that_was_outvoted_may_be_the_one_that_saw_the_word() -> None:
    """Two small looks read 月标, the larger one 目标."""
    found = read("指月标值", reader("月标值表", 0.96), reader("目标值表", 0.9), reader("月标值表", 0.96))
    assert found.text == "目标值表"
    assert found.doubts


def test_readings_of_which_one_alone_is_made_of_words_are_settled() -> None:
    """校园安全责任事故 against 贵任: nothing is left to doubt; a number is never settled so."""
    sound, slip = reader("责任事故数量", 0.9), reader("贵任事故数量", 0.8)
    assert read("责任事故数量", sound, slip, sound).doubts == ()
    number, other = reader("责任事故3起", 0.9), reader("贵任事故3起", 0.8)
    assert read("责任事故3起", number, other, number).doubts


@pytest.mark.parametrize(("confidence", "text"), [(0.9965, "挖制"), (0.9995, "挖制")])
def test_a_character_without_a_word_that_is_not_quite_certain_is_read_again(confidence: float, text: str) -> None:
    """挖制 is no word: the small model is believed alone only when it is certain; the larger ones read 控制."""
    found = read(text, reader(text, confidence), reader("控制", 0.99))
    assert found.text == ("控制" if confidence < 0.999 else text)


def test_a_word_is_believed_as_before() -> None:
    """控制 is one: no second reading is worth its time."""
    assert read("控制", reader("控制", 0.9965), reader("挖制", 0.99)).text == "控制"


@pytest.mark.parametrize(
    ("upper", "lower", "doubted"),
    [
        ("持续受益农", "尸", "持续受益农户"),  # a line of its own: nothing beside it makes a word
        ("防治重", "太传染病", "防治重大传染病"),
        ("数量指际", "完成率", "数量指标"),  # the line alone says so, and it is said once
        ("持续受益农", "户", None),
        ("提升群", "众满意度", None),
    ],
)
def test_a_word_that_goes_on_in_the_next_line_of_a_cell_is_looked_at(
    monkeypatch: pytest.MonkeyPatch, upper: str, lower: str, doubted: str | None
) -> None:
    """The doubt is the cell's, and says what would make a word."""

    def read_blocks(crop: NDArray[np.uint8]) -> Reading:
        inked = (crop < 128).any(axis=0).astype(np.int8)
        blocks = int((np.diff(inked, prepend=0) == 1).sum())
        text = {len(upper): upper, len(lower): lower}.get(blocks, "")
        pitch = crop.shape[1] / max(1, blocks)
        return Reading(tuple(Glyph(one, 0.9999, pitch * (place + 0.5)) for place, one in enumerate(text)))

    monkeypatch.setattr(scanned, "READERS", (read_blocks, read_blocks, read_blocks))
    sheet = np.full((400, 600), 245, dtype=np.uint8)
    for x in (60, 360, 560):
        cv2.line(sheet, (x, 60), (x, 360), 20, 2)
    for y in (60, 260, 360):
        cv2.line(sheet, (60, y), (560, y), 20, 2)
    for top, text in ((100, upper), (160, lower)):
        for place in range(len(text)):
            x = 100 + PITCH * place
            cv2.rectangle(sheet, (x, top), (x + 24, top + 28), 20, 3)
    picture = np.repeat(sheet[:, :, None], 3, axis=2)
    (grid,) = scanned.read_picture(picture, 200.0, number=1, width=216, height=144).grids
    cell = grid.at(0, 0)
    assert [line.text for line in cell.lines] == [upper, lower]
    found = [finding.evidence for finding in cell.findings if finding.code == ReadingCode.CONFUSABLE]
    assert found == ([doubted] if doubted else [])
