"""Webhooks, to real receivers on this machine: signed, in order per subject, tried again, and never to where they may
not go.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

from standardwebhooks import Webhook

from partners.settings import PartnersSettings
from partners.webhooks.delivery import OF_ENDPOINT, deliver
from services.partners.tests.webhooks.receiving import ITEM, Desk, Received, Receiver, endpoint_at
from shared.run.loops import Loop, LoopRunner
from shared.values.clock import utc_now


async def test_a_receiver_can_verify_what_it_gets(desk: Desk) -> None:
    learner = uuid4()
    await desk.tell(learner)
    await desk.rounds()
    (got,) = desk.receiver.received
    content = Webhook(desk.endpoint["secret"]).verify(got.body, got.headers)
    feed = await desk.partners.feed("Birch")
    assert content["type"] == "mastery.disclosed"
    assert content["data"] | {"kind": "mastery.disclosed", "at": content["timestamp"]} == feed[-1] | {"epoch": 1}
    assert str(learner) not in got.body.decode()
    assert [(d["state"], d["outcome"], d["status"]) for d in await desk.deliveries()] == [("done", "delivered", 204)]


async def test_one_subject_waits_behind_its_failure_and_others_do_not(desk: Desk) -> None:
    stuck, free = uuid4(), uuid4()
    await desk.tell(stuck, score=1)
    await desk.tell(stuck, free, score=2)
    feed = await desk.partners.feed("Birch")
    subject = feed[-3]["subject"]
    desk.receiver.answer = lambda got: "500 No" if got.data["subject"] == subject else "200 OK"
    await desk.rounds()
    assert [got.data["score"] for got in desk.receiver.received if got.data["subject"] == subject] == [1]
    assert [got.data["score"] for got in desk.receiver.received if got.data["subject"] != subject] == [2]
    desk.receiver.answer = lambda _: "200 OK"
    await desk.make_due()
    await desk.rounds()
    mine = [got for got in desk.receiver.received if got.data["subject"] == subject]
    assert [got.data["score"] for got in mine] == [1, 1, 2]
    assert mine[0].headers["webhook-id"] == mine[1].headers["webhook-id"] != mine[2].headers["webhook-id"]


async def test_order_holds_per_subject_whatever_fails(desk: Desk) -> None:
    learners = [uuid4() for _ in range(5)]
    for score in (1, 2, 3, 4):
        await desk.tell(*learners, score=score)
    failures = iter("x..x.xx.x..x...x.x..........")
    desk.receiver.answer = lambda _: "500 No" if next(failures, ".") == "x" else "200 OK"
    taken: list[Received] = []
    original = desk.receiver.answer

    def answer(got: Received) -> str:
        said = original(got)
        if said == "200 OK":
            taken.append(got)
        return said

    desk.receiver.answer = answer
    for _ in range(20):
        await desk.make_due()
        await desk.rounds()
    by_subject: dict[str, list[int]] = {}
    for got in taken:
        by_subject.setdefault(got.data["subject"], []).append(got.data["score"])
    assert list(by_subject.values()) == [[1, 2, 3, 4]] * 5


async def test_a_failure_is_tried_again_later_and_given_up_after_the_last_try(desk: Desk) -> None:
    desk.receiver.answer = lambda _: "500 No"
    learner = uuid4()
    await desk.tell(learner)
    await desk.rounds()
    (waiting,) = await desk.deliveries()
    wait = datetime.fromisoformat(waiting["due_at"]) - datetime.now(UTC)
    assert (waiting["state"], waiting["attempts"], waiting["status"]) == ("waiting", 1, 500)
    assert timedelta(seconds=4) < wait < timedelta(seconds=7)
    await desk.sql("update delivery set attempts = 9, due_at = now()")
    await desk.rounds()
    desk.receiver.answer = lambda _: "200 OK"
    await desk.tell(learner, score=1)
    await desk.rounds()
    given_up, behind = await desk.deliveries()
    assert (given_up["state"], behind["state"], behind["attempts"]) == ("given_up", "waiting", 0)
    assert (await desk.post(f"deliveries/{given_up['position']}/skip")).json()["outcome"] == "skipped"
    await desk.rounds()
    assert [d["outcome"] for d in await desk.deliveries()] == ["skipped", "delivered"]
    assert (await desk.post(f"deliveries/{given_up['position']}/skip")).status_code == 404


async def test_gone_switches_the_endpoint_off_until_it_is_enabled(desk: Desk) -> None:
    desk.receiver.answer = lambda _: "410 Gone"
    await desk.tell(uuid4())
    await desk.rounds()
    assert ((await desk.shown())["active"], (await desk.shown())["disabled_for"]) == (False, "it answered 410 Gone")
    desk.receiver.answer = lambda _: "200 OK"
    await desk.tell(uuid4())  # while it is off: only a replay brings it
    await desk.rounds()
    assert len(desk.receiver.received) == 1
    assert (await desk.post("enable")).json()["active"] is True
    await desk.rounds()
    assert len(desk.receiver.received) == 2
    last = (await desk.partners.feed("Birch"))[-1]["position"]
    replayed = (await desk.post("replay", after=last - 1)).json()
    assert replayed == {"deliveries": 1, "next": last}
    await desk.rounds()
    assert desk.receiver.received[-1].data["position"] == last


async def test_five_days_of_failing_switch_it_off(desk: Desk) -> None:
    desk.receiver.answer = lambda _: "500 No"
    await desk.tell(uuid4())
    await desk.rounds()
    assert (await desk.shown())["active"] is True
    await desk.sql("update endpoint set failing_since = now() - interval '5 days'")
    await desk.make_due()
    await desk.rounds()
    assert (await desk.shown())["active"] is False


async def test_success_ends_the_failing(desk: Desk) -> None:
    desk.receiver.answer = lambda _: "500 No"
    await desk.tell(uuid4())
    await desk.rounds()
    assert (await desk.shown())["failing_since"] is not None
    desk.receiver.answer = lambda _: "200 OK"
    await desk.make_due()
    await desk.rounds()
    assert (await desk.shown())["failing_since"] is None


async def test_an_overloaded_endpoint_is_left_alone_for_as_long_as_it_asks(desk: Desk) -> None:
    desk.receiver.answer = lambda _: "503 Busy\r\nRetry-After: 600"
    await desk.tell(uuid4())
    await desk.rounds()
    await desk.tell(uuid4(), uuid4())
    await desk.make_due()
    assert await desk.round() == 0
    await desk.sql("update endpoint set slow_until = now()")
    assert await desk.round() > 0


async def test_an_endpoint_that_hangs_holds_up_nobody_else(desk: Desk, receivers: list[Receiver]) -> None:
    desk.receiver.gate.clear()
    await endpoint_at(desk.partners, receivers[1].url)
    await desk.tell(*(uuid4() for _ in range(10)))
    while len(receivers[1].received) < 10:
        await desk.deliverer.start_due(asyncio.Event())
        await asyncio.sleep(0.02)
    assert len(desk.receiver.received) <= OF_ENDPOINT
    desk.receiver.gate.set()


async def test_no_answer_in_time_is_a_failure(desk: Desk) -> None:
    desk.receiver.gate.clear()
    await desk.tell(uuid4())
    await desk.round()
    assert [d["outcome"] for d in await desk.deliveries()] == ["no answer: deadline"]


async def test_what_has_become_private_since_is_not_called(desk: Desk, receivers: list[Receiver]) -> None:
    await desk.sql("update endpoint set url = :url", url=receivers[2].url)
    await desk.tell(uuid4())
    await desk.round()
    assert receivers[2].connections == 0
    (delivery,) = await desk.deliveries()
    assert delivery["outcome"].startswith("not called: ")
    assert delivery["state"] == "waiting"


async def test_what_waits_when_its_agreement_ends_is_never_sent(desk: Desk) -> None:
    desk.receiver.answer = lambda _: "500 No"
    await desk.tell(uuid4())
    await desk.rounds()
    async with desk.partners.client("Alder") as client:
        await client.post(f"/partners/v1/agreements/{desk.agreement}/end")
    await desk.make_due()
    await desk.rounds()
    assert len(desk.receiver.received) == 1
    assert [(d["state"], d["outcome"]) for d in await desk.deliveries()] == [("done", "withheld")]


async def test_what_a_worker_died_over_is_sent_again_under_the_same_id(desk: Desk) -> None:
    desk.receiver.gate.clear()
    await desk.tell(uuid4())
    await desk.deliverer.start_due(asyncio.Event())
    await desk.receiver.arrived.wait()
    await desk.deliverer.cancel()
    desk.receiver.gate.set()
    assert await desk.round() == 0
    await desk.sql("update delivery set attempt_until = now() - interval '1 second'")
    assert await desk.round() == 1
    first, second = desk.receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


async def test_the_districts_own_changes_come_where_they_are_asked_for(desk: Desk, receivers: list[Receiver]) -> None:
    await endpoint_at(desk.partners, receivers[1].url, kinds=["mastery.changed"])
    learner = uuid4()
    await desk.log.send(desk.partners.districts["Birch"], desk.partners.changed(learner, ITEM))
    await desk.rounds()
    assert [got.data["learner_id"] for got in receivers[1].received] == [str(learner)]
    assert desk.receiver.received == []


async def test_the_loop_delivers_by_itself_under_its_lease(desk: Desk) -> None:
    database = desk.partners.running.worker
    body = partial(deliver, database, PartnersSettings.for_service("partners"), utc_now)
    runner = LoopRunner([Loop("test.deliveries", body)], database, holder="test")
    running = asyncio.create_task(runner.run())
    await desk.tell(uuid4())
    async with asyncio.timeout(10):
        await desk.receiver.arrived.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
