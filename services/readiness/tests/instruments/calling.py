"""Calls of the routes of instruments, as two districts make them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx

from readiness.instruments.schemas.content import content_of
from services.readiness.tests.instruments.instrument_pieces import SMALL
from shared.testing import RunningService

PATH = "/readiness/v1/instruments"
OFFERED = "/readiness/v1/offered-instruments"
SCOPES = ("readiness.read", "readiness.write")
DEMO = Path(__file__).parents[4] / "demo" / "readiness_instrument.json"


def content(**changes: Any) -> dict[str, Any]:
    """A small instrument as JSON, which can be published."""
    said: dict[str, Any] = json.loads(content_of(SMALL).model_dump_json())
    return said | changes


def client_of(running: RunningService, district: Any) -> httpx.AsyncClient:
    return running.client(district, *SCOPES)


async def made(client: httpx.AsyncClient, said: dict[str, Any] | None = None) -> str:
    """Creates an instrument as a draft; returns its address."""
    answer = await client.post(PATH, json=content() if said is None else said)
    assert answer.status_code == 201, answer.text
    return f"{PATH}/{answer.json()['instrument_id']}"


async def publish(client: httpx.AsyncClient, path: str) -> dict[str, Any]:
    """Publishes the draft as it stands; returns the version."""
    draft = await client.get(f"{path}/draft")
    answer = await client.post(f"{path}/draft/publish", headers={"If-Match": draft.headers["ETag"]})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def published(client: httpx.AsyncClient, said: dict[str, Any] | None = None) -> str:
    """Creates and publishes an instrument; returns its address."""
    path = await made(client, said)
    await publish(client, path)
    return path


async def next_version(client: httpx.AsyncClient, path: str, said: dict[str, Any]) -> dict[str, Any]:
    """Publishes what is said as the instrument's next version."""
    begun = await client.post(f"{path}/draft")
    assert begun.status_code == 201, begun.text
    saved = await client.put(f"{path}/draft", json=said, headers={"If-Match": begun.headers["ETag"]})
    assert saved.status_code == 200, saved.text
    return await publish(client, path)


async def offered(client: httpx.AsyncClient, path: str, version: int = 1) -> str:
    """Offers a version to every district; returns the offer's address."""
    answer = await client.post(f"{path}/versions/{version}/offer")
    assert answer.status_code == 201, answer.text
    return str(answer.headers["Location"])
