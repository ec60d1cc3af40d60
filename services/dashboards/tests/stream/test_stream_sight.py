"""Whom a stream tells of: from the moment that a right has ended, nothing more."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from dashboards.stream import hub as stream
from services.dashboards.tests import planning_told as told
from services.dashboards.tests.ended_told import EDUCATOR, ENDS, FAMILY, MATHS, TODAY, enrolment
from services.dashboards.tests.listeners import token
from services.dashboards.tests.visitors import uid
from shared.testing import DISTRICT_A


@pytest.mark.parametrize("what", ENDS)
async def test_the_frame_after_the_end_of_a_right_is_not_sent(district: Any, listen: Any, what: str) -> None:
    who, ends = ENDS[what]
    async with (
        listen(district.running, token(district, *who)) as listening,
        listen(district.running, token(district)) as everything,
    ):
        for one in (listening, everything):
            assert (await one.frame()).event == "ready"
        await district.tell(district.mastery("ana", "MA.AL.1", "1"))
        for one in (listening, everything):
            assert (await one.frame()).data["learner_id"] == str(uid("ana"))
        await district.tell(ends)
        await district.tell(district.mastery("ana", "MA.AL.1", "3"), told.asked("ana"), told.paced("ana"))
        assert {(await everything.frame()).event for _ in range(3)} == {"mastery", "reviews", "pace"}
        assert await listening.silence()
        assert not listening.ended.is_set(), "a stream of nobody stays open; it may be of somebody again"


async def test_a_stream_of_a_learner_who_may_be_seen_no_longer_ends(district: Any, listen: Any) -> None:
    query = f"learner_id={uid('ana')}"
    async with listen(district.running, token(district, *FAMILY), query=query) as listening:
        await listening.frame()
        await district.tell(ENDS["tie"][1])
        await district.tell(told.asked("ana"))
        await asyncio.wait_for(listening.ended.wait(), 5)
        assert listening.frames.empty()


async def test_what_a_slow_reader_has_not_been_sent_yet_is_not_sent_after_the_end(district: Any, listen: Any) -> None:
    async with listen(district.running, token(district, *EDUCATOR)) as listening:
        await listening.frame()
        listening.reading.clear()
        await district.tell(district.mastery("ben", "MA.AL.1", "1"))
        await asyncio.sleep(0.3)  # this frame is on its way, and stuck
        await district.tell(district.mastery("ana", "MA.AL.1", "2"), district.mastery("ben", "MA.AL.1", "3"))
        await district.tell(enrolment("ana", "learner", active=False))
        await asyncio.sleep(0.3)
        listening.reading.set()
        frames = [await listening.frame(), await listening.frame()]
        assert {frame.data["learner_id"] for frame in frames} == {str(uid("ben"))}
        assert await listening.silence()


async def test_who_resumes_hears_nothing_from_behind_the_end(district: Any, listen: Any) -> None:
    async with listen(district.running, token(district, *EDUCATOR)) as listening:
        last = (await listening.frame()).id
    await district.tell(district.mastery("ana", "MA.AL.1", "2"), district.mastery("ben", "MA.AL.1", "3"))
    await district.tell(enrolment("ana", "learner", active=False))
    async with listen(district.running, token(district, *EDUCATOR), last_event_id=last) as listening:
        assert (await listening.frame()).data["learner_id"] == str(uid("ben"))
        assert await listening.silence()


async def test_who_may_see_more_than_before_starts_again(district: Any, listen: Any) -> None:
    async with listen(district.running, token(district, *EDUCATOR)) as listening:
        await listening.frame()
        joined = enrolment("cruz", "learner")
        await district.tell(joined)
        await district.tell(district.mastery("cruz", "MA.AL.1", "2"), district.mastery("ana", "MA.AL.1", "2"))
        frame = await listening.frame()
        assert (frame.event, frame.id) == ("reset", f"1-{await district.head()}")
        await district.tell(district.mastery("cruz", "MA.AL.1", "3"))
        assert (await listening.frame()).data["learner_id"] == str(uid("cruz"))


async def test_a_stream_with_nothing_to_send_asks_nothing_when_the_roster_changes(
    district: Any, listen: Any, monkeypatch: Any
) -> None:
    asked = []
    refresh_visibility = stream.Hub.refresh_visibility

    async def counted(hub: Any, client: Any, tail: Any) -> None:
        asked.append(client.caller.role)
        await refresh_visibility(hub, client, tail)

    monkeypatch.setattr(stream.Hub, "refresh_visibility", counted)
    async with (
        listen(district.running, token(district, *EDUCATOR)) as educator,
        listen(district.running, token(district, *FAMILY)) as family,
        listen(district.running, token(district)) as system,
    ):
        for one in (educator, family, system):
            await one.frame()
        for title in ("Maths A", "Maths B", "Maths B"):  # what is told twice changes nothing
            await district.tell(MATHS.model_copy(update={"title": title}))
        await district.tell(district.mastery("ben", "MA.AL.1", "2"), district.mastery("ben", "MA.AL.1", "3"))
        for one in (educator, system):
            await one.frame()
        await district.tell(district.mastery("ben", "MA.AL.1", "4"))
        await educator.frame()
        assert await family.silence()
    assert asked == ["educator"], "once for all changes of the roster; who sees the whole district never asks"


async def test_what_ends_by_the_calendar_alone_is_noticed_by_asking_again(
    district: Any, listen: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(stream, "VISIBILITY_SECONDS", 0.05)
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.05)
    await district.tell(enrolment("ana", "learner", ends_on=TODAY))
    async with listen(district.running, token(district, *EDUCATOR)) as listening:
        await listening.frame()
        async with district.running.worker.transaction(DISTRICT_A) as session:  # as if the day had gone by
            await session.execute(text("update enrolment set ends_on = ends_on - 1 where ends_on is not null"))
        await asyncio.sleep(0.4)
        await district.tell(district.mastery("ana", "MA.AL.1", "3"), district.mastery("ben", "MA.AL.1", "2"))
        assert (await listening.frame()).data["learner_id"] == str(uid("ben"))
        assert await listening.silence()
