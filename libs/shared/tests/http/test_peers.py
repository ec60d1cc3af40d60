"""Asking another service of ours: as the caller, as part of the same trace, and not for ever."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import Request
from opentelemetry.sdk.trace import TracerProvider

from shared.errors import Conflict, Malformed, NotAllowed, NotFound, NotSignedIn, TooManyRequests
from shared.http import peers
from shared.http.peers import PeerRequest, ServiceClient, ServiceUnavailable
from shared.outgoing.client import AsyncClient, MockTransport
from shared.telemetry import request_id


def request(**headers: str) -> Request:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": raw})


def peer(answer: Callable[[Any], Any], *, seconds: float = 1) -> ServiceClient:
    transport = MockTransport(answer)
    return ServiceClient(
        "http://there", seconds=seconds, client=AsyncClient(transport=transport, base_url="http://there")
    )


def answered(status: int, **how: Any) -> Callable[[Any], Any]:
    from httpx import Response

    return lambda _: Response(status, **how)


async def test_the_other_service_hears_the_callers_own_token_and_the_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "_tracer", TracerProvider().get_tracer("test"))
    heard: list[Any] = []

    def answer(got: Any) -> Any:
        heard.append(got)
        return answered(200, json={"a": 1})(got)

    current = request_id.set("abc")
    there = peer(answer)
    assert await there.get(request(authorization="Bearer of-a-system"), "/x/1", {"q": "a b&c"}) == {"a": 1}
    await there.get(request(cookie="trellis_session=of-a-person"), "/x/2")
    request_id.reset(current)
    await there.aclose()
    assert [one.headers["authorization"] for one in heard] == ["Bearer of-a-system", "Bearer of-a-person"]
    assert str(heard[0].url) == "http://there/x/1?q=a+b%26c"
    assert heard[0].headers["x-request-id"] == "abc"
    assert heard[0].headers["traceparent"].startswith("00-")
    assert "cookie" not in heard[1].headers


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (400, Malformed),
        (401, NotSignedIn),
        (403, NotAllowed),
        (404, NotFound),
        (409, Conflict),
        (422, Malformed),
        (429, TooManyRequests),
    ],
)
async def test_a_refusal_is_the_same_refusal_here(status: int, problem: type[Exception]) -> None:
    with pytest.raises(problem):
        await peer(answered(status, json={"detail": "No."})).get(request(), "/x")
    with pytest.raises(problem):
        await peer(answered(status, content=b"<html>")).get(request(), "/x")


@pytest.mark.parametrize("how", [(500, {}), (503, {}), (302, {}), (200, {"content": b"no json"}), (204, {})])
async def test_an_answer_that_cannot_be_used_is_none(how: tuple[int, dict[str, Any]]) -> None:
    with pytest.raises(ServiceUnavailable):
        await peer(answered(how[0], **how[1])).get(request(), "/x")


async def test_who_does_not_answer_in_time_is_away() -> None:
    async def hang(_: Any) -> None:
        await asyncio.sleep(60)

    with pytest.raises(ServiceUnavailable):
        await peer(hang, seconds=0.05).get(request(), "/x")
    nobody = ServiceClient("http://127.0.0.1:9", seconds=1)
    with pytest.raises(ServiceUnavailable):
        await nobody.get(request(), "/x")
    await nobody.aclose()


async def test_an_answer_too_long_to_use_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "BODY_BYTES", 10)
    with pytest.raises(ServiceUnavailable):
        await peer(answered(200, json=["x" * 20])).get(request(), "/x")


async def test_a_change_is_sent_as_it_is_and_its_refusal_told() -> None:
    heard: list[Any] = []

    def answer(got: Any) -> Any:
        heard.append(got)
        return answered(409, json={"detail": "No."}, headers={"ETag": '"2"'})(got)

    there = peer(answer)
    caller = request(authorization="Bearer mine")
    said = await there.send(caller, PeerRequest("PUT", "/x", body={"a": 1}, headers={"If-Match": '"1"'}))
    assert (said.status, said.said, said.headers["etag"]) == (409, {"detail": "No."}, '"2"')
    assert isinstance(said.refusal, Conflict)
    await there.send(caller, PeerRequest("POST", "/x", body=b"a,b", headers={"Content-Type": "text/csv"}))
    assert [(one.method, one.content, one.headers["content-type"]) for one in heard] == [
        ("PUT", b'{"a":1}', "application/json"), ("POST", b"a,b", "text/csv"),
    ]  # fmt: skip
    assert heard[0].headers["if-match"] == '"1"'
    with pytest.raises(ServiceUnavailable):
        await peer(answered(503)).send(caller, PeerRequest("POST", "/x"))


async def test_somebody_who_is_not_signed_in_is_asked_for_without_a_token_and_a_private_path_is_not_traced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    provider, spans, heard = TracerProvider(), InMemorySpanExporter(), []
    provider.add_span_processor(SimpleSpanProcessor(spans))
    monkeypatch.setattr(peers, "_tracer", provider.get_tracer("test"))

    def answer(got: Any) -> Any:
        heard.append(got)
        return answered(200, json={})(got)

    asked = PeerRequest("GET", "/invitations/secret", traced="/invitations/...", as_caller=False)
    await peer(answer).send(request(authorization="Bearer mine", cookie="trellis_session=mine"), asked)
    assert "authorization" not in heard[0].headers
    assert [span.name for span in spans.get_finished_spans()] == ["GET /invitations/..."]
