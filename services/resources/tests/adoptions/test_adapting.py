"""An own item is made of what was adopted: with credits, under what the licences of its parts allow, in no circle."""

from __future__ import annotations

from asyncio import gather
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from services.resources.tests.adoptions.adopters import (
    ADOPTIONS,
    adapted,
    adopt,
    changes,
    choose,
    do,
    draft,
    item,
    may,
    outcomes,
    read,
    write,
)
from services.resources.tests.items.library import ANY, OWN, Library, content, part
from shared.contracts.resources import ResourceAdapted
from shared.testing import RunningService

Found = Callable[[], Awaitable[Library]]


async def test_an_adaptation_credits_those_it_was_made_of_and_says_what_is_changed(
    here: Library, there: Library, running: RunningService
) -> None:
    first, second = part(), part("CC-BY-SA-4.0", "Draw a number line.")
    item_id = await there.published(content(first, second))
    await running.clear_outbox()
    adoption_id, own = await adapted(here, item_id)
    [told] = await running.published(ResourceAdapted)
    assert (str(told.event.adoption_id), str(told.event.own_item_id)) == (adoption_id, own)
    changed = first | {"source": "Fold three times."}
    await write(here, own, content(changed, second, part(words="Ours alone.")))
    await here.publish(own)
    seen = await item(there, own)
    credits = {one["part_key"]: one for one in seen["credits"]}
    assert credits.keys() == {None, first["part_key"], second["part_key"]}
    assert {key: one["changed"] for key, one in credits.items()} == {
        None: True, first["part_key"]: True, second["part_key"]: False,
    }  # fmt: skip
    assert credits[second["part_key"]]["licence"] == "CC-BY-SA-4.0"
    assert all(one["item_id"] == item_id and one["authors"] == ["M. Ortiz"] for one in seen["credits"])


@pytest.mark.parametrize("licence", ["CC-BY-ND-4.0", "CC-BY-NC-ND-4.0"])
async def test_what_allows_no_derivatives_is_used_as_it_is(here: Library, there: Library, licence: str) -> None:
    adoption_id = await adopt(here, await there.published(content(part(licence))))
    refused = await do(here, adoption_id, "adapt", 409)
    assert "Adopt it as it is." in refused["detail"]
    allowed = may(await read(here, adoption_id))
    assert (allowed["use"], allowed["edit"], allowed["adapt"]) == (True, False, False)


async def test_of_several_parts_those_that_allow_it_are_changed_and_the_others_stay(
    here: Library, there: Library
) -> None:
    free, shut = part(), part("CC-BY-ND-4.0", "As it is.")
    _, own = await adapted(here, await there.published(content(free, shut)))
    await write(here, own, content(free | {"source": "Changed."}, shut))
    assert (await draft(here, own))["problems"] == []
    await write(here, own, content(free, shut | {"source": "Changed."}))
    [problem] = (await draft(here, own))["problems"]
    assert problem["pointer"] == "/parts/1/licence"
    assert "no derivatives" in problem["detail"]


async def test_share_alike_binds_the_licence_of_what_was_changed(here: Library, there: Library) -> None:
    shared = part("CC-BY-SA-4.0")
    _, own = await adapted(here, await there.published(content(shared)))
    for said, problems in (
        (shared | {"source": "Ours.", "licence": "CC-BY-4.0"}, ["/parts/0/licence"]),
        (shared | {"licence": "CC-BY-4.0"}, ["/parts/0/licence"]),
        (shared | {"licence": "CC-BY-4.0", "holder": "author"}, ["/parts/0/licence"]),
        (shared | {"source": "Ours."}, []),
        (shared | {"title": "Called otherwise"}, []),
    ):
        shown = await write(here, own, content(said))
        assert [one["pointer"] for one in shown["problems"]] == problems


async def test_what_is_made_of_others_stays_with_them_whatever_is_written(here: Library, there: Library) -> None:
    taken = part("CC-BY-NC-4.0")
    _, own = await adapted(here, await there.published(content(taken)))
    await here.publish(own)
    seen = await item(here, own)
    assert "non_commercial" in seen["demands"], "who took it is bound, though it names itself the holder"


async def test_no_item_descends_from_itself(found_library: Found) -> None:
    one, other = [await found_library() for _ in range(2)]
    origin = await one.published()
    _, made = await adapted(other, origin)
    await other.publish(made)
    back = await adopt(one, made)
    refused = await do(one, back, "adapt", 409, own_item_id=origin)
    assert "adapted from this one" in refused["detail"]
    assert (await do(one, back, "adapt"))["own_item_id"] not in (origin, made)


async def test_the_parts_of_several_go_into_one_item(found_library: Found) -> None:
    here, one, other = [await found_library() for _ in range(3)]
    ours = part(words="Ours.")
    own = await here.make(content(ours, title="A unit of our own"))
    for author in (one, other):
        adoption_id = await adopt(here, await author.published())
        await do(here, adoption_id, "adapt", own_item_id=own)
    assert len((await draft(here, own))["content"]["parts"]) == 3
    assert (await draft(here, own))["content"]["title"] == "A unit of our own"
    assert len({one["item_id"] for one in (await draft(here, own))["credits"] if one["part_key"]}) == 2
    refused = await do(here, await adopt(here, await one.published()), "adapt", 422, own_item_id=adoption_id)
    assert [error["pointer"] for error in refused["errors"]] == ["/own_item_id"]


async def test_giving_changes_up_loses_no_word(here: Library, there: Library) -> None:
    adoption_id, own = await adapted(here, await there.published())
    await write(here, own, content(title="Ours"))
    seen = await do(here, adoption_id, "revert")
    assert (seen["state"], seen["own_item_id"], seen["content"]["title"]) == ("pinned", None, "Fraction strips")
    assert (await draft(here, own))["content"]["title"] == "Ours"


async def test_an_adaptation_that_is_thrown_away_leaves_the_adoption(here: Library, there: Library) -> None:
    adoption_id, own = await adapted(here, await there.published())
    await here.ask("DELETE", f"{OWN}/{own}/draft", 204, headers=ANY)
    seen = await read(here, adoption_id)
    assert (seen["state"], seen["own_item_id"]) == ("pinned", None)
    assert (await do(here, adoption_id, "adapt"))["own_item_id"] != own


async def test_changes_are_taken_and_declined_place_by_place(here: Library, there: Library) -> None:
    first, second = part(), part(words="Draw.")
    item_id = await there.published(content(first, second))
    adoption_id, own = await adapted(here, item_id)
    body, other = f"parts/{first['part_key']}/body", f"parts/{second['part_key']}/body"
    await there.revise(
        item_id, content(first | {"source": "Fold again."}, second | {"source": "Draw again."}, title="Longer")
    )
    seen = await changes(here, adoption_id)
    assert {outcomes(seen)[path] for path in (body, other, "title")} == {"offered"}
    assert (await here.ask("GET", f"{OWN}/{own}/draft", 200))["content"]["title"] == "Fraction strips"

    refused = await choose(here, adoption_id, {"title": "take", "nothing": "take"}, 422)
    assert [one["pointer"] for one in refused["errors"]] == ["/choices"]
    after = await choose(here, adoption_id, {"title": "take", other: "decline"})
    assert after["version"] == 1, "something is open still"
    shown = (await draft(here, own))["content"]
    assert (shown["title"], shown["parts"][0]["source"], shown["parts"][1]["source"]) == (
        "Longer", "Fold, then compare.", "Draw.",
    )  # fmt: skip
    assert outcomes(await changes(here, adoption_id))[other] == "declined"
    rest = {
        path: "take" for path, outcome in outcomes(await changes(here, adoption_id)).items() if outcome == "offered"
    }
    after = await choose(here, adoption_id, rest)
    assert (after["version"], after["upstream"]) == (2, "current")
    assert (await draft(here, own))["content"]["parts"][0]["source"] == "Fold again."


async def test_a_preview_is_what_the_choices_come_to_and_changes_nothing(here: Library, there: Library) -> None:
    first, second, same = part(), part(words="Draw."), {"authors": content()["authors"]}
    item_id = await there.published(content(first, second, **same))
    adoption_id, own = await adapted(here, item_id)
    ours = part(words="Ours alone.")
    await write(here, own, content(first, second, ours, **same))
    third = part(words="Cut.")
    await there.revise(item_id, content(third, first | {"source": "Fold again."}, title="Longer", **same))
    seen, before = await changes(here, adoption_id), await draft(here, own)
    choices = {f"parts/{third['part_key']}": "take", "title": "take", f"parts/{second['part_key']}": "decline"}
    path, sent = f"{ADOPTIONS}/{adoption_id}/changes/preview", {"fingerprint": seen["fingerprint"], "choices": choices}
    shown = await here.ask("POST", path, 200, json=sent)
    assert await here.ask("POST", path, 200, json=sent) == shown
    assert (await draft(here, own), await changes(here, adoption_id)) == (before, seen)
    await here.ask("POST", path, 422, json=sent | {"choices": {"nothing": "take"}})
    await here.ask("POST", path, 409, json=sent | {"fingerprint": "0" * 64})
    await choose(here, adoption_id, choices)
    assert (await draft(here, own))["content"] == shown
    assert shown["title"] == "Longer"
    assert [one["source"] for one in shown["parts"]] == ["Cut.", "Fold, then compare.", "Draw.", "Ours alone."]


async def test_what_changed_meanwhile_is_read_again(here: Library, there: Library) -> None:
    item_id = await there.published()
    adoption_id, own = await adapted(here, item_id)
    await there.revise(item_id, content(title="Two"))
    seen = await changes(here, adoption_id)
    await write(here, own, content(title="Ours"))
    await do(here, adoption_id, "changes", 409, fingerprint=seen["fingerprint"], choices={"title": "take"})
    assert (await draft(here, own))["content"]["title"] == "Ours"
    assert outcomes(await changes(here, adoption_id))["title"] == "conflict"


async def test_nothing_is_written_into_a_draft_in_review(here: Library, there: Library) -> None:
    item_id = await there.published()
    adoption_id, own = await adapted(here, item_id)
    await here.ask("POST", f"{OWN}/{own}/draft/submit", 200, json={}, headers=ANY)
    await there.revise(item_id, content(title="Two"))
    await choose(here, adoption_id, {"title": "take"}, 409)
    await choose(here, adoption_id, {"title": "decline"})
    assert (await draft(here, own))["state"] == "in_review"


async def test_what_follows_is_taken_by_itself_and_what_is_pinned_never(here: Library, there: Library) -> None:
    item_id = await there.published()
    adoption_id, own = await adapted(here, item_id, following=True)
    said: dict[str, Any] = {"otherwise": "following", "at": {"description": "pinned"}}
    await here.ask("PUT", f"{ADOPTIONS}/{adoption_id}/intents", 428, json=said)
    await here.ask("PUT", f"{ADOPTIONS}/{adoption_id}/intents", 200, json=said, headers=ANY)
    await there.revise(item_id, content(title="Two", description="Another."))
    shown = outcomes(await changes(here, adoption_id))
    assert (shown["title"], shown["description"]) == ("taken", "pinned")
    await choose(here, adoption_id, {})
    kept = (await draft(here, own))["content"]
    assert (kept["title"], kept["description"]) == ("Two", "Learners fold strips and compare them.")


async def test_an_addition_is_kept_a_conflict_shown_old_rights_stand_and_the_newest_is_not_adapted(
    here: Library, there: Library
) -> None:
    """An adopter edits part 2, adds part 5 and declines version 3; upstream then deletes part 2, reorders, and allows
    no derivatives any more.
    """
    parts = [part(words=f"Words of part {number}.", title=f"Part {number}") for number in (1, 2, 3, 4)]
    one, two, three, four = parts
    same = {"authors": content()["authors"]}
    item_id = await there.published(content(*parts, **same))
    await there.revise(item_id, content(*parts, description="Version 2.", **same))
    adoption_id, own = await adapted(here, item_id)
    ours, five = two | {"source": "Ours."}, part(words="Part 5.", title="Part 5")
    await write(here, own, content(one, ours, five, three, four, description="Version 2.", **same))
    third = four | {"source": "Version 3."}
    await there.revise(item_id, content(one, two, three, third, description="Version 2.", **same))
    await choose(here, adoption_id, {f"parts/{four['part_key']}/body": "decline"})
    assert (await read(here, adoption_id))["version"] == 3

    shut = [one_ | {"licence": "CC-BY-ND-4.0"} for one_ in (third, three, one)]
    await there.revise(item_id, content(*shut, description="Version 2.", **same))
    seen = await changes(here, adoption_id)
    shown = {one_["path"]: one_ for one_ in seen["changes"]}
    conflict = shown[f"parts/{two['part_key']}"]
    assert (conflict["outcome"], conflict["clash"]) == ("conflict", "removed_upstream")
    assert shown[f"parts/{five['part_key']}"]["outcome"] == "kept"
    for closed in (one, three, four):
        assert shown[f"parts/{closed['part_key']}/body"]["outcome"] == "closed"

    state = await read(here, adoption_id)
    allowed = may(state)
    assert state["upstream"] == "closed"
    assert (allowed["use"], allowed["edit"], allowed["hand_on"], allowed["offer_back"]) == (True, True, True, True)
    assert (allowed["adapt"], allowed["take_changes"]) == (False, False)
    refused = await choose(here, adoption_id, {f"parts/{two['part_key']}": "take"}, 409)
    assert "forbids to adapt" in refused["detail"]
    kept = [one_["source"] for one_ in (await draft(here, own))["content"]["parts"]]
    assert kept == [one["source"], "Ours.", "Part 5.", three["source"], four["source"]]
    await here.publish(own)
    assert {one_["licence"] for one_ in (await item(there, own))["credits"]} == {"CC-BY-4.0"}


async def made_of_each_other(found_library: Found) -> list[tuple[Library, str]]:
    """Two districts, each with an item whose draft takes in the other's; neither sees the other's draft."""
    both = [await found_library() for _ in range(2)]
    items = [await library.published(content(part())) for library in both]
    for library, item_id, other in zip(both, items, reversed(items), strict=True):
        await library.ask("POST", f"{OWN}/{item_id}/draft", 201)
        await do(library, await adopt(library, other), "adapt", own_item_id=item_id)
        await library.ask("POST", f"{OWN}/{item_id}/draft/submit", 200, json={"changes": "More."}, headers=ANY)
    return list(zip(both, items, strict=True))


async def test_of_two_that_take_in_each_other_unseen_one_is_published(found_library: Found) -> None:
    (one, first), (other, second) = await made_of_each_other(found_library)
    tags = [
        {"If-Match": f'"{(await draft(library, own))["revision"]}"'} for library, own in ((one, first), (other, second))
    ]
    await one.ask("POST", f"{OWN}/{first}/draft/publish", 200, headers=tags[0])
    refused = await other.ask("POST", f"{OWN}/{second}/draft/publish", 422, headers=tags[1])
    assert [error["pointer"] for error in refused["errors"]] == ["/parts/1"]
    assert "adapted from this one" in refused["errors"][0]["detail"]
    assert [problem["pointer"] for problem in (await draft(other, second))["problems"]] == ["/parts/1"]
    await other.ask("POST", f"{OWN}/{second}/draft/withdraw", 200, headers=ANY)
    await write(other, second, content(part()))
    await other.publish(second, "Without it.")


async def test_of_two_that_take_in_each_other_and_are_published_at_once_one_is(found_library: Found) -> None:
    for _ in range(3):
        both = await made_of_each_other(found_library)
        tags = [{"If-Match": f'"{(await draft(library, own))["revision"]}"'} for library, own in both]
        answers = await gather(
            *(
                library.client.post(f"{OWN}/{own}/draft/publish", headers=tag)
                for (library, own), tag in zip(both, tags, strict=True)
            )
        )
        assert sorted(answer.status_code for answer in answers) == [200, 422]
