"""Concerns: anybody raises one; those who are named read, acknowledge and close it. None is deleted."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from coaching.coaches.queries.coaches import find_coaches
from coaching.coaches.queries.concerns import (
    ConcernRecord,
    NewConcern,
    OwnConcern,
    add_concern,
    count_readers,
    find_concern,
    find_own_concern,
    page_of_concerns,
    set_acknowledged,
    set_closed,
)
from coaching.coaches.queries.safeguarding import (
    SafeguardingRecord,
    add_safeguarding,
    find_safeguarding,
    lock_safeguarding,
)
from coaching.coaches.rules.concerns import ConcernState, validate_move
from coaching.coaches.schemas.concerns import Closing, SafeguardingPeople
from coaching.coaches.schemas.concerns import NewConcern as NewConcernSent
from shared.auth.callers import Caller
from shared.contracts.coaching import ConcernRaised, SafeguardingPeopleNamed
from shared.db.query import Transaction
from shared.errors import Conflict, EditedMeanwhile, Invalid, NotFound
from shared.events.outbox import publish
from shared.http.editing import ensure_current
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of
from shared.values.ids import is_learner_of, new_id


class Raised(NamedTuple):
    """A concern that was received, and how many people can read it."""

    concern: OwnConcern
    readers: int


async def name_people(
    session: Transaction, caller: Caller, sent: SafeguardingPeople, expected: str, now: datetime, person_key: bytes
) -> SafeguardingRecord:
    """Names the people whom concerns of the district reach, in place of those before."""
    before = await lock_safeguarding(session, caller.district_id)
    ensure_current(expected, before.version)
    errors = [
        {"pointer": f"/person_ids/{place}", "detail": "There is no person with this id. Give the id of rostering."}
        for place, person_id in enumerate(sent.person_ids)
        if not is_learner_of(person_id, caller.district_id, person_key)
    ]
    if errors:
        raise Invalid("These people cannot be named; see errors.", errors=errors)
    named = SafeguardingRecord(before.version + 1, list(dict.fromkeys(sent.person_ids)), now)
    if not await add_safeguarding(session, caller.district_id, named, caller.subject):
        raise EditedMeanwhile("Other people have been named since. Read who they are, then name yours.")
    await publish(session, caller.district_id, named_event(caller.district_id, named.person_ids, now))
    return named


def named_event(district_id: UUID, person_ids: Sequence[UUID], named_at: datetime) -> SafeguardingPeopleNamed:
    """Returns the event that these people read concerns; the same whenever it is told."""
    return SafeguardingPeopleNamed(district_id=district_id, person_ids=tuple(person_ids), named_at=named_at)


async def raise_concern(
    session: Transaction, caller: Caller, sent: NewConcernSent, now: datetime, authors: Collection[UUID] = ()
) -> Raised:
    """Keeps a concern, and tells that there is one; neither its words nor whom it is about. `authors` are the people of
    the district who wrote what is attached: they do not read it either.
    """
    coach_ids = list(dict.fromkeys(sent.coach_ids))
    known = {one.coach_id for one in await find_coaches(session, coach_ids)}
    errors = [
        {"pointer": f"/coach_ids/{place}", "detail": "Your district has no such coach: say in words who it is."}
        for place, coach_id in enumerate(sent.coach_ids)
        if coach_id not in known
    ]
    if errors:
        raise Invalid("Nothing was kept yet; see errors.", errors=errors)
    day = day_of(now, await find_zone(session, caller.district_id))
    new = NewConcern(
        concern_id=new_id(),
        words=sent.words,
        coach_ids=coach_ids,
        author_ids=list(authors),
        raised_at=now,
        raised_on=day,
        raised_by=caller.subject,
        raised_by_person_id=caller.person_id,
    )
    await add_concern(session, caller.district_id, new)
    await publish(session, caller.district_id, ConcernRaised(concern_id=new.concern_id, raised_on=day))
    named = await find_safeguarding(session, caller.district_id)
    readers = await count_readers(session, caller.district_id, named.person_ids, new)
    return Raised(OwnConcern(new.concern_id, "received", now, None, None), readers)


async def read_own_concern(session: Transaction, caller: Caller, concern_id: UUID) -> OwnConcern:
    """Returns how a concern stands that the caller raised."""
    found = await find_own_concern(session, concern_id, caller.subject)
    if found is None:
        raise NotFound("There is no such concern.")
    return found


async def list_concerns(
    session: Transaction, caller: Caller, after: UUID | None, state: ConcernState | None, limit: int
) -> list[ConcernRecord]:
    """Returns the concerns that the caller is named to read; none that names them or is about what they wrote."""
    reader = await _find_reader(session, caller)
    if reader is None:
        raise NotFound("You are not named to read your district's concerns: whoever leads the district names people.")
    return await page_of_concerns(session, reader, after, state, limit)


async def read_concern(session: Transaction, caller: Caller, concern_id: UUID, *, lock: bool = False) -> ConcernRecord:
    """Raises NotFound for whoever is not named to read it, as if there were none."""
    reader = await _find_reader(session, caller)
    found = None if reader is None else await find_concern(session, concern_id, reader, lock=lock)
    if found is None:
        raise NotFound("There is no such concern.")
    return found


async def acknowledge(
    session: Transaction, caller: Caller, concern_id: UUID, expected: str, now: datetime
) -> ConcernRecord:
    """Says that somebody has read a concern and sees to it."""
    await _lock_for(session, caller, concern_id, expected, "acknowledged")
    await set_acknowledged(session, concern_id, now, caller.subject)
    return await read_concern(session, caller, concern_id)


async def close(
    session: Transaction, caller: Caller, concern_id: UUID, sent: Closing, expected: str, now: datetime
) -> ConcernRecord:
    """Says what came of a concern. It stays."""
    await _lock_for(session, caller, concern_id, expected, "closed")
    await set_closed(session, concern_id, sent.outcome, sent.words, at=now, by=caller.subject)
    return await read_concern(session, caller, concern_id)


async def _lock_for(session: Transaction, caller: Caller, concern_id: UUID, expected: str, to: ConcernState) -> None:
    record = await read_concern(session, caller, concern_id, lock=True)
    ensure_current(expected, record.version)
    if problem := validate_move(record.state, to):
        raise Conflict(problem)


async def _find_reader(session: Transaction, caller: Caller) -> UUID | None:
    """Returns who the caller is, where they are named to read concerns."""
    named = await find_safeguarding(session, caller.district_id)
    return caller.person_id if caller.person_id in named.person_ids else None
