"""Frameworks as trees of named items, and what a district lays down about them."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import httpx

from services.competency.tests.frameworks.case_pieces import key, link, put, record
from services.competency.tests.pieces import piece

ITEMS = "/competency/v1/items"
EVIDENCE = "/competency/v1/evidence"
TREE = {"R": None, "A": "R", "A1": "A", "A2": "A", "A3": "A", "B": "R", "B1": "B"}


def item_id(name: str, code: str) -> str:
    return key(f"{name} {code}")


def tree_package(name: str, tree: Mapping[str, str | None], precedes: Iterable[tuple[str, str]] = ()) -> dict[str, Any]:
    """Items by code, each with the code of its parent (None: at the top), and which comes before which."""
    ends = [("isChildOf", code, parent) for code, parent in tree.items()]
    ends += [("precedes", earlier, later) for earlier, later in precedes]
    return {
        "CFDocument": record(name, creator="host", title=name),
        "CFItems": [record(f"{name} {code}", fullStatement=f"shows {code}", humanCodingScheme=code) for code in tree],
        "CFAssociations": [
            record(
                f"{name} {kind} {origin} {destination}",
                associationType=kind,
                originNodeURI=link(f"{name} {origin}"),
                destinationNodeURI=link(name if destination is None else f"{name} {destination}"),
                sequenceNumber=number,
            )
            for number, (kind, origin, destination) in enumerate(ends, 1)
        ],
    }


async def begun(
    client: Any, name: str, tree: Mapping[str, str | None], precedes: Any = (), **query: Any
) -> dict[str, Any]:
    return await put(client, tree_package(name, tree, precedes), **query)


async def laid(client: Any, item: str, rule: str = "all", if_match: str = "*", **more: Any) -> dict[str, Any]:
    answer = await client.put(f"{ITEMS}/{item}/criterion", json={"rule": rule} | more, headers={"If-Match": if_match})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def withdrawn(client: Any, item: str) -> None:
    answer = await client.delete(f"{ITEMS}/{item}/criterion", headers={"If-Match": "*"})
    assert answer.status_code == 204, answer.text


async def map_of(client: Any, learner: Any, **query: Any) -> dict[str, dict[str, Any]]:
    answer = await client.get(f"/competency/v1/learners/{learner}/mastery", params=query)
    assert answer.status_code == 200, answer.text
    return {row["item_id"]: row for row in answer.json()["mastery"]}


async def show(
    client: httpx.AsyncClient, learner: UUID, name: str, code: str, score: float | str = 4, day: int = 1, **more: Any
) -> dict[str, Any]:
    at = f"2026-10-{day:02}T10:00:00Z"
    answer = await client.post(EVIDENCE, json=piece(learner, item_id(name, code), score, at, **more))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def standing(client: httpx.AsyncClient, learner: UUID, name: str, **query: Any) -> dict[str, tuple[Any, ...]]:
    codes = {item_id(name, code): code for code in TREE}
    found = await map_of(client, learner, **query)
    return {codes[k]: (row["score"], row["mastered"], row["criterion_version"]) for k, row in found.items()}
