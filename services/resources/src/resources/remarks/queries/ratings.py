"""Stars in SQL: a person's own, and what is shown of all of them; the worker alone sees these together."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from resources.remarks.rules.ratings import Stars, Summary
from shared.db.query import Command, Query, Scalar, Transaction


class SummaryRecord(NamedTuple):
    """What is shown of a version: `people` is 0, and `mean` None, where nothing is shown any more."""

    item_id: UUID
    version: int
    people: int
    mean: Decimal | None


class UncountedVersion(NamedTuple):
    item_id: UUID
    version: int
    owner_id: UUID


class Given(NamedTuple):
    """The stars of a person: as they are now, and as what is shown was made of them."""

    person: str
    stars: int | None
    counted: int | None


_OWN = Scalar(
    "select stars from item_rating where item_id = :item_id and version = :version and person_id = :person_id", int
)
_SET = Command("""
insert into item_rating (district_id, item_id, version, person_id, stars, rated_at)
values (:district_id, :item_id, :version, :person_id, :stars, :at)
on conflict (district_id, item_id, version, person_id) do update
set stars = excluded.stars, rated_at = excluded.rated_at
""")
_DELETE = Command("""
delete from item_rating
where item_id = :item_id and version = :version and person_id = :person_id and counted is null
""")
_TAKE_AWAY = Command("""
update item_rating set stars = null, rated_at = :at
where item_id = :item_id and version = :version and person_id = :person_id and stars is not null
""")
_SUMMARY = Query(
    "select item_id, version, people, mean from rating_summary where item_id = :item_id and version = :version",
    SummaryRecord,
)
_UNCOUNTED = Query(
    """
    select r.item_id, r.version, p.owner_id
    from item_rating r join published_version p on p.item_id = r.item_id and p.version = r.version
    where r.stars is distinct from r.counted
    group by r.item_id, r.version, p.owner_id having count(*) >= :minimum
    order by r.item_id, r.version limit :limit
    """,
    UncountedVersion,
)
_LOCK = Query(
    """
    select district_id || '/' || person_id as person, stars, counted from item_rating
    where item_id = :item_id and version = :version order by district_id, person_id for update
    """,
    Given,
)
_COUNT = Command("""
update item_rating set counted = case when cast(:counts as boolean) then stars end
where item_id = :item_id and version = :version
""")
_FORGET = Command("""
delete from item_rating where item_id = :item_id and version = :version and stars is null and counted is null
""")
_SET_SUMMARY = Command("""
insert into rating_summary (item_id, version, owner_id, people, mean, changed_at)
values (:item_id, :version, :owner_id, :people, :mean, :at)
on conflict (item_id, version) do update
set people = excluded.people, mean = excluded.mean, changed_at = excluded.changed_at
""")
_TOLD = Query(
    """
    select item_id, version, people, mean from rating_summary
    where owner_id = :owner_id order by item_id, version for share
    """,
    SummaryRecord,
)


async def find_own_stars(session: Transaction, item_id: UUID, version: int, person_id: UUID) -> int | None:
    """Returns the stars that a person of the session's district gives to a version."""
    return await _OWN.get(session, item_id=item_id, version=version, person_id=person_id)


async def set_stars(
    session: Transaction, district_id: UUID, item_id: UUID, version: int, person_id: UUID, stars: int, at: datetime
) -> None:
    """Stores the stars of a person, in place of those before."""
    await _SET.run(
        session, district_id=district_id, item_id=item_id, version=version, person_id=person_id, stars=stars, at=at
    )


async def take_stars_away(session: Transaction, item_id: UUID, version: int, person_id: UUID, at: datetime) -> None:
    """Takes the stars of a person away. Those that were counted stay known as such until what is shown changes; the
    others go first, so that what is counted meanwhile is met by the second statement.
    """
    await _DELETE.run(session, item_id=item_id, version=version, person_id=person_id)
    await _TAKE_AWAY.run(session, item_id=item_id, version=version, person_id=person_id, at=at)


async def find_summary(session: Transaction, item_id: UUID, version: int) -> SummaryRecord | None:
    """Returns what is shown of the stars of a version that the session may see."""
    return await _SUMMARY.first(session, item_id=item_id, version=version)


async def find_uncounted(session: Transaction, minimum: int, limit: int) -> list[UncountedVersion]:
    """Returns the versions of which at least `minimum` people have rated otherwise than is shown. For the worker."""
    return await _UNCOUNTED.all(session, minimum=minimum, limit=limit)


async def lock_given(session: Transaction, item_id: UUID, version: int) -> list[Given]:
    """Returns all stars of a version, which nobody changes until the commit. For the worker."""
    return await _LOCK.all(session, item_id=item_id, version=version)


async def set_counted(session: Transaction, item_id: UUID, version: int, chosen: Stars) -> None:
    """Keeps what is shown now as made of the stars that were `chosen`: all that are given, or none. What is given by
    nobody and shown of nobody is forgotten.
    """
    await _COUNT.run(session, item_id=item_id, version=version, counts=bool(chosen))
    await _FORGET.run(session, item_id=item_id, version=version)


async def set_summary(session: Transaction, of: UncountedVersion, found: Summary | None, at: datetime) -> None:
    """Stores what is shown of a version from now on."""
    await _SET_SUMMARY.run(
        session,
        item_id=of.item_id,
        version=of.version,
        owner_id=of.owner_id,
        people=found.people if found else 0,
        mean=found.mean if found else None,
        at=at,
    )


async def lock_summaries(session: Transaction, owner_id: UUID) -> list[SummaryRecord]:
    """Returns what is shown of all versions of a district's items, which nobody changes until the commit."""
    return await _TOLD.all(session, owner_id=owner_id)
