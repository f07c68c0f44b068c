"""Is the text layer of a page to be believed?

Judged page by page (a file may hold both kinds): glyphs without ink over a picture of the page are the work of
somebody's OCR, of unknown quality; glyphs whose font does not say which characters they are, or says it wrongly,
are no text at all. In both cases the page is read as a picture, and the layer is not used as truth.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from extractors.filling import is_unreadable
from extractors.geometry import follows, turn_box, without_copies
from extractors.layer import Glyph
from extractors.model import Box, Finding, Place, QuarterTurn, ReadingCode, Rule, Severity, Word

if TYPE_CHECKING:
    from extractors.source import Page

Trust = Literal["trusted", "hidden", "garbage", "none"]

# Share of the page under pictures from which on the page may be a scan.
PAGE_PICTURE = 0.5
# Share of glyphs that are not characters; some bullets and arrows come from symbol fonts without names.
UNREADABLE = 0.1
# Share of Latin letters and digits set as wide as Chinese characters: their font names them wrongly.
WIDE_LATIN = 0.2
# The most frequent Chinese characters of running and of administrative text: about a third of any page. A page
# with many Han characters and hardly any of these is mapped wrongly.
FREQUENT = frozenset(
    "的一是不了在人有我他这中大来上个国和地到说们为子时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日"
    "于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长"
    "项目绩效指标资金单位预算产出数量质量时效成本社会益满意度服务部门财政支出名称表合计级其他等及率完元万二理管务建设情况工收入政府"
    "职业局县市区省法定执监督检查证明书通知附件内容要求办基保障"
)
ENOUGH_HAN = 60
FREQUENT_SHARE = 0.06


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether to believe the layer, and why not; `glyphs` and `hidden` count characters that are not blank."""

    trust: Trust
    reason: str
    glyphs: int
    hidden: int


@dataclass(frozen=True, slots=True)
class View:
    """The readable content of a digital page, turned upright.

    `cut` are texts that run on where drawing is closed (a cell of a spreadsheet too narrow for its text): one of
    their visible glyphs, and the whole text. `slanted` is the text that runs along no axis (a watermark), which is
    kept out of the words because it would fall into the cells it crosses.
    """

    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    width: float
    height: float
    turned: QuarterTurn
    cut: tuple[tuple[Word, str], ...] = ()
    slanted: str = ""

    def findings(self, page: int) -> tuple[Finding, ...]:
        """What of the page's text is in no cell and no line."""
        if not self.slanted:
            return ()
        whole = Place(page, Box(0.0, 0.0, self.width, self.height))
        message = "Text that runs across the page, such as a watermark, was left out."
        return (Finding(ReadingCode.GLYPHS_LEFT, Severity.INFO, message, whole, evidence=self.slanted),)


def judge(page: Page) -> Judgement:
    """Judge the text layer of a page."""
    layer = page.layer()
    printed = [glyph for glyph in layer.glyphs if not glyph.word.text.isspace() and _on_page(glyph, page.box)]
    seen = [glyph for glyph in printed if not glyph.hidden and not glyph.clipped]
    hidden = sum(glyph.hidden for glyph in printed)
    trust, reason = verdict(seen, hidden, page.picture_cover())
    return Judgement(trust, reason, len(seen), hidden)


def verdict(seen: Sequence[Glyph], hidden: int, cover: float) -> tuple[Trust, str]:
    """The judgement from visible glyphs, the number of invisible ones, and the share of the page under pictures."""
    if not seen:
        return ("hidden", "all text is invisible") if hidden else ("none", page_without_text(cover))
    if cover >= PAGE_PICTURE and hidden > len(seen):
        return "hidden", f"{hidden} invisible glyphs over a picture of the page"
    unreadable = sum(is_unreadable(glyph.word.text) for glyph in seen)
    if unreadable > UNREADABLE * len(seen):
        return "garbage", f"{unreadable} of {len(seen)} glyphs are no characters"
    wide = sum(_is_wide_latin(glyph) for glyph in seen)
    if wide > WIDE_LATIN * len(seen):
        return "garbage", f"{wide} of {len(seen)} glyphs are Latin letters as wide as Chinese ones"
    han = Counter(character for glyph in seen for character in glyph.word.text if "\u4e00" <= character <= "\u9fff")
    frequent = sum(count for character, count in han.items() if character in FREQUENT)
    if han.total() >= ENOUGH_HAN and frequent < FREQUENT_SHARE * han.total():
        return "garbage", f"only {frequent} of {han.total()} Chinese characters are usual ones"
    return "trusted", ""


def page_without_text(cover: float) -> str:
    """Why a page has no visible glyphs."""
    return "a picture without text" if cover > 0 else "nothing is written"


def view_of(page: Page) -> View:
    """Visible glyphs without copies, runs across the writing direction joined, turned upright with the rules."""
    layer = page.layer()
    shown = [glyph for glyph in layer.glyphs if not glyph.hidden and not glyph.clipped and _on_page(glyph, page.box)]
    seen = [glyph for glyph in shown if not glyph.slanted]
    turned = _usual_turn(seen)
    upright: QuarterTurn = _TURN_BACK[turned]
    words = without_copies(_runs(seen, turned))
    width, height = (page.height, page.width) if upright in (90, 270) else (page.width, page.height)
    return View(
        tuple(Word(word.text, turn_box(word.box, upright, page.width, page.height)) for word in words),
        tuple(Rule(turn_box(rule.box, upright, page.width, page.height)) for rule in layer.rules),
        width,
        height,
        upright,
        tuple(
            (Word(word.text, turn_box(word.box, upright, page.width, page.height)), text)
            for word, text in _cut_runs(layer.glyphs)
        ),
        "".join(glyph.word.text for glyph in shown if glyph.slanted),
    )


def _cut_runs(glyphs: Sequence[Glyph]) -> list[tuple[Word, str]]:
    """Runs of text of which a part is clipped away, with a visible glyph of each."""
    if not any(glyph.clipped for glyph in glyphs):
        return []
    runs: list[list[Glyph]] = []
    for glyph in (glyph for glyph in glyphs if not glyph.hidden and not glyph.word.text.isspace()):
        if runs and glyph.turned == runs[-1][-1].turned and follows(runs[-1][-1], glyph):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return [
        (next(glyph.word for glyph in run if not glyph.clipped), "".join(glyph.word.text for glyph in run))
        for run in runs
        if 0 < sum(glyph.clipped for glyph in run) < len(run)
    ]


_TURN_BACK: dict[QuarterTurn, QuarterTurn] = {0: 0, 90: 270, 180: 180, 270: 90}


def _usual_turn(glyphs: Sequence[Glyph]) -> QuarterTurn:
    """The turn of most of the text; a page is taken as upright unless clearly more than half says otherwise."""
    turns = Counter(glyph.turned for glyph in glyphs if not glyph.word.text.isspace())
    if not turns:
        return 0
    turn, count = turns.most_common(1)[0]
    return turn if count > 0.6 * turns.total() else 0


def _runs(glyphs: Sequence[Glyph], usual: QuarterTurn) -> list[Word]:
    """Glyphs of the usual direction one by one; a run set across it (a turned heading) as one word in its order."""
    words: list[Word] = []
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and (glyph.turned != run[0].turned or not follows(run[-1], glyph)):
            words.append(_as_word(run))
            run = []
        if glyph.turned == usual:
            words.append(glyph.word)
        else:
            run.append(glyph)
    if run:
        words.append(_as_word(run))
    return words


def _as_word(run: Sequence[Glyph]) -> Word:
    box = run[0].word.box
    for glyph in run[1:]:
        box = box.union(glyph.word.box)
    return Word("".join(glyph.word.text for glyph in run), box)


def _on_page(glyph: Glyph, page: Box) -> bool:
    return page.holds(*glyph.word.box.centre)


def _is_wide_latin(glyph: Glyph) -> bool:
    text = glyph.word.text
    along = glyph.word.box.width if glyph.turned in (0, 180) else glyph.word.box.height
    narrow = unicodedata.east_asian_width(text[0]) in ("Na", "N") and text[0].isalnum() and text not in "MWmw"
    return len(text) == 1 and narrow and along > 0.95 * glyph.size
