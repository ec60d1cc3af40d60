"""A rater takes part: by the secret of a link, or signed in. Each save is kept as it comes, until they submit."""

from datetime import date, datetime
from typing import Literal, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from readiness.assessments.queries.answers import StoredAnswer, find_answers, store_answer
from readiness.assessments.queries.invitations import (
    TakingPart,
    find_opened,
    find_taking_part,
    is_of_person,
    set_started,
    set_submitted,
)
from readiness.assessments.queries.pinned import PinnedInstruments
from readiness.assessments.rules.asked import find_asked
from readiness.assessments.rules.given import Given, stored_value, validate_given
from readiness.assessments.rules.links import SECRET, digest
from readiness.assessments.rules.window import Window, closing_day, state_at
from readiness.assessments.schemas.answering import AnswerGiven, EvidenceGiven
from readiness.assessments.schemas.entering import PaperAnswer
from readiness.common.rules.sentences import sentence
from readiness.instruments.rules.answers import Shown
from readiness.instruments.rules.instrument import Instrument, Question
from readiness.instruments.rules.save import Held, Standing, decide_save, next_sequence
from shared.auth.callers import Caller
from shared.db.database import set_tenant
from shared.errors import Conflict, NotFound, invalid
from shared.values.calendar import day_of
from shared.values.json_types import Json

RaterState = Literal["not_open", "open", "closed", "received"]


class Asked(NamedTuple):
    """What a rater is asked, and what they answered so far."""

    taking: TakingPart
    instrument: Instrument
    state: RaterState
    answers: list[StoredAnswer]


class Saved(NamedTuple):
    """The answer that stands after a save, and the number of the next."""

    outcome: Literal["stored", "already_stored", "overtaken"]
    answer: StoredAnswer
    next_sequence: int


def no_such_invitation() -> NotFound:
    """Of an id that never was, a wrong secret and a link that was revoked alike."""
    return NotFound("There is no such invitation, or its link no longer holds.")


async def open_by_secret(
    session: AsyncSession, invitation_id: UUID, secret: str, *, lock: bool = False
) -> TakingPart | None:
    """Returns what this secret opens; the session has no tenant before, and the invitation's afterwards. None for
    everything that opens nothing.
    """
    opened = await find_opened(session, digest(secret)) if SECRET.fullmatch(secret) else None
    if opened is None or opened.invitation_id != invitation_id:
        return None
    await set_tenant(session, opened.district_id)
    taking = await find_taking_part(session, invitation_id, lock=lock)
    return None if taking is None or taking.state == "revoked" else taking


async def open_by_person(
    session: AsyncSession, caller: Caller, invitation_id: UUID, *, lock: bool = False
) -> TakingPart:
    """Raises NotFound for an invitation that is not this person's own."""
    if caller.person_id is not None and await is_of_person(session, invitation_id, caller.person_id):
        taking = await find_taking_part(session, invitation_id, lock=lock)
        if taking is not None and taking.state != "revoked":
            return taking
    raise no_such_invitation()


async def read_asked(session: AsyncSession, pinned: PinnedInstruments, taking: TakingPart, now: datetime) -> Asked:
    """Returns what a rater is asked; once submitted, without what they answered, for others may read that page."""
    instrument = await pinned.get(session, taking.district_id, taking.instrument_id, taking.instrument_version)
    state = state_of(taking, now)
    answers = await find_answers(session, taking.invitation_id) if state != "received" else []
    return Asked(taking, instrument, state, [one for one in answers if one.said != "left_out"])


async def save_answer(
    session: AsyncSession, pinned: PinnedInstruments, taking: TakingPart, key: str, sent: AnswerGiven, now: datetime
) -> Saved:
    """Stores an answer, unless a newer one is stored, or the rater has submitted; `taking` is locked."""
    instrument = await pinned.get(session, taking.district_id, taking.instrument_id, taking.instrument_version)
    question = find_asked(instrument, key, taking.role, consented=taking.consented)
    if question is None:
        raise NotFound("This rater is not asked that question.")
    given = given_of(sent)
    if (problem := validate_given(question, taking.role, given)) is not None:
        raise invalid(f"/{problem.field}", sentence(problem.problem))
    new = stored_answer(question, given, sent.sequence)
    # It is stored before it is decided about, in one round trip: whatever is refused below raises, and is rolled back
    # with the request; what a newer save overtakes is not stored at all.
    stored = await store_answer(session, taking.district_id, taking.invitation_id, new)
    held = None if stored is None else Held(stored.sequence, _same(stored, new))
    standing = Standing.SUBMITTED if taking.submitted_on is not None else Standing.OPEN
    is_open = state_of(taking, now) == "open"
    outcome = decide_save(standing, window_open=is_open, held=held, sequence=sent.sequence)
    if outcome == "store":
        if taking.state == "invited":
            await set_started(session, taking.invitation_id)
        return Saved("stored", new, next_sequence(Held(new.sequence, same=True)))
    if outcome in ("already_stored", "overtaken") and stored is not None:
        return Saved(outcome, stored, next_sequence(Held(stored.sequence, same=True)))
    if outcome == "out_of_sequence":
        raise invalid("/sequence", f"The next save of this answer has the number {next_sequence(held)}.")
    raise not_open(taking, state_of(taking, now))


async def submit(session: AsyncSession, taking: TakingPart, now: datetime) -> TakingPart:
    """Ends a rater's part: nothing of it changes any more. Doing it again changes nothing; `taking` is locked."""
    if taking.submitted_on is not None:
        return taking
    if (state := state_of(taking, now)) != "open":
        raise not_open(taking, state)
    if not any(one.said != "left_out" for one in await find_answers(session, taking.invitation_id)):
        raise Conflict("Nothing is answered yet: answer at least one question, or simply do not take part.")
    today = day_of(now, taking.time_zone)
    await set_submitted(session, taking.invitation_id, today)
    return taking._replace(state="submitted", submitted_on=today)


def state_of(taking: TakingPart, now: datetime) -> RaterState:
    """Returns what a rater can do: both what was decided and the calendar have to allow it."""
    if taking.submitted_on is not None:
        return "received"
    if taking.assessment_state == "planned":
        return "not_open"
    if taking.assessment_state == "closed":
        return "closed"
    return state_at(Window(taking.opens_on, taking.closes_on), now, taking.time_zone)


def closed_on(taking: TakingPart, state: RaterState) -> date | None:
    """Returns the last day on which answers were taken; None unless that is why a rater can give none."""
    if state != "closed":
        return None
    if taking.closed_at is None:
        return taking.closes_on  # it is over, and the worker has yet to say so
    return closing_day(taking.closes_on, taking.closed_at, taking.time_zone)


def not_open(taking: TakingPart, state: RaterState) -> Conflict:
    if state == "received":
        return Conflict(f"Your answers were received on {taking.submitted_on}. Nothing was changed.")
    if state == "closed":
        return Conflict("This assessment is closed: no answer is taken any more. Nothing was changed.")
    return Conflict(f"This assessment opens on {taking.opens_on}. Nothing was stored.")


def given_of(sent: AnswerGiven | PaperAnswer) -> Given:
    """Returns what was sent as the rules have it."""
    value = sent.value.model_dump() if isinstance(sent.value, EvidenceGiven) else sent.value
    evidence = sent.evidence
    return Given(sent.said, value, None if evidence is None else Shown(evidence.kind, evidence.reference))


def stored_answer(question: Question, given: Given, sequence: int) -> StoredAnswer:
    evidence: Json | None = None if given.evidence is None else given.evidence._asdict()
    return StoredAnswer(question.key, sequence, given.said, stored_value(question, given), evidence)


def _same(one: StoredAnswer, other: StoredAnswer) -> bool:
    return (one.said, one.value, one.evidence) == (other.said, other.value, other.evidence)
