"""Results: scored once closed, in two depths, each score worked out again from its explanation."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from readiness.scoring.usecases import known_results
from services.readiness.tests.assessments.asking import LAST, days, moment
from services.readiness.tests.scoring.rederiving import check_scores
from services.readiness.tests.scoring.scored import Scored, group, scoring_district, spoil
from shared.contracts.readiness import AssessmentScored
from shared.testing import RunningService
from shared.values.calendar import day_of


async def answered(opened: Scored) -> None:
    """Leaders and teachers enough, and a family and a union too few to be shown."""
    await opened.raters(2, "leader", vision=4, vote=True, devices=1, network=3)
    await opened.rater("leader", {"vision": 3, "vote": True, "devices": "2.5", "network": "~dont_know"})
    await opened.raters(4, "teacher", vision=2, vote=False, model="most", devices=5, network=1)
    await opened.rater("teacher", {"vision": 1, "vote": False, "model": "~dont_know", "devices": 3, "network": 2})
    await opened.raters(2, "union", vision=1)


async def test_a_closed_assessment_is_scored_once_and_told_with_what_is_released(opened: Scored) -> None:
    await answered(opened)
    assert await opened.get("results") == {"items": [], "next": None}
    await opened.closed()
    await opened.score()
    [listed] = (await opened.get("results"))["items"]
    found = await opened.result()
    # Leaders: vision 0.888889, vote 1. Teachers, who weigh 2: vision 0.266666, vote 0, model 0.8 x 4 / 5.
    assert group(found, "leadership", "leader")["score"] == Decimal("0.944445")  # type: ignore[index]
    assert group(found, "leadership", "teacher")["score"] == Decimal("0.302222")  # type: ignore[index]
    leadership = found["conditions"][0]
    assert leadership["score"] == Decimal("0.516296")
    assert listed == {key: found[key] for key in listed}
    assert (listed["result"], listed["closed_on"]) == (1, str(day_of(opened.at, "UTC")))
    assert [(one["question"], one["status"]) for one in found["gates"]] == [("vote", "missed")]
    assert found["reaches"]["held_by"] == ["vote"]
    told = [one.event for one in await opened.running.published(AssessmentScored)]
    [event] = [one for one in told if str(one.assessment_id) == opened.assessment_id]
    assert (event.score, event.reached) == (found["score"], found["reached"])
    assert [(one.condition, one.score) for one in event.conditions] == [
        (one["condition"], one["score"]) for one in found["conditions"]
    ]


async def test_what_is_hidden_looks_as_if_nobody_had_answered(opened: Scored) -> None:
    await answered(opened)
    await opened.closed()
    found, explanation = await opened.result(), await opened.get("results/1/explanation")
    by_role = {tuple(role["role"] for role in one["roles"]): one for one in found["responses"]}
    assert by_role["leader",]["submitted"] == 3
    assert (by_role["leader",]["response"], by_role["leader",]["coverage"]) == (1, Decimal("0.075"))
    for hidden in ("union", "family"):
        assert (by_role[hidden,]["submitted"], by_role[hidden,]["response"]) == (None, None)
        assert group(found, "leadership", hidden) is None
        assert _left_out(explanation, hidden) == {"because": "not_released", "score": None, "share": None}


def _left_out(explanation: Any, role: str) -> dict[str, Any]:
    [found] = [one for one in explanation["conditions"][0]["groups"] if one["group"] == role]
    return {key: found[key] for key in ("because", "score", "share")}


async def test_every_released_score_is_worked_out_again_from_its_explanation(opened: Scored) -> None:
    await answered(opened)
    await opened.closed()
    explanation, found = await opened.get("results/1/explanation"), await opened.result()
    check_scores(explanation)
    assert (explanation["depth"], explanation["score"]) == ("released", found["score"])
    assert [one["score"] for one in explanation["conditions"]] == [one["score"] for one in found["conditions"]]
    one = await opened.get("results/1/explanation", condition="technology")
    assert one["conditions"] == explanation["conditions"][1:]
    assert one["gates"] == []
    unknown = await opened.client.get(f"{opened.path}/results/1/explanation", params={"condition": "weather"})
    assert unknown.status_code == 422


async def test_the_full_depth_is_for_systems_and_operators_and_names_no_rater(opened: Scored) -> None:
    await answered(opened)
    await opened.closed()
    full = await opened.get("results/1/full-explanation")
    check_scores(full)
    [union] = [one for one in full["conditions"][0]["groups"] if one["group"] == "union"]
    assert union["questions"][0]["lines"][0] == {"answer": "1", "count": 2, "each": 0, "total": 0}
    for role in ("leader", "educator", "learner", "family"):
        async with opened.running.client(opened.district, "readiness.review", role=role) as client:
            assert (await client.get(f"{opened.path}/results/1/full-explanation")).status_code == 403, role
    async with opened.running.client(opened.district, "readiness.read") as client:
        assert (await client.get(f"{opened.path}/results/1/full-explanation")).status_code == 403
        assert (await client.get(f"{opened.path}/results/1")).status_code == 200


async def test_a_result_is_a_sheet_of_released_figures_each_marked_as_public(opened: Scored) -> None:
    await answered(opened)
    await opened.closed()
    answer = await opened.client.get(f"{opened.path}/results/1/export")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {one["record"] for one in rows} == {"public record"}
    assert rows[0]["score"] == str((await opened.result())["score"])
    assert "union" not in answer.text


async def test_late_answers_change_nothing(opened: Scored) -> None:
    await answered(opened)
    late = await opened.link(role="leader")
    assert (await opened.save(late, "vision", 1, 1)).status_code == 200
    await opened.closed()
    before = await opened.result()
    assert (await opened.submit(late)).status_code == 409
    assert (await opened.save(late, "vision", 2, 1)).status_code == 409
    await opened.score()
    assert await opened.result() == before
    assert len((await opened.get("results"))["items"]) == 1


async def test_an_assessment_that_closes_by_the_calendar_is_scored_too(opened: Scored) -> None:
    await answered(opened)
    opened.at = moment(LAST + days(1))
    while await opened.running.run_job("readiness.windows"):
        pass
    await opened.score()
    assert (await opened.result())["closed_on"] == str(LAST), "the last day that was asked"


async def test_nobody_answered_is_a_result_without_a_score(opened: Scored) -> None:
    await opened.closed()
    found = await opened.result()
    assert (found["score"], found["reached"], found["confidence"]) == (None, None, None)
    assert [one["status"] for one in found["gates"]] == ["not_judged"]
    check_scores(await opened.get("results/1/explanation"))


async def test_results_of_another_district_are_not_there(opened: Scored) -> None:
    await opened.closed()
    await opened.result()  # a result that the process knows is guarded like any other
    async with scoring_district(opened.running) as other:
        for path in ("results", "results/1", "results/1/explanation", "results/1/full-explanation", "verifications",
                     "evidence", "comments", f"comparison?with={uuid4()}"):  # fmt: skip
            assert (await other.client.get(f"{opened.path}/{path}")).status_code == 404, path
    assert (await opened.client.get(f"{opened.path}/results/2")).status_code == 404


async def test_a_result_reads_alike_however_often_and_after_it_was_forgotten(
    opened: Scored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_results, "MOST", 1)
    await opened.raters(4, "leader", vision=4)
    await opened.closed()
    first = await opened.result(1)
    assert await opened.result(1) == first
    await opened.reopen()
    await opened.raters(4, "leader", vision=1)
    await opened.closed()
    second = await opened.result(2)
    assert (second["score"], first["score"]) == (Decimal("0.5"), Decimal(1))
    assert [await opened.result(number) for number in (1, 2, 2, 1)] == [first, second, second, first]


async def test_an_assessment_that_fails_does_not_hold_up_the_others_and_is_tried_again(running: RunningService) -> None:
    async with scoring_district(running) as failing, scoring_district(running) as other:
        await failing.open()
        await failing.raters(3, "leader", vision=4)
        await failing.close()
        await other.open()
        await other.raters(3, "leader", vision=4)
        other.at = failing.at = moment(LAST)
        await spoil(failing, "99")
        await other.close()
        await other.score()
        assert (await other.result())["score"] == 1
        assert (await failing.get("results"))["items"] == []
        await spoil(failing, "4")
        await failing.score()
        assert (await failing.get("results"))["items"] == [], "not at once"
        failing.at = moment(LAST, 13)
        with failing.clock():
            await failing.score()
        assert (await failing.result())["score"] == 1
