"""Both districts confirm a match before it stands; either declines it, or ends what stood."""

from datetime import datetime, timedelta
from uuid import UUID

from coaching.common.crossing import speaking_for
from coaching.engagements.usecases.reading import require_disclosing
from coaching.matching.queries.matches import (
    MatchRecord,
    find_match,
    lock_standing_matches,
    set_confirmed,
    set_contacted,
)
from coaching.matching.rules.standing import validate_joining
from coaching.matching.rules.states import (
    validate_confirming,
    validate_contact,
    validate_declining,
    validate_ending,
)
from coaching.matching.schemas.matches import Declining, Ending
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
    asked in the transaction, whoever confirms. Locks are taken in one order: engagement, coach, need, matches.
    """
    before = await read_match(session, match_id)
    await require_disclosing(session, before.engagement_id, now)
    async with speaking_for(session, before.host_id, then=caller.district_id):
        candidate = await see_candidate(session, before, now)
    need = await read_need(session, before.need_id, lock=True)
    match = await read_match(session, match_id, lock=True)
    side = match.side_of(caller.district_id)
    confirmed = match.host_confirmed_at if side == "host" else match.partner_confirmed_at
    if problem := validate_confirming(match.state, confirmed=confirmed is not None):
        raise Conflict(problem)
    if problem := candidate.problem or validate_joining(need.state, candidate.obstacles):
        raise Conflict(problem)
    changed = _confirmed(match, caller, now, candidate.today)
    stored = await set_confirmed(session, changed)
    if stored.state == "confirmed":
        told = [(stored, confirmed_event(stored, candidate.today))]
        await tell_of_matches(session, told, then=caller.district_id)
    return stored
