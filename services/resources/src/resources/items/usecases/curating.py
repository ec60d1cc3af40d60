"""Who decides what a district publishes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from resources.items.queries.curators import CuratorsRecord, add_curators, find_curators
from resources.items.queries.items import ItemRecord, find_items
from resources.items.rules.states import VersionState
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import EditedMeanwhile, NotAllowed
from shared.http.editing import ensure_current

NOT_A_CURATOR = "Only who was named a curator of your district decides what is published. Ask a leader to name you."


async def name_curators(
    session: Transaction, caller: Caller, person_ids: Sequence[UUID], expected: str, now: datetime
) -> CuratorsRecord:
    """Names the people who decide, in place of those before. Raises a 412 where others were named meanwhile."""
    before = await find_curators(session)
    ensure_current(expected, before.version)
    new = CuratorsRecord(before.version + 1, sorted(set(person_ids)), now)
    if not await add_curators(session, caller.district_id, new, caller.subject):
        raise EditedMeanwhile("Others were named meanwhile. Read who is named, then repeat your change.")
    return new


async def ensure_curator(session: Transaction, caller: Caller) -> None:
    """Raises a 403 for a person who was not named. The district's own systems act for those who were."""
    if not await _decides(session, caller):
        raise NotAllowed(NOT_A_CURATOR)


async def find_to_review(session: Transaction, caller: Caller, after: UUID | None, limit: int) -> list[ItemRecord]:
    """Returns the items with a draft in review, by id, to whoever may decide about them; to others none."""
    return await find_items(session, after, VersionState.IN_REVIEW, limit) if await _decides(session, caller) else []


async def _decides(session: Transaction, caller: Caller) -> bool:
    return not caller.is_person or caller.person_id in (await find_curators(session)).person_ids
