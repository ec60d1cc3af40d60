"""Reads and writes who did what to a request for amendment."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Transaction


class StepRecord(NamedTuple):
    """What somebody did to a request."""

    at: datetime
    act: str
    person_id: UUID | None
    subject: str


class ActsOfRequest(NamedTuple):
    """What had been done to a request by then, in its order."""

    amendment_id: UUID
    acts: list[str]


_ADD_STEP = Command("""
insert into amendment_step (district_id, amendment_id, step_id, act, person_id, subject)
values (:district_id, :amendment_id, :step_id, :act, :person_id, :subject)
""")
_STEPS = Query(
    "select at, act, person_id, subject from amendment_step where amendment_id = :amendment_id order by step_id",
    StepRecord,
)
_ACTS_OF_LEARNER = Query(
    """
select s.amendment_id, array_agg(s.act order by s.step_id) as acts from amendment_step s
join amendment a on a.district_id = s.district_id and a.amendment_id = s.amendment_id
where a.learner_id = :learner_id and s.at <= :known group by s.amendment_id
""",
    ActsOfRequest,
)


async def add_step(
    session: Transaction,
    district_id: UUID,
    amendment_id: UUID,
    step_id: UUID,
    *,
    act: str,
    person_id: UUID | None,
    subject: str,
) -> None:
    """Records what somebody did to a request."""
    await _ADD_STEP.run(
        session,
        district_id=district_id,
        amendment_id=amendment_id,
        step_id=step_id,
        act=act,
        person_id=person_id,
        subject=subject,
    )


async def steps_of_amendment(session: Transaction, amendment_id: UUID) -> list[StepRecord]:
    """Returns everything that was done to a request, in its order."""
    return await _STEPS.all(session, amendment_id=amendment_id)


async def acts_of_learner(session: Transaction, learner_id: UUID, known: datetime) -> dict[UUID, list[str]]:
    """Returns what had been done by then to each of the learner's requests, in its order."""
    rows = await _ACTS_OF_LEARNER.all(session, learner_id=learner_id, known=known)
    return {row.amendment_id: row.acts for row in rows}
