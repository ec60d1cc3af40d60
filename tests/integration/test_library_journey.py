"""A resource from its first word to its recall: its authors, a curator, strangers and a partner, over REST through the
gateway.
"""

import base64
import hashlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from devstack.object_store import HOW_TO_GET, is_installed, object_store
from tests.integration.following import Following
from tests.integration.gateway import Gateway
from tests.integration.library import ADOPTIONS, ITEMS, OPEN, OWN, RESOURCES, TYPED, Shelf, content, part
from tests.integration.selecting import District
from tests.integration.waiting import until

pytestmark = pytest.mark.slow

TUS = {"Tus-Resumable": "1.0.0"}
BODY = TUS | {"Content-Type": "application/offset+octet-stream"}
GUIDE = b"".join(b"%d. Fold, then compare.\n" % number for number in range(20_000))


class HungUp(Exception):
    """The sender's connection breaks."""


async def breaking_off(data: bytes) -> AsyncIterator[bytes]:
    yield data
    raise HungUp


async def upload(rowan: Following, district: District, data: bytes) -> str:
    """Sends a file that breaks off in its middle, and then what is missing; returns its SHA-256 once it is stored."""
    headers = {"Authorization": f"Bearer {await district.caller._bearer()}"}
    async with anybody(rowan, headers) as client:
        named = f"filename {base64.b64encode(b'guide.txt').decode()}"
        made = await client.post(
            f"{RESOURCES}/uploads", headers=TUS | {"Upload-Length": str(len(data)), "Upload-Metadata": named}
        )
        assert made.status_code == 201, made.text
        path = made.headers["Location"].removeprefix(rowan.platform.base)
        with pytest.raises(HungUp):
            await client.patch(
                path, content=breaking_off(data[: len(data) // 2]), headers=BODY | {"Upload-Offset": "0"}
            )

        async def came() -> str | None:
            offset = str((await client.head(path, headers=TUS)).headers["Upload-Offset"])
            return offset if offset != "0" else None

        offset = await until(came)
        assert 0 < int(offset) < len(data)
        rest = await client.patch(path, content=data[int(offset) :], headers=BODY | {"Upload-Offset": offset})
        assert (rest.status_code, rest.headers["Upload-Offset"]) == (204, str(len(data)))

        async def stored() -> Any:
            state = (await client.get(path)).json()
            return state if state["state"] not in ("received", "checking") else None

        state = await until(stored)
        assert state["state"] == "stored", state
        file = (await client.get(f"{RESOURCES}/files/{state['file_id']}")).json()
    return str(file["sha256"])


def anybody(rowan: Following, headers: dict[str, str] | None = None) -> httpx.AsyncClient:
    """Somebody who comes through the gateway; a stranger, unless the headers say otherwise."""
    return httpx.AsyncClient(
        transport=Gateway(rowan.platform.ports), base_url=rowan.platform.base, headers=headers, timeout=30
    )


async def published_guide(rowan: Following, author: Shelf) -> tuple[str, dict[str, Any]]:
    """An item of words and a file; returns its id and what it says."""
    guide = part("file", await upload(rowan, author.district, GUIDE), title="The guide")
    said = content(part(), guide)
    item_id = await author.write(said)
    await author.publish(item_id)
    return item_id, said


async def read_openly(rowan: Following, item_id: str, said: dict[str, Any]) -> None:
    """A stranger reads the item and its file, whole, in part and once only."""
    async with anybody(rowan) as stranger:
        first = await stranger.get(f"{OPEN}/{item_id}")
        assert (first.status_code, first.json()["content"]["title"]) == (200, said["title"])
        file = f"{OPEN}/{item_id}/versions/1/parts/{said['parts'][1]['part_key']}/content"
        whole = await stranger.get(file)
        assert hashlib.sha256(whole.content).hexdigest() == said["parts"][1]["source"]
        some = await stranger.get(file, headers={"Range": "bytes=3-9"})
        assert (some.status_code, some.content) == (206, GUIDE[3:10])
        for path, answer in ((f"{OPEN}/{item_id}", first), (file, whole)):
            again = await stranger.get(path, headers={"If-None-Match": answer.headers["ETag"]})
            assert (again.status_code, again.content) == (304, b"")


async def test_a_resource_is_written_published_adopted_revised_merged_taken_down_and_recalled(rowan: Following) -> None:
    author, partner = rowan.author, rowan.follower
    item_id, said = await published_guide(rowan, author)
    await read_openly(rowan, item_id, said)
    adoption_id = await partner.adopt(item_id)

    revised = said | {"title": "Strips of three colours"}
    await author.revise(item_id, revised)

    async def follows() -> bool:
        return bool((await partner.held(adoption_id))["version"] == 2)

    await until(follows)
    own = str((await partner.do(adoption_id, "adapt", {}))["own_item_id"])
    ours = revised | {"parts": [*revised["parts"], part(source="What we do first.")]}
    await partner.district.caller.edit("PUT", f"{OWN}/{own}/draft", ours)
    await partner.publish(own)
    steps = said["parts"][0] | {"source": "Fold three times."}
    await author.revise(item_id, revised | {"parts": [steps, said["parts"][1]]})

    seen = await partner.district.caller.get(f"{ADOPTIONS}/{adoption_id}/changes")
    assert [one["outcome"] for one in seen["changes"] if steps["part_key"] in one["path"]] == ["taken"]
    await partner.do(adoption_id, "changes", {"fingerprint": seen["fingerprint"]})
    await partner.publish(own, TYPED[3])
    merged = (await partner.district.caller.get(f"{ITEMS}/{own}"))["content"]
    assert [one["source"] for one in merged["parts"]] == [
        "Fold three times.", said["parts"][1]["source"], "What we do first.",
    ]  # fmt: skip

    before = await open_item(rowan, item_id)
    await author.stand(item_id, "taken_down")
    after = await open_item(rowan, item_id)
    assert (after.json()["standing"], after.json()["because"], after.json()["content"]) == (
        "taken_down",
        TYPED[3],
        None,
    )
    assert after.headers["ETag"] != before.headers["ETag"], "whoever kept it learns that it is gone"
    assert (await open_item(rowan, own)).json()["content"] == merged, "what was made of it stays"
    await author.stand(item_id, "recalled")

    async def recalled() -> bool:
        shown = (await open_item(rowan, own)).json()
        return (shown["standing"], shown["content"]) == ("recalled", None)

    await until(recalled)
    async with anybody(rowan) as stranger:
        for of, version in ((item_id, 1), (item_id, 3), (own, 1), (own, 2)):
            key = said["parts"][1]["part_key"]
            gone = await stranger.get(f"{OPEN}/{of}/versions/{version}/parts/{key}/content")
            assert gone.status_code == 404, (of, version)


async def open_item(rowan: Following, item_id: str) -> httpx.Response:
    async with anybody(rowan) as stranger:
        answer = await stranger.get(f"{OPEN}/{item_id}")
        assert answer.status_code == 200, answer.text
        return answer


async def test_a_file_goes_into_an_s3_and_comes_back(
    rowan: Following, tmp_path_factory: pytest.TempPathFactory
) -> None:
    if not is_installed():
        pytest.skip(f"no versitygw on PATH, so there is no S3 to test with: {HOW_TO_GET}")
    with object_store(tmp_path_factory.mktemp("s3")) as store:
        rowan.platform.environment |= store.settings("resources", "of-tests")
        for name, process in (("resources worker", "worker"), ("resources api", "api")):
            rowan.stop(name)
            rowan.platform.start(name, "resources", process)
        item_id, said = await published_guide(rowan, rowan.author)
        await read_openly(rowan, item_id, said)
        for name in ("resources worker", "resources api"):
            rowan.stop(name)
