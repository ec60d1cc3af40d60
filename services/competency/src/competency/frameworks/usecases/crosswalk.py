"""Crosswalks: matches between items of two frameworks, proposed by one and confirmed by another."""

from uuid import UUID

from competency.frameworks.queries import crosswalks
from competency.frameworks.rules.crosswalk import Match, carries_mastery, validate_confirmation, validate_match
from competency.frameworks.schemas.adaptations import MatchIn, MatchOut
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound, invalid
from shared.values.ids import new_id


async def propose_match(session: Transaction, district_id: UUID, wanted: MatchIn, by: str) -> MatchOut:
    """Proposes a match of two items, both of this district: another district's framework is adapted or imported first.

    Raises a 422 for items that cannot be matched, a 409 where they are matched already.
    """
    origin, destination = wanted.origin_item_id, wanted.destination_item_id
    framework_of = await crosswalks.frameworks_of_items(session, [origin, destination])
    for pointer, item_id in (("/origin_item_id", origin), ("/destination_item_id", destination)):
        if item_id not in framework_of:
            raise invalid(pointer, "No framework of this district has this item.")
    problem = validate_match(
        origin,
        destination,
        wanted.match_type,
        origin_framework=framework_of[origin],
        destination_framework=framework_of[destination],
    )
    if problem:
        raise invalid("/destination_item_id", problem)
    if there := await crosswalks.find_current_match(session, origin, destination, wanted.match_type):
        raise Conflict(f"These items are matched so already, by {there}.")
    match = await crosswalks.add_match(
        session,
        district_id,
        new_id(),
        origin=origin,
        destination=destination,
        match_type=wanted.match_type,
        proposed_by=by,
    )
    return match_out(match)


async def confirm_match(session: Transaction, match_id: UUID, by: str) -> MatchOut:
    """Confirms the match. Raises a 409 that says why it cannot be confirmed by this caller."""
    match = await _lock(session, match_id)
    if problem := validate_confirmation(match, by):
        raise Conflict(f"Not confirmed: {problem}.")
    return match_out(await crosswalks.confirm_match(session, match_id, by))


async def withdraw_match(session: Transaction, match_id: UUID) -> MatchOut:
    """Ends the match as of now; what was shown through it until now can still be looked up."""
    match = await _lock(session, match_id)
    if match.withdrawn_at is not None:
        raise Conflict("Not withdrawn: it has been withdrawn already.")
    return match_out(await crosswalks.withdraw_match(session, match_id))


async def _lock(session: Transaction, match_id: UUID) -> Match:
    match = await crosswalks.lock_match(session, match_id)
    if match is None:
        raise NotFound("This district has no such match.")
    return match


def match_out(match: Match) -> MatchOut:
    """Returns the match as it goes out."""
    return MatchOut(
        match_id=match.match_id,
        origin_item_id=match.origin,
        destination_item_id=match.destination,
        match_type=match.match_type,
        proposed_by=match.proposed_by,
        proposed_at=match.proposed_at,
        confirmed_by=match.confirmed_by,
        confirmed_at=match.confirmed_at,
        withdrawn_at=match.withdrawn_at,
        carries_mastery=carries_mastery(match),
    )
