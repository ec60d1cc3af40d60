"""Receivers of webhooks on this machine, and a district that has an endpoint at one of them."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from partners.webhooks.delivery import Deliverer
from shared.testing import Deliveries

PATH = "/partners/v1/webhooks"
ITEM = uuid4()


@dataclass
class Received:
    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> dict[str, Any]:
        return dict(json.loads(self.body)["data"])


@dataclass
class Receiver:
    """An HTTP server that keeps what it gets; `answer` says what it answers."""

    port: int = 0
    connections: int = 0
    received: list[Received] = field(default_factory=list)
    answer: Callable[[Received], str] = lambda _: "204 No Content"
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def reset(self) -> None:
        self.received.clear()
        self.answer = lambda _: "204 No Content"
        self.gate.set()
        self.arrived.clear()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                headers = {n.lower(): v.strip() for n, _, v in (line.partition(":") for line in head[1:] if line)}
                one = Received(headers, await reader.readexactly(int(headers["content-length"])))
                self.received.append(one)
                self.arrived.set()
                await self.gate.wait()
                writer.write(f"HTTP/1.1 {self.answer(one)}\r\nContent-Length: 0\r\n\r\n".encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@dataclass
class Desk:
    """Birch with an endpoint at the first receiver; Alder tells it pseudonyms."""

    partners: Any
    log: Deliveries
    receiver: Receiver
    deliverer: Deliverer
    endpoint: dict[str, Any]
    agreement: str

    async def tell(self, *learners: UUID, score: int = 4) -> None:
        events = [self.partners.changed(learner, ITEM, score) for learner in learners]
        await self.log.send(self.partners.districts["Alder"], *events)

    async def round(self) -> int:
        started = await self.deliverer.start_due(asyncio.Event())
        await self.deliverer.finish()
        return started

    async def rounds(self) -> None:
        while await self.round():
            pass

    async def sql(self, statement: str, **parameters: Any) -> None:
        async with self.partners.running.worker.transaction(None) as session:
            await session.execute(text(statement), parameters)

    async def make_due(self) -> None:
        await self.sql("update delivery set due_at = now() where state = 'waiting'")

    async def deliveries(self, **query: str) -> list[dict[str, Any]]:
        async with self.partners.client("Birch") as client:
            answer = await client.get(f"{PATH}/{self.endpoint['endpoint_id']}/deliveries", params=query)
        return list(answer.json()["items"])

    async def shown(self) -> dict[str, Any]:
        async with self.partners.client("Birch") as client:
            return dict((await client.get(f"{PATH}/{self.endpoint['endpoint_id']}")).json())

    async def post(self, path: str, **body: Any) -> Any:
        async with self.partners.client("Birch") as client:
            return await client.post(f"{PATH}/{self.endpoint['endpoint_id']}/{path}", json=body)


async def endpoint_at(partners: Any, url: str, **more: Any) -> dict[str, Any]:
    async with partners.client("Birch") as client:
        answer = await client.post(PATH, json={"url": url, **more})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def without_endpoints(partners: Any) -> None:
    async with partners.client("Birch") as client:
        for endpoint in (await client.get(PATH)).json()["items"]:
            dropped = await client.delete(f"{PATH}/{endpoint['endpoint_id']}", headers={"If-Match": "*"})
            assert dropped.status_code == 204
