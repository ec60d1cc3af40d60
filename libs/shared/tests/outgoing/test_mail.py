"""Mail, from the transaction that decides it to a real server: at least once, and never for ever."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from libs.shared.tests.outgoing.mail_server import TAKEN, MailServer, mail_server
from libs.shared.tests.outgoing.mailing import Clock, delivery, mail, queue, settings_of, stored
from shared.db.database import Database
from shared.outgoing.mail.outcomes import SCHEDULE
from shared.outgoing.mail.queue import QueuedMail, find_dead_mails, queue_mails, withdraw_mails
from shared.outgoing.mail.sending import DEAD_SHOWN_FOR, OVERDUE, MailDelivery, send_mails, tidy_mails
from shared.testing import DISTRICT_A, DISTRICT_B


async def test_what_is_committed_is_delivered_once_and_forgotten(
    app: Database, worker: Database, server: MailServer, clock: Clock
) -> None:
    await queue(app, clock, mail("one@example.org"), mail("two@example.org"))
    await queue(app, clock, mail("three@example.org"), district=DISTRICT_B)
    sender = delivery(worker, server, clock)
    assert await sender.send_due() == 3
    assert sorted(str(one["To"]) for one in server.taken) == ["one@example.org", "three@example.org", "two@example.org"]
    assert len({one["Message-ID"] for one in server.taken}) == 3
    assert await stored(worker) == [], "nobody reads a personal link here"
    assert await sender.send_due() == 0


async def test_what_is_rolled_back_is_not_sent(
    app: Database, worker: Database, server: MailServer, clock: Clock
) -> None:
    with contextlib.suppress(RuntimeError):
        async with app.transaction(DISTRICT_A) as session:
            await queue_mails(session, DISTRICT_A, [QueuedMail(mail(), uuid4())], clock())
            raise RuntimeError
    assert await delivery(worker, server, clock).send_due() == 0


async def test_a_refusal_for_now_is_tried_again_later_under_the_same_message_id(
    app: Database, worker: Database, server: MailServer, clock: Clock
) -> None:
    server.recipient = lambda _: "452 4.2.2 mailbox full"
    await queue(app, clock, mail())
    sender = delivery(worker, server, clock)
    await sender.send_due()
    (first,) = await stored(worker)
    assert (first.state, first.reason, first.attempts) == ("waiting", "452 4.2.2 mailbox full", 1)
    server.recipient = lambda _: TAKEN
    assert await sender.send_due() == 0, "not before its time"
    clock.now += timedelta(minutes=2)
    assert await sender.send_due() == 1
    assert [one["Message-ID"] for one in server.taken] == [first.message_id]


async def test_what_is_refused_for_now_again_and_again_is_given_up_with_the_reason(
    app: Database, worker: Database, server: MailServer, clock: Clock
) -> None:
    server.recipient = lambda _: "451 try later"
    (about,) = await queue(app, clock, mail())
    sender = delivery(worker, server, clock)
    for _ in SCHEDULE:
        assert await sender.send_due() == 1
        clock.now += timedelta(days=2)
    (dead,) = await stored(worker)
    assert (dead.state, dead.attempts, dead.text) == ("dead", len(SCHEDULE), "")
    async with app.transaction(DISTRICT_A) as session:
        assert await find_dead_mails(session, [about]) == {about: "451 try later"}
    async with app.transaction(DISTRICT_B) as session:
        assert await find_dead_mails(session, [about]) == {}, "another district's"
    async with worker.transaction(None) as session:
        assert not await tidy_mails(session, datetime.now(UTC) + DEAD_SHOWN_FOR)
    assert await stored(worker) == []


@pytest.mark.parametrize("where", ["recipient", "content"])
async def test_a_refusal_for_good_is_a_dead_letter_with_the_reason_and_holds_up_no_other(
    app: Database, worker: Database, server: MailServer, clock: Clock, where: str
) -> None:
    refusal = "550 5.1.1 no such user\r\nhere" if where == "content" else "550 5.1.1 no such user here"
    if where == "recipient":
        server.recipient = lambda address: refusal if address.startswith("nobody") else TAKEN
    else:
        server.content = lambda message: "550 5.1.1 no such user here" if "nobody" in message["To"] else TAKEN
    await queue(app, clock, mail("nobody@example.org"), mail())
    assert await delivery(worker, server, clock).send_due() == 2
    (dead,) = await stored(worker)
    assert (dead.state, dead.reason, dead.attempts) == ("dead", "550 5.1.1 no such user here", 1)
    assert [str(one["To"]) for one in server.taken] == ["rater@example.org"]


async def test_a_server_that_is_down_costs_no_attempt_and_gets_all_when_it_is_up(
    app: Database, worker: Database, clock: Clock
) -> None:
    async with mail_server() as server:
        port = server.port
    await queue(app, clock, mail(), mail("two@example.org"))
    sender = MailDelivery(worker, settings_of(port), clock)
    for _ in range(2 * len(SCHEDULE)):
        assert await sender.send_due() is None
    assert {(one.state, one.attempts) for one in await stored(worker)} == {("waiting", 0)}
    async with mail_server(port=port) as server:
        assert await sender.send_due() == 2
        assert len(server.taken) == 2


@pytest.mark.parametrize("answer", ["550 5.7.1 sender refused", "421 4.3.2 closing", "451 4.7.1 greylisted"])
async def test_a_refusal_of_the_sender_is_no_fault_of_the_message(
    app: Database, worker: Database, server: MailServer, clock: Clock, answer: str
) -> None:
    server.sender = lambda _: answer
    await queue(app, clock, mail())
    assert await delivery(worker, server, clock).send_due() is None
    (waiting,) = await stored(worker)
    assert (waiting.state, waiting.attempts, waiting.reason) == ("waiting", 0, answer)


async def test_a_process_that_dies_after_sending_sends_again_under_the_same_id(
    app: Database, worker: Database, server: MailServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await queue(app, clock, mail())
    dying = delivery(worker, server, clock)

    async def die(*_: Any) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr(dying, "_record", die)
    with pytest.raises(asyncio.CancelledError):
        await dying.send_due()
    after = delivery(worker, server, clock)
    assert await after.send_due() == 0, "the claim's lease has not ended"
    async with worker.transaction(None) as session:
        await session.execute(text("update mail set attempt_until = now() - interval '1 second'"))
    assert await after.send_due() == 1
    assert len(server.taken) == 2
    assert len({one["Message-ID"] for one in server.taken}) == 1


async def test_two_workers_send_each_message_once(
    app: Database, worker: Database, server: MailServer, clock: Clock
) -> None:
    await queue(app, clock, *(mail(f"r{n}@example.org") for n in range(50)))
    senders = [delivery(worker, server, clock) for _ in range(4)]
    while await asyncio.gather(*(one.send_due() for one in senders)) != [0, 0, 0, 0]:
        pass
    assert len({str(one["To"]) for one in server.taken}) == len(server.taken) == 50


async def test_what_is_no_longer_of_use_is_not_sent(
    app: Database, worker: Database, server: MailServer, clock: Clock
) -> None:
    await queue(app, clock, mail(), until=clock() + timedelta(hours=1))
    clock.now += timedelta(hours=2)
    assert await delivery(worker, server, clock).send_due() == 1
    assert ([one.reason for one in await stored(worker)], server.taken) == ([OVERDUE], [])


async def test_what_waits_can_be_taken_back(app: Database, worker: Database, server: MailServer, clock: Clock) -> None:
    first, _ = await queue(app, clock, mail("one@example.org"), mail("two@example.org"))
    async with app.transaction(DISTRICT_A) as session:
        await withdraw_mails(session, [first])
    await delivery(worker, server, clock).send_due()
    assert [str(one["To"]) for one in server.taken] == ["two@example.org"]


async def test_the_loop_sends_what_is_committed_while_it_waits(
    app: Database, worker: Database, server: MailServer, clock: Clock
) -> None:
    beats: list[bool] = []
    loop = asyncio.create_task(send_mails(worker, settings_of(server.port), clock, lambda: beats.append(True)))
    await asyncio.sleep(0.2)
    await queue(app, clock, mail())
    async with asyncio.timeout(4):
        await server.arrived.wait()
    loop.cancel()
    await asyncio.gather(loop, return_exceptions=True)
    assert beats
    assert await stored(worker) == [], "told to end, it wrote down what it had sent"
