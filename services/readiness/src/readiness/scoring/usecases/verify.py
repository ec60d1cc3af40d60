"""Reviewers verify by evidence what raters say, and read what raters wrote; never who did."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from readiness.assessments.queries.assessments import AssessmentRecord, find_populations
from readiness.assessments.queries.invitations import find_invited_people
from readiness.assessments.queries.pinned import PinnedInstruments
from readiness.assessments.rules.given import Given, stored_value, validate_given
from readiness.assessments.usecases.assessments import get_assessment
from readiness.common.rules.roles import Role
from readiness.common.rules.sentences import sentence
from readiness.instruments.rules.instrument import Evidence, Instrument, Number, OpenText, Question, Section
from readiness.scoring.queries.results import find_last_result
from readiness.scoring.queries.verifications import (
    EvidenceRow,
    ToVerifyRow,
    VerificationRecord,
    WordsRow,
    count_evidence,
    find_assessments_to_verify,
    find_counted,
    find_evidence,
    find_verifications,
    find_words,
    lock_verification,
    set_verification,
)
from readiness.scoring.rules.batches import Counted, readable
from readiness.scoring.rules.of_instrument import number_of, scale_of, terms_of
from readiness.scoring.rules.scores import question_score
from readiness.scoring.rules.terms import score_of
from readiness.scoring.schemas.verifying import Verified
from readiness.scoring.usecases.known_results import KnownResults
from readiness.scoring.usecases.name_reviewers import ensure_named
from readiness.scoring.usecases.read_result import read_result
from shared.auth.callers import Caller
from shared.errors import Conflict, NotAllowed, NotFound, invalid
from shared.http.editing import ensure_current
from shared.values.calendar import day_of
from shared.values.json_types import Json


class Words(NamedTuple):
    """What somebody wrote; with the role only where it tells nobody."""

    row: WordsRow
    role: Role | None


class OwnReview(NamedTuple):
    """A closed assessment that the caller verifies, with how many questions there are to verify."""

    row: ToVerifyRow
    chosen: int


class QuestionToVerify(NamedTuple):
    """A question with what people say of themselves where that is released, and what stands verified."""

    question: Question
    self_rated: Decimal | None
    named: int
    verification: VerificationRecord | None


class SheetToVerify(NamedTuple):
    """A closed assessment as a reviewer reads it, by condition."""

    assessment: AssessmentRecord
    instrument: Instrument
    sections: list[tuple[Section, list[QuestionToVerify]]]


async def find_own_reviews(
    session: AsyncSession, caller: Caller, pinned: PinnedInstruments, after: UUID | None, limit: int
) -> list[OwnReview]:
    """Returns the closed assessments that the caller is named to verify and is no rater of."""
    found = await find_assessments_to_verify(session, caller.subject, caller.person_id, after, limit)
    return [OwnReview(one, await _count_scored(session, pinned, one)) for one in found]


async def _count_scored(session: AsyncSession, pinned: PinnedInstruments, one: ToVerifyRow) -> int:
    """Returns how many of the chosen questions can be verified: those that only ask for evidence are read."""
    instrument = await pinned.get(session, one.district_id, one.instrument_id, one.instrument_version)
    return sum(asked.scored for _, asked in instrument.placed_questions() if asked.key in one.questions)


async def read_sheet(
    session: AsyncSession, caller: Caller, pinned: PinnedInstruments, known: KnownResults, assessment_id: UUID
) -> SheetToVerify:
    """Raises a 404 for whoever is not named or is a rater of it, as for an assessment of another district."""
    chosen = (await ensure_named(session, caller, assessment_id)).questions
    record, instrument = await _closed(session, pinned, assessment_id)
    if await _is_rater(session, caller, assessment_id):
        raise NotFound("There is no such assessment for you to verify: it asks you as a rater.")
    verified = {one.question: one for one in await find_verifications(session, assessment_id)}
    raters = list(await _readable(session, record, instrument))
    asked = [one for _, one in instrument.placed_questions()]
    shows = [one.key for one in asked if isinstance(one.form, Evidence)]
    named = await count_evidence(session, raters, chosen, shows)
    last = await find_last_result(session, assessment_id)
    cells = (await read_result(session, known, assessment_id, last.result)).scores.cells if last else ()

    def shown(one: Question) -> QuestionToVerify:
        return QuestionToVerify(one, question_score(cells, one.key), named.get(one.key, 0), verified.get(one.key))

    sections = [
        (section, [shown(one) for one in section.questions if one.key in chosen]) for section in instrument.sections
    ]
    return SheetToVerify(record, instrument, [(section, found) for section, found in sections if found])


async def verify_question(
    session: AsyncSession,
    caller: Caller,
    pinned: PinnedInstruments,
    assessment_id: UUID,
    key: str,
    sent: Verified,
    *,
    expected: str,
    now: datetime,
) -> VerificationRecord:
    """Records what a reviewer found of a question. Raters do not verify what they were asked themselves."""
    chosen = (await ensure_named(session, caller, assessment_id)).questions
    record, instrument = await _closed(session, pinned, assessment_id, lock=True)
    question = next((one for _, one in instrument.placed_questions() if one.key == key), None)
    if question is None:
        raise NotFound("The instrument has no such question.")
    if not question.scored:
        raise Conflict("Answers to this question are not scored: there is nothing to verify.")
    if key not in chosen:
        raise Conflict("Your district has not chosen this question to be verified; it can choose it for the review.")
    if await _is_rater(session, caller, assessment_id):
        raise NotAllowed("You are a rater of this assessment: somebody else verifies it.")
    before = await lock_verification(session, assessment_id, key)
    ensure_current(expected, 0 if before is None else before.version)
    given = Given("value", sent.value)
    if (problem := validate_given(question, question.roles[0], given)) is not None:
        raise invalid(f"/{problem.field}", sentence(problem.problem))
    value = stored_value(question, given)
    made = VerificationRecord(
        question=key,
        value=value,
        score=score_of(scale_of(question.form), _as_scored(question, value)),
        note=sent.note,
        evidence_seen=[one.model_dump() for one in sent.evidence_seen],
        verified_by=caller.subject,
        verified_on=day_of(now, record.time_zone),
        version=1 if before is None else before.version + 1,
    )
    await set_verification(session, record.district_id, assessment_id, made)
    return made


async def read_comments(
    session: AsyncSession, caller: Caller, pinned: PinnedInstruments, assessment_id: UUID, after: str | None, limit: int
) -> list[Words]:
    """Returns what raters wrote in their own words, in an order that tells nothing."""
    await ensure_named(session, caller, assessment_id)
    record, instrument = await _closed(session, pinned, assessment_id)
    roles = await _readable(session, record, instrument)
    questions = [one.key for _, one in instrument.placed_questions() if isinstance(one.form, OpenText)]
    found = await find_words(session, list(roles), questions, after, limit)
    return [Words(one, roles[one.invitation_id]) for one in found]


async def read_evidence(
    session: AsyncSession, caller: Caller, pinned: PinnedInstruments, assessment_id: UUID, question: str | None,
    after: str | None, limit: int,
) -> list[EvidenceRow]:  # fmt: skip
    """Returns what was named as evidence, of one of the chosen questions or of all of them; not by whom."""
    chosen = (await ensure_named(session, caller, assessment_id)).questions
    record, instrument = await _closed(session, pinned, assessment_id)
    roles = await _readable(session, record, instrument)
    asked = [one for _, one in instrument.placed_questions() if one.key in chosen and question in (None, one.key)]
    shows = [one.key for one in asked if isinstance(one.form, Evidence)]
    return await find_evidence(session, list(roles), [one.key for one in asked], shows, after, limit)


async def _is_rater(session: AsyncSession, caller: Caller, assessment_id: UUID) -> bool:
    return caller.person_id is not None and bool(await find_invited_people(session, assessment_id, [caller.person_id]))


async def _closed(
    session: AsyncSession, pinned: PinnedInstruments, assessment_id: UUID, *, lock: bool = False
) -> tuple[AssessmentRecord, Instrument]:
    """Raises a Conflict unless it is closed: while it is open, what comes in would tell who has just submitted."""
    record = await get_assessment(session, assessment_id, lock=lock)
    if record.state != "closed":
        raise Conflict(f"This assessment is {record.state}: what raters gave is read once it is closed.")
    instrument = await pinned.get(session, record.district_id, record.instrument_id, record.instrument_version)
    return record, instrument


async def _readable(session: AsyncSession, record: AssessmentRecord, instrument: Instrument) -> dict[UUID, Role | None]:
    """Returns the raters whose words may be read, with their role where it is told."""
    asked = (await find_populations(session, [record.assessment_id]))[record.assessment_id]
    terms = terms_of(instrument, [one.role for one in asked])
    counted = await find_counted(session, record.assessment_id)
    found = readable(terms, [Counted(str(one.invitation_id), one.role, one.result) for one in counted])
    return {UUID(one.rater): one.role for one in found}


def _as_scored(question: Question, value: Json) -> Json:
    return number_of(value) if isinstance(question.form, Number) else value
