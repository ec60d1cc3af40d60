"""Pages go by the district's calendar: the days they show, those they are asked for, and who is enrolled today."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dashboards.common.queries.opening import find_opening
from services.dashboards.tests import competency_says as says
from services.dashboards.tests.visitors import signed_in
from shared.contracts.competency import CalendarChanged
from shared.contracts.rostering import EnrolmentChanged
from shared.testing import DISTRICT_A, DISTRICT_B
from shared.testing.deliveries import unknown_field
from shared.testing.zones import another_day

EVENING = datetime(2026, 11, 2, 4, 30, tzinfo=UTC)
"""Of November 1, in New York."""


def said(zone: str, version: int) -> CalendarChanged:
    return CalendarChanged(district_id=DISTRICT_A, time_zone=zone, version=version, changed_at=datetime.now(UTC))


async def zone_of(world: Any, district_id: Any = DISTRICT_A) -> str:
    async with world.running.worker.transaction(district_id) as session:
        return (await find_opening(session, district_id)).time_zone


async def test_the_newest_word_of_a_district_stands(world: Any) -> None:
    log = world.deliveries
    assert await zone_of(world) == "UTC"
    first = log.record(DISTRICT_A, said("America/Denver", 1))
    await log.deliver(first)
    await log.deliver(first)
    assert await zone_of(world) == "America/Denver"
    second, newer = said("Europe/Paris", 2), said("Asia/Tokyo", 3)
    records = [
        log.record(DISTRICT_A, second),
        log.record(DISTRICT_A, newer, body=unknown_field(newer, invented="later")),
    ]
    await log.deliver(records[1])
    assert await zone_of(world) == "Asia/Tokyo", "it waits for no older word, which the log need not hold any more"
    await log.deliver(records[0])
    await log.deliver(records[0])
    assert await zone_of(world) == "Asia/Tokyo"
    await world.tell(said("Asia/Seoul", 4), said("America/Lima", 5))
    assert (await zone_of(world), await zone_of(world, DISTRICT_B)) == ("America/Lima", "UTC")


async def test_a_publisher_that_was_restored_is_right_though_it_counts_versions_anew(world: Any) -> None:
    """Restored from a backup, a district's rules have an older version, and its next ones a version told before."""
    log = world.deliveries
    lost = [log.record(DISTRICT_A, said(zone, version)) for version, zone in ((1, "Asia/Tokyo"), (2, "Asia/Seoul"))]
    await log.deliver(*lost)
    await log.deliver(log.record(DISTRICT_A, said("America/Denver", 1), incarnation=2, snapshot=True, sequence=2))
    assert await zone_of(world) == "America/Denver"
    await log.deliver(*lost)
    assert await zone_of(world) == "America/Denver"
    await log.deliver(log.record(DISTRICT_A, said("America/Lima", 2), incarnation=2, sequence=3))
    assert await zone_of(world) == "America/Lima"


@pytest.fixture
async def new_york(district: Any) -> Any:
    await district.tell(said("America/New_York", 7))
    return district


@pytest.fixture
def path(new_york: Any, competency: says.Competency) -> str:
    """The page of an item of Ana's that was shown in the evening."""
    why = says.explanation(competency.uid)
    for piece in why["pieces"]:
        piece["observed_at"] = EVENING.isoformat()
    held = says.history(competency.uid)
    for one in held["items"]:
        one["known_at"] = EVENING.isoformat()
    item = competency.uid("MA.NQ.2")
    competency.answers = {
        competency.learner("ana", f"mastery/{item}/explain"): why,
        competency.learner("ana", f"mastery/{item}/history"): held,
    }
    return f"/learners/{competency.uid('ana')}/items/{item}"


async def test_what_was_shown_in_the_evening_is_of_that_day(new_york: Any, path: str) -> None:
    async with signed_in(new_york) as client:
        page = (await client.get(path)).text
    assert "Nov 2, 2026" not in page
    assert 'datetime="2026-11-02"' not in page
    assert page.count('<time datetime="2026-11-01">Nov 1, 2026</time>') == 6  # three pieces, and three results held


async def test_a_day_that_is_asked_for_ends_with_the_districts(
    new_york: Any, competency: says.Competency, path: str
) -> None:
    async with signed_in(new_york) as client:
        page = (await client.get(path, params={"shown": "2026-11-01", "known": "2026-03-08"})).text
    asked = next(one for one in competency.heard if one.url.path.endswith("/explain"))
    times = {name: datetime.fromisoformat(value) for name, value in asked.url.params.items()}
    assert times == {
        "observed_as_of": datetime(2026, 11, 2, 4, 59, 59, 999999, UTC),
        "known_as_of": datetime(2026, 3, 9, 3, 59, 59, 999999, UTC),
    }
    assert 'name="shown" type="date" value="2026-11-01"' in page


async def test_the_learners_page_shows_the_districts_days(new_york: Any) -> None:
    change = new_york.mastery("ana", "MA.AL.1", "4").model_copy(update={"observed_at": EVENING})
    await new_york.tell(change)
    async with signed_in(new_york) as client:
        page = (await client.get(f"/learners/{new_york.uid('ana')}")).text
    assert '<time datetime="2026-11-01">Nov 1, 2026</time>' in page
    assert "Nov 2, 2026" not in page


async def test_an_enrolment_ends_with_its_last_day_in_the_district(district: Any) -> None:
    zone, today = another_day()

    def until(learner: str, day: Any) -> EnrolmentChanged:
        return EnrolmentChanged(
            enrolment_id=district.uid(f"{learner}-maths"), person_id=district.uid(learner),
            class_id=district.uid("maths"), role="learner", ends_on=day,
        )  # fmt: skip

    await district.tell(said(zone, 7), until("ana", today), until("ben", today - timedelta(days=1)))
    async with signed_in(district, "educator", "teacher") as client:
        seen = [(await client.get(f"/learners/{district.uid(one)}")).status_code for one in ("ana", "ben")]
    assert seen == [200, 404]
