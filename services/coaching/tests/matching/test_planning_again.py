"""What a host lays down holds: pins, what is forbidden, and that confirmed matches change as little as can be."""

from typing import Any
from uuid import uuid4

import pytest

from services.coaching.tests.coaches.coaching_district import TODAY, days, refused
from services.coaching.tests.matching.plans import ENDS_ON, FRIDAY, TUESDAY, Plans


def pair(coach_id: str, need_id: str) -> dict[str, str]:
    return {"coach_id": coach_id, "need_id": need_id}


async def test_a_pinned_pair_stays_and_a_forbidden_one_is_not_made(made: Plans) -> None:
    best, other = await made.coach(), await made.coach(skills=[made.skill(level=1)])
    need = await made.brought()
    assert await made.couples((await made.matching())["matching_id"]) == {(best, need)}
    pinned = await made.matching(pinned=[pair(other, need)])
    assert await made.couples(pinned["matching_id"]) == {(other, need)}
    (shown,) = await made.pairs(pinned["matching_id"])
    assert shown["pinned"] is True
    forbidden = await made.matching(forbidden=[pair(best, need)])
    assert await made.couples(forbidden["matching_id"]) == {(other, need)}
    neither = await made.matching(forbidden=[pair(best, need), pair(other, need)])
    assert (neither["pairs"], neither["uncovered"]) == (0, 1)


async def test_a_pin_that_breaks_a_rule_makes_no_matching_and_says_so(made: Plans) -> None:
    coach = await made.coach(languages=["fr"])
    need = await made.brought()
    done = await made.matching(pinned=[pair(coach, need)])
    assert (done["state"], done["pairs"], done["proved"]) == ("impossible", None, False)
    (reason,) = done["reasons"]
    assert (reason["doubt"], reason["rule"]) == ("impossible_pin", "language")
    assert (reason["coach_id"], reason["need_id"]) == (coach, need)


@pytest.mark.parametrize(
    ("change", "pointers"),
    [({"starts_on": str(TODAY - days(1))}, ["/starts_on"]), ({"ends_on": str(TODAY)}, ["/ends_on"]),
     ({"ends_on": str(TODAY + days(367))}, ["/ends_on"]),
     ({"policy": {"fit": -1}}, ["/policy/fit"]), ({"policy": {"meeting_length": "PT5M"}}, ["/policy/meeting_length"]),
     ({"previous": "proposed"}, ["/previous"]), ({"seed": "00"}, ["/seed"]),
     ({"pinned": [pair(str(uuid4()), str(uuid4()))]}, ["/pinned/0/coach_id", "/pinned/0/need_id"])],
)  # fmt: skip
async def test_what_no_matching_can_be_made_of_is_refused_with_its_place(
    made: Plans, change: dict[str, Any], pointers: list[str]
) -> None:
    assert refused(await made.ask(**change)) == pointers


async def test_a_pair_is_not_both_pinned_and_forbidden(made: Plans) -> None:
    both = [pair(await made.coach(), await made.brought())]
    assert refused(await made.ask(pinned=both, forbidden=both)) == ["/pinned/0"]


async def test_asking_twice_with_one_key_asks_once(made: Plans) -> None:
    body, key = {"starts_on": str(TODAY), "ends_on": str(ENDS_ON)}, {"Idempotency-Key": "plan-1"}
    first, second = [await made.host.client.post("/coaching/v1/matchings", json=body, headers=key) for _ in range(2)]
    assert (first.status_code, second.json()) == (202, first.json())


async def test_planning_again_keeps_what_is_confirmed_and_says_what_it_changes(made: Plans) -> None:
    """The second need can be met by the better coach alone: the first goes to the other coach, at their time."""
    coach = await made.coach(weekly_capacity=1, availability=[TUESDAY, FRIDAY])
    first = await made.brought("slight", availability=[TUESDAY, FRIDAY])
    match_id = await made.confirmed()
    same = await made.matching(previous="confirmed")
    assert (same["changes"]["kept"], same["changes"]["ended"], same["changes"]["moved"]) == (1, 0, [])
    assert await made.propose(same["matching_id"]) == {
        "matching_id": same["matching_id"], "proposed": 0, "kept": 1, "ended": 0,
    }  # fmt: skip
    other = await made.coach(availability=[FRIDAY])
    second = await made.brought("critical", availability=[TUESDAY])
    apart = await made.matching()
    assert (apart["pairs"], apart["uncovered"]) == (0, 1), "what stands is not touched"
    again = await made.matching(previous="confirmed")
    assert await made.couples(again["matching_id"]) == {(coach, second), (other, first)}
    changes = again["changes"]
    assert (changes["kept"], changes["ended"], changes["begun"], changes["moved"]) == (0, 1, 2, [coach])
    assert (await made.propose(again["matching_id"])) == {
        "matching_id": again["matching_id"], "proposed": 2, "kept": 0, "ended": 1,
    }  # fmt: skip
    ended = [one for one in await made.matches() if one["state"] == "ended"]
    assert [(one["match_id"], one["because"]) for one in ended] == [(match_id, "planned_again")]


async def test_a_student_is_matched_beside_staff_and_is_not_confirmed_without(made: Plans) -> None:
    staff, student = await made.coach(), await made.coach("student")
    need = await made.brought()
    done = await made.matching()
    assert await made.couples(done["matching_id"]) == {(staff, need), (student, need)}
    await made.propose(done["matching_id"])
    matches = {one["coach_id"]: one["match_id"] for one in await made.matches()}
    path = f"/coaching/v1/matches/{matches[staff]}/decline"
    assert (await made.host.client.post(path, json={"words": "On leave."})).status_code == 200
    assert (await made.confirm(matches[student], made.host)).status_code == 409


async def test_a_clearance_that_ends_within_the_plan_is_none(made: Plans) -> None:
    await made.host.staff(last=40, skills=[made.skill()], availability=[TUESDAY])
    await made.brought()
    assert (await made.matching())["pairs"] == 0
    shorter = await made.matching(ends_on=str(TODAY + days(40)))
    assert shorter["pairs"] == 1


async def test_a_question_is_helped_with_by_who_knows_its_condition_or_the_question(made: Plans) -> None:
    condition = await made.coach(availability=[TUESDAY])
    question = await made.coach(availability=[FRIDAY], skills=[made.skill(key="board.vote", kind="question")])
    gap = await made.find_gap(question="board.vote")
    need = (await made.bring(gap, availability=[TUESDAY, FRIDAY])).json()["need_id"]
    done = await made.matching(forbidden=[pair(condition, need)])
    assert await made.couples(done["matching_id"]) == {(question, need)}
    done = await made.matching(forbidden=[pair(question, need)])
    assert await made.couples(done["matching_id"]) == {(condition, need)}
