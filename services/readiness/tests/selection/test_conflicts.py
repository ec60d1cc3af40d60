"""A reviewer with a conflict has no part in an application, and nothing that they are shown tells of it: whether the
conflict is declared early or late, what they see is what they would see if it were not there.
"""

from typing import Any

import httpx
import pytest

from services.readiness.tests.selection.hosting import REVIEWED, REVIEWS, SCOPES, Applicant, Hosting, ok

LEVELS = [(5, 2), (4, 4), (3, 1), (2, 2)]
HIDDEN = 1


async def seen_by(reviewer: httpx.AsyncClient, hosting: Hosting, applicants: list[Applicant]) -> dict[str, Any]:
    """All that a reviewer can read, with places of the applicants instead of ids."""
    number = {one.application_id: f"application {place}" for place, one in enumerate(applicants)}
    listed = ok(await reviewer.get(REVIEWS, params={"limit": 2}))
    items, after = listed["items"], listed["next"]
    while after:
        page = ok(await reviewer.get(REVIEWS, params={"limit": 2, "after": after}))
        items, after = items + page["items"], page["next"]
    call = ok(await reviewer.get(f"{REVIEWED}/{hosting.call_id}"))
    places = call["places"] and [(one["place"], number[one["application_id"]], one["score"]) for one in call["places"]]
    return {
        "list": [(number[one["application_id"]], one["scored"]) for one in items if one["call_id"] == hosting.call_id],
        "counts": (call["applications"], call["scored"]),
        "mean": call["mean"],
        "places": places,
        "answers": [(await reviewer.get(f"{REVIEWS}/{one.application_id}")).status_code for one in applicants],
    }


async def reviewed(hosting: Hosting, levels: list[tuple[int, int]]) -> tuple[list[httpx.AsyncClient], list[Applicant]]:
    await hosting.open(capacity=2, most_applications=None)
    applicants = await hosting.applied(len(levels))
    reviewers = [await hosting.reviewer(f"reviewer {number}") for number in range(4)]
    await hosting.end()
    return reviewers, applicants


async def without_it(hosting: Hosting) -> dict[str, Any]:
    """What a reviewer sees of a call to which the hidden district has not applied."""
    reviewers, applicants = await reviewed(hosting, LEVELS[:HIDDEN] + LEVELS[HIDDEN + 1 :])
    await hosting.scored(reviewers, applicants, LEVELS[:HIDDEN] + LEVELS[HIDDEN + 1 :])
    await hosting.rank()
    return await seen_by(reviewers[0], hosting, applicants)


def renamed(seen: dict[str, Any]) -> str:
    """The names of the applications behind the hidden one are one higher where it is there."""
    text = str({key: value for key, value in seen.items() if key != "answers"})
    for number in range(len(LEVELS) - 1, HIDDEN - 1, -1):
        text = text.replace(f"application {number}'", f"application {number + 1}'")
    return text


@pytest.mark.parametrize("when", ["early", "after scoring", "after the list"])
async def test_what_a_reviewer_with_a_conflict_sees_is_as_if_the_application_were_not_there(
    hosting: Hosting, when: str
) -> None:
    bare = await without_it(hosting)
    reviewers, applicants = await reviewed(hosting, LEVELS)
    conflicted, hidden = reviewers[0], applicants[HIDDEN]
    if when == "early":
        assert ok(await hosting.conflict(conflicted, hidden))["late"] is False
        await hosting.scored(reviewers[1:], applicants, LEVELS)
        rest = [one for one in applicants if one is not hidden]
        await hosting.scored([conflicted], rest, LEVELS[:HIDDEN] + LEVELS[HIDDEN + 1 :])
        await hosting.rank()
    else:
        await hosting.scored(reviewers, applicants, LEVELS)
        if when == "after the list":
            await hosting.rank()
        assert ok(await hosting.conflict(conflicted, hidden))["late"] is True
        if when == "after scoring":
            await hosting.rank()
    seen = await seen_by(conflicted, hosting, applicants)
    assert str({key: value for key, value in seen.items() if key != "answers"}) == renamed(bare)
    assert seen["answers"] == [404 if one is hidden else 200 for one in applicants]


async def test_a_late_conflict_makes_the_list_anew_and_keeps_the_old_one(hosting: Hosting) -> None:
    reviewers, applicants = await reviewed(hosting, LEVELS)
    await hosting.scored(reviewers[1:], applicants, LEVELS)
    await hosting.scored([reviewers[0]], applicants, [(5, 2), (1, 1), (3, 1), (2, 2)])
    old = await hosting.rank()
    before = await hosting.revision()
    hidden = applicants[HIDDEN]
    declared = ok(await hosting.conflict(reviewers[0], hidden))
    assert ok(await hosting.conflict(reviewers[0], hidden)) == declared, "declared once"
    new = await hosting.ranking()
    assert (new["number"], new["because"], new["replaced_because"]) == (2, "conflict_declared", None)
    scores = {one["application_id"]: (one["score"], one["reviewers"]) for one in new["places"]}
    assert scores[hidden.application_id] == (0.75, 3), "the mean of those who remain"
    kept = await hosting.ranking(number=1)
    assert (kept["replaced_because"], kept["places"]) == ("conflict_declared", old["places"])
    listed = ok(await hosting.chair.get(f"{hosting.path}/rankings"))
    assert [one["number"] for one in listed] == [1, 2]
    assert await hosting.revision() != before, "who decided beside the old list reads the new one first"


async def test_a_conflict_that_leaves_too_few_reviewers_leaves_no_score(hosting: Hosting) -> None:
    await hosting.open(reviewers=2)
    applicants = await hosting.applied(2)
    reviewers = [await hosting.reviewer(f"reviewer {number}") for number in range(2)]
    await hosting.end()
    await hosting.scored(reviewers, applicants, [(3, 3), (4, 4)])
    assert (await hosting.rank())["unranked"] == []
    ok(await hosting.conflict(reviewers[1], applicants[0]))
    found = await hosting.ranking()
    assert found["unranked"] == [applicants[0].application_id]


async def test_whoever_must_not_judge_an_application_scores_it_no_more(hosting: Hosting) -> None:
    reviewers, applicants = await reviewed(hosting, LEVELS[:2])
    ok(await hosting.conflict(reviewers[0], applicants[0]))
    for answer in (
        await hosting.score(reviewers[0], applicants[0], need=5, plan=5),
        await reviewers[0].get(f"{REVIEWS}/{applicants[0].application_id}"),
    ):
        assert answer.status_code == 404


async def test_others_do_not_see_the_sheet_of_a_reviewer_with_a_conflict(hosting: Hosting) -> None:
    reviewers, applicants = await reviewed(hosting, LEVELS[:1])
    await hosting.scored(reviewers[:3], applicants, LEVELS[:1])
    ok(await hosting.conflict(reviewers[0], applicants[0]))
    seen = ok(await reviewers[1].get(f"{REVIEWS}/{applicants[0].application_id}"))
    assert len(seen["others"]) == 1


async def test_a_chair_with_a_conflict_sees_a_board_without_it_and_releases_nothing(hosting: Hosting) -> None:
    reviewers, applicants = await reviewed(hosting, LEVELS)
    hidden = applicants[HIDDEN].application_id
    await hosting.scored(reviewers, applicants, LEVELS)
    both = await hosting.person("reviewer 0", *SCOPES, "readiness.review")
    whole = await hosting.rank()
    for one in applicants:
        ok(await hosting.decide(one, "not_chosen", departs="None has a plan."))
    ok(await hosting.conflict(reviewers[0], applicants[HIDDEN]))
    assert len(whole["places"]) == 4
    seen = [
        ok(await both.get(f"{hosting.path}/{path}"))
        for path in ("applications", "ranking", "rankings", "ranking/sensitivity", "decisions")
    ]
    assert hidden not in str(seen)
    received, ranking, rankings, sensitivity, decisions = seen
    assert (len(received["items"]), len(decisions["decisions"]), len(sensitivity["firmness"])) == (3, 3, 3)
    assert [one["place"] for one in ranking["places"]] == [1, 2, 3], "no gap tells of it"
    assert [one["number"] for one in rankings] == [2]
    decision = {"outcome": "chosen", "reasons": "Friends."}
    tag = {"If-Match": await hosting.revision()}
    for answer, status in (
        (await both.get(f"{hosting.path}/applications/{hidden}"), 404),
        (await both.put(f"{hosting.path}/applications/{hidden}/decision", json=decision, headers=tag), 404),
        (await both.get(f"{hosting.path}/ranking", params={"number": 1}), 404),
        (await both.get(f"{hosting.path}/decisions/preview"), 409),
        (await both.post(f"{hosting.path}/decisions/release", json={"preview": "0" * 64}, headers=tag), 409),
    ):
        assert answer.status_code == status, answer.text
    ok(await hosting.release())
    record = ok(await both.get(f"{hosting.path}/record"))
    assert hidden in str(record["conflicts"]), "from the release on it is open to everybody"


async def test_a_conflict_that_is_declared_after_the_release_is_on_record_and_makes_no_list(hosting: Hosting) -> None:
    reviewers, applicants = await reviewed(hosting, LEVELS)
    await hosting.scored(reviewers, applicants, LEVELS)
    await hosting.chosen_by_rank(applicants)
    before = ok(await hosting.chair.get(f"{hosting.path}/record"))
    ok(await hosting.conflict(reviewers[0], applicants[0]))
    after = ok(await hosting.chair.get(f"{hosting.path}/record"))
    assert after["rankings"] == before["rankings"], "the last list is the one that was decided by"
    assert (len(before["conflicts"]), [one["late"] for one in after["conflicts"]]) == (0, [True])
