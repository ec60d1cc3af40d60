"""An id of the district's systems passes from one person to another: every reader says whose it is, whatever order the
two persons' events are read in.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from competency.handlers import subscriptions
from competency.learners.queries.learners import learners_by_source
from competency.main import service as competency
from partners import handlers as partners_handlers
from partners.disclosure.queries.pseudonyms import find_identifiers
from partners.main import service as partners
from shared.contracts.rostering import Identifier, PersonChanged
from shared.events.apply import Subscription
from shared.events.event import partition_of
from shared.testing import Deliveries, RunningService, run_service

IDS = ("1", "2")
Owners = dict[str, UUID | None]
AsksWhose = Callable[[Any, UUID, list[UUID]], Awaitable[Owners]]


@dataclass(frozen=True)
class Reader:
    """A service that keeps whose id it is; `whose` asks it."""

    running: RunningService
    subscription: Subscription
    whose: AsksWhose

    async def owners(self, district: UUID, people: list[UUID]) -> Owners:
        async with self.running.worker.transaction(district) as session:
            return await self.whose(session, district, people)


async def competency_says(session: Any, _: UUID, __: list[UUID]) -> Owners:
    found = await learners_by_source(session, [("sis", one) for one in IDS])
    return {one: found.get(("sis", one)) for one in IDS}


async def partners_say(session: Any, district: UUID, people: list[UUID]) -> Owners:
    owners: Owners = dict.fromkeys(IDS)
    for row in await find_identifiers(session, district, people):
        assert owners[row.sourced_id] is None, "two learners have one id"
        owners[row.sourced_id] = row.learner_id
    return owners


@pytest.fixture(scope="module")
async def readers(databases: Any) -> AsyncIterator[Mapping[str, Reader]]:
    async with AsyncExitStack() as stack:
        running = {
            one.name: await stack.enter_async_context(run_service(one, databases(one)))
            for one in (competency, partners)
        }
        yield {
            "competency": Reader(running["competency"], subscriptions[0], competency_says),
            "partners": Reader(running["partners"], partners_handlers.people, partners_say),
        }


@pytest.fixture(params=["competency", "partners"])
def reader(request: pytest.FixtureRequest, readers: Mapping[str, Reader]) -> Reader:
    return readers[request.param]


def person(person_id: UUID, *ids: str, learns: bool = True) -> PersonChanged:
    """What rostering says of somebody who has these ids."""
    return PersonChanged(
        person_id=person_id,
        roles=("learner",) if learns else ("educator",),
        identifiers=tuple(Identifier(source="sis", sourced_id=one) for one in ids),
    )


def persons(*, read_together: bool) -> list[UUID]:
    """Three, whose events lie in one partition, or anywhere."""
    made = [uuid4()]
    while len(made) < 3:
        one = uuid4()
        if not read_together or partition_of(str(one)) == partition_of(str(made[0])):
            made.append(one)
    return made


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[tuple[int, frozenset[str], bool]], list[int], list[int]]:
    """Words of rostering's in their order, (who, with which ids, whether they learn), an id never of two at once; an
    order in which these are read, some of them twice; and of how many each chunk of reading is.
    """
    held: dict[str, int] = {}
    words: list[tuple[int, frozenset[str], bool]] = []

    def say(who: int) -> None:
        ids = frozenset(one for one, owner in held.items() if owner == who)
        words.append((who, ids, draw(st.integers(0, 9)) < 9))

    for _ in range(draw(st.integers(1, 5))):
        passed, to = draw(st.sampled_from(IDS)), draw(st.sampled_from((None, 0, 1, 2)))
        had = held.pop(passed, None)
        if had not in (None, to):
            say(had)
        if to is not None:
            held[passed] = to
            say(to)
    places = list(range(len(words)))
    order = draw(
        st.permutations(places + draw(st.lists(st.sampled_from(places), max_size=3) if places else st.just([])))
    )
    return words, order, draw(st.lists(st.integers(1, 4), min_size=10, max_size=10))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories(), st.booleans())
async def test_every_order_of_reading_comes_to_the_same_owner(
    reader: Reader, history: tuple[list[tuple[int, frozenset[str], bool]], list[int], list[int]], read_together: bool
) -> None:
    words, order, sizes = history
    district, people = uuid4(), persons(read_together=read_together)
    log = Deliveries(reader.subscription, reader.running.worker)
    records = [log.record(district, person(people[who], *sorted(ids), learns=learns)) for who, ids, learns in words]
    read = [records[place] for place in order]
    for size in sizes:
        await log.deliver(*read[:size])
        read = read[size:]
    await log.deliver(*read)
    last = {who: ids if learns else frozenset() for who, ids, learns in words}
    expected = {one: next((people[who] for who, ids in last.items() if one in ids), None) for one in IDS}
    assert await reader.owners(district, people) == expected


async def test_the_later_word_stands_also_before_the_other_was_heard_out(reader: Reader) -> None:
    """Else what is recorded or disclosed meanwhile is of the wrong child."""
    district, first, second = uuid4(), uuid4(), uuid4()
    log = Deliveries(reader.subscription, reader.running.worker)
    had, left, got = (log.record(district, p) for p in (person(first, "1"), person(first), person(second, "1")))
    for record in (got, had, left):
        await log.deliver(record)
        assert (await reader.owners(district, [first, second]))["1"] == second


async def test_both_words_in_one_reading_are_no_clash(reader: Reader) -> None:
    district, (first, second, _) = uuid4(), persons(read_together=True)
    log = Deliveries(reader.subscription, reader.running.worker)
    had, left, got = (log.record(district, p) for p in (person(first, "1"), person(first), person(second, "1")))
    await log.deliver(got, had)
    assert (await reader.owners(district, [first, second]))["1"] == second
    await log.deliver(left)
    assert (await reader.owners(district, [first, second]))["1"] == second


async def test_a_publisher_that_was_restored_is_right_against_what_it_said_before(reader: Reader) -> None:
    district, first, second = uuid4(), uuid4(), uuid4()
    log = Deliveries(reader.subscription, reader.running.worker)
    lost = [log.record(district, p) for p in (person(first, "1"), person(first), person(second, "1"))]
    await log.deliver(*lost)
    # The backup is of before the id passed on, and knows no second person.
    again = log.record(district, person(first, "1"), incarnation=2, snapshot=True, sequence=2)
    await log.deliver(again)
    assert (await reader.owners(district, [first, second]))["1"] == first
    await log.deliver(*lost, again)
    assert (await reader.owners(district, [first, second]))["1"] == first
