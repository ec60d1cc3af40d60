"""A load generator that costs little itself: raw requests over kept-alive connections, answers counted, not parsed."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import uvloop


@dataclass
class Result:
    """What came back: requests a second, latencies in seconds (sorted), answers that were no success."""

    seconds: float
    latencies: list[float]
    failures: int
    bodies: list[bytes] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        return self.latencies[min(len(self.latencies) - 1, int(share * len(self.latencies)))]


LARGE = 2**20
"""Bytes that may lie unread: answers of 150 kB are not read in pieces, between which their sender waits."""

Make = Callable[[], bytes]
"""Makes the next request's bytes, headers and all."""


def run(port: int, make: Make, *, connections: int, seconds: float, warm_up: float = 1.0) -> Result:
    """Send as fast as the answers come, on so many connections, for so long."""
    return uvloop.run(_run(port, make, connections, seconds, warm_up))


async def _run(port: int, make: Make, connections: int, seconds: float, warm_up: float) -> Result:
    begin = time.perf_counter() + warm_up
    end = begin + seconds
    latencies: list[float] = []
    failures = 0

    async def connection() -> None:
        nonlocal failures
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=LARGE)
        while (now := time.perf_counter()) < end:
            writer.write(make())
            head, body = await read_answer(reader)
            if now >= begin:
                latencies.append(time.perf_counter() - now)
                if head[9:10] != b"2":
                    failures += 1
                    if failures == 1:
                        print("first failure:", head[:60], body[:300])
        writer.close()

    await asyncio.gather(*(connection() for _ in range(connections)))
    return Result(seconds, sorted(latencies), failures)


async def read_answer(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Head and body of an answer that says its length."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
    return head, await reader.readexactly(length)


def get(path: str, token: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\r\n".encode()


def request(path: str, body: bytes, token: str, *headers: str) -> bytes:
    lines = [
        f"POST {path} HTTP/1.1", "host: x", f"authorization: Bearer {token}", "content-type: application/json",
        f"content-length: {len(body)}", *headers,
    ]  # fmt: skip
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
