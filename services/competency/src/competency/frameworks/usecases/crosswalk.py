"""Crosswalks: matches between items of two frameworks, proposed by one and confirmed by another."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from competency.frameworks.queries import adaptations as queries
from competency.frameworks.rules.crosswalk import Match, carries_mastery, refuse_confirmation, refuse_match
from competency.frameworks.schemas.adaptations import MatchIn, MatchOut
from shared.errors import Conflict, NotFound, invalid
from shared.values.ids import new_id


async def propose_match(session: AsyncSession, district_id: UUID, wanted: MatchIn, by: str) -> MatchOut:
    """Both items are this district's: another one's framework is adapted first, or imported."""
    origin, destination = wanted.origin_item_id, wanted.destination_item_id
    items = await queries.items(session, [origin, destination])
    for pointer, item_id in (("/origin_item_id", origin), ("/destination_item_id", destination)):
        if item_id not in items:
            raise invalid(pointer, "No framework of this district has this item.")
    problem = refuse_match(
        origin,
        destination,
        wanted.match_type,
        origin_framework=items[origin].framework_id,
        destination_framework=items[destination].framework_id,
    )
    if problem:
        raise invalid("/destination_item_id", problem)
    if there := await queries.standing(session, origin, destination, wanted.match_type):
        raise Conflict(f"These items are matched so already, by {there}.")
    row = await queries.propose(
        session,
        district_id=district_id,
        match_id=new_id(),
        origin=origin,
        destination=destination,
        match_type=wanted.match_type,
        proposed_by=by,
    )
    return match_out(row)


async def confirm_match(session: AsyncSession, match_id: UUID, by: str) -> MatchOut:
    """Stand for the match. Raises a 409 that says why it cannot be confirmed by this caller."""
    row = await _locked(session, match_id)
    if problem := refuse_confirmation(match_of(row), by):
        raise Conflict(f"Not confirmed: {problem}.")
    return match_out(await queries.confirm(session, match_id, by))


async def withdraw_match(session: AsyncSession, match_id: UUID) -> MatchOut:
    """From now on it stands no longer; what was shown through it until now can be looked up."""
    row = await _locked(session, match_id)
    if row.withdrawn_at is not None:
        raise Conflict("Not withdrawn: it has been withdrawn already.")
    return match_out(await queries.withdraw(session, match_id))


async def list_matches(
    session: AsyncSession,
    after: tuple[UUID] | None,
    limit: int,
    *,
    item_id: UUID | None,
    framework_id: UUID | None,
) -> Sequence[Row[Any]]:
    """Rows behind the cursor `[match_id]`."""
    last = after[0] if after else None
    return await queries.matches(session, last, limit, item_id=item_id, framework_id=framework_id)


async def _locked(session: AsyncSession, match_id: UUID) -> Row[Any]:
    row = await queries.lock_match(session, match_id)
    if row is None:
        raise NotFound("This district has no such match.")
    return row


def match_out(row: Any) -> MatchOut:
    return MatchOut(
        match_id=row.match_id,
        origin_item_id=row.origin,
        destination_item_id=row.destination,
        match_type=row.match_type,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
        withdrawn_at=row.withdrawn_at,
        carries_mastery=carries_mastery(match_of(row)),
    )


def match_of(row: Row[Any]) -> Match:
    return Match(**{name: value for name, value in row._mapping.items() if name != "district_id"})
