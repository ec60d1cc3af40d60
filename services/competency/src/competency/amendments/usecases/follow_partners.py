"""What competency stores of what partners tells: who had been told what an amendment changed."""

from collections.abc import Sequence
from uuid import UUID

from competency.amendments.queries.decisions import save_receivers
from shared.contracts.partners import AmendmentTold
from shared.db.query import Transaction


async def record_receivers(session: Transaction, district_id: UUID, told: Sequence[AmendmentTold]) -> None:
    """Stores the answer to each decision; the same one again changes nothing."""
    for one in told:
        receivers = [receiver.model_dump(mode="json") for receiver in one.receivers]
        await save_receivers(session, district_id, one.amendment_id, one.decision, receivers)
