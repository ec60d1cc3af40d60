"""Drafts: kept with their problems, edited by their ETag, one at a time, published and then never changed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from readiness.instruments.queries.versions import find_version
from services.readiness.tests.instruments.calling import DEMO, PATH, client_of, content, made, publish, published
from shared.contracts.readiness import InstrumentPublished
from shared.db.query import Command
from shared.testing import DISTRICT_A, RunningService

ANY = {"If-Match": "*"}
_CHANGE = Command("update instrument_version set content = '{}' where instrument_id = :instrument_id")
_DELETE = Command("delete from instrument_version where instrument_id = :instrument_id")


@pytest.fixture
async def client(running: RunningService) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(running, DISTRICT_A) as found:
        yield found


async def test_a_draft_is_kept_with_its_problems_and_each_is_named_with_its_place(client: httpx.AsyncClient) -> None:
    unready = content(roles=[{"role": "leader", "minimum": 1, "weight": 0}])
    answer = await client.post(PATH, json=unready)
    assert answer.status_code == 201
    draft = answer.json()
    assert (draft["version"], draft["state"], draft["content_hash"]) == (1, "draft", None)
    assert {"/roles/0/minimum", "/roles"} <= {one["pointer"] for one in draft["problems"] if one["refused"]}
    again = await client.get(answer.headers["Location"])
    assert (again.json(), again.headers["ETag"]) == (draft, answer.headers["ETag"])


async def test_a_draft_says_what_raters_of_each_role_are_told_besides_its_own_words(client: httpx.AsyncClient) -> None:
    answer = await client.post(PATH, json=content(roles=[{"role": "leader", "minimum": 7}]))
    told = answer.json()["who_sees"]
    assert told.keys() == {"leader"}
    assert "7 or more" in told["leader"]["en"]
    assert "7 o más" in told["leader"]["es"]


async def test_an_instrument_of_which_nothing_is_written_yet_is_a_draft(client: httpx.AsyncClient) -> None:
    answer = await client.post(PATH, json={"title": {}, "languages": [], "sections": [], "roles": []})
    assert answer.status_code == 201
    assert answer.json()["problems"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"title": "Readiness"}, "/title"),
        ({"sections": [{"key": "a", "title": {}, "questions": [{"key": "b"}]}]}, "/sections/0/questions/0/text"),
        ({"roles": [{"role": "janitor", "minimum": 3}]}, "/roles/0/role"),
        ({"title": {"en": "nul\0"}}, "/title/en"),
        ({"title": {"en": "x" * 10_001}}, "/title/en"),
        ({"colour": "red"}, "/colour"),
    ],
)
async def test_what_is_no_instrument_at_all_is_refused_with_its_place(
    client: httpx.AsyncClient, change: dict[str, Any], pointer: str
) -> None:
    answer = await client.post(PATH, json=content(**change))
    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]


async def test_words_of_any_language_and_markup_are_kept_as_they_were_typed(client: httpx.AsyncClient) -> None:
    said = {"en": "<b>&amp; {{ x }}</b>" * 450, "ar": "هل أنتم مستعدون؟", "zh-Hant": "準備好了嗎？", "es": "¿Listos? ✓"}
    path = await made(client, content(description=said, languages=["en", "ar", "zh-Hant", "es"]))
    draft = (await client.get(f"{path}/draft")).json()
    assert draft["content"]["description"] == said
    assert "/description/en" in [one["pointer"] for one in draft["problems"] if one["refused"]], "9,000 characters"


async def test_the_demos_instrument_is_published_without_a_problem(client: httpx.AsyncClient) -> None:
    answer = await client.post(PATH, content=DEMO.read_bytes(), headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["problems"]) == (201, [])
    path = f"{PATH}/{answer.json()['instrument_id']}"
    assert (await publish(client, path))["state"] == "published"


async def test_a_draft_is_saved_by_the_etag_that_was_read(client: httpx.AsyncClient) -> None:
    path = await made(client)
    draft = await client.get(f"{path}/draft")
    said = content(title={"en": "Ready?", "es": "¿Listos?"})
    assert (await client.put(f"{path}/draft", json=said)).status_code == 428
    saved = await client.put(f"{path}/draft", json=said, headers={"If-Match": draft.headers["ETag"]})
    assert saved.status_code == 200
    assert saved.json()["content"]["title"] == said["title"]
    late = await client.put(f"{path}/draft", json=content(), headers={"If-Match": draft.headers["ETag"]})
    assert late.status_code == 412
    assert (await client.get(f"{path}/draft")).headers["ETag"] == saved.headers["ETag"]
    assert (await client.delete(f"{path}/draft")).status_code == 428
    assert (await client.delete(f"{path}/draft", headers={"If-Match": draft.headers["ETag"]})).status_code == 412


async def test_a_draft_that_was_never_published_is_deleted_with_its_instrument(client: httpx.AsyncClient) -> None:
    path = await made(client)
    assert (await client.delete(f"{path}/draft", headers=ANY)).status_code == 204
    for address in (path, f"{path}/draft", f"{path}/versions", f"{path}/versions/1"):
        assert (await client.get(address)).status_code == 404


async def test_the_next_draft_says_what_was_published_last_and_no_etag_of_an_older_one_fits_it(
    client: httpx.AsyncClient,
) -> None:
    path = await published(client, content(editorial=["c1"]))
    first = await client.post(f"{path}/draft")
    assert (first.status_code, first.json()["version"]) == (201, 2)
    assert first.json()["content"] == content()
    assert (await client.post(f"{path}/draft")).status_code == 409
    assert (await client.delete(f"{path}/draft", headers={"If-Match": first.headers["ETag"]})).status_code == 204
    assert (await client.get(f"{path}/draft")).status_code == 404
    second = await client.post(f"{path}/draft")
    assert second.json()["version"] == 2
    stale = await client.put(f"{path}/draft", json=content(), headers={"If-Match": first.headers["ETag"]})
    assert stale.status_code == 412


async def test_of_drafts_that_are_begun_at_once_there_is_one(client: httpx.AsyncClient) -> None:
    path = await published(client)
    answers = await asyncio.gather(*(client.post(f"{path}/draft") for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_publication_names_all_that_stands_in_its_way_and_keeps_the_draft(client: httpx.AsyncClient) -> None:
    said = content()
    said["sections"][0]["questions"][2]["gate"] = 0.9  # whose best option scores 0.8
    for section in said["sections"]:
        section["weight"] = 0
    said["sections"][1]["questions"][0]["roles"] = []
    path = await made(client, said)
    draft = await client.get(f"{path}/draft")
    refused = await client.post(f"{path}/draft/publish", headers={"If-Match": draft.headers["ETag"]})
    assert refused.status_code == 422
    told = {error["pointer"]: error["detail"] for error in refused.json()["errors"]}
    assert "lower the gate" in told["/sections/0/questions/2/gate"]
    assert "sum to nothing" in told["/sections"]
    assert "name at least one role" in told["/sections/1/questions/0/roles"]
    assert (await client.get(f"{path}/draft")).json() == draft.json()


async def test_publication_is_of_the_draft_that_was_read_and_is_told(
    running: RunningService, client: httpx.AsyncClient
) -> None:
    path = await made(client)
    for headers, status in (({}, 428), (ANY, 428), ({"If-Match": '"7"'}, 412)):
        assert (await client.post(f"{path}/draft/publish", headers=headers)).status_code == status
    await running.clear_outbox()
    version = await publish(client, path)
    assert (version["version"], version["state"], version["content"]) == (1, "published", content())
    (told,) = await running.published(InstrumentPublished)
    assert told.event == InstrumentPublished(
        instrument_id=UUID(version["instrument_id"]), version=1, content_hash=version["content_hash"]
    )


async def test_what_is_published_never_changes(running: RunningService, client: httpx.AsyncClient) -> None:
    path = await made(client)
    draft = await client.get(f"{path}/draft")
    before = await publish(client, path)
    late = await client.put(f"{path}/draft", json=content(title={"en": "x"}), headers=ANY)
    assert late.status_code == 409
    assert "never changes" in late.json()["detail"]
    again = await client.post(f"{path}/draft/publish", headers={"If-Match": draft.headers["ETag"]})
    assert again.status_code == 409
    instrument_id = UUID(before["instrument_id"])
    for command in (_CHANGE, _DELETE):
        with pytest.raises(Exception, match="was published and"):
            async with running.worker.transaction(DISTRICT_A) as session:
                await command.run(session, instrument_id=instrument_id)
    async with running.worker.transaction(DISTRICT_A) as session:
        found = await find_version(session, instrument_id, 1)
    assert found is not None
    assert found.record.content_hash == before["content_hash"]
    assert (await client.get(f"{path}/versions/1")).json() == before


async def test_of_a_save_and_a_publication_at_once_one_wins_and_the_other_is_told(client: httpx.AsyncClient) -> None:
    for _ in range(6):
        path = await made(client)
        headers = {"If-Match": (await client.get(f"{path}/draft")).headers["ETag"]}
        said = content(title={"en": "Other", "es": "Otro"})
        saved, told = await asyncio.gather(
            client.put(f"{path}/draft", json=said, headers=headers),
            client.post(f"{path}/draft/publish", headers=headers),
        )
        version = (await client.get(f"{path}/versions/1")).json()
        if told.status_code == 200:
            assert saved.status_code == 409
            assert (version["state"], version["content"]) == ("published", content())
        else:
            assert (saved.status_code, told.status_code) == (200, 412)
            assert (version["state"], version["content"]["title"]) == ("draft", said["title"])


async def test_where_an_instrument_was_taken_from_is_not_made_up(client: httpx.AsyncClient) -> None:
    nowhere = {"instrument_id": str(uuid4()), "version": 1}
    own = await published(client)
    origin = {"instrument_id": own.rpartition("/")[2], "version": 1}
    assert (await client.post(PATH, json=content(origin=nowhere))).json()["errors"][0]["pointer"] == "/origin"
    path = await made(client, content(origin=origin))
    other = await client.put(f"{path}/draft", json=content(origin=nowhere), headers=ANY)
    assert (other.status_code, other.json()["errors"][0]["pointer"]) == (422, "/origin")
    kept = await client.put(f"{path}/draft", json=content(), headers=ANY)
    assert kept.json()["content"]["origin"] == origin
    assert (await client.get(path)).json()["origin"] == origin | {"adopted": False}


async def test_a_creation_that_is_sent_again_with_its_key_happens_once(client: httpx.AsyncClient) -> None:
    path = await published(client)
    for address, body in (
        (PATH, json.dumps(content()).encode()),
        (f"{path}/draft", b""),
        (f"{path}/versions/1/clone", b""),
        (f"{path}/versions/1/offer", b""),
    ):
        headers = {"Idempotency-Key": str(uuid4()), "Content-Type": "application/json"}
        first = await client.post(address, content=body, headers=headers)
        again = await client.post(address, content=body, headers=headers)
        assert (first.status_code, first.content) == (again.status_code, again.content)
        assert (again.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")
