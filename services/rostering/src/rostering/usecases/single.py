"""One thing of a roster: found, listed, added, edited, forgotten."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from rostering import queries, rules
from rostering.queries import Kept, Write
from rostering.schemas import In
from rostering.usecases.changing import Mint, Refused, Wanted, change, save
from rostering.usecases.kinds import PEOPLE, Kind
from shared.contracts.rostering import PersonNamed
from shared.errors import Conflict, Invalid, NotFound
from shared.events import publish_tombstone
from shared.http.editing import refuse_stale
from shared.values.identifiers import HOW_TO_WRITE, read_named


async def find(session: AsyncSession, district_id: UUID, kind: Kind[Any], address: str) -> Kept[Any]:
    """The thing of this address: our id, or `source:sourced_id` (`read_named`). Raises `NotFound`."""
    thing_id = await _address(session, district_id, kind, address)
    kept = (await kind.shelf.load(session, district_id, [thing_id])).get(thing_id) if thing_id else None
    if kept is None:
        raise NotFound(f"There is no such {kind.word}. Give {HOW_TO_WRITE}.")
    return kept


async def _address(session: AsyncSession, district_id: UUID, kind: Kind[Any], address: str) -> UUID | None:
    try:
        named = read_named(address)
    except ValueError:
        return None
    if isinstance(named, UUID):
        return named
    return (await kind.shelf.resolve(session, district_id, [named])).get(named)


async def add(session: AsyncSession, district_id: UUID, kind: Kind[Any], fields: In, mint: Mint) -> Kept[Any]:
    """Register a thing. Raises `Invalid`; `Conflict` where one of its identifiers is another's."""
    await queries.lock_roster(session, district_id)
    return await _change_one(session, district_id, kind, Wanted(fields), mint)


async def edit(
    session: AsyncSession, district_id: UUID, kind: Kind[Any], address: str, fields: In, expected: str
) -> Kept[Any]:
    """Replace what is kept of a thing by this. Raises also `NotFound` and `EditedMeanwhile`."""
    await queries.lock_roster(session, district_id)
    kept = await find(session, district_id, kind, address)
    refuse_stale(expected, kept.version)
    return await _change_one(session, district_id, kind, Wanted(fields, thing_id=kept.id), lambda: kept.id)


async def _change_one(
    session: AsyncSession, district_id: UUID, kind: Kind[Any], wanted: Wanted, mint: Mint
) -> Kept[Any]:
    [outcome] = await change(session, district_id, kind, [wanted], mint)
    if isinstance(outcome, Refused):
        raise _problem(outcome)
    return outcome.kept


def _problem(refused: Refused) -> Conflict | Invalid:
    errors = [{"pointer": flaw.pointer, "detail": flaw.detail} for flaw in refused.flaws]
    if refused.taken:
        return Conflict("Something else has this identifier already; see errors.", errors=errors)
    return Invalid("The request is not acceptable; see errors.", errors=errors)


async def forget(session: AsyncSession, district_id: UUID, address: str) -> None:
    """Erase a person's name, here and in the topic of names, and the ids that sources have for them; for good.

    Doing it again does nothing. Raises `NotFound`.
    """
    await queries.lock_roster(session, district_id)
    kept = await find(session, district_id, PEOPLE, address)
    if kept.thing.forgotten:
        return
    left = Kept(kept.id, kept.version + 1, rules.forgotten(kept.thing))
    await save(session, district_id, PEOPLE, [Write(left, kept.thing)])
    await queries.erase_names(session, district_id, [kept.id])
    await publish_tombstone(session, district_id, PersonNamed, str(kept.id))


async def listed(
    session: AsyncSession,
    district_id: UUID,
    kind: Kind[Any],
    filters: Mapping[str, Any],
    *,
    after: UUID | None,
    limit: int,
) -> Sequence[Kept[Any]]:
    """Up to `limit` things behind `after`, of each filter that is not None."""
    return await kind.shelf.page(session, district_id, filters, after=after, limit=limit)
