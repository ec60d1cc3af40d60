"""A family asks for a record to be amended, and does what else is its right: withdraw, a hearing, a statement."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from competency.amendments.queries.requests import add_amendment, amendment_of, amendments_of_learner
from competency.amendments.rules.amendment import (
    Amendment,
    AmendmentState,
    Asker,
    Contested,
    ask_hearing,
    place_statement,
    request,
    still_contested,
    validate_asker,
    withdraw,
)
from competency.amendments.rules.clock import AmendmentRules
from competency.amendments.rules.deadline import NO_DEADLINE, next_deadline
from competency.amendments.schemas import AmendmentIn, ContestedIn
from competency.amendments.usecases.change_amendment import (
    add_step,
    contested_now,
    ensure_allowed,
    require_amendment_to_change,
    save_change,
)
from competency.amendments.usecases.district_rules import rules_in_force
from competency.amendments.usecases.read_amendments import ensure_not_educator
from competency.common.queries import calendar
from competency.evidence.queries.records import evidence_by_id
from competency.learners.queries.learners import lock_learners
from competency.mastery.queries.store import results_of
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, NotAllowed, invalid
from shared.events import publish
from shared.roster.visibility import DISTRICT_ROLES
from shared.values.ids import new_id

OPEN = (AmendmentState.REQUESTED, AmendmentState.IN_REVIEW, AmendmentState.HEARING)
OLDEST_RECEIPT = timedelta(days=365)

FamilysAct = Literal["withdraw", "ask_hearing"]


async def ask_amendment(session: Transaction, caller: Caller, learner_id: UUID, asked: AmendmentIn) -> UUID:
    """Stores the request and starts its clock; returns its id. The caller may see the learner."""
    rules = await rules_in_force(session)
    today = await calendar.today(session, caller.district_id)
    asked_by, asked_as, received_on = _asker(caller, asked, rules, today)
    await lock_learners(session, caller.district_id, [learner_id])
    contested = await _contested(session, learner_id, asked.contested)
    await _ensure_not_asked_before(session, learner_id, contested)
    amendment = ensure_allowed(
        lambda: request(
            new_id(), learner_id, asked_by, asked_as, asked.ground, contested, asked.wrong, asked.should_be, received_on
        )
    )
    deadline = next_deadline(amendment, rules, NO_DEADLINE, today)
    await add_amendment(session, caller.district_id, amendment, rules, deadline)
    await add_step(session, caller, amendment.request_id, "ask")
    return amendment.request_id


async def act_for_family(session: Transaction, caller: Caller, amendment_id: UUID, act: FamilysAct) -> None:
    """Withdraws what was asked last, or asks for a hearing."""
    before = await require_amendment_to_change(session, caller, amendment_id)
    amendment = amendment_of(before)
    _ensure_holder(caller, amendment)
    after = ensure_allowed(lambda: withdraw(amendment) if act == "withdraw" else ask_hearing(amendment, before.today))
    await save_change(session, caller, before, after, act)


async def state_disagreement(session: Transaction, caller: Caller, amendment_id: UUID, words: str) -> None:
    """Places the family's statement with the record. From now on the record goes out with it."""
    before = await require_amendment_to_change(session, caller, amendment_id)
    amendment = amendment_of(before)
    _ensure_holder(caller, amendment)
    after = ensure_allowed(lambda: place_statement(amendment, words, before.today))
    await save_change(session, caller, before, after, "place_statement")
    await publish(session, caller.district_id, await contested_now(session, amendment.learner_id))


def _asker(caller: Caller, asked: AmendmentIn, rules: AmendmentRules, today: date) -> tuple[UUID | None, Asker, date]:
    """Returns whose request it is, by what right, and when it came. Raises a 403 for who has no right to ask."""
    for_family = asked.on_behalf
    if caller.role in DISTRICT_ROLES:  # they enter what a family has asked otherwise
        if for_family is None:
            raise invalid("/on_behalf", "Say for whom you enter it, by what right they ask, and when it came.")
        if not today - OLDEST_RECEIPT <= for_family.received_on <= today:
            raise invalid("/on_behalf/received_on", "Give the day it came: today, or one of the last 365.")
        return for_family.asked_by, for_family.asked_as, for_family.received_on
    ensure_not_educator(caller)
    if for_family is not None:
        raise invalid("/on_behalf", "Only the district enters a request for somebody else. Leave it out.")
    asked_as: Asker = "parent" if caller.role == "family" else "learner"
    if problem := validate_asker(asked_as, "parent", rules):
        raise NotAllowed(problem)
    return caller.person_id, asked_as, today


def _ensure_holder(caller: Caller, amendment: Amendment) -> None:
    """Raises a 403 for who has not the right that the request was made by: either parent has it."""
    if caller.role in DISTRICT_ROLES:
        return
    ensure_not_educator(caller)
    asked_as: Asker = "parent" if caller.role == "family" else "learner"
    if asked_as != amendment.asked_as:
        raise NotAllowed(validate_asker(asked_as, amendment.asked_as, AmendmentRules()) or "")


async def _contested(session: Transaction, learner_id: UUID, asked: Sequence[ContestedIn]) -> list[Contested]:
    """Returns what is contested, with the item of each.

    Raises:
        Problem: a 422 for what the learner has not, a 409 for evidence that counts no longer.
    """
    named = [one.evidence_id for one in asked if one.evidence_id is not None]
    evidence = await evidence_by_id(session, named)
    results = {
        item_id for _, item_id in await results_of(session, [(learner_id, o.item_id) for o in asked if o.item_id])
    }
    found = []
    for place, one in enumerate(asked):
        if one.item_id is not None:
            if one.item_id not in results:
                raise invalid(f"/contested/{place}/item_id", "Nothing was determined of this learner on this item.")
            found.append(Contested(one.item_id))
            continue
        record = evidence.get(one.evidence_id) if one.evidence_id is not None else None
        if record is None or record.learner_id != learner_id:
            raise invalid(f"/contested/{place}/evidence_id", "This learner has no such evidence.")
        if record.voided_at is not None or record.superseded_by is not None:
            words = "This evidence counts no longer: there is nothing to amend. Read it again."
            raise Conflict(words, errors=[{"pointer": f"/contested/{place}/evidence_id", "detail": words}])
        found.append(Contested(record.item_id, record.evidence_id))
    return found


async def _ensure_not_asked_before(session: Transaction, learner_id: UUID, contested: Sequence[Contested]) -> None:
    """Raises a 409 where another request that is open contests some of it."""
    for record in await amendments_of_learner(session, learner_id):
        earlier = amendment_of(record)
        if earlier.state in OPEN and not set(contested).isdisjoint(still_contested(earlier)):
            words = "This is asked already, by another request. Wait for its decision."
            in_the_way = {"pointer": "/contested", "detail": words, "amendment_id": str(earlier.request_id)}
            raise Conflict(words, errors=[in_the_way])
