"""What both districts have signed of meetings, in SQL."""

from typing import cast
from uuid import UUID

from coaching.meetings.rules.terms import Recording
from shared.db.query import Scalar, Transaction

_RECORDING = Scalar(
    """
    select c.recording from engagement_charter c
    where c.engagement_id = :engagement_id and c.host_signed_at is not null and c.partner_signed_at is not null
    order by c.number desc limit 1
    """,
    str,
)


async def find_signed_recording(session: Transaction, engagement_id: UUID) -> Recording | None:
    """Returns what the newest charter says that both have signed."""
    return cast(Recording | None, await _RECORDING.get(session, engagement_id=engagement_id))
