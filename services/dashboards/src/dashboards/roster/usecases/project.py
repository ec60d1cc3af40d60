"""Events of the roster into their read models."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.common.queries.positions import roster_changed
from dashboards.common.usecases.project import replace
from dashboards.roster.models import PersonName
from dashboards.roster.queries.writing import forget_names
from shared.contracts.rostering import PersonNamed
from shared.events import Received
from shared.roster.handlers import RosterChange


async def tell_streams(session: AsyncSession, change: RosterChange) -> None:
    """Open streams hear that somebody may see more now, or less."""
    await roster_changed(session, change.generation, change.district_id)


async def name_people(session: AsyncSession, events: Sequence[Received[PersonNamed]]) -> None:
    """Keep names, and forget those whose key has a tombstone."""
    latest = {UUID(event.key): event for event in events}
    named = [event for event in latest.values() if not event.erased]
    erased = [person_id for person_id, event in latest.items() if event.erased]
    if named:
        await replace(session, PersonName, named)
    if erased:
        await forget_names(session, events[0].epoch, events[0].district_id, erased)
