"""Of several who want the last room at once, as many get some as there is room for."""

import asyncio
from typing import Any

import pytest

from services.resources.tests.files.rules.file_samples import SAMPLES
from services.resources.tests.files.senders import FILES, TUS, UPLOADS, Sender, metadata
from shared.testing import RunningService

PDF = SAMPLES["pdf"]


@pytest.fixture
def small(running: RunningService, monkeypatch: pytest.MonkeyPatch) -> int:
    """A district may store three files."""
    settings: Any = running.app.context.settings
    most = 3 * len(PDF)
    monkeypatch.setattr(running.app.context, "settings", settings.model_copy(update={"district_bytes": most}))
    return most


async def test_of_many_uploads_begun_at_once_as_many_begin_as_there_is_room_for(
    running: RunningService, small: int
) -> None:
    sender = Sender(running)
    headers = TUS | {"Upload-Length": str(len(PDF)), "Upload-Metadata": metadata("Unit 3.pdf")}
    answers = await asyncio.gather(*(sender.client.post(UPLOADS, headers=headers) for _ in range(8)))
    assert sorted(one.status_code for one in answers) == [201] * 3 + [413] * 5
    refused = next(one for one in answers if one.status_code == 413).json()
    assert refused["type"].endswith("quota-exceeded")
    assert "remove what is not needed" in refused["detail"]
    assert await sender.storage() == {"most": small, "used": 0, "reserved": small, "free": 0}


async def test_what_is_deleted_makes_room_and_another_districts_room_is_its_own(
    running: RunningService, small: int
) -> None:
    sender, other = Sender(running), Sender(running)
    paths = [await sender.file(f"{number}.pdf", PDF) for number in range(3)]
    await sender.create(metadata("4.pdf"), len(PDF), status=413)
    await other.begin("4.pdf", len(PDF))
    assert (await sender.client.delete(paths[0])).status_code == 204
    assert (await sender.client.delete(paths[0])).status_code == 404
    await sender.file("4.pdf", PDF)
    assert (await sender.storage())["used"] == small
    assert len((await sender.client.get(FILES)).json()["items"]) == 3


async def test_a_file_that_is_deleted_twice_at_once_gives_its_room_back_once(
    running: RunningService, small: int
) -> None:
    sender = Sender(running)
    path = await sender.file("1.pdf", PDF)
    await sender.file("2.pdf", PDF)
    answers = await asyncio.gather(*(sender.client.delete(path) for _ in range(4)))
    assert sorted(one.status_code for one in answers) == [204, 404, 404, 404]
    assert (await sender.storage())["used"] == len(PDF)
    assert small > 0
