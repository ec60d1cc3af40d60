"""The files of what is adapted are the adapter's too: they stay when the version that they were taken of is gone."""

from __future__ import annotations

import pytest

from services.resources.tests.adoptions.adopters import ADOPTIONS, adapted, changes, choose, draft, outcomes
from services.resources.tests.files.rules.file_samples import SAMPLES
from services.resources.tests.items.library import ITEMS, Library, content
from services.resources.tests.items.test_files_of_versions import of_file, uploaded

FILES, STORAGE = "/resources/v1/files", "/resources/v1/storage"


async def used(by: Library) -> int:
    return int((await by.ask("GET", STORAGE, 200))["used"])


async def test_an_adaptation_has_files_of_its_own_on_its_districts_quota(here: Library, there: Library) -> None:
    file = await uploaded(there)
    part = of_file(file)
    item_id = await there.published(content(part))
    _, own = await adapted(here, item_id)
    assert (await draft(here, own))["problems"] == []
    [taken] = (await here.ask("GET", FILES, 200))["items"]
    assert (taken["sha256"], await used(here)) == (file["sha256"], await used(there))
    await there.stand(item_id, "taken_down", because="We have no room for it.")
    await here.publish(own)
    path = f"{ITEMS}/{own}/versions/1/parts/{part['part_key']}/content"
    assert (await there.client.get(path)).content == SAMPLES["pdf"]


async def test_the_same_bytes_are_counted_once(here: Library, there: Library) -> None:
    ours, theirs = await uploaded(here), await uploaded(there)
    assert ours["sha256"] == theirs["sha256"]
    before = await used(here)
    await adapted(here, await there.published(content(of_file(theirs), of_file(theirs))))
    assert await used(here) == before


async def test_a_file_that_is_taken_of_a_newer_version_comes_along(here: Library, there: Library) -> None:
    part = of_file(await uploaded(there))
    item_id = await there.published(content(part))
    adoption_id, own = await adapted(here, item_id)
    newer = await uploaded(there, SAMPLES["pdf"] + b"\n% Longer.\n", "Unit 4.pdf")
    await there.revise(item_id, content(part | {"source": newer["sha256"]}))
    path = f"parts/{part['part_key']}/body"
    assert outcomes(await changes(here, adoption_id))[path] == "offered"
    await choose(here, adoption_id, {path: "take"})
    shown = await draft(here, own)
    assert (shown["content"]["parts"][0]["source"], shown["problems"]) == (newer["sha256"], [])


async def test_who_has_no_room_adopts_nothing(here: Library, there: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    item_id = await there.published(content(of_file(await uploaded(there))))
    context = here.running.app.context
    monkeypatch.setattr(context, "settings", context.settings.model_copy(update={"district_bytes": 1}))
    refused = await here.ask("POST", ADOPTIONS, 409, json={"item_id": item_id})
    assert "room" in refused["detail"]
    assert (await here.ask("GET", ADOPTIONS, 200))["items"] == []
