"""What waits to be mailed is counted, for operators: by a metric and by a command."""

import asyncio
import json

from noted.main import service
from prometheus_client import REGISTRY
from sqlalchemy import text
from typer.testing import CliRunner

from libs.shared.tests.outgoing.mail_server import MailServer
from libs.shared.tests.outgoing.mailing import Clock, delivery, mail, queue
from shared.cli import _commands_of
from shared.db.database import Database
from shared.outgoing.mail.waiting import find_waiting, measure_waiting
from shared.testing import DISTRICT_B

LABELS = {"service": "noted"}


async def test_what_waits_is_counted_of_all_districts_and_what_is_sent_or_given_up_is_not(
    app: Database, worker: Database, server: MailServer, clock: Clock
) -> None:
    async with worker.transaction(None) as session:
        assert await find_waiting(session) == (0, None, 0.0)
    await queue(app, clock, mail(), mail("late@example.org"))
    await queue(app, clock, mail("gone@example.org"), district=DISTRICT_B)
    async with worker.transaction(None) as session:
        await session.execute(
            text("update mail set queued_at = queued_at - interval '1 hour' where address = 'late@example.org'")
        )
        found = await find_waiting(session)
    assert (found.messages, found.oldest is not None) == (3, True)
    assert 3600 <= found.seconds < 3700
    answers = {"late@example.org": "452 mailbox full", "gone@example.org": "550 no such mailbox"}
    server.recipient = lambda address: answers.get(address, "250 ok")
    await delivery(worker, server, clock).send_due()
    async with worker.transaction(None) as session:
        left = await find_waiting(session)
    assert (left.messages, left.oldest) == (1, found.oldest), "what was refused for now waits on"


async def test_a_worker_tells_prometheus_what_waits_as_long_as_it_measures(
    app: Database, worker: Database, clock: Clock
) -> None:
    await queue(app, clock, mail(), mail())
    measuring = asyncio.create_task(measure_waiting(worker, "noted", lambda: None))
    async with asyncio.timeout(20):
        while REGISTRY.get_sample_value("trellis_mail_oldest_seconds", LABELS) is None:  # noqa: ASYNC110 (it wakes nobody)
            await asyncio.sleep(0.05)
    assert REGISTRY.get_sample_value("trellis_mail_waiting", LABELS) == 2
    measuring.cancel()
    await asyncio.gather(measuring, return_exceptions=True)
    assert REGISTRY.get_sample_value("trellis_mail_waiting", LABELS) is None, "another process has newer figures"


async def test_the_command_says_what_waits(app: Database, clock: Clock) -> None:
    def said() -> dict[str, object]:
        answer = CliRunner().invoke(_commands_of(service), ["mail"])
        assert answer.exit_code == 0, answer.output
        found: dict[str, object] = json.loads(answer.output)
        return found

    assert await asyncio.to_thread(said) == {"messages": 0, "oldest": None}
    await queue(app, clock, mail())
    found = await asyncio.to_thread(said)
    assert (found["messages"], str(found["oldest"])[:2]) == (1, "20")
