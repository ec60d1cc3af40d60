"""Workshops are planned, and what they offer is changed."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from coaching.common.rules.lottery import SEED_BYTES
from coaching.common.rules.problems import Problem
from coaching.common.usecases import publish_to_each, speaking_for
from coaching.workshops.queries.partners import find_partners
from coaching.workshops.queries.seatings import ask_for_seating
from coaching.workshops.queries.seats import Taken, count_taken, find_seats
from coaching.workshops.queries.workshops import (
    WorkshopRecord,
    add_workshop,
    find_workshop,
    lock_workshop,
    note_seats_changed,
    set_workshop,
)
from coaching.workshops.rules.programme import Offer, validate_programme, validate_rooms
from coaching.workshops.rules.states import CHANGING, validate_act
from coaching.workshops.schemas.workshops import NewSession, NewSlot, NewWorkshop, SessionChange, WorkshopChange
from coaching.workshops.usecases.freed import offer_freed
from coaching.workshops.usecases.telling import scheduled_event
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.db.wake import wake_after_commit
from shared.errors import Conflict, Invalid, NotAllowed, NotFound, invalid
from shared.http.editing import ensure_current
from shared.roster.calendars import find_zone
from shared.values.ids import new_id
from shared.values.json_types import JsonArray

SEATING_WAKE = "job.coaching.seating"


class SeenWorkshop(NamedTuple):
    """A workshop, and how full each of its sessions is."""

    record: WorkshopRecord
    taken: dict[UUID, Taken]


async def require_workshop(session: Transaction, workshop_id: UUID) -> WorkshopRecord:
    """Raises NotFound where the session's district takes part in no workshop of this id."""
    found = await find_workshop(session, workshop_id)
    if found is None:
        raise NotFound("There is no such workshop.")
    return found


async def require_hosted(
    session: Transaction, caller: Caller, workshop_id: UUID, expected: str | None = None
) -> WorkshopRecord:
    """Returns a workshop of the caller's district, locked.

    Raises NotAllowed where another district holds it, and EditedMeanwhile where it is another version than expected.
    """
    found = await lock_workshop(session, workshop_id)
    if found is None:
        raise NotFound("There is no such workshop.")
    if found.host_id != caller.district_id:
        raise NotAllowed("Another district holds this workshop: only its host does this. Ask them.")
    if expected is not None:
        ensure_current(expected, found.version)
    return found


def require_session(workshop: WorkshopRecord, session_id: UUID) -> Offer:
    """Raises NotFound where the workshop offers no session of this id."""
    for offer in workshop.offers:
        if offer.session_id == session_id:
            return offer
    raise NotFound("The workshop has no such session.")


async def see_workshop(session: Transaction, caller: Caller, workshop_id: UUID) -> SeenWorkshop:
    """Returns a workshop with how full it is, which the host's rows alone tell."""
    return await with_taken(session, caller, await require_workshop(session, workshop_id))


async def with_taken(session: Transaction, caller: Caller, record: WorkshopRecord) -> SeenWorkshop:
    """Returns the workshop with how full it is."""
    async with speaking_for(session, record.host_id, then=caller.district_id):
        taken = await count_taken(session, record.workshop_id, [offer.session_id for offer in record.offers])
    return SeenWorkshop(record, taken)


async def plan_workshop(session: Transaction, caller: Caller, new: NewWorkshop, now: datetime) -> SeenWorkshop:
    """Keeps a draft, and draws the seed of its lottery, which nobody sees before it has drawn."""
    record = WorkshopRecord(
        workshop_id=new_id(),
        host_id=caller.district_id,
        partner_ids=sorted(set(new.partner_ids)),
        state="draft",
        title=new.title,
        description=new.description,
        venue=new.venue,
        time_zone=new.time_zone,
        slots=_slots(new.slots),
        sessions=_sessions(new.sessions, frozenset()),
        ranking_until=new.ranking_until,
        companion_places=new.companion_places,
        commitment=None,
        seed=None,
        starts_at=None,
        ends_at=None,
        opened_on=None,
        cancelled_on=None,
        cancelled_because=None,
        badges=0,
        version=1,
        revision=0,
    )
    record = await _checked(session, record)
    await add_workshop(session, record, secrets.token_bytes(SEED_BYTES), now, caller.subject)
    return await see_workshop(session, caller, record.workshop_id)


async def change_workshop(
    session: Transaction, caller: Caller, workshop_id: UUID, change: WorkshopChange, expected: str, now: datetime
) -> SeenWorkshop:
    """Changes a workshop; what is left out stays. Once it is open, its words and the end of the ranking alone."""
    before = await require_hosted(session, caller, workshop_id, expected)
    _ensure(validate_act(before.state, CHANGING, "What is offered changes"))
    sent: dict[str, Any] = {name: getattr(change, name) for name in change.model_fields_set}
    for name in ("title", "venue", "time_zone", "partner_ids", "slots", "sessions", "companion_places"):
        if sent.get(name, ...) is None:
            raise invalid(f"/{name}", "It cannot be taken away: leave it out, or give another.")
    if before.state != "draft" and (
        fixed := sorted(sent.keys() & {"time_zone", "partner_ids", "slots", "sessions", "companion_places"})
    ):
        raise invalid(
            f"/{fixed[0]}", "People rank what was offered: this changes in a draft alone. A session has its own route."
        )
    if "slots" in sent:
        sent["slots"] = _slots(sent["slots"])
    if "sessions" in sent:
        sent["sessions"] = _sessions(sent["sessions"], frozenset(offer.session_id for offer in before.offers))
    if "partner_ids" in sent:
        sent["partner_ids"] = sorted(set(sent["partner_ids"]))
    if sent.get("ranking_until") is not None and before.state == "open" and sent["ranking_until"] <= now:
        raise invalid("/ranking_until", "It has passed: name a later moment, or close the ranking.")
    await set_workshop(session, await _checked(session, before._replace(**sent)))
    return await see_workshop(session, caller, workshop_id)


async def change_session(
    session: Transaction,
    caller: Caller,
    workshop_id: UUID,
    session_id: UUID,
    change: SessionChange,
    expected: str,
    now: datetime,
) -> SeenWorkshop:
    """Changes a session. Where fewer fit than sit there, seats are assigned again, and as few move as can."""
    before = await require_hosted(session, caller, workshop_id, expected)
    old = require_session(before, session_id)
    _ensure(validate_act(before.state, CHANGING, "What is offered changes"))
    sent = {name: getattr(change, name) for name in change.model_fields_set}
    for name in ("title", "capacity"):
        if sent.get(name, ...) is None:
            raise invalid(f"/{name}", "It cannot be taken away: leave it out, or give another.")
    new = old._replace(**sent)
    offers = [new if one.session_id == session_id else one for one in before.offers]
    _refuse(
        [Problem("/room", problem.detail) for problem in validate_rooms(offers)] if "room" in sent else [],
    )
    pinned = [one for one in await find_seats(session, workshop_id) if one.pinned and one.session_id == session_id]
    if len(pinned) > new.capacity:
        raise Conflict(f"{len(pinned)} seats are pinned there: unpin some of them, or keep room for them.")
    after = before._replace(sessions=_stored(offers))
    await set_workshop(session, after)
    if new.capacity != old.capacity and before.state != "draft":
        await note_seats_changed(session, workshop_id)
        event = scheduled_event(after, await find_zone(session, after.host_id))
        await publish_to_each(session, after.district_ids, event, then=caller.district_id)
        if before.state == "assigned":
            await _fit(session, caller, after, new, now)
    return await see_workshop(session, caller, workshop_id)


async def _fit(session: Transaction, caller: Caller, workshop: WorkshopRecord, offer: Offer, now: datetime) -> None:
    """Has seats assigned again where fewer fit than sit there, and offers what became free."""
    taken = (await count_taken(session, workshop.workshop_id, [offer.session_id]))[offer.session_id]
    if taken.taken > offer.capacity:
        await ask_for_seating(
            session, workshop.workshop_id, workshop.host_id, workshop.partner_ids, "all", now, caller.subject
        )
        wake_after_commit(session, SEATING_WAKE)
    else:
        await offer_freed(session, workshop, [offer.session_id], now)


async def _checked(session: Transaction, record: WorkshopRecord) -> WorkshopRecord:
    """Returns the workshop with its beginning and end. Raises a 422 with all that is wrong with it."""
    problems = list(validate_programme(record.time_zone, record.times, record.offers))
    known = await find_partners(session, record.host_id, record.partner_ids)
    problems += [
        Problem(f"/partner_ids/{place}", "No engagement with this district stands: invite one of your partners.")
        for place, district_id in enumerate(record.partner_ids)
        if district_id not in known
    ]
    _refuse(problems)
    slots = record.times
    return record._replace(
        starts_at=slots[0].starts_at if slots else None, ends_at=slots[-1].ends_at if slots else None
    )


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise Invalid("It cannot be held so; see errors.", errors=[one._asdict() for one in problems])


def _ensure(problem: str | None) -> None:
    if problem is not None:
        raise Conflict(problem)


def _slots(sent: Sequence[NewSlot]) -> JsonArray:
    return [{"starts_at": one.starts_at.isoformat(), "ends_at": one.ends_at.isoformat()} for one in sent]


def _sessions(sent: Sequence[NewSession], known: frozenset[UUID]) -> JsonArray:
    """Returns the sessions, each with an id. Raises a 422 for an id that the workshop does not have."""
    offers = []
    for place, one in enumerate(sent):
        if one.session_id is not None and one.session_id not in known:
            raise invalid(f"/sessions/{place}/session_id", "The workshop has no such session: leave the id out.")
        given = one.model_dump(exclude={"session_id"})
        offers.append(Offer(session_id=one.session_id or new_id(), **given))
    return _stored(offers)


def _stored(offers: Sequence[Offer]) -> JsonArray:
    return [{**offer._asdict(), "session_id": str(offer.session_id)} for offer in offers]
