"""Requests for amendment between the database and the rules, and who did what to them."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.amendments import queries
from competency.amendments.rules.amendment import (
    Amended,
    Amendment,
    AmendmentRefused,
    AmendmentState,
    Contested,
    clock,
    stated_items,
)
from competency.amendments.rules.clock import AmendmentRules, remind_on
from competency.learners.queries.learners import lock_learners
from competency.learners.queries.visibility import VISIBILITY
from shared.auth.callers import Caller
from shared.contracts.competency import RecordContested
from shared.errors import Conflict, Invalid, NotFound, Problem
from shared.values.ids import new_id

_AS_THEY_ARE = (
    "learner_id", "asked_by", "asked_as", "ground", "wrong", "should_be", "received_on", "decided_by", "decided_on",
    "reasons", "hearing_asked_on", "hearing_on", "officer", "hearing_summary", "hearing_decided_on", "statement",
    "stated_on",
)  # fmt: skip
_PROBLEMS: dict[str, type[Problem]] = {"not_now": Conflict, "incomplete": Invalid}


def amendment_of(row: Any) -> Amendment:
    """A row as the rules see it."""
    return Amendment(
        request_id=row.amendment_id,
        contested=tuple(Contested(UUID(one["item_id"]), _id(one["evidence_id"])) for one in row.contested),
        amended=tuple(
            Amended(UUID(one["item_id"]), UUID(one["evidence_id"]), _id(one["correction"])) for one in row.amended
        ),
        state=AmendmentState(row.state),
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
    )


def columns_of(amendment: Amendment, rules: AmendmentRules, was: Any, on: date) -> dict[str, Any]:
    """A request as it is kept, with its clock. `was` is its row before, or None: another clock has been reminded of
    nothing yet.
    """
    columns = {name: getattr(amendment, name) for name in _AS_THEY_ARE}
    running = clock(amendment, rules, on)
    owed, due_on = (running.owed, running.due_on) if running else (None, None)
    reminded_at = was.reminded_at if was is not None and (was.owed, was.due_on) == (owed, due_on) else None
    next_word = remind_on(due_on, reminded_at) if due_on else None
    if owed == "hearing" and amendment.hearing_on is not None:  # once it is held, the next clock starts by itself
        next_word = min(next_word or date.max, date.fromordinal(amendment.hearing_on.toordinal() + 1))
    return columns | {
        "amendment_id": amendment.request_id,
        "contested": [_kept(one) for one in amendment.contested],
        "amended": [_kept(one) for one in amendment.amended],
        "state": amendment.state,
        "owed": owed,
        "due_on": due_on,
        "reminded_at": reminded_at,
        "remind_on": next_word,
    }


def rules_of(row: Any) -> AmendmentRules:
    """The days that a request runs by, or a district's own."""
    return AmendmentRules(**row.rules)


async def seen(session: AsyncSession, caller: Caller, amendment_id: UUID) -> Any:
    """The row, for somebody who may see the learner. Raises NotFound."""
    row = await queries.one(session, amendment_id)
    if row is None or not await VISIBILITY.sees_learner(session, caller, row.learner_id):
        raise NotFound("This district has no such request for amendment.")
    return row


async def to_change(session: AsyncSession, caller: Caller, amendment_id: UUID) -> Any:
    """The same, its learner locked and then itself."""
    found = await seen(session, caller, amendment_id)
    await lock_learners(session, caller.district_id, [found.learner_id])
    return await queries.one(session, amendment_id, lock=True)


async def save(session: AsyncSession, caller: Caller, row: Any, amendment: Amendment, act: str) -> None:
    """Keep what has become of a request, and who did it."""
    await queries.save(session, columns_of(amendment, rules_of(row), row, row.today))
    await add_step(session, caller, amendment.request_id, act)


async def add_step(session: AsyncSession, caller: Caller, amendment_id: UUID, act: str) -> None:
    await queries.add_step(
        session,
        {
            "district_id": caller.district_id,
            "amendment_id": amendment_id,
            "step_id": new_id(),
            "act": act,
            "person_id": caller.person_id,
            "subject": caller.subject,
        },
    )


def allowed(act: Callable[[], Amendment]) -> Amendment:
    """What the rules make of it, or the problem that says why not."""
    try:
        return act()
    except AmendmentRefused as refused:
        raise _PROBLEMS[refused.kind](f"{refused.reason[0].upper()}{refused.reason[1:]}.") from None


async def contested_now(session: AsyncSession, learner_id: UUID) -> RecordContested:
    """All that a statement of the learner's family goes along with."""
    items = [stated_items(amendment_of(row)) for row in await queries.stated(session, [learner_id])]
    return RecordContested(learner_id=learner_id, item_ids=tuple(sorted(frozenset().union(*items))))


def _kept(one: Contested | Amended) -> dict[str, str | None]:
    return {name: str(value) if value is not None else None for name, value in asdict(one).items()}


def _id(value: str | None) -> UUID | None:
    return UUID(value) if value else None
