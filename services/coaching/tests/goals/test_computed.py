"""What is computed of events comes out the same in whatever order they come, however often, and when told again."""

from datetime import date
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest

from coaching.handlers import goals as subscription
from services.coaching.tests.goals.goals_district import (
    ANY,
    MINE,
    TODAY,
    GoalsDistrict,
    counting,
    days,
    mastery,
    moment,
    refused,
)
from shared.contracts.coaching import (
    ActionCompleted,
    ActionDropped,
    GoalMeasured,
    MeetingCancelled,
    MeetingHeld,
    WaveAdjusted,
    WaveOpened,
    WaveSunset,
)
from shared.contracts.competency import ItemPublished, LearnerMasterySnapshot, MasteryState
from shared.events.apply import Poison
from shared.testing import Deliveries
from shared.testing.deliveries import unknown_field

Values = list[tuple[str, float | None]]


def held(meeting_id: UUID, on: date) -> MeetingHeld:
    return MeetingHeld(
        meeting_id=meeting_id, engagement_id=UUID(int=1), host_id=UUID(int=2), partner_id=UUID(int=3), coach_ids=(),
        students=1, adults=2, started_at=moment(on), ended_at=moment(on, 13), held_on=on,
    )  # fmt: skip


def cancelled(meeting_id: UUID, on: date) -> MeetingCancelled:
    return MeetingCancelled(
        meeting_id=meeting_id, engagement_id=UUID(int=1), host_id=UUID(int=2), partner_id=UUID(int=3),
        because="quorum_lost", cancelled_on=on,
    )  # fmt: skip


def action(kind: type[ActionCompleted] | type[ActionDropped], action_id: UUID, on: date) -> Any:
    ids = {"action_id": action_id, "engagement_id": UUID(int=1), "host_id": UUID(int=2), "partner_id": UUID(int=3),
           "gap_id": UUID(int=4)}  # fmt: skip
    if kind is ActionCompleted:
        return ActionCompleted(**ids, completed_on=on)
    return ActionDropped(**ids, because="replaced", dropped_on=on)


async def recount(here: GoalsDistrict, of: str) -> tuple[float | None, float | None, bool]:
    found = await here.ask(f"{of}/recount")
    return found["value"], found["told"], found["equal"]


async def test_meetings_are_counted_from_the_baseline_on_and_told_once_a_day_and_only_when_otherwise(
    here: GoalsDistrict,
) -> None:
    _, found = await here.published(**counting({"kind": "meetings_held"}, baseline={"value": 4, "on": str(TODAY)}))
    await here.hear(held(uuid4(), TODAY), *(held(uuid4(), TODAY + days(on)) for on in (1, 1, 3)))
    for day in (2, 4, 5, 5):
        here.at = moment(TODAY + days(day))
        for _ in range(2):
            await here.run_job()
    expected = [(str(TODAY), 4.0), (str(TODAY + days(1)), 6.0), (str(TODAY + days(3)), 7.0)]
    assert await here.history(found) == expected
    assert [(str(one.measured_on), float(one.value)) for one in await here.told(GoalMeasured)] == expected
    assert (await here.ask(found))["progress"]["measured_on"] == str(TODAY + days(4)), "it holds until then"
    assert await recount(here, found) == (7.0, 7.0, True)


async def test_what_is_heard_late_corrects_the_days_that_were_told(here: GoalsDistrict) -> None:
    _, found = await here.published(**counting({"kind": "meetings_held"}))
    taken_back, late = uuid4(), uuid4()
    await here.hear(held(taken_back, TODAY + days(1)), held(uuid4(), TODAY + days(3)))
    here.at = moment(TODAY + days(5))
    await here.run_job()
    await here.hear(cancelled(taken_back, TODAY + days(2)), held(late, TODAY + days(2)))
    assert await recount(here, found) == (2.0, 2.0, False), "a day that was told is otherwise now"
    before = await here.history(found)
    here.at += days(1)
    await here.run_job()
    assert before == [(str(TODAY), 0.0), (str(TODAY + days(1)), 1.0), (str(TODAY + days(3)), 2.0)]
    assert await here.history(found) == [
        (str(TODAY), 0.0), (str(TODAY + days(1)), 0.0), (str(TODAY + days(2)), 1.0), (str(TODAY + days(3)), 2.0),
    ]  # fmt: skip
    assert [one.corrects for one in await here.told(GoalMeasured)] == [False, False, False, True, False]
    assert await recount(here, found) == (2.0, 2.0, True)
    assert await here.history(found, known_at=moment(TODAY + days(5)).isoformat()) == before


async def test_actions_and_teachers_in_waves_are_counted(here: GoalsDistrict) -> None:
    _, actions = await here.published(**counting({"kind": "actions_completed"}))
    _, teachers = await here.published(**counting({"kind": "teachers_in_waves"}))
    pilot, dropped = uuid4(), uuid4()
    opened = {"pilot_id": pilot, "schools": 2, "decides_on": TODAY + days(90)}
    await here.hear(
        action(ActionCompleted, uuid4(), TODAY + days(2)),
        action(ActionCompleted, dropped, TODAY + days(2)),
        action(ActionDropped, dropped, TODAY + days(3)),
        WaveOpened(**opened, wave=1, teachers=10, opened_on=TODAY + days(1)),
        WaveAdjusted(pilot_id=pilot, wave=1, next_wave=2, decided_on=TODAY + days(2)),
        WaveOpened(**opened, wave=2, teachers=8, opened_on=TODAY + days(2)),
        WaveOpened(**opened, wave=3, teachers=112, opened_on=TODAY + days(4)),
        WaveSunset(pilot_id=pilot, wave=3, reasons=(), share=False, decided_on=TODAY + days(6)),
    )
    here.at = moment(TODAY + days(7))
    await here.run_job()
    assert await here.history(actions) == [(str(TODAY), 0.0), (str(TODAY + days(2)), 1.0)]
    assert [value for _, value in await here.history(teachers)] == [0.0, 10.0, 8.0, 120.0, 0.0]


async def test_learners_who_come_to_master_an_item_are_counted_and_few_are_not_shown(here: GoalsDistrict) -> None:
    _, [item] = await here.framework()
    measure = {"kind": "learners_mastering", "item_id": str(item)}
    _, found = await here.published(**counting(measure, smallest_group=5))
    _, share = await here.published(
        **counting(measure | {"learners": 20}, unit="per_cent", target=60, smallest_group=5)
    )
    learners = [uuid4() for _ in range(12)]
    await here.hear(
        *(mastery(one, item, TODAY + days(1)) for one in learners[:3]),
        *(mastery(one, item, TODAY + days(2)) for one in learners[3:]),
        mastery(uuid4(), item, TODAY), mastery(uuid4(), uuid4(), TODAY + days(1)),
        mastery(learners[0], item, None, by="voiding"),
    )  # fmt: skip
    here.at = moment(TODAY + days(3))
    await here.run_job()
    assert await here.history(found) == [(str(TODAY), 0.0), (str(TODAY + days(1)), None), (str(TODAY + days(2)), 11.0)]
    assert await here.history(share) == [(str(TODAY), 0.0), (str(TODAY + days(1)), None), (str(TODAY + days(2)), 55.0)]
    assert None in [one.value for one in await here.told(GoalMeasured)]
    assert await recount(here, found) == (11.0, 11.0, True)
    shown = (await here.ask(MINE))["items"]
    assert [one["indicators"][0]["progress"]["value"] for one in shown] == [11.0, 55.0]


async def test_of_a_framework_learners_count_once_they_master_so_many_of_its_items(here: GoalsDistrict) -> None:
    framework, items = await here.framework(3)
    measure = {"kind": "learners_mastering", "framework_id": str(framework), "items": 2}
    _, found = await here.published(**counting(measure))
    learners = [uuid4() for _ in range(10)]
    late, unknown = uuid4(), uuid4()
    for learner in learners:
        await here.hear(
            mastery(learner, items[0], TODAY + days(1)), mastery(learner, items[2], TODAY + days(3)),
            mastery(learner, items[1], TODAY + days(2)), mastery(learner, unknown, TODAY + days(1)),
        )  # fmt: skip
    await here.hear(mastery(uuid4(), items[0], TODAY + days(1)))
    here.at = moment(TODAY + days(5))
    await here.run_job()
    assert (await here.history(found))[1:] == [(str(TODAY + days(2)), 10.0)]
    # An item of which nobody had told yet when it was mastered.
    await here.hear(*(mastery(one, late, TODAY + days(1)) for one in learners))
    await here.hear(ItemPublished(framework_id=framework, item_id=late, edition=2, statement="can do more"))
    here.at += days(1)
    await here.run_job()
    assert (await here.history(found))[1:3] == [(str(TODAY + days(1)), 10.0), (str(TODAY + days(2)), 10.0)]
    assert await recount(here, found) == (10.0, 10.0, True)


async def test_mastery_is_watched_from_the_day_on_which_its_indicator_is_made(here: GoalsDistrict) -> None:
    _, [item] = await here.framework()
    measure = {"kind": "learners_mastering", "item_id": str(item)}
    goal = await here.goal()
    here.at += days(5)
    body = {"words": "w", "direction": "up", "due_on": str(TODAY + days(99))} | counting(measure)
    assert refused(await here.client.post(f"{goal}/indicators", json=body)) == ["/baseline/on"]
    body["measure"] = measure | {"item_id": str(uuid4())}
    body["baseline"] = {"value": 0, "on": str(TODAY + days(5))}
    assert refused(await here.client.post(f"{goal}/indicators", json=body)) == ["/measure"]
    body["measure"] = measure
    found = await here.indicator(goal, **body)
    early = {"baseline": {"value": 0, "on": str(TODAY)}}
    assert refused(await here.client.patch(found, json=early, headers=ANY)) == ["/baseline/on"]
    assert (await here.client.get(f"{found}/recount")).status_code == 409, "it is not published yet"
    _, entered = await here.published()
    assert (await here.client.get(f"{entered}/recount")).status_code == 409, "it counts nothing"
    assert (await here.client.post(f"{found}/measurements", json={"measured_on": str(TODAY), "value": 1})
            ).status_code == 409, "nobody enters it"  # fmt: skip


async def test_a_snapshot_heals_what_was_missed_and_takes_back_what_is_no_longer_so(here: GoalsDistrict) -> None:
    _, [item, other] = await here.framework(2)
    _, found = await here.published(**counting({"kind": "learners_mastering", "item_id": str(item)}, smallest_group=5))
    learners = [uuid4() for _ in range(8)]
    await here.hear(*(mastery(one, item, TODAY + days(1)) for one in learners[:6]))
    state = MasteryState(item_id=item, mastered=True, known_at=moment(TODAY), mastered_since=moment(TODAY + days(2)))
    await here.hear(
        *(LearnerMasterySnapshot(learner_id=one, mastery=(state,)) for one in learners[6:]),
        LearnerMasterySnapshot(learner_id=learners[0], mastery=(state.model_copy(update={"item_id": other}),)),
    )
    here.at = moment(TODAY + days(3))
    await here.run_job()
    assert await here.history(found) == [(str(TODAY), 0.0), (str(TODAY + days(1)), 5.0), (str(TODAY + days(2)), 7.0)]


@pytest.mark.parametrize("seed", range(8))
async def test_in_any_order_twice_and_again_from_the_beginning_it_is_the_same(here: GoalsDistrict, seed: int) -> None:
    """Of each key the guard keeps the order; keys come as they like, the log comes again, and so does a part of it."""
    chance = Random(seed)
    _, [item] = await here.framework()
    measure = {"kind": "learners_mastering", "item_id": str(item)}
    paths = [
        (await here.published(**counting(one, smallest_group=5)))[1]
        for one in (measure, {"kind": "meetings_held"}, {"kind": "actions_completed"})
    ]
    stories = [_story(chance, item) for _ in range(40)]
    expected = [_expected(stories, kind) for kind in ("mastery", "meeting", "action")]
    records = [[here.log.record(here.district, event) for event in events] for _, events, _ in stories]
    waiting = [list(one) for one in records if one]
    shuffled = []
    while waiting:
        key = chance.choice(waiting)
        shuffled.append(key.pop(0))
        waiting = [one for one in waiting if one]
    half = chance.randrange(len(shuffled))
    await here.log.deliver(*shuffled[:half])
    await here.log.deliver(*shuffled[chance.randrange(half + 1) :], *shuffled[half:])
    here.at = moment(TODAY + days(21))
    await here.run_job()
    assert [_last(await here.history(one)) for one in paths] == expected
    fresh = Deliveries(subscription, here.running.worker)
    await fresh.deliver(*shuffled, epoch=2)
    assert [await recount(here, one) for one in paths] == [(value, value, True) for value in expected]


def _story(chance: Random, item: UUID) -> tuple[str, list[Any], bool]:
    """What happens to one thing: its kind, its events in their order, and whether it counts in the end."""
    kind, key = chance.choice(["mastery", "meeting", "action"]), uuid4()
    on = TODAY + days(chance.randint(1, 20))
    if kind == "mastery":
        flips = [chance.random() < 0.7 for _ in range(chance.randint(1, 4))]
        return kind, [mastery(key, item, on if flip else None) for flip in flips], flips[-1]
    done = chance.random() < 0.7
    if kind == "meeting":
        return kind, [held(key, on), *([] if done else [cancelled(key, on)])], done
    return kind, [action(ActionCompleted, key, on), *([] if done else [action(ActionDropped, key, on)])], done


def _expected(stories: list[tuple[str, list[Any], bool]], kind: str) -> float | None:
    count = sum(counts for of, _, counts in stories if of == kind)
    return None if kind == "mastery" and 0 < count < 5 else float(count)


def _last(values: Values) -> float | None:
    return values[-1][1]


async def test_unknown_fields_are_read_over_and_a_body_that_is_none_is_poison(here: GoalsDistrict) -> None:
    _, found = await here.published(**counting({"kind": "meetings_held"}))
    event = held(uuid4(), TODAY + days(1))
    await here.log.deliver(here.log.record(here.district, event, body=unknown_field(event, colour="blue")))
    other = held(uuid4(), TODAY + days(1))
    with pytest.raises(Poison):
        await here.log.deliver(here.log.record(here.district, other, body=b'{"meeting_id": 1}'))
    here.at = moment(TODAY + days(3))
    await here.run_job()
    assert _last(await here.history(found)) == 1.0


async def test_no_row_is_kept_of_mastery_that_nobody_counts(here: GoalsDistrict, elsewhere: GoalsDistrict) -> None:
    """What another district watches is not kept of this one, nor what this one does not."""
    _, [item] = await elsewhere.framework()
    await elsewhere.published(**counting({"kind": "learners_mastering", "item_id": str(item)}))
    await here.hear(mastery(uuid4(), item, TODAY + days(1)))
    _, [own] = await here.framework()
    await here.published(**counting({"kind": "learners_mastering", "item_id": str(own)}))
    await here.hear(mastery(uuid4(), item, TODAY + days(1)), mastery(uuid4(), own, TODAY + days(1)))
    async with here.running.worker.transaction(here.district) as session:
        rows = (await session.connection()).exec_driver_sql("select item_id from watched_mastery")
        assert [row.item_id for row in (await rows).all()] == [own]


async def test_a_new_baseline_counts_anew_once_it_is_published(here: GoalsDistrict) -> None:
    goal, found = await here.published(**counting({"kind": "meetings_held"}))
    await here.hear(held(uuid4(), TODAY + days(1)), held(uuid4(), TODAY + days(3)))
    here.at = moment(TODAY + days(5))
    await here.run_job()
    change = {"baseline": {"value": 10, "on": str(TODAY)}}
    assert (await here.client.patch(found, json=change, headers=ANY)).status_code == 200
    here.at += days(1)
    await here.run_job()
    assert [value for _, value in await here.history(found)] == [0.0, 1.0, 2.0], "what is published counts"
    await here.send(f"{goal}/publish", status=200)
    await here.run_job()
    assert [value for _, value in await here.history(found)] == [10.0, 11.0, 12.0]
