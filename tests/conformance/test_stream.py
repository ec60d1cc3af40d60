"""The live stream, which no fuzzer can read to its end: bad input by hand, and what one district hears of another."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from tests.conformance.competency_seeding import OBSERVED_AT
from tests.conformance.district import District
from tests.conformance.operations import STREAM
from tests.conformance.world import World, absent, without_request_id

pytestmark = pytest.mark.slow


@asynccontextmanager
async def listening(world: World, district: District, **more: Any) -> AsyncIterator[AsyncIterator[dict[str, str]]]:
    """A stream that the platform opened for this district, frame by frame."""
    headers = {**district.authorization, **more.pop("headers", {})}
    async with (
        httpx.AsyncClient(base_url=world.base, timeout=30, trust_env=False, verify=False) as http,
        http.stream("GET", STREAM, headers=headers, **more) as answer,
    ):
        assert answer.status_code == 200, await answer.aread()
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield frames(answer)


async def frames(answer: httpx.Response) -> AsyncIterator[dict[str, str]]:
    frame: dict[str, str] = {}
    async for line in answer.aiter_lines():
        name, _, value = line.partition(":")
        if not line and "event" in frame:
            yield frame
        frame = frame | {name: value.strip()} if line else {}


GARBAGE = ("", "x", "-", "1-", "-1", "0-0", "1-2-3", "999999999-1", "1-999999999999999999", "9" * 200, "1-" + "9" * 150,
           "\u0661-\u0662", "null", "{}", "1e3-1", "1 - 1", "%00", "'--")  # fmt: skip


@pytest.mark.parametrize("text", GARBAGE)
async def test_who_resumes_behind_what_never_was_starts_afresh(text: str, world: World) -> None:
    for more in ({"headers": {"Last-Event-ID": text.encode()}}, {"params": {"after": text}}):
        async with asyncio.timeout(15), listening(world, world.a, **more) as heard:
            first = await anext(heard)
        assert first["event"] in ("reset", "ready", "mastery")
        assert first["event"] == "reset" or text in ("", "0-0"), first


async def test_what_no_frame_could_be_called_is_refused(world: World) -> None:
    with world.http(world.a) as http:
        for more in ({"headers": {"Last-Event-ID": "x" * 201}}, {"params": {"after": "x" * 201}}):
            assert http.get(STREAM, **more).status_code == 422  # type: ignore[arg-type]
        for name in ("learner_id", "class_id", "organisation_id"):
            for text in ("", "x", "\0", "1", "null", "0" * 5000):
                answer = http.get(STREAM, params={name: text})
                assert answer.status_code == 422, answer.text
                assert answer.headers["content-type"] == "application/problem+json"
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = http.request(method, STREAM)
            assert answer.status_code == 405
            assert answer.headers["allow"] == "GET"


@pytest.mark.parametrize("name", ["learner_id", "class_id", "organisation_id"])
async def test_a_stream_of_another_districts_thing_is_one_of_an_absent_thing(name: str, world: World) -> None:
    theirs = world.b.ids[name.removesuffix("_id")]
    with world.http(world.a) as http:
        answers = [without_request_id(http.get(STREAM, params={name: i}), i) for i in (theirs, absent(theirs))]
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


async def test_a_district_hears_its_own_changes_and_none_of_another(world: World) -> None:
    """A discloses to B, but a stream is not where a district hears of its partners."""
    async with asyncio.timeout(60), listening(world, world.a) as of_a, listening(world, world.b) as of_b:
        assert {(await anext(of_a))["event"], (await anext(of_b))["event"]} == {"ready"}
        for district in (world.b, world.a):
            with world.http(district) as http:
                for score in (1, 4):
                    piece = {
                        "learner_id": district.ids["other_learner"], "item_id": district.ids["own_item"],
                        "score": score, "observed_at": OBSERVED_AT, "source": f"stream {district.mark}",
                    }  # fmt: skip
                    http.post("/competency/v1/evidence", json=piece).raise_for_status()
        for heard, own, other in ((of_a, world.a, world.b), (of_b, world.b, world.a)):
            while True:
                frame = await anext(heard)
                text = json.dumps(frame)
                assert not [mark for mark in other.marks() if mark in text]
                if own.ids["own_item"] in text and '"mastered": true' in frame["data"].replace('":true', '": true'):
                    break
