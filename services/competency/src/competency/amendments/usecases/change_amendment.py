"""Finds a request for amendment for those who may see it, and stores what has become of it and who did that."""

from collections.abc import Callable
from uuid import UUID

from competency.amendments.queries import steps
from competency.amendments.queries.requests import (
    AmendmentRecord,
    amendment_of,
    amendments_with_statement,
    deadline_of,
    find_amendment,
    lock_amendment,
    rules_of,
    save_amendment,
)
from competency.amendments.rules.amendment import Amendment, AmendmentRefused, items_with_statement
from competency.amendments.rules.deadline import next_deadline
from competency.learners.queries.learners import lock_learners
from competency.learners.queries.visibility import VISIBILITY
from shared.auth.callers import Caller
from shared.contracts.competency import RecordContested
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid, NotFound, Problem
from shared.values.ids import new_id

_PROBLEMS: dict[str, type[Problem]] = {"not_now": Conflict, "incomplete": Invalid}


async def require_amendment(session: Transaction, caller: Caller, amendment_id: UUID) -> AmendmentRecord:
    """Returns the request, for somebody who may see the learner.

    Raises:
        NotFound: there is none, or the caller may not see whom it is about.
    """
    record = await find_amendment(session, amendment_id)
    if record is None or not await VISIBILITY.sees_learner(session, caller, record.learner_id):
        raise NotFound("This district has no such request for amendment.")
    return record


async def require_amendment_to_change(session: Transaction, caller: Caller, amendment_id: UUID) -> AmendmentRecord:
    """Returns the request as `require_amendment` does, with its learner locked, and then itself."""
    found = await require_amendment(session, caller, amendment_id)
    await lock_learners(session, caller.district_id, [found.learner_id])
    return await lock_amendment(session, amendment_id)


async def save_change(
    session: Transaction, caller: Caller, before: AmendmentRecord, after: Amendment, act: str
) -> None:
    """Stores what has become of a request, and who did it."""
    await save_amendment(session, after, next_deadline(after, rules_of(before), deadline_of(before), before.today))
    await add_step(session, caller, after.request_id, act)


async def add_step(session: Transaction, caller: Caller, amendment_id: UUID, act: str) -> None:
    """Records what the caller did to a request."""
    await steps.add_step(
        session,
        caller.district_id,
        amendment_id,
        new_id(),
        act=act,
        person_id=caller.person_id,
        subject=caller.subject,
    )


def ensure_allowed(act: Callable[[], Amendment]) -> Amendment:
    """Returns what the rules make of an act.

    Raises:
        Problem: they refuse it; a 409 where the request has moved on, a 422 for what is incomplete.
    """
    try:
        return act()
    except AmendmentRefused as refused:
        raise _PROBLEMS[refused.kind](f"{refused.reason[0].upper()}{refused.reason[1:]}.") from None


async def contested_now(session: Transaction, learner_id: UUID) -> RecordContested:
    """Returns the event that names all items with which a statement of the learner's family goes along."""
    items = [
        items_with_statement(amendment_of(record)) for record in await amendments_with_statement(session, [learner_id])
    ]
    return RecordContested(learner_id=learner_id, item_ids=tuple(sorted(frozenset().union(*items))))
