"""What a table as a whole says about a doubtful value."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from target_tables import Row, table

from extractors.model import Severity
from normalizers.audit.repeats import check_operators
from normalizers.measure import parse_values
from normalizers.model import TargetTable
from normalizers.second_look import look_again

QUALITY = ("产出指标", "质量指标")


def recognised(*values: str, confidence: float = 0.98) -> TargetTable:
    """A table of a recognised page with these values."""
    rows: list[Row] = [(*QUALITY, f"服务{place}", value) for place, value in enumerate(values)]
    found = table(*rows)
    return replace(found, indicators=tuple(replace(item, confidence=confidence) for item in found.indicators))


def test_a_value_whose_first_figure_may_be_the_sign_of_its_neighbours_is_in_doubt() -> None:
    """The row is marked, the finding proposes the sign of the neighbours, the printed text stays."""
    found = look_again(recognised("≥90%", "≥80%", "≥95%", "≥85%", "2280次"))
    assert [item.reasons for item in found.indicators] == [(), (), (), (), ("OPERATOR-DOUBTFUL",)]
    (finding,) = found.findings
    assert (finding.indicator, finding.finding.suggestion) == (5, "≥280次")
    assert (found.indicators[4].value_text, found.indicators[4].measure.text) == ("2280次", "2280次")


def test_a_bare_sign_among_barred_ones_is_a_remark_of_the_audit() -> None:
    """Its ink was asked when it was read: no bar was lost, somebody typed it so."""
    table = recognised("≥90%", "≥80%", "≥95%", "≥85%", ">92%")
    assert look_again(table).indicators == table.indicators
    assert [item.finding.severity for item in check_operators(table)] == [Severity.INFO]


def test_a_believed_text_layer_raises_no_doubt_by_its_neighbours() -> None:
    """What was printed so is a contradiction of the source, which the audit notes."""
    found = look_again(recognised("≥90%", "≥80%", "≥95%", "≥85%", ">92%", confidence=1.0))
    assert (found.findings, found.indicators[4].reasons) == ((), ())


@pytest.mark.parametrize(
    ("lines", "confidence", "doubtful"),
    [
        (["2023年2月", "2023年9月"], 0.98, True),
        (["2023年2月-", "2023年9月"], 0.98, False),
        (["2023年2月；2023年9月"], 0.98, False),
        (["2023年2月", "2023年9月"], 1.0, False),
    ],
)
def test_two_dates_with_nothing_between_may_have_lost_their_dash(
    lines: list[str], confidence: float, doubtful: bool
) -> None:
    """From February to September, or two deadlines: on a scan the dash at the end of a line is easily lost."""
    read = recognised("≥90%", confidence=confidence)
    (row,) = read.indicators
    rows = [
        replace(row, part=part, measure=measure, value_text="".join(lines))
        for part, measure in enumerate(parse_values(lines), 1)
    ]
    found = look_again(replace(read, indicators=tuple(rows)))
    assert all(("OCR-CONFUSABLE" in row.reasons) == doubtful for row in found.indicators)


@pytest.mark.parametrize(
    ("value", "confidence", "doubtful"),
    [
        ("不高于26元；1户", 0.98, True),
        ("不高于26元；14户", 0.98, False),
        ("不高于26元；1户", 1.0, False),
        ("26元l户", 0.98, True),
        ("26元/户", 0.98, False),
    ],
)
def test_a_unit_that_goes_on_behind_a_one_may_have_a_slash(value: str, confidence: float, doubtful: bool) -> None:
    """26元 and in the next line 1户 are two values, or 26元/户 on a poor scan."""
    found = look_again(recognised(value, "≥90%", confidence=confidence))
    assert {row.ordinal for row in found.indicators if "OCR-CONFUSABLE" in row.reasons} == ({1} if doubtful else set())


@pytest.mark.parametrize(
    ("weights", "confidence", "doubtful"),
    [
        ((7, 7, 3, 2, 3, 1, 17, 11, 10, 13, 1, 7, 2), 0.98, [6, 8, 9, 11]),  # 84: two of its 4 were read as 1
        ((30, 11, 40, 16), 0.98, [2]),  # 97: 14 read as 11
        ((53, 30, 10), 0.98, []),  # 93: a slip of the source as likely as any
        ((30, 14, 40, 16), 0.98, []),  # 100
        ((30, 11, 40, 16), 1.0, []),  # printed so
        # 94: any two of the 22 explain it, so none is said to
        ((5, 5, 5, 4, 4, 5, 4, 4, 3, 3, 4, 4, 4, 6, 5, 5, 4, 4, 3, 3, 5, 5), 0.98, []),
    ],
)
def test_weights_that_a_look_alike_would_make_add_up_are_in_doubt(
    weights: tuple[int, ...], confidence: float, doubtful: list[int]
) -> None:
    """On a scan, of the fewest that explain the sum each one; the weight stays as it was read."""
    read = recognised(*["≥90%"] * len(weights), confidence=confidence)
    rows = zip(read.indicators, weights, strict=True)
    found = look_again(replace(read, indicators=tuple(replace(row, weight=Decimal(weight)) for row, weight in rows)))
    assert [row.ordinal for row in found.indicators if row.reasons] == doubtful
    assert [finding.indicator for finding in found.findings] == doubtful
    assert [int(row.weight) for row in found.indicators if row.weight] == list(weights)


@pytest.mark.parametrize(
    ("printed", "suggestion"),
    [
        ("292%", "≥92%"),
        ("l00%", "100%"),
        ("9O%", "90%"),
        ("5.0万方", None),
        ("二100%", "=100%"),
        ("O", "0"),
        ("90%", None),
    ],
)
def test_a_repair_is_a_finding_beside_the_printed_text(printed: str, suggestion: str | None) -> None:
    """The proposal and its evidence are in the finding; nothing of the value changes."""
    before = recognised(printed)
    found = look_again(before)
    assert [item.finding.suggestion for item in found.findings] == ([suggestion] if suggestion else [])
    assert found.indicators == before.indicators
    for item in found.findings:
        assert (item.finding.computed, item.finding.evidence) == (printed, f"服务0 | {printed}")
        assert item.finding.code in found.indicators[0].measure.doubts


def test_a_repair_knows_the_unit_column() -> None:
    """9O beside % in its column may be 90."""
    found = table((*QUALITY, "合格率", "9O"))
    measure = replace(found.indicators[0].measure, unit_text="%")
    item = replace(found.indicators[0], measure=measure)
    (finding,) = look_again(replace(found, indicators=(item,))).findings
    assert finding.finding.suggestion == "90"


def test_a_cubic_metre_where_money_is_asked_for_may_be_yuan() -> None:
    """元 is read as 方; earth and water are really counted in 方."""
    (finding,) = look_again(table(("产出指标", "成本指标", "培训成本", "5.0万方"))).findings
    assert finding.finding.suggestion == "5.0万元"
    assert look_again(table(("产出指标", "数量指标", "土方开挖", "5.0万方"))).findings == ()
    assert look_again(table(("产出指标", "成本指标", "土石方工程成本", "5.0万方"))).findings == ()


def test_a_bracket_that_was_read_without_its_other_half_is_a_doubt() -> None:
    """Of 1440 names of drawn forms none leaves one open; a believed text layer is left alone."""
    for confidence, reasons in ((0.98, ("OCR-CONFUSABLE",)), (1.0, ())):
        found = recognised("90%", "80%", confidence=confidence)
        first = replace(found.indicators[0], level3="制度情况（整改或撤销")
        second = replace(found.indicators[1], level3="制度情况（整改或撤销）")
        looked = look_again(replace(found, indicators=(first, second)))
        assert [item.reasons for item in looked.indicators] == [reasons, ()]


@pytest.mark.parametrize(
    ("name", "ragged"),
    [
        ("-基层服务能力", True),
        ("新增企业—", True),
        ("培训成果应用率一", True),
        ("万元GDP-能耗", False),
        ("新增企业", False),
        ("标识标牌统一", False),
        ("标段十一", False),
        ("三证合一", False),
        ("一制(修)订地方标准数量", True),
        ("一般公共服务支出", False),
        ("一站式服务", False),
        ("一键式报警装置", False),
        ("申报单位满意度1", True),
        ("项目1", False),
        ("PM2:5平均浓度", True),
        ("PM2.5平均浓度", False),
        ("师生比1:20", False),
        ("主要污染物浓度;", True),
        ("主要污染物浓度，", True),
    ],
)
def test_a_stray_mark_beside_a_recognised_name_is_a_doubt(name: str, ragged: bool) -> None:
    """What is left of a rule or of a watermark beside a name reads as a dash, a speck as ；."""
    table = recognised("15户")
    (item,) = table.indicators
    (seen,) = look_again(replace(table, indicators=(replace(item, level3=name),))).indicators
    assert ("OCR-CONFUSABLE" in seen.reasons) is ragged


@pytest.mark.parametrize(
    ("explanation", "doubted"),
    [
        ("培训合格率=合格人数+参训人数×100%", True),
        ("培训合格率=合格人数：参训人\n数×100%", True),
        ("培训合格率=合格人数÷参训人数×100%", False),
        ("培训合格率＝（合格人数/参训人数）×100%", False),
        ("按合格人数计算，达到100%得满分", False),
        (None, False),
    ],
)
def test_a_share_that_is_worked_out_without_a_division_is_a_doubt(explanation: str | None, doubted: bool) -> None:
    """The ÷ of a scan is read as another sign; a text layer is left alone."""
    for confidence in (0.98, 1.0):
        found = recognised("90%", confidence=confidence)
        (item,) = found.indicators
        (seen,) = look_again(replace(found, indicators=(replace(item, explanation=explanation),))).indicators
        assert ("OCR-CONFUSABLE" in seen.reasons) is (doubted and confidence < 1)


@pytest.mark.parametrize(
    ("name", "value", "doubted"),
    [
        ("参训学员合格率", "≥95名", True),
        ("参训学员合格率（%）", "≥95台", True),
        ("参训学员合格率", "≥95%", False),
        ("参训学员人数", "≥95名", False),
        ("孕产妇死亡率", "≤9/10万", False),
        ("服务覆盖面", "≥13个", False),
        ("责任事故死亡率（每百万车公里）", "≤0.03人", False),
        ("责任事故死亡率", "≤3名", True),
        ("万车交通事故死亡率", "≤1.2人/万车", False),
        ("婴儿死亡率", "≤4.0%", True),
        ("安全事故万人发生率", "＜0.5%", True),
        ("人口自然增长率", "5%", True),
        ("重大传染病发病率", "≤1%", True),
        ("婴儿死亡率", "≤4.0‰", False),
        ("万人以上乡镇数", "≥3个", False),
    ],
)
def test_a_rate_in_a_unit_that_it_is_not_counted_in_is_a_doubt_on_a_scan(name: str, value: str, doubted: bool) -> None:
    """A lone % of a fax is read as 名, a ‰ without a ring as %; a text layer that is believed says what was typed."""
    for confidence in (0.98, 1.0):
        before = recognised(value, confidence=confidence)
        before = replace(before, indicators=(replace(before.indicators[0], level3=name),))
        (seen,) = look_again(before).indicators
        assert ("OCR-CONFUSABLE" in seen.reasons) is (doubted and confidence < 1.0)


@pytest.mark.parametrize(
    ("value", "doubted"),
    [
        ("≥15.183平方米", True),
        ("15.183公里", True),
        ("≥15,183平方米", False),
        ("15.183万平方米", False),
        ("0.125公里", False),
        ("15.18公里", False),
        ("99.125%", False),
    ],
)
def test_three_decimals_are_as_likely_thousands_on_a_scan(value: str, doubted: bool) -> None:
    """A comma that lost its tail is a point; a text layer that is believed says what was typed."""
    for confidence in (0.98, 1.0):
        (seen, *_) = look_again(recognised(value, confidence=confidence)).indicators
        assert ("OCR-CONFUSABLE" in seen.reasons) is (doubted and confidence < 1.0)


@pytest.mark.parametrize(
    ("value", "doubted"),
    [
        ("'健全", True),
        ("健全”", True),
        ("“健全”", False),
        ("“三公”经费下降", False),
        ("健全", False),
        ("不超过2000元庙", True),
        ("300公里庙", True),
        ("95%（优）", False),
        ("≥98%（计划标准", True),
        ("不超过2000元/亩", False),
        ("2000元以上", False),
        ("2万元整", False),
        ("L不超预算", True),
        ("A级以上", False),
        ("T恤发放到位", False),
    ],
)
def test_a_stray_mark_beside_a_value_is_a_doubt_on_a_scan(value: str, doubted: bool) -> None:
    """Half a pair of quotation marks is a speck, a letter before words a piece of a seal; 元庙 is 元/亩."""
    for confidence in (0.98, 1.0):
        (seen,) = look_again(recognised(value, confidence=confidence)).indicators
        assert ("OCR-CONFUSABLE" in seen.reasons) is (doubted and confidence < 1.0)
