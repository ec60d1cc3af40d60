"""A sheet of answers, a rater a row: what clerks enter from paper, and what survey tools export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, get_args

from readiness.assessments.rules.asked import find_asked
from readiness.assessments.rules.given import Given, Said, validate_given
from readiness.common.rules.roles import ROLES, Role
from readiness.instruments.rules.instrument import Evidence, Instrument, Level, Question, YesNo
from shared.sheets.reading import Columns, LineProblem, Row, UnreadableSheet, read_sheet
from shared.values import written

MOST_ROWS = 2_000
_OWN = ("role", "language", "consented")
_YES, _NO = ("yes", "true", "1"), ("no", "false", "0")


class RaterRow(NamedTuple):
    """One rater's answers, as they stand in a line."""

    line: int
    role: Role
    language: str
    consented: bool
    answers: tuple[tuple[Question, Given], ...]


class PaperSheet(NamedTuple):
    rows: tuple[RaterRow, ...]
    problems: tuple[LineProblem, ...]


def read_paper_sheet(raw: bytes, instrument: Instrument) -> PaperSheet:
    """Returns the raters of a sheet, and what is wrong with it. Its columns are role, language, consented and the keys
    of questions; a cell is a level, a number, yes or no, an option's key, words, a link, or dont_know or
    not_applicable; an empty one is left out.

    Raises:
        UnreadableSheet: the file as a whole cannot be read.
    """
    keys = tuple(question.key for _, question in instrument.placed_questions())
    sheet = read_sheet(raw, Columns((*_OWN, *keys), frozenset({"role"}), others_left=False))
    if len(sheet.rows) > MOST_ROWS:
        raise UnreadableSheet(f"the sheet has {len(sheet.rows)} raters; send at most {MOST_ROWS} at once")
    rows, problems = [], [one for one in sheet.problems if one.refused]
    for row in sheet.rows:
        found = list(_problems(row, instrument))
        problems += found
        if not found:
            rows.append(_rater(row, instrument))
    return PaperSheet(tuple(rows), tuple(problems))


def _problems(row: Row, instrument: Instrument) -> Iterator[LineProblem]:
    role = _role(row.cells)
    if role is None:
        yield LineProblem(row.line, "role", f"no role of ours; write one of {', '.join(ROLES)}")
        return
    if row.cells.get("language", instrument.base_language) not in instrument.languages:
        yield LineProblem(row.line, "language", f"the instrument is in {', '.join(instrument.languages)}")
    consented = row.cells.get("consented", "no").casefold()
    if consented not in _YES + _NO:
        yield LineProblem(row.line, "consented", "write yes or no")
    elif consented in _YES and role != "student":
        yield LineProblem(row.line, "consented", "only students are asked with a parent's consent")
    answered = [key for key in row.cells if key not in _OWN]
    if not answered:
        yield LineProblem(row.line, None, "nothing is answered; leave the line out")
    for key in answered:
        question = find_asked(instrument, key, role, consented=consented in _YES)
        if question is None:
            yield LineProblem(row.line, key, f"this question is not asked of this {role}; leave it out")
        elif (problem := validate_given(question, role, _given(question, row.cells[key]))) is not None:
            yield LineProblem(row.line, key, problem.problem)


def _rater(row: Row, instrument: Instrument) -> RaterRow:
    role = _role(row.cells)
    assert role is not None  # noqa: S101 (a row without a role is a problem)
    consented = row.cells.get("consented", "no").casefold() in _YES
    answers = []
    for key, cell in row.cells.items():
        question = find_asked(instrument, key, role, consented=consented) if key not in _OWN else None
        if question is not None:
            answers.append((question, _given(question, cell)))
    language = row.cells.get("language", instrument.base_language)
    return RaterRow(row.line, role, language, consented, tuple(answers))


def _role(cells: Mapping[str, str]) -> Role | None:
    written_role = cells.get("role", "").casefold()
    return next((role for role in ROLES if role == written_role), None)


def _given(question: Question, cell: str) -> Given:
    said: tuple[Said, ...] = get_args(Said)
    token = cell.casefold()
    for one in said:
        if one != "value" and token == one:
            return Given(one)
    form = question.form
    if isinstance(form, YesNo) and token in _YES + _NO:
        return Given("value", token in _YES)
    if isinstance(form, Level):
        try:
            return Given("value", written.whole(cell))
        except ValueError:
            return Given("value", cell)
    if isinstance(form, Evidence):
        kind = "link" if token.startswith(("http://", "https://")) else "file"
        return Given("value", {"kind": kind, "reference": cell})
    return Given("value", cell)
