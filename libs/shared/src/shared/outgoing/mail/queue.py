"""The messages that wait, in a table of the service that writes them.

A row goes once the server has taken its message. One that is given up stays, for a while, with the reason and without
what it said: a letter may hold a personal link.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, Index, MetaData, Table, Text, Uuid, func, text

from shared.db.database import kind
from shared.db.query import Command, Query, Transaction
from shared.db.wake import wake_after_commit
from shared.outgoing.mail.message import Mail
from shared.values.ids import new_id

MAIL_WAKE = "mail"


class QueuedMail(NamedTuple):
    """A message to be sent: what it is about, until when it is of use, and when it is first due."""

    mail: Mail
    about: UUID
    of_use_until: datetime | None = None


class ClaimedMail(NamedTuple):
    """A message that this attempt has claimed; `attempts` counts it, which distinguishes it from a later one."""

    mail_id: UUID
    district_id: UUID
    message_id: str
    address: str
    name: str
    subject: str
    text: str
    language: str
    unsubscribe: str | None
    attempts: int
    of_use_until: datetime | None

    @property
    def mail(self) -> Mail:
        return Mail(self.address, self.subject, self.text, self.name, self.language, self.unsubscribe)


class DeadMail(NamedTuple):
    """A message that was given up, and why."""

    about: UUID
    reason: str


def add_mail_table(metadata: MetaData) -> None:
    """Declares the table in a service's metadata; a migration makes it by `shared.migrations.mail_table`."""
    Table(
        "mail",
        metadata,
        Column("mail_id", Uuid, primary_key=True),
        Column("district_id", Uuid, nullable=False),
        Column("about", Uuid, nullable=False, comment="what of the service's it is about"),
        Column("message_id", Text, comment="the same in every attempt; given at the first"),
        Column("address", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("text", Text, nullable=False, comment="empty once it is given up"),
        Column("language", Text, nullable=False),
        Column("unsubscribe", Text),
        Column("state", Text, nullable=False, server_default=text("'waiting'"), comment="waiting; dead"),
        Column("reason", Text, comment="what the server said last"),
        Column("attempts", BigInteger, nullable=False, server_default=text("0")),
        Column("due_at", DateTime(timezone=True), nullable=False),
        Column("of_use_until", DateTime(timezone=True)),
        Column("attempt_until", DateTime(timezone=True), comment="a worker is at it until then"),
        Column("queued_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
        Index("ix_mail_waiting", "due_at", "mail_id", postgresql_where=text("state = 'waiting'")),
        Index("ix_mail_about", "district_id", "about"),
        **kind("district"),
    )


_QUEUE = Command("""
insert into mail (mail_id, district_id, about, address, name, subject, text, language, unsubscribe, due_at,
  of_use_until)
select q.mail_id, cast(:district_id as uuid), q.about, q.address, q.name, q.subject, q.text, q.language, q.unsubscribe,
  :due_at, q.of_use_until
from unnest(cast(:ids as uuid[]), cast(:abouts as uuid[]), cast(:addresses as text[]), cast(:names as text[]),
  cast(:subjects as text[]), cast(:texts as text[]), cast(:languages as text[]), cast(:unsubscribes as text[]),
  cast(:untils as timestamptz[]))
  as q(mail_id, about, address, name, subject, text, language, unsubscribe, of_use_until)
""")
_WITHDRAW = Command("delete from mail where about = any(cast(:abouts as uuid[])) and state = 'waiting'")
_DEAD = Query(
    """
    select distinct on (about) about, coalesce(reason, '') as reason from mail
    where about = any(cast(:abouts as uuid[])) and state = 'dead' order by about, queued_at desc
    """,
    DeadMail,
)
# What is due is a matter of the service's clock; the lease is one of the database's.
_CLAIM = Query(
    """
    with due as (
      select mail_id from mail
      where state = 'waiting' and due_at <= :now and (attempt_until is null or attempt_until < clock_timestamp())
      order by due_at, mail_id limit :limit for update skip locked
    )
    update mail m set attempts = m.attempts + 1,
      attempt_until = clock_timestamp() + make_interval(secs => :lease_seconds),
      message_id = coalesce(m.message_id, '<' || m.mail_id || '@' || cast(:domain as text) || '>')
    from due where m.mail_id = due.mail_id
    returning m.mail_id, m.district_id, m.message_id, m.address, m.name, m.subject, m.text, m.language, m.unsubscribe,
      m.attempts, m.of_use_until
    """,
    ClaimedMail,
)
_STILL_CLAIMED = "where mail_id = :mail_id and attempts = :attempts and state = 'waiting'"
_SENT = Command(f"delete from mail {_STILL_CLAIMED}")  # noqa: S608 (a constant)
_LATER = Command(f"""
update mail set due_at = :due_at, reason = :reason, attempt_until = null {_STILL_CLAIMED}
""")  # noqa: S608 (a constant)
_GIVE_UP = Command(f"""
update mail set state = 'dead', reason = :reason, text = '', unsubscribe = null, attempt_until = null {_STILL_CLAIMED}
""")  # noqa: S608 (a constant)
_GIVE_BACK = Command(f"""
update mail set attempts = attempts - 1, reason = :reason, attempt_until = null {_STILL_CLAIMED}
""")  # noqa: S608 (a constant)
_DELETE_DEAD = Command("""
delete from mail where mail_id = any(array(
  select mail_id from mail where state = 'dead' and queued_at < :before order by mail_id limit :limit))
""")


async def queue_mails(session: Transaction, district_id: UUID, mails: Sequence[QueuedMail], now: datetime) -> None:
    """Send these when the transaction commits; never, when it does not."""
    if not mails:
        return
    await _QUEUE.run(
        session,
        district_id=district_id,
        ids=[new_id() for _ in mails],
        abouts=[one.about for one in mails],
        addresses=[one.mail.address for one in mails],
        names=[one.mail.name for one in mails],
        subjects=[one.mail.subject for one in mails],
        texts=[one.mail.text for one in mails],
        languages=[one.mail.language for one in mails],
        unsubscribes=[one.mail.unsubscribe for one in mails],
        untils=[one.of_use_until for one in mails],
        due_at=now,
    )
    wake_after_commit(session, MAIL_WAKE)


async def withdraw_mails(session: Transaction, abouts: Collection[UUID]) -> None:
    """Takes back what waits about these; what a worker is sending this moment may still arrive."""
    await _WITHDRAW.run(session, abouts=list(abouts))


async def find_dead_mails(session: Transaction, abouts: Collection[UUID]) -> dict[UUID, str]:
    """Returns why the last message about each of these was given up, where it was."""
    return {dead.about: dead.reason for dead in await _DEAD.all(session, abouts=list(abouts))}


async def claim_due(
    session: Transaction, now: datetime, *, limit: int, lease: timedelta, domain: str
) -> list[ClaimedMail]:
    """Claims what is due, of all districts."""
    seconds = lease.total_seconds()
    return await _CLAIM.all(session, now=now, limit=limit, lease_seconds=seconds, domain=domain)


async def set_sent(session: Transaction, one: ClaimedMail) -> None:
    await _SENT.run(session, mail_id=one.mail_id, attempts=one.attempts)


async def set_later(session: Transaction, one: ClaimedMail, due_at: datetime, reason: str) -> None:
    await _LATER.run(session, mail_id=one.mail_id, attempts=one.attempts, due_at=due_at, reason=reason)


async def set_dead(session: Transaction, one: ClaimedMail, reason: str) -> None:
    await _GIVE_UP.run(session, mail_id=one.mail_id, attempts=one.attempts, reason=reason)


async def give_back(session: Transaction, one: ClaimedMail, reason: str) -> None:
    """The attempt was none: the server could not be asked."""
    await _GIVE_BACK.run(session, mail_id=one.mail_id, attempts=one.attempts, reason=reason)


async def delete_dead(session: Transaction, before: datetime, limit: int) -> int:
    """Deletes what was given up and had been queued before; returns how many."""
    return await _DELETE_DEAD.run(session, before=before, limit=limit)
