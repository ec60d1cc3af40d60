"""The limit of the streams: Starlette, a queue for each, and the same bytes to all."""

import asyncio
import os
from collections.abc import AsyncIterator

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from shared.values.ids import new_id

_queues: set[asyncio.Queue[bytes]] = set()


async def stream(_: Request) -> Response:
    queue: asyncio.Queue[bytes] = asyncio.Queue()

    async def frames() -> AsyncIterator[bytes]:
        _queues.add(queue)
        try:
            yield b"id: 1-1\nevent: ready\ndata: {}\n\n"
            while True:
                yield await queue.get()
        finally:
            _queues.discard(queue)

    return StreamingResponse(frames(), media_type="text/event-stream")


async def tell(request: Request) -> Response:
    frame = (
        'id: 1-100000\nevent: mastery\ndata: {{"learner_id":"{0}","item_id":"{0}","score":3.0,"mastered":true,'
        '"observed_at":"2026-10-01T10:00:00.000000+00:00","known_at":"2026-10-01T10:00:00.000000+00:00"}}\n\n'
    )
    frames = "".join(frame.format(new_id()) for _ in range(int(request.query_params["count"]))).encode()
    for queue in _queues:
        queue.put_nowait(frames)
    return PlainTextResponse("told")


async def ready(_: Request) -> Response:
    return PlainTextResponse("ready")


app = Starlette(
    routes=[
        Route("/dashboards/v1/stream", stream),
        Route("/tell", tell, methods=["POST"]),
        Route("/readyz", ready),
    ]
)

if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ["HTTP_PORT"]), loop="uvloop", http="httptools", log_level="warning",
                access_log=False, timeout_graceful_shutdown=1)  # fmt: skip
