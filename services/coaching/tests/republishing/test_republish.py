"""`trellis coaching republish`: coaching's topic again; a reader that missed something is whole by it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from coaching.main import service
from coaching.republishing.usecases import republish
from services.coaching.tests.coaches.coaching_district import (
    ANY,
    COACHES,
    MY_CONCERNS,
    PEOPLE,
    SCOPES,
    CoachingDistrict,
    days,
)
from shared.contracts.coaching import (
    CoachJoined,
    CoachLeft,
    CoachReinstated,
    CoachSuspended,
    ConcernRaised,
    SafeguardingPeopleNamed,
)
from shared.events.apply import Subscription
from shared.events.event import Event, Received
from shared.events.republish import republish_all
from shared.testing import Deliveries, RunningService
from shared.testing.deliveries import as_sent

TOLD: tuple[type[Event], ...] = (
    CoachJoined, CoachSuspended, CoachReinstated, CoachLeft, ConcernRaised, SafeguardingPeopleNamed,
)  # fmt: skip


@dataclass
class Reader:
    """Keeps what was told first and last of each key of a district: that somebody joined, and how they stand."""

    district: UUID
    known: dict[str, list[Event]] = field(default_factory=dict)

    def subscription(self) -> Subscription:
        return Subscription(f"test.{uuid4()}", dict.fromkeys(TOLD, self._keep))

    async def _keep(self, _: Any, events: Sequence[Received[Any]]) -> None:
        for event in events:
            if event.district_id == self.district:
                before = self.known.get(event.key, [])
                joined = [one for one in before if isinstance(one, CoachJoined)]
                self.known[event.key] = [event.data] if isinstance(event.data, CoachJoined) else [*joined, event.data]


@dataclass
class Story:
    """A district with coaches of every standing and a concern, and all that was told of it."""

    here: CoachingDistrict
    rows: list[Any]

    async def sent(self) -> list[Any]:
        async with self.here.running.worker.transaction(None) as session:
            rows = (await session.execute(text("select * from outbox order by id"))).all()
            await session.execute(text("delete from outbox"))
        return [row for row in rows if row.district_id == self.here.district]

    async def republish(self) -> list[Any]:
        told = {district: count async for district, count in republish_all(self.here.running.worker, republish)}
        rows = await self.sent()
        assert told[self.here.district] == len({row.key for row in rows})
        assert all(row.snapshot for row in rows)
        return rows


@pytest.fixture
async def story(running: RunningService) -> AsyncIterator[Story]:
    await running.clear_outbox()
    district = uuid4()
    async with running.client(district, *SCOPES) as client:
        here = CoachingDistrict(running, client, district)
        with here.clock():
            for _ in range(2):
                await here.staff(last=3)
            await here.student()
            left = await here.join()
            await client.post(f"{COACHES}/{left}/leave", headers=ANY)
            assert (await client.post(MY_CONCERNS, json={"words": "Nobody was there."})).status_code == 201
            for _ in range(2):
                people = {"person_ids": [str(here.person()) for _ in range(2)]}
                assert (await client.put(PEOPLE, json=people, headers=ANY)).status_code == 200
            here.at += days(5)
            await here.run_job()
            made = Story(here, [])
            made.rows = await made.sent()
            yield made
    await running.clear_outbox()


async def test_a_reader_that_missed_events_is_whole_after_it_and_one_that_missed_none_has_nothing_changed(
    story: Story,
) -> None:
    assert {row.event_type for row in story.rows} == {kind.event_type for kind in TOLD}, "the story has one of each"
    whole, missed = Reader(story.here.district), Reader(story.here.district)
    all_of_it = Deliveries(whole.subscription(), story.here.running.worker)
    half_of_it = Deliveries(missed.subscription(), story.here.running.worker)
    await all_of_it.deliver(*map(as_sent, story.rows))
    await half_of_it.deliver(*map(as_sent, story.rows[1::2]))
    before = dict(whole.known)
    assert missed.known != before
    again = [as_sent(row) for row in await story.republish()]
    for log in (all_of_it, half_of_it):
        await log.deliver(*again)
    assert (whole.known, missed.known) == (before, before)


async def test_what_is_told_again_is_the_first_and_the_last_that_was_told(story: Story) -> None:
    last: dict[str, dict[bool, tuple[str, bytes]]] = {}
    for row in story.rows:
        last.setdefault(row.key, {})[row.event_type == CoachJoined.event_type] = (row.event_type, row.body)
    again: dict[str, dict[bool, tuple[str, bytes]]] = {}
    for row in await story.republish():
        again.setdefault(row.key, {})[row.event_type == CoachJoined.event_type] = (row.event_type, row.body)
    assert again == last


async def test_again_and_again_it_has_the_same_effect(story: Story) -> None:
    first, second = await story.republish(), await story.republish()
    assert [(r.key, r.event_type, r.body) for r in first] == [(r.key, r.event_type, r.body) for r in second]


async def test_no_district_is_told_of_in_anothers_name(story: Story) -> None:
    """The worker sees all coaches, whoever's they are."""
    running, other = story.here.running, uuid4()
    async with running.client(other, *SCOPES) as client:
        coach = await CoachingDistrict(running, client, other).join()
    await story.sent()
    assert coach not in {row.key for row in await story.republish()}


def test_the_operators_command_publishes_it() -> None:
    assert service.republish is republish
