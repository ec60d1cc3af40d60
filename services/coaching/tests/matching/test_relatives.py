"""Coaches who are related are not put beside one student, whether they were declared before a plan or after it."""

from typing import NamedTuple

import pytest

from services.coaching.tests.coaches.coaching_district import RELATIONS
from services.coaching.tests.engagements.partnership import add
from services.coaching.tests.matching.plans import ANY, MATCHINGS, Plans
from services.coaching.tests.matching.test_running import Gate, gate

__all__ = ["gate"]

BESIDE = {"staff_beside_student": 2}


class Team(NamedTuple):
    """Two of staff and a student, who can coach the same need."""

    one: str
    other: str
    student: str
    need: str

    @property
    def all(self) -> set[tuple[str, str]]:
        return {(coach, self.need) for coach in (self.one, self.other, self.student)}


async def team(made: Plans) -> Team:
    return Team(await made.coach(), await made.coach(), await made.coach("student"), await made.brought())


async def relate(made: Plans, of: Team, by: str = "host") -> None:
    """Declares the two as related: among the host's coaches, or by the partner in the engagement."""
    if by == "host":
        path, body = RELATIONS, {"coach_ids": [of.one, of.other], "kind": "spouse"}
    else:
        members = [await add(made.two, made.host, "coach", one) for one in (of.one, of.other)]
        path, body = f"{made.two.path}/relations", {"member_ids": members, "kind": "spouse"}
    client = made.host.client if by == "host" else made.partner.client
    answer = await client.post(path, json=body)
    assert answer.status_code == 201, answer.text


async def planned(made: Plans) -> set[tuple[str, str]]:
    return await made.couples((await made.matching(policy=BESIDE))["matching_id"])


@pytest.mark.parametrize("by", ["host", "partner"])
async def test_a_plan_keeps_apart_who_is_related_whichever_district_knows_it(made: Plans, by: str) -> None:
    of = await team(made)
    assert await planned(made) == of.all
    await relate(made, of, by)
    apart = await planned(made)
    assert len(apart) == 1
    assert apart < of.all


@pytest.mark.parametrize("by", ["host", "partner"])
async def test_what_is_planned_with_both_is_planned_anew_and_nobody_confirms_it(made: Plans, by: str) -> None:
    of = await team(made)
    await made.propose((await made.matching(policy=BESIDE))["matching_id"])
    matches = await made.matches(state="proposed")
    assert {(one["coach_id"], one["need_id"]) for one in matches} == of.all
    await relate(made, of, by)
    newest, before = (await made.host.client.get(MATCHINGS)).json()["items"]
    assert (before["stale_because"], newest["because"], newest["state"]) == ("coaches_related", "stale", "queued")
    for match in matches:
        answer = await made.confirm(match["match_id"], made.partner)
        assert answer.status_code == 409
        assert "related" in answer.json()["detail"]
    while await made.work():
        pass
    assert len(await made.couples(newest["matching_id"])) == 1
    assert len(await made.matches(state="proposed")) == 3, "it proposes nothing by itself"


async def test_a_plan_without_both_on_one_need_stays(made: Plans) -> None:
    of = await team(made)
    done = await made.matching()
    assert len(await made.couples(done["matching_id"]) & {(of.one, of.need), (of.other, of.need)}) == 1
    await relate(made, of)
    assert (await made.read(done["matching_id"]))["stale_because"] is None


async def test_a_relation_that_is_declared_while_it_runs_makes_it_stale(gate: Gate) -> None:
    made = gate.made
    of = await team(made)
    await gate.begin(policy=BESIDE)
    await relate(made, of)
    done = await gate.end()
    assert (done["state"], done["stale_because"]) == ("finished", "coaches_related")
    assert (await made.host.client.post(f"{MATCHINGS}/{gate.matching_id}/propose", headers=ANY)).status_code == 409
