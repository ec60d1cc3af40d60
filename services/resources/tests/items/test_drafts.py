"""Drafts: kept with what they lack, edited by their ETag, one at a time, reviewed, published and then never changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import DBAPIError

from services.resources.tests.items.library import ANY, CURATORS, OWN, Library, content, part
from shared.contracts.resources import ResourcePublished, ResourceRevised
from shared.db.query import Command

_CHANGE = Command("update item_version set content = '{}' where item_id = :item_id")
_DELETE = Command("delete from item_version where item_id = :item_id")


async def test_a_draft_is_kept_with_what_it_lacks_and_who_would_see_it(here: Library) -> None:
    made = await here.ask("POST", OWN, 201, json={"title": "Strips", "kind": "tool"})
    assert (made["version"], made["state"], made["seen_by"]) == (1, "draft", "own")
    assert {one["pointer"] for one in made["problems"]} == {"/description", "/authors", "/parts"}
    assert await here.ask("GET", f"{OWN}/{made['item_id']}/draft", 200) == made


async def test_a_licence_is_kept_by_its_id_however_it_is_called(here: Library) -> None:
    made = await here.ask("POST", OWN, 201, json=content(part("CC BY-SA 4.0"), part("CC BY")))
    assert [one["licence"] for one in made["content"]["parts"]] == ["CC-BY-SA-4.0", "CC BY"]
    assert [one["pointer"] for one in made["problems"]] == ["/parts/1/licence"]
    assert "CC-BY-4.0" in made["problems"][0]["detail"]


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"title": ""}, "/title"),
        ({"kind": "song"}, "/kind"),
        ({"parts": [part(kind="film")]}, "/parts/0/kind"),
        ({"parts": [part(words="\u202e ")]}, "/parts/0/source"),
        ({"parts": [part(words="a\u0000b")]}, "/parts/0/source"),
        ({"preparation_time": -1}, "/preparation_time"),
        ({"stars": 5}, "/stars"),
    ],
)
async def test_what_no_item_can_say_is_refused_at_its_place(here: Library, said: dict[str, Any], pointer: str) -> None:
    refused = await here.ask("POST", OWN, 422, json=content() | said)
    assert [one["pointer"] for one in refused["errors"]] == [pointer]


async def test_two_parts_never_have_one_key(here: Library) -> None:
    one = part()
    refused = await here.ask("POST", OWN, 422, json=content(one, part(), one))
    assert [error["pointer"] for error in refused["errors"]] == ["/parts/2/part_key"]


async def test_a_draft_is_replaced_by_who_has_read_it(here: Library) -> None:
    item_id = await here.make()
    path = f"{OWN}/{item_id}/draft"
    tag = (await here.client.get(path)).headers["ETag"]
    await here.ask("PUT", path, 428, json=content())
    saved = await here.client.put(path, json=content(title="Longer strips"), headers={"If-Match": tag})
    assert saved.json()["content"]["title"] == "Longer strips"
    assert saved.headers["ETag"] != tag
    await here.ask("PUT", path, 412, json=content(), headers={"If-Match": tag})
    assert (await here.ask("GET", path, 200))["content"]["title"] == "Longer strips"


async def test_what_is_in_review_waits_for_its_curator(here: Library) -> None:
    item_id = await here.make()
    path = f"{OWN}/{item_id}/draft"
    await here.ask("POST", f"{path}/publish", 409, headers={"If-Match": '"1"'})
    await here.ask("POST", f"{path}/submit", 200, json={}, headers=ANY)
    for method, to, sent in (("PUT", "", content()), ("DELETE", "", None), ("POST", "/submit", {})):
        refused = await here.ask(method, path + to, 409, json=sent, headers=ANY)
        assert "in review" in refused["detail"]
    assert (await here.ask("POST", f"{path}/withdraw", 200, headers=ANY))["state"] == "draft"
    await here.ask("PUT", path, 200, json=content(), headers=ANY)


async def test_whoever_is_named_a_curator_finds_what_waits_for_them_and_nobody_else_does(here: Library) -> None:
    sent, _, _ = await here.make(), await here.make(), await here.published()
    await here.ask("POST", f"{OWN}/{sent}/draft/submit", 200, json={}, headers=ANY)
    curator, other = uuid4(), uuid4()
    await here.ask("PUT", CURATORS, 200, json={"person_ids": [str(curator)]}, headers=ANY)
    for person, found in ((curator, [sent]), (other, [])):
        scopes = ("resources.read", "resources.write", "resources.curate")
        async with here.running.client(here.district, *scopes, role="educator", person_id=person) as client:
            listed = (await client.get("/resources/v1/my-reviews")).json()
        assert [one["item_id"] for one in listed["items"]] == found


async def test_who_gives_a_draft_back_says_what_to_do(here: Library) -> None:
    item_id = await here.make()
    path = f"{OWN}/{item_id}/draft"
    await here.ask("POST", f"{path}/submit", 200, json={}, headers=ANY)
    await here.ask("POST", f"{path}/return", 422, json={}, headers=ANY)
    back = await here.ask("POST", f"{path}/return", 200, json={"words": "Name the vocabulary."}, headers=ANY)
    assert back["state"] == "draft"
    listed = await here.ask("GET", f"{OWN}/{item_id}/comments", 200)
    assert [one["words"] for one in listed["items"]] == ["Name the vocabulary."]


async def test_words_are_about_a_part_that_the_draft_has(here: Library) -> None:
    said = part()
    item_id = await here.make(content(said))
    path = f"{OWN}/{item_id}/comments"
    kept = await here.ask("POST", path, 201, json={"part_key": said["part_key"], "words": "Shorter?"})
    assert (kept["part_key"], kept["version"]) == (said["part_key"], 1)
    await here.ask("POST", path, 422, json={"part_key": str(uuid4()), "words": "Shorter?"})
    await here.publish(item_id)
    await here.ask("POST", path, 409, json={"words": "Too late."})


async def test_nothing_is_submitted_that_could_not_be_published(here: Library) -> None:
    link = part(kind="link", words="javascript:alert(1)")
    item_id = await here.make(content(link, description=None))
    refused = await here.ask("POST", f"{OWN}/{item_id}/draft/submit", 422, json={}, headers=ANY)
    assert {one["pointer"] for one in refused["errors"]} == {"/description", "/parts/0/source"}
    assert (await here.ask("GET", f"{OWN}/{item_id}/draft", 200))["state"] == "draft"


async def test_of_a_further_version_it_is_said_what_has_changed(here: Library) -> None:
    item_id = await here.published()
    await here.ask("POST", f"{OWN}/{item_id}/draft", 201)
    await here.ask("POST", f"{OWN}/{item_id}/draft", 409)
    refused = await here.ask("POST", f"{OWN}/{item_id}/draft/submit", 422, json={}, headers=ANY)
    assert [one["pointer"] for one in refused["errors"]] == ["/changes"]


async def test_a_first_version_is_published_and_further_ones_revise_it(here: Library) -> None:
    await here.running.clear_outbox()
    item_id = await here.published()
    await here.revise(item_id, content(part("CC-BY-ND-4.0"), title="Longer strips"))
    told = await here.running.published(ResourcePublished, ResourceRevised)
    assert [(type(one.event), one.event.version) for one in told if one.event.item_id == UUID(item_id)] == [
        (ResourcePublished, 1),
        (ResourceRevised, 2),
    ]
    versions = await here.ask("GET", f"{OWN}/{item_id}/versions", 200)
    assert [(one["version"], one["state"]) for one in versions["items"]] == [(2, "published"), (1, "published")]


async def test_a_published_version_stays_as_it_is_whatever_a_program_asks(here: Library) -> None:
    item_id = await here.published()
    for command in (_CHANGE, _DELETE):
        with pytest.raises((DBAPIError, Exception), match="was published and"):
            async with here.running.app.context.database.transaction(here.district) as session:
                await command.run(session, item_id=UUID(item_id))
    assert (await here.ask("GET", f"{OWN}/{item_id}/versions/1", 200))["content"]["title"] == "Fraction strips"


async def test_an_item_goes_with_its_only_draft(here: Library) -> None:
    item_id = await here.make()
    await here.ask("DELETE", f"{OWN}/{item_id}/draft", 204, headers=ANY)
    await here.ask("GET", f"{OWN}/{item_id}", 404)


async def test_only_who_was_named_publishes(here: Library) -> None:
    item_id = await here.make()
    await here.ask("POST", f"{OWN}/{item_id}/draft/submit", 200, json={}, headers=ANY)
    path, person = f"{OWN}/{item_id}/draft/publish", uuid4()
    scopes = ("resources.read", "resources.write", "resources.curate")
    claims = {"role": "educator", "person_id": person}
    async with here.running.client(here.district, *scopes, **claims) as educator:
        tag = {"If-Match": (await educator.get(f"{OWN}/{item_id}/draft")).headers["ETag"]}
        assert (await educator.post(path, headers=tag)).status_code == 403
        named = {"person_ids": [str(person)]}
        assert (await educator.put(CURATORS, json=named, headers=ANY)).status_code == 403
        await here.ask("PUT", CURATORS, 428, json=named)
        await here.ask("PUT", CURATORS, 200, json=named, headers={"If-Match": '"0"'})
        await here.ask("PUT", CURATORS, 412, json=named, headers={"If-Match": '"0"'})
        assert (await here.ask("GET", CURATORS, 200))["person_ids"] == [str(person)]
        assert (await educator.post(path, headers=tag)).status_code == 200
        await here.ask("PUT", CURATORS, 200, json={"person_ids": []}, headers=ANY)
        said = {"standing": "retired", "because": "Old."}
        assert (await educator.put(f"{OWN}/{item_id}/standing", json=said, headers=ANY)).status_code == 403


async def test_another_districts_item_is_not_there_for_who_makes_items(here: Library, there: Library) -> None:
    item_id = await here.published()
    for path in ("", "/draft", "/versions", "/versions/1", "/comments"):
        await there.ask("GET", f"{OWN}/{item_id}{path}", 404)
    await there.ask("POST", f"{OWN}/{item_id}/draft", 404)
    await there.ask("PUT", f"{OWN}/{item_id}/standing", 404, json={"standing": "offered"}, headers=ANY)
