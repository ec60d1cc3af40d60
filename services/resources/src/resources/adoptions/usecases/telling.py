"""What is told of adoptions, and told again."""

from uuid import UUID

from resources.adoptions.queries.adoptions import Adoption, lock_all_adoptions
from resources.adoptions.rules.states import AdoptionState
from shared.contracts.resources import ResourceAdapted, ResourceAdopted, ResourceAdoptionEnded
from shared.db.query import Transaction
from shared.events.event import Event
from shared.events.outbox import publish


def adoption_event(adoption: Adoption) -> Event:
    """Returns the event of how an adoption stands; the same whenever it is told."""
    named = {"adoption_id": adoption.adoption_id, "item_id": adoption.item_id}
    if adoption.state is AdoptionState.ENDED:
        return ResourceAdoptionEnded(**named)
    if adoption.state is AdoptionState.ADAPTED and adoption.own_item_id is not None:
        return ResourceAdapted(**named, version=adoption.version, own_item_id=adoption.own_item_id)
    following = adoption.state is AdoptionState.FOLLOWING
    return ResourceAdopted(**named, version=adoption.version, following=following)


async def tell_adoptions_again(session: Transaction, district_id: UUID) -> int:
    """Publishes how each adoption of a district's stands, as snapshots; returns how many these are."""
    adoptions = await lock_all_adoptions(session, district_id)
    await publish(session, district_id, *(adoption_event(one) for one in adoptions), snapshot=True)
    return len(adoptions)
