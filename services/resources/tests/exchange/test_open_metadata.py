"""What an open item says of itself to programs is public, and nothing that is not open is in it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from services.resources.tests.files.senders import Sender
from services.resources.tests.items.library import OPEN, Library, content, part


async def said(here: Library, item_id: str) -> Any:
    async with here.running.client() as anybody:
        answer = await anybody.get(f"{OPEN}/{item_id}/json-ld")
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"] == "application/ld+json"
        return answer.json()


async def test_an_open_item_is_told_in_the_words_of_schema_org(here: Library) -> None:
    sender = Sender(here.running, here.district)
    path = await sender.file("notes.txt", b"Hola, mundo")
    file = (await sender.client.get(path)).json()
    item_id = await here.published(content(part(kind="file", words=file["sha256"]), part()))
    found = await said(here, item_id)
    assert found["@type"] == "LearningResource"
    assert found["url"].endswith(f"/open-library/{item_id}")
    assert [one["name"] for one in found["author"]] == ["M. Ortiz"]
    assert "accessibilityFeature" not in found
    address = found["hasPart"][0]["contentUrl"]
    async with here.running.client() as anybody:
        assert (await anybody.get(address[address.index("/resources/") :])).content == b"Hola, mundo"


async def test_no_text_of_an_item_ends_the_script_that_it_stands_in(here: Library) -> None:
    item_id = await here.published(content(title="</script><script>alert(1)</script> & more"))
    async with here.running.client() as anybody:
        answer = await anybody.get(f"{OPEN}/{item_id}/json-ld")
    assert not {"<", ">", "&"} & set(answer.text)
    assert answer.json()["name"] == "</script><script>alert(1)</script> & more"


async def test_what_is_not_open_or_not_shown_any_more_is_not_told(here: Library) -> None:
    private = await here.published(content(part(None)))
    gone = await here.published()
    await here.stand(gone, "taken_down", because="A mistake.")
    async with here.running.client() as anybody:
        for item_id in (private, gone, str(uuid4())):
            assert (await anybody.get(f"{OPEN}/{item_id}/json-ld")).status_code == 404


async def test_who_has_it_is_told_that_it_is_unchanged(here: Library) -> None:
    item_id = await here.published()
    async with here.running.client() as anybody:
        tag = (await anybody.get(f"{OPEN}/{item_id}/json-ld")).headers["ETag"]
        same = await anybody.get(f"{OPEN}/{item_id}/json-ld", headers={"If-None-Match": tag})
        await here.revise(item_id, content(title="It says more"))
        other = await anybody.get(f"{OPEN}/{item_id}/json-ld", headers={"If-None-Match": tag})
    assert (same.status_code, other.status_code) == (304, 200)
