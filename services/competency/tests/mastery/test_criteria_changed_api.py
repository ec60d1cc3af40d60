"""What is laid down about parts changes: later than the evidence, by an edition, by its withdrawal."""

from uuid import UUID

from services.competency.tests.frameworks.case_pieces import put
from services.competency.tests.mastery.criteria_pieces import (
    ITEMS,
    TREE,
    item_id,
    laid,
    show,
    standing,
    tree_package,
    withdrawn,
)
from services.competency.tests.mastery.policy_pieces import recalculated
from services.competency.tests.pieces import ALL
from shared.testing import DISTRICT_A, RunningService


async def test_a_rule_laid_down_later_is_brought_about_and_withdrawn_gives_way_to_the_evidence(
    running: RunningService, learner: UUID, name: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        await show(client, learner, name, "A1")
        await show(client, learner, name, "A", 3)
        await laid(client, item_id(name, "A"))
        assert (await standing(client, learner, name))["A"] == (3, True, None), "until it is determined anew"
        assert await recalculated(running)
        assert (await standing(client, learner, name))["A"] == (None, False, 1)
        own = await show(client, learner, name, "A", 4, 2)
        assert (own["mastery"]["mastered"], own["mastery"]["criterion_version"]) == (False, 1), "its children decide"
        await laid(client, item_id(name, "A"), "any")
        await recalculated(running)
        assert (await standing(client, learner, name))["A"] == (None, True, 2)
        await withdrawn(client, item_id(name, "A"))
        await recalculated(running)
        assert (await standing(client, learner, name))["A"] == (4, True, None)
        versions = (await client.get(f"{ITEMS}/{item_id(name, 'A')}/criterion/versions")).json()["items"]
        gone = await client.get(f"{ITEMS}/{item_id(name, 'A')}/criterion")
        listed = await client.get(f"/competency/v1/frameworks/{versions[0]['framework_id']}/criteria")
        assert await recalculated(running) == 0
    assert [(v["version"], v["rule"], v["withdrawn"]) for v in versions] == [
        (1, "all", False), (2, "any", False), (3, "any", True),
    ]  # fmt: skip
    assert all(v["laid_by"] == f"test-client-of-{DISTRICT_A}" and v["laid_at"] for v in versions)
    assert (gone.status_code, listed.json()["items"]) == (404, [])


async def test_what_was_recorded_of_a_parent_alone_comes_back_when_its_rule_is_withdrawn(
    running: RunningService, learner: UUID, name: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        await laid(client, item_id(name, "A"))
        assert (await show(client, learner, name, "A", 4))["mastery"]["mastered"] is False
        await withdrawn(client, item_id(name, "A"))
        await recalculated(running)
        assert (await standing(client, learner, name))["A"] == (4, True, None)


async def test_an_edition_that_changes_the_tree_changes_the_rules_that_follow_it(
    running: RunningService, learner: UUID, name: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        await laid(client, item_id(name, "A"), "at_least", least=3)
        await laid(client, item_id(name, "B"), "all")
        await laid(client, item_id(name, "R"), "any", children=[{"item_id": item_id(name, "A3")}])
        for code in ("A1", "A2"):
            await show(client, learner, name, code)
        await recalculated(running)
        assert (await standing(client, learner, name))["A"] == (None, False, 1)
        less = {code: parent for code, parent in TREE.items() if code != "A3"}
        await put(client, tree_package(name, less))
        assert await recalculated(running)
        found = await standing(client, learner, name)
        versions = [
            (await client.get(f"{ITEMS}/{item_id(name, code)}/criterion/versions")).json()["items"][-1]
            for code in "ABR"
        ]
        await put(client, tree_package(name, less | {"A4": "A"}))
        assert (await client.get(f"{ITEMS}/{item_id(name, 'A')}/criterion")).json()["version"] == 3
    assert (found["A"], "R" in found) == ((None, True, 2), False)
    assert [(v["version"], v["edition"], v["withdrawn"], v["least"]) for v in versions] == [
        (2, 2, False, 2), (1, None, False, None), (2, 2, True, None),
    ]  # fmt: skip
