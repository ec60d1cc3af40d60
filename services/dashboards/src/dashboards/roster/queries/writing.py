"""Forgetting what people were called."""

from collections.abc import Sequence
from uuid import UUID

from shared.db.query import Command, Transaction

_FORGET_NAMES = Command("""
delete from person_name
where generation = :generation and district_id = :district_id and person_id = any(cast(:ids as uuid[]))
""")


async def forget_names(session: Transaction, generation: int, district_id: UUID, ids: Sequence[UUID]) -> None:
    await _FORGET_NAMES.run(session, generation=generation, district_id=district_id, ids=list(ids))
