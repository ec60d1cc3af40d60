"""Playlists: edited by their ETag, their entries in an order that two at once do not spoil."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from services.resources.tests.items.library import ANY, content, part
from services.resources.tests.playlists.school import PLAYLISTS, School, Teaching, ask, titles

ABSENT = "7d3f0c52-51a4-4d4e-9a55-4f6f0e6c2b11"


async def test_a_playlist_is_made_read_listed_and_deleted(here: School) -> None:
    said = {"title": "Halves", "words": "Fold first."}
    made = await here.library.ask("POST", PLAYLISTS, 201, json=said)
    path = f"{PLAYLISTS}/{made['playlist_id']}"
    assert made["entries"] == []
    assert await here.library.ask("GET", path, 200) == made
    (listed,) = (await here.library.ask("GET", PLAYLISTS, 200))["items"]
    assert (listed["title"], listed["words"], listed["entry_count"]) == ("Halves", "Fold first.", 0)
    await here.library.ask("DELETE", path, 204, headers=ANY)
    await here.library.ask("GET", path, 404)


async def test_a_playlist_says_which_person_made_it(teaching: Teaching) -> None:
    made = await ask(teaching.educator, "POST", PLAYLISTS, 201, json={"title": "Halves"})
    assert made["maker_id"] is not None


async def test_what_is_left_out_of_a_change_stays(here: School) -> None:
    path = await here.make()
    await here.library.ask("PATCH", path, 200, json={"words": "Fold first."}, headers=ANY)
    changed = await here.library.ask("PATCH", path, 200, json={"title": "Quarters"}, headers=ANY)
    assert (changed["title"], changed["words"]) == ("Quarters", "Fold first.")
    refused = await here.library.ask("PATCH", path, 422, json={"title": None}, headers=ANY)
    assert [one["pointer"] for one in refused["errors"]] == ["/title"]


async def test_entries_stand_where_they_were_put(here: School) -> None:
    first, second, third, fourth = await here.items("First", "Second", "Third", "Fourth")
    path = await here.make(first, second)
    entries = (await here.library.ask("GET", path, 200))["entries"]
    said = {"resource_id": third, "after": entries[0]["entry_id"]}
    await here.library.ask("POST", f"{path}/entries", 201, json=said, headers=ANY)
    said = {"resource_id": fourth, "after": None}
    found = await here.library.ask("POST", f"{path}/entries", 201, json=said, headers=ANY)
    assert titles(found) == ["Fourth", "First", "Third", "Second"]
    moved = f"{path}/entries/{found['entries'][0]['entry_id']}"
    to = {"after": found["entries"][2]["entry_id"]}
    found = await here.library.ask("POST", f"{moved}/move", 200, json=to, headers=ANY)
    assert titles(found) == ["First", "Third", "Fourth", "Second"]
    assert titles(await here.library.ask("DELETE", moved, 200, headers=ANY)) == ["First", "Third", "Second"]
    await here.library.ask("DELETE", moved, 404, headers=ANY)


async def test_of_two_who_move_an_entry_at_once_one_reads_again(here: School) -> None:
    path = await here.make(*await here.items("First", "Second", "Third"))
    answer = await here.library.client.get(path)
    first, second, third = [one["entry_id"] for one in answer.json()["entries"]]
    tag = {"If-Match": answer.headers["ETag"]}

    async def move(after: str) -> int:
        to = {"after": after}
        return (await here.library.client.post(f"{path}/entries/{first}/move", json=to, headers=tag)).status_code

    assert sorted(await asyncio.gather(move(second), move(third))) == [200, 412]
    found = titles(await here.library.ask("GET", path, 200))
    assert found in (["Second", "First", "Third"], ["Second", "Third", "First"])


async def test_moves_at_once_of_whoever_takes_what_is_there_both_count(here: School) -> None:
    path = await here.make(*await here.items("First", "Second", "Third"))
    first, second, third = [one["entry_id"] for one in (await here.library.ask("GET", path, 200))["entries"]]
    await asyncio.gather(
        here.library.ask("POST", f"{path}/entries/{first}/move", 200, json={"after": third}, headers=ANY),
        here.library.ask("POST", f"{path}/entries/{second}/move", 200, json={"after": third}, headers=ANY),
    )
    found = titles(await here.library.ask("GET", path, 200))
    assert sorted(found) == ["First", "Second", "Third"]
    assert found[0] == "Third"


@pytest.mark.parametrize(
    ("method", "to", "sent"),
    [
        ("PATCH", "", {"title": "Other"}),
        ("DELETE", "", None),
        ("POST", "/entries", {"resource_id": str(uuid4())}),
        ("POST", f"/entries/{ABSENT}/move", {"after": None}),
        ("DELETE", f"/entries/{ABSENT}", None),
        ("PUT", "/gifts", {"learner_ids": [], "class_ids": []}),
    ],
)
async def test_nothing_is_changed_unread(here: School, there: School, method: str, to: str, sent: Any) -> None:
    path = await here.make()
    await here.library.ask(method, path + to, 428, json=sent)
    await here.library.ask(method, path + to, 412, json=sent, headers={"If-Match": '"99"'})
    await there.library.ask(method, path + to, 428, json=sent)
    await there.library.ask(method, path + to, 404, json=sent, headers=ANY)


async def test_an_entry_is_an_item_that_the_district_may_see_today(here: School, there: School) -> None:
    private = await there.library.published(content(part(None)))
    open_item = await there.library.published()
    (taken,) = await here.items("Taken")
    await here.library.stand(taken, "taken_down", because="It was not ours.")
    path = await here.make()
    for said, pointer in (
        ({"resource_id": private}, "/resource_id"),
        ({"resource_id": str(uuid4())}, "/resource_id"),
        ({"resource_id": taken}, "/resource_id"),
        ({"resource_id": open_item, "version": 7}, "/version"),
        ({"resource_id": open_item, "after": str(uuid4())}, "/after"),
    ):
        refused = await here.library.ask("POST", f"{path}/entries", 422, json=said, headers=ANY)
        assert [one["pointer"] for one in refused["errors"]] == [pointer]
    said = {"resource_id": open_item, "version": 1}
    found = await here.library.ask("POST", f"{path}/entries", 201, json=said, headers=ANY)
    assert titles(found) == ["Fraction strips"]


async def test_an_entry_leads_to_what_stands_there_today(here: School) -> None:
    pinned, followed, old, new, gone = await here.items("Pinned", "Followed", "Old", "New", "Gone")
    path = await here.make(followed, old, gone)
    said = {"resource_id": pinned, "version": 1}
    await here.library.ask("POST", f"{path}/entries", 201, json=said, headers=ANY)
    for item_id in (pinned, followed):
        await here.library.revise(item_id, content(title="Revised"))
    await here.library.stand(old, "retired", because="Old.", successor_id=new)
    await here.library.stand(gone, "taken_down", because="It was not ours.")
    entries = (await here.library.ask("GET", path, 200))["entries"]
    opens = [(one["opens"] or {}).get("title") for one in entries]
    assert opens == ["Revised", "New", None, "Pinned"]
    assert entries[1]["opens"]["instead_of"] == old
    assert (entries[2]["closed"]["why"], entries[2]["closed"]["reason"]) == ("taken_down", "It was not ours.")


async def test_a_version_that_the_reader_may_not_see_is_closed_though_an_earlier_one_is_open(
    here: School, there: School
) -> None:
    item = await there.library.published(content(title="For all"))
    path = await here.make(item)
    await there.library.revise(item, content(part(None), title="For us"))
    (entry,) = (await here.library.ask("GET", path, 200))["entries"]
    assert (entry["opens"]["version"], entry["opens"]["title"]) == (1, "For all")
    of_theirs = await there.make(item)
    (entry,) = (await there.library.ask("GET", of_theirs, 200))["entries"]
    assert (entry["opens"]["version"], entry["opens"]["title"]) == (2, "For us")


async def test_the_same_key_adds_an_entry_once(here: School) -> None:
    (item,) = await here.items("First")
    path = await here.make()
    sent = {"json": {"resource_id": item}, "headers": ANY | {"Idempotency-Key": str(uuid4())}}
    made = await here.library.ask("POST", f"{path}/entries", 201, **sent)
    assert await here.library.ask("POST", f"{path}/entries", 201, **sent) == made
    assert len((await here.library.ask("GET", path, 200))["entries"]) == 1


async def test_a_learner_edits_nothing(here: School, teaching: Teaching) -> None:
    path = await here.make()
    await ask(teaching.learner, "GET", path, 403)
    await ask(teaching.family, "PATCH", path, 403, json={"title": "Other"}, headers=ANY)
