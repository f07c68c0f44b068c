"""A sheet into its target tables: one, or one for each project that its rows name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from extractors.model import Finding, Place, Severity
from normalizers.amounts import money_unit_in, parse_amount
from normalizers.codes import MeaningCode
from normalizers.dates import find_year, parse_period
from normalizers.fields import Form, merged_fields, read_form, take_footer
from normalizers.formspec import speaking, vocabulary
from normalizers.header import Header
from normalizers.hierarchy import read_rows
from normalizers.indicators import TableContext, build
from normalizers.labels import Known, Pair
from normalizers.late_names import beside_one_amount
from normalizers.model import BudgetLine, CellRole, Goal, Horizon, Scope, TableFinding, TargetTable
from normalizers.printed import Row, Run
from normalizers.project_rows import fields_of
from normalizers.rows import unexpected
from normalizers.sheet import Part, Sheet, Spot, blank, codes, joined, last_page, origin, recognised
from normalizers.stitch import Stitched, stitch
from normalizers.taxonomy import is_level_name
from normalizers.text import fold
from normalizers.titles import Heading, read_heading
from normalizers.variants import Identified, identify, texts_of


def read_sheet(sheet: Sheet, ordinal: int) -> tuple[tuple[TargetTable, ...], tuple[CellRole, ...]]:
    """The target tables of a sheet, numbered from `ordinal`, and the roles of its cells."""
    heading = read_heading((*sheet.above,))
    form = form_of(sheet, heading)
    with speaking(form.vocabulary):
        return _read(sheet, ordinal, heading, form)


def form_of(sheet: Sheet, heading: Heading) -> Identified:
    """The variant of a sheet, by all the words in its cells and above it."""
    parts = sheet.parts
    cells = [cell.text for part in parts for row in range(part.first, part.last) for cell in part.row(row)]
    return identify(texts_of([*dict.fromkeys(cells), *(line.text for line in sheet.above)]), title=heading.title)


def _read(
    sheet: Sheet, ordinal: int, heading: Heading, identified: Identified
) -> tuple[tuple[TargetTable, ...], tuple[CellRole, ...]]:
    stitched = stitch(sheet)
    form = read_form(stitched.form)
    _take_lines(form, heading, sheet)
    rows, left = read_rows(stitched.regions, named=form.text("project_name") is not None)
    take_footer(form, [(part, row) for part, row, reason in left if reason == "label"])
    wide = tuple((part, row) for part, row, reason in left if reason == "wide")
    context = _Context(sheet, stitched, heading, form, wide, identified)
    groups = _projects(rows)
    tables = tuple(_table(context, ordinal + index, group) for index, group in enumerate(groups))
    return tables, tuple(_roles(stitched, form, rows))


@dataclass(frozen=True, slots=True)
class _Context:
    sheet: Sheet
    stitched: Stitched
    heading: Heading
    form: Form
    wide: tuple[tuple[Part, int], ...]
    identified: Identified


def _take_lines(form: Form, heading: Heading, sheet: Sheet) -> None:
    """Labels printed on lines above the frame: 预算单位 and its like."""
    index = vocabulary().fields
    first = sheet.parts[0]
    spot = Spot(first, first.grid.cells[0])
    for label, text, _ in heading.pairs:
        match = index.exact(label)
        if match and match.role in ("project_name", "department", "implementing_unit", "period") and text:
            known = Known("fields", match.role, match.word)
            form.single.setdefault(match.role, Pair(label, known, text, (), spot))


def _projects(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of each project of a list; all rows where they name none."""
    groups: list[list[Row]] = []
    before: Run | None = None
    for row in rows:
        project = row.flat.get("project")
        other = project is not before and _folded_name(project) != _folded_name(before)
        if not groups or (other and (before or not beside_one_amount(groups[-1][-1], row))):
            groups.append([])
        groups[-1].append(row)
        before = project
    return groups or [[]]


def _name(run: Run | None) -> str | None:
    return joined([spot.cell for spot in run.spots]) if run else None


def _folded_name(run: Run | None) -> str | None:
    """As names are compared: a scan may read the one bracket wide on a page and narrow on the next."""
    name = _name(run)
    return None if name is None else fold(name).text


def _flat_text(rows: Sequence[Row], role: str) -> tuple[str | None, Run | None]:
    run = next((row.flat[role] for row in rows if row.flat.get(role)), None)
    return _name(run), run


def _table(context: _Context, ordinal: int, rows: Sequence[Row]) -> TargetTable:
    form, heading, stitched = context.form, context.heading, context.stitched
    period_text, start, end = _period(form)
    year = next(
        (
            found
            for text in (heading.year_text, heading.title, period_text)
            if text and (found := find_year(text)) is not None
        ),
        start.year if start else None,
    )
    spec = context.identified.spec
    unit = heading.money_unit or form.money_unit or (spec.money_unit if spec else None)
    goals = (*form.goals.goals(), *_flat_goal(rows, len(form.goals.goals())))
    budgets, total = _budgets(form, rows, unit, stitched)
    spans = spec.blocks if spec and spec.blocks else tuple(goal.horizon for goal in form.goals.goals())
    shared = TableContext(year, unit or _one_unit(budgets), spans)
    indicators = build(rows, shared)
    parts = _parts_of(context, rows)
    reasons, findings = _doubts(context)
    project, _ = _flat_text(rows, "project")
    owner, owner_run = _flat_text(rows, "owner")
    department = form.single.get("department")
    used = [spot.cell for spot, role in form.spots if role in _FIELD_ROLES]
    used += [spot.cell for row in rows[:1] for run in row.flat.values() if run for spot in run.spots]
    confidences = [cell.confidence for cell in used] + [line.confidence for line in heading.title_lines]
    return TargetTable(
        ordinal=ordinal,
        fiscal_year=year,
        page_first=min(page for page, _ in parts),
        page_last=max(page for page, _ in parts),
        grids=parts,
        form=context.identified.name,
        attachment_label=heading.attachment_label,
        attachment_no=heading.attachment_no,
        title=heading.title,
        year_text=heading.year_text,
        project_name=project or form.text("project_name"),
        department=owner or (department.text if department else None),
        department_label=(_flat_label(rows, "owner", owner_run) if owner_run else None)
        or (department.label if department else None),
        implementing_unit=_flat_text(rows, "implementing_unit")[0] or form.text("implementing_unit"),
        period_text=period_text,
        period_start=start,
        period_end=end,
        budget_total_text=total.amount_text if total else None,
        budget_total_yuan=total.amount_yuan if total else None,
        fields=merged_fields(form, fields_of(rows[0].flat) if rows else ()),
        budgets=budgets,
        goals=goals,
        indicators=indicators,
        findings=findings,
        places=tuple(_places(context)),
        confidence=min([*confidences, *([total.confidence] if total else [])], default=1.0),
        reasons=tuple(dict.fromkeys((*codes(used), *reasons, *(total.reasons if total else ())))),
    )


_FIELD_ROLES = ("project_name", "department", "implementing_unit", "period", "period_start", "period_end")


def _places(context: _Context) -> Iterator[tuple[str, Place]]:
    """Where title and header fields stand; a title below the table's upper edge is on the page before."""
    first = context.sheet.parts[0].grid
    if lines := context.heading.title_lines:
        box = lines[0].box.union(lines[-1].box)
        yield "title", Place(first.page if box.top < first.box.bottom else max(1, first.page - 1), box)
    for spot, role in context.form.spots:
        if role in _FIELD_ROLES:
            yield role, spot.place


def _flat_label(rows: Sequence[Row], role: str, run: Run) -> str:
    """What a cell of a list is called: by its own label, else by the heading of its column."""
    header = rows[0].region.header
    return run.label or next(header.headings[cols[0]] for name, cols in header.flat if name == role)


def _period(form: Form) -> tuple[str | None, date | None, date | None]:
    text = form.text("period")
    if text:
        return text, *parse_period(text)
    ends = [form.text("period_start"), form.text("period_end")]
    if not any(ends):
        return None, None, None
    start = parse_period(ends[0])[0] if ends[0] else None
    end = parse_period(ends[1])[1] if ends[1] else None
    return "—".join(end or "" for end in ends), start, end


def _one_unit(budgets: Sequence[BudgetLine]) -> str | None:
    units = {line.unit_text for line in budgets if line.unit_text}
    return units.pop() if len(units) == 1 else None


def _flat_goal(rows: Sequence[Row], before: int) -> Iterator[Goal]:
    text, run = _flat_text(rows, "goal")
    if text and run:
        cells = [spot.cell for spot in run.spots]
        label = _flat_label(rows, "goal", run)
        horizon = Horizon(vocabulary().horizon(label) or "annual")
        confidence = min(cell.confidence for cell in cells)
        yield Goal(before + 1, horizon, label, text, run.spots[0].place, confidence, codes(cells))


def _budgets(
    form: Form, rows: Sequence[Row], unit: str | None, stitched: Stitched
) -> tuple[tuple[BudgetLine, ...], BudgetLine | None]:
    text, run = _flat_text(rows, "budget")
    if not text or run is None:
        budgets = form.funds.budgets(unit)
        return budgets, form.funds.total(budgets)
    label = _flat_label(rows, "budget", run)
    amount = parse_amount(text, money_unit_in(label) or unit)
    cells = [spot.cell for spot in run.spots]
    line = BudgetLine(
        ordinal=1,
        label=label,
        parent=None,
        scope=Scope.ANNUAL,
        amount_text=amount.text,
        unit_text=amount.unit_text,
        amount_yuan=amount.yuan,
        place=run.spots[0].place,
        confidence=min(cell.confidence for cell in cells),
        reasons=tuple(dict.fromkeys((*codes(cells), *amount.doubts))),
    )
    return (line,), line


def _parts_of(context: _Context, rows: Sequence[Row]) -> tuple[tuple[int, int], ...]:
    """The grids a table was read from: all of a form; of a list, those its rows stand on."""
    listed = bool(rows and rows[0].flat.get("project"))
    parts = [row.region.part for row in rows] if listed else list(context.sheet.parts)
    halves = [(last_page(part.grid), 0) for part in parts if last_page(part.grid) != part.grid.page]
    return tuple(dict.fromkeys((*((part.grid.page, part.number) for part in parts), *halves)))


def _doubts(context: _Context) -> tuple[list[str], tuple[TableFinding, ...]]:
    """The doubts about the structure, and the findings that say why."""
    reasons: list[str] = []
    findings: list[TableFinding] = []
    for part, header in context.stitched.headers:
        for code in header.doubts:
            reasons.append(code)
            place = Spot(part, part.grid.at(header.first, 0)).place
            words = " ".join(header.words)
            message = _MESSAGES.get(code, "The columns are in doubt.")
            findings.append(TableFinding(Finding(code, Severity.WARNING, message, place, words)))
        for unsure in _unsure_headings(part, header):
            reasons.append(unsure.finding.code)
            findings.append(unsure)
    for part, row in context.wide:
        if text := unexpected(part, row):
            reasons.append(MeaningCode.TABLE_UNREAD)
            message = "A row over the whole width of the table was left out; it may be an indicator."
            place = Spot(part, part.row(row)[-1]).place
            findings.append(TableFinding(Finding(MeaningCode.TABLE_UNREAD, Severity.WARNING, message, place, text)))
    for part, row in _above_header(context):
        reasons.append(MeaningCode.TABLE_UNREAD)
        message = "Rows with names of levels stand above the first header that was understood; they were not read."
        place = Spot(part, part.row(row)[-1]).place
        findings.append(TableFinding(Finding(MeaningCode.TABLE_UNREAD, Severity.WARNING, message, place)))
    if doubt := _form_doubt(context.identified):
        reasons.append(MeaningCode.UNKNOWN_FORM)
        first = context.sheet.parts[0]
        place = Spot(first, first.grid.cells[0]).place
        findings.append(TableFinding(Finding(MeaningCode.UNKNOWN_FORM, Severity.WARNING, doubt, place)))
    for part in context.sheet.parts:
        for finding in part.grid.findings:
            if finding.severity is not Severity.INFO:
                reasons.append(finding.code)
    return list(dict.fromkeys(str(reason) for reason in reasons)), tuple(findings)


def _above_header(context: _Context) -> Iterator[tuple[Part, int]]:
    """The first of several rows of each recognised part that name a second level and were taken for the header form."""
    for part in filter(lambda part: recognised(part.grid), context.sheet.parts):
        named = [
            row
            for other, row in context.stitched.form
            if other is part
            and any(cell.row == row and is_level_name(cell.text, 2) for cell in part.row(row) if not blank(cell))
        ]
        if len(named) > 1:
            yield part, named[0]


def _unsure_headings(part: Part, header: Header) -> Iterator[TableFinding]:
    """One finding for each heading that may have been misread, with what was read of it."""
    for head in dict.fromkeys(part.grid.at(header.last - 1, col) for col in header.unsure):
        read = f"is read as ‘{head.text}’" if head.text else "was not read"
        message = f"The heading of column {head.col + 1} {read}; its cells look like those of another column."
        place = Spot(part, head).place
        yield TableFinding(Finding(MeaningCode.HEADING_DOUBTFUL, Severity.WARNING, message, place, head.text or None))


def _form_doubt(identified: Identified) -> str | None:
    if len(identified.equal) > 1:
        return f"The variants {', '.join(identified.equal)} match equally well."
    if identified.spec is not None:
        return None
    near = "; ".join(f"{near.name} lacks {', '.join(near.lacks)}" for near in identified.near)
    return f"No form variant fits; it was read by the generic roles. {'Nearest: ' + near if near else 'None is near'}."


_MESSAGES = {
    str(MeaningCode.NO_VALUE_COLUMN): "No column of this table says that it holds the target values.",
    str(MeaningCode.UNKNOWN_FORM): "The header does not say for certain what every column holds.",
}


def _roles(stitched: Stitched, form: Form, rows: Sequence[Row]) -> Iterator[CellRole]:
    for part, header in stitched.headers:
        for line in range(header.first, header.last):
            for cell in part.row(line):
                yield _role(Spot(part, cell), "header")
    for spot, role in form.spots:
        yield _role(spot, role)
    for row in rows:
        for role, run in (*row.levels.items(), *row.flat.items()):
            for spot in run.spots if run else ():
                yield _role(spot, role)
        for role, spots in row.cells.items():
            if role not in ("level1", "level2"):
                yield from (_role(spot, role) for spot in spots)


def _role(spot: Spot, role: str) -> CellRole:
    page, col = origin(spot.part.grid, spot.cell)
    number = spot.part.number if page == spot.part.grid.page else 0
    return CellRole(page, number, spot.cell.row, col, role)
