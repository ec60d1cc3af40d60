"""Which districts may take part in a host's workshops, in SQL."""

from collections.abc import Sequence
from uuid import UUID

from shared.db.query import Scalar, Transaction

_PARTNERS = Scalar(
    """
    select distinct e.partner_id from engagement e
    where e.host_id = :host_id and e.ended_on is null and e.partner_id = any(cast(:districts as uuid[]))
    """,
    UUID,
)


async def find_partners(session: Transaction, host_id: UUID, districts: Sequence[UUID]) -> frozenset[UUID]:
    """Returns those of the districts with which an engagement of the host stands."""
    return frozenset(await _PARTNERS.all(session, host_id=host_id, districts=list(districts)))
