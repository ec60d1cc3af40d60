"""Reads and writes what decisions amended, and who had been told the old value."""

import json
from collections.abc import Sequence
from uuid import UUID

from shared.db.query import Command, Scalar, Transaction

_ADD = Command("""
insert into amendment_decision (district_id, amendment_id, decision, learner_id, told)
values (:district_id, :amendment_id, :decision, :learner_id, cast(:told as jsonb))
""")
_RECEIVERS = Scalar(
    """
select receivers from amendment_decision where amendment_id = :amendment_id and receivers is not null order by decision
""",
    list[dict[str, object]],
)
_UNANSWERED = Scalar(
    """
select told from amendment_decision where learner_id = any(cast(:learners as uuid[])) and receivers is null
order by amendment_id, decision
""",
    dict[str, object],
)
_SAVE_RECEIVERS = Command("""
update amendment_decision set receivers = cast(:receivers as jsonb)
where district_id = :district_id and amendment_id = :amendment_id and decision = :decision
""")


async def add_decision(
    session: Transaction, district_id: UUID, amendment_id: UUID, decision: int, learner_id: UUID, told: str
) -> None:
    """Stores a decision with the event that tells of it, as JSON. `decision` is 1, or 2 after a hearing."""
    await _ADD.run(
        session,
        district_id=district_id,
        amendment_id=amendment_id,
        decision=decision,
        learner_id=learner_id,
        told=told,
    )


async def receivers_of_amendment(session: Transaction, amendment_id: UUID) -> list[list[dict[str, object]]]:
    """Returns the receivers of what was amended, as JSON, a list for each decision that partners has answered."""
    return await _RECEIVERS.all(session, amendment_id=amendment_id)


async def unanswered_decisions(session: Transaction, learners: Sequence[UUID]) -> list[dict[str, object]]:
    """Returns the events, as JSON, of the decisions about these learners of which partners has not yet said who had
    been told.
    """
    return await _UNANSWERED.all(session, learners=list(learners))


async def save_receivers(
    session: Transaction, district_id: UUID, amendment_id: UUID, decision: int, receivers: Sequence[dict[str, object]]
) -> None:
    """Stores who had been told the old value."""
    await _SAVE_RECEIVERS.run(
        session,
        district_id=district_id,
        amendment_id=amendment_id,
        decision=decision,
        receivers=json.dumps(list(receivers)),
    )
