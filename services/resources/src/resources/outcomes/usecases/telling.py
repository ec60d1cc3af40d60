"""What is told of uses, and told again."""

from uuid import UUID

from resources.outcomes.queries.uses import UseRecord, find_all_uses
from shared.contracts.resources import ResourceUsed
from shared.db.query import Transaction
from shared.events.outbox import publish


def use_event(use: UseRecord) -> ResourceUsed:
    """Returns the event of a use, the same whenever it is told."""
    said = {"item_id": use.item_id, "use_id": use.use_id, "version": use.version, "kind": use.kind}
    return ResourceUsed.model_validate(said | {"used_on": use.used_on})


async def tell_uses_again(session: Transaction, district_id: UUID) -> int:
    """Publishes every use of a district's as a snapshot; returns how many these are."""
    uses = await find_all_uses(session, district_id)
    await publish(session, district_id, *(use_event(one) for one in uses), snapshot=True)
    return len(uses)
