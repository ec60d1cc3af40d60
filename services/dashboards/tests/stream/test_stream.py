"""The live stream: nothing missed, nobody else's, and a slow reader costs little."""

import asyncio
import time
from contextlib import AsyncExitStack
from typing import Any

from dashboards.stream import hub as stream
from dashboards.stream.api import HUB
from services.dashboards.tests.listeners import HEARS, everybody_listens, token
from shared.contracts.competency import LearnerMasterySnapshot
from shared.testing import DISTRICT_A, DISTRICT_B


async def test_a_stream_starts_at_the_head_and_carries_what_changes_from_then_on(district: Any, listen: Any) -> None:
    async with listen(district.running, token(district)) as listening:
        assert listening.headers[b"content-type"].startswith(b"text/event-stream")
        ready = await listening.frame()
        assert (ready.event, ready.id) == ("ready", f"1-{await district.head()}")
        await district.tell(district.mastery("ana", "MA.AL.1", "3.5"))
        frame = await listening.frame()
        assert (frame.event, frame.id) == ("mastery", f"1-{await district.head()}")
        assert frame.data["learner_id"] == str(district.uid("ana"))
        assert (frame.data["score"], frame.data["mastered"]) == (3.5, True)
        assert set(frame.data) == {"learner_id", "item_id", "score", "mastered", "observed_at", "known_at"}
        assert "retry: 3000" in listening.comments


async def test_a_resumed_stream_brings_what_was_missed_and_only_that(district: Any, listen: Any) -> None:
    async with listen(district.running, token(district)) as listening:
        last = (await listening.frame()).id
    await district.tell(
        district.mastery("ana", "MA.AL.1", "2", minutes=1), district.mastery("ben", "MA.AL.1", "3", minutes=2)
    )
    await district.tell(district.mastery("ana", "MA.AL.1", "4", minutes=3))
    async with listen(district.running, token(district), last_event_id=last) as listening:
        frames = [await listening.frame(), await listening.frame()]
        assert {(f.data["learner_id"], f.data["score"]) for f in frames} == {
            (str(district.uid("ben")), 3.0),
            (str(district.uid("ana")), 4.0),
        }
        assert [f.id for f in frames] == sorted((f.id for f in frames), key=lambda i: int(i.split("-")[1]))
        assert await listening.silence()
    async with listen(district.running, token(district), query=f"after={frames[-1].id}") as listening:
        assert await listening.silence()


async def test_an_id_that_says_nothing_resets_the_client_and_goes_on_from_now(district: Any, listen: Any) -> None:
    head = await district.head()
    for unknown in ("0-1", "2-1", f"1-{head + 1000}", "nonsense", "1--5", ""):
        async with listen(district.running, token(district), last_event_id=unknown) as listening:
            frame = await listening.frame()
            assert (frame.event, frame.id) == ("reset", f"1-{head}"), unknown


async def test_each_role_hears_of_the_learners_it_may_see(district: Any, listen: Any) -> None:
    async with everybody_listens(district, listen) as streams:
        await district.tell(*(district.mastery(name, "MA.AL.1", "3", minutes=5) for name in ("ana", "ben", "cruz")))
        for who, names in HEARS.items():
            heard = {(await streams[who].frame()).data["learner_id"] for _ in names}
            assert heard == {str(district.uid(name)) for name in names}, who
            assert await streams[who].silence(0.05)


async def test_another_district_hears_nothing(district: Any, listen: Any) -> None:
    async with listen(district.running, token(district, district_id=DISTRICT_B)) as listening:
        await listening.frame()
        await district.tell(district.mastery("ana", "MA.AL.1", "3"))
        assert await listening.silence()


async def test_a_stream_can_be_narrowed_but_not_widened(district: Any, listen: Any) -> None:
    uid = district.uid
    cases = [
        (token(district), f"learner_id={uid('ben')}", ["ben"]),
        (token(district), f"class_id={uid('maths')}", ["ana", "ben"]),
        (token(district), f"organisation_id={uid('south')}", ["cruz"]),
        (token(district), f"organisation_id={uid('district')}", ["ana", "ben", "cruz"]),
        (token(district, "educator", "teacher"), f"class_id={uid('maths')}&learner_id={uid('ana')}", ["ana"]),
    ]
    async with AsyncExitStack() as stack:
        streams = [await stack.enter_async_context(listen(district.running, t, query=q)) for t, q, _ in cases]
        for listening in streams:
            await listening.frame()
        await district.tell(*(district.mastery(name, "MA.AL.1", "3", minutes=5) for name in ("ana", "ben", "cruz")))
        for listening, (_, query, names) in zip(streams, cases, strict=True):
            heard = {(await listening.frame()).data["learner_id"] for _ in names}
            assert heard == {str(uid(name)) for name in names}, query
            assert await listening.silence(0.05)
    for role, person, query in (
        ("family", "parent", f"learner_id={uid('ben')}"),
        ("learner", "ana", f"class_id={uid('maths')}"),
        ("educator", "teacher", f"organisation_id={uid('north')}"),
        ("system", None, f"learner_id={uid('nobody')}"),
    ):
        async with listen(district.running, token(district, role, person), query=query) as listening:
            assert listening.status == 404, query


async def test_a_stream_needs_a_caller_and_the_scope(district: Any, listen: Any) -> None:
    async with listen(district.running, "not-a-token") as listening:
        assert listening.status == 401
    wrong = district.running.tokens.token(DISTRICT_A, "rostering.read")
    async with listen(district.running, wrong) as listening:
        assert listening.status == 403
    async with listen(district.running, token(district), by_cookie=True) as listening:
        assert listening.status == 200
    async with listen(district.running, token(district), query="learner_id=x") as listening:
        assert listening.status == 422


async def test_a_slow_reader_gets_the_last_value_and_its_backlog_stays_bounded(district: Any, listen: Any) -> None:
    async with listen(district.running, token(district)) as listening:
        await listening.frame()
        listening.reading.clear()
        for minute in range(1, 41):
            score = "4" if minute == 40 else f"{1 + minute % 2}"
            await district.tell(district.mastery("ana", "MA.AL.1", score, minutes=minute))
        hub = district.running.app.context.find(HUB)
        (client,) = hub._tails[DISTRICT_A].clients
        await asyncio.sleep(0.2)
        assert len(client.pending) <= 1
        listening.reading.set()
        frames = [await listening.frame()]
        while not await listening.silence(0.1):
            frames.append(await listening.frame())
        assert frames[-1].data["score"] == 4.0
        assert frames[-1].id == f"1-{await district.head()}"
        assert len(frames) < 5


async def test_a_reader_too_far_behind_starts_again(district: Any, listen: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("dashboards.stream.subscriber.MOST_PENDING", 1)
    async with listen(district.running, token(district)) as listening:
        await listening.frame()
        listening.reading.clear()
        await district.tell(district.mastery("ana", "LI.WK.1", "1"))
        await asyncio.sleep(0.1)
        await district.tell(*(district.mastery(name, "MA.AL.1", "3", minutes=5) for name in ("ana", "ben", "cruz")))
        await asyncio.sleep(0.2)
        listening.reading.set()
        events = []
        while not await listening.silence(0.1):
            events.append((await listening.frame()).event)
        assert "reset" in events


async def test_a_reader_that_does_not_read_is_let_go(district: Any, listen: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(stream, "SEND_SECONDS", 0.2)
    async with listen(district.running, token(district)) as listening:
        await listening.frame()
        listening.reading.clear()
        await district.tell(district.mastery("ana", "MA.AL.1", "3"))
        await asyncio.wait_for(listening.ended.wait(), 5)
        assert not district.running.app.context.find(HUB)._tails


async def test_a_quiet_stream_says_that_it_is_still_there(district: Any, listen: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.05)
    async with listen(district.running, token(district)) as listening:
        await asyncio.sleep(0.3)
        assert listening.comments.count(": still here") >= 2


async def test_a_stream_ends_with_its_token(district: Any, listen: Any) -> None:
    claims = district.running.tokens.claims(DISTRICT_A, "dashboards.read") | {"exp": int(time.time()) + 2}
    async with listen(district.running, district.running.tokens.sign(claims)) as listening:
        await asyncio.wait_for(listening.ended.wait(), 5)
        assert listening.status == 200


async def test_streams_end_when_the_process_closes(district: Any, listen: Any) -> None:
    async with listen(district.running, token(district)) as listening:
        await listening.frame()
        district.running.app.closing.set()
        await asyncio.wait_for(listening.ended.wait(), 5)


async def test_open_streams_are_limited_per_caller_and_district(district: Any, listen: Any, monkeypatch: Any) -> None:
    hub = district.running.app.context.find(HUB)
    for field in ("streams_per_caller", "streams_per_district"):
        monkeypatch.setattr(hub, "settings", hub.settings.model_copy(update={field: 1}))
        async with listen(district.running, token(district)) as first:
            assert first.status == 200
            async with listen(district.running, token(district)) as second:
                assert second.status == 429
                assert int(second.headers[b"retry-after"]) > 0
        async with listen(district.running, token(district)) as third:
            assert third.status == 200
        monkeypatch.undo()


async def test_changes_of_another_process_are_found_by_the_poll(district: Any, listen: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("shared.db.wake.wake", lambda *_: None)
    async with listen(district.running, token(district)) as listening:
        await listening.frame()
        await asyncio.sleep(0.3)
        started = time.monotonic()
        await district.tell(district.mastery("ana", "MA.AL.1", "3"))
        await listening.frame()
        assert time.monotonic() - started < 3  # the poll is 0.05 s; the rest is a busy machine


async def test_a_snapshot_tells_streams_what_counts_no_longer(district: Any, listen: Any) -> None:
    async with listen(district.running, token(district)) as listening:
        await listening.frame()
        await district.tell(LearnerMasterySnapshot(learner_id=district.uid("ana"), mastery=()))
        frames = [await listening.frame(), await listening.frame()]
        assert {f.data["item_id"] for f in frames} == {str(district.uid("MA.NQ.1")), str(district.uid("MA.NQ.2"))}
        assert all(f.data["score"] is None and not f.data["mastered"] for f in frames)
