"""What a district adopts as it is it has the files of: they stay as long as it adopts it, and go when it does not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from resources.files.usecases.keeping import remove_released
from services.resources.tests.adoptions.adopters import ADOPTIONS, adapted, adopt, do, draft, write
from services.resources.tests.files.rules.file_samples import SAMPLES
from services.resources.tests.files.senders import collected
from services.resources.tests.items.library import ANY, OWN, Library, content
from services.resources.tests.items.test_files_of_versions import of_file, uploaded
from shared.testing import RunningService

FILES, STORAGE = "/resources/v1/files", "/resources/v1/storage"
PDF, NEWER = SAMPLES["pdf"], SAMPLES["pdf"] + b"\n% Longer.\n"
Passing = Callable[[], Awaitable[int]]


async def used(by: Library) -> int:
    return int((await by.ask("GET", STORAGE, 200))["used"])


async def tidied(running: RunningService) -> None:
    """What nobody holds any more is gone, file and bytes."""
    while True:
        async with running.worker.transaction(None) as session:
            if not await remove_released(session, running.app.context.now()):
                break
    await collected(running)


async def offered(there: Library) -> tuple[str, dict[str, Any], str]:
    """An item of one file; returns its id, the part, and the part's path below an adoption."""
    said = of_file(await uploaded(there))
    return await there.published(content(said)), said, f"/parts/{said['part_key']}/content"


async def revised(there: Library, item_id: str, said: dict[str, Any]) -> dict[str, Any]:
    newer = said | {"source": (await uploaded(there, NEWER, "Unit 4.pdf"))["sha256"]}
    await there.revise(item_id, content(newer))
    return newer


@pytest.mark.parametrize("standing", ["taken_down", "retired"])
async def test_its_files_stay_when_it_goes(
    here: Library, there: Library, running: RunningService, standing: str
) -> None:
    item_id, _, path = await offered(there)
    adoption_id = await adopt(here, item_id)
    assert await used(here) == len(PDF)
    await there.stand(item_id, standing, because="We have no room for it.")
    await tidied(running)
    answer = await here.client.get(f"{ADOPTIONS}/{adoption_id}{path}")
    assert (answer.status_code, answer.content) == (200, PDF)
    assert "Unit%203.pdf" in answer.headers["Content-Disposition"]
    asked = await here.client.head(f"{ADOPTIONS}/{adoption_id}{path}")
    assert (asked.status_code, asked.headers["Content-Length"]) == (200, str(len(PDF)))
    await there.ask("GET", f"{ADOPTIONS}/{adoption_id}{path}", 404)


async def test_what_is_not_there_is_not_found(here: Library, there: Library) -> None:
    item_id, said, path = await offered(there)
    adoption_id = await adopt(here, item_id)
    await here.ask("GET", f"{ADOPTIONS}/{item_id}{path}", 404)
    await here.ask("GET", f"{ADOPTIONS}/{adoption_id}/parts/{item_id}/content", 404)
    assert said["part_key"] in path


async def test_what_was_recalled_is_shown_to_nobody(
    here: Library, there: Library, running: RunningService, pass_on: Passing
) -> None:
    item_id, _, path = await offered(there)
    adoption_id = await adopt(here, item_id)
    await there.stand(item_id, "recalled", because="It was not ours.")
    await here.ask("GET", f"{ADOPTIONS}/{adoption_id}{path}", 404)
    await pass_on()
    await tidied(running)
    assert (await here.ask("GET", FILES, 200))["items"] == []
    assert await used(here) == 0


async def test_an_adoption_that_ends_lets_its_files_go(here: Library, there: Library, running: RunningService) -> None:
    item_id, _, path = await offered(there)
    adoption_id = await adopt(here, item_id)
    [file] = (await here.ask("GET", FILES, 200))["items"]
    refused = await here.ask("DELETE", f"{FILES}/{file['file_id']}", 409)
    assert "adopted" in refused["detail"]
    await do(here, adoption_id, "end")
    await here.ask("GET", f"{ADOPTIONS}/{adoption_id}{path}", 404)
    again = await adopt(here, item_id)
    await tidied(running)
    assert (await here.client.get(f"{ADOPTIONS}/{again}{path}")).content == PDF
    await do(here, again, "end")
    await tidied(running)
    assert ((await here.ask("GET", FILES, 200))["items"], await used(here)) == ([], 0)


async def test_what_people_have_sent_themselves_or_use_stays_theirs(
    here: Library, there: Library, running: RunningService
) -> None:
    ours = await uploaded(here, name="Ours.pdf")
    item_id, _, path = await offered(there)
    adoption_id = await adopt(here, item_id)
    assert await used(here) == len(PDF), "the same bytes are counted once"
    assert "Unit%203.pdf" in (await here.client.get(f"{ADOPTIONS}/{adoption_id}{path}")).headers["Content-Disposition"]
    await do(here, adoption_id, "end")
    await tidied(running)
    assert [one["file_id"] for one in (await here.ask("GET", FILES, 200))["items"]] == [ours["file_id"]]


async def test_a_file_that_an_adaptation_has_outlives_the_adoption(
    here: Library, there: Library, running: RunningService
) -> None:
    item_id, _, _ = await offered(there)
    adoption_id, own = await adapted(here, item_id)
    await do(here, adoption_id, "end")
    await tidied(running)
    assert (await draft(here, own))["problems"] == []
    await here.publish(own)
    assert await used(here) == len(PDF)


@pytest.mark.parametrize("act", ["take-newest", "follow"])
async def test_a_newer_version_brings_its_files_and_lets_the_others_go(
    here: Library, there: Library, running: RunningService, act: str
) -> None:
    item_id, said, path = await offered(there)
    adoption_id = await adopt(here, item_id)
    await revised(there, item_id, said)
    await do(here, adoption_id, act)
    await there.stand(item_id, "taken_down", because="We have no room for it.")
    await tidied(running)
    assert (await here.client.get(f"{ADOPTIONS}/{adoption_id}{path}")).content == NEWER
    assert await used(here) == len(NEWER)


async def test_what_is_followed_comes_with_its_files(
    here: Library, there: Library, running: RunningService, pass_on: Passing
) -> None:
    item_id, said, path = await offered(there)
    adoption_id = await adopt(here, item_id, following=True)
    await revised(there, item_id, said)
    await pass_on()
    await there.stand(item_id, "taken_down", because="We have no room for it.")
    await tidied(running)
    assert (await here.client.get(f"{ADOPTIONS}/{adoption_id}{path}")).content == NEWER
    assert await used(here) == len(NEWER)


async def test_files_of_before_a_draft_stay_until_it_is_published(
    here: Library, there: Library, running: RunningService
) -> None:
    item_id, said, path = await offered(there)
    adoption_id, own = await adapted(here, item_id)
    await here.publish(own)
    newer = await revised(there, item_id, said)
    for keeps, at_hand in ((False, PDF), (True, NEWER)):
        await here.ask("POST", f"{OWN}/{own}/draft", 201)
        seen = await here.ask("GET", f"{ADOPTIONS}/{adoption_id}/changes", 200)
        choices = {f"parts/{newer['part_key']}/body": "take"} | dict.fromkeys(
            (one["path"] for one in seen["changes"] if one["outcome"] == "offered"), "take"
        )
        await do(here, adoption_id, "changes", fingerprint=seen["fingerprint"], choices=choices)
        if keeps:
            await here.publish(own, "As upstream has it.")
        else:
            await here.ask("DELETE", f"{OWN}/{own}/draft", 204, headers=ANY)
        await tidied(running)
        assert (await here.client.get(f"{ADOPTIONS}/{adoption_id}{path}")).content == at_hand
    await write_again(here, own)
    assert await used(here) == len(PDF) + len(NEWER), "its first version has the first one still"


async def write_again(here: Library, own: str) -> None:
    """What was taken can be published again."""
    await here.ask("POST", f"{OWN}/{own}/draft", 201)
    seen = await draft(here, own)
    await write(here, own, seen["content"] | {"title": "Ours"})
    assert (await draft(here, own))["problems"] == []
