"""What a calendar shows of somebody's workshops, in SQL: each slot of each."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from coaching.coaches.rules.student_times import Span
from coaching.workshops.rules.states import State
from shared.db.query import Query, Transaction


class OwnSlot(NamedTuple):
    """A slot of a workshop to which somebody was invited. `sits` and `sequence` are None where nothing was given."""

    participant_id: UUID
    slot: int
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    state: State
    assigned: bool
    cancelled_on: date | None
    invited_at: datetime
    withdrawn_at: datetime | None
    sits: bool | None
    sequence: int | None
    changed_at: datetime | None


_OWN = Query(
    """
    select p.participant_id, t.number as slot, cast(t.slot ->> 'starts_at' as timestamptz) as starts_at,
      cast(t.slot ->> 'ends_at' as timestamptz) as ends_at, w.time_zone, w.state, w.seed is not null as assigned,
      w.cancelled_on, p.invited_at, p.withdrawn_at,
      case when s.participant_id is not null then s.session_id is not null end as sits, s.sequence, s.changed_at
    from workshop_person o
    join workshop_participant p on p.participant_id = o.participant_id
    join workshop w on w.workshop_id = o.workshop_id
    cross join lateral jsonb_array_elements(w.slots) with ordinality as t(slot, number)
    left join workshop_seat s on s.participant_id = p.participant_id and s.slot = t.number
    where o.district_id = :district_id and o.person_id = :person_id and w.ends_at > :starts and w.starts_at < :ends
    order by starts_at, p.participant_id, t.number limit :limit
    """,
    OwnSlot,
)


async def find_own_slots(
    session: Transaction, district_id: UUID, person_id: UUID, span: Span, limit: int
) -> list[OwnSlot]:
    """Returns the slots of workshops within this time to which a person of the session's district was invited."""
    return await _OWN.all(
        session, district_id=district_id, person_id=person_id, starts=span.starts_at, ends=span.ends_at, limit=limit
    )
