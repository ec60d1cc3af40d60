"""People at the pages: who they are, and a client with their session."""

from typing import Any
from uuid import UUID, uuid5

from shared.auth.dependencies import SESSION_COOKIE
from shared.testing import DISTRICT_A

SCOPE = "dashboards.read"
EVERYBODY = [
    ("leader", "leader"), ("operator", None), ("educator", "teacher"), ("family", "parent"), ("learner", "ana"),
]  # fmt: skip
"""Role and person of everybody who may see Ana."""
STRANGERS = [("learner", "ben"), ("learner", "cruz"), ("family", "stranger"), ("educator", "stranger")]


def uid(name: str) -> UUID:
    return uuid5(DISTRICT_A, name)


def signed_in(world: Any, role: str = "leader", person: str | None = "leader", **more: Any) -> Any:
    token = world.running.tokens.token(
        more.get("district_id", DISTRICT_A), *more.get("scopes", (SCOPE,)), role=role,
        person_id=world.uid(person) if person else None,
    )  # fmt: skip
    client = world.running.client()
    client.cookies.set(SESSION_COOKIE, token)
    return client
