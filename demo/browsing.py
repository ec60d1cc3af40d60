"""What somebody of the demo does in their own browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from demo.calls import CallFailed
from demo.state import DemoState


@asynccontextmanager
async def signed_in(base: str, state: DemoState, user_name: str) -> AsyncIterator[httpx.AsyncClient]:
    """Their browser with its session, until the block ends."""
    headers = {"Origin": base, "Sec-Fetch-Site": "same-origin"}
    async with httpx.AsyncClient(base_url=base, trust_env=False, headers=headers, timeout=30) as browser:
        form = {"user_name": user_name, "password": state.accounts[user_name]["password"]}
        answer = await browser.post("/partners/v1/session", data=form)
        if answer.status_code != 303 or "failed" in answer.headers["location"]:
            raise CallFailed(f"{user_name} could not sign in: {answer.status_code} {answer.text[:300]}")
        yield browser


async def put(browser: httpx.AsyncClient, path: str, body: object) -> None:
    """Write what is there, of whatever version."""
    answer = await browser.put(path, json=body, headers={"If-Match": "*"})
    if answer.is_error:
        raise CallFailed(f"PUT {path} was answered {answer.status_code}: {answer.text[:300]}")
