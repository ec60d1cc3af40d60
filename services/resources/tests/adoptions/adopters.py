"""What adopters do by the routes."""

from __future__ import annotations

from typing import Any

from services.resources.tests.items.library import ANY, ITEMS, OWN, Library

ADOPTIONS = "/resources/v1/adoptions"
OFFERS = "/resources/v1/offers"


async def adopt(by: Library, item_id: str, **said: Any) -> str:
    """Adopts an item; returns the adoption's id."""
    made = await by.ask("POST", ADOPTIONS, 201, json={"item_id": item_id} | said)
    return str(made["adoption_id"])


async def read(by: Library, adoption_id: str) -> Any:
    return await by.ask("GET", f"{ADOPTIONS}/{adoption_id}", 200)


async def do(by: Library, adoption_id: str, act: str, status: int = 200, **said: Any) -> Any:
    """Does what a route of an adoption does, whatever its state was."""
    sent = said if act in ("adapt", "changes") else None
    return await by.ask("POST", f"{ADOPTIONS}/{adoption_id}/{act}", status, json=sent, headers=ANY)


async def adapted(by: Library, item_id: str, **said: Any) -> tuple[str, str]:
    """Adopts and adapts an item; returns the adoption's id and that of the own item."""
    adoption_id = await adopt(by, item_id, **said)
    return adoption_id, str((await do(by, adoption_id, "adapt"))["own_item_id"])


async def changes(by: Library, adoption_id: str) -> Any:
    return await by.ask("GET", f"{ADOPTIONS}/{adoption_id}/changes", 200)


async def fingerprint(by: Library, adoption_id: str) -> str:
    """Of the changes that are proposed; where none are, one that answers nothing."""
    answer = await by.client.get(f"{ADOPTIONS}/{adoption_id}/changes")
    return str(answer.json().get("fingerprint", "0" * 64))


async def choose(by: Library, adoption_id: str, choices: dict[str, str], status: int = 200) -> Any:
    seen = await changes(by, adoption_id)
    return await do(by, adoption_id, "changes", status, fingerprint=seen["fingerprint"], choices=choices)


async def draft(by: Library, own_item_id: str) -> Any:
    return await by.ask("GET", f"{OWN}/{own_item_id}/draft", 200)


async def write(by: Library, own_item_id: str, said: dict[str, Any]) -> Any:
    return await by.ask("PUT", f"{OWN}/{own_item_id}/draft", 200, json=said, headers=ANY)


async def item(by: Library, item_id: str, status: int = 200) -> Any:
    return await by.ask("GET", f"{ITEMS}/{item_id}", status)


def may(seen: Any) -> dict[str, bool]:
    """What an adopter may do, by act."""
    return {one["act"]: one["allowed"] for one in seen["may"]}


def outcomes(seen: Any) -> dict[str, str]:
    """What becomes of each place, by its path."""
    return {one["path"]: one["outcome"] for one in seen["changes"]}


async def offer(by: Library, adoption_id: str, *paths: str, status: int = 201) -> Any:
    """Offers what was changed at these places."""
    sent = {"paths": list(paths), "words": "It is clearer so."}
    return await by.ask("POST", f"{ADOPTIONS}/{adoption_id}/offers", status, json=sent, headers=ANY)


async def decide(by: Library, offer_id: str, act: str, status: int = 200, **said: Any) -> Any:
    """Accepts, declines or withdraws an offer, whatever its state was."""
    return await by.ask("POST", f"{OFFERS}/{offer_id}/{act}", status, json=said, headers=ANY)
