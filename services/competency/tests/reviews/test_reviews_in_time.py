"""Reviews as days go by: whose turn it is hears of it, and what nobody goes on with is given back."""

from uuid import UUID

import pytest

from services.competency.tests.pieces import ALL
from services.competency.tests.planning.planning_pieces import School, enrolled, run_job
from services.competency.tests.reviews.review_pieces import REVIEWS, SEEN, asked, days_later, moved
from shared.contracts.competency import (
    ReviewOverdue,
)
from shared.testing import DISTRICT_A, RunningService


@pytest.fixture
async def school(running: RunningService) -> School:
    await running.clear_outbox()
    return School(running)


async def overdue(running: RunningService, learner: UUID) -> list[ReviewOverdue]:
    events = [p.event for p in await running.published(ReviewOverdue)]
    return [event for event in events if event.learner_id == learner]


async def test_those_whose_turn_it_is_are_reminded_once_a_day(
    running: RunningService, school: School, learner: UUID
) -> None:
    _, educators = await school.class_of(learner, educators=2)
    async with school.learner(learner) as mine:
        review = await asked(mine, learner)
    await days_later(running, learner, 2)
    await run_job(running, "competency.reviews")
    assert await overdue(running, learner) == []
    await days_later(running, learner, 1)
    for _ in range(2):
        await run_job(running, "competency.reviews")
    (first,) = await overdue(running, learner)
    assert (first.days, first.to, first.leaders) == (3, tuple(sorted(educators)), False)
    await days_later(running, learner, 1)
    await run_job(running, "competency.reviews")
    assert [event.days for event in await overdue(running, learner)] == [3, 4]
    async with school.educator(educators[0]) as client:
        late = (await client.get(f"{REVIEWS}/{review['review_id']}")).json()
        await moved(client, review, "take")
        await moved(client, review, "return", {"words": "not yet"})
    for days in (14, 3):
        await days_later(running, learner, days)
        await run_job(running, "competency.reviews")
    assert (late["late"], late["age_days"]) == (True, 4)
    assert [event.to for event in await overdue(running, learner)][2:] == [(learner,)], "a learner is reminded once"


async def test_days_are_the_districts_to_say(running: RunningService, school: School, learner: UUID) -> None:
    rules = "/competency/v1/planning-rules"
    await school.class_of(learner)
    async with school.learner(learner) as mine:
        await asked(mine, learner)
    await days_later(running, learner, 1)
    async with running.client(DISTRICT_A, *ALL) as client:
        laid = await client.put(rules, json={"reviews": {"asked": 1, "leaders": 1}}, headers={"If-Match": "*"})
        await run_job(running, "competency.reviews")
        assert laid.status_code == 200
        assert [event.leaders for event in await overdue(running, learner)] == [True]
        await client.put(rules, json={}, headers={"If-Match": "*"})


async def test_what_nobody_goes_on_with_is_given_back_with_its_place(
    running: RunningService, school: School, learner: UUID
) -> None:
    class_id, (educator, colleague) = await school.class_of(learner, educators=2)
    async with school.learner(learner) as mine, school.educator(educator) as theirs:
        review = await asked(mine, learner)
        await moved(theirs, review, "take")
        await school.send(enrolled(educator, class_id, "educator", active=False))
        gone = await moved(theirs, review, "decide", {"evidence": [SEEN]})
        await days_later(running, learner, 7)
        await run_job(running, "competency.reviews")
        found = (await mine.get(f"{REVIEWS}/{review['review_id']}")).json()
    assert gone.status_code == 404
    assert (found["state"], found["taken_by"], found["age_days"]) == ("asked", None, 7)
    assert (found["history"][-1]["move"], found["history"][-1]["person_id"]) == ("give_back", None)
    assert [event.to for event in await overdue(running, learner)] == [(colleague,)]
