"""A family asks for a record to be amended, and does what else is its right: withdraw, a hearing, a statement."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.amendments import queries
from competency.amendments.rules.amendment import (
    Amendment,
    AmendmentState,
    Asker,
    Contested,
    ask_hearing,
    place_statement,
    refuse_asker,
    request,
    still_contested,
    withdraw,
)
from competency.amendments.rules.clock import AmendmentRules
from competency.amendments.schemas import AmendmentIn, ContestedIn, RulesIn, RulesOut
from competency.amendments.usecases.keep_amendment import (
    add_step,
    allowed,
    amendment_of,
    columns_of,
    contested_now,
    save,
    to_change,
)
from competency.common.queries import calendar
from competency.evidence.queries.records import evidence_by_id
from competency.learners.queries.learners import lock_learners
from competency.learners.usecases.see import require_role
from competency.mastery.queries.store import results_of
from shared.auth.callers import Caller
from shared.auth.claims import Role
from shared.errors import Conflict, EditedMeanwhile, NotAllowed, invalid
from shared.events import publish
from shared.http.editing import refuse_stale
from shared.values.ids import new_id

DISTRICT: tuple[Role, ...] = ("leader", "operator", "system")
"""Who enters for families what they asked otherwise."""
OPEN = (AmendmentState.REQUESTED, AmendmentState.IN_REVIEW, AmendmentState.HEARING)
OLDEST_RECEIPT = timedelta(days=365)

FamilysAct = Literal["withdraw", "ask_hearing"]


async def ask_amendment(session: AsyncSession, caller: Caller, learner_id: UUID, asked: AmendmentIn) -> UUID:
    """Keep the request and start its clock; gives its id. The caller may see the learner."""
    rules = await rules_in_force(session)
    today = await calendar.today(session, caller.district_id)
    asked_by, asked_as, received_on = _asker(caller, asked, rules, today)
    await lock_learners(session, caller.district_id, [learner_id])
    contested = await _contested(session, learner_id, asked.contested)
    await _refuse_asked_before(session, learner_id, contested)
    amendment = allowed(
        lambda: request(
            new_id(), learner_id, asked_by, asked_as, asked.ground, contested, asked.wrong, asked.should_be, received_on
        )
    )
    columns = columns_of(amendment, rules, None, today)
    await queries.add(session, {**columns, "district_id": caller.district_id, "rules": asdict(rules)})
    await add_step(session, caller, amendment.request_id, "ask")
    return amendment.request_id


async def act_for_family(session: AsyncSession, caller: Caller, amendment_id: UUID, act: FamilysAct) -> None:
    """Withdraw what was asked last, or ask for a hearing."""
    row = await to_change(session, caller, amendment_id)
    amendment = amendment_of(row)
    _refuse_others(caller, amendment)
    after = allowed(lambda: withdraw(amendment) if act == "withdraw" else ask_hearing(amendment, row.today))
    await save(session, caller, row, after, act)


async def state_disagreement(session: AsyncSession, caller: Caller, amendment_id: UUID, words: str) -> None:
    """Place the family's statement with the record. From now on the record goes out with it."""
    row = await to_change(session, caller, amendment_id)
    amendment = amendment_of(row)
    _refuse_others(caller, amendment)
    after = allowed(lambda: place_statement(amendment, words, row.today))
    await save(session, caller, row, after, "place_statement")
    await publish(session, caller.district_id, await contested_now(session, amendment.learner_id))


async def rules_in_force(session: AsyncSession) -> AmendmentRules:
    row = await queries.terms(session)
    return AmendmentRules(**_terms(row)) if row else AmendmentRules()


async def read_rules(session: AsyncSession) -> tuple[RulesOut, int]:
    """The district's rules and their version; ours, of version 0, where it has laid down none."""
    row = await queries.terms(session)
    return RulesOut(**asdict(await rules_in_force(session))), row.version if row else 0


async def set_rules(session: AsyncSession, caller: Caller, new: RulesIn, expected: str) -> tuple[RulesOut, int]:
    """Lay down the district's rules for requests from now on."""
    require_role(caller, *DISTRICT)
    _, version = await read_rules(session)
    refuse_stale(expected, version)
    try:
        rules = AmendmentRules(**new.model_dump())
    except ValueError as error:
        raise invalid("/notice_days", str(error)) from None
    columns = {**asdict(rules), "district_id": caller.district_id, "changed_by": caller.subject}
    kept = await queries.set_terms(session, columns, version)
    if kept is None:
        raise EditedMeanwhile("This has been edited since you read it. Read it again, then repeat your change.")
    return RulesOut(**asdict(rules)), kept


def _terms(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in AmendmentRules.__dataclass_fields__}


def _asker(caller: Caller, asked: AmendmentIn, rules: AmendmentRules, today: date) -> tuple[UUID | None, Asker, date]:
    """Whose request it is, by what right, and when it came. Raises a 403 for who has no right to ask."""
    for_family = asked.on_behalf
    if caller.role in DISTRICT:
        if for_family is None:
            raise invalid("/on_behalf", "Say for whom you enter it, by what right they ask, and when it came.")
        if not today - OLDEST_RECEIPT <= for_family.received_on <= today:
            raise invalid("/on_behalf/received_on", "Give the day it came: today, or one of the last 365.")
        return for_family.asked_by, for_family.asked_as, for_family.received_on
    require_role(caller, "family", "learner", *DISTRICT)
    if for_family is not None:
        raise invalid("/on_behalf", "Only the district enters a request for somebody else. Leave it out.")
    asked_as: Asker = "parent" if caller.role == "family" else "learner"
    if problem := refuse_asker(asked_as, "parent", rules):
        raise NotAllowed(problem)
    return caller.person_id, asked_as, today


def _refuse_others(caller: Caller, amendment: Amendment) -> None:
    """Raises a 403 for who has not the right that the request was made by: either parent has it."""
    if caller.role in DISTRICT:
        return
    require_role(caller, "family", "learner", *DISTRICT)
    asked_as: Asker = "parent" if caller.role == "family" else "learner"
    if asked_as != amendment.asked_as:
        raise NotAllowed(refuse_asker(asked_as, amendment.asked_as, AmendmentRules()) or "")


async def _contested(session: AsyncSession, learner_id: UUID, asked: Sequence[ContestedIn]) -> list[Contested]:
    """What is contested, with the item of each. Raises a 422 for what the learner has not, and a 409 for a piece that
    counts no longer.
    """
    named = [one.evidence_id for one in asked if one.evidence_id is not None]
    pieces = await evidence_by_id(session, named)
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
        row = pieces.get(one.evidence_id) if one.evidence_id is not None else None
        if row is None or row.learner_id != learner_id:
            raise invalid(f"/contested/{place}/evidence_id", "This learner has no such evidence.")
        if row.voided_at is not None or row.superseded_by is not None:
            words = "This evidence counts no longer: there is nothing to amend. Read it again."
            raise Conflict(words, errors=[{"pointer": f"/contested/{place}/evidence_id", "detail": words}])
        found.append(Contested(row.item_id, row.evidence_id))
    return found


async def _refuse_asked_before(session: AsyncSession, learner_id: UUID, contested: Sequence[Contested]) -> None:
    for row in await queries.of_learner(session, learner_id):
        earlier = amendment_of(row)
        if earlier.state in OPEN and not set(contested).isdisjoint(still_contested(earlier)):
            words = "This is asked already, by another request. Wait for its decision."
            in_the_way = {"pointer": "/contested", "detail": words, "amendment_id": str(earlier.request_id)}
            raise Conflict(words, errors=[in_the_way])
