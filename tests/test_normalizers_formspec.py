"""Words to roles, and tables to form variants."""

from __future__ import annotations

import pytest

from normalizers.formspec import FormDataError, shared_vocabulary, speaking, vocabulary
from normalizers.text import squeeze
from normalizers.variants import FormSpec, check_specs, form_specs, identify, spec_of
from normalizers.words import WordIndex, one_off


def test_equal_variants_are_refused() -> None:
    """Two variants with the same words, or the same name, are an error of the data."""
    words = frozenset(("项目名称", "指标值"))
    with pytest.raises(FormDataError, match="same words"):
        check_specs([FormSpec("a", "", words), FormSpec("b", "", words)])
    with pytest.raises(FormDataError, match="named a"):
        check_specs([FormSpec("a", "", words), FormSpec("a", "", frozenset(("项目名称",)))])


def test_the_most_demanding_variant_wins_and_ties_are_told() -> None:
    """More required words win; equally many give the first name and both names."""
    specs = [
        FormSpec("few", "", frozenset(("甲",))),
        FormSpec("left", "", frozenset(("甲", "乙"))),
        FormSpec("right", "", frozenset(("甲", "丙"))),
    ]
    assert identify(["甲", "乙"], specs).equal == ("left",)
    assert identify(["甲", "乙", "丙"], specs).equal == ("left", "right")
    assert identify(["丁"], specs).name == "generic"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("*一级 指标", "level1"),
        ("二级指标（长期）", "level2"),
        ("三级指标*", "name"),
        ("年度指标值", "value"),
        ("年度(/项目)指标值", "value"),
        ("指标值(或计划水平)", "value"),
        ("绩效指标性质*", "operator"),
        ("计量单位", "unit"),
        ("分值权重(90)", "weight"),
        ("全年实际完成值", "actual"),
        ("未完成原因和改进措施", "reason"),
        ("指 标 解 释", "explanation"),
    ],
)
def test_header_words(text: str, role: str) -> None:
    """Stars, blanks and brackets are no part of a header word."""
    match = vocabulary().columns.find(text)
    assert match is not None
    assert (match.role, match.slip) == (role, False)


@pytest.mark.parametrize(
    ("text", "word"),
    [("年底金额（万元）", "年度金额"), ("其中：财政投款", "财政拨款"), ("年度资金息额", "年度资金总额")],
)
def test_labels_one_character_off(text: str, word: str) -> None:
    """A slip of one character in a label of four or more still finds it, and is marked as a slip."""
    match = vocabulary().funds.find(text)
    assert match is not None
    assert (match.word, match.slip) == (word, True)


def test_a_slip_between_two_roles_is_no_match() -> None:
    """甲乙丙丁 with its third character lost could be either word, so it is neither."""
    index = WordIndex({"one": ["甲乙丙丁"], "two": ["甲乙戊丁"]})
    assert index.find("甲乙己丁") is None
    assert index.find("甲乙丙己") is not None
    assert index.find("甲丙丁") is None


def test_short_words_allow_no_slip() -> None:
    """权重 is not 权利."""
    assert vocabulary().columns.find("权利") is None


@pytest.mark.parametrize("star", ["*", "”", "。", "°"])
def test_a_heading_with_what_its_star_was_read_as_is_the_heading(star: str) -> None:
    """权重。: on a poor scan the weights of 21 rows were lost."""
    match = vocabulary().columns.find(f"权重{star}")
    assert match is not None
    assert match.role == "weight"


@pytest.mark.parametrize(
    ("left", "right", "near"),
    [
        ("年底", "年度", True),
        ("年度", "年度", False),
        ("目标值", "目标", True),
        ("甲乙", "乙甲", False),
        ("", "甲", True),
    ],
)
def test_one_character_off(left: str, right: str, near: bool) -> None:
    """Replaced, lost or added: one; equal or exchanged: not."""
    assert one_off(left, right) is near
    assert one_off(right, left) is near


def test_every_word_of_the_data_is_found_under_its_own_role() -> None:
    """No word stands under two roles of one list, where the second would never be seen."""
    for group in ("columns", "fields"):
        index, seen = getattr(vocabulary(), group), {}
        for role, words in vocabulary().raw[group].items():
            for word in words:
                assert seen.setdefault(squeeze(word), role) == role, word
                assert index.exact(word).role == role


def test_the_variants_of_the_data_are_told_apart() -> None:
    """A table with the words of one variant and no more is that variant and no other."""
    for spec in form_specs():
        words = [entry.split("|")[0] for entry in spec.require]
        titles = [pattern.pattern for pattern in spec.titles] or [None]
        assert identify(words, title=titles[0]).equal == (spec.name,)


def test_a_variant_reads_a_word_its_own_way_and_the_others_do_not() -> None:
    """In the Ezhou form 二级指标 is the name; outside of it, it is a level, and its other words stay what they are."""
    ezhou = next(spec for spec in form_specs() if spec.name == "levels-shifted")
    with speaking(ezhou.vocabulary):
        assert vocabulary().columns.find("二级指标").role == "name"
        assert vocabulary().columns.find("一级指标").role == "level2"
        assert vocabulary().columns.find("指标值").role == "value"
    assert vocabulary() is shared_vocabulary()
    assert vocabulary().columns.find("二级指标").role == "level2"


def test_a_variant_may_exclude_words_and_name_its_title() -> None:
    """A word it excludes, or another title, makes the table something else; a title counts as one more demand."""
    raw = {"name": "a", "description": "", "require": ["甲|乙"], "without": ["丙"], "titles": ["批复表$"]}
    specs = [spec_of(raw, "a.toml"), spec_of({"name": "b", "description": "", "require": ["乙"]}, "b.toml")]
    assert identify(["乙"], specs, title="目标批复表").name == "a"
    assert identify(["乙"], specs, title="目标申报表").name == "b"
    assert identify(["乙", "丙"], specs, title="目标批复表").name == "b"
    assert identify(["甲"], specs).name == "generic"


def test_a_misread_required_word_still_counts_unless_it_is_another_word() -> None:
    """年底目标 stands for 年度目标; 二级指标 never stands for 一级指标."""
    specs = [FormSpec("a", "", frozenset(("年度目标", "一级指标"))), FormSpec("b", "", frozenset(("二级指标",)))]
    assert identify(["年底目标", "一级指标"], specs).name == "a"
    assert identify(["年底目标", "二级指标"], specs).name == "b"


def test_variants_that_one_table_could_match_equally_well_are_refused() -> None:
    """Alternatives that overlap are an error of the data; one more demand tells them apart."""
    left = FormSpec("left", "", frozenset(("甲", "乙|丙")))
    with pytest.raises(FormDataError, match="same words"):
        check_specs([left, FormSpec("right", "", frozenset(("甲", "丙")))])
    check_specs([left, FormSpec("right", "", frozenset(("甲", "丙", "丁")))])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"colums": {}}, "colums"),
        ({"columns": {"worth": ["值"]}}, "columns.worth"),
        ({"money_unit": "亩"}, "亩 is no unit of money"),
        ({"blocks": ["soon"]}, "soon"),
        ({"titles": ["("]}, "subpattern"),
    ],
)
def test_form_data_that_mean_nothing_are_refused(change: dict[str, object], message: str) -> None:
    """A key, role, unit, horizon or pattern that does not exist is named with the file it stands in."""
    with pytest.raises(FormDataError, match=f"new.toml.*{message}"):
        spec_of({"name": "a", "description": "", "require": ["甲"], **change}, "new.toml")


def test_the_unit_of_money_of_a_form_is_used_where_none_is_printed() -> None:
    """A form that is known to mean 万元 makes 100 a million; a printed unit goes before it."""
    raw = {"name": "a", "description": "", "require": ["甲"], "money_unit": "万元", "blocks": ["medium_term", "annual"]}
    spec = spec_of(raw, "a.toml")
    assert spec.money_unit == "万元"
    assert [str(block) for block in spec.blocks] == ["medium_term", "annual"]
