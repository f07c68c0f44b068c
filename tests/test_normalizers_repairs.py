import pytest
from hypothesis import given
from strategies import value_texts

from normalizers.measure import parse_values
from normalizers.repairs import propose


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("292%", "≥92%"),
        ("2100%", "≥100%"), ("9O%", "90%"), ("1〇0%", "100%"), ("l5个", "15个"), ("Z90%", "≥90%"),
        ("》90%", "≥90%"),
        ("二100百分比", "=100百分比"), ("15方人", "15万人"), ("15力人", "15万人"), ("30化元", "30亿元"),
        ("315,8", "315.8"), ("士3%以内", "±3%以内"), ("90o/o", "90%"), ("600八次", "600人次"),
    ],
)  # fmt: skip
def test_a_known_confusion_has_a_proposal(text: str, proposal: str) -> None:
    """The number that a reader would expect, offered and not taken."""
    assert propose(text) == proposal
    assert parse_values([text])[0].doubts


@pytest.mark.parametrize("text", ["90%", "≥600人次", "2280次", "提升", "00%", "3.000人", ""])
def test_where_nothing_is_sure_nothing_is_proposed(text: str) -> None:
    """Sound values, words, and doubts that no single confusion explains."""
    assert propose(text) is None


@given(value_texts())
def test_a_proposal_is_a_sound_value(text: str) -> None:
    """Whatever is proposed parses without a doubt and differs from what is printed."""
    proposal = propose(text)
    if proposal is not None:
        assert proposal != text
        assert all(not measure.doubts for measure in parse_values([proposal]))
