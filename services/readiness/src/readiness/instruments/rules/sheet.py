"""An instrument from a sheet: all of it, or every problem with its line and column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import get_args
from uuid import UUID

from readiness.common.rules.roles import ROLES, Role
from readiness.instruments.rules.instrument import (
    Anchor,
    Choice,
    Effect,
    Evidence,
    EvidenceKind,
    Form,
    Instrument,
    Level,
    Number,
    OpenText,
    Option,
    Origin,
    Protection,
    Question,
    RoleTerms,
    Section,
    Topic,
    YesNo,
)
from readiness.instruments.rules.problems import Path, pointer_to
from readiness.instruments.rules.sheet_cells import SheetCells, words_columns
from readiness.instruments.rules.sheet_lines import line_problems
from readiness.instruments.rules.sheet_rows import CELLS, COLUMNS
from readiness.instruments.rules.validation import validate_instrument
from readiness.instruments.rules.words import NO_WORDS
from shared.sheets.reading import Columns, LineProblem, Row, UnreadableSheet, read_sheet
from shared.sheets.writing import original
from shared.values import written

_ABOVE: Mapping[str, str | None] = {
    "instrument": None,
    "role": "instrument",
    "section": "instrument",
    "question": "section",
    "anchor": "question",
    "option": "question",
    "unit": "question",
    "notice": "question",
}
_COLUMNS = Columns(COLUMNS, frozenset({"row"}), others_left=True, like=re.compile(r"(text|help)_[a-z0-9_]+"))
_LINES_OF_A_ROW = 200
"""Words in twenty languages stand in one row, and each may have lines."""
_KINDS = ("level", "yes_no", "choice", "number", "text", "evidence")
_BELOW = {"level": "anchor", "choice": "option", "number": "unit"}


@dataclass(frozen=True, slots=True)
class SheetImport:
    """What could be read, without the lines that are `left_out`, and all problems in the order of the lines: of what
    could not be read, or else of what stands in the way of publication. `first_line` is that of the instrument's row.
    """

    draft: Instrument
    problems: tuple[LineProblem, ...]
    left_out: frozenset[int]
    first_line: int

    @property
    def instrument(self) -> Instrument | None:
        """The instrument; None where a problem is refused."""
        return None if any(problem.refused for problem in self.problems) else self.draft


@dataclass(slots=True)
class _Placed:
    """A row with the rows below it."""

    row: Row
    kind: str
    below: list[_Placed] = field(default_factory=list)

    def of(self, kind: str) -> list[_Placed]:
        return [one for one in self.below if one.kind == kind]

    def without(self, lines: Set[int]) -> _Placed:
        """Returns the row without those below it that are on these lines, and without what is below those."""
        return replace(self, below=[one.without(lines) for one in self.below if one.row.line not in lines])

    def lines(self) -> Iterator[int]:
        yield self.row.line
        for one in self.below:
            yield from one.lines()


def instrument_from_sheet(raw: bytes) -> SheetImport:
    """Returns the instrument that the sheet holds; of which rows and columns it is made, `sheet_rows` says.

    Raises UnreadableSheet where the file cannot be read or has no row of the instrument: also where a single row cannot
    be divided into cells, for nobody knows what the rows behind it belong to.
    """
    sheet = read_sheet(raw, _COLUMNS, lines_of_a_row=_LINES_OF_A_ROW)
    if broken := next((problem for problem in sheet.problems if problem.refused), None):
        raise UnreadableSheet(f"line {broken.line}: {broken.problem}")
    problems = list(sheet.problems)
    root = _placed([_restored(row) for row in sheet.rows], problems)
    if root is None:
        raise UnreadableSheet("no row is the instrument; the first row says `instrument`, and has its title")
    languages = tuple(part.strip() for part in root.row.cells.get("languages", "").split(";") if part.strip())
    columns = words_columns(sheet, languages, problems)
    lines: dict[str, int] = {"": root.row.line}
    instrument = _instrument(root, languages, SheetCells(problems, columns), lines)
    refused = {problem.line for problem in problems if problem.refused}
    if not refused:
        problems += line_problems(validate_instrument(instrument), lines)
        return SheetImport(instrument, _in_order(problems), frozenset(), root.row.line)
    # Something stands in for what a cell did not say, and must not pass for the author's own.
    kept = root.without(refused)
    draft = _instrument(kept, languages, SheetCells([], columns), {})
    left_out = {row.line for row in sheet.rows}.difference(kept.lines())
    return SheetImport(draft, _in_order(problems), frozenset(left_out), root.row.line)


def _in_order(problems: Sequence[LineProblem]) -> tuple[LineProblem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.line))


def _restored(row: Row) -> Row:
    return Row(row.line, {column: original(text) for column, text in row.cells.items()})


def _placed(rows: Sequence[Row], problems: list[LineProblem]) -> _Placed | None:
    root: _Placed | None = None
    open_: dict[str, _Placed] = {}
    for row in rows:
        kind = row.cells.get("row", "").casefold()
        if kind not in CELLS:
            problem = f"{kind[:40]!r} is no kind of row; write one of {', '.join(CELLS)}"
            problems.append(LineProblem(row.line, "row", problem))
            # What follows may belong to this row, and must not pass for part of another.
            open_.pop("section", None)
            open_.pop("question", None)
            continue
        above = _ABOVE[kind]
        if (above is None) != (root is None):
            problem = "the row of the instrument is the first, and there is one of them"
            problems.append(LineProblem(row.line, "row", problem))
            continue
        placed = _Placed(row, kind)
        if above is None:
            root = placed
        elif above not in open_:
            problems.append(LineProblem(row.line, "row", f"the {kind} stands below no {above}; write that row first"))
            continue
        else:
            open_[above].below.append(placed)
        if kind == "section":
            open_.pop("question", None)
        open_[kind] = placed
    return root


def _instrument(root: _Placed, languages: tuple[str, ...], cells: SheetCells, lines: dict[str, int]) -> Instrument:
    cells.only(root.row, "instrument")
    if not languages:
        cells.refuse(root.row, "languages", "no language is named; write them with semicolons between: en; es")
    editorial = {
        question.row.cells.get("key", "")
        for section in root.of("section")
        for question in section.of("question")
        if cells.flag(question.row, "editorial")
    }
    return Instrument(
        title=cells.words(root.row, "text"),
        description=cells.words(root.row, "help"),
        languages=languages,
        roles=tuple(_role(one, ("roles", place), cells, lines) for place, one in enumerate(root.of("role"))),
        sections=tuple(
            _section(one, ("sections", place), cells, lines) for place, one in enumerate(root.of("section"))
        ),
        editorial=frozenset(editorial),
        origin=_origin(root.row, cells),
    )


def _origin(row: Row, cells: SheetCells) -> Origin | None:
    text = row.cells.get("origin")
    if text is None:
        return None
    identifier, _, version = text.partition(" ")
    try:
        found: Origin | None = Origin(UUID(identifier), written.whole(version))
    except ValueError:
        found = None
    if found is None or found.version < 1:
        cells.refuse(row, "origin", "write the id of the instrument it was cloned from, a blank, and the version")
    return found


def _role(placed: _Placed, path: Path, cells: SheetCells, lines: dict[str, int]) -> RoleTerms:
    row = placed.row
    cells.only(row, "role")
    lines[pointer_to(path)] = row.line
    return RoleTerms(
        role=cells.one_of(row, "key", ROLES, ROLES[0]),
        minimum=cells.whole(row, "minimum"),
        weight=cells.weight(row),
        notice=cells.words(row, "text"),
    )


def _section(placed: _Placed, path: Path, cells: SheetCells, lines: dict[str, int]) -> Section:
    row = placed.row
    cells.only(row, "section")
    lines[pointer_to(path)] = row.line
    questions = placed.of("question")
    return Section(
        key=cells.text(row, "key"),
        title=cells.words(row, "text"),
        description=cells.words(row, "help"),
        weight=cells.weight(row),
        questions=tuple(
            _question(one, (*path, "questions", place), cells, lines) for place, one in enumerate(questions)
        ),
    )


def _question(placed: _Placed, path: Path, cells: SheetCells, lines: dict[str, int]) -> Question:
    row = placed.row
    cells.only(row, "question")
    lines[pointer_to(path)] = row.line
    kind = cells.one_of(row, "kind", _KINDS, "text")
    for one in placed.below:
        cells.only(one.row, one.kind)
        if one.kind not in (_BELOW.get(kind), "notice"):
            cells.refuse(one.row, "row", f"a question of the kind {kind} has no {one.kind}; take the row out")
    effects: tuple[Effect, ...] = get_args(Effect)
    roles: tuple[Role, ...] = cells.several(row, "roles", ROLES)
    return Question(
        key=cells.text(row, "key"),
        text=cells.words(row, "text"),
        guidance=cells.words(row, "help"),
        form=_form(kind, placed, path, cells, lines),
        roles=roles,
        weight=cells.weight(row),
        gate=cells.decimal(row, "gate") if "gate" in row.cells else None,
        dont_know=cells.one_of(row, "dont_know", effects, "left_out", needed=False),
        not_applicable=cells.one_of(row, "not_applicable", effects, "left_out", needed=False),
        protection=_protection(placed, path, cells, lines),
    )


def _form(kind: str, placed: _Placed, path: Path, cells: SheetCells, lines: dict[str, int]) -> Form:
    row = placed.row
    if kind == "level":
        rows = [one.row for one in placed.of("anchor")]
        lines |= {pointer_to((*path, "form", "anchors", n)): one.line for n, one in enumerate(rows)}
        return Level(tuple(Anchor(cells.whole(one, "key"), cells.words(one, "text")) for one in rows))
    if kind == "choice":
        rows = [one.row for one in placed.of("option")]
        lines |= {pointer_to((*path, "form", "options", n)): one.line for n, one in enumerate(rows)}
        return Choice(
            tuple(Option(cells.text(one, "key"), cells.words(one, "text"), cells.decimal(one, "score")) for one in rows)
        )
    if kind == "number":
        unit = _only_one(placed.of("unit"), cells)
        lines[pointer_to((*path, "form", "unit"))] = unit.line if unit else row.line
        words = cells.words(unit, "text") if unit else NO_WORDS
        return Number(words, cells.decimal(row, "zero_at"), cells.decimal(row, "one_at"))
    if kind == "evidence":
        kinds: tuple[EvidenceKind, ...] = get_args(EvidenceKind)
        return Evidence(cells.several(row, "accepts", kinds))
    return YesNo() if kind == "yes_no" else OpenText()


def _protection(placed: _Placed, path: Path, cells: SheetCells, lines: dict[str, int]) -> Protection | None:
    notice = _only_one(placed.of("notice"), cells)
    if "protected" not in placed.row.cells:
        if notice is not None:
            cells.refuse(notice, "row", "the question above has no protected topic; name it there, or take this out")
        return None
    topics: tuple[Topic, ...] = get_args(Topic)
    lines[pointer_to((*path, "protection", "notice"))] = notice.line if notice else placed.row.line
    topic = cells.one_of(placed.row, "protected", topics, topics[0])
    return Protection(topic, cells.words(notice, "text") if notice else NO_WORDS)


def _only_one(placed: Sequence[_Placed], cells: SheetCells) -> Row | None:
    for one in placed[1:]:
        cells.refuse(one.row, "row", f"the question has a {one.kind} by now; keep one of them")
    return placed[0].row if placed else None
