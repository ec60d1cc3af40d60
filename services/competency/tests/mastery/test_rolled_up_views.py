"""What is rolled up, seen through time, explained, and through crosswalks."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.competency.tests.frameworks.case_pieces import key
from services.competency.tests.mastery.criteria_pieces import begun, item_id, laid, map_of, show
from services.competency.tests.mastery.policy_pieces import recalculated
from services.competency.tests.pieces import ALL
from shared.testing import DISTRICT_A, RunningService

TREE = {"R": None, "A": "R", "A1": "A", "A2": "A", "B": "R"}


@pytest.fixture
async def name(running: RunningService) -> str:
    name = f"views {uuid4()}"
    async with running.client(DISTRICT_A, *ALL) as client:
        await begun(client, name, TREE)
        await laid(client, item_id(name, "A"))
        await laid(client, item_id(name, "R"), "weighted", mastery=2, children=[
            {"item_id": item_id(name, "B"), "weight": 3}, {"item_id": item_id(name, "A2"), "weight": 1},
        ])  # fmt: skip
        await recalculated(running)
    return name


async def seen(client: httpx.AsyncClient, learner: UUID, name: str, **query: Any) -> dict[str, tuple[Any, ...]]:
    codes = {item_id(name, code): code for code in TREE}
    found = await map_of(client, learner, **query)
    return {codes[k]: (row["score"], row["mastered"]) for k, row in found.items() if k in codes}


async def why(client: httpx.AsyncClient, learner: UUID, name: str, code: str, **query: Any) -> dict[str, Any]:
    path = f"/competency/v1/learners/{learner}/mastery/{item_id(name, code)}/explain"
    answer = await client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_each_time_alone_and_both_with_what_is_rolled_up(
    running: RunningService, learner: UUID, name: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        await show(client, learner, name, "A1", day=9)
        await show(client, learner, name, "A2", day=3)
        then = (await map_of(client, learner))[item_id(name, "A")]["known_at"]
        await show(client, learner, name, "A1", day=2)
        await show(client, learner, name, "B", day=12)
        day = "2026-10-05T00:00:00Z"
        views = [
            await seen(client, learner, name, **times)
            for times in ({}, {"as_of": day}, {"known_at": then}, {"as_of": day, "known_at": then})
        ]
        whys = [
            (await why(client, learner, name, "A", **times))["result"]
            for times in ({}, {"as_of": day}, {"known_at": then}, {"as_of": day, "known_at": then})
        ]
        path = f"/competency/v1/learners/{learner}/mastery/{item_id(name, 'A')}/history"
        held = [
            (await client.get(path, params=times)).json()["items"] for times in ({}, {"known_at": then}, {"as_of": day})
        ]
    full = (4, True)
    assert views == [
        {"A1": full, "A2": full, "A": (None, True), "B": full, "R": (4, True)},
        {"A1": full, "A2": full, "A": (None, True), "R": (1, False)},
        {"A1": full, "A2": full, "A": (None, True), "R": (1, False)},
        {"A2": full, "A": (None, False), "R": (1, False)},
    ]
    assert [one["mastered"] for one in whys] == [True, True, True, False]
    assert [one["pieces"] for one in whys] == [2, 2, 2, 1]
    assert [one["observed_at"] for one in whys] == [
        "2026-10-03T10:00:00Z", "2026-10-03T10:00:00Z", "2026-10-09T10:00:00Z", None,
    ]  # fmt: skip
    assert [[d["observed_at"] and d["observed_at"][8:10] for d in page] for page in held] == [
        [None, "09", "03"], [None, "09"], [None, "03"],
    ]  # fmt: skip


async def test_an_explanation_names_the_rule_the_children_what_each_adds_and_what_would_change_it(
    running: RunningService, learner: UUID, name: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        await show(client, learner, name, "A1")
        await show(client, learner, name, "B", 2)
        await show(client, learner, name, "A", 4)
        counted, mean = await why(client, learner, name, "A"), await why(client, learner, name, "R")
    assert (counted["policy"], counted["up_to_date"]) == (None, True)
    assert {k: counted["criterion"][k] for k in ("version", "rule", "needed", "mastery")} == {
        "version": 1, "rule": "all", "needed": 2, "mastery": None,
    }  # fmt: skip
    assert [(c["coding_scheme"], c["mastered"], c["adds"]) for c in counted["children"]] == [
        ("A1", True, 1), ("A2", False, 0),
    ]  # fmt: skip
    assert counted["steps"][0]["what"] == "1 of 2 children are mastered, and 2 must be"
    assert counted["prospect"]["words"] == "Mastering 1 more of the 1 children missing would bring mastery."
    assert [(p["share"], p["reason"]) for p in counted["pieces"]] == [(None, "criterion")]
    assert (mean["result"]["score"], mean["result"]["mastered"]) == (1.5, False)
    assert [s["formula"] for s in mean["steps"]] == ["(2 × 3 + 0 × 1) ÷ 4", "round(previous)"]
    assert [(c["adds"], c["gained_from"]) for c in mean["children"]] == [(1.5, 2.66), (0, 1.98)]


async def test_a_number_stored_is_explained_by_the_version_it_was_made_by(
    running: RunningService, learner: UUID, name: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        await show(client, learner, name, "A1")
        before = (await map_of(client, learner))[item_id(name, "A")]["known_at"]
        await laid(client, item_id(name, "A"), "any", children=[{"item_id": item_id(name, "A1")}])
        await show(client, learner, name, "A2")
        waiting = await why(client, learner, name, "A")
        await recalculated(running)
        now, then = await why(client, learner, name, "A"), await why(client, learner, name, "A", known_at=before)
    assert (waiting["criterion"]["version"], waiting["up_to_date"]) == (1, False)
    assert waiting["result"]["mastered"] is False
    assert (now["criterion"]["version"], now["result"]["mastered"], now["up_to_date"]) == (2, True, True)
    assert (then["criterion"]["version"], then["result"]["mastered"]) == (1, False)


async def matched(client: httpx.AsyncClient, other: httpx.AsyncClient, one: str, two: str) -> dict[str, Any]:
    ends = {"origin_item_id": one, "destination_item_id": two, "match_type": "exactMatchOf"}
    match: dict[str, Any] = (await client.post("/competency/v1/crosswalks", json=ends)).json()
    answer = await other.post(f"/competency/v1/crosswalks/{match['match_id']}/confirm")
    assert answer.status_code == 200, answer.text
    return match


async def test_mastery_is_shown_through_a_confirmed_match_and_never_as_the_items_own(
    running: RunningService, learner: UUID, name: str
) -> None:
    theirs = f"{name} theirs"
    async with (
        running.client(DISTRICT_A, *ALL) as client,
        running.client(DISTRICT_A, *ALL, role="educator", person_id=uuid4()) as other,
    ):
        await begun(client, theirs, TREE, scale_maximum=10, mastery_score=8)
        await show(client, learner, name, "B", 4, day=2)
        await show(client, learner, theirs, "A1", 3, day=3)
        both = {"framework_id": key(theirs), "through_crosswalks": True}
        none = await map_of(client, learner, **both)
        match = await matched(client, other, item_id(name, "B"), item_id(theirs, "B"))
        await matched(client, other, item_id(theirs, "A1"), item_id(name, "B"))
        found = await map_of(client, learner, **both)
        unasked = await map_of(client, learner, framework_id=key(theirs))
        everything = await map_of(client, learner)
        earlier = await map_of(client, learner, as_of="2026-10-01T00:00:00Z", **both)
        known = await map_of(client, learner, known_at=none[item_id(theirs, "A1")]["known_at"], **both)
        await client.post(f"/competency/v1/crosswalks/{match['match_id']}/withdraw")
        after = await map_of(client, learner, **both)
        nowhere = await client.get(f"/competency/v1/learners/{learner}/mastery", params={"framework_id": str(uuid4())})
    assert set(none) == set(unasked) == {item_id(theirs, "A1")}
    assert item_id(theirs, "B") not in everything
    shown, own = found[item_id(theirs, "B")], found[item_id(theirs, "A1")]
    assert (shown["mastered"], shown["score"], shown["observed_at"]) == (True, None, "2026-10-02T10:00:00Z")
    assert shown["through"] == {"item_id": item_id(name, "B"), "match_id": match["match_id"], "score": 4}
    assert (own["mastered"], own["score"], own["through"]["item_id"]) == (True, 3, item_id(name, "B"))
    assert unasked[item_id(theirs, "A1")]["mastered"] is False
    assert earlier == {}
    assert known[item_id(theirs, "A1")]["through"] is None, "the match was confirmed later"
    assert (item_id(theirs, "B") in after, nowhere.status_code) == (False, 404)
