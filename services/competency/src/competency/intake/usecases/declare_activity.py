"""What activities of xAPI mean, where their address does not say so by itself."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.intake import queries
from competency.intake.schemas.xapi import ActivityIn, ActivityOut
from competency.intake.usecases.pieces import conversion_to
from competency.mastery.queries import policies
from shared.errors import Conflict, NotFound, invalid
from shared.values.ids import new_id

_NO_MAPPING = "This district has declared no such activity."


async def declare_activity(
    session: AsyncSession, district_id: UUID, wanted: ActivityIn, *, declared_by: str
) -> ActivityOut:
    """From now on the activity's statements are evidence of the item. Raises a 409 where it means one already."""
    item = (await policies.rulings(session, [wanted.item_id])).get(wanted.item_id)
    if item is None or not item.active:
        raise invalid("/item_id", "No framework of this district has this item. Import the framework first.")
    if wanted.scale is not None:
        try:
            conversion_to(item.scale, wanted.scale)
        except ValueError as error:
            raise invalid("/scale", str(error)) from error
    mapping_id = new_id()
    values = wanted.model_dump(mode="json") | {
        "district_id": district_id,
        "mapping_id": mapping_id,
        "item_id": wanted.item_id,
        "declared_by": declared_by,
    }
    if not await queries.declare(session, values):
        raise Conflict("This activity means an item already. Withdraw that meaning first.")
    return await read_activity(session, mapping_id)


async def read_activity(session: AsyncSession, mapping_id: UUID) -> ActivityOut:
    found = await queries.one(session, mapping_id)
    if found is None:
        raise NotFound(_NO_MAPPING)
    return activity_out(found)


async def list_activities(session: AsyncSession, after: tuple[UUID] | None, limit: int) -> Sequence[Any]:
    """Rows behind the cursor `[mapping_id]`, in the order they were declared."""
    return await queries.listed(session, after[0] if after else None, limit)


async def withdraw_activity(session: AsyncSession, mapping_id: UUID) -> None:
    """Its statements are evidence no longer; those that were taken stay."""
    if not await queries.withdraw(session, mapping_id):
        raise NotFound(_NO_MAPPING)


def activity_out(row: Any) -> ActivityOut:
    return ActivityOut.model_validate({name: getattr(row, name) for name in ActivityOut.model_fields})
