"""What a client is told when something is wrong: a problem document, the right status, and nothing of our insides."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shared.db.database import Database
from shared.db.driver_errors import is_database_away
from shared.http.error_answers import problem_of
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService, lost_commits

NOTES = "/noted/v1/notes"
SCOPES = ("noted.read", "noted.write")


def is_problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert {"type", "title", "status", "detail", "request_id"} <= body.keys()
    assert body["status"] == status
    assert body["request_id"] == answer.headers["x-request-id"]
    return body


@pytest.fixture
async def client(noted: RunningService) -> AsyncIterator[httpx.AsyncClient]:
    async with noted.client(DISTRICT_A, *SCOPES) as opened:
        yield opened


@pytest.mark.parametrize("body", [b"{", b"{'a': 1}", b"", b"\xff\xfe", b'{"words": "x"', b"[" * 5000])
async def test_a_body_that_is_not_json_is_a_400_or_422(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post(NOTES, content=body, headers={"Content-Type": "application/json"})
    is_problem(answer, 400 if body else 422)


async def test_malformed_json_is_told_where(client: httpx.AsyncClient) -> None:
    answer = await client.post(NOTES, content=b'{"words": }', headers={"Content-Type": "application/json"})
    assert "not JSON" in is_problem(answer, 400)["detail"]


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
async def test_a_body_of_another_media_type_is_a_415(client: httpx.AsyncClient, media: str) -> None:
    answer = await client.post(NOTES, content=b'{"words": "x"}', headers={"Content-Type": media} if media else {})
    assert "application/json" in is_problem(answer, 415)["detail"]


async def test_json_under_a_name_of_its_own_is_taken(client: httpx.AsyncClient) -> None:
    headers = {"Content-Type": "application/vnd.noted+json; charset=utf-8"}
    assert (await client.post(NOTES, content=b'{"words": "x"}', headers=headers)).status_code == 201


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/words"),
        ({"words": 3}, "/words"),
        ({"words": "x", "wrods": 1}, "/wrods"),
        ({"words": "x", "slot": -1}, "/slot"),
        ({"words": "x", "slot": 2.5}, "/slot"),
        ({"words": "a\0b"}, "/words"),
        ({"words": "x" * 201}, "/words"),
        ([1], ""),
    ],
)
async def test_what_is_not_acceptable_is_a_422_with_the_place(
    client: httpx.AsyncClient, body: Any, pointer: str
) -> None:
    problem = is_problem(await client.post(NOTES, json=body), 422)
    assert [(e["pointer"], e["in"]) for e in problem["errors"]] == [(pointer, "body")]
    assert problem["errors"][0]["detail"]


async def test_a_lone_surrogate_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post(NOTES, content=b'{"words": "\\ud800"}', headers={"Content-Type": "application/json"})
    is_problem(answer, 422)


async def test_a_whole_number_may_be_written_with_a_point(client: httpx.AsyncClient) -> None:
    answer = await client.post(NOTES, content=b'{"words":"x","slot":2.0}', headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["slot"]) == (201, 2)


@pytest.mark.parametrize("path", [f"{NOTES}/no-uuid", f"{NOTES}?limit=0", f"{NOTES}?limit=x", f"{NOTES}?after=%00"])
async def test_a_bad_path_or_query_is_a_422_that_says_where(client: httpx.AsyncClient, path: str) -> None:
    assert is_problem(await client.get(path), 422)["errors"]


async def test_another_districts_thing_and_an_absent_one_cannot_be_told_apart(noted: RunningService) -> None:
    async with noted.client(DISTRICT_A, *SCOPES) as client:
        note = (await client.post(NOTES, json={"words": "x"})).json()["note_id"]
        assert (await client.get(f"{NOTES}/{note}")).status_code == 200
    async with noted.client(DISTRICT_B, *SCOPES) as client:
        foreign = is_problem(await client.get(f"{NOTES}/{note}"), 404)
        absent = is_problem(await client.get(f"{NOTES}/{uuid4()}"), 404)
    assert {**foreign, "request_id": ""} == {**absent, "request_id": ""}


async def test_an_unknown_path_is_a_404(client: httpx.AsyncClient) -> None:
    is_problem(await client.get("/noted/v1/nothing"), 404)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", NOTES, "GET, POST"),
        ("PATCH", f"{NOTES}/00000000-0000-4000-8000-000000000000", "GET, PUT"),
        ("POST", "/noted/v1/tenant", "GET"),
        ("POST", "/noted/openapi.json", "GET, HEAD"),
    ],
)
async def test_a_405_names_every_method_of_the_path(
    client: httpx.AsyncClient, method: str, path: str, allowed: str
) -> None:
    answer = await client.request(method, path)
    is_problem(answer, 405)
    assert answer.headers["allow"] == allowed


async def test_what_we_did_not_foresee_is_a_500_that_tells_nothing(client: httpx.AsyncClient) -> None:
    answer = await client.post(NOTES, json={"words": "fail"})
    problem = is_problem(answer, 500)
    assert "secret" not in answer.text
    assert "RuntimeError" not in answer.text
    assert "request id" in problem["detail"]
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_constraint_that_refuses_tells_nothing_of_the_table(client: httpx.AsyncClient) -> None:
    await client.post(NOTES, json={"words": "x", "slot": 7})
    answer = await client.post(NOTES, json={"words": "x", "slot": 7})
    assert is_problem(answer, 409)["type"].endswith("/conflict")
    assert "uq_note" not in answer.text


async def test_a_constraint_is_the_same_problem_in_a_statement_as_at_the_commit(app: Database) -> None:
    note = text("insert into note (district_id, note_id, words, slot) values (:district_id, :note_id, 'x', :slot)")

    async def write(*rows: tuple[UUID, int]) -> None:
        async with app.transaction(DISTRICT_A) as session:
            for note_id, slot in rows:
                await session.execute(note, {"district_id": DISTRICT_A, "note_id": note_id, "slot": slot})

    one = uuid4()
    with pytest.raises(DBAPIError) as early:
        await write((one, 1), (one, 2))
    with pytest.raises(asyncpg.UniqueViolationError) as late:  # the slot's constraint is deferred
        await write((uuid4(), 3), (uuid4(), 3))
    in_a_statement, at_the_commit = problem_of(early.value), problem_of(late.value)
    assert in_a_statement.body() == at_the_commit.body()
    assert in_a_statement.status == 409


async def test_while_the_database_is_away_callers_get_a_503(noted: RunningService) -> None:
    there = noted.app.context.database
    away = Database("postgresql://nobody:x@127.0.0.1:1/none", noted.app.context.settings, application="away")
    noted.app.context.database = away
    try:
        async with noted.client(DISTRICT_A, *SCOPES) as client:
            answer = await client.get(NOTES)
    finally:
        noted.app.context.database = there
        await away.close()
    is_problem(answer, 503)
    assert answer.headers["retry-after"] == "2"


async def test_every_way_of_not_reaching_the_database_is_a_503(noted: RunningService) -> None:
    async def asked(url: str) -> httpx.Response:
        noted.app.context.database = away = Database(url, noted.app.context.settings, application="away")
        try:
            async with noted.client(DISTRICT_A, *SCOPES) as client:
                return await client.get(NOTES)
        finally:
            await away.close()

    there = noted.app.context.database
    silent = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    try:
        is_problem(await asked("postgresql://nobody:x@127.0.0.1:1/refused"), 503)
        is_problem(await asked("postgresql://nobody:x@no-such-host.invalid/unknown"), 503)
        is_problem(await asked(f"postgresql://nobody:x@127.0.0.1:{port}/hung-up"), 503)
    finally:
        noted.app.context.database = there
        silent.close()


@pytest.mark.parametrize("error", [FileNotFoundError("a file"), TimeoutError(), ConnectionRefusedError("of a call")])
def test_an_error_of_a_file_or_a_call_is_not_the_databases(error: Exception) -> None:
    assert not is_database_away(error)
    assert problem_of(error).status == 500


def test_a_driver_that_lost_count_of_its_connection_has_lost_the_connection() -> None:
    assert is_database_away(asyncpg.InternalClientError("cannot switch to state 15"))  # a FATAL between statements


async def test_our_misuse_of_the_driver_is_not_the_databases_fault(app: Database) -> None:
    async with app.lean_transaction(DISTRICT_A) as lean:
        with pytest.raises(asyncpg.InterfaceError) as caught:
            await lean.info["driver"].fetch("select cast($1 as int)")
    assert not is_database_away(caught.value)
    async with app.transaction(DISTRICT_A) as session:
        with pytest.raises(DBAPIError) as wrapped:
            await session.execute(text("select cast(:a as int)"), {"a": "three"})
    assert not is_database_away(wrapped.value)


async def test_a_lost_connection_is_a_503_and_the_next_request_is_served(noted: RunningService, stack: Any) -> None:
    async with noted.client(DISTRICT_A, *SCOPES) as client:
        assert (await client.get(NOTES)).status_code == 200
        admin = await asyncpg.connect(stack.admin_url)
        killed = await admin.fetch(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'trellis-noted-api' "
            "and datname = $1", noted.app.context.database.engine.url.database,
        )  # fmt: skip
        await admin.close()
        assert killed
        answers = [(await client.get(NOTES)).status_code for _ in range(len(killed) + 2)]
    assert set(answers) <= {200, 503}
    assert answers[-1] == 200


@pytest.mark.parametrize("kept", [True, False])
async def test_a_change_whose_commit_was_not_answered_says_so_and_a_repeat_with_its_key_tells(
    noted: RunningService, kept: bool
) -> None:
    key = {"Idempotency-Key": "one"}
    async with noted.client(DISTRICT_A, *SCOPES) as client:
        with lost_commits(kept=kept):
            first = await client.post(NOTES, json={"words": "x"}, headers=key)
        assert is_problem(first, 503)["type"].endswith("/outcome-unknown")
        assert "Idempotency-Key" in first.json()["detail"]
        assert "retry-after" not in first.headers
        assert (await client.post(NOTES, json={"words": "x"}, headers=key)).status_code == 201
        assert len((await client.get(NOTES)).json()["items"]) == 1


async def test_reading_has_no_outcome_to_be_unknown(noted: RunningService) -> None:
    async with noted.client(DISTRICT_A, *SCOPES) as client:
        with lost_commits(kept=False):
            answer = await client.get(NOTES)
    assert is_problem(answer, 503)["type"].endswith("/unavailable")
    assert answer.headers["retry-after"]


async def test_a_statement_that_runs_too_long_is_a_503(noted: RunningService) -> None:
    async with noted.worker.transaction(None) as session:
        await session.execute(text("set local statement_timeout = 20"))
        savepoint = await session.begin_nested()
        with pytest.raises(DBAPIError, match="statement timeout") as caught:
            await session.execute(text("select pg_sleep(1)"))
        await savepoint.rollback()
    assert problem_of(caught.value).status == 503
