"""Publishes everything on coaching's topic again, as snapshots: for a reader that starts afresh, or missed something.

Each part tells all that a district has of one kind, and holds it meanwhile: what slipped in between reading and
publishing would be undone in every reader. No two parts share a key.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

from coaching.actions.usecases.telling import tell_actions_again
from coaching.coaches.usecases.tell_again import tell_coaches_again, tell_concerns_again, tell_safeguarding_again
from coaching.engagements.usecases.tell_again import tell_engagements_again
from coaching.goals.usecases.telling import tell_goals_again
from coaching.matching.usecases.tell_again import tell_matches_again
from coaching.meetings.usecases.telling import tell_meetings_again
from coaching.pilots.usecases.tell_again import tell_pilots_again
from coaching.workshops.usecases.telling import tell_workshops_again
from shared.db.query import Transaction
from shared.events.republish import Republish, find_publishing_districts

Part = Callable[[Transaction, UUID], Awaitable[int]]
"""Tells one kind of thing again, in a session of this district's; returns how many things."""

PARTS: tuple[Part, ...] = (
    tell_actions_again,
    tell_coaches_again,
    tell_concerns_again,
    tell_engagements_again,
    tell_goals_again,
    tell_matches_again,
    tell_meetings_again,
    tell_pilots_again,
    tell_safeguarding_again,
    tell_workshops_again,
)


async def _district(session: Transaction, district_id: UUID) -> int:
    return sum([await tell_again(session, district_id) for tell_again in PARTS])


republish = Republish(find_publishing_districts, _district)
