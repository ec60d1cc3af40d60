"""Charters, in SQL: versions that are added; of each only the signatures change."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from coaching.engagements.rules.charter import Cadence, Channel, Recording, Terms
from coaching.engagements.rules.phases import Side
from shared.db.query import Command, Query, Transaction


class CharterRecord(NamedTuple):
    """A version of a charter as stored."""

    engagement_id: UUID
    number: int
    host_id: UUID
    partner_id: UUID
    words: str
    recording: Recording
    channel: Channel
    cadence: Cadence
    first_contact_days: int
    document_hash: str
    written_by: UUID
    written_at: datetime
    host_signed_at: datetime | None
    partner_signed_at: datetime | None

    @property
    def signed_by_both(self) -> bool:
        return self.host_signed_at is not None and self.partner_signed_at is not None

    @property
    def terms(self) -> Terms:
        return Terms(self.words, self.recording, self.channel, self.cadence, self.first_contact_days)

    def signed_by(self, side: Side) -> bool:
        return (self.host_signed_at if side == "host" else self.partner_signed_at) is not None


_SELECT = """
select c.engagement_id, c.number, c.host_id, c.partner_id, c.words, c.recording, c.channel, c.cadence,
  c.first_contact_days, c.document_hash, c.written_by, c.written_at, c.host_signed_at, c.partner_signed_at
from engagement_charter c
"""
_ADD = Command("""
insert into engagement_charter (engagement_id, number, host_id, partner_id, words, recording, channel, cadence,
  first_contact_days, document_hash, written_by, written_at)
values (:engagement_id, :number, :host_id, :partner_id, :words, :recording, :channel, :cadence, :first_contact_days,
  :document_hash, :written_by, :written_at)
""")
_NEWEST = Query(f"{_SELECT} where c.engagement_id = :engagement_id order by c.number desc limit 1", CharterRecord)
_IN_FORCE = Query(
    f"""
    {_SELECT}
    where c.engagement_id = :engagement_id and c.host_signed_at is not null and c.partner_signed_at is not null
    order by c.number desc limit 1
    """,
    CharterRecord,
)
_PAGE = Query(
    f"""
    {_SELECT}
    where c.engagement_id = :engagement_id and (cast(:after as bigint) is null or c.number > cast(:after as bigint))
    order by c.number limit :limit
    """,
    CharterRecord,
)
_SIGN_HOST = Command("""
update engagement_charter set host_signed_at = :now, host_signed_by = :by
where engagement_id = :engagement_id and number = :number and host_signed_at is null
""")
_SIGN_PARTNER = Command("""
update engagement_charter set partner_signed_at = :now, partner_signed_by = :by
where engagement_id = :engagement_id and number = :number and partner_signed_at is null
""")


async def add_charter(session: Transaction, new: CharterRecord) -> None:
    given = new._asdict()
    del given["host_signed_at"], given["partner_signed_at"]
    await _ADD.run(session, **given)


async def find_newest_charter(session: Transaction, engagement_id: UUID) -> CharterRecord | None:
    return await _NEWEST.first(session, engagement_id=engagement_id)


async def find_charter_in_force(session: Transaction, engagement_id: UUID) -> CharterRecord | None:
    """Returns the newest version that both have signed."""
    return await _IN_FORCE.first(session, engagement_id=engagement_id)


async def page_of_charters(
    session: Transaction, engagement_id: UUID, after: int | None, limit: int
) -> list[CharterRecord]:
    return await _PAGE.all(session, engagement_id=engagement_id, after=after, limit=limit)


async def set_signed(
    session: Transaction, engagement_id: UUID, number: int, side: Side, now: datetime, by: str
) -> None:
    await (_SIGN_HOST if side == "host" else _SIGN_PARTNER).run(
        session, engagement_id=engagement_id, number=number, now=now, by=by
    )
