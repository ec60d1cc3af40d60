"""Mastery shown through the confirmed exact matches of crosswalks: labelled, and never kept as the item's own."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from competency.frameworks.queries.crosswalks import confirmed_exact_matches
from competency.frameworks.rules.crosswalk import Source, mastery_sources, shown_through
from competency.mastery.schemas.results import MasteryOut, ThroughOut
from shared.db.query import Transaction


async def shown_through_matches(
    session: Transaction, mastery: Sequence[MasteryOut], at: datetime | None
) -> list[MasteryOut]:
    """Returns the mastery with what is mastered elsewhere, through a match that stands, or stood at the time."""
    held = {m.item_id: m for m in mastery}
    mastered = {m.item_id for m in mastery if m.mastered}
    sources = mastery_sources(await confirmed_exact_matches(session, list(mastered)), at)
    shown = dict(held)
    for item_id in sources:
        source = shown_through(item_id, mastered, sources)
        if source is not None:
            shown[item_id] = _through(item_id, source, held)
    return [shown[item_id] for item_id in sorted(shown)]


def _through(item_id: UUID, source: Source, held: dict[UUID, MasteryOut]) -> MasteryOut:
    there, own = held[source.item_id], held.get(item_id)
    return MasteryOut(
        item_id=item_id,
        score=own.score if own else None,  # what was shown elsewhere is on another scale
        mastered=True,
        observed_at=there.observed_at,
        known_at=there.known_at,
        policy_id=own.policy_id if own else None,
        criterion_version=own.criterion_version if own else None,
        through=ThroughOut(item_id=source.item_id, match_id=source.match_id, score=there.score),
    )
