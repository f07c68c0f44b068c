from hypothesis import example, given
from hypothesis import strategies as st

from normalizers.text import fold, squeeze, without_brackets


def test_squeeze_brings_all_spellings_of_a_label_together() -> None:
    """Blanks, stars, colons and full-width glyphs make no other label."""
    assert {squeeze(text) for text in ("*二级 指标：", "二级\n指标", "★二级指标*", "　二级指标: ")} == {"二级指标"}


def test_brackets_go_with_what_they_hold() -> None:
    """Nested and full-width brackets are removed; a bracket that does not close stays."""
    assert without_brackets("指标值（或计划（水平））(年度)") == "指标值"
    assert without_brackets("2019年度)") == "2019年度)"


def test_an_enumerator_is_not_a_digit() -> None:
    """①30 folds to a bullet and 30, not to 130 as NFKC would have it."""
    assert fold("①30场").text == "•30场"


def test_glyph_variants_fold_to_one_and_print_as_they_were() -> None:
    """≧３０％ is matched as ≥30% and still prints with its own glyphs."""
    folded = fold("≧ ３０ ％")
    assert folded.text == "≥30%"
    assert folded.printed(0, 1) == "≧"
    assert folded.printed(1, 4) == "３０％"


def test_a_blank_between_digits_stays() -> None:
    """Two numbers side by side do not become one; other blanks go."""
    assert fold(" 10  20 人 次").text == "10 20人次"


def test_a_removed_stretch_leaves_no_trace() -> None:
    """Text around a removed bracket closes up, and its origin is kept."""
    folded = fold("100（注）%")
    bare = folded.without([(3, 6)])
    assert bare.text == "100%"
    assert bare.printed() == "100%"


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    """Folded text is its own folded form, and every character knows a place in the source."""
    folded = fold(text)
    assert fold(folded.text).text == folded.text
    assert len(folded.origin) == len(folded.text)
    assert list(folded.origin) == sorted(folded.origin)
    assert all(0 <= place < len(text) for place in folded.origin)


@given(st.text(max_size=40))
@example("K¸")  # NFKC makes a blank and a cedilla of it, and without the blank the cedilla joins the K
def test_squeezed_text_holds_no_white_space(text: str) -> None:
    """A label has no white space left and squeezing again changes nothing."""
    squeezed = squeeze(text)
    assert not any(character.isspace() for character in squeezed)
    assert squeeze(squeezed) == squeezed
