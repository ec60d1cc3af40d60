"""Both districts confirm a match before it stands; either declines it, or ends what stood."""

from datetime import date, datetime, timedelta
from uuid import UUID

from coaching.common.usecases import speaking_for
from coaching.engagements.usecases.reading import require_disclosing
from coaching.matching.queries.matches import (
    MatchRecord,
    find_match,
    set_confirmed,
    set_contacted,
)
from coaching.matching.rules.states import (
    validate_confirming,
    validate_contact,
    validate_declining,
    validate_ending,
)
from coaching.matching.schemas.matches import Declining, MatchEnding
from coaching.matching.usecases.candidates import see_candidate
from coaching.matching.usecases.ending import end_matches, plan_again
from coaching.matching.usecases.needs import read_need
from coaching.matching.usecases.telling import confirmed_event, tell_of_matches
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound, invalid
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of


async def read_match(session: Transaction, match_id: UUID, *, lock: bool = False) -> MatchRecord:
    """Raises NotFound where the session's district is no party to it."""
    found = await find_match(session, match_id, lock=lock)
    if found is None:
        raise NotFound("There is no such match.")
    return found


async def confirm(session: Transaction, caller: Caller, match_id: UUID, now: datetime) -> MatchRecord:
    """Confirms a match for the caller's district. It stands once both have, and only if it still can then: that is
    asked in the transaction, whoever confirms. Locks are taken in one order: engagement, need, coach, matches.
    """
    before = await read_match(session, match_id)
    await require_disclosing(session, before.engagement_id, now)
    need = await read_need(session, before.need_id, lock=True)
    async with speaking_for(session, before.host_id, then=caller.district_id):
        candidate = await see_candidate(session, before, now)
    match = await read_match(session, match_id, lock=True)
    side = match.side_of(caller.district_id)
    confirmed = match.host_confirmed_at if side == "host" else match.partner_confirmed_at
    if problem := validate_confirming(match.state, confirmed=confirmed is not None):
        raise Conflict(problem)
    if need.state != "open":
        raise Conflict("The need of this match is open no more: ask for another matching.")
    if candidate.problem is not None:
        raise Conflict(candidate.problem)
    changed = _confirmed(match, caller, now, candidate.today)
    stored = await set_confirmed(session, changed)
    if stored.state == "confirmed":
        told = [(stored, confirmed_event(stored, candidate.today))]
        await tell_of_matches(session, told, then=caller.district_id)
    return stored


async def decline(session: Transaction, caller: Caller, match_id: UUID, sent: Declining, now: datetime) -> MatchRecord:
    """Declines what is proposed. What the two districts want instead is planned when they ask for it."""
    match = await read_match(session, match_id, lock=True)
    if problem := validate_declining(match.state):
        raise Conflict(problem)
    by = caller.subject
    await end_matches(session, [match], "declined", now, then=caller.district_id, words=sent.words, by=by)
    return await read_match(session, match_id)


async def end(session: Transaction, caller: Caller, match_id: UUID, sent: MatchEnding, now: datetime) -> MatchRecord:
    """Ends what both have confirmed, and asks for a plan in which the pair does not come about again."""
    match = await read_match(session, match_id, lock=True)
    if problem := validate_ending(match.state):
        raise Conflict(problem)
    today = day_of(now, await find_zone(session, match.host_id))
    missed = match.contacted_on is None and match.contact_due_on is not None and match.contact_due_on < today
    if sent.because == "first_contact_missed" and not missed:
        raise invalid("/because", "The first contact of this match is not overdue: end it to be planned again.")
    then, by = caller.district_id, caller.subject
    await end_matches(session, [match], sent.because, now, then=then, words=sent.words, by=by)
    apart = [(match.coach_id, match.need_id)]
    await plan_again(session, match.host_id, "match_ended", now, then=then, need_ids=[match.need_id], apart=apart)
    return await read_match(session, match_id)


async def record_contact(session: Transaction, match_id: UUID, day: date, now: datetime) -> MatchRecord:
    """Keeps the day on which coach and partner first met; the earliest of those that are told."""
    match = await read_match(session, match_id, lock=True)
    today = day_of(now, await find_zone(session, match.host_id))
    if problem := validate_contact(match.state):
        raise Conflict(problem)
    if not (match.confirmed_on or today) <= day <= today:
        raise invalid("/on", "Name the day on which they met: not before the match was confirmed, and not to come.")
    await set_contacted(session, match_id, day)
    return await read_match(session, match_id)


def _confirmed(match: MatchRecord, caller: Caller, now: datetime, today: date) -> MatchRecord:
    """Returns the match as it is once the caller's side has confirmed it as well."""
    if match.side_of(caller.district_id) == "host":
        match = match._replace(host_confirmed_at=now, host_confirmed_by=caller.subject)
    else:
        match = match._replace(partner_confirmed_at=now, partner_confirmed_by=caller.subject)
    if match.host_confirmed_at is None or match.partner_confirmed_at is None:
        return match
    due = today + timedelta(days=match.contact_within)
    return match._replace(state="confirmed", confirmed_on=today, contact_due_on=due)
