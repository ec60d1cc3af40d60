"""Matches, in SQL. The coach's district and the gap's see them; to any other there is none."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from coaching.matching.rules.states import MatchState, Side
from shared.contracts.coaching.matching import MatchEnd
from shared.db.query import Command, Query, Transaction
from shared.roster.calendars import zone_of
from shared.values.calendar import day_in


class MatchRecord(NamedTuple):
    """A match as stored, with the keys of what its gap is about."""

    match_id: UUID
    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    need_id: UUID
    gap_id: UUID
    coach_id: UUID
    coach_kind: str
    person_id: UUID
    matching_id: UUID
    slot: int
    span: int
    weekday: str
    starts: str
    ends: str
    time_zone: str
    starts_on: date
    ends_on: date
    state: MatchState
    proposed_on: date
    proposed_at: datetime
    host_confirmed_at: datetime | None
    host_confirmed_by: str | None
    partner_confirmed_at: datetime | None
    partner_confirmed_by: str | None
    confirmed_on: date | None
    contact_within: int
    contact_due_on: date | None
    contacted_on: date | None
    because: MatchEnd | None
    words: str | None
    ended_on: date | None
    ended_at: datetime | None
    ended_by: str | None
    version: int
    condition: str
    question: str | None

    def side_of(self, district_id: UUID) -> Side:
        return "host" if district_id == self.host_id else "partner"


class BegunRow(NamedTuple):
    """That a coach began with a partner's gap on a day."""

    coach_id: UUID
    need_id: UUID
    partner_id: UUID
    began_on: date


_OF_NEED = ("condition", "question")
_COLUMNS = ", ".join(
    f"(select n.{name} from need n where n.need_id = m.need_id) as {name}" if name in _OF_NEED else f"m.{name}"  # noqa: S608
    for name in MatchRecord._fields
)
_SELECT = f"select {_COLUMNS} from match m"  # noqa: S608
_ADD = Query(
    f"""
    insert into match as m (match_id, engagement_id, host_id, partner_id, need_id, gap_id, coach_id, coach_kind,
      person_id, matching_id, slot, span, weekday, starts, ends, time_zone, starts_on, ends_on, state, proposed_on,
      proposed_at, contact_within)
    values (:match_id, :engagement_id, :host_id, :partner_id, :need_id, :gap_id, :coach_id, :coach_kind, :person_id,
      :matching_id, :slot, :span, :weekday, :starts, :ends, :time_zone, :starts_on, :ends_on, 'proposed', :proposed_on,
      :proposed_at, :contact_within)
    on conflict (need_id, coach_id) where state in ('proposed', 'confirmed') do nothing
    returning {_COLUMNS}
    """,  # noqa: S608
    MatchRecord,
)
_FIND = Query(f"{_SELECT} where m.match_id = :match_id", MatchRecord)
_LOCK = Query(f"{_SELECT} where m.match_id = :match_id for no key update of m", MatchRecord)
_TODAY = day_in("cast(:now as timestamptz)", zone_of("m.host_id"))
_PAGE = Query(
    f"""
    {_SELECT}
    where (cast(:after as uuid) is null or m.match_id > cast(:after as uuid))
      and (cast(:engagement_id as uuid) is null or m.engagement_id = cast(:engagement_id as uuid))
      and (cast(:state as text) is null or m.state = cast(:state as text))
      and (cast(:stalled as bool) is null or cast(:stalled as bool) = (m.state = 'confirmed'
        and m.contacted_on is null and m.contact_due_on < {_TODAY}))
    order by m.match_id limit :limit
    """,
    MatchRecord,
)
_OF_PERSON = Query(
    f"""
    {_SELECT}
    where m.host_id = :district_id and m.person_id = :person_id
      and (cast(:after as uuid) is null or m.match_id > cast(:after as uuid))
    order by m.match_id limit :limit
    """,
    MatchRecord,
)
_STANDING = Query(
    f"""
    {_SELECT} where m.state in ('proposed', 'confirmed') and (m.host_id = :host_id
      or m.coach_id = any(cast(:coach_ids as uuid[])) or m.need_id = any(cast(:need_ids as uuid[])))
    order by m.match_id for no key update of m
    """,
    MatchRecord,
)
_BEGUN = Query(
    """
    select m.coach_id, m.need_id, m.partner_id, m.confirmed_on as began_on from match m
    where m.host_id = :host_id and m.confirmed_on is not null order by m.coach_id, m.confirmed_on, m.match_id
    """,
    BegunRow,
)
_CONFIRM = Query(
    f"""
    update match m set state = :state, host_confirmed_at = :host_at, host_confirmed_by = :host_by,
      partner_confirmed_at = :partner_at, partner_confirmed_by = :partner_by, confirmed_on = cast(:day as date),
      contact_due_on = cast(:due as date), version = m.version + 1
    where m.match_id = :match_id returning {_COLUMNS}
    """,  # noqa: S608
    MatchRecord,
)
_END = Query(
    f"""
    update match m set state = 'ended', because = :because, words = :words, ended_on = :day, ended_at = :now,
      ended_by = :by, version = m.version + 1
    where m.match_id = any(cast(:ids as uuid[])) and m.state in ('proposed', 'confirmed')
    returning {_COLUMNS}
    """,  # noqa: S608
    MatchRecord,
)
_CONTACT = Command("""
update match set contacted_on = :day, version = version + 1
where match_id = :match_id and state = 'confirmed' and (contacted_on is null or contacted_on > :day)
""")
_OF_DISTRICT = Query(
    f"{_SELECT} where :district_id in (m.host_id, m.partner_id) order by m.match_id for share of m", MatchRecord
)


async def add_match(session: Transaction, new: MatchRecord) -> MatchRecord | None:
    """Returns it; None where the coach is matched to that need already."""
    given = new._asdict()
    for name in (*_SET_LATER, *_OF_NEED, "state"):
        del given[name]
    return await _ADD.first(session, **given)


_SET_LATER = (
    "host_confirmed_at", "host_confirmed_by", "partner_confirmed_at", "partner_confirmed_by", "confirmed_on",
    "contact_due_on", "contacted_on", "because", "words", "ended_on", "ended_at", "ended_by", "version",
)  # fmt: skip


async def find_match(session: Transaction, match_id: UUID, *, lock: bool = False) -> MatchRecord | None:
    return await (_LOCK if lock else _FIND).first(session, match_id=match_id)


async def page_of_matches(
    session: Transaction, after: UUID | None, engagement_id: UUID | None, state: MatchState | None,
    stalled: bool | None, limit: int, now: datetime,
) -> list[MatchRecord]:  # fmt: skip
    return await _PAGE.all(
        session, after=after, engagement_id=engagement_id, state=state, stalled=stalled, limit=limit, now=now
    )


async def page_of_own_matches(
    session: Transaction, district_id: UUID, person_id: UUID, after: UUID | None, limit: int
) -> list[MatchRecord]:
    """Returns those in which the person coaches."""
    return await _OF_PERSON.all(session, district_id=district_id, person_id=person_id, after=after, limit=limit)


async def lock_standing_matches(
    session: Transaction,
    *,
    host_id: UUID | None = None,
    coach_ids: Collection[UUID] = (),
    need_ids: Collection[UUID] = (),
) -> list[MatchRecord]:
    """Returns the matches that are proposed or confirmed, of a host, of these coaches or needs, locked."""
    return await _STANDING.all(session, host_id=host_id, coach_ids=list(coach_ids), need_ids=list(need_ids))


async def find_begun(session: Transaction, host_id: UUID) -> list[BegunRow]:
    """Returns which coaches of the host began with which partners' gaps, and when: what ended since included."""
    return await _BEGUN.all(session, host_id=host_id)


async def set_confirmed(session: Transaction, match: MatchRecord) -> MatchRecord:
    """Stores who has confirmed the match, and that it stands where both have."""
    return await _CONFIRM.one(
        session,
        match_id=match.match_id,
        state=match.state,
        host_at=match.host_confirmed_at,
        host_by=match.host_confirmed_by,
        partner_at=match.partner_confirmed_at,
        partner_by=match.partner_confirmed_by,
        day=match.confirmed_on,
        due=match.contact_due_on,
    )


async def set_ended(
    session: Transaction, ids: Sequence[UUID], because: MatchEnd, day: date, now: datetime, *,
    words: str | None = None, by: str | None = None,
) -> list[MatchRecord]:  # fmt: skip
    """Ends these matches, as far as they stand; returns those that did."""
    return await _END.all(session, ids=list(ids), because=because, words=words, day=day, now=now, by=by)


async def set_contacted(session: Transaction, match_id: UUID, day: date) -> None:
    """Stores the day of a contact where none is earlier."""
    await _CONTACT.run(session, match_id=match_id, day=day)


async def lock_matches_of(session: Transaction, district_id: UUID) -> list[MatchRecord]:
    """Returns all to which the district is a party, those that ended too; none of them changes until the commit."""
    return await _OF_DISTRICT.all(session, district_id=district_id)
