"""The tables of a document: which grids, or rows of a grid, make one form, and which grids go on over a page break.

A form begins with a title, an attachment line, or the labels of its header form, above the grid or in its first
rows. A grid without any of these goes on with the form before it when it has the indicator header, or columns
where that form has them. Every other grid (a budget, a list) is no target table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractors.model import Finding, Line, PageReading, Place, ReadingCode, Severity, TableGrid
from normalizers.alignment import similar, stands_in
from normalizers.codes import MeaningCode
from normalizers.formspec import speaking, vocabulary
from normalizers.header import Header, find_headers
from normalizers.headless import header_by_cells
from normalizers.leaves import beside, leaves
from normalizers.project_rows import names_project
from normalizers.sheet import Part, Sheet, blank, full_width, last_page, recognised
from normalizers.sides import join_sides
from normalizers.taxonomy import names_level
from normalizers.text import fold, squeeze
from normalizers.titles import Heading, attachment_of, is_year_line, read_heading
from normalizers.unread import LEVELS_SEEN, may_be_row, unread_rests, unread_text
from normalizers.variants import Identified, identify, texts_of

_OWN_LABELS = ("project_name", "department", "implementing_unit")
_DOUBTED = 3  # of so many cells one in doubt
# Borders of two pieces of one form agree within this share of its width.
_ALIGNED = 0.05


@dataclass(frozen=True, slots=True)
class Bundle:
    """The forms of a document that have indicators, the pages that continue one, and what was left unread."""

    sheets: tuple[Sheet, ...]
    continued: tuple[int, ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Open:
    """A form that may still go on."""

    above: tuple[Line, ...]
    title: str | None
    attachment: str | None
    labels: frozenset[str]
    named: Mapping[str, str]
    parts: list[Part] = field(default_factory=list)
    header: Header | None = None
    divided: bool = False  # rows below its header name projects

    @property
    def last(self) -> Part:
        return self.parts[-1]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Rows of a grid that belong together, with what stands above them and the headers among them."""

    part: Part
    above: tuple[Line, ...]
    headers: tuple[Header, ...]
    title: str | None
    attachment: str | None
    labels: frozenset[str]
    named: Mapping[str, str]  # what the label lines above it say of the project and its department


def split(pages: Sequence[PageReading]) -> Bundle:
    """Find the target tables of a document, in reading order."""
    forms: list[_Open] = []
    for piece in _pieces(join_sides(pages)):
        current = forms[-1] if forms else None
        if current is None or not _goes_on(current, piece):
            current = _Open(piece.above, piece.title, piece.attachment, piece.labels, piece.named)
            forms.append(current)
        current.parts.append(piece.part)
        current.labels |= piece.labels
        current.divided |= _divided(piece)
        if piece.headers:
            current.header = piece.headers[-1]
    for form in forms:
        form.header = form.header or _told(form)
    sheets = tuple(Sheet(tuple(form.parts), form.above) for form in forms if form.header)
    used = {line.box for form in forms for line in form.above}
    before: list[_Open | None] = [None, *forms[:-1]] if forms else []
    findings = [finding for form, last in zip(forms, before, strict=True) for finding in _unread_form(form, last)]
    findings += [finding for page in pages for finding in unread_text(page, used)]
    findings += unread_rests(pages)
    pages_of = [
        (sheet.parts[0].grid.page, page)
        for sheet in sheets
        for part in sheet.parts
        for page in (part.grid.page, last_page(part.grid))
    ]
    continued = {page for first, page in pages_of if page > first}
    return Bundle(sheets, tuple(sorted(continued)), tuple(findings))


def _pieces(pages: Sequence[PageReading]) -> list[_Piece]:
    pieces: list[_Piece] = []
    pending: tuple[Line, ...] = ()
    for leaf in (leaf for page in pages for leaf in leaves(page)):
        rest = leaf.text
        for number, grid in leaf.numbered:
            above = tuple(line for line in rest if _stands_above(line, grid))
            with speaking(_form_of(grid, pending + above).vocabulary):
                pieces += _cut(grid, number, pending + above)
            rest = tuple(line for line in rest if line not in above)
            pending = ()
        pending = _heading_tail(rest)
    return pieces


def _form_of(grid: TableGrid, above: tuple[Line, ...]) -> Identified:
    """The variant that a grid is by its own words: what it calls its columns is known before they are looked for."""
    heading = read_heading(above + inner_heading(Part(grid, 0, 0, grid.rows)))
    texts = [*(cell.text for cell in grid.cells), *(line.text for line in above)]
    return identify(texts_of(texts), title=heading.title)


def _stands_above(line: Line, grid: TableGrid) -> bool:
    """Whether a line stands above a grid, measured where the line is: a skewed page's grid is higher at one side.

    So is each of its cells, of which a box says only where the higher side is.
    """
    x, y = line.box.centre
    top = grid.row_cells(0)
    edge = min(top, key=lambda cell: max(cell.box.x0 - x, x - cell.box.x1, 0.0)).box
    first, last = top[0].box, top[-1].box
    sinks = last.top > first.top
    run = last.x0 - first.x0 if sinks else last.x1 - first.x1
    slope = (last.top - first.top) / run if run > 0 else 0.0
    within = min(max(x, edge.x0), edge.x1)
    return y < edge.top + slope * (within - (edge.x0 if sinks else edge.x1))


def _heading_tail(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The end of a page from its last attachment line or title on: the heading of a table on the next page."""
    for start in range(len(lines) - 1, -1, -1):
        if attachment_of(lines[start].text) is not None:
            return lines[start:]
    title = read_heading(lines).title_lines
    return lines[lines.index(title[0]) :] if title else ()


def _cut(grid: TableGrid, number: int, above: tuple[Line, ...]) -> list[_Piece]:
    """Cut a grid where another form begins inside it."""
    headers = find_headers(grid)
    starts = [0]
    seen = False
    for row in range(grid.rows):
        if any(header.first <= row < header.last for header in headers):
            seen = True
        elif seen and _begins(Part(grid, number, 0, grid.rows), row):
            starts.append(row)
            seen = False
    ends = [*starts[1:], grid.rows]
    pieces: list[_Piece] = []
    for first, last in zip(starts, ends, strict=True):
        own = tuple(header for header in headers if first <= header.first < last)
        part = Part(grid, number, first, last)
        piece = _piece(part, above if first == 0 else (), own)
        # a title with the name of a project at the foot of a page is the head of a form that goes on on the next one
        head = last == grid.rows and piece.title is not None and "project_name" in piece.labels
        if pieces and not own and not head:
            # rows that looked like a beginning and lead to no indicators stay with the form they stand under
            pieces[-1] = _piece(Part(grid, number, pieces[-1].part.first, last), pieces[-1].above, pieces[-1].headers)
        else:
            pieces.append(piece)
    return pieces


def _begins(part: Part, row: int) -> bool:
    wide = full_width(part, row)
    if wide is not None:
        return wide.row == row and any(
            vocabulary().is_title(line.text) or attachment_of(line.text) is not None for line in wide.lines
        )
    first = next((cell for cell in part.row(row) if not blank(cell)), None)
    if first is None or first.row != row or first.col != 0:
        return False
    match = vocabulary().fields.exact(first.text)
    return bool(match and match.role in _OWN_LABELS) or names_project(part, row)


def _divided(piece: _Piece) -> bool:
    """Whether a row below the header, or of rows that have none, names a project."""
    first = piece.headers[0].last if piece.headers else piece.part.first
    return any(names_project(piece.part, row) for row in range(first, piece.part.last))


def _piece(part: Part, above: tuple[Line, ...], headers: tuple[Header, ...]) -> _Piece:
    above = above + inner_heading(part)
    heading = read_heading(above)
    top = headers[0].first if headers else part.last
    labels = [(row, role) for row in range(part.first, top) for role in _own_labels(part, row, top)]
    # Without a header the rows may be the end of a table, with 填报单位 in a sign-off row.
    roles = frozenset(role for row, role in labels if headers or role == "project_name" or row == part.first)
    return _Piece(part, above, headers, heading.title, heading.attachment_label, roles, _named(heading))


def _named(heading: Heading) -> Mapping[str, str]:
    """The project and the department that label lines name, by their roles, as names are compared."""
    pairs = [(vocabulary().fields.exact(label), text) for label, text, _ in heading.pairs]
    return {
        match.role: fold(squeeze(text)).text for match, text in pairs if match and match.role in _OWN_LABELS and text
    }


def inner_heading(part: Part) -> tuple[Line, ...]:
    """The lines of the first rows that each hold one text over the whole width: title, year, unit inside the frame."""
    lines: list[Line] = []
    for row in range(part.first, part.last):
        wide = full_width(part, row)
        text = squeeze(wide.text) if wide else ""
        if wide is None or len(text) > _LONGEST_HEADING or vocabulary().fields.exact(text):
            break
        lines += wide.lines if wide.row == row else ()
    return tuple(lines)


_LONGEST_HEADING = 80


def _own_labels(part: Part, row: int, top: int) -> list[str]:
    """The roles of the labels that begin in a row; what reaches below `top`, into the header, is a heading of it."""
    roles: list[str] = []
    for cell in part.row(row):
        if cell.row != row or blank(cell) or cell.row + cell.row_span > top:
            continue
        head = cell.text.replace("：", ":").split(":")[0]
        match = vocabulary().fields.find(cell.text) or vocabulary().fields.exact(head)
        if match and match.role in _OWN_LABELS:
            roles.append(match.role)
    return roles


def _goes_on(form: _Open, piece: _Piece) -> bool:
    """Whether a piece belongs to the form before it."""
    page, before = piece.part.grid.page, form.last.grid
    if not (0 <= page - before.page <= 1 or page - last_page(before) == 1) or _other_heading(form, piece):
        return False
    if form.header and form.divided and not piece.headers and names_project(piece.part, piece.part.first):
        return similar(form.last.grid, piece.part.grid)
    if piece.labels:
        # the header form itself may be cut; its labels do not come twice
        rest = form.header is None and not piece.labels & form.labels
        return rest and _same_frame(form.last.grid, piece.part.grid)
    if piece.headers:
        return form.header is not None or bool(form.labels) or form.title is not None
    if form.header is None:
        return bool(form.labels) and _same_frame(form.last.grid, piece.part.grid)
    below = piece.part.grid.page == form.last.grid.page and not beside(form.last.grid.box, piece.part.grid.box)
    alike = similar(form.last.grid, piece.part.grid) or (not below and _same_unruled(form.last.grid, piece.part.grid))
    return alike and (below or not _other_table(piece))


def _other_heading(form: _Open, piece: _Piece) -> bool:
    if piece.part.grid is form.last.grid:
        return True
    # one title stands above the tables of several projects, or of several departments
    both = next((role for role in _OWN_LABELS if role in form.named and role in piece.named), None)
    if both is not None and form.named[both] != piece.named[both]:
        return True
    if piece.attachment and squeeze(piece.attachment) != squeeze(form.attachment or ""):
        return piece.title is not None or bool(piece.labels)
    return piece.title is not None and squeeze(piece.title) != squeeze(form.title or "")


def _other_table(piece: _Piece) -> bool:
    """A line that names some other table stands above."""
    return any(squeeze(line.text).endswith("表") and not is_year_line(line.text) for line in piece.above)


def _same_unruled(one: TableGrid, other: TableGrid) -> bool:
    """Whether two grids have columns that were only inferred, and one frame or the second its columns in the first's.

    The columns of a few rows stand elsewhere, and those at a side may be missing where they hold no text.
    """
    inferred = any(finding.code is ReadingCode.NO_RULES for grid in (one, other) for finding in grid.findings)
    return inferred and (_same_frame(one, other) or stands_in(one, other))


def _same_frame(one: TableGrid, other: TableGrid) -> bool:
    width = max(one.box.width, other.box.width)
    return abs(one.box.x0 - other.box.x0) + abs(one.box.x1 - other.box.x1) <= 2 * _ALIGNED * width


def _told(form: _Open) -> Header | None:
    """The header that the cells of a form tell where it has the title or the labels of one and no header was read."""
    if not (_titled(form) or form.labels):
        return None
    return next((header for part in form.parts if (header := header_by_cells(part)) is not None), None)


def _titled(form: _Open) -> bool:
    return form.title is not None and "目标" in form.title and "绩效" in form.title


def _mostly_doubted(grid: TableGrid) -> bool:
    """Whether the text of a recognised grid is in doubt in more than a third of its cells."""
    filled = [cell for cell in grid.cells if cell.lines]
    return recognised(grid) and _DOUBTED * sum(bool(cell.findings) for cell in filled) > len(filled)


def _unread_form(form: _Open, before: _Open | None) -> list[Finding]:
    """A grid under the title of a target table, or with its levels, and no indicator header in it.

    Right behind a target table, on the next page, one level or bounded value is enough: a false column may be all that
    keeps it from going on. And so is a scan of which much is in doubt: it may hold rows that nobody can tell as such.
    """
    if form.header:
        return []
    first = form.parts[0].grid
    texts = [squeeze(cell.text) for part in form.parts for cell in part.grid.cells]
    levels = sum(names_level(text) is not None for text in texts)
    behind = before is not None and before.header is not None and first.page - last_page(before.last.grid) == 1
    unnamed = form.title is None and not any(line.text.endswith("表") for line in form.above)
    # a list of projects repeats its header on every page, and 项目名称 in it is a label, too
    own = bool(form.labels) and not (before is not None and _same_frame(before.last.grid, first))
    told = levels > 0 or any(map(may_be_row, texts)) or _mostly_doubted(first)
    rest = behind and unnamed and not own and told
    if not (_titled(form) or levels >= LEVELS_SEEN or rest):
        return []
    message = "This table looks like a target table, but no row with the names of its columns was found."
    place = Place(first.page, first.box)
    return [Finding(MeaningCode.TABLE_UNREAD, Severity.WARNING, message, place, form.title)]
