"""What an adopter improved is offered back, decided by the authors with a reason, and credited."""

from __future__ import annotations

from asyncio import gather
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest

from services.resources.tests.adoptions.adopters import (
    ADOPTIONS,
    OFFERS,
    adapted,
    adopt,
    decide,
    draft,
    offer,
    write,
)
from services.resources.tests.items.library import ANY, OWN, Library, content, part

Found = Callable[[], Awaitable[Library]]
CLEARER = "Learners fold strips, then compare them."
ACTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("accept", {}),
    ("decline", {"reason": "not_accurate"}),
    ("withdraw", {}),
)


async def improved(here: Library, there: Library, **said: Any) -> tuple[str, str, Any]:
    """An item of one district's that the other has improved; the item, the adoption, and what the item said."""
    first = content(**said)
    item_id = await there.published(first)
    adoption_id, own = await adapted(here, item_id)
    authors = [*first["authors"], {"person_id": str(uuid4()), "name": "B. Reyes"}]
    await write(here, own, first | {"description": CLEARER, "grade_band": "k-2", "authors": authors})
    return item_id, adoption_id, first


async def test_what_is_accepted_is_in_the_authors_draft_and_credited(here: Library, there: Library) -> None:
    item_id, adoption_id, _ = await improved(here, there)
    made = await offer(here, adoption_id, "description", "grade_band")
    assert (made["state"], made["fit"], made["title"]) == ("offered", "fits", "Fraction strips")
    assert [one["name"] for one in made["authors"]] == ["B. Reyes"]
    for by, side in ((here, "made"), (there, "received")):
        listed = await by.ask("GET", f"{OFFERS}?side={side}", 200)
        assert [one["offer_id"] for one in listed["items"]] == [made["offer_id"]]
    assert (await here.ask("GET", f"{OFFERS}?side=received", 200))["items"] == []
    seen = await there.ask("GET", f"{OFFERS}/{made['offer_id']}", 200)
    assert {one["path"]: one["outcome"] for one in seen["changes"]} == {
        "description": "offered", "grade_band": "offered",
    }  # fmt: skip

    after = await decide(there, made["offer_id"], "accept", paths=["description"], words="Thank you.")
    assert (after["state"], after["reply"]) == ("accepted", "Thank you.")
    said = (await draft(there, item_id))["content"]
    assert (said["description"], said["grade_band"]) == (CLEARER, "3-5")
    assert [one["name"] for one in said["authors"]] == ["B. Reyes", "M. Ortiz"]
    assert (await here.ask("GET", f"{OFFERS}/{made['offer_id']}", 200))["reply"] == "Thank you."


async def test_only_what_was_changed_is_offered(here: Library, there: Library) -> None:
    item_id, adoption_id, _ = await improved(here, there)
    refused = await offer(here, adoption_id, "title", status=422)
    assert [one["pointer"] for one in refused["errors"]] == ["/paths"]
    pinned = await adopt(here, await there.published())
    await offer(here, pinned, "title", status=409)
    sent = {"paths": ["description"], "words": "It is clearer so."}
    await here.ask("POST", f"{ADOPTIONS}/{adoption_id}/offers", 428, json=sent)
    await there.stand(item_id, "retired", because="Old.")
    refused = await offer(here, adoption_id, "description", status=409)
    assert "retired" in refused["detail"]


async def test_what_the_authors_have_changed_since_is_taken_first(here: Library, there: Library) -> None:
    item_id, adoption_id, first = await improved(here, there)
    made = await offer(here, adoption_id, "description")
    fits = await offer(here, adoption_id, "grade_band")
    await there.revise(item_id, first | {"description": "Otherwise."})
    seen = await here.ask("GET", f"{OFFERS}/{made['offer_id']}", 200)
    assert (seen["state"], seen["fit"]) == ("outdated", "outdated")
    assert (await here.ask("GET", f"{OFFERS}/{fits['offer_id']}", 200))["state"] == "offered"
    refused = await decide(there, made["offer_id"], "accept", 409)
    assert "changed the same" in refused["detail"]
    refused = await offer(here, adoption_id, "description", status=409)
    assert "take or decline" in refused["detail"]
    await decide(here, made["offer_id"], "withdraw")


async def test_what_is_there_already_is_not_accepted_again(here: Library, there: Library) -> None:
    item_id, adoption_id, first = await improved(here, there)
    made = await offer(here, adoption_id, "description")
    await there.revise(item_id, first | {"description": CLEARER})
    assert (await there.ask("GET", f"{OFFERS}/{made['offer_id']}", 200))["fit"] == "contained"
    await decide(there, made["offer_id"], "accept", 409)
    await decide(there, made["offer_id"], "decline", reason="already_there")


async def test_who_declines_gives_a_reason(here: Library, there: Library) -> None:
    _, adoption_id, _ = await improved(here, there)
    made = await offer(here, adoption_id, "description")
    await decide(there, made["offer_id"], "decline", 422)
    refused = await decide(there, made["offer_id"], "decline", 422, reason="other")
    assert [one["pointer"] for one in refused["errors"]] == ["/words"]
    after = await decide(there, made["offer_id"], "decline", reason="other", words="It is too long for small hands.")
    assert (after["state"], after["reason"], after["reply"]) == (
        "declined", "other", "It is too long for small hands.",
    )  # fmt: skip


@pytest.mark.parametrize(("act", "said"), ACTS, ids=[act for act, _ in ACTS])
async def test_each_decides_what_is_theirs_and_once(
    here: Library, there: Library, act: str, said: dict[str, Any]
) -> None:
    _, adoption_id, _ = await improved(here, there)
    made = await offer(here, adoption_id, "description")
    by, other = (here, there) if act == "withdraw" else (there, here)
    await decide(other, made["offer_id"], act, 409, **said)
    path = f"{OFFERS}/{made['offer_id']}/{act}"
    await by.ask("POST", path, 428, json=said)
    tag = {"If-Match": '"1"'}
    answers = await gather(*(by.client.post(path, json=said, headers=tag) for _ in range(2)))
    assert sorted(one.status_code for one in answers) == [200, 412]
    for again, words in ACTS:
        await decide(here if again == "withdraw" else there, made["offer_id"], again, 409, **words)


async def test_an_offer_is_between_two_districts(found_library: Found) -> None:
    here, there, third = [await found_library() for _ in range(3)]
    _, adoption_id, _ = await improved(here, there)
    made = await offer(here, adoption_id, "description")
    await offer(there, adoption_id, "description", status=404)
    await third.ask("GET", f"{OFFERS}/{made['offer_id']}", 404)
    for act, said in ACTS:
        await decide(third, made["offer_id"], act, 404, **said)
    assert (await third.ask("GET", OFFERS, 200))["items"] == []


async def test_nothing_is_accepted_into_a_draft_in_review(here: Library, there: Library) -> None:
    item_id, adoption_id, first = await improved(here, there)
    made = await offer(here, adoption_id, "description")
    await there.ask("POST", f"{OWN}/{item_id}/draft", 201)
    await there.ask("POST", f"{OWN}/{item_id}/draft/submit", 200, json={"changes": "None."}, headers=ANY)
    await decide(there, made["offer_id"], "accept", 409)
    await there.ask("POST", f"{OWN}/{item_id}/draft/withdraw", 200, headers=ANY)
    await write(there, item_id, first | {"title": "In the draft already"})
    await decide(there, made["offer_id"], "accept")
    said = (await draft(there, item_id))["content"]
    assert (said["title"], said["description"]) == ("In the draft already", CLEARER)


async def test_an_added_part_is_offered_with_its_licence(here: Library, there: Library) -> None:
    item_id, adoption_id, _ = await improved(here, there)
    own = (await here.ask("GET", f"{ADOPTIONS}/{adoption_id}", 200))["own_item_id"]
    said, added = (await draft(here, own))["content"], part("CC-BY-SA-4.0", "Draw a number line.")
    await write(here, own, said | {"parts": [*said["parts"], added]})
    made = await offer(here, adoption_id, f"parts/{added['part_key']}")
    await decide(there, made["offer_id"], "accept")
    parts = (await draft(there, item_id))["content"]["parts"]
    assert [one["licence"] for one in parts] == ["CC-BY-4.0", "CC-BY-SA-4.0"]
