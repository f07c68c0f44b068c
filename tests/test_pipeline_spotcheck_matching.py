from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.spotcheck.matching import matched

NAMES = st.text("甲乙丙丁戊己庚辛壬癸", min_size=1, max_size=4)
LISTS = st.lists(NAMES, max_size=8)


def _pairs(left: list[str], right: list[str]) -> list[tuple[int | None, int | None]]:
    return list(matched([{"name": name} for name in left], [{"name": name} for name in right], [["name"]]))


@given(LISTS, LISTS)
def test_every_row_of_both_sides_comes_once(left: list[str], right: list[str]) -> None:
    """Nothing is lost or doubled, whatever the names."""
    pairs = _pairs(left, right)
    assert [one for one, _ in pairs if one is not None] == list(range(len(left)))
    assert sorted(other for _, other in pairs if other is not None) == list(range(len(right)))


@given(LISTS)
def test_equal_lists_are_paired_in_their_order(names: list[str]) -> None:
    """Rows of the same name are told apart by their order."""
    assert _pairs(names, names) == [(place, place) for place in range(len(names))]


@given(st.lists(NAMES, max_size=8, unique=True), st.integers(0, 8))
def test_an_inserted_row_is_one_difference(names: list[str], place: int) -> None:
    """The rows after it are still paired with themselves."""
    place = min(place, len(names))
    pairs = _pairs(names, [*names[:place], "新增一行", *names[place:]])
    assert [pair for pair in pairs if None in pair] == [(None, place)]


def test_a_misread_name_is_the_same_row_also_beside_an_inserted_one() -> None:
    """Likeness decides before position does."""
    left = ["新增入孵企业户数", "资金拨付及时率"]
    assert _pairs(left, ["受益群众满意程度", "新增入孵企亚户数", "资金拨付及时率"]) == [(None, 0), (0, 1), (1, 2)]


def test_a_row_alone_between_the_same_neighbours_is_the_same_row() -> None:
    """A name that was read as something else altogether is one changed row, not one lost and one new."""
    assert _pairs(["甲甲", "乙乙乙", "丙丙"], ["甲甲", "XYZ", "丙丙"]) == [(0, 0), (1, 1), (2, 2)]
