"""Districts whose people make items, adopt those of others and change them, by the public routes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.integration.selecting import District

RESOURCES = "/resources/v1"
OWN, ITEMS, OPEN = f"{RESOURCES}/own-items", f"{RESOURCES}/items", f"{RESOURCES}/open-items"
ADOPTIONS = f"{RESOURCES}/adoptions"
TYPED = (
    "Strips of many colours",
    "Fold them, then lay them side by side.",
    "Rosa Adeyemi",
    "Its second page is mended.",
)
"""Words and a name that events must not have."""


def content(*parts: Mapping[str, Any], title: str = TYPED[0]) -> dict[str, Any]:
    """An item that can be published."""
    return {
        "title": title,
        "kind": "lesson_content",
        "description": TYPED[1],
        "language": "en",
        "grade_band": "3-5",
        "authors": [{"person_id": str(uuid4()), "name": TYPED[2]}],
        "parts": list(parts) or [part()],
    }


def part(kind: str = "text", source: str = TYPED[1], **more: Any) -> dict[str, Any]:
    """A part that its district gives to everybody."""
    said = {"part_key": str(uuid4()), "title": "Steps", "kind": kind, "source": source, "licence": "CC-BY-4.0"}
    return said | {"holder": "district", "holder_name": "Valley Unified"} | more


@dataclass
class Shelf:
    """What a district makes and adopts."""

    district: District

    async def write(self, said: Mapping[str, Any]) -> str:
        """A draft; returns the item's id."""
        return str((await self.district.caller.post(OWN, said))["item_id"])

    async def publish(self, item_id: str, changes: str | None = None) -> None:
        path = f"{OWN}/{item_id}/draft"
        await self.district.caller.edit("POST", f"{path}/submit", {"changes": changes})
        await self.district.caller.edit_as_read("POST", path, f"{path}/publish")

    async def begin(self, item_id: str, said: Mapping[str, Any]) -> None:
        """Has the next version's draft say this."""
        await self.district.caller.post(f"{OWN}/{item_id}/draft", None)
        await self.district.caller.edit("PUT", f"{OWN}/{item_id}/draft", said)

    async def revise(self, item_id: str, said: Mapping[str, Any] | None = None) -> None:
        """Publishes the next version."""
        await self.begin(item_id, said or content())
        await self.publish(item_id, TYPED[3])

    async def stand(self, item_id: str, standing: str, **said: Any) -> None:
        because = {} if standing == "offered" else {"because": TYPED[3]}
        await self.district.caller.edit("PUT", f"{OWN}/{item_id}/standing", {"standing": standing} | because | said)

    async def adopt(self, item_id: str, *, following: bool = True) -> str:
        """Returns the adoption's id."""
        made = await self.district.caller.post(ADOPTIONS, {"item_id": item_id, "following": following})
        return str(made["adoption_id"])

    async def do(self, adoption_id: str, act: str, body: Mapping[str, Any] | None = None) -> Any:
        return await self.district.caller.edit("POST", f"{ADOPTIONS}/{adoption_id}/{act}", body)

    async def held(self, adoption_id: str) -> Any:
        return await self.district.caller.get(f"{ADOPTIONS}/{adoption_id}")
