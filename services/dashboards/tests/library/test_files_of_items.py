"""Files of an item are shown by what they are, and saved by whoever may see the item."""

from typing import Any
from uuid import uuid4

import pytest

from dashboards.library.files import PartFile
from services.dashboards.tests.library.desk_forms import DESK
from services.dashboards.tests.library.library_pages import LibraryPages
from services.dashboards.tests.readiness.reading import read
from services.resources.tests.files.rules.file_samples import SAMPLES
from services.resources.tests.files.senders import Sender
from services.resources.tests.items.library import ANY, OWN, Library, content, part


async def of_file(here: Library, name: str, kind: str, **more: Any) -> dict[str, Any]:
    """A part that is a file which was uploaded."""
    path = await Sender(here.running, here.district).file(f"{name}.{kind}", SAMPLES[kind])
    stored = await here.ask("GET", path, 200)
    return part("CC-BY-4.0", stored["sha256"], kind="file", title=name, **more)


async def test_what_can_be_shown_is_shown_and_all_can_be_saved(sharing: LibraryPages, here: Library) -> None:
    film = await of_file(here, "film", "mp4")
    captions = await of_file(
        here, "English", "vtt", caption_of={"part_key": film["part_key"], "sha256": film["source"]}
    )
    guide, drawing = await of_file(here, "guide", "pdf"), await of_file(here, "drawing", "png")
    item_id = await here.published(content(film, captions, guide, drawing))
    async with sharing.visitor("learner") as client, sharing.anyone() as anybody:
        own, public = await read(client, f"/library/items/{item_id}"), await read(anybody, f"/open-library/{item_id}")
    for text, below in ((own, "items"), (public, "open-items")):

        def at(one: dict[str, Any], below: str = below) -> str:
            return f'"/resources/v1/{below}/{item_id}/versions/1/parts/{one["part_key"]}/content'

        for said in (
            f'<video class="part-shown" controls preload="metadata" src={at(film)}?inline=true"',
            f'<track kind="captions" src={at(captions)}?inline=true" srclang="en" label="English">',
            f'<img class="part-shown" src={at(drawing)}?inline=true" alt="drawing"',
            f"<a href={at(guide)}?inline=true",
            f'<a href={at(guide)}" download', "Save the file (PDF ",
        ):  # fmt: skip
            assert said in text, said


async def test_a_curator_reads_the_files_of_a_draft(sharing: LibraryPages, here: Library) -> None:
    guide = await of_file(here, "guide", "pdf")
    item_id = await here.make(content(guide))
    await here.ask("POST", f"{OWN}/{item_id}/draft/submit", 200, json={}, headers=ANY)
    (stored,) = (await here.ask("GET", "/resources/v1/files", 200))["items"]
    async with sharing.visitor() as client:
        text = await read(client, f"{DESK}/{item_id}")
        assert f'href="/resources/v1/files/{stored["file_id"]}/content" download' in text


async def test_a_file_that_is_not_there_is_named_and_led_to_by_nothing(sharing: LibraryPages, here: Library) -> None:
    item_id = await here.make(content(part(kind="file", source="a" * 64, title="Lost", part_key=str(uuid4()))))
    async with sharing.visitor() as client:
        text = await read(client, f"{DESK}/{item_id}")
    assert "/content" not in text


@pytest.mark.parametrize(
    ("media_type", "shown_as", "opens"),
    [
        ("image/png", "image", False), ("image/svg+xml", "", False), ("video/mp4", "video", False),
        ("audio/mpeg", "audio", False), ("application/pdf", "", True), ("text/html", "", False), ("", "", False),
    ],
)  # fmt: skip
def test_nothing_that_can_hold_scripts_is_shown_in_a_page(media_type: str, shown_as: str, opens: bool) -> None:
    file = PartFile("/content", media_type, 1)
    assert (file.shown_as, file.opens) == (shown_as, opens)
