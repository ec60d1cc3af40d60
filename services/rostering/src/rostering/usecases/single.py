"""One entity, of whichever kind: found, added, edited."""

from collections.abc import Awaitable, Callable, Iterable, Set
from dataclasses import replace
from uuid import UUID

from rostering.queries.roster import lock_roster
from rostering.rules.changes import ChangeRequest, Lookup, MakeId, Reference, Rejected
from rostering.rules.entities import E, Stored
from rostering.usecases.deciding import ChangeAll, F
from shared.db.query import Transaction
from shared.errors import Conflict, EditedMeanwhile, Invalid, NotFound
from shared.values.identifiers import HOW_TO_WRITE, read_named

Find = Callable[[Transaction, UUID, Iterable[Reference | None]], Awaitable[Lookup[E]]]
"""The query that finds entities of one kind, as `find_classes` does."""


async def find_one(session: Transaction, district_id: UUID, find: Find[E], address: str) -> Stored[E]:
    """Returns the entity of this address: our id, or `source:sourced_id` (`read_named`).

    Raises:
        NotFound: there is none in this district.
    """
    reference = _reference(address)
    found = await find(session, district_id, [reference])
    stored = found.find(reference)
    if stored is None:
        raise NotFound(f"There is no such {found.noun}. Give {HOW_TO_WRITE}.")
    return stored


def _reference(address: str) -> Reference | None:
    try:
        return read_named(address)
    except ValueError:
        return None


async def add_one(
    session: Transaction, district_id: UUID, change: ChangeAll[F, E], request: ChangeRequest[F], make_id: MakeId
) -> Stored[E]:
    """Adds an entity.

    Raises:
        Invalid: it is not acceptable.
        Conflict: one of its identifiers is another entity's.
    """
    await lock_roster(session, district_id)
    return await _change_one(session, district_id, change, request, make_id)


async def edit_one(
    session: Transaction,
    district_id: UUID,
    find: Find[E],
    change: ChangeAll[F, E],
    address: str,
    request: ChangeRequest[F],
    versions: Set[int] | None,
) -> Stored[E]:
    """Replaces what is stored of an entity by this. It has one of these versions; None stands for whichever it has.

    Raises:
        NotFound: there is none of this address.
        EditedMeanwhile: it has another version.
        Invalid: it is not acceptable.
        Conflict: one of its identifiers is another entity's.
    """
    await lock_roster(session, district_id)
    stored = await find_one(session, district_id, find, address)
    if versions is not None and stored.version not in versions:
        raise EditedMeanwhile("This has been edited since you read it. Read it again, then repeat your change.")
    return await _change_one(session, district_id, change, replace(request, entity_id=stored.id), lambda: stored.id)


async def _change_one(
    session: Transaction, district_id: UUID, change: ChangeAll[F, E], request: ChangeRequest[F], make_id: MakeId
) -> Stored[E]:
    [outcome] = await change(session, district_id, [request], make_id)
    if not isinstance(outcome, Rejected):
        return outcome.stored
    errors = [{"pointer": issue.pointer, "detail": issue.detail} for issue in outcome.issues]
    if outcome.conflict:
        raise Conflict("Something else has this identifier already; see errors.", errors=errors)
    raise Invalid("The request is not acceptable; see errors.", errors=errors)
