"""What the charter of an engagement says of meetings."""

from coaching.engagements.queries.engagements import EngagementRecord
from coaching.meetings.queries.charters import find_signed_recording
from coaching.meetings.rules.terms import Recording
from shared.db.query import Transaction


async def find_recording(session: Transaction, engagement: EngagementRecord) -> Recording:
    """Returns whether meetings may be recorded: not at all before both districts have signed a charter."""
    return await find_signed_recording(session, engagement.engagement_id) or "none"
