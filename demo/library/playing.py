"""The host's people make the library: files go up, items are reviewed and published.

What is there already is found there and left: a file by its bytes, an item by the key of its creation.
"""

import asyncio
import base64
import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import NAMESPACE_URL, uuid5

from demo import framework
from demo.calls import Caller, CallFailed
from demo.library.catalogue import Alignment, Entry, Form, entries
from demo.library.making import Made, files_of

RESOURCES = "/resources/v1"
_OWN, _FILES = f"{RESOURCES}/own-items", f"{RESOURCES}/files"
_AT_ONCE = 4
_PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes all of it and is its curator."""

    person_id: str
    name: str


class Library:
    """The library of a district of this name, whose instrument its conditions are of."""

    def __init__(self, caller: Caller, district: str, instrument_id: str, author: Author) -> None:
        self._caller, self._district, self._instrument_id, self._author = caller, district, instrument_id, author
        self._busy = asyncio.Semaphore(_AT_ONCE)
        self._files: dict[str, str] = {}

    async def stock(self) -> int:
        """Makes and publishes every item of the catalogue; returns how many there are."""
        await self._caller.edit("PUT", f"{RESOURCES}/curators", {"person_ids": [self._author.person_id]})
        states = {one["title"]: one["state"] for one in await self._caller.all(f"{_OWN}?limit=500")}
        self._files = {one["sent_sha256"]: one["sha256"] for one in await self._caller.all(f"{_FILES}?limit=500")}
        await asyncio.gather(*(self._publish(one, states.get(one.title, "new")) for one in entries()))
        return len(entries())

    async def _publish(self, entry: Entry, state: str) -> None:
        if state == "published":
            return
        async with self._busy:
            key = f"demo-library-{uuid5(NAMESPACE_URL, entry.title)}"
            made = await self._caller.post(_OWN, await self._content(entry), key=key)
            path = f"{_OWN}/{made['item_id']}/draft"
            if state != "in_review":
                made = await self._caller.edit("POST", f"{path}/submit", {})
                await self._caller.edit("POST", f"{path}/publish", tag=f'"{made["revision"]}"')
            else:
                await self._caller.edit_as_read("POST", path, f"{path}/publish")

    async def _content(self, entry: Entry) -> dict[str, object]:
        return {
            "title": entry.title,
            "kind": entry.kind,
            "description": entry.description,
            "language": entry.language,
            "grade_band": entry.grade_band,
            "preparation_time": entry.preparation_time,
            "alignments": [self._aligned(one) for one in entry.alignments],
            "authors": [asdict(self._author)],
            "parts": await self._parts(entry),
        }

    def _aligned(self, one: Alignment) -> dict[str, str]:
        if one.is_condition:
            return {
                "to": "condition", "relation": one.relation, "edition_id": self._instrument_id, "target": one.target,
            }  # fmt: skip
        of = str(framework.NAMESPACE)
        return {"to": "item", "relation": one.relation, "edition_id": of, "target": framework.identifier(one.target)}

    async def _parts(self, entry: Entry) -> list[dict[str, object]]:
        if entry.form is Form.TEXT:
            return [self._part(entry, "steps", "text", "\n".join(entry.steps))]
        if entry.form is Form.LINK:
            return [self._part(entry, "link", "link", entry.address or "")]
        parts: list[dict[str, object]] = []
        for file in await asyncio.to_thread(files_of, entry, self._district):
            part = self._part(entry, file.name, "file", await self._stored(file))
            if file.captions_of_film:
                part["caption_of"] = {"part_key": parts[0]["part_key"], "sha256": parts[0]["source"]}
            parts.append(part)
        return parts

    def _part(self, entry: Entry, name: str, kind: str, source: str) -> dict[str, object]:
        """A part has the same key whenever the demo is played."""
        held = kind != "link"
        return {
            "part_key": str(uuid5(NAMESPACE_URL, f"{entry.title}/{name}")),
            "title": name if kind == "file" else entry.title,
            "kind": kind,
            "source": source,
            "licence": entry.licence,
            "holder": "district" if held else "other",
            "holder_name": self._district if held else None,
        }

    async def _stored(self, file: Made) -> str:
        """Returns the SHA-256 of the file as it is stored: a picture's is another one than it was sent with."""
        sent = hashlib.sha256(file.data).hexdigest()
        if found := self._files.get(sent):
            return found
        await self._caller.send_file(f"{RESOURCES}/uploads", file.data, _metadata(file, sent))
        for _ in range(_PATIENCE_SECONDS * 10):
            if found := await self._found(sent):
                return found
            await asyncio.sleep(0.1)
        raise CallFailed(f"{file.name} is not stored after {_PATIENCE_SECONDS} s")

    async def _found(self, sent: str) -> str | None:
        listed: Sequence[dict[str, str]] = (await self._caller.get(_FILES, sha256=sent))["items"]
        return listed[0]["sha256"] if listed else None


def _metadata(file: Made, sent: str) -> str:
    said = {"filename": file.name, "filetype": file.media_type.partition(";")[0], "sha256": sent}
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in said.items())
