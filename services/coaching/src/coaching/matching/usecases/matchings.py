"""A host asks for a matching, reads how it stands, and cancels it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from coaching.coaches.queries.coaches import find_coaches
from coaching.matching.queries.matchings import (
    MatchingRecord,
    count_waiting_matchings,
    find_matching,
    set_cancelled,
)
from coaching.matching.queries.needs import find_needs
from coaching.matching.rules.states import validate_cancelling
from coaching.matching.schemas.matchings import NewMatching, PairSent
from coaching.matching.usecases.queueing import queue
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid, NotFound, TooManyRequests, invalid
from shared.http.editing import ensure_current
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of
from shared.values.json_types import JsonArray

LONGEST = timedelta(days=366)
MOST_WAITING = 5


async def ask(session: Transaction, caller: Caller, new: NewMatching, now: datetime) -> MatchingRecord:
    """Puts a matching into the queue. Those of a district are worked out one after the other."""
    today = day_of(now, await find_zone(session, caller.district_id))
    if new.starts_on < today:
        raise invalid("/starts_on", f"Today is {today}: a matching is made for days to come.")
    if not new.starts_on < new.ends_on <= new.starts_on + LONGEST:
        raise invalid("/ends_on", "Name a later day, within a year of the first.")
    errors = [*await _unknown(session, "pinned", new.pinned), *await _unknown(session, "forbidden", new.forbidden)]
    errors += [
        {"pointer": f"/pinned/{place}", "detail": "This pair is forbidden as well: take it out of one of the two."}
        for place, pair in enumerate(new.pinned)
        if pair in new.forbidden
    ]
    if errors:
        raise Invalid("No matching can be made so; see errors.", errors=errors)
    if await count_waiting_matchings(session) >= MOST_WAITING:
        detail = f"{MOST_WAITING} matchings of your district wait already: cancel one, or ask when one has ended."
        raise TooManyRequests(detail, retry_after=30)
    matching_id = await queue(
        session,
        caller.district_id,
        because="asked",
        policy=new.policy.model_dump(mode="json"),
        keeps=new.previous == "confirmed",
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        pinned=_as_json(new.pinned),
        forbidden=_as_json(new.forbidden),
        by=caller.subject,
        now=now,
    )
    return await read_matching(session, matching_id)


async def read_matching(session: Transaction, matching_id: UUID, *, lock: bool = False) -> MatchingRecord:
    """Raises NotFound where the session's district has no such matching."""
    found = await find_matching(session, matching_id, lock=lock)
    if found is None:
        raise NotFound("There is no such matching.")
    return found


async def cancel(session: Transaction, matching_id: UUID, expected: str, now: datetime) -> MatchingRecord:
    """Ends a matching that waits or is being worked out. The process that works on it is ended within a second."""
    record = await read_matching(session, matching_id, lock=True)
    ensure_current(expected, record.version)
    if problem := validate_cancelling(record.state):
        raise Conflict(problem)
    await set_cancelled(session, matching_id, now)
    return await read_matching(session, matching_id)


async def _unknown(session: Transaction, field: str, pairs: Sequence[PairSent]) -> list[dict[str, str]]:
    coaches = {one.coach_id for one in await find_coaches(session, [p.coach_id for p in pairs]) if one.left_on is None}
    needs = await find_needs(session, [pair.need_id for pair in pairs])
    errors = []
    for place, pair in enumerate(pairs):
        if pair.coach_id not in coaches:
            detail = "Your district has no such coach, or they have left."
            errors.append({"pointer": f"/{field}/{place}/coach_id", "detail": detail})
        need = needs.get(pair.need_id)
        if need is None or need.state != "open":
            detail = "No partner has brought such a need, or it is open no more."
            errors.append({"pointer": f"/{field}/{place}/need_id", "detail": detail})
    return errors


def _as_json(pairs: Sequence[PairSent]) -> JsonArray:
    return [[str(pair.coach_id), str(pair.need_id)] for pair in pairs]
