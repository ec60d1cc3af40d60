"""The issuer of tokens needs nobody, not even itself, to learn the keys that it signs with."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest

from partners.identity.queries.signing_keys import delete_superseded_keys
from partners.identity.usecases import keys
from partners.main import service
from shared.run.process import Process
from shared.run.service import Service

SECRET = os.environ["PARTNERS_KEY_SECRET"]
CLOSED = "http://127.0.0.1:9/.well-known/jwks.json"
GRANT = {"grant_type": "client_credentials"}


@asynccontextmanager
async def process_of(*services: Service) -> AsyncIterator[tuple[Process, httpx.AsyncClient]]:
    process = Process(services, api=True, worker=False)
    async with AsyncExitStack() as stack:
        await process._start(stack)
        transport = httpx.ASGITransport(process)
        yield process, await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://test"))


async def becomes_ready(http: httpx.AsyncClient) -> None:
    async with asyncio.timeout(10):
        while (answer := await http.get("/readyz")).status_code != 200:
            assert "own database" in answer.text, answer.text
            await asyncio.sleep(0.05)


async def token_of(partners: Any, http: httpx.AsyncClient) -> str:
    identity_ = (str(partners.first.client_id), partners.first.client_secret)
    answer = await http.post("/oauth/token", data=GRANT, auth=identity_)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


async def test_partners_is_ready_and_verifies_tokens_while_nobody_answers_at_its_own_address(
    partners: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTH_JWKS_URL", CLOSED)
    async with process_of(service) as (_, http):
        await becomes_ready(http)
        token = await token_of(partners, http)
        answer = await http.get("/partners/v1/districts", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.text


async def test_a_service_that_issues_no_tokens_still_asks_the_issuers_address(
    partners: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTH_JWKS_URL", CLOSED)
    async with process_of(replace(service, keys=None)) as (process, http):
        await process.jwks.refresh()
        problems = (await http.get("/readyz")).json()["problems"]
    assert problems == {"partners.api": f"no signing keys yet from {CLOSED}: All connection attempts failed"}


async def test_a_key_that_was_added_meanwhile_is_known_as_soon_as_a_token_names_it(
    partners: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTH_JWKS_URL", CLOSED)
    monkeypatch.setattr("shared.auth.jwks._COOL_DOWN_SECONDS", 0.0)
    async with process_of(service) as (process, http):
        await becomes_ready(http)
        async with partners.running.worker.transaction(None) as session:
            added = await keys.add_key(session, SECRET, datetime.now(UTC))
        assert added in {key.kid for key in (await process.jwks.keys(added)).keys}
        async with partners.running.worker.transaction(None) as session:
            await delete_superseded_keys(session, datetime.now(UTC))
        assert added in {key.kid for key in (await process.jwks.keys(uuid4().hex)).keys}
