"""A clerk enters what raters answered on paper, or in another tool. It is marked so for ever."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from readiness.assessments.queries.answers import StoredAnswer, add_answers
from readiness.assessments.queries.assessments import AssessmentRecord
from readiness.assessments.queries.invitations import EnteredAs, InvitationRecord, add_invitations
from readiness.assessments.queries.pinned import PinnedInstruments
from readiness.assessments.rules.asked import find_asked
from readiness.assessments.rules.given import Given, validate_given
from readiness.assessments.rules.paper_sheet import RaterRow, read_paper_sheet
from readiness.assessments.rules.window import Window, state_at
from readiness.assessments.schemas.entering import PaperAnswers
from readiness.assessments.usecases.assessments import get_assessment
from readiness.assessments.usecases.invitations import find_room, room_problem
from readiness.assessments.usecases.taking_part import given_of, stored_answer
from readiness.common.rules.sentences import how_many, sentence
from readiness.instruments.rules.instrument import Instrument, Question
from shared.auth.callers import Caller
from shared.errors import Conflict, Invalid, invalid
from shared.sheets.reading import LineProblem, UnreadableSheet
from shared.values.calendar import day_of

MOST_ERRORS = 100


class Entered(NamedTuple):
    """Who was entered, and how many answers of theirs."""

    invitation_ids: list[UUID]
    answers: int


async def enter_paper(
    session: AsyncSession,
    caller: Caller,
    assessment_id: UUID,
    paper: PaperAnswers,
    *,
    pinned: PinnedInstruments,
    now: datetime,
) -> Entered:
    """Enters one rater's answers."""
    record, instrument = await _open(session, assessment_id, pinned, now)
    if paper.language is not None and paper.language not in instrument.languages:
        raise invalid("/language", f"The instrument is in {', '.join(instrument.languages)}.")
    if paper.consented and paper.role != "student":
        raise invalid("/consented", "Only students are asked with a parent's consent.")
    answers, errors = _checked(instrument, paper)
    if errors:
        raise Invalid("These answers cannot be entered; see errors.", errors=errors)
    language = paper.language or instrument.base_language
    row = RaterRow(0, paper.role, language, paper.consented, tuple(answers))
    await _ensure_room(session, assessment_id, [row])
    return await _enter(session, caller, record, [row], "paper", now)


async def enter_sheet(
    session: AsyncSession,
    caller: Caller,
    assessment_id: UUID,
    raw: bytes,
    *,
    pinned: PinnedInstruments,
    now: datetime,
) -> Entered:
    """Enters the answers of every row of a sheet, or none."""
    record, instrument = await _open(session, assessment_id, pinned, now)
    try:
        sheet = read_paper_sheet(raw, instrument)
    except UnreadableSheet as error:
        raise invalid("", sentence(str(error))) from None
    if sheet.problems:
        errors = [_error(one) for one in sheet.problems[:MOST_ERRORS]]
        raise Invalid(
            f"{how_many(len(sheet.problems), 'mistake', 'mistakes')}; nothing was entered. See errors.", errors=errors
        )
    if not sheet.rows:
        raise invalid("", "The sheet names no rater.")
    await _ensure_room(session, assessment_id, sheet.rows)
    return await _enter(session, caller, record, sheet.rows, "sheet", now)


async def _open(
    session: AsyncSession, assessment_id: UUID, pinned: PinnedInstruments, now: datetime
) -> tuple[AssessmentRecord, Instrument]:
    record = await get_assessment(session, assessment_id, lock=True)
    window = state_at(Window(record.opens_on, record.closes_on), now, record.time_zone)
    if record.state != "open" or window != "open":
        raise Conflict("Answers are entered while the assessment is open. Nothing was entered.")
    instrument = await pinned.get(session, record.district_id, record.instrument_id, record.instrument_version)
    return record, instrument


def _checked(instrument: Instrument, paper: PaperAnswers) -> tuple[list[tuple[Question, Given]], list[dict[str, str]]]:
    answers: list[tuple[Question, Given]] = []
    errors: list[dict[str, str]] = []
    for number, one in enumerate(paper.answers):
        question = find_asked(instrument, one.question, paper.role, consented=paper.consented)
        given = given_of(one)
        if question is None:
            detail = f"This question is not asked of this rater of the role {paper.role}."
            errors.append({"pointer": f"/answers/{number}/question", "detail": detail})
        elif question.key in [before.question for before in paper.answers[:number]]:
            errors.append({"pointer": f"/answers/{number}/question", "detail": "This question is answered twice."})
        elif (problem := validate_given(question, paper.role, given)) is not None:
            errors.append({"pointer": f"/answers/{number}/{problem.field}", "detail": sentence(problem.problem)})
        else:
            answers.append((question, given))
    return answers, errors


async def _ensure_room(session: AsyncSession, assessment_id: UUID, rows: Sequence[RaterRow]) -> None:
    room = await find_room(session, assessment_id)
    for role, more in Counter(row.role for row in rows).items():
        if (problem := room_problem(room, role, more)) is not None:
            raise invalid("/role", problem)


async def _enter(
    session: AsyncSession,
    caller: Caller,
    record: AssessmentRecord,
    rows: Sequence[RaterRow],
    how: EnteredAs,
    now: datetime,
) -> Entered:
    today = day_of(now, record.time_zone)
    raters = [_rater(caller, record, row, how)._replace(submitted_on=today) for row in rows]
    answers: list[tuple[UUID, StoredAnswer]] = [
        (rater.invitation_id, stored_answer(question, given, 1))
        for rater, row in zip(raters, rows, strict=True)
        for question, given in row.answers
    ]
    await add_invitations(session, raters)
    await add_answers(session, record.district_id, answers)
    return Entered([rater.invitation_id for rater in raters], len(answers))


def _rater(caller: Caller, record: AssessmentRecord, row: RaterRow, how: EnteredAs) -> InvitationRecord:
    return InvitationRecord(
        district_id=record.district_id,
        invitation_id=uuid4(),
        assessment_id=record.assessment_id,
        role=row.role,
        kind="paper",
        person_id=None,
        address=None,
        language=row.language,
        consented=row.consented,
        state="submitted",
        submitted_on=None,
        written_on=None,
        entered_as=how,
        entered_by=caller.subject,
    )


def _error(one: LineProblem) -> dict[str, str]:
    at = f"/{one.line}" if one.column is None else f"/{one.line}/{one.column}"
    return {"pointer": at, "detail": sentence(one.problem)}
