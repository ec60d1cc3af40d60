"""What the district's own systems call a learner, kept for disclosures that may identify."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from partners.queries import fan_out
from shared.contracts.rostering import PersonChanged
from shared.events.event import Received


async def keep_identifiers(session: AsyncSession, events: Sequence[Received[PersonChanged]]) -> None:
    """Take over what these events say last of each learner; of other people nothing is kept."""
    newest = {
        event.data.person_id: [(i.source, i.sourced_id) for i in event.data.identifiers]
        if "learner" in event.data.roles
        else []
        for event in events
    }
    await fan_out.replace_identifiers(session, events[0].district_id, newest)
