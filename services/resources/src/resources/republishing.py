"""Publishes all of resources' topic again, as snapshots: for a reader that starts afresh, or missed something."""

from uuid import UUID

from resources.adoptions.usecases.telling import tell_adoptions_again
from resources.items.usecases.telling import tell_items_again
from resources.outcomes.usecases.telling import tell_uses_again
from resources.remarks.usecases.rating import tell_ratings_again
from shared.db.query import Transaction
from shared.events.republish import Republish, find_publishing_districts


async def _tell_again(session: Transaction, district_id: UUID) -> int:
    told = await tell_items_again(session, district_id) + await tell_adoptions_again(session, district_id)
    return told + await tell_ratings_again(session, district_id) + await tell_uses_again(session, district_id)


republish = Republish(find_publishing_districts, _tell_again)
