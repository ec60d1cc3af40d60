"""Coaches who are related to each other, as it is declared. Whoever follows is told in the same transaction."""

from datetime import datetime
from uuid import UUID

from coaching.coaches.followers import RELATION_TOLD, RelationTold
from coaching.coaches.queries.coaches import CoachRecord, find_coaches, lock_coaches
from coaching.coaches.queries.relations import RelationRecord, add_relation, lock_relation, set_withdrawn
from coaching.coaches.rules.relations import Relative
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
    known = {coach.coach_id: coach for coach in await lock_coaches(session, [one, other])}
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
    await _tell(session, (known[one], known[other]), related=True, now=now)
    return record


async def withdraw(session: Transaction, caller: Caller, relation_id: UUID, now: datetime) -> RelationRecord:
    """Records that two coaches are not related, or no longer. The row stays."""
    record = await lock_relation(session, relation_id)
    if record is None:
        raise NotFound("There is no such relation.")
    if record.withdrawn_at is not None:
        raise Conflict("This relation was withdrawn before.")
    await set_withdrawn(session, relation_id, now, caller.subject)
    one, other = await find_coaches(session, [record.one_coach_id, record.other_coach_id])
    await _tell(session, (one, other), related=False, now=now)
    return record._replace(withdrawn_at=now)


async def _tell(
    session: Transaction, coaches: tuple[CoachRecord, CoachRecord], *, related: bool, now: datetime
) -> None:
    one, other = coaches
    people = Relative(one.district_id, one.person_id), Relative(other.district_id, other.person_id)
    await RELATION_TOLD.notify(session, RelationTold(one.district_id, people, related, now))
