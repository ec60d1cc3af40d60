"""Engagements end."""

from datetime import datetime
from uuid import UUID

from coaching.common.usecases import publish_to_both
from coaching.engagements.followers import ENGAGEMENT_OVER, EngagementOver
from coaching.engagements.queries.engagements import EngagementRecord, set_ended
from coaching.engagements.rules.ends import End, Reason, validate_end
from coaching.engagements.schemas.acts import EngagementEnding
from coaching.engagements.usecases.reading import SeenEngagement, require_open, see_engagement, with_sharing
from coaching.engagements.usecases.telling import ended_event
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, invalid
from shared.http.editing import ensure_current


async def finish(
    session: Transaction,
    record: EngagementRecord,
    end: End,
    reason: Reason | None,
    words: str | None,
    *,
    acting: UUID | None,
    now: datetime,
) -> None:
    """Ends an engagement, which is locked and open, on this day: tells both districts, and whoever stands above. What
    an event ends, nobody's act does; the session speaks for the host then.
    """
    speaks = acting or record.host_id
    await set_ended(session, record.engagement_id, end, reason, words, day=record.today, now=now, by=acting)
    ended = ended_event(record._replace(end_state=end), record.today)
    await publish_to_both(session, record.host_id, record.partner_id, ended, then=speaks)
    over = EngagementOver(
        engagement_id=record.engagement_id,
        host_id=record.host_id,
        partner_id=record.partner_id,
        district_id=speaks,
        end=end,
        on=record.today,
        now=now,
    )
    await ENGAGEMENT_OVER.notify(session, over)


async def end_engagement(
    session: Transaction, caller: Caller, engagement_id: UUID, sent: EngagementEnding, expected: str, now: datetime
) -> SeenEngagement:
    """Ends an engagement for both districts, as one of them says."""
    record = await require_open(session, engagement_id, now)
    ensure_current(expected, record.version)
    (seen,) = await with_sharing(session, [record])
    if problem := validate_end(sent.end, sent.reason, record.phase, seen.sharing):
        raise invalid("/reason", problem) if sent.end == "ended_early" else Conflict(problem)
    await finish(session, record, sent.end, sent.reason, sent.words, acting=caller.district_id, now=now)
    return await see_engagement(session, engagement_id, now)
