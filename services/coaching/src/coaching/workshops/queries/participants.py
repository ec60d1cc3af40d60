"""Who takes part in a workshop, in SQL. Which person somebody is, is read in their own district alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Scalar, Transaction


class ParticipantRecord(NamedTuple):
    """Somebody who takes part. `person_id` is None for other districts than their own."""

    participant_id: UUID
    workshop_id: UUID
    host_id: UUID
    district_id: UUID
    person_id: UUID | None
    badge: int
    ranked: list[UUID]
    cannot_attend: list[int]
    companion_badge: int | None
    credit: int
    ranked_at: datetime | None
    version: int
    invited_at: datetime
    withdrawn_at: datetime | None


class Carried(NamedTuple):
    """The places that somebody lost before."""

    participant_id: UUID
    credit: int


_SELECT = """
select p.participant_id, p.workshop_id, p.host_id, p.district_id,
  (select o.person_id from workshop_person o where o.district_id = p.district_id
    and o.participant_id = p.participant_id) as person_id,
  p.badge, p.ranked, p.cannot_attend, p.companion_badge, p.credit, p.ranked_at, p.version, p.invited_at, p.withdrawn_at
from workshop_participant p
"""
_FIND = Query(f"{_SELECT} where p.workshop_id = :workshop_id and p.participant_id = :participant_id", ParticipantRecord)
_MINE = Query(
    f"""
    {_SELECT}
    where exists (select from workshop_person o where o.participant_id = p.participant_id
      and o.district_id = :district_id and o.workshop_id = :workshop_id and o.person_id = :person_id)
    """,
    ParticipantRecord,
)
_ALL = Query(f"{_SELECT} where p.workshop_id = :workshop_id order by p.badge", ParticipantRecord)
_PAGE = Query(
    f"""
    {_SELECT}
    where p.workshop_id = :workshop_id and (cast(:after as bigint) is null or p.badge > cast(:after as bigint))
    order by p.badge limit :limit
    """,
    ParticipantRecord,
)
_BY_BADGES = Query(
    f"{_SELECT} where p.workshop_id = :workshop_id and p.badge = any(cast(:badges as bigint[]))", ParticipantRecord
)
_KNOWN = Scalar(
    """
    select o.person_id from workshop_person o where o.district_id = :district_id and o.workshop_id = :workshop_id
      and o.person_id = any(cast(:people as uuid[]))
    """,
    UUID,
)
_ADD = Command("""
insert into workshop_participant (participant_id, workshop_id, host_id, district_id, badge, ranked, cannot_attend,
  invited_at)
select i.participant_id, cast(:workshop_id as uuid), cast(:host_id as uuid), cast(:district_id as uuid), i.badge, '{}',
  '{}', cast(:now as timestamptz)
from unnest(cast(:ids as uuid[]), cast(:badges as bigint[])) as i(participant_id, badge)
""")
_ADD_PEOPLE = Command("""
insert into workshop_person (district_id, participant_id, workshop_id, person_id)
select cast(:district_id as uuid), i.participant_id, cast(:workshop_id as uuid), i.person_id
from unnest(cast(:ids as uuid[]), cast(:people as uuid[])) as i(participant_id, person_id)
""")
_RANK = Command("""
update workshop_participant set ranked = cast(:ranked as uuid[]), cannot_attend = cast(:cannot_attend as bigint[]),
  companion_badge = :companion_badge, ranked_at = :now, version = version + 1
where participant_id = :participant_id
""")
_WITHDRAW = Command("""
update workshop_participant set withdrawn_at = :now where participant_id = :participant_id and withdrawn_at is null
""")
_MY_WORKSHOPS = Scalar(
    """
    select o.workshop_id from workshop_person o
    where o.district_id = :district_id and o.person_id = :person_id
      and (cast(:after as uuid) is null or o.workshop_id > cast(:after as uuid))
    order by o.workshop_id limit :limit
    """,
    UUID,
)
# A worker sees the people of every district: of each, what they lost in the host's last workshop that was held.
_CARRIED = Query(
    """
    select p.participant_id, cast(coalesce((
      select sum(s.lost) from workshop_seat s
      where coalesce(s.presence, '') <> 'absent' and s.participant_id = (
        select e.participant_id from workshop_person o
        join workshop_person b on b.district_id = o.district_id and b.person_id = o.person_id
        join workshop_participant e on e.participant_id = b.participant_id and e.withdrawn_at is null
        join workshop w on w.workshop_id = e.workshop_id
        where o.district_id = p.district_id and o.participant_id = p.participant_id and w.host_id = p.host_id
          and w.state = 'held' and w.workshop_id <> p.workshop_id
        order by w.ends_at desc, w.workshop_id desc limit 1)), 0) as bigint) as credit
    from workshop_participant p where p.workshop_id = :workshop_id
    """,
    Carried,
)
_SET_CREDIT = Command("""
update workshop_participant p set credit = c.credit
from unnest(cast(:ids as uuid[]), cast(:credits as bigint[])) as c(participant_id, credit)
where p.participant_id = c.participant_id and p.credit <> c.credit
""")


async def find_participant(session: Transaction, workshop_id: UUID, participant_id: UUID) -> ParticipantRecord | None:
    return await _FIND.first(session, workshop_id=workshop_id, participant_id=participant_id)


async def find_own_participant(
    session: Transaction, district_id: UUID, workshop_id: UUID, person_id: UUID
) -> ParticipantRecord | None:
    """Returns as whom a person of the session's district takes part, also when they have withdrawn."""
    return await _MINE.first(session, district_id=district_id, workshop_id=workshop_id, person_id=person_id)


async def find_participants(session: Transaction, workshop_id: UUID) -> list[ParticipantRecord]:
    """Returns all whom the session's district sees, by badge."""
    return await _ALL.all(session, workshop_id=workshop_id)


async def page_of_participants(
    session: Transaction, workshop_id: UUID, after: int | None, limit: int
) -> list[ParticipantRecord]:
    return await _PAGE.all(session, workshop_id=workshop_id, after=after, limit=limit)


async def find_by_badges(
    session: Transaction, workshop_id: UUID, badges: Sequence[int]
) -> dict[int, ParticipantRecord]:
    found = await _BY_BADGES.all(session, workshop_id=workshop_id, badges=list(badges))
    return {one.badge: one for one in found}


async def find_invited(
    session: Transaction, district_id: UUID, workshop_id: UUID, people: Sequence[UUID]
) -> frozenset[UUID]:
    """Returns those of the people who were invited before."""
    found = await _KNOWN.all(session, district_id=district_id, workshop_id=workshop_id, people=list(people))
    return frozenset(found)


async def add_participants(
    session: Transaction,
    workshop_id: UUID,
    host_id: UUID,
    district_id: UUID,
    invited: Sequence[tuple[UUID, int, UUID]],
    now: datetime,
) -> None:
    """Stores people of the session's district: the participant's id, the badge, and who it is."""
    ids = [participant_id for participant_id, _, _ in invited]
    await _ADD.run(
        session,
        workshop_id=workshop_id,
        host_id=host_id,
        district_id=district_id,
        ids=ids,
        badges=[badge for _, badge, _ in invited],
        now=now,
    )
    await _ADD_PEOPLE.run(
        session, district_id=district_id, workshop_id=workshop_id, ids=ids, people=[person for _, _, person in invited]
    )


async def set_ranking(
    session: Transaction,
    participant_id: UUID,
    ranked: Sequence[UUID],
    cannot_attend: Sequence[int],
    companion_badge: int | None,
    now: datetime,
) -> None:
    await _RANK.run(
        session,
        participant_id=participant_id,
        ranked=list(ranked),
        cannot_attend=list(cannot_attend),
        companion_badge=companion_badge,
        now=now,
    )


async def set_withdrawn(session: Transaction, participant_id: UUID, now: datetime) -> None:
    await _WITHDRAW.run(session, participant_id=participant_id, now=now)


async def page_of_own_workshops(
    session: Transaction, district_id: UUID, person_id: UUID, after: UUID | None, limit: int
) -> list[UUID]:
    """Returns the workshops to which a person of the session's district was invited."""
    return await _MY_WORKSHOPS.all(session, district_id=district_id, person_id=person_id, after=after, limit=limit)


async def find_carried(session: Transaction, workshop_id: UUID) -> dict[UUID, int]:
    """Returns of everybody how many places they lost in the host's last workshop. Read by the worker."""
    return {one.participant_id: one.credit for one in await _CARRIED.all(session, workshop_id=workshop_id)}


async def set_credit(session: Transaction, credit: Mapping[UUID, int]) -> None:
    await _SET_CREDIT.run(session, ids=list(credit), credits=list(credit.values()))
