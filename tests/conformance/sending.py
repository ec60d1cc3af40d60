"""Sends an operation's request as whoever may send it."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx

from tests.conformance.bodies import BODIES, OF_PEOPLE
from tests.conformance.operations import Operation, fill
from tests.conformance.world import World


def caller(operation: Operation, world: World) -> dict[str, str]:
    """Who may send it: only the host registers districts, and some things only people do."""
    if operation.label in OF_PEOPLE:
        return {"Authorization": f"Bearer {world.person(world.a, OF_PEOPLE[operation.label])}"}
    return world.host.authorization if operation.label == "POST /partners/v1/districts" else {}


class Sending:
    """Sends one operation's request, changed."""

    def __init__(self, http: httpx.Client, world: World) -> None:
        self.http, self.world = http, world

    def request(self, operation: Operation, ids: Mapping[str, str] | None = None) -> dict[str, Any]:
        request = operation.request(self.world.a, self.world.host.client.district_id, ids)
        request["headers"] |= caller(operation, self.world)
        return request

    def __call__(self, operation: Operation, content: Any = None, **headers: str) -> httpx.Response:
        request = self.request(operation)
        request["headers"] |= headers
        if content is not None:
            request.pop("data", None)
            request["content"] = content
        return self.http.request(**request)

    def body(self, operation: Operation) -> dict[str, Any]:
        world = self.world
        host = world.host.client.district_id
        values = world.a.ids | {"mark": world.a.mark, "host": host, "fresh": str(uuid4())}
        filled: dict[str, Any] = fill(BODIES[operation.label], values)
        return filled
