"""A district that makes items, as its people and systems call the routes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx

from shared.contracts.partners import AgreementChanged
from shared.testing import Deliveries, RunningService

OWN = "/resources/v1/own-items"
ITEMS = "/resources/v1/items"
OPEN = "/resources/v1/open-items"
CURATORS = "/resources/v1/curators"
SCOPES = ("resources.read", "resources.write", "resources.curate", "resources.manage")
ANY = {"If-Match": "*"}


def part(licence: str | None = "CC-BY-4.0", words: str = "Fold, then compare.", **changes: Any) -> dict[str, Any]:
    """A part of words that its district holds the rights in."""
    said = {"part_key": str(uuid4()), "title": "Steps", "kind": "text", "source": words, "licence": licence}
    return said | {"holder": "district", "holder_name": "Valley Unified"} | changes


def content(*parts: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """An item that can be published."""
    return {
        "title": "Fraction strips",
        "kind": "lesson_content",
        "description": "Learners fold strips and compare them.",
        "language": "en",
        "grade_band": "3-5",
        "authors": [{"person_id": str(uuid4()), "name": "M. Ortiz"}],
        "parts": list(parts) or [part()],
    } | changes


@dataclass
class Library:
    """A district with a client of all that concerns the library."""

    running: RunningService
    district: UUID
    client: httpx.AsyncClient

    async def ask(self, method: str, path: str, status: int, **sent: Any) -> Any:
        answer = await self.client.request(method, path, **sent)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    async def make(self, said: dict[str, Any] | None = None) -> str:
        """Creates an item as a draft; returns its id."""
        made = await self.ask("POST", OWN, 201, json=said or content())
        return str(made["item_id"])

    async def publish(self, item_id: str, changes: str | None = None) -> Any:
        """Submits the draft and publishes it."""
        await self.ask("POST", f"{OWN}/{item_id}/draft/submit", 200, json={"changes": changes}, headers=ANY)
        draft = await self.client.get(f"{OWN}/{item_id}/draft")
        tag = {"If-Match": draft.headers["ETag"]}
        return await self.ask("POST", f"{OWN}/{item_id}/draft/publish", 200, headers=tag)

    async def published(self, said: dict[str, Any] | None = None) -> str:
        item_id = await self.make(said)
        await self.publish(item_id)
        return item_id

    async def revise(self, item_id: str, said: dict[str, Any]) -> Any:
        """Publishes what is said as the next version."""
        await self.ask("POST", f"{OWN}/{item_id}/draft", 201)
        await self.ask("PUT", f"{OWN}/{item_id}/draft", 200, json=said, headers=ANY)
        return await self.publish(item_id, "It says more.")

    async def stand(self, item_id: str, standing: str, **said: Any) -> Any:
        return await self.ask("PUT", f"{OWN}/{item_id}/standing", 200, json={"standing": standing} | said, headers=ANY)

    async def seen(self) -> set[str]:
        """The ids of the items that its people find in the library."""
        found: set[str] = set()
        path = f"{ITEMS}?limit=100"
        while path:
            answer = await self.client.get(path)
            found |= {one["item_id"] for one in answer.json()["items"]}
            path = answer.links.get("next", {}).get("url", "")
        return found


def agreement(discloser: UUID, recipient: UUID, state: str = "active", name: UUID | None = None) -> AgreementChanged:
    return AgreementChanged.model_validate(
        {
            "agreement_id": name or uuid4(),
            "discloser_id": discloser,
            "discloser_name": "Valley Unified",
            "recipient_id": recipient,
            "recipient_name": "Bay District",
            "purpose": "sharing a library",
            "granularity": "none",
            "data_elements": [],
            "state": state,
            "starts_on": "2026-09-01",
            "expires_on": "2027-08-31",
        }
    )


async def tell(deliveries: Deliveries, told: Sequence[AgreementChanged]) -> None:
    """Delivers each agreement once to each party, in its own name, as partners does."""
    for one in told:
        for district in (one.discloser_id, one.recipient_id):
            await deliveries.deliver(deliveries.record(district, one))
