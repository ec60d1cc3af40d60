"""A rallying cry stands in versions; a goal is written, published, changed beside what is published, and ended."""

from datetime import timedelta

from services.coaching.tests.goals.goals_district import (
    ANY,
    CRY,
    DUE,
    GOALS,
    MINE,
    TODAY,
    GoalsDistrict,
    days,
    indicator,
    moment,
    refused,
)
from shared.contracts.coaching import GoalDropped, GoalMeasured, GoalSet

FIRST, SECOND = "Every learner knows what is next.", "Every learner knows what is next, and why."


async def test_of_rallying_cries_the_newest_stands_and_those_before_stay_on_record(here: GoalsDistrict) -> None:
    answer = await here.client.get(CRY)
    assert (answer.headers["ETag"], answer.json()["words"]) == ('"0"', None)
    for etag, words in (('"0"', FIRST), ('"1"', SECOND)):
        set_ = await here.client.put(CRY, json={"words": words}, headers={"If-Match": etag})
        assert set_.status_code == 200, set_.text
    assert (await here.client.put(CRY, json={"words": FIRST}, headers={"If-Match": '"1"'})).status_code == 412
    assert (await here.client.put(CRY, json={"words": SECOND}, headers=ANY)).status_code == 409
    assert refused(await here.client.put(CRY, json={"words": " "}, headers=ANY)) == ["/words"]
    assert (await here.ask(CRY))["words"] == SECOND
    assert [one["words"] for one in (await here.ask(f"{CRY}/versions"))["items"]] == [SECOND, FIRST]
    page = await here.ask(f"{CRY}/versions", limit="1")
    assert [one["words"] for one in (await here.ask(f"{CRY}/versions", after=page["next"]))["items"]] == [FIRST]


async def test_a_goal_without_a_measure_or_a_baseline_cannot_be_published_and_the_answer_says_which(
    here: GoalsDistrict,
) -> None:
    goal = await here.goal()
    assert refused(await here.client.post(f"{goal}/publish", headers=ANY), 409) == ["/indicators"]
    bare = {"words": "Rooms", "direction": "up", "unit": "count", "source": "entered"}
    made = await here.indicator(goal, **{"baseline": None, "target": None, "due_on": None} | bare)
    assert refused(await here.client.post(f"{goal}/publish", headers=ANY), 409) == [
        "/indicators/0/baseline", "/indicators/0/target", "/indicators/0/due_on",
    ]  # fmt: skip
    assert await here.told() == []
    change = {"baseline": {"value": 3, "on": str(TODAY)}, "target": 9, "due_on": str(DUE)}
    assert (await here.client.patch(made, json=change, headers=ANY)).status_code == 200
    published = await here.send(f"{goal}/publish", status=200)
    assert (published["state"], published["published_version"]) == ("published", 1)
    [told] = await here.told(GoalSet)
    assert (told.version, told.set_on, told.due_on, len(told.indicator_ids)) == (1, TODAY, DUE, 1)


async def test_a_later_change_stands_beside_what_was_published(here: GoalsDistrict) -> None:
    goal, found = await here.published()
    assert (await here.client.post(f"{goal}/publish", headers=ANY)).status_code == 409, "nothing differs"
    read = await here.client.get(goal)
    assert read.json()["unpublished_changes"] is False
    await here.client.patch(found, json={"target": 60}, headers=ANY)
    assert (await here.ask(goal))["unpublished_changes"] is True
    [shown] = (await here.ask(MINE))["items"]
    assert shown["indicators"][0]["target"] == 80, "everybody reads what is published"
    stale = await here.client.post(f"{goal}/publish", headers={"If-Match": read.headers["ETag"]})
    assert stale.status_code == 412, "an indicator was changed since"
    await here.send(f"{goal}/publish", status=200)
    versions = (await here.ask(f"{goal}/versions"))["items"]
    assert [(one["version"], one["indicators"][0]["target"]) for one in versions] == [(2, 60), (1, 80)]
    assert [one.version for one in await here.told(GoalSet)] == [1, 2]


async def test_a_goal_is_reached_only_where_its_indicators_are_and_then_nothing_of_it_changes(
    here: GoalsDistrict,
) -> None:
    goal, found = await here.published()
    end = {"outcome": "reached", "words": "By spring."}
    assert refused(await here.client.post(f"{goal}/end", json=end, headers=ANY), 409) == ["/indicators/0"]
    await here.measure(found, 79)
    assert refused(await here.client.post(f"{goal}/end", json=end, headers=ANY), 409) == ["/indicators/0"]
    here.at += days(1)
    await here.measure(found, 80)
    ended = await here.send(f"{goal}/end", end, 200)
    assert (ended["state"], ended["ended_on"], ended["end_words"]) == ("reached", str(TODAY + days(1)), "By spring.")
    for path, body in (("end", end), ("publish", None), ("indicators", indicator())):
        assert (await here.client.post(f"{goal}/{path}", json=body, headers=ANY)).status_code == 409
    assert (await here.client.patch(goal, json={"words": "Other"}, headers=ANY)).status_code == 409
    again = {"measured_on": str(TODAY + days(1)), "value": 3}
    assert (await here.client.post(f"{found}/measurements", json=again)).status_code == 409
    assert [(one.dropped_on, one.outcome) for one in await here.told(GoalDropped)] == [(TODAY + days(1), "reached")]
    assert [one["words"] for one in (await here.ask(MINE))["items"]], "what was reached is still read"


async def test_a_draft_can_only_be_dropped_and_nothing_was_ever_told_of_it(here: GoalsDistrict) -> None:
    goal = await here.goal()
    for outcome, status in (("reached", 409), ("closed", 409), ("dropped", 200)):
        await here.send(f"{goal}/end", {"outcome": outcome, "words": "Others first."}, status)
    assert (await here.ask(goal))["state"] == "dropped"
    assert await here.told() == []
    assert (await here.ask(MINE))["items"] == []


async def test_a_retired_indicator_is_in_nothing_that_is_published_next(here: GoalsDistrict) -> None:
    goal, found = await here.published()
    await here.measure(found, 30)
    await here.indicator(goal, words="Another")
    retired = await here.send(f"{found}/retire", status=200)
    assert retired["retired_at"] is not None
    for path, body in (("retire", None), ("measurements", {"measured_on": str(TODAY), "value": 3})):
        assert (await here.client.post(f"{found}/{path}", json=body, headers=ANY)).status_code == 409
    assert (await here.client.patch(found, json={"target": 70}, headers=ANY)).status_code == 409
    await here.send(f"{goal}/publish", status=200)
    [shown] = (await here.ask(MINE))["items"]
    assert [one["words"] for one in shown["indicators"]] == ["Another"]
    assert len((await here.ask(f"{goal}/indicators"))["items"]) == 2
    assert await here.history(found) == [(str(TODAY), 30.0)]


async def test_measurements_of_a_draft_are_told_when_it_is_published(here: GoalsDistrict) -> None:
    goal = await here.goal()
    found = await here.indicator(goal)
    await here.measure(found, 30)
    assert await here.told() == []
    await here.send(f"{goal}/publish", status=200)
    assert [type(one) for one in await here.told()] == [GoalSet, GoalMeasured]


async def test_everybody_of_the_district_reads_what_is_published_and_nothing_else(here: GoalsDistrict) -> None:
    await here.client.put(CRY, json={"words": FIRST}, headers=ANY)
    await here.goal("workflow")
    _, found = await here.published()
    await here.measure(found, 50)
    async with here.running.client(here.district, "coaching.take-part", role="family") as family:
        assert (await family.get(CRY)).json()["words"] == FIRST
        [shown] = (await family.get(MINE)).json()["items"]
        progress = shown["indicators"][0]["progress"]
        assert (shown["kind"], progress["value"], progress["progress"]) == ("engagement", 50.0, 50.0)
        for path in (GOALS, found, f"{found}/measurements", f"{CRY}/versions"):
            assert (await family.get(path)).status_code == 403


async def test_another_districts_goal_is_a_404_whatever_is_asked_of_it(
    here: GoalsDistrict, elsewhere: GoalsDistrict
) -> None:
    goal, found = await here.published()
    measured = await here.measure(found, 50)
    for path in (goal, found, f"{goal}/versions", f"{goal}/indicators", f"{found}/measurements", f"{found}/history",
                 f"{found}/recount"):  # fmt: skip
        assert (await elsewhere.client.get(path)).status_code == 404
    correction = {"value": 3}
    for path, body in ((f"{goal}/publish", None), (f"{goal}/end", {"outcome": "dropped", "words": "no"}),
                       (f"{found}/retire", None), (f"{found}/measurements", {"measured_on": str(TODAY), "value": 1}),
                       (f"{measured}/correct", correction), (f"{measured}/void", None),
                       (f"{goal}/indicators", indicator())):  # fmt: skip
        assert (await elsewhere.client.post(path, json=body, headers=ANY)).status_code == 404
    other, _ = await elsewhere.published()
    crossed = found.replace(goal, other)
    assert (await elsewhere.client.get(crossed)).status_code == 404
    assert (await elsewhere.ask(MINE))["items"][0]["goal_id"] == other.rpartition("/")[2]


async def test_goals_are_listed_by_state_and_kind_in_pages(here: GoalsDistrict) -> None:
    drafts = [await here.goal("workflow"), await here.goal("creativity")]
    published, _ = await here.published()
    ids = [path.rpartition("/")[2] for path in (*drafts, published)]
    page = await here.ask(GOALS, limit="2")
    rest = await here.ask(GOALS, after=page["next"])
    assert [one["goal_id"] for one in page["items"] + rest["items"]] == ids
    assert [one["goal_id"] for one in (await here.ask(GOALS, state="published"))["items"]] == ids[2:]
    assert [one["goal_id"] for one in (await here.ask(GOALS, kind="creativity"))["items"]] == ids[1:2]
    assert refused(await here.client.get(GOALS, params={"state": "nice"})) == ["/state"]


async def test_days_are_those_of_the_districts_calendar(here: GoalsDistrict) -> None:
    here.at = moment(TODAY, 23)
    _, found = await here.published()
    tomorrow = {"measured_on": str(TODAY + timedelta(days=1)), "value": 30}
    assert refused(await here.client.post(f"{found}/measurements", json=tomorrow)) == ["/measured_on"]
    here.at += timedelta(hours=1)
    assert (await here.client.post(f"{found}/measurements", json=tomorrow)).status_code == 201


async def test_writing_twice_with_one_key_writes_once(here: GoalsDistrict) -> None:
    goal = await here.goal()
    for path, body in ((GOALS, {"kind": "workflow", "words": "Once"}), (f"{goal}/indicators", indicator())):
        sent = [await here.client.post(path, json=body, headers={"Idempotency-Key": str(len(path))}) for _ in range(2)]
        assert sent[0].status_code == 201, sent[0].text
        assert sent[0].json() == sent[1].json()
    assert len((await here.ask(GOALS))["items"]) == 2
