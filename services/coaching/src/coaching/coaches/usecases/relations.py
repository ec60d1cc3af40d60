"""Coaches who are related to each other, as it is declared."""

from datetime import datetime
from uuid import UUID

from coaching.coaches.queries.coaches import find_coaches
from coaching.coaches.queries.relations import RelationRecord, add_relation, lock_relation, set_withdrawn
from coaching.coaches.schemas.attestations import NewRelation
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid, NotFound, invalid
from shared.values.ids import new_id


async def declare(session: Transaction, caller: Caller, new: NewRelation, now: datetime) -> RelationRecord:
    """Records that two coaches of the district are related."""
    one, other = sorted(new.coach_ids)
    if one == other:
        raise invalid("/coach_ids/1", "Nobody is related to themselves: name another coach.")
    known = {coach.coach_id for coach in await find_coaches(session, [one, other])}
    errors = [
        {"pointer": f"/coach_ids/{place}", "detail": "Your district has no such coach."}
        for place, coach_id in enumerate(new.coach_ids)
        if coach_id not in known
    ]
    if errors:
        raise Invalid("These are not two coaches; see errors.", errors=errors)
    record = RelationRecord(new_id(), one, other, new.kind, declared_at=now, withdrawn_at=None)
    if not await add_relation(session, caller.district_id, record, caller.subject):
        raise Conflict("A relation of these two is declared already: withdraw it first where it is another.")
    return record


async def withdraw(session: Transaction, caller: Caller, relation_id: UUID, now: datetime) -> RelationRecord:
    """Records that two coaches are not related, or no longer. The row stays."""
    record = await lock_relation(session, relation_id)
    if record is None:
        raise NotFound("There is no such relation.")
    if record.withdrawn_at is not None:
        raise Conflict("This relation was withdrawn before.")
    await set_withdrawn(session, relation_id, now, caller.subject)
    return record._replace(withdrawn_at=now)
