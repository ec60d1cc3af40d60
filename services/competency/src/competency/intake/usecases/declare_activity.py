"""What activities of xAPI mean, where their address does not say so by itself."""

from uuid import UUID

from competency.intake.queries import DeclaredActivity, add_activity, delete_activity, find_activity
from competency.intake.schemas.xapi import ActivityIn
from competency.intake.usecases.new_evidence import conversion_to
from competency.mastery.queries.policies import effective_policies
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound, invalid
from shared.values.ids import new_id

_NO_MAPPING = "This district has declared no such activity."


async def declare_activity(
    session: Transaction, district_id: UUID, wanted: ActivityIn, *, declared_by: str
) -> DeclaredActivity:
    """From now on the activity's statements are evidence of the item. Raises a 409 where it means one already."""
    item = (await effective_policies(session, [wanted.item_id])).items.get(wanted.item_id)
    if item is None or not item.active:
        raise invalid("/item_id", "No framework of this district has this item. Import the framework first.")
    if wanted.scale is not None:
        try:
            conversion_to(item.scale, wanted.scale)
        except ValueError as error:
            raise invalid("/scale", str(error)) from error
    mapping_id = new_id()
    added = await add_activity(
        session,
        district_id,
        mapping_id,
        activity_id=wanted.activity_id,
        item_id=wanted.item_id,
        kind=wanted.kind,
        scale=None if wanted.scale is None else wanted.scale.model_dump(mode="json"),
        declared_by=declared_by,
    )
    if not added:
        raise Conflict("This activity means an item already. Withdraw that meaning first.")
    return await read_activity(session, mapping_id)


async def read_activity(session: Transaction, mapping_id: UUID) -> DeclaredActivity:
    """Returns the declaration. Raises a 404 where the district has made none."""
    found = await find_activity(session, mapping_id)
    if found is None:
        raise NotFound(_NO_MAPPING)
    return found


async def withdraw_activity(session: Transaction, mapping_id: UUID) -> None:
    """Its statements are evidence no longer; those that were taken stay."""
    if not await delete_activity(session, mapping_id):
        raise NotFound(_NO_MAPPING)
