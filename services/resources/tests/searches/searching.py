"""Searches as people send them."""

from __future__ import annotations

from typing import Any

import httpx

FOUND = "/resources/v1/found-items"
OPEN_FOUND = "/resources/v1/open-found-items"


async def find(client: httpx.AsyncClient, words: str | None = None, path: str = FOUND, **asked: Any) -> list[Any]:
    """All that is found, in its order, page by page of two."""
    found: list[Any] = []
    answer = await client.get(path, params=_params(words, asked) | {"limit": "2"})
    while True:
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        following = answer.links.get("next", {}).get("url")
        if following is None:
            return found
        answer = await client.get(following)


async def found_ids(client: httpx.AsyncClient, words: str | None = None, path: str = FOUND, **asked: Any) -> list[str]:
    return [one["item_id"] for one in await find(client, words, path, **asked)]


async def counts(client: httpx.AsyncClient, words: str | None = None, path: str = FOUND, **asked: Any) -> Any:
    answer = await client.get(f"{path}/counts", params=_params(words, asked))
    assert answer.status_code == 200, answer.text
    return answer.json()


def _params(words: str | None, asked: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in ({"words": words} | asked).items() if value is not None}
