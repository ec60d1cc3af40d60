"""A partner brings a gap to its engagement, and withdraws it: so it decides what the host learns."""

from datetime import datetime
from uuid import UUID

from coaching.coaches.rules.terms import WeeklyWindow, validate_windows
from coaching.common.rules.problems import validate_zone
from coaching.engagements.queries.engagements import find_engagement
from coaching.engagements.usecases.reading import require_disclosing
from coaching.matching.queries.gaps import find_open_gap
from coaching.matching.queries.matches import lock_standing_matches
from coaching.matching.queries.needs import NeedRecord, add_need, find_need, withdraw_need
from coaching.matching.rules.states import validate_withdrawing
from coaching.matching.schemas.needs import NewNeed
from coaching.matching.usecases.ending import end_matches, plan_again
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid, NotFound, invalid
from shared.http.editing import ensure_current
from shared.values.ids import new_id


async def bring(session: Transaction, caller: Caller, new: NewNeed, now: datetime) -> NeedRecord:
    """Lets the host of an engagement know of a gap, and when the partner's people can meet."""
    engagement = await find_engagement(session, new.engagement_id, now)
    if engagement is None or engagement.partner_id != caller.district_id:
        raise invalid("/engagement_id", "Your district is coached in no such engagement. Name one of yours.")
    gap = await find_open_gap(session, new.gap_id)
    if gap is None:
        raise invalid("/gap_id", "Your district has no such open gap: GET /coaching/v1/gaps lists them.")
    _ensure_times(new)
    await require_disclosing(session, engagement.engagement_id, now)
    record = NeedRecord(
        need_id=new_id(),
        engagement_id=engagement.engagement_id,
        host_id=engagement.host_id,
        partner_id=engagement.partner_id,
        gap_id=gap.gap_id,
        instrument_id=gap.instrument_id,
        condition=gap.condition,
        question=gap.question,
        severity=gap.severity,
        level=new.level,
        languages=list(dict.fromkeys(new.languages)),
        time_zone=new.time_zone,
        availability=[one.model_dump() for one in new.availability],
        state="open",
        because=None,
        brought_at=now,
        brought_by=caller.subject,
        ended_at=None,
        version=1,
    )
    if not await add_need(session, record):
        raise Conflict("This gap has been brought to the engagement already: withdraw it first to bring it otherwise.")
    return record


async def read_need(session: Transaction, need_id: UUID, *, lock: bool = False) -> NeedRecord:
    """Raises NotFound where the session's district is no party to it."""
    found = await find_need(session, need_id, lock=lock)
    if found is None:
        raise NotFound("There is no such need.")
    return found


async def withdraw(session: Transaction, caller: Caller, need_id: UUID, expected: str, now: datetime) -> NeedRecord:
    """Takes a need back. What is only proposed for it is declined with it; a match that is confirmed is ended first."""
    record = await read_need(session, need_id, lock=True)
    if record.partner_id != caller.district_id:
        raise Conflict(
            "Who has brought a need withdraws it: decline or end the matches that your district cannot give."
        )
    ensure_current(expected, record.version)
    if problem := validate_withdrawing(record.state):
        raise Conflict(problem)
    standing = await lock_standing_matches(session, need_ids=[need_id])
    if any(match.state == "confirmed" for match in standing):
        raise Conflict("A match for this need is confirmed: end it first, so that its coach is told why.")
    await withdraw_need(session, need_id, now)
    await end_matches(session, standing, "declined", now, then=caller.district_id, by=caller.subject)
    host_id = record.host_id
    await plan_again(session, host_id, "need_withdrawn", now, then=caller.district_id, need_ids=[need_id])
    return await read_need(session, need_id)


def _ensure_times(new: NewNeed) -> None:
    windows = [WeeklyWindow(**one.model_dump()) for one in new.availability]
    problems = [*validate_windows(windows), *validate_zone(new.time_zone)]
    if errors := [one._asdict() for one in problems]:
        raise Invalid("Nobody can meet at such times; see errors.", errors=errors)
