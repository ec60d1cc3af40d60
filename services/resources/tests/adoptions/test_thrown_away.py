"""A draft that is thrown away takes with it what it had of upstream: that is offered again, as if nobody had looked."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from services.resources.tests.adoptions.adopters import (
    adapted,
    adopt,
    changes,
    choose,
    do,
    draft,
    item,
    outcomes,
    read,
)
from services.resources.tests.items.library import ANY, OWN, Library, content, part


async def thrown_away(here: Library, own: str) -> None:
    await here.ask("DELETE", f"{OWN}/{own}/draft", 204, headers=ANY)


async def test_what_was_taken_into_it_is_offered_again(here: Library, there: Library) -> None:
    first = part()
    item_id = await there.published(content(first))
    adoption_id, own = await adapted(here, item_id)
    await here.publish(own)
    await there.revise(item_id, content(first | {"source": "Fold again."}, title="Longer"))
    before = outcomes(await changes(here, adoption_id))
    offered = [path for path, outcome in before.items() if outcome == "offered"]
    await choose(here, adoption_id, dict.fromkeys(offered, "take"))
    assert (await read(here, adoption_id))["version"] == 2
    await thrown_away(here, own)
    after = await read(here, adoption_id)
    assert (after["version"], after["upstream"], after["state"]) == (1, "revised", "adapted")
    assert outcomes(await changes(here, adoption_id)) == before
    await choose(here, adoption_id, dict.fromkeys(offered, "take"))
    await here.publish(own, "As upstream has it.")
    assert (await item(here, own))["content"]["title"] == "Longer"
    assert (await read(here, adoption_id))["version"] == 2


async def test_what_was_declined_stays_declined(here: Library, there: Library) -> None:
    item_id = await there.published()
    adoption_id, own = await adapted(here, item_id)
    await here.publish(own)
    await there.revise(item_id, content(title="Longer", description="Another."))
    await choose(here, adoption_id, {"title": "take", "description": "decline"})
    await thrown_away(here, own)
    shown = outcomes(await changes(here, adoption_id))
    assert (shown["title"], shown["description"]) == ("offered", "declined")


async def test_where_its_parts_came_from_is_as_it_was(here: Library, there: Library) -> None:
    """A part that allows no derivatives is held to what was taken of it, not to what the draft had of it."""
    free, shut = part(), part("CC-BY-ND-4.0", "As it is.")
    item_id = await there.published(content(free, shut))
    adoption_id, own = await adapted(here, item_id)
    await here.publish(own)
    credits = (await item(here, own))["credits"]
    added = part(words="Draw a number line.")
    await there.revise(item_id, content(free | {"source": "Fold again."}, shut | {"source": "As it is now."}, added))
    offered = [path for path, outcome in outcomes(await changes(here, adoption_id)).items() if outcome == "offered"]
    await choose(here, adoption_id, dict.fromkeys(offered, "take"))
    await thrown_away(here, own)
    await here.ask("POST", f"{OWN}/{own}/draft", 201)
    shown = await draft(here, own)
    assert (shown["problems"], shown["credits"]) == ([], credits)


async def test_parts_that_were_put_into_it_are_not_adapted_any_more(here: Library, there: Library) -> None:
    own = await here.published(content(part(words="Ours."), title="A unit of our own"))
    adoption_id = await adopt(here, await there.published(), following=True)
    await do(here, adoption_id, "adapt", own_item_id=own)
    await thrown_away(here, own)
    seen = await read(here, adoption_id)
    assert (seen["state"], seen["own_item_id"], seen["intents"]["otherwise"]) == ("following", None, "asked")
    await do(here, adoption_id, "adapt", own_item_id=own)
    await here.publish(own, "More parts.")
    await here.ask("POST", f"{OWN}/{own}/draft", 201)
    await thrown_away(here, own)
    assert (await read(here, adoption_id))["state"] == "adapted", "it was published"


class Twins:
    """Two districts that adapt the same: what the first one publishes, the second takes too; and what the first throws
    away, the second has never begun.
    """

    def __init__(self, libraries: list[Library], seed: int) -> None:
        self.one, self.twin, self.there = libraries
        self.random = Random(seed)
        self.since: list[dict[str, str]] = []
        self.revised = False

    async def begin(self) -> None:
        self.parts = [part(words=f"Words {number}.", title=f"Part {number}") for number in range(3)]
        self.fixed = {"authors": content()["authors"]}
        self.item_id = await self.there.published(content(*self.parts, **self.fixed))
        self.ours, self.own = await adapted(self.one, self.item_id)
        self.theirs, self.other = await adapted(self.twin, self.item_id)
        await self.one.publish(self.own)
        await self.twin.publish(self.other)

    async def revise(self) -> None:
        number = self.random.randrange(3)
        self.parts[number] = self.parts[number] | {"source": f"Words {self.random.randrange(10**6)}."}
        said = content(*self.parts, title=f"Title {self.random.randrange(3)}", **self.fixed)
        await self.there.revise(self.item_id, said)
        self.revised = bool(self.since)

    async def take(self) -> None:
        asked = outcomes(await changes(self.one, self.ours))
        offered = [path for path, outcome in asked.items() if outcome == "offered"]
        chosen = {path: "take" for path in offered if self.random.random() < 0.6}
        if chosen:
            await choose(self.one, self.ours, chosen)
            self.since.append(chosen)

    async def publish(self) -> None:
        if self.since and not self.revised:  # the second one takes of the same version
            for chosen in self.since:
                await choose(self.twin, self.theirs, chosen)
            await self.one.publish(self.own, "As upstream has it.")
            await self.twin.publish(self.other, "As upstream has it.")
            self.since.clear()

    async def discard(self) -> None:
        if self.since:
            await thrown_away(self.one, self.own)
            self.since, self.revised = [], False

    async def look(self) -> None:
        if not self.since:
            ours, theirs = await changes(self.one, self.ours), await changes(self.twin, self.theirs)
            assert (outcomes(ours), ours["version"]) == (outcomes(theirs), theirs["version"])


@pytest.mark.parametrize("seed", range(4))
async def test_nothing_that_was_thrown_away_is_left_of_it(found_library: Any, seed: int) -> None:
    twins = Twins([await found_library() for _ in range(3)], seed)
    await twins.begin()
    for _ in range(14):
        await twins.random.choice([twins.revise, twins.take, twins.take, twins.publish, twins.discard])()
        await twins.look()
    await twins.discard()
    await twins.look()
