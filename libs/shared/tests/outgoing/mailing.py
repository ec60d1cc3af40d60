"""Messages that wait in a database, and the sender that takes them to a server."""

from datetime import UTC, datetime
from random import Random
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import text

from libs.shared.tests.outgoing.mail_server import MailServer
from shared.db.database import Database
from shared.outgoing.mail.message import Mail
from shared.outgoing.mail.queue import QueuedMail, queue_mails
from shared.outgoing.mail.sending import MailDelivery
from shared.settings import MailSettings
from shared.testing import DISTRICT_A


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 30, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Stored(NamedTuple):
    state: str
    reason: str | None
    attempts: int
    text: str
    message_id: str | None


def settings_of(port: int, **more: Any) -> MailSettings:
    content = {"host": "127.0.0.1", "port": port, "tls": "disable", "from_address": "no-reply@trellis.example",
               "from_name": "Trellis", "seconds": 5, **more}  # fmt: skip
    return MailSettings(**content)


def delivery(worker: Database, server: MailServer, clock: Clock, **more: Any) -> MailDelivery:
    return MailDelivery(worker, settings_of(server.port, **more), clock, random=Random(1))


def mail(address: str = "rater@example.org", **more: Any) -> Mail:
    return Mail(**{"address": address, "subject": "Take part", "text": "Your link: https://x.example/secret", **more})


async def queue(
    app: Database, clock: Clock, *mails: Mail, until: datetime | None = None, district: UUID = DISTRICT_A
) -> list[UUID]:
    abouts = [uuid4() for _ in mails]
    async with app.transaction(district) as session:
        queued = [QueuedMail(one, about, until) for one, about in zip(mails, abouts, strict=True)]
        await queue_mails(session, district, queued, clock())
    return abouts


async def stored(worker: Database) -> list[Stored]:
    async with worker.transaction(None) as session:
        rows = await session.execute(
            text("select state, reason, attempts, text, message_id from mail order by mail_id")
        )
        return [Stored(*row) for row in rows]
