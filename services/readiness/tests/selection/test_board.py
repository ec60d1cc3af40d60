"""The ranked list as the host reads it: ties and how they are decided, agreement, and what would change it."""

from typing import Any
from uuid import UUID

from readiness.selection.rules.ranking import commitment_of, lot_of
from services.readiness.tests.selection.hosting import REVIEWS, Applicant, Hosting, criterion, ok


async def reviewed(hosting: Hosting, sheets: list[list[tuple[int, int]]], **more: Any) -> list[Applicant]:
    """Applications that each reviewer gave these levels of need and plan."""
    await hosting.open(most_applications=None, **more)
    applicants = await hosting.applied(len(sheets[0]))
    reviewers = [await hosting.reviewer(f"reviewer {number}") for number in range(len(sheets))]
    await hosting.end()
    for reviewer, levels in zip(reviewers, sheets, strict=True):
        await hosting.scored([reviewer], applicants, levels)
    return applicants


async def test_a_tie_at_the_cut_is_decided_by_the_rule_that_was_fixed_before(hosting: Hosting) -> None:
    criteria = [criterion("need", 1), criterion("plan", 1)]
    levels = [(3, 5), (4, 4), (4, 4), (1, 1)]
    one, two, three, last = await reviewed(
        hosting, [levels] * 2, capacity=1, criteria=criteria, ties={"criteria": ["need"]}
    )
    found = await hosting.rank()
    seed = bytes.fromhex(found["seed"])
    commitment = ok(await hosting.chair.get(hosting.path))["commitment"]
    assert commitment_of(seed) == commitment, "the seed is the one that was published before"
    by_lot = sorted([two, three], key=lambda applicant: lot_of(seed, UUID(applicant.application_id)))
    expected = [*(applicant.application_id for applicant in (*by_lot, one)), last.application_id]
    assert [place["application_id"] for place in found["places"]] == expected
    assert [(place["tie"], place["by"]) for place in found["places"]] == [
        (1, "lot"), (1, "need"), (1, None), (2, None)]  # fmt: skip
    sensitivity = ok(await hosting.chair.get(f"{hosting.path}/ranking/sensitivity"))
    assert [place["hold"] for place in sensitivity["firmness"][:3]] == ["tie_rule"] * 3


async def test_criteria_stand_in_the_order_of_the_call(hosting: Hosting) -> None:
    criteria = [criterion("plan", 1), criterion("aim", 2), criterion("need", 1)]
    await hosting.open(criteria=criteria, capacity=1)
    (one,) = await hosting.applied(1)
    first, second = [await hosting.reviewer(f"reviewer {number}") for number in range(2)]
    await hosting.end()
    for reviewer in (first, second):
        given = ok(await hosting.score(reviewer, one, need=3, aim=2, plan=1))
        assert list(given["sheet"]["levels"]) == ["plan", "aim", "need"]
    read = ok(await first.get(f"{REVIEWS}/{one.application_id}"))
    assert [list(sheet["levels"]) for sheet in read["others"]] == [["plan", "aim", "need"]]
    await hosting.chosen_by_rank([one])
    record = ok(await hosting.chair.get(f"{hosting.path}/record"))
    for ranking in (await hosting.ranking(), *record["rankings"]):
        assert [list(place["criteria"]) for place in ranking["places"]] == [["plan", "aim", "need"]]
    assert [list(sheet["levels"]) for sheet in record["sheets"]] == [["plan", "aim", "need"]] * 2


async def test_which_weight_moves_the_cut_and_by_how_much(hosting: Hosting) -> None:
    """Scores 2/3 x need + 1/3 x plan, in quarters: first 5/6, second 2/3. They meet where need weighs as much as the
    plan: at a share of a half, which is a weight of 1.
    """
    first, second = await reviewed(hosting, [[(5, 3), (3, 5)]] * 2, capacity=1)
    await hosting.rank()
    found = ok(await hosting.chair.get(f"{hosting.path}/ranking/sensitivity"))
    (less,) = (one for one in found["break_evens"] if (one["criterion"], one["direction"]) == ("need", "less"))
    assert less["share_now"] == 0.666667
    assert (less["share"], less["weight"]) == (0.5, 1.0)
    assert (less["leaves"], less["enters"]) == ([first.application_id], [second.application_id])
    (more,) = (one for one in found["break_evens"] if (one["criterion"], one["direction"]) == ("need", "more"))
    assert (more["share"], more["weight"], more["leaves"]) == (None, None, [])
    assert {one["hold"] for one in found["firmness"]} == {"firm"}
    assert [one["chosen"] for one in found["firmness"]] == [True, False]


async def test_a_place_that_hangs_on_one_reviewer_is_not_called_firm(hosting: Hosting) -> None:
    sheets = [[(5, 5), (1, 1)], [(3, 3), (4, 4)], [(3, 3), (4, 4)]]
    first, second = await reviewed(hosting, sheets, capacity=1, reviewers=2)
    await hosting.rank()
    found = ok(await hosting.chair.get(f"{hosting.path}/ranking/sensitivity"))
    ids = await hosting.reviewer_ids()
    (moving,) = (one for one in found["reviewers"] if one["leaves"])
    assert (moving["reviewer_id"], moving["enters"]) == (ids["reviewer 0"], [second.application_id])
    held = {one["application_id"]: (one["hold"], one["reviewers"]) for one in found["firmness"]}
    assert held[first.application_id] == ("one_reviewer", [ids["reviewer 0"]])


async def test_of_more_than_sixty_it_is_not_worked_out_what_would_change_the_list_and_they_are_decided_all_the_same(
    hosting: Hosting,
) -> None:
    levels = [(1 + number % 5, 1 + number % 4) for number in range(61)]
    applicants = await reviewed(hosting, [levels] * 2)
    assert len((await hosting.rank())["places"]) == 61
    refused = await hosting.chair.get(f"{hosting.path}/ranking/sensitivity")
    assert (refused.status_code, refused.headers["content-type"]) == (409, "application/problem+json")
    assert "up to 60 applications with a score, and this list has 61; read the list" in refused.json()["detail"]
    assert len((await hosting.ranking())["agreement"]) == 2
    ok(await hosting.decide(applicants[0], "not_chosen"))
    ok(await hosting.chair.get(f"{hosting.path}/decisions/preview"))
    ok(await applicants[0].act("withdraw"))
    found = ok(await hosting.chair.get(f"{hosting.path}/ranking/sensitivity"))
    assert len(found["firmness"]) == 60


async def test_agreement_is_named_by_coefficient_and_criterion_or_says_why_there_is_none(hosting: Hosting) -> None:
    sheets = [[(1, 3), (3, 3), (5, 3)], [(1, 3), (3, 3), (5, 3)]]
    await reviewed(hosting, sheets)
    need, plan = (await hosting.rank())["agreement"]
    assert need == {
        "criterion": "need",
        "krippendorff_alpha": {"value": 1.0, "because": None},
        "gwet_ac2": {"value": 1.0, "because": None},
    }
    assert plan["krippendorff_alpha"] == {"value": None, "because": "unanimous"}
    assert plan["gwet_ac2"]["value"] == 1.0


async def test_the_list_follows_a_sheet_that_is_changed_and_an_application_that_is_withdrawn(hosting: Hosting) -> None:
    first, second, third = await reviewed(hosting, [[(5, 5), (4, 4), (3, 3)]] * 2)
    await hosting.rank()
    reviewer = await hosting.person("reviewer 0", "readiness.review")
    ok(await hosting.score(reviewer, first, need=1, plan=1))
    changed = await hosting.ranking()
    assert (changed["number"], changed["because"]) == (2, "sheet_changed")
    assert [one["application_id"] for one in changed["places"]][:1] == [second.application_id]
    ok(await second.act("withdraw"))
    left = await hosting.ranking()
    assert (left["number"], left["because"]) == (3, "application_withdrawn")
    assert sorted(one["application_id"] for one in left["places"]) == sorted(
        [first.application_id, third.application_id]
    )
    assert len(ok(await hosting.chair.get(f"{hosting.path}/rankings"))) == 3


async def test_a_list_is_made_while_a_call_is_reviewed_and_not_before(opened: Hosting) -> None:
    assert (await opened.chair.get(f"{opened.path}/ranking")).status_code == 409
    assert (await opened.chair.post(f"{opened.path}/rankings")).status_code == 409
    await opened.end()
    made = await opened.rank()
    assert (made["places"], made["unranked"]) == ([], [])
    assert (await opened.chair.get(f"{opened.path}/ranking", params={"number": 2})).status_code == 404
