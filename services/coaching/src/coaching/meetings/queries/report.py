"""That coaching really happened, counted in SQL: by partner, and of a district's own coaches. Nothing is ordered by
what it came to: this is no ranking of people.
"""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from coaching.coaches.rules.attestations import Kind
from coaching.coaches.rules.student_times import Span
from shared.db.query import Query, Transaction


class PartnerTally(NamedTuple):
    """What was planned for some days between a host and a partner, and what came of it."""

    host_id: UUID
    partner_id: UUID
    planned: int
    planned_length: timedelta
    held: int
    held_length: timedelta
    ended_early: int
    cancelled: int


class KindTally(NamedTuple):
    """The meetings among them that coaches of a kind were at. A meeting of both kinds is in both."""

    host_id: UUID
    partner_id: UUID
    kind: Kind
    coaches: int
    held: int
    held_length: timedelta


class CoachTally(NamedTuple):
    """What a coach was to be at, and was at."""

    coach_id: UUID
    kind: Kind
    planned: int
    planned_length: timedelta
    held: int
    held_length: timedelta


_NONE = "interval '0'"
_PARTNERS = Query(
    f"""
    select m.host_id, m.partner_id, count(*) as planned,
      coalesce(sum(m.ends_at - m.starts_at), {_NONE}) as planned_length,
      count(*) filter (where m.state = 'held') as held,
      coalesce(sum(m.ended_at - m.started_at) filter (where m.state = 'held'), {_NONE}) as held_length,
      count(*) filter (where m.state = 'ended_early') as ended_early,
      count(*) filter (where m.state = 'cancelled') as cancelled
    from meeting m
    where m.starts_at >= :starts and m.starts_at < :ends
      and (cast(:after_host as uuid) is null
        or (m.host_id, m.partner_id) > (cast(:after_host as uuid), cast(:after_partner as uuid)))
    group by m.host_id, m.partner_id order by m.host_id, m.partner_id limit :limit
    """,  # noqa: S608
    PartnerTally,
)
_KINDS = Query(
    f"""
    with there as (
      select m.host_id, m.partner_id, p.coach_kind, m.meeting_id, m.ended_at - m.started_at as lasted, p.coach_id
      from meeting m join meeting_member p on p.meeting_id = m.meeting_id
      where m.starts_at >= :starts and m.starts_at < :ends and m.state = 'held' and p.presence = 'present'
        and p.coach_kind is not null
    ), meetings as (select distinct host_id, partner_id, coach_kind, meeting_id, lasted from there)
    select m.host_id, m.partner_id, m.coach_kind as kind,
      (select count(distinct t.coach_id) from there t
        where (t.host_id, t.partner_id, t.coach_kind) = (m.host_id, m.partner_id, m.coach_kind)) as coaches,
      count(*) as held, coalesce(sum(m.lasted), {_NONE}) as held_length
    from meetings m group by m.host_id, m.partner_id, m.coach_kind order by m.host_id, m.partner_id, m.coach_kind
    """,  # noqa: S608
    KindTally,
)
# By how long each was there themselves: nobody is booked twice, so no hour of theirs is counted twice.
_COACHES = Query(
    f"""
    select p.coach_id, min(p.coach_kind) as kind, count(*) filter (where not p.deputy) as planned,
      coalesce(sum(m.ends_at - m.starts_at) filter (where not p.deputy), {_NONE}) as planned_length,
      count(*) filter (where m.state = 'held' and p.presence = 'present') as held,
      coalesce(sum(least(p.ends_at, m.ended_at) - greatest(p.starts_at, m.started_at))
        filter (where m.state = 'held' and p.presence = 'present'), {_NONE})
        as held_length
    from meeting m join meeting_member p on p.meeting_id = m.meeting_id
    where m.starts_at >= :starts and m.starts_at < :ends and p.district_id = :district_id and p.coach_id is not null
      and (cast(:after as uuid) is null or p.coach_id > cast(:after as uuid))
    group by p.coach_id order by p.coach_id limit :limit
    """,  # noqa: S608
    CoachTally,
)


async def page_of_partner_tallies(
    session: Transaction, span: Span, after: tuple[UUID, UUID] | None, limit: int
) -> list[PartnerTally]:
    """Returns what lies between each two districts of which the session's is one."""
    host, partner = after or (None, None)
    return await _PARTNERS.all(session, **_within(span), after_host=host, after_partner=partner, limit=limit)


async def find_kind_tallies(session: Transaction, span: Span) -> list[KindTally]:
    return await _KINDS.all(session, **_within(span))


async def page_of_coach_tallies(
    session: Transaction, district_id: UUID, span: Span, after: UUID | None, limit: int
) -> list[CoachTally]:
    """Returns the district's own coaches, by id."""
    return await _COACHES.all(session, **_within(span), district_id=district_id, after=after, limit=limit)


def _within(span: Span) -> dict[str, datetime]:
    return {"starts": span.starts_at, "ends": span.ends_at}
