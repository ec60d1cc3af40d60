"""Items are taken along as a package, with their files as they lie in the store."""

from __future__ import annotations

import io
import json
import zipfile

from resources.exchange.rules.package import METADATA
from resources.exchange.rules.package_reading import read_package
from services.resources.tests.files.senders import Sender, keys_of, store_of
from services.resources.tests.items.library import Library, content, part

PACKAGE = "/resources/v1/exports/package"
NOTES = b"Hola, mundo"


async def with_file(here: Library) -> str:
    """The SHA-256 of a file that the district has."""
    sender = Sender(here.running, here.district)
    path = await sender.file("notes.txt", NOTES)
    return str((await sender.client.get(path)).json()["sha256"])


async def test_a_package_holds_the_items_and_the_bytes_of_their_files(here: Library) -> None:
    sha256 = await with_file(here)
    item_id = await here.make(content(part(kind="file", words=sha256), part()))
    answer = await here.client.get(PACKAGE)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        assert package.read(f"files/{sha256}.txt") == NOTES
        graph = json.loads(package.read(METADATA))["@graph"]
    assert [one["identifier"] for one in graph] == [f"urn:uuid:{item_id}"]
    read = read_package(io.BytesIO(answer.content))
    assert read.notes == ()
    assert [len(one.item.parts) for one in read.items] == [2]


async def test_one_item_is_taken_along_by_its_id(here: Library) -> None:
    await here.make()
    item_id = await here.published()
    answer = await here.client.get(f"{PACKAGE}?item_id={item_id}")
    (one,) = read_package(io.BytesIO(answer.content)).items
    assert one.item.item_id.urn == f"urn:uuid:{item_id}"
    assert one.published is not None
    assert one.published.publisher == "Valley Unified"


async def test_a_file_that_is_not_ready_keeps_its_item_from_being_packed(here: Library) -> None:
    await here.make(content(part(kind="file", words="a" * 64), title="Without its file"))
    answer = await here.client.get(PACKAGE)
    assert answer.status_code == 422
    assert "Without its file" in answer.json()["errors"][0]["detail"]


async def test_where_the_store_lacks_the_file_nobody_gets_half_a_package(here: Library) -> None:
    sha256 = await with_file(here)
    await here.make(content(part(kind="file", words=sha256)))
    await store_of(here.running).remove(await keys_of(here.running, here.district))
    assert (await here.client.get(PACKAGE)).status_code == 503


async def test_who_makes_nothing_gets_an_empty_package(here: Library) -> None:
    answer = await here.client.get(PACKAGE)
    assert read_package(io.BytesIO(answer.content)).items == ()
