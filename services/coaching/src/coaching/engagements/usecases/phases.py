"""Engagements go on from phase to phase, and people meet for the first time."""

from datetime import date, datetime
from uuid import UUID

from coaching.common.usecases import publish_to_both
from coaching.engagements.queries.charters import find_charter_in_force
from coaching.engagements.queries.engagements import (
    EngagementRecord,
    set_first_contact,
    set_phase,
    set_proposed_phase,
)
from coaching.engagements.queries.members import find_members
from coaching.engagements.rules.contact import USUAL_DAYS
from coaching.engagements.rules.phases import Facts, Member, Phase, refusals, sides_of
from coaching.engagements.usecases.reading import SeenEngagement, require_open, see_engagement, with_sharing
from coaching.engagements.usecases.telling import phase_event
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, invalid
from shared.http.editing import ensure_current


async def move_on(
    session: Transaction, caller: Caller, engagement_id: UUID, to: Phase, expected: str, now: datetime
) -> SeenEngagement:
    """Has the host propose the next phase, or the partner agree to what is proposed, which begins it. All that is
    demanded has to be so both times.
    """
    record = await require_open(session, engagement_id, now)
    ensure_current(expected, record.version)
    side = record.side_of(caller.district_id)
    if broken := refusals(await _facts(session, record), to, side):
        said = [{"pointer": "/phase", "rule": one.rule, "detail": one.detail} for one in broken]
        raise Conflict(f"This phase cannot begin yet. {broken[0].detail}", errors=said)
    if side == "host":
        await set_proposed_phase(session, engagement_id, to)
    else:
        await set_phase(session, engagement_id, to, record.today)
        moved = phase_event(record._replace(phase=to, phase_since=record.today))
        await publish_to_both(session, record.host_id, record.partner_id, moved, then=caller.district_id)
    return await see_engagement(session, engagement_id, now)


async def say_first_contact(
    session: Transaction, engagement_id: UUID, on: date, expected: str, now: datetime
) -> SeenEngagement:
    """Records when people of both districts first met."""
    record = await require_open(session, engagement_id, now)
    ensure_current(expected, record.version)
    if on > record.today:
        raise invalid("/on", "That day has not come: record the first contact when it was held.")
    if on < record.started_on:
        raise invalid("/on", f"The engagement was opened on {record.started_on}: name that day or a later one.")
    await set_first_contact(session, engagement_id, on)
    return await see_engagement(session, engagement_id, now)


async def record_contact(session: Transaction, engagement_id: UUID, on: date) -> None:
    """Records that people of both districts met on a day; of several the first counts."""
    await set_first_contact(session, engagement_id, on)


async def find_first_contact_days(session: Transaction, engagement_id: UUID) -> int:
    """Returns within how many days a first contact is to be held, of the engagement and of each match in it."""
    charter = await find_charter_in_force(session, engagement_id)
    return USUAL_DAYS if charter is None else charter.first_contact_days


async def _facts(session: Transaction, record: EngagementRecord) -> Facts:
    day = record.today
    members = [
        Member(record.side_of(one.district_id), one.role, one.coach_id is not None and one.state_on(day) == "active")
        for one in await find_members(session, record.engagement_id, day)
    ]
    leads, teams = sides_of(members)
    (seen,) = await with_sharing(session, [record])
    return Facts(
        phase=record.phase,
        proposed=record.proposed_phase,
        charter_signed=await find_charter_in_force(session, record.engagement_id) is not None,
        leads=leads,
        teams=teams,
        host_coach=any(one.side == "host" and one.active_coach for one in members),
        sharing_in_force=seen.sharing in ("none_demanded", "in_force"),
        first_contact_on=record.first_contact_on,
        late_milestones=record.late_milestones,
        last_meeting_on=record.last_meeting_on,
    )
