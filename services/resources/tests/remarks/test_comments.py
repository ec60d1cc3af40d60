"""Comments of the staff of all districts that see a version; curators of its district hide, and nothing is lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import pytest

from services.resources.tests.items.library import ANY, ITEMS, Library, agreement, content, part, tell
from services.resources.tests.remarks.saying import CURATOR, LEARNER, STAFF, comment, comments, curator, person
from shared.db.query import Scalar
from shared.testing import Deliveries

Found = Callable[[], Awaitable[Library]]
_ROWS = Scalar("select count(*) from item_comment where item_id = :item_id", int)


def path(item_id: str, one: dict[str, object]) -> str:
    return f"{ITEMS}/{item_id}/comments/{one['comment_id']}"


async def test_staff_of_every_district_that_sees_an_item_talk_and_are_named_to_their_own_alone(
    here: Library, there: Library
) -> None:
    item_id, known = await here.published(), uuid4()
    async with person(there, *STAFF, person_id=known) as writer, person(there, *STAFF) as colleague:
        made = await comment(writer, item_id, "It worked <well>.\n¡Gracias!")
        assert (made["own"], made["person_id"], made["words"]) == (True, str(known), "It worked <well>.\n¡Gracias!")
        (theirs,) = await comments(colleague, item_id)
        assert (theirs["own"], theirs["person_id"]) == (False, str(known))
    (ours,) = await comments(here, item_id)
    assert (ours["own"], ours["person_id"], ours["commenter_id"]) == (False, None, str(there.district))


async def test_only_staff_talk_of_what_they_see(found_library: Found, deliveries: Deliveries) -> None:
    here, partner, stranger = [await found_library() for _ in range(3)]
    await tell(deliveries, [agreement(here.district, partner.district)])
    item_id = await here.published(content(part("partnership")))
    await comment(partner, item_id, "Ours too.")
    await comment(stranger, item_id, "Mine?", status=404)
    await stranger.ask("GET", f"{ITEMS}/{item_id}/comments", 404)
    async with person(here, *LEARNER, role="learner") as learner:
        await comment(learner, item_id, "Fun!", status=403)
        await learner.ask("GET", f"{ITEMS}/{item_id}/comments", 403)
    database = here.running.app.context.database
    for district, rows in ((here.district, 1), (partner.district, 1), (stranger.district, 0), (None, 0)):
        async with database.transaction(district) as session:
            assert await _ROWS.one(session, item_id=UUID(item_id)) == rows


async def test_what_was_said_of_a_version_is_seen_with_the_version(here: Library, there: Library) -> None:
    item_id = await here.published()
    await comment(there, item_id, "Of the first.")
    await here.revise(item_id, content(part(None)))
    await comment(here, item_id, "Of the second.", version=2)
    assert [one["words"] for one in await comments(there, item_id)] == ["Of the first."]
    assert [one["version"] for one in await comments(here, item_id)] == [1, 2]


async def test_a_comment_is_edited_and_removed_by_its_author_alone(here: Library, there: Library) -> None:
    item_id = await here.published()
    async with person(there, *STAFF) as writer, person(there, *STAFF) as other:
        made = await comment(writer, item_id, "It workd.")
        said = {"words": "It worked."}
        for stranger in (other, here):
            await stranger.ask("PUT", path(item_id, made), 403, json=said, headers=ANY)
            await stranger.ask("DELETE", path(item_id, made), 403, headers=ANY)
        await writer.ask("PUT", path(item_id, made), 428, json=said)
        edited = await writer.ask("PUT", path(item_id, made), 200, json=said, headers={"If-Match": '"1"'})
        assert (edited["words"], edited["edited_at"] is not None, edited["revision"]) == ("It worked.", True, 2)
        await writer.ask("PUT", path(item_id, made), 412, json={"words": "Else."}, headers={"If-Match": '"1"'})
        await writer.ask("DELETE", path(item_id, made), 204, headers={"If-Match": '"2"'})
        await writer.ask("DELETE", path(item_id, made), 409, headers=ANY)
    (gone,) = await comments(here, item_id)
    assert (gone["state"], gone["words"]) == ("removed", None)


async def test_a_curator_of_the_items_district_hides_with_a_reason_and_shows_again(
    here: Library, there: Library
) -> None:
    item_id = await here.published()
    async with curator(here) as decides, person(there, *STAFF) as writer:
        made = await comment(writer, item_id, "Ana could not do it.")
        standing = f"{path(item_id, made)}/standing"
        refused = await decides.ask("PUT", standing, 422, json={"state": "hidden"}, headers=ANY)
        assert [one["pointer"] for one in refused["errors"]] == ["/because"]
        hiding = {"state": "hidden", "because": "It names a learner."}
        await decides.ask("PUT", standing, 200, json=hiding, headers=ANY)
        await decides.ask("PUT", standing, 409, json=hiding, headers=ANY)
        for reader, words in ((there, None), (here, "Ana could not do it."), (writer, "Ana could not do it.")):
            (seen,) = await comments(reader, item_id)
            assert (seen["state"], seen["because"], seen["words"]) == ("hidden", "It names a learner.", words)
        await writer.ask("PUT", path(item_id, made), 409, json={"words": "Somebody could not."}, headers=ANY)
        shown = await decides.ask("PUT", standing, 200, json={"state": "shown"}, headers=ANY)
        assert (shown["state"], shown["because"], shown["words"]) == ("shown", None, "Ana could not do it.")
        await writer.ask("DELETE", path(item_id, made), 204, headers=ANY)
        await decides.ask("PUT", standing, 409, json=hiding, headers=ANY)


async def test_nobody_else_hides(here: Library, there: Library) -> None:
    item_id = await here.published()
    made = await comment(there, item_id, "Well.")
    hiding = {"state": "hidden", "because": "I say so."}
    async with curator(there) as theirs, person(here, *CURATOR) as unnamed, person(here, *STAFF) as staff:
        for one in (theirs, unnamed, staff):
            await one.ask("PUT", f"{path(item_id, made)}/standing", 403, json=hiding, headers=ANY)
    async with curator(here) as decides:
        other = await here.published()
        await decides.ask("PUT", f"{path(other, made)}/standing", 404, json=hiding, headers=ANY)


@pytest.mark.parametrize("words", ["", " \n", "a\x00b", "a" * 2001, None, 7])
async def test_words_that_are_none_or_too_many_are_refused_with_where(here: Library, words: object) -> None:
    item_id = await here.published()
    where = f"{ITEMS}/{item_id}/versions/1/comments"
    refused = await here.ask("POST", where, 422, json={"words": words})
    assert [one["pointer"] for one in refused["errors"]] == ["/words"]


async def test_a_comment_that_is_sent_twice_is_one(here: Library) -> None:
    item_id, key = await here.published(), {"Idempotency-Key": uuid4().hex}
    where = f"{ITEMS}/{item_id}/versions/1/comments"
    first, second = [await here.ask("POST", where, 201, json={"words": "Well."}, headers=key) for _ in range(2)]
    assert first == second
    assert len(await comments(here, item_id)) == 1
