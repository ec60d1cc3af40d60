"""The files of a published version go to whoever may see it, as long as it is shown, and are not lost meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.resources.tests.files.rules.file_samples import SAMPLES
from services.resources.tests.files.senders import FILES, Sender, collected, keys_of
from services.resources.tests.items.library import ANY, ITEMS, OPEN, OWN, Library, agreement, content, part, tell
from shared.testing import Deliveries, RunningService

PDF = SAMPLES["pdf"]


async def uploaded(library: Library, data: bytes = PDF, name: str = "Unit 3.pdf") -> dict[str, Any]:
    """Uploads a file into a library; returns what is told of it."""
    path = await Sender(library.running, library.district).file(name, data)
    found: dict[str, Any] = await library.ask("GET", path, 200)
    return found


def of_file(file: dict[str, Any], licence: str | None = "CC-BY-4.0") -> dict[str, Any]:
    return part(licence, file["sha256"], kind="file", title="The guide")


async def published(library: Library, licence: str | None = "CC-BY-4.0") -> tuple[dict[str, Any], str, str]:
    """Publishes an item of one file; returns the file, the item's id and the path of its content below items."""
    file = await uploaded(library)
    said = of_file(file, licence)
    item_id = await library.published(content(said))
    return file, item_id, f"/{item_id}/versions/1/parts/{said['part_key']}/content"


async def test_a_draft_is_published_once_its_files_are_ready(here: Library, there: Library) -> None:
    theirs = await uploaded(there)
    said = content(of_file(theirs))
    item_id = await here.make(said)
    (problem,) = (await here.ask("GET", f"{OWN}/{item_id}/draft", 200))["problems"]
    assert problem["pointer"] == "/parts/0/source"
    await here.ask("POST", f"{OWN}/{item_id}/draft/submit", 422, json={}, headers=ANY)
    await uploaded(here)
    assert (await here.ask("GET", f"{OWN}/{item_id}/draft", 200))["problems"] == []
    await here.publish(item_id)


async def test_a_file_that_was_deleted_before_the_curator_decides_publishes_nothing(here: Library) -> None:
    file = await uploaded(here)
    item_id = await here.make(content(of_file(file)))
    await here.ask("POST", f"{OWN}/{item_id}/draft/submit", 200, json={"changes": None}, headers=ANY)
    await here.ask("DELETE", f"{FILES}/{file['file_id']}", 204)
    tag = {"If-Match": (await here.client.get(f"{OWN}/{item_id}/draft")).headers["ETag"]}
    refused = await here.ask("POST", f"{OWN}/{item_id}/draft/publish", 422, headers=tag)
    assert refused["errors"][0]["pointer"] == "/parts/0/source"


async def test_a_file_that_is_published_and_deleted_at_once_is_one_or_the_other(here: Library) -> None:
    for number in range(8):
        file = await uploaded(here, f"notes {number}".encode(), "notes.txt")
        item_id = await here.make(content(of_file(file)))
        await here.ask("POST", f"{OWN}/{item_id}/draft/submit", 200, json={"changes": None}, headers=ANY)
        tag = {"If-Match": (await here.client.get(f"{OWN}/{item_id}/draft")).headers["ETag"]}
        published, deleted = await asyncio.gather(
            here.client.post(f"{OWN}/{item_id}/draft/publish", headers=tag),
            here.client.delete(f"{FILES}/{file['file_id']}"),
        )
        assert (published.status_code, deleted.status_code) in ((200, 409), (422, 204))


async def test_a_file_is_had_by_whoever_may_see_the_version(
    running: RunningService,
    found_library: Callable[[], Awaitable[Library]],
    deliveries: Deliveries,
) -> None:
    owner, partner, stranger = [await found_library() for _ in range(3)]
    await tell(deliveries, [agreement(owner.district, partner.district)])
    async with running.client() as anybody, running.client(owner.district, "resources.read") as learner:
        for licence, seen_by in (("CC-BY-4.0", "all"), ("partnership", "partner"), (None, "own")):
            _, _, path = await published(owner, licence)
            wanted = {
                (learner, ITEMS): True,
                (partner.client, ITEMS): seen_by != "own",
                (stranger.client, ITEMS): seen_by == "all",
                (anybody, OPEN): seen_by == "all",
            }
            for (client, prefix), has in wanted.items():
                answer = await client.get(prefix + path)
                assert answer.status_code == (200 if has else 404), (licence, prefix, answer.text)
                assert (answer.content == PDF) == has
                assert (await client.head(prefix + path)).status_code == answer.status_code


async def test_a_part_that_is_no_file_and_a_version_that_is_none_have_no_content(here: Library) -> None:
    words = part()
    item_id = await here.published(content(words))
    await here.ask("GET", f"{ITEMS}/{item_id}/versions/1/parts/{words['part_key']}/content", 404)
    await here.ask("GET", f"{ITEMS}/{item_id}/versions/2/parts/{words['part_key']}/content", 404)


async def test_a_version_keeps_its_file_when_the_next_has_another(here: Library) -> None:
    file, item_id, path = await published(here)
    other = await uploaded(here, SAMPLES["txt"], "notes.txt")
    said = of_file(other) | {"part_key": path.split("/")[5]}
    await here.revise(item_id, content(said))
    for version, data in ((1, PDF), (2, SAMPLES["txt"])):
        answer = await here.client.get(ITEMS + path.replace("/versions/1/", f"/versions/{version}/"))
        assert answer.content == data
    for one in (file, other):
        assert "published version" in (await here.ask("DELETE", f"{FILES}/{one['file_id']}", 409))["detail"]


@pytest.mark.parametrize("standing", ["taken_down", "recalled"])
async def test_what_is_no_longer_shown_hands_out_nothing_and_lets_its_files_go(here: Library, standing: str) -> None:
    file, item_id, path = await published(here)
    await collected(here.running)
    assert len(await keys_of(here.running, here.district)) == 1
    await here.stand(item_id, "retired", because="It is old.")
    assert (await here.client.get(ITEMS + path)).status_code == 200
    await here.stand(item_id, standing, because="It was not ours.")
    for prefix in (ITEMS, OPEN):
        assert "not shown any more" in (await here.ask("GET", prefix + path, 404))["detail"]
    await collected(here.running)
    assert (await here.client.get(f"{FILES}/{file['file_id']}/content")).content == PDF
    await here.ask("DELETE", f"{FILES}/{file['file_id']}", 204)
    await here.ask("GET", f"{FILES}/{file['file_id']}", 404)
    await collected(here.running)
    assert await keys_of(here.running, here.district) == []


async def test_a_file_that_several_have_stays_as_long_as_one_has_it(here: Library) -> None:
    """Each that lets go has the collector look; the database's own look at foreign keys says that others hold it."""
    file, item_id, _ = await published(here)
    said = of_file(file)
    other = await here.published(content(said))
    await here.stand(item_id, "taken_down", because="It was not ours.")
    for _ in range(2):
        await collected(here.running)
    shown = f"{OPEN}/{other}/versions/1/parts/{said['part_key']}/content"
    assert (await here.client.get(shown)).content == PDF


async def test_an_address_opens_a_file_for_a_minute_as_long_as_its_maker_may_see_it(
    running: RunningService, found_library: Callable[[], Awaitable[Library]], deliveries: Deliveries
) -> None:
    owner, partner, stranger = [await found_library() for _ in range(3)]
    made = agreement(owner.district, partner.district)
    await tell(deliveries, [made])
    _, item_id, path = await published(owner, "partnership")
    links = ITEMS + path.removesuffix("content") + "links"
    await stranger.ask("POST", links, 404)
    link = (await partner.ask("POST", links, 201))["url"]
    async with running.client() as anybody:
        answer = await anybody.get(link, headers={"Range": "bytes=0-3"})
        assert (answer.status_code, answer.content) == (206, PDF[:4])
        assert answer.headers["Cache-Control"] == "no-store"
        assert (await anybody.head(link)).status_code == 200
        assert (await anybody.get(f"{link[:-9]}AAAAAAAAA")).status_code == 404
        with running.set_clock(lambda: datetime.now(UTC) + timedelta(minutes=2)):
            assert (await anybody.get(link)).status_code == 404
        await tell(deliveries, [made.model_copy(update={"state": "ended"})])
        assert (await anybody.get(link)).status_code == 404
        owners = (await owner.ask("POST", links, 201))["url"]
        await owner.stand(item_id, "recalled", because="It was not ours.")
        assert (await anybody.get(owners)).status_code == 404


async def test_no_address_opens_what_a_district_alone_may_see(here: Library) -> None:
    _, _, path = await published(here, None)
    refused = await here.ask("POST", ITEMS + path.removesuffix("content") + "links", 409)
    assert "alone" in refused["detail"]


async def test_another_districts_file_is_a_404_whatever_is_done_with_it(here: Library, there: Library) -> None:
    file = await uploaded(there)
    for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/content"), ("HEAD", "/content")):
        assert (await here.client.request(method, f"{FILES}/{file['file_id']}{path}")).status_code == 404
    assert (await here.client.get(FILES, params={"sha256": file["sha256"]})).json()["items"] == []
