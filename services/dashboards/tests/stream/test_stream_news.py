"""News on the live stream: in one order with mastery, of nobody whom the reader may not see, merged for the slow."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import pytest

from dashboards.stream.api import HUB
from dashboards.stream.queries.changes import changes_behind
from services.dashboards.tests import gaps_told
from services.dashboards.tests import planning_told as told
from services.dashboards.tests.coaching_told import told as coaching_told
from services.dashboards.tests.listeners import HEARS, everybody_listens, token
from shared.contracts import coaching
from shared.testing import DISTRICT_A, DISTRICT_B


async def test_a_stream_says_that_something_has_changed_and_not_what(district: Any, listen: Any) -> None:
    async with listen(district.running, token(district)) as listening:
        await listening.frame()
        for event, kind in (
            (told.asked("ana"), "reviews"), (told.paced("ana"), "pace"), (told.planned("ana"), "plan"),
        ):  # fmt: skip
            await district.tell(event)
            frame = await listening.frame()
            assert (frame.event, frame.id) == (kind, f"1-{await district.head()}")
            assert set(frame.data) == {"learner_id", "changed_at"}
            assert frame.data["learner_id"] == str(district.uid("ana"))


async def test_of_a_learner_one_may_not_see_one_hears_no_news(district: Any, listen: Any) -> None:
    async with (
        everybody_listens(district, listen) as streams,
        listen(district.running, token(district, district_id=DISTRICT_B)) as elsewhere,
    ):
        await elsewhere.frame()
        await district.tell(*(tells(name) for name in ("ana", "ben", "cruz") for tells in (told.asked, told.paced)))
        for who, names in HEARS.items():
            frames = [await streams[who].frame() for _ in range(2 * len(names))]
            heard = {(frame.data["learner_id"], frame.event) for frame in frames}
            assert heard == {(str(district.uid(name)), kind) for name in names for kind in ("reviews", "pace")}, who
            assert await streams[who].silence(0.05), who
        assert await elsewhere.silence(0.05)


async def test_a_resumed_stream_brings_news_and_mastery_in_the_order_they_came(district: Any, listen: Any) -> None:
    async with listen(district.running, token(district)) as listening:
        last = (await listening.frame()).id
    for event in (
        told.asked("ana"), district.mastery("ana", "MA.AL.1", "2"), told.paced("ben"),
        district.mastery("ben", "MA.AL.1", "3"), told.taken("ana"),
    ):  # fmt: skip
        await district.tell(event)
    expected = ["mastery", "pace", "mastery", "reviews"]
    async with listen(district.running, token(district), last_event_id=last) as listening:
        frames = [await listening.frame() for _ in expected]
        assert [frame.event for frame in frames] == expected
        places = [int(frame.id.split("-")[1]) for frame in frames]
        assert places == sorted(places)
        assert await listening.silence()
    for n, frame in enumerate(frames):
        async with listen(district.running, token(district), last_event_id=frame.id) as listening:
            assert [(await listening.frame()).id for _ in frames[n + 1 :]] == [one.id for one in frames[n + 1 :]]
            assert await listening.silence(0.05)


async def test_read_in_any_portions_what_lies_behind_is_the_same(district: Any) -> None:
    for n in range(6):
        await district.tell(told.asked(f"learner {n}"), district.mastery("ana", "MA.AL.1", f"{1 + n % 4}", minutes=n))
        await district.tell(district.mastery(f"learner {n}", "MA.AL.1", "2"), told.paced("ana"))
    async with district.running.app.context.database.lean_transaction(DISTRICT_A) as session:
        whole = (await changes_behind(session, 1, DISTRICT_A, 0)).changes
        for batch in (1, 2, 3, 7):
            last, found = 0, []
            while portion := (await changes_behind(session, 1, DISTRICT_A, last, batch=batch)).changes:
                assert len(portion) <= batch
                found += portion
                last = portion[-1].position
            assert found == whole, batch
        assert {change.kind for change in whole} == {"mastery", "reviews", "pace"}
        beyond = await changes_behind(session, 7, DISTRICT_A, 0)
        assert (beyond.generation, beyond.changes) == (1, [])


async def test_for_a_slow_reader_news_of_a_learner_is_one_piece(district: Any, listen: Any) -> None:
    async with listen(district.running, token(district)) as listening:
        await listening.frame()
        listening.reading.clear()
        for n in range(30):
            await district.tell(
                told.asked("ana"), told.paced("ana"), district.mastery("ana", "MA.AL.1", f"{1 + n % 4}")
            )
        (client,) = district.running.app.context.find(HUB)._tails[DISTRICT_A].clients
        await asyncio.sleep(0.2)
        assert len(client.pending) <= 3
        listening.reading.set()
        frames = [await listening.frame()]
        while not await listening.silence(0.1):
            frames.append(await listening.frame())
        assert {frame.event for frame in frames} == {"reviews", "pace", "mastery"}
        assert frames[-1].id == f"1-{await district.head()}"
        assert len(frames) < 10


async def test_a_reader_too_far_behind_the_news_starts_again(
    district: Any, listen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with listen(district.running, token(district)) as listening:
        last = (await listening.frame()).id
    await district.tell(*(told.asked(f"learner {n}") for n in range(3)))
    monkeypatch.setattr("dashboards.stream.hub.MOST_PENDING", 2)
    async with listen(district.running, token(district), last_event_id=last) as listening:
        assert (await listening.frame()).event == "reset"
        assert await listening.silence(0.05)


async def test_a_stream_can_be_of_some_kinds_only(district: Any, listen: Any) -> None:
    async with AsyncExitStack() as stack:
        reviews, two, everything = [
            await stack.enter_async_context(listen(district.running, token(district), query=query))
            for query in ("only=reviews", "only=pace&only=mastery", f"learner_id={district.uid('ana')}")
        ]
        for listening in (reviews, two, everything):
            assert (await listening.frame()).event == "ready"
        await district.tell(
            told.paced("ana"), told.asked("ana"), told.planned("ana"), district.mastery("ana", "MA.AL.1", "2")
        )
        await district.tell(told.asked("ben"))
        assert [(await reviews.frame()).event for _ in range(2)] == ["reviews", "reviews"]
        assert sorted([(await two.frame()).event for _ in range(2)]) == ["mastery", "pace"]
        heard = sorted([(await everything.frame()).event for _ in range(4)])
        assert heard == ["mastery", "pace", "plan", "reviews"]
        for listening in (reviews, two, everything):
            assert await listening.silence(0.05)
    for query in ("only=nothing", "only=", "only=reviews&only=x"):
        async with listen(district.running, token(district), query=query) as listening:
            assert listening.status == 422, query


EVERYBODYS = (coaching.GoalMeasured, coaching.MatchConfirmed, coaching.MeetingAtRisk, coaching.WorkshopSeatsAssigned)
OF_WHO_SEES_THE_DISTRICT = (
    coaching.ActionAgreed, coaching.CoachSuspended, coaching.EngagementStarted, coaching.WaveExpanded,
)  # fmt: skip


async def test_everybody_hears_of_what_everybody_has_pages_of_and_nobody_of_what(district: Any, listen: Any) -> None:
    async with (
        everybody_listens(district, listen) as streams,
        listen(district.running, token(district, district_id=DISTRICT_B)) as elsewhere,
    ):
        await elsewhere.frame()
        await district.tell(coaching_told(coaching.ConcernRaised))
        for kind in (*OF_WHO_SEES_THE_DISTRICT, *EVERYBODYS):
            await district.tell(coaching_told(kind))
        whole = {"actions", "coaches", "engagements", "pilots"}
        for who in HEARS:
            expected = {"goals", "matches", "meetings", "workshops"} | (
                whole if who[0] in ("system", "leader") else set()
            )
            heard: set[str] = set()
            while len(heard) < len(expected):
                frame = await streams[who].frame()
                if frame.event != "gaps":
                    assert (frame.event, set(frame.data)) == ("coaching", {"subject", "changed_at"}), who
                    heard.add(frame.data["subject"])
            assert heard == expected, who
        await asyncio.sleep(0.05)
        for who in HEARS:
            left = [streams[who].frames.get_nowait().event for _ in range(streams[who].frames.qsize())]
            assert set(left) <= ({"gaps", "coaching"} if who[0] in ("system", "leader") else set()), who
        assert await elsewhere.silence(0.05)


async def test_a_familys_stream_hears_of_goals_and_of_no_gap(district: Any, listen: Any) -> None:
    async with listen(district.running, token(district, "family", "parent")) as listening:
        await listening.frame()
        await district.tell(*gaps_told.whole_story(), coaching_told(coaching.GoalSet))
        frames = [await listening.frame()]
        while not await listening.silence(0.1):
            frames.append(await listening.frame())
        assert {frame.event for frame in frames} == {"coaching"}
        assert {frame.data["subject"] for frame in frames} == {"goals", "matches", "meetings"}


async def test_a_stream_of_coaching_only_and_one_of_some_learners(district: Any, listen: Any) -> None:
    async with (
        listen(district.running, token(district), query="only=coaching") as only,
        listen(district.running, token(district), query=f"learner_id={district.uid('ana')}") as of_learner,
    ):
        last = (await only.frame()).id
        await of_learner.frame()
        await district.tell(told.asked("ana"), coaching_told(coaching.WaveExpanded))
        frame = await only.frame()
        assert (frame.event, frame.data["subject"]) == ("coaching", "pilots")
        assert (await of_learner.frame()).event == "reviews"
        for listening in (only, of_learner):
            assert await listening.silence(0.05)
    async with listen(district.running, token(district), query="only=coaching", last_event_id=last) as resumed:
        assert (await resumed.frame()).id == frame.id
        assert await resumed.silence(0.05)


async def test_of_a_slow_reader_coaching_is_one_piece_a_subject(district: Any, listen: Any) -> None:
    async with listen(district.running, token(district, "family", "parent"), query="only=coaching") as listening:
        await listening.frame()
        listening.reading.clear()
        for _ in range(20):
            await district.tell(coaching_told(coaching.GoalMeasured), coaching_told(coaching.WorkshopScheduled))
        await asyncio.sleep(0.2)
        (client,) = district.running.app.context.find(HUB)._tails[DISTRICT_A].clients
        assert len(client.pending) <= 2
        listening.reading.set()
        frames = [await listening.frame()]
        while not await listening.silence(0.1):
            frames.append(await listening.frame())
        assert frames[-1].id == f"1-{await district.head()}"
        assert len(frames) <= 4


async def test_what_waits_of_coaching_stays_when_the_right_to_see_a_learner_ends(district: Any, listen: Any) -> None:
    async with listen(district.running, token(district, "family", "parent")) as listening:
        await listening.frame()
        listening.reading.clear()
        await district.tell(told.asked("ana"), coaching_told(coaching.GoalMeasured))
        await asyncio.sleep(0.2)
        (client,) = district.running.app.context.find(HUB)._tails[DISTRICT_A].clients
        client.set_visible(frozenset(), client.checked_at)
        assert {change.kind for change in client.pending.values()} <= {"coaching"}
        listening.reading.set()
        heard = [await listening.frame()]
        while not await listening.silence(0.1):
            heard.append(await listening.frame())
        assert "coaching" in {frame.event for frame in heard}
