"""A closed assessment is opened again: another result stands beside the first, and their difference tells nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest

from services.readiness.tests.assessments.asking import ANY, FIRST, LAST, days
from services.readiness.tests.scoring.rederiving import check_scores
from services.readiness.tests.scoring.scored import Scored, group
from shared.contracts.readiness import AssessmentClosed, AssessmentOpened, AssessmentScored

MINIMUMS = {"leader": 3, "teacher": 4, "family": 4, "union": 3}


async def test_a_closed_assessment_is_opened_again_by_its_etag_and_says_why(opened: Scored) -> None:
    body = {"closes_on": str(LAST + days(7)), "reason": "The letters were late."}
    path = f"{opened.path}/reopen"
    assert (await opened.client.post(path, json=body, headers=ANY)).status_code == 409, "it is open"
    await opened.close()
    tag = (await opened.client.get(opened.path)).headers["ETag"]
    assert (await opened.client.post(path, json=body)).status_code == 428
    assert (await opened.client.post(path, json=body, headers={"If-Match": '"1"'})).status_code == 412
    found = await opened.client.post(path, json=body, headers={"If-Match": tag})
    assert (found.status_code, found.json()["state"], found.json()["closes_on"]) == (200, "open", body["closes_on"])
    assert found.json()["reopenings"] == [{"reopened_on": str(FIRST), **body}]
    assert found.headers["ETag"] != tag
    told = [one.event for one in await opened.running.published() if one.district_id == opened.district]
    ours = [one for one in told if isinstance(one, AssessmentOpened | AssessmentClosed)]
    assert [type(one) for one in ours] == [AssessmentOpened, AssessmentClosed, AssessmentOpened]
    assert isinstance(ours[-1], AssessmentOpened)
    assert str(ours[-1].closes_on) == body["closes_on"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [({"closes_on": str(FIRST - days(1))}, "/closes_on"), ({"closes_on": str(FIRST + days(300))}, "/closes_on"),
     ({"reason": " "}, "/reason"), ({"reason": "x" * 2001}, "/reason"), ({"opens_on": str(FIRST)}, "/opens_on")],
)  # fmt: skip
async def test_what_cannot_be_opened_again_is_refused_with_its_place(
    opened: Scored, change: dict[str, str], pointer: str
) -> None:
    await opened.close()
    body = {"closes_on": str(LAST), "reason": "late", **change}
    refused = await opened.client.post(f"{opened.path}/reopen", json=body, headers=ANY)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_who_has_submitted_changes_nothing_and_the_others_can_answer(opened: Scored) -> None:
    [done] = await opened.raters(1, "leader", vision=4)
    late = await opened.link(role="leader")
    await opened.closed()
    assert (await opened.reopen()).status_code == 200
    assert (await opened.save(done, "vision", 2, 1)).status_code == 409
    assert (await opened.save(late, "vision", 1, 2)).status_code == 200
    assert (await opened.submit(late)).status_code == 200


async def test_one_more_rater_changes_no_released_figure(opened: Scored) -> None:
    await opened.raters(4, "teacher", vision=2, devices=2)
    await opened.closed()
    first = await opened.result()
    await opened.reopen()
    await opened.rater("teacher", {"vision": 4, "devices": 1})
    await opened.closed()
    second = await opened.result(2)
    changed = {"result", "scored_at", "responses", "closed_on"}
    assert {key: one for key, one in second.items() if key not in changed} == {
        key: one for key, one in first.items() if key not in changed
    }
    submitted = [[one["submitted"] for one in found["responses"]] for found in (first, second)]
    assert submitted[0] == submitted[1]
    assert await opened.result() == first, "the first stays as it was"
    stands = [one["stands"] for one in _questions(await opened.get("results/2/explanation"))]
    assert stands
    assert all(stands)
    full = await opened.get("results/2/full-explanation")
    assert max(sum(line["count"] for line in one["lines"]) for one in _questions(full)) == 5
    told = [one.event for one in await opened.running.published(AssessmentScored)]
    ours = [one for one in told if str(one.assessment_id) == opened.assessment_id]
    assert [(one.result, one.score) for one in ours] == [(1, first["score"]), (2, first["score"])]


def _questions(explanation: Any) -> Iterator[Any]:
    for condition in explanation["conditions"]:
        for each in condition["groups"]:
            yield from (one for one in each["questions"] if one["lines"])


async def test_enough_more_raters_are_shown(opened: Scored) -> None:
    await opened.raters(4, "teacher", vision=2)
    await opened.closed()
    await opened.reopen()
    await opened.raters(4, "teacher", vision=4)
    await opened.closed()
    found = group(await opened.result(2), "leadership", "teacher")
    assert found is not None
    assert found["score"] == Decimal("0.666667")


async def test_no_difference_of_any_two_results_is_of_fewer_raters_than_the_minimum(opened: Scored) -> None:
    """One who reads every release, and knows who came in between, subtracts all that is told of each answer."""
    waves = [{"teacher": 4, "union": 2, "family": 2}, {"teacher": 1}, {"teacher": 2, "leader": 3},
             {"family": 2, "union": 1}, {"teacher": 4, "leader": 1}]  # fmt: skip
    told: list[dict[tuple[str, str], dict[str, int]]] = []
    for number, wave in enumerate(waves, 1):
        for role, count in wave.items():
            votes = {} if role in ("family", "union") else {"vote": True}
            await opened.raters(count, role, vision=number % 4 + 1, **votes)
        await opened.closed()
        explanation = await opened.get(f"results/{number}/explanation")
        check_scores(explanation)
        told.append(_told(explanation))
        await opened.reopen()
    seen = 0
    for before, after in combinations(told, 2):
        for cell in before.keys() & after.keys():
            differs = {key: after[cell][key] - before[cell][key] for key in before[cell]}
            more = differs["asked"]
            least = max(MINIMUMS[role] for role in cell[1].split("+"))
            assert more == 0 or more >= least, (cell, differs)
            assert more or not any(differs.values()), (cell, differs)
            seen += more > 0
    assert seen, "nothing new was shown at all"


def _told(explanation: Any) -> dict[tuple[str, str], dict[str, int]]:
    """How many of each group gave each answer to each question, and how many were asked."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for condition in explanation["conditions"]:
        for each in condition["groups"]:
            for one in each["questions"]:
                if one["because"] != "not_released":
                    counts = {line["answer"]: line["count"] for line in one["lines"]}
                    rest = {key: count or 0 for key, count in one["not_counted"].items()}
                    asked = sum(counts.values()) + sum(rest.values())
                    found[one["question"], each["group"]] = counts | rest | {"asked": asked}
    return found
