"""Tables over the end of a page, cut in the ways that page breaks cut them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from grids import grid, lines, reading

from extractors.model import Box, Line, PageReading, TableGrid
from normalizers.chain import normalize
from normalizers.model import TargetTable

HEAD = """
| 项目名称 | 创业孵化基地项目 <  <  < |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
| ^ | 产出指标 | 数量指标 | 新增入孵企业 | 150户 |
"""
TITLE = lines("附件6", "创业孵化基地项目绩效目标表")


def joined(first: str, *later: str, **options: object) -> TargetTable:
    """One table whose parts stand on pages of their own."""
    pages: list[PageReading] = [reading(grid(first), text=TITLE)]
    pages += [reading(grid(part, page=number, **options)) for number, part in enumerate(later, 2)]
    document = normalize(pages)
    assert len(document.tables) == 1
    assert document.continued == tuple(range(2, len(pages) + 1))
    return document.tables[0]


def rows(table: TargetTable) -> list[tuple[object, ...]]:
    """Levels, name, value, page of the value."""
    return [(item.level1, item.level2, item.level3, item.value_text, item.place.page) for item in table.indicators]


def test_without_a_header_columns_are_found_by_where_they_stand() -> None:
    """A blank level at the top of a page is the one above; a later one is as printed."""
    table = joined(
        HEAD,
        """
        |  |  |  | 带动就业 | 15万人 |
        | ^ | ^ | 质量指标 | 合格率 | 100% |
        """,
    )
    assert rows(table) == [
        ("产出指标", "数量指标", "新增入孵企业", "150户", 1),
        ("产出指标", "数量指标", "带动就业", "15万人", 2),
        ("产出指标", "质量指标", "合格率", "100%", 2),
    ]
    assert not any(item.reasons for item in table.indicators)
    assert (table.page_first, table.page_last, table.grids) == (1, 2, ((1, 0), (2, 0)))


def test_repeated_header_is_read_again() -> None:
    """A header that comes again on the next page is no row, and levels go on below it."""
    table = joined(
        HEAD,
        """
        | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | ^ |  |  | 带动就业 | 15万人 |
        """,
    )
    assert rows(table)[1:] == [("产出指标", "数量指标", "带动就业", "15万人", 2)]


def test_levels_printed_again_change_nothing() -> None:
    """The same level printed again at the top of a page is the same level."""
    table = joined(HEAD, "| 绩效指标 | 产出指标 | 数量指标 | 带动就业 | 15万人 |")
    assert rows(table)[1:] == [("产出指标", "数量指标", "带动就业", "15万人", 2)]


def test_fewer_columns_are_matched_by_their_borders() -> None:
    """The next page lost its spine column and moved a little: the other columns stand where they stood."""
    table = joined(
        HEAD,
        "| 效益指标 | 社会效益指标 | 带动就业 | 15万人 |",
        edges=[112.0, 171.0, 229.0, 291.0, 349.0],
    )
    assert rows(table)[1:] == [("效益指标", "社会效益指标", "带动就业", "15万人", 2)]


@pytest.mark.parametrize(
    ("edges", "confidence", "doubted"),
    [
        ([50.0, 110.0, 230.0, 290.0, 350.0], 0.99, True),  # level 1 and level 2 in one
        ([50.0, 110.0, 230.0, 290.0, 350.0], 1.0, False),
        ([50.0, 170.0, 230.0, 290.0, 350.0], 0.99, False),  # the spine, which says nothing, and level 1
    ],
)
def test_a_cell_over_two_columns_of_the_page_before_is_in_doubt(
    edges: list[float], confidence: float, doubted: bool
) -> None:
    """A wall was not found on the next page of a scan: which of its two columns the text stands in nobody knows."""
    rest = grid("| 效益指标 | 社会效益指标 | 带动就业 | 15万人 |", page=2, edges=edges, confidence=confidence)
    (table,) = normalize([reading(grid(HEAD, confidence=confidence)), reading(rest, page=2)]).tables
    assert "GRID-WALL-MISSING" not in table.indicators[0].reasons
    assert ("GRID-WALL-MISSING" in table.indicators[1].reasons) is doubted


def test_level_name_cut_in_the_middle() -> None:
    """社会效益 at the end of a page and 指标 at the top of the next are one name, for the rows of both."""
    table = joined(
        HEAD + "| ^ | 效益指标 | 社会效益 | 带动就业 | 15万人 |\n",
        """
        |  |  | 指标 | 知晓率 | 90% |
        | ^ | ^ | 满意度指标 | 满意度 | 95% |
        """,
    )
    assert [row[:3] for row in rows(table)] == [
        ("产出指标", "数量指标", "新增入孵企业"),
        ("效益指标", "社会效益指标", "带动就业"),
        ("效益指标", "社会效益指标", "知晓率"),
        ("效益指标", "满意度指标", "满意度"),
    ]


@pytest.mark.parametrize(("level", "doubted"), [("效益指标", False), ("经济发展", True)])
def test_a_weight_at_the_top_of_a_page_is_that_of_the_level_above(level: str, doubted: bool) -> None:
    """效益指标 and 30% on the next page are one cell; a name of the form's own may have lost more than its weight."""
    table = joined(
        HEAD + f"| ^ | {level} | 社会效益指标 | 带动就业 | 15万人 |\n",
        "|  | 30% |  | 知晓率 | 90% |",
    )
    assert [(item.level1, item.level1_weight) for item in table.indicators[1:]] == [(level, 30)] * 2
    assert ["ROW-CUT" in item.reasons for item in table.indicators[1:]] == [doubted] * 2


def test_level_names_of_two_blocks_cut_in_the_middle() -> None:
    """Each block goes on with its own level, though the rest of one name is itself the name of a level."""
    table = joined(
        """
        | 项目名称 | 创业孵化基地项目 < < < < < |
        | 一级指标 | 中期绩效指标 < < | 年度绩效指标 < < |
        | ^ | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值 |
        | 效益指标 | 社会效 | 保障权益 | 全覆盖 | 社会 | 促进和谐 | 效果明显 |
        """,
        """
        |  | 益指标 |  |  | 效益⏎指标 | 义务教育巩固率 | 95% |
        | ^ | 生态效益指标 | 施工情况 | 提升 | 生态⏎效益⏎指标 | 火灾发生数 | 2次 |
        """,
    )
    assert [(item.horizon, item.level2, item.level3) for item in table.indicators] == [
        ("medium_term", "社会效益指标", "保障权益"),
        ("annual", "社会效益指标", "促进和谐"),
        ("annual", "社会效益指标", "义务教育巩固率"),
        ("medium_term", "生态效益指标", "施工情况"),
        ("annual", "生态效益指标", "火灾发生数"),
    ]
    assert not any(item.reasons for item in table.indicators)


LIST = """
| 单位名称 | 项目名称 | 预算数 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 市综合 | 农村公路 | 260.00 | 围绕公路养 | 产出指标 | 数量指标 | 示范点 | 6个 |
"""


def test_a_project_of_a_list_cut_in_the_middle_of_its_name_stays_one() -> None:
    """Its amount stands on the page before; the rests of its texts go on with it, the next project does not."""
    first = reading(grid(LIST), text=TITLE)
    second = reading(
        grid(
            """
            | 单位名称 | 项目名称 | 预算数 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
            | 保障中心 | 养护资金 |  | 护，带动就业。 | 产出指标 | 质量指标 | 合格率 | 100% |
            | 市教育局 | 校舍维修 | 80.00 | 改善校舍。 | 产出指标 | 数量指标 | 校舍 | 2栋 |
            """,
            page=2,
        )
    )
    document = normalize([first, second])
    assert [(table.project_name, [item.level3 for item in table.indicators]) for table in document.tables] == [
        ("农村公路养护资金", ["示范点", "合格率"]),
        ("校舍维修", ["校舍"]),
    ]
    assert [table.goals[0].text for table in document.tables] == ["围绕公路养护，带动就业。", "改善校舍。"]


@pytest.mark.parametrize(("confidence", "projects"), [(0.99, ["农村公路养护资金"]), (1.0, ["农村公路", "养护资金"])])
def test_dirt_read_in_the_place_of_an_amount_makes_no_new_project(confidence: float, projects: list[str]) -> None:
    """X1 beside the rest of a name: on a recognised page nothing was printed there, and the row before is in doubt."""
    rest = """
    | 单位名称 | 项目名称 | 预算数 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | 保障中心 | 养护资金 | X1 | 护，带动就业。 | 产出指标 | 质量指标 | 合格率 | 100% |
    """
    pages = [reading(grid(LIST, confidence=confidence), text=TITLE)]
    document = normalize([*pages, reading(grid(rest, page=2, confidence=confidence))])
    assert [table.project_name for table in document.tables] == projects
    assert ("ROW-CUT" in document.tables[0].indicators[0].reasons) is (confidence < 1)


@pytest.mark.parametrize(
    ("levels", "amount", "doubted"),
    [
        ("产出指标 | 质量指标", "", True),
        ("效益指标 | 社会效益指标", "", True),
        ("产出指标 | 数量指标", "", False),
        ("效益指标 | 社会效益指标", "80.00", False),
    ],
)
def test_a_project_without_amount_that_does_not_begin_its_levels_anew_may_be_the_rest_of_one(
    levels: str, amount: str, doubted: bool
) -> None:
    """At the top of a page: with an amount it is a new one for certain, with the first levels most likely."""
    first = """
    | 项目名称 | 预算数 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | 农村公路 |  | 产出指标 | 数量指标 | 示范点 | 6个 |
    """
    second = f"""
    | 项目名称 | 预算数 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | 养护资金 | {amount} | {levels} | 合格率 | 100% |
    """
    document = normalize([reading(grid(first), text=TITLE), reading(grid(second, page=2))])
    rows = [item for table in document.tables for item in table.indicators]
    assert [item.level3 for item in rows] == ["示范点", "合格率"]
    assert [("ROW-CUT" in item.reasons) for item in rows] == [doubted, doubted]


def test_rows_of_a_list_whose_project_was_not_found_are_in_doubt() -> None:
    """Blank cells at the top of a page go on with a project of the page before, which is not there."""
    lone = """
    | 项目名称 | 预算数 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    |  |  | 产出指标 | 数量指标 | 示范点 | 6个 |
    | 养护资金 | 80.00 | 产出指标 | 数量指标 | 合格率 | 100% |
    """
    document = normalize([reading(grid(lone))])
    rows = [item for table in document.tables for item in table.indicators]
    assert [(item.level3, "ROW-CUT" in item.reasons) for item in rows] == [("示范点", True), ("合格率", False)]


def test_a_level_cut_before_the_name_of_another_level_is_whole() -> None:
    """服务对象 at the end of a page and 满意度指标 on the next are one name, whatever the rest says by itself."""
    table = joined(
        HEAD + "| ^ | 满意度指标 | 服务对象 | 考生满意度 | 90% |",
        "|  |  | 满意度指标 | 读者满意度 | 95% |",
    )
    assert [item.level2 for item in table.indicators][1:] == ["服务对象满意度指标"] * 2


def test_rest_of_a_value_at_the_top_of_a_page() -> None:
    """A first row with text in the value column only is the rest of the last value, and in doubt."""
    table = joined(
        HEAD + "| ^ | ^ | ^ | 培训管理人才 | ≥600人 |\n",
        """
        |  |  |  |  | 次 |
        | ^ | ^ | 质量指标 | 合格率 | 100% |
        """,
    )
    assert [(row[2], row[3]) for row in rows(table)] == [
        ("新增入孵企业", "150户"),
        ("培训管理人才", "≥600人次"),
        ("合格率", "100%"),
    ]
    assert [item.reasons for item in table.indicators] == [(), ("ROW-CUT",), ()]


def test_rest_of_a_name_at_the_top_of_a_page() -> None:
    """A first row with a name only is the rest of the last name, and in doubt."""
    table = joined(
        HEAD + "| ^ | ^ | 质量指标 | 培育省级示范基地 | 5个 |\n",
        """
        |  |  |  | （或专精特新产业孵化园） |  |
        | ^ | ^ | 时效指标 | 拨付率 | 100% |
        """,
    )
    assert [(row[2], row[3]) for row in rows(table)][1:] == [
        ("培育省级示范基地（或专精特新产业孵化园）", "5个"),
        ("拨付率", "100%"),
    ]
    assert table.indicators[1].reasons == ("ROW-CUT",)


def set_close(drawn: TableGrid) -> TableGrid:
    """The grid with its lines as wide as their characters, ten points each."""
    cells = (replace(cell, lines=tuple(replace(line, box=narrow(line)) for line in cell.lines)) for cell in drawn.cells)
    return replace(drawn, cells=tuple(cells))


def narrow(line: Line) -> Box:
    """Its box, from the left."""
    return replace(line.box, x1=line.box.x0 + 10 * len(line.text))


@pytest.mark.parametrize(
    ("above", "below", "one"),
    [
        ("政策解读活动", "提供企业创业指导", False),  # room for two characters
        ("提供企业创业", "指导活动", True),
        ("政策解读宣传活", "动进社区和学校", True),
        ("省级示范基地", "（或专精特新产业孵化园）", True),  # a bracket is opened by nothing else
        ("执行管理制度（含", "整改或撤销不合格基地）", True),
    ],
)
def test_a_name_is_not_broken_where_its_line_had_room(above: str, below: str, one: bool) -> None:
    """Of a row without a value at the head of a page the name stays its own; marks say more than room."""
    first = set_close(grid(HEAD + f"| ^ | ^ | 质量指标 | {above} | ≥70次 |\n"))
    second = set_close(grid(f"|  |  |  | {below} |  |\n| ^ | ^ | 时效指标 | 拨付率 | 100% |", page=2))
    (table,) = normalize([reading(first), reading(second, page=2)]).tables
    names = [item.level3 for item in table.indicators][1:-1]
    assert names == ([above + below] if one else [above, below])
    assert all("ROW-CUT" in item.reasons for item in table.indicators[1:-1])


def test_header_form_and_indicators_in_two_grids() -> None:
    """A form cut into two grids on one page, or with its indicators on the next page, is one table."""
    form = "| 项目名称 | 创业孵化基地项目 |\n| 主管部门 | 省工信厅 |"
    indicators = """
    | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | 产出指标 | 数量指标 | 新增入孵企业 | 150户 |
    """
    wide = [50.0, 200.0, 290.0]
    same = normalize([reading(grid(form, edges=wide), grid(indicators, top=400.0), text=TITLE)])
    apart = normalize([reading(grid(form, edges=wide), text=TITLE), reading(grid(indicators, page=2))])
    for document in (same, apart):
        assert len(document.tables) == 1
        table = document.tables[0]
        assert (table.project_name, table.department, len(table.indicators)) == ("创业孵化基地项目", "省工信厅", 1)
        assert table.title == "创业孵化基地项目绩效目标表"


def test_header_form_cut_by_a_page_break() -> None:
    """The header form may end on the next page, above the indicators."""
    first = "| 项目名称 | 创业孵化基地项目 < < < |\n| 主管部门 | 省工信厅 < < < |"
    later = """
    | 实施单位 | 创业中心 < < < |
    | 项目资金 | 年度资金总额：685万元 < < < |
    | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | ^ | 产出指标 | 数量指标 | 新增入孵企业 | 150户 |
    """
    document = normalize([reading(grid(first), text=TITLE), reading(grid(later, page=2))])
    assert [
        (table.title, table.project_name, table.implementing_unit, table.budget_total_text, len(table.indicators))
        for table in document.tables
    ] == [("创业孵化基地项目绩效目标表", "创业孵化基地项目", "创业中心", "685万元", 1)]
    assert document.continued == (2,)


def test_heading_at_the_end_of_the_page_before() -> None:
    """Attachment and title may stand at the foot of a page and the frame on the next."""
    low = lines("附件7", "创业孵化基地项目绩效目标表", top=760.0)
    document = normalize([reading(page=1, text=low), reading(grid(HEAD, page=2))])
    assert [(table.title, table.attachment_no) for table in document.tables] == [("创业孵化基地项目绩效目标表", 7)]


def test_running_title_does_not_begin_a_table() -> None:
    """The same title over every page of a long table is a running title."""
    more = reading(
        grid(
            "| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |\n| ^ | 产出指标 | 质量指标 | 合格率 | 100% |",
            page=2,
        ),
        text=TITLE,
    )
    document = normalize([reading(grid(HEAD), text=TITLE), more])
    assert [len(table.indicators) for table in document.tables] == [2]


def test_two_tables_on_one_page() -> None:
    """Two grids with project names of their own are two tables, each with the heading above it."""
    second = HEAD.replace("创业孵化基地项目", "市场开拓项目")
    text = (*TITLE, *lines("附件7", "市场开拓项目绩效目标表", top=250.0))
    document = normalize([reading(grid(HEAD), grid(second, top=400.0), text=text)])
    assert [(table.project_name, table.title, table.attachment_no) for table in document.tables] == [
        ("创业孵化基地项目", "创业孵化基地项目绩效目标表", 6),
        ("市场开拓项目", "市场开拓项目绩效目标表", 7),
    ]
    assert document.continued == ()


def test_other_columns_on_the_next_page_are_another_table() -> None:
    """A grid with neither header nor the same columns does not go on with a table; its levels are reported."""
    strange = grid("| 产出指标 | 数量指标 | 质量指标 |\n| 1 | 2 | 3 |", page=2, edges=[50.0, 100.0, 190.0, 350.0])
    document = normalize([reading(grid(HEAD), text=TITLE), reading(strange)])
    assert [len(table.indicators) for table in document.tables] == [1]
    assert [(finding.code, finding.place.page if finding.place else None) for finding in document.findings] == [
        ("TABLE-UNREAD", 2)
    ]


def test_table_written_as_text_is_reported() -> None:
    """A page with the title and the levels of a target table but no frame is not passed over in silence."""
    text = lines(
        "黄金蜜种植项目绩效目标表", "产出指标", "数量指标：种植数量≥17600株", "质量指标：成活率≥85%", "满意度指标"
    )
    document = normalize([reading(text=text)])
    assert document.tables == ()
    assert [(finding.code, finding.evidence) for finding in document.findings] == [
        ("TABLE-UNREAD", "黄金蜜种植项目绩效目标表")
    ]


def test_list_of_contents_is_no_table() -> None:
    """A line that names a table, on a page without levels, is nothing to report."""
    assert normalize([reading(text=lines("目录", "部门收支总表", "项目绩效目标表"))]).findings == ()


def test_goal_text_cut_by_a_page_break() -> None:
    """The rest of a goal on the next page belongs to the goal."""
    first = "| 项目名称 | 创业孵化基地项目 <  <  < |\n| 绩效目标 | 年度目标 < < < |\n| ^ | 新培育15个创业 < < < |"
    later = """
    |  | 孵化基地。 < < < |
    | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | ^ | 产出指标 | 数量指标 | 新增入孵企业 | 150户 |
    """
    document = normalize([reading(grid(first), text=TITLE), reading(grid(later, page=2))])
    assert [goal.text for table in document.tables for goal in table.goals] == ["新培育15个创业孵化基地。"]


SPANNED = """
| 项目名称 | 培训 <  <  <  < |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标解释 | 指标值 |
| ^ | 产出指标 | 数量指标 | 服务活动场次 | 次数 | ≧30场 |
| ^ | ^ | ^ | 参与活动人次 | 人次 | ≧1000人 |
| ^ | ^ | 质量指标 | 企业需求对接率 | 比率 | ≧90% |
| ^ | ^ | ^ | 资金拨付率 |  | 100% |
| ^ | 效果指标 | 可持续影响指标 | 达成企业合作数 | 合作 | ≧25户 |
| ^ | ^ | 满意度指标 | 服务满意度 | 调查 | ≥90% |
"""


@pytest.mark.parametrize("header", ["blank", "repeated", "printed again"])
@pytest.mark.parametrize("cut", range(3, 8))
def test_no_cut_between_rows_loses_or_moves_one(cut: int, header: str) -> None:
    """A table cut after any row reads like the whole one, however its merged cells go on."""
    whole = normalize([reading(grid(SPANNED), text=TITLE)]).tables[0]
    drawn = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in SPANNED.strip().splitlines()]
    first = list(drawn[cut])
    for col, text in enumerate(first):
        if text == "^":
            above = next(row[col] for row in reversed(drawn[:cut]) if row[col] != "^")
            first[col] = above if header == "printed again" and col else ""
    rest = [first, *drawn[cut + 1 :]]
    if header == "repeated":
        rest = [drawn[1], *rest]
    table = joined(_drawing(drawn[:cut]), _drawing(rest))
    assert [row[:4] for row in rows(table)] == [row[:4] for row in rows(whole)]
    assert not any(item.reasons for item in table.indicators)


def _drawing(cells: list[list[str]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in cells)


def test_a_name_alone_at_the_top_of_a_page_is_joined_in_doubt() -> None:
    """It may be the rest of the name above or an indicator without a value: the row says so."""
    first = grid("""
    | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | ^ | 产出指标 | 数量指标 | 新增孵化 | 15户 |
    """)
    second = grid(
        """
    |  |  |  | 基地数量 |  |
    |  | 效益指标 | 社会效益指标 | 带动就业 | ≥15人 |
    """,
        page=2,
    )
    (table,) = normalize([reading(first), reading(second)]).tables
    assert [(item.level3, item.reasons) for item in table.indicators] == [
        ("新增孵化基地数量", ("ROW-CUT",)),
        ("带动就业", ()),
    ]


ALONE = """
|  |  |  | {name} |  |
| ^ | ^ | 时效指标 | 拨付时间 | 6月底前 |
"""


@pytest.mark.parametrize(
    ("before", "here"),
    [
        ("新增孵化", "基地数量"),
        ("拨付率（含中央", "和省级资金拨付率）"),
        ("专精特新企业、", "小巨人企业数量"),
        ("资金拨付率", "（省级）"),
    ],
)
def test_a_name_alone_that_goes_on_is_joined(before: str, here: str) -> None:
    """An open end, a closing mark or a name that is not whole: one indicator, in doubt."""
    table = joined(HEAD + f"| ^ | ^ | 质量指标 | {before} | 100% |\n", ALONE.format(name=here))
    assert [row[2] for row in rows(table)] == ["新增入孵企业", before + here, "拨付时间"]
    assert [item.reasons for item in table.indicators] == [(), ("ROW-CUT",), ()]


@pytest.mark.parametrize(("first", "before"), [("", "资金拨付率"), ("| ^ | ^ | ^ | 政策知晓 |  |\n", "新增孵化")])
def test_a_name_alone_that_may_be_a_row_is_kept_and_both_are_in_doubt(first: str, before: str) -> None:
    """Two whole names, or a table with other rows without a value: nothing is lost, nothing is silent."""
    table = joined(HEAD + first + f"| ^ | ^ | 质量指标 | {before} | 100% |\n", ALONE.format(name="验收合格率"))
    assert [(row[2], row[3]) for row in rows(table)][-3:] == [
        (before, "100%"),
        ("验收合格率", None),
        ("拨付时间", "6月底前"),
    ]
    assert ["ROW-CUT" in item.reasons for item in table.indicators][-3:] == [True, True, False]


def test_a_number_in_front_begins_a_row() -> None:
    """2. after 1. is an indicator of its own, and no row is cut."""
    table = joined(HEAD + "| ^ | ^ | 质量指标 | 1.拨付率 | 100% |\n", ALONE.format(name="2.验收合格"))
    assert [row[2] for row in rows(table)] == ["新增入孵企业", "1.拨付率", "2.验收合格", "拨付时间"]
    assert not any("ROW-CUT" in item.reasons for item in table.indicators)


def test_indicators_whose_header_row_was_not_read() -> None:
    """The cells tell the columns where the names of the columns are lost; every row is in doubt."""
    form = grid("| 项目名称 | 道路清扫 < < |\n| 主管部门 | 城管局 < < |")
    body = grid(
        """
        | 产出指标 | 数量指标 | 保洁面积 | ≥235万平方米 |
        | ^ | 质量指标 | 机械化清扫率 | ≥92% |
        | 效益指标 | 社会效益指标 | 投诉量 | ≤30件 |
        | 满意度指标 | 服务对象满意度指标 | 市民满意度 | ≥90% |
        """,
        top=200,
    )
    (table,) = normalize([reading(form, body, text=lines("项目支出绩效目标表"))]).tables
    assert rows(table) == [
        ("产出指标", "数量指标", "保洁面积", "≥235万平方米", 1),
        ("产出指标", "质量指标", "机械化清扫率", "≥92%", 1),
        ("效益指标", "社会效益指标", "投诉量", "≤30件", 1),
        ("满意度指标", "服务对象满意度指标", "市民满意度", "≥90%", 1),
    ]
    assert all("FORM-UNKNOWN" in item.reasons for item in table.indicators)


def test_neither_header_row_nor_first_level_was_read() -> None:
    """The second level alone begins the indicators; the first is missing, not made up."""
    body = grid("""
    | 数量指标 | 检测批次 | ≥2600批次 |
    | 质量指标 | 准确率 | ≥99% |
    | 时效指标 | 出具时限 | ≤7天 |
    """)
    (table,) = normalize([reading(body, text=lines("项目支出绩效目标表"))]).tables
    assert rows(table)[0] == (None, "数量指标", "检测批次", "≥2600批次", 1)
    assert all("FORM-UNKNOWN" in item.reasons for item in table.indicators)


def test_a_grid_of_levels_without_values_is_not_guessed() -> None:
    """A list of what belongs to which level has no values and is no target table."""
    body = grid("""
    | 产出指标 | 数量指标 | 机构数量 |
    | ^ | 质量指标 | 合格率 |
    | 效益指标 | 社会效益指标 | 就业 |
    """)
    assert normalize([reading(body, text=lines("绩效目标编制说明表"))]).tables == ()


def test_rows_under_a_title_that_the_next_page_uses_are_reported() -> None:
    """A page whose table was not found is reported also where its title stands above the table of the next page."""
    text = (*TITLE, *lines("一级指标", "产出指标", "数量指标", "质量指标", top=100.0))
    document = normalize([reading(text=text), reading(grid(HEAD, page=2))])
    assert [(finding.code, finding.place.page if finding.place else None) for finding in document.findings] == [
        ("TABLE-UNREAD", 1)
    ]


LIST_HEAD = """
| 项目名称 | 预算数 | 绩效指标 <  < | 绩效指标设置 <  |
| ^ | ^ | 一级指标 | 二级指标 | 三级指标 | 指标值 | 度量单位 |
"""


def test_a_list_of_projects_under_a_header_of_two_rows_goes_on_on_the_next_page() -> None:
    """项目名称 of the repeated header is a heading, not the label of a form: two rows moved to a nameless project."""
    first = (
        LIST_HEAD
        + """
    | 惠民演出 | 86.50 | 产出指标 | 数量指标 | 演出场次 | 120 | 场 |
    | ^ | ^ | 效益指标 | 社会效益指标 | 惠及观众 | 4.8 | 万人次 |
    """
    )
    second = (
        LIST_HEAD
        + """
    |  |  |  |  | 展演知晓度 | 提高 |  |
    | ^ | ^ | 满意度指标 | 服务对象满意度指标 | 观众满意度 | 93 | % |
    | 快检服务 | 52.00 | 产出指标 | 数量指标 | 快检批次 | 18000 | 批次 |
    """
    )
    first, second = (part.replace("\n\n", "\n") for part in (first, second))
    document = normalize([reading(grid(first), text=TITLE), reading(grid(second, page=2))])
    assert [
        (table.project_name, [(item.level2, item.level3, item.reasons) for item in table.indicators])
        for table in document.tables
    ] == [
        (
            "惠民演出",
            [
                ("数量指标", "演出场次", ()),
                ("社会效益指标", "惠及观众", ()),
                ("社会效益指标", "展演知晓度", ()),
                ("服务对象满意度指标", "观众满意度", ()),
            ],
        ),
        ("快检服务", [("数量指标", "快检批次", ())]),
    ]


def test_a_project_named_again_on_the_next_page_is_one_however_wide_its_brackets_were_read() -> None:
    """（第二批） is (第二批): ten rows stood in a second table of the same project."""
    head = "| 项目名称 | 一级指标 | 二级指标 | 三级指标 | 指标值 |\n"
    first = head + "| 惠民演出（第二批） | 产出指标 | 数量指标 | 演出场次 | 120场 |"
    second = head + "| 惠民演出（第二批) | 效益指标 | 社会效益指标 | 惠及观众 | 4.8万人次 |"
    document = normalize([reading(grid(first), text=TITLE), reading(grid(second, page=2))])
    assert [(table.project_name, len(table.indicators)) for table in document.tables] == [("惠民演出（第二批）", 2)]
