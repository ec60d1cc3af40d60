"""Calls of the platform's public APIs, as a district's system makes them."""

import asyncio
import json
import time
from collections.abc import Iterable
from typing import Any, Self

import httpx

from demo.state import Client


class CallFailed(Exception):
    """The platform refused or did not answer; the message says what was asked and what came back."""


class NotKnown(CallFailed):
    """The platform takes this client's secret no longer, or knows no such client."""


class Caller:
    """One client's calls. A token is asked for when there is none that will last."""

    def __init__(self, base: str, client: Client) -> None:
        self._client = client
        self._http = httpx.AsyncClient(base_url=base, timeout=120, trust_env=False)
        self._token, self._until = "", 0.0
        self._lock = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def known(self) -> bool:
        """Whether the platform takes this client's secret. Raises `CallFailed` where it does not say."""
        try:
            await self._bearer()
        except NotKnown:
            return False
        return True

    async def get(self, path: str, **query: str) -> Any:
        return await self._call("GET", path, params=query)

    async def post(self, path: str, body: Any, *, key: str | None = None) -> Any:
        """`key` makes it safe to ask again: the same request with the same key has one effect."""
        headers = {"Idempotency-Key": key} if key else {}
        return await self._call("POST", path, json=body, headers=headers)

    async def edit(self, method: str, path: str, body: Any = None, *, tag: str = "*") -> Any:
        """Change what is there, of whatever version unless a `tag` is given."""
        return await self._call(method, path, json=body, headers={"If-Match": tag})

    async def put(self, path: str, body: Any) -> Any:
        return await self._call("PUT", path, json=body)

    async def edit_as_read(self, method: str, read: str, path: str, body: Any = None) -> Any:
        """Change what is there, of the very version that `read` shows now."""
        version = (await self._answer("GET", read)).headers["ETag"]
        return await self._call(method, path, json=body, headers={"If-Match": version})

    async def sign(self, path: str) -> Any:
        """Sign the terms as they stand: read them, and sign exactly that version."""
        return await self.edit_as_read("POST", path, f"{path}/sign")

    async def all(self, path: str) -> list[Any]:
        """Every item of a list, page by page."""
        found, next_path = [], path
        while next_path:
            answer = await self._answer("GET", next_path)
            found += answer.json()["items"]
            next_path = answer.links.get("next", {}).get("url", "")
        return found

    async def post_lines(self, path: str, lines: Iterable[Any]) -> Any:
        """Send one JSON object a line; raises where a line was refused."""
        content = "\n".join(json.dumps(line, separators=(",", ":")) for line in lines).encode()
        report = await self._call("POST", path, content=content, headers={"Content-Type": "application/x-ndjson"})
        if report["refused"]:
            first = next(line for line in report["lines"] if line["status"] == "refused")
            raise CallFailed(f"POST {path} refused {report['refused']} lines, the first: {first}")
        return report

    async def post_sheet(self, path: str, sheet: str, *, key: str) -> Any:
        """Send a CSV file."""
        headers = {"Content-Type": "text/csv; charset=utf-8", "Idempotency-Key": key}
        return await self._call("POST", path, content=sheet.encode(), headers=headers)

    async def send_file(self, path: str, data: bytes, metadata: str) -> None:
        """Send a whole file by tus, in the request that begins its upload."""
        headers = {
            "Tus-Resumable": "1.0.0", "Upload-Length": str(len(data)), "Upload-Metadata": metadata,
            "Content-Type": "application/offset+octet-stream",
        }  # fmt: skip
        await self._call("POST", path, content=data, headers=headers)

    async def _call(self, method: str, path: str, **rest: Any) -> Any:
        answer = await self._answer(method, path, **rest)
        return answer.json() if answer.content else None

    async def _answer(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **rest: Any
    ) -> httpx.Response:
        for patience in (1, 2, 4, 0):
            sent = {"Authorization": f"Bearer {await self._bearer()}"} | (headers or {})
            answer = await self._http.request(method, path, headers=sent, **rest)
            if answer.status_code not in (429, 503) or not patience or not _repeatable(method, sent, answer):
                break
            await asyncio.sleep(float(answer.headers.get("retry-after", patience)))
        if answer.is_error:
            raise CallFailed(f"{method} {path} was answered {answer.status_code}: {answer.text[:1000]}")
        return answer

    async def _bearer(self) -> str:
        async with self._lock:
            if time.monotonic() > self._until:
                answer = await self._http.post(
                    "/oauth/token",
                    data={"grant_type": "client_credentials"},
                    auth=(self._client.client_id, self._client.client_secret),
                )
                if answer.status_code == 401 or (answer.status_code == 429 and "slow_down" in answer.text):
                    raise NotKnown(f"/oauth/token was answered {answer.status_code}: {answer.text[:300]}")
                if answer.is_error:
                    raise CallFailed(f"/oauth/token was answered {answer.status_code}: {answer.text[:300]}")
                told = answer.json()
                self._token, self._until = told["access_token"], time.monotonic() + told["expires_in"] / 2
            return self._token


def _repeatable(method: str, sent: dict[str, str], answer: httpx.Response) -> bool:
    """Without a key, a change is sent again only where the answer invites that: else it might be made twice."""
    return method == "GET" or "Idempotency-Key" in sent or "retry-after" in answer.headers
