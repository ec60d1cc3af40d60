"""People of a district in their browsers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx

from demo.calls import Caller
from tests.integration.platform import Platform

PASSWORD = "a long and new password"


@asynccontextmanager
async def signed_in(
    running: Platform, operator: Caller, role: str, person_id: str | None
) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody of the operator's district in their browser, at one of our own pages."""
    user_name = f"{role}.{uuid4()}@example.org"
    body = {"user_name": user_name, "role": role} | ({"person_id": person_id} if person_id else {})
    first = (await operator.post("/partners/v1/accounts", body))["one_time_password"]
    headers = {"Sec-Fetch-Site": "same-origin"}
    async with httpx.AsyncClient(base_url=running.base, timeout=30, headers=headers) as browser:
        await browser.post("/partners/v1/session", data={"user_name": user_name, "password": first})
        changed = await browser.post("/partners/v1/session/password", data={"current": first, "new": PASSWORD})
        assert changed.status_code == 303, changed.text
        yield browser


async def ok(answer: httpx.Response) -> Any:
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


async def seen(browser: httpx.AsyncClient, path: str) -> Any:
    """What they read there; None while they may not yet: who is whose comes by an event."""
    answer = await browser.get(path)
    return answer if answer.status_code == 200 else None
