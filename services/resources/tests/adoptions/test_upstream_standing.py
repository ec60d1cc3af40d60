"""What was adopted stands when upstream goes, as its licence says; what was recalled nobody shows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from services.resources.tests.adoptions.adopters import ADOPTIONS, adapted, adopt, do, draft, item, may, read, write
from services.resources.tests.items.library import ANY, OWN, Library, agreement, content, part, tell
from shared.testing import Deliveries

PassOn = Callable[[], Awaitable[int]]
Found = Callable[[], Awaitable[Library]]


@pytest.mark.parametrize("standing", ["retired", "taken_down"])
async def test_what_is_open_stays_with_its_adopter_when_it_is_taken_away(
    here: Library, there: Library, pass_on: PassOn, standing: str
) -> None:
    item_id = await there.published()
    adoption_id = await adopt(here, item_id)
    await there.stand(item_id, standing, because="It is in the new unit.")
    await pass_on()
    seen = await read(here, adoption_id)
    assert (seen["upstream"], seen["because"]) == (standing, "It is in the new unit.")
    assert seen["content"]["title"] == "Fraction strips"
    allowed = may(seen)
    assert (allowed["use"], allowed["edit"], allowed["hand_on"]) == (True, True, True)
    assert (allowed["take_as_is"], allowed["adapt"], allowed["offer_back"]) == (False, False, False)
    assert (await do(here, adoption_id, "adapt"))["state"] == "adapted"


async def test_a_list_says_how_each_adoption_stands(here: Library, there: Library, deliveries: Deliveries) -> None:
    told = agreement(there.district, here.district)
    await tell(deliveries, [told])
    ids = {
        await adopt(here, await there.published(content(part(licence)))): licence
        for licence in ("CC-BY-4.0", "CC-BY-SA-4.0", "partnership")
    }
    revised, retired, _ = [(await read(here, one))["item_id"] for one in ids]
    await there.revise(revised, content())
    await there.stand(retired, "retired", because="It is in the new unit.")
    await tell(deliveries, [told.model_copy(update={"state": "ended"})])
    listed = (await here.ask("GET", f"{ADOPTIONS}?limit=100", 200))["items"]
    assert {ids[one["adoption_id"]]: (one["upstream"], one["newest"]) for one in listed} == {
        "CC-BY-4.0": ("revised", 2), "CC-BY-SA-4.0": ("retired", 1), "partnership": ("vanished", None),
    }  # fmt: skip
    for one in listed:
        whole = await read(here, one["adoption_id"])
        assert {name: whole[name] for name in one} == one


async def test_what_was_for_partners_ends_with_the_agreement(
    here: Library, there: Library, deliveries: Deliveries
) -> None:
    told = agreement(there.district, here.district)
    await tell(deliveries, [told])
    adoption_id = await adopt(here, await there.published(content(part("partnership"))))
    await tell(deliveries, [told.model_copy(update={"state": "ended"})])
    seen = await read(here, adoption_id)
    assert (seen["upstream"], seen["newest"], seen["content"]) == ("vanished", None, None)
    use = next(one for one in seen["may"] if one["act"] == "use")
    assert (use["allowed"], use["ways"]) == (False, ["ask_author"])


async def test_nobody_goes_on_showing_what_was_recalled_nor_what_holds_parts_of_it(
    found_library: Found, pass_on: PassOn
) -> None:
    author, adapter, third = [await found_library() for _ in range(3)]
    bad, good = part(words="Not ours."), part(words="Ours.")
    item_id = await author.published(content(bad))
    adoption_id, own = await adapted(adapter, item_id)
    await write(adapter, own, content(bad, good))
    await adapter.publish(own)
    of_third = await adopt(third, own)
    await author.stand(item_id, "recalled", because="A photograph in it was not ours.")
    assert (await read(adapter, adoption_id))["content"] is None, "at once, for who sees the item"
    await pass_on()
    for reader in (author, adapter, third):
        seen = await item(reader, own)
        assert (seen["standing"], seen["content"], seen["title"], seen["credits"]) == ("recalled", None, None, [])
        assert own not in await reader.seen()
    assert (await read(third, of_third))["content"] is None
    assert (await read(third, of_third))["upstream"] == "recalled"
    mended = await read(adapter, adoption_id)
    assert {act for act, allowed in may(mended).items() if allowed} == {"edit"}

    await adapter.ask("POST", f"{OWN}/{own}/draft", 201)
    assert [one["pointer"] for one in (await draft(adapter, own))["problems"]] == ["/parts/0"]
    await adapter.ask("POST", f"{OWN}/{own}/draft/submit", 422, json={"changes": "None."}, headers=ANY)
    await write(adapter, own, content(good))
    await adapter.publish(own, "What was recalled is gone.")
    seen = await item(third, own)
    assert (seen["version"], seen["standing"], len(seen["content"]["parts"])) == (2, "offered", 1)
    first = await third.ask("GET", f"/resources/v1/items/{own}/versions/1", 200)
    assert (first["standing"], first["content"]) == ("recalled", None)


async def test_what_was_recalled_is_neither_adopted_nor_adapted(here: Library, there: Library, pass_on: PassOn) -> None:
    item_id = await there.published()
    adoption_id = await adopt(here, item_id)
    await there.stand(item_id, "recalled", because="It harms.")
    await pass_on()
    refused = await do(here, adoption_id, "adapt", 409)
    assert "recalled" in refused["detail"]
    await do(here, adoption_id, "end")
    await here.ask("POST", "/resources/v1/adoptions", 409, json={"item_id": item_id})
