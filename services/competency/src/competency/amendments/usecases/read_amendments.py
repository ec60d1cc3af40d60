"""Reading requests for amendment: one in full, a learner's, the district's by the clock."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.amendments import queries
from competency.amendments.rules.amendment import Amendment, AmendmentState, Right, clock, rights
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
from competency.amendments.usecases.keep_amendment import amendment_of, rules_of, seen
from competency.learners.usecases.see import require_role
from shared.auth.callers import Caller

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


async def read_amendment(session: AsyncSession, caller: Caller, amendment_id: UUID) -> AmendmentInFull:
    """One request, with who was told of what it amended. Not for educators: the record shows them what stands."""
    row = await seen(session, caller, amendment_id)
    refuse_educators(caller)
    decisions = await queries.decisions(session, amendment_id)
    answered = [decision.receivers for decision in decisions if decision.receivers is not None]
    told = [ReceiverOut(**receiver) for receivers in answered for receiver in receivers]
    history = [
        AmendmentStepOut(at=step.at, act=step.act, person_id=step.person_id, subject=step.subject)
        for step in await queries.steps(session, amendment_id)
    ]
    return AmendmentInFull(**dict(amendment_out(row)), told=told if answered else None, history=history)


async def list_of_learner(session: AsyncSession, caller: Caller, learner_id: UUID) -> list[AmendmentOut]:
    refuse_educators(caller)
    return [amendment_out(row) for row in await queries.of_learner(session, learner_id)]


async def list_by_clock(
    session: AsyncSession, state: AmendmentState | None, after: tuple[date, UUID] | None, limit: int
) -> Sequence[Any]:
    """Rows of the district's requests that it owes something, or of those in one state: the most urgent first."""
    return await queries.page(session, state, after, limit)


def refuse_educators(caller: Caller) -> None:
    require_role(caller, "family", "learner", "leader", "operator", "system")


def amendment_out(row: Any) -> AmendmentOut:
    amendment = amendment_of(row)
    running = clock(amendment, rules_of(row), row.today)
    return AmendmentOut(
        amendment_id=amendment.request_id,
        **{name: getattr(amendment, name) for name in _PLAIN},
        contested=[ContestedOut(**asdict(one)) for one in amendment.contested],
        amended=[AmendedOut(**asdict(one)) for one in amendment.amended],
        clock=ClockOut(**asdict(running), overdue=running.overdue) if running else None,
        hearing=_hearing(amendment),
        rights=[RightOut(right=right, words=_WORDS[right]) for right in rights(amendment)],
    )


_PLAIN = (
    "learner_id", "asked_by", "asked_as", "ground", "wrong", "should_be", "received_on", "state", "decided_by",
    "decided_on", "reasons", "statement", "stated_on",
)  # fmt: skip


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
