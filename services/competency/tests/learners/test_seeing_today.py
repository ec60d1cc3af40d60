"""Whom a person sees today: by the dates of the enrolment, and by the class, the term and the people it is of."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from services.competency.tests.pieces import ALL
from services.competency.tests.planning.planning_pieces import RULES, TODAY, School, enrolled, told_of
from shared.contracts.rostering import ClassChanged, EnrolmentChanged, GuardianChanged, PersonChanged, TermChanged
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
WEST, EAST = "Etc/GMT+12", "Pacific/Kiritimati"
"""Where the day begins last and first: at no moment do the two show the same day."""


@pytest.fixture
def school(running: RunningService) -> School:
    return School(running)


async def statuses(school: School, learner: UUID, class_id: UUID, educator: UUID) -> set[int]:
    """What an educator is answered about a learner, and about the class in which they teach them."""
    paths = [f"/competency/v1/learners/{learner}/{view}" for view in ("mastery", "evidence", "pace", "plans")]
    async with school.educator(educator) as client:
        found = {(await client.get(path)).status_code for path in paths}
        about = await client.get(f"/competency/v1/classes/{class_id}/pace")
        if about.status_code == 200 and not about.json()["items"]:
            return {*found, 404}
        return {*found, about.status_code}


@pytest.mark.parametrize("who", ["educator", "learner"])
@pytest.mark.parametrize(
    ("starts_on", "ends_on", "expected"),
    [
        (None, None, 200), (TODAY, TODAY, 200), (YESTERDAY, None, 200), (None, TOMORROW, 200),
        (TOMORROW, None, 404), (None, YESTERDAY, 404),
    ],
)  # fmt: skip
async def test_an_enrolment_counts_from_its_first_to_its_last_day(
    school: School, learner: UUID, who: str, starts_on: date | None, ends_on: date | None, expected: int
) -> None:
    class_id, (educator,) = await school.class_of(learner)
    person = {"educator": educator, "learner": learner}[who]
    await school.send(enrolled(person, class_id, who, starts_on=starts_on, ends_on=ends_on))
    if who == "learner" and expected == 404:
        async with school.educator(educator) as client:
            about = (await client.get(f"/competency/v1/classes/{class_id}/pace")).json()
            assert about["items"] == []
            assert (await client.get(f"/competency/v1/learners/{learner}/mastery")).status_code == 404
    else:
        assert await statuses(school, learner, class_id, educator) == {expected}


def ending(what: str, class_id: UUID, learner: UUID, educator: UUID) -> tuple[Any, ...]:
    """An event by which a class of this learner and educator goes on, and one by which it does not."""
    term_id = UUID(int=class_id.int ^ 1)
    term = TermChanged(term_id=term_id, title="Autumn", starts_on=YESTERDAY, ends_on=TOMORROW)
    same = ClassChanged(class_id=class_id, title="Grade 7", organisation_id=uuid4(), term_id=term_id)
    who = {"educator": educator, "learner": learner}.get(what)
    if who is not None:
        person = PersonChanged(person_id=who, roles=(what,))
        return person, person.model_copy(update={"active": False})
    if what == "class":
        return same, same.model_copy(update={"active": False})
    changes: dict[str, Any] = {
        "term": {"active": False},
        "term over": {"starts_on": YESTERDAY - timedelta(days=9), "ends_on": YESTERDAY},
        "term to come": {"starts_on": TOMORROW, "ends_on": TOMORROW + timedelta(days=9)},
    }
    return term, term.model_copy(update=changes[what])


ENDINGS = ("class", "term", "term over", "term to come", "educator", "learner")


@pytest.mark.parametrize("what", ENDINGS)
async def test_what_ended_hides_what_was_seen_by_it_until_it_is_restored(
    school: School, learner: UUID, what: str
) -> None:
    class_id, (educator,) = await school.class_of(learner, term_id=None)
    term_id = UUID(int=class_id.int ^ 1)
    await school.tell(ClassChanged(class_id=class_id, title="Grade 7", organisation_id=uuid4(), term_id=term_id))
    goes_on, ends = ending(what, class_id, learner, educator)
    found = []
    for event in (goes_on, ends, ends, goes_on):
        await school.tell(event)
        found.append(await statuses(school, learner, class_id, educator))
    assert found == [{200}, {404}, {404}, {200}]


@pytest.mark.parametrize("what", ENDINGS)
async def test_in_whatever_order_events_arrive_and_however_often_the_end_is_the_same(
    running: RunningService, school: School, learner: UUID, what: str
) -> None:
    class_id, educator = uuid4(), uuid4()
    goes_on, ends = ending(what, class_id, learner, educator)
    relations, roster = told_of(EnrolmentChanged, running), told_of(ClassChanged, running)
    same = ClassChanged(class_id=class_id, title="Grade 7", organisation_id=uuid4(), term_id=UUID(int=class_id.int ^ 1))
    told = [roster.record(DISTRICT_A, goes_on), roster.record(DISTRICT_A, ends)]
    if what != "class":
        told.append(roster.record(DISTRICT_A, same))
    await roster.deliver(*reversed(told))  # a later word of the same thing waits for the earlier one
    for person, role in ((educator, "educator"), (learner, "learner")):
        await relations.send(DISTRICT_A, enrolled(person, class_id, role))
    await roster.deliver(*told)
    assert await statuses(school, learner, class_id, educator) == {404}


async def test_a_class_that_nobody_has_told_of_blinds_no_teacher(
    running: RunningService, school: School, learner: UUID
) -> None:
    class_id, educator = uuid4(), uuid4()
    await school.send(enrolled(educator, class_id, "educator"), enrolled(learner, class_id, "learner"))
    assert await statuses(school, learner, class_id, educator) == {200}


@pytest.mark.parametrize("inactive", ["guardian", "learner"])
async def test_a_guardian_sees_a_learner_while_both_are_the_districts(
    running: RunningService, school: School, learner: UUID, inactive: str
) -> None:
    guardian = uuid4()
    tie = GuardianChanged(learner_id=learner, guardian_id=guardian)
    await told_of(GuardianChanged, running).send(DISTRICT_A, tie)
    person = PersonChanged(person_id={"guardian": guardian, "learner": learner}[inactive], roles=(inactive,))
    found = []
    for event in (person, person.model_copy(update={"active": False}), person):
        await school.tell(event)
        async with school.person("family", guardian) as client:
            found.append((await client.get(f"/competency/v1/learners/{learner}/mastery")).status_code)
    assert found == [200, 404, 200]


def day_in(zone: str) -> date:
    return datetime.now(UTC).astimezone(ZoneInfo(zone)).date()


@pytest.mark.parametrize(("zone", "starts", "expected"), [(WEST, True, 404), (EAST, True, 200),
                                                          (WEST, False, 200), (EAST, False, 404)])  # fmt: skip
async def test_a_day_begins_and_ends_where_the_district_lives(
    running: RunningService, learner: UUID, zone: str, starts: bool, expected: int
) -> None:
    """An enrolment that begins on the east's day has not begun in the west; one that ends on the west's day is over in
    the east. In the district that stays in the middle, neither is asked.
    """
    school = School(running)
    class_id, (educator,) = await school.class_of(learner)
    async with running.client(DISTRICT_A, *ALL) as client:
        answer = await client.put(RULES, json={"time_zone": zone}, headers={"If-Match": "*"})
        assert answer.status_code == 200, answer.text
    dates = {"starts_on": day_in(EAST)} if starts else {"ends_on": day_in(WEST)}
    await school.send(enrolled(educator, class_id, "educator", **dates))
    try:
        assert await statuses(school, learner, class_id, educator) == {expected}
    finally:
        async with running.client(DISTRICT_A, *ALL) as client:
            await client.put(RULES, json={"time_zone": "UTC"}, headers={"If-Match": "*"})


async def test_a_class_of_nobody_is_a_class(running: RunningService, school: School) -> None:
    class_id, _ = await school.class_of(educators=0)
    async with running.client(DISTRICT_A, *ALL) as client:
        pace = await client.get(f"/competency/v1/classes/{class_id}/pace")
        reviews = await client.get("/competency/v1/reviews", params={"class_id": str(class_id)})
        unknown = await client.get(f"/competency/v1/classes/{uuid4()}/pace")
    async with running.client(DISTRICT_B, *ALL) as client:
        elsewhere = await client.get(f"/competency/v1/classes/{class_id}/pace")
    async with school.educator(uuid4()) as client:
        not_theirs = await client.get(f"/competency/v1/classes/{class_id}/pace")
    assert (pace.status_code, pace.json()["items"]) == (200, [])
    assert [pace.json()[where] for where in ("behind", "on", "ahead", "none")] == [0] * 4
    assert (reviews.status_code, reviews.json()["items"]) == (200, [])
    assert [answer.status_code for answer in (unknown, elsewhere, not_theirs)] == [404] * 3
