"""Reading requests for amendment: one in full, a learner's, and each as it is shown."""

from uuid import UUID

from competency.amendments.queries.decisions import receivers_of_amendment
from competency.amendments.queries.requests import AmendmentRecord, amendment_of, amendments_of_learner, rules_of
from competency.amendments.queries.steps import steps_of_amendment
from competency.amendments.rules.amendment import Amendment, Right, clock, rights
from competency.amendments.rules.clock import Clock
from competency.amendments.schemas import (
    AmendedOut,
    AmendmentInFull,
    AmendmentOut,
    AmendmentStepOut,
    ClockOut,
    ContestedOut,
    HearingOut,
    ReceiverOut,
    RightOut,
)
from competency.amendments.usecases.change_amendment import require_amendment
from competency.learners.usecases.see import require_role
from shared.auth.callers import Caller
from shared.db.query import Transaction

_WORDS: dict[Right, str] = {
    "withdraw": "You can withdraw what you asked for.",
    "hearing": (
        "You have a right to a hearing about this decision, conducted by somebody with no interest in it; somebody of "
        "your choice may help or represent you, a lawyer too, at your own expense."
    ),
    "statement": (
        "You have a right to place a statement with the record that says why you disagree. It is kept as long as the "
        "record is, and goes along whenever the record is disclosed."
    ),
}


async def read_amendment(session: Transaction, caller: Caller, amendment_id: UUID) -> AmendmentInFull:
    """Returns a request with who was told of what it amended. Not for educators: the record shows them its state."""
    record = await require_amendment(session, caller, amendment_id)
    ensure_not_educator(caller)
    answered = await receivers_of_amendment(session, amendment_id)
    told = [ReceiverOut.model_validate(receiver) for receivers in answered for receiver in receivers]
    history = [
        AmendmentStepOut(at=step.at, act=step.act, person_id=step.person_id, subject=step.subject)
        for step in await steps_of_amendment(session, amendment_id)
    ]
    return AmendmentInFull(**dict(amendment_out(record)), told=told if answered else None, history=history)


async def read_learner_amendments(session: Transaction, caller: Caller, learner_id: UUID) -> list[AmendmentOut]:
    """Returns every request about the learner's records, oldest first. Not for educators."""
    ensure_not_educator(caller)
    return [amendment_out(record) for record in await amendments_of_learner(session, learner_id)]


def ensure_not_educator(caller: Caller) -> None:
    """Raises a 403 for educators."""
    require_role(caller, "family", "learner", "leader", "operator", "system")


def amendment_out(record: AmendmentRecord) -> AmendmentOut:
    """Returns the request as it is shown, with the clock as it stands on the district's day."""
    amendment = amendment_of(record)
    running = clock(amendment, rules_of(record), record.today)
    return AmendmentOut(
        amendment_id=amendment.request_id,
        learner_id=amendment.learner_id,
        asked_by=amendment.asked_by,
        asked_as=amendment.asked_as,
        ground=amendment.ground,
        contested=[ContestedOut(item_id=one.item_id, evidence_id=one.evidence_id) for one in amendment.contested],
        wrong=amendment.wrong,
        should_be=amendment.should_be,
        received_on=amendment.received_on,
        state=amendment.state,
        clock=_clock_out(running),
        amended=[
            AmendedOut(item_id=one.item_id, evidence_id=one.evidence_id, correction=one.correction)
            for one in amendment.amended
        ],
        decided_by=amendment.decided_by,
        decided_on=amendment.decided_on,
        reasons=amendment.reasons,
        hearing=_hearing(amendment),
        statement=amendment.statement,
        stated_on=amendment.stated_on,
        rights=[RightOut(right=right, words=_WORDS[right]) for right in rights(amendment)],
    )


def _clock_out(running: Clock | None) -> ClockOut | None:
    if running is None:
        return None
    return ClockOut(owed=running.owed, due_on=running.due_on, days_left=running.days_left, overdue=running.overdue)


def _hearing(amendment: Amendment) -> HearingOut | None:
    if amendment.hearing_asked_on is None:
        return None
    return HearingOut(
        asked_on=amendment.hearing_asked_on,
        hearing_on=amendment.hearing_on,
        officer=amendment.officer,
        summary=amendment.hearing_summary,
        decided_on=amendment.hearing_decided_on,
    )
