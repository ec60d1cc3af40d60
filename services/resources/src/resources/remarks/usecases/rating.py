"""People give stars, and take them away; a worker counts them, enough at once that nobody's are told apart."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from resources.outcomes.rules.groups import USUAL_MINIMUM
from resources.remarks.queries.ratings import (
    SummaryRecord,
    UncountedVersion,
    find_own_stars,
    find_summary,
    find_uncounted,
    lock_given,
    lock_summaries,
    set_counted,
    set_stars,
    set_summary,
    take_stars_away,
)
from resources.remarks.rules.ratings import shown, summary
from resources.remarks.usecases.reading import require_shown
from shared.auth.callers import Caller
from shared.contracts.resources import ResourceRated
from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.errors import NotAllowed
from shared.events.event import Event
from shared.events.outbox import publish

AT_ONCE = 20
ONLY_PEOPLE = "Stars are given by people: sign in as one of your district's."


@dataclass(frozen=True, slots=True)
class SeenRating:
    """What is shown of a version's stars, and the reader's own."""

    summary: SummaryRecord
    own_stars: int | None


async def see_rating(session: Transaction, caller: Caller, item_id: UUID, version: int) -> SeenRating:
    """Returns what is shown of a version's stars. Raises a 404 where the caller does not see the version."""
    await require_shown(session, caller, item_id, version)
    own = None
    if caller.person_id is not None:
        own = await find_own_stars(session, item_id, version, caller.person_id)
    return await _seen(session, item_id, version, own)


async def rate(
    session: Transaction, caller: Caller, item_id: UUID, version: int, stars: int, now: datetime
) -> SeenRating:
    """Gives a version stars, in place of those that the person gave before. Raises a 403 for a system, and a 404."""
    person_id = _person_of(caller)
    await require_shown(session, caller, item_id, version)
    await set_stars(session, caller.district_id, item_id, version, person_id, stars, now)
    return await _seen(session, item_id, version, stars)


async def take_rating_away(session: Transaction, caller: Caller, item_id: UUID, version: int, now: datetime) -> None:
    """Takes the person's stars away, where there are any. Raises a 403 for a system, and a 404."""
    person_id = _person_of(caller)
    await require_shown(session, caller, item_id, version)
    await take_stars_away(session, item_id, version, person_id, now)


async def count_ratings(session: Transaction, now: datetime) -> bool:
    """Changes what is shown of versions that enough people have rated since. Returns whether there are more."""
    uncounted = await find_uncounted(session, USUAL_MINIMUM, AT_ONCE)
    for one in uncounted:
        await set_tenant(session, one.owner_id)
        await _count(session, one, now)
    return len(uncounted) == AT_ONCE


async def tell_ratings_again(session: Transaction, district_id: UUID) -> int:
    """Publishes what is shown of the stars of a district's items, as snapshots; returns of how many versions."""
    summaries = await lock_summaries(session, district_id)
    await publish(session, district_id, *(_rated_event(one) for one in summaries), snapshot=True)
    return len(summaries)


async def _seen(session: Transaction, item_id: UUID, version: int, own_stars: int | None) -> SeenRating:
    found = await find_summary(session, item_id, version)
    return SeenRating(found or SummaryRecord(item_id, version, 0, None), own_stars)


async def _count(session: Transaction, of: UncountedVersion, now: datetime) -> None:
    given = await lock_given(session, of.item_id, of.version)
    stand = {one.person: one.stars for one in given if one.stars is not None}
    before = {one.person: one.counted for one in given if one.counted is not None}
    chosen = shown(stand, before, USUAL_MINIMUM)
    if chosen == before:
        return
    await set_counted(session, of.item_id, of.version, chosen)
    found = summary(chosen)
    await set_summary(session, of, found, now)
    told = SummaryRecord(of.item_id, of.version, found.people if found else 0, found.mean if found else None)
    await publish(session, of.owner_id, _rated_event(told))


def _rated_event(record: SummaryRecord) -> Event:
    return ResourceRated(**record._asdict())


def _person_of(caller: Caller) -> UUID:
    if caller.person_id is None:
        raise NotAllowed(ONLY_PEOPLE)
    return caller.person_id
