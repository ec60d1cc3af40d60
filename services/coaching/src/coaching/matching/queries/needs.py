"""Needs, in SQL. The two districts of the engagement see them; to any other there is none."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from coaching.matching.rules.skills import Asked, Severity
from coaching.matching.rules.states import NeedEnd, NeedState
from shared.db.query import Command, Query, Scalar, Transaction
from shared.values.json_types import JsonArray


class NeedRecord(NamedTuple):
    """A need as stored."""

    need_id: UUID
    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    gap_id: UUID
    instrument_id: UUID
    condition: str
    question: str | None
    severity: Severity
    level: int
    languages: list[str]
    time_zone: str
    availability: JsonArray
    state: NeedState
    because: NeedEnd | None
    brought_at: datetime
    brought_by: str
    ended_at: datetime | None
    version: int

    @property
    def asked(self) -> Asked:
        return Asked(self.instrument_id, self.condition, self.question)


_COLUMNS = """
n.need_id, n.engagement_id, n.host_id, n.partner_id, n.gap_id, n.instrument_id, n.condition, n.question, n.severity,
n.level, n.languages, n.time_zone, n.availability, n.state, n.because, n.brought_at, n.brought_by, n.ended_at, n.version
"""
_SELECT = f"select {_COLUMNS} from need n"  # noqa: S608
_ADD = Scalar(
    """
    insert into need (need_id, engagement_id, host_id, partner_id, gap_id, instrument_id, condition, question, severity,
      level, languages, time_zone, availability, state, brought_at, brought_by)
    values (:need_id, :engagement_id, :host_id, :partner_id, :gap_id, :instrument_id, :condition, :question, :severity,
      :level, cast(:languages as text[]), :time_zone, cast(:availability as jsonb), 'open', :brought_at, :brought_by)
    on conflict (engagement_id, gap_id) where state = 'open' do nothing returning true
    """,
    bool,
)
_FIND = Query(f"{_SELECT} where n.need_id = :need_id", NeedRecord)
_LOCK = Query(f"{_SELECT} where n.need_id = :need_id for no key update of n", NeedRecord)
_PAGE = Query(
    f"""
    {_SELECT}
    where (cast(:after as uuid) is null or n.need_id > cast(:after as uuid))
      and (cast(:engagement_id as uuid) is null or n.engagement_id = cast(:engagement_id as uuid))
      and (cast(:state as text) is null or n.state = cast(:state as text))
    order by n.need_id limit :limit
    """,
    NeedRecord,
)
_OF_IDS = Query(f"{_SELECT} where n.need_id = any(cast(:ids as uuid[])) order by n.need_id", NeedRecord)
_OPEN_OF_HOST = Query(
    f"""
    {_SELECT} where n.host_id = :host_id and n.state = 'open'
      and not exists (select from engagement e where e.engagement_id = n.engagement_id and e.ended_on is not null)
    order by n.need_id
    """,
    NeedRecord,
)
_END = Query(
    f"""
    update need n set state = :state, because = :because, ended_at = :now, version = n.version + 1
    where n.state = 'open' and (n.need_id = any(cast(:ids as uuid[])) or n.engagement_id = :engagement_id
      or (n.partner_id = :partner_id and n.gap_id = any(cast(:gap_ids as uuid[]))))
    returning {_COLUMNS}
    """,  # noqa: S608
    NeedRecord,
)
_BROUGHT = Scalar(
    """
    select true from need n
    where n.engagement_id = :engagement_id and n.gap_id = :gap_id and n.state <> 'withdrawn' limit 1
    """,
    bool,
)
_SET_SEVERITY = Command("""
update need set severity = :severity, version = version + 1
where partner_id = :partner_id and gap_id = :gap_id and state = 'open' and severity <> :severity
""")


async def add_need(session: Transaction, new: NeedRecord) -> bool:
    """Returns whether it was added: a gap is brought to an engagement once at a time."""
    given = new._asdict() | {"availability": json.dumps(new.availability)}
    for left in ("state", "because", "ended_at", "version"):
        del given[left]
    return await _ADD.get(session, **given) is True


async def find_need(session: Transaction, need_id: UUID, *, lock: bool = False) -> NeedRecord | None:
    return await (_LOCK if lock else _FIND).first(session, need_id=need_id)


async def find_needs(session: Transaction, ids: Collection[UUID]) -> dict[UUID, NeedRecord]:
    """Returns those of these that the session's district is a party to."""
    return {one.need_id: one for one in await _OF_IDS.all(session, ids=list(ids))}


async def find_open_needs(session: Transaction, host_id: UUID) -> list[NeedRecord]:
    """Returns what the host's partners have brought, of engagements that go on."""
    return await _OPEN_OF_HOST.all(session, host_id=host_id)


async def page_of_needs(
    session: Transaction, after: UUID | None, engagement_id: UUID | None, state: NeedState | None, limit: int
) -> list[NeedRecord]:
    return await _PAGE.all(session, after=after, engagement_id=engagement_id, state=state, limit=limit)


async def is_brought(session: Transaction, engagement_id: UUID, gap_id: UUID) -> bool:
    """Whether this gap was brought to this engagement and not taken back, closed or not."""
    return await _BROUGHT.get(session, engagement_id=engagement_id, gap_id=gap_id) is True


async def withdraw_need(session: Transaction, need_id: UUID, now: datetime) -> None:
    await _end(session, "withdrawn", "withdrawn", now, ids=[need_id])


async def close_needs_of_engagement(session: Transaction, engagement_id: UUID, now: datetime) -> list[NeedRecord]:
    """Closes what is open; returns it as it is then."""
    return await _end(session, "closed", "engagement_ended", now, engagement_id=engagement_id)


async def close_needs_of_gap(session: Transaction, partner_id: UUID, gap_id: UUID, now: datetime) -> list[NeedRecord]:
    """Closes what is open of the partner's gap; returns it as it is then."""
    return await _end(session, "closed", "gap_closed", now, partner_id=partner_id, gap_ids=[gap_id])


async def _end(
    session: Transaction, state: NeedState, because: NeedEnd, now: datetime, *, ids: Collection[UUID] = (),
    engagement_id: UUID | None = None, partner_id: UUID | None = None, gap_ids: Collection[UUID] = (),
) -> list[NeedRecord]:  # fmt: skip
    return await _END.all(
        session, state=state, because=because, now=now, ids=list(ids), engagement_id=engagement_id,
        partner_id=partner_id, gap_ids=list(gap_ids),
    )  # fmt: skip


async def set_severity(session: Transaction, partner_id: UUID, gap_id: UUID, severity: str) -> None:
    """Stores how severe a gap is now, of needs that are open."""
    await _SET_SEVERITY.run(session, partner_id=partner_id, gap_id=gap_id, severity=severity)
