"""A value of a day is told once and corrected beside; what speaks of too few people is shown to nobody."""

from datetime import date

import pytest

from services.coaching.tests.goals.goals_district import (
    ANY,
    DUE,
    MINE,
    TODAY,
    GoalsDistrict,
    days,
    indicator,
    moment,
    refused,
)
from shared.contracts.coaching import GoalMeasured


async def told(here: GoalsDistrict) -> list[tuple[date, float | None, bool]]:
    return [
        (one.measured_on, None if one.value is None else float(one.value), one.corrects)
        for one in await here.told(GoalMeasured)
    ]


async def test_progress_is_measured_against_the_line_and_told(here: GoalsDistrict) -> None:
    _, found = await here.published()
    assert (await here.ask(found))["progress"] == {
        "measured_on": None, "value": None, "suppressed": False, "progress": None, "expected": None, "pace": None,
        "reached": False,
    }  # fmt: skip
    for day, value, progress, pace in ((10, 30, 16.7, "ahead"), (50, 51, 51.7, "on_pace"), (80, 14, -10.0, "behind")):
        here.at = moment(TODAY + days(day))
        await here.measure(found, value)
        shown = (await here.ask(found))["progress"]
        assert (shown["value"], shown["progress"], shown["pace"]) == (value, progress, pace)
        assert shown["expected"] == day
    points = (await here.ask(f"{found}/history"))["items"]
    assert [(one["value"], one["progress"], one["expected"]) for one in points] == [
        (30.0, 16.7, 26.0), (51.0, 51.7, 50.0), (14.0, -10.0, 68.0),
    ]  # fmt: skip
    assert await told(here) == [(TODAY + days(day), float(v), False) for day, v in ((10, 30), (50, 51), (80, 14))]


async def test_a_correction_stands_beside_and_what_was_known_before_can_be_asked_for(here: GoalsDistrict) -> None:
    _, found = await here.published()
    first = await here.measure(found, 50)
    here.at += days(3)
    second = await here.send(f"{first}/correct", {"value": 40, "words": "Counted twice."})
    here.at += days(3)
    void = await here.send(f"{found}/measurements/{second['measurement_id']}/void")
    assert await here.history(found) == []
    assert await here.history(found, known_at=moment(TODAY + days(4)).isoformat()) == [(str(TODAY), 40.0)]
    assert await here.history(found, known_at=moment(TODAY + days(1)).isoformat()) == [(str(TODAY), 50.0)]
    assert await here.history(found, known_at=moment(TODAY - days(1)).isoformat()) == []
    listed = (await here.ask(f"{found}/measurements"))["items"]
    assert [(one["value"], one["void"]) for one in listed] == [(50.0, False), (40.0, False), (None, True)]
    assert [one["corrected_by"] for one in listed] == [second["measurement_id"], void["measurement_id"], None]
    assert await told(here) == [(TODAY, 50.0, False), (TODAY, 40.0, True), (TODAY, None, True)]
    again = {"measured_on": str(TODAY), "value": 41}
    refusal = await here.client.post(f"{found}/measurements", json=again)
    assert refusal.status_code == 409
    assert void["measurement_id"] in refusal.json()["detail"]
    assert (await here.client.post(f"{first}/correct", json={"value": 1})).status_code == 409
    assert (await here.client.post(f"{found}/measurements/{void['measurement_id']}/void")).status_code == 409
    await here.send(f"{found}/measurements/{void['measurement_id']}/correct", {"value": 41})
    assert await here.history(found) == [(str(TODAY), 41.0)]


async def test_a_survey_of_too_few_is_kept_and_shown_to_nobody(here: GoalsDistrict) -> None:
    _, found = await here.published(source="survey", smallest_group=10)
    few = await here.client.post(
        f"{found}/measurements", json={"measured_on": str(TODAY), "value": 71.25, "group_size": 9}
    )
    shown = few.json()
    assert few.status_code == 201, few.text
    assert (shown["value"], shown["group_size"], shown["suppressed"]) == (None, None, True)
    progress = (await here.ask(found))["progress"]
    assert (progress["value"], progress["progress"], progress["pace"], progress["reached"]) == (None, None, None, False)
    assert progress["suppressed"] is True
    [mine] = (await here.ask(MINE))["items"]
    assert mine["indicators"][0]["progress"] == progress
    assert await here.history(found) == [(str(TODAY), None)]
    assert await told(here) == [(TODAY, None, False)]
    for path in (found, MINE, f"{found}/measurements", f"{found}/history"):
        assert "71.25" not in (await here.client.get(path)).text
    corrected = await here.send(f"{found}/measurements/{shown['measurement_id']}/correct",
                                {"value": 65, "group_size": 10})  # fmt: skip
    assert (corrected["value"], corrected["suppressed"]) == (65.0, False)


async def test_what_nobody_can_have_measured_is_refused_with_its_place(here: GoalsDistrict) -> None:
    _, found = await here.published(source="survey")
    path, right = f"{found}/measurements", {"measured_on": str(TODAY), "value": 30, "group_size": 20}
    for change, places in (
        ({"value": 101}, ["/value"]),
        ({"value": -0.5}, ["/value"]),
        ({"value": 30.001}, ["/value"]),
        ({"value": "many"}, ["/value"]),
        ({"group_size": None}, ["/group_size"]),
        ({"group_size": 0}, ["/group_size"]),
        ({"measured_on": str(TODAY + days(1))}, ["/measured_on"]),
        ({"measured_on": str(TODAY - days(1))}, ["/measured_on"]),
        ({"measured_on": "soon"}, ["/measured_on"]),
        ({"words": "\u200b"}, ["/words"]),
        ({"surplus": 1}, ["/surplus"]),
    ):
        assert refused(await here.client.post(path, json=right | change)) == places
    assert (await here.ask(path))["items"] == []
    measured = await here.measure(found, 30, group_size=20)
    assert refused(await here.client.post(f"{measured}/correct", json={"value": 30})) == ["/group_size"]


@pytest.mark.parametrize(
    ("change", "places"),
    [({"target": 20}, ["/target"]), ({"target": 10}, ["/target"]), ({"target": 120}, ["/target"]),
     ({"direction": "down"}, ["/target"]), ({"due_on": str(TODAY)}, ["/due_on"]),
     ({"baseline": {"value": 20, "on": str(DUE)}}, ["/baseline/on", "/due_on"]),
     ({"source": "computed"}, ["/measure"]), ({"measure": {"kind": "meetings_held"}}, ["/measure", "/unit"]),
     ({"unit": "points"}, ["/low"]), ({"smallest_group": 4}, ["/smallest_group"])],
)  # fmt: skip
async def test_an_indicator_that_says_nothing_that_can_be_reached_is_refused(
    here: GoalsDistrict, change: dict[str, object], places: list[str]
) -> None:
    goal = await here.goal()
    assert refused(await here.client.post(f"{goal}/indicators", json=indicator(**change))) == places
    assert (await here.ask(f"{goal}/indicators"))["items"] == []


async def test_a_change_is_judged_with_all_that_stays(here: GoalsDistrict) -> None:
    _, found = await here.published()
    for change, places in (({"target": 20}, ["/target"]), ({"baseline": {"value": 90, "on": str(TODAY)}}, ["/target"]),
                           ({"due_on": str(TODAY)}, ["/due_on"])):  # fmt: skip
        assert refused(await here.client.patch(found, json=change, headers=ANY)) == places
    assert (await here.client.patch(found, json={"target": 70}, headers={"If-Match": '"1"'})).status_code == 200
    assert (await here.client.patch(found, json={"target": 60}, headers={"If-Match": '"1"'})).status_code == 412
    assert (await here.client.patch(found, json={"target": 60})).status_code == 428
