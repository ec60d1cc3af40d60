"""What comes of a body counts once, whatever breaks while it comes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack
from typing import Any
from uuid import UUID

import pytest

from resources.files.queries import pieces
from resources.files.rules.tus.headers import BODY_TYPE
from resources.files.usecases import receiving
from resources.store.port import StoreAway, StoreFull
from services.resources.tests.files.failing import Call, FailingStore
from services.resources.tests.files.rules.file_samples import SAMPLES
from services.resources.tests.files.senders import TUS, Sender, check_all, kept, metadata, store_of
from shared.db.query import Transaction
from shared.testing import RunningService
from shared.testing.commits import lost_commits

PDF = SAMPLES["pdf"]


def raising(error: type[Exception], what: str) -> Any:
    def fail(call: Call) -> None:
        if call.what == what:
            raise error(call.key)

    return fail


async def send_raw(sender: Sender, path: str, offset: int, messages: list[Any], **headers: str) -> int:
    """A PATCH whose body comes as these messages of the server; one that is awaitable is waited for. Returns the
    status, or 0 where nothing is answered.
    """
    sent = {"authorization": sender.client.headers["authorization"], "upload-offset": str(offset)}
    sent |= {"tus-resumable": "1.0.0", "content-type": BODY_TYPE, "transfer-encoding": "chunked"} | headers
    scope = {
        "type": "http",
        "method": "PATCH",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        "client": ("127.0.0.1", 1),
        "server": ("trellis.test", 80),
        "scheme": "http",
        "http_version": "1.1",
        "root_path": "",
    }
    statuses: list[int] = []
    coming = iter(messages)

    async def receive() -> Any:
        message = next(coming)
        return await message if asyncio.iscoroutine(message) else message

    async def send(message: Any) -> None:
        statuses.extend([message["status"]] if "status" in message else [])

    await sender.running.asgi(scope, receive, send)
    return statuses[0] if statuses else 0


def bytes_of(data: bytes, *, more: bool = True) -> dict[str, Any]:
    return {"type": "http.request", "body": data, "more_body": more}


GONE = {"type": "http.disconnect"}


async def test_what_came_before_a_break_counts_and_the_rest_follows_it(running: RunningService) -> None:
    sender = Sender(running)
    path = await sender.begin("Unit 3.pdf", len(PDF))
    assert await send_raw(sender, path, 0, [bytes_of(PDF[:5]), bytes_of(PDF[5:9]), GONE]) == 499
    assert await sender.offset(path) == 9
    await sender.patch(path, 9, PDF[9:])
    await check_all(running)
    assert (await sender.state(path))["state"] == "stored"


async def test_nothing_of_a_body_with_a_checksum_counts_before_all_of_it_is_there(running: RunningService) -> None:
    sender = Sender(running)
    path = await sender.begin("Unit 3.pdf", len(PDF))
    checksum = {"upload-checksum": "sha1 " + "A" * 27 + "="}
    assert await send_raw(sender, path, 0, [bytes_of(PDF[:5]), GONE], **checksum) == 499
    assert await sender.offset(path) == 0


async def test_a_body_that_stalls_is_given_up_and_what_came_of_it_counts(
    running: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = Sender(running)
    path = await sender.begin("Unit 3.pdf", len(PDF))
    hurried = running.asgi._settings.model_copy(update={"body_seconds": 0.3})
    monkeypatch.setattr(running.asgi, "_settings", hurried)
    assert await send_raw(sender, path, 0, [bytes_of(PDF[:5]), asyncio.Event().wait()]) == 408
    assert await sender.offset(path) == 5


async def test_of_two_bodies_at_one_place_the_first_that_is_through_counts(running: RunningService) -> None:
    sender = Sender(running)
    path = await sender.begin("Unit 3.pdf", len(PDF))
    over = asyncio.Event()

    async def late() -> Any:
        await over.wait()
        return bytes_of(b"", more=False)

    # The connection of the first hangs, as when a laptop's lid was closed; its owner goes on by another.
    hanging = asyncio.create_task(send_raw(sender, path, 0, [bytes_of(PDF[:20]), late()]))
    await asyncio.sleep(0.2)
    await sender.patch(path, 0, PDF[:10])
    over.set()
    assert await hanging == 409
    assert await sender.offset(path) == 10
    await sender.patch(path, 10, PDF[10:])
    await check_all(running)
    state = await sender.state(path)
    content = await sender.client.get(f"/resources/v1/files/{state['file_id']}/content")
    assert content.content == PDF


async def test_bytes_that_come_after_a_cancellation_count_for_nothing(running: RunningService) -> None:
    sender = Sender(running)
    path = await sender.begin("Unit 3.pdf", len(PDF))

    async def cancelled() -> Any:
        await sender.client.delete(path, headers=TUS)
        return bytes_of(b"", more=False)

    assert await send_raw(sender, path, 0, [bytes_of(PDF), cancelled()]) == 410
    assert (await sender.storage())["reserved"] == 0


async def test_more_bytes_than_were_announced_are_a_413_and_do_not_complete_it(
    running: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "PIECE_BYTES", 8)
    sender = Sender(running)
    path = await sender.begin("Unit 3.pdf", len(PDF))
    body = [bytes_of(PDF[start : start + 4]) for start in range(0, len(PDF), 4)]
    assert await send_raw(sender, path, 0, [*body, bytes_of(b"!"), bytes_of(b"", more=False)]) == 413
    state = await sender.state(path)
    assert state["state"] == "receiving"
    assert int(str(state["received"])) < len(PDF)


async def test_a_long_body_counts_piece_by_piece(running: RunningService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "PIECE_BYTES", 8)
    sender = Sender(running)
    path = await sender.begin("Unit 3.pdf", len(PDF))

    async def looks() -> Any:
        assert await sender.offset(path) == 16
        return bytes_of(PDF[20:], more=False)

    body = [bytes_of(PDF[start : start + 4]) for start in range(0, 20, 4)]
    assert await send_raw(sender, path, 0, [*body, looks()]) == 204
    await check_all(running)
    assert (await sender.state(path))["state"] == "stored"


@pytest.mark.parametrize("what", ["begin", "write", "close"])
@pytest.mark.parametrize(("error", "status"), [(StoreAway, 503), (StoreFull, 507)])
async def test_a_store_that_is_away_or_full_is_said_and_the_upload_goes_on_later(
    running: RunningService, what: str, error: type[Exception], status: int
) -> None:
    sender = Sender(running)
    path = await sender.begin("Unit 3.pdf", len(PDF))
    await sender.patch(path, 0, PDF[:10])
    with kept(running, FailingStore(store_of(running), raising(error, what))):
        answer = await sender.patch(path, 10, PDF[10:], status=status)
    assert "go on from there" in answer.json()["detail"]
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert await sender.offset(path) == 10
    await sender.patch(path, 10, PDF[10:])
    await check_all(running)
    assert (await sender.state(path))["state"] == "stored"


async def test_a_creation_whose_bytes_fail_says_where_to_go_on(running: RunningService) -> None:
    sender = Sender(running)
    with kept(running, FailingStore(store_of(running), raising(StoreAway, "write"))):
        answer = await sender.create(metadata("Unit 3.pdf"), len(PDF), body=PDF, status=503)
    path = answer.headers["Location"]
    assert await sender.offset(path) == 0
    await sender.patch(path, 0, PDF)


async def test_no_connection_to_the_database_is_held_while_bytes_come(running: RunningService) -> None:
    sender = Sender(running)
    path = await sender.begin("Unit 3.pdf", len(PDF))
    pool: Any = running.app.context.database.engine.pool

    async def looks() -> Any:
        assert pool.checkedout() == 0
        return bytes_of(b"", more=False)

    assert await send_raw(sender, path, 0, [bytes_of(PDF[:5]), looks()]) == 204


async def chunks(data: bytes) -> AsyncIterator[bytes]:
    yield data


async def test_a_body_of_no_known_length_is_taken(running: RunningService) -> None:
    sender = Sender(running)
    path = await sender.begin("Unit 3.pdf", len(PDF))
    headers = TUS | {"Upload-Offset": "0", "Content-Type": BODY_TYPE}
    assert (await sender.client.patch(path, content=chunks(PDF), headers=headers)).status_code == 204
    await check_all(running)
    assert (await sender.state(path))["state"] == "stored"


async def test_a_piece_whose_count_was_kept_although_nobody_heard_of_it_stays(
    running: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = Sender(running)
    path = await sender.begin("Unit 3.pdf", len(PDF))
    count = pieces.count_piece
    with ExitStack() as stack:

        async def counts(session: Transaction, piece_id: UUID, size: int) -> bool:
            stack.enter_context(lost_commits(kept=True, of=session))
            return await count(session, piece_id, size)

        monkeypatch.setattr(pieces, "count_piece", counts)
        answer = await sender.patch(path, 0, PDF[:9], status=503)
    monkeypatch.undo()
    assert answer.json()["type"].endswith("outcome-unknown")
    assert await sender.offset(path) == 9
    await sender.patch(path, 9, PDF[9:])
    await check_all(running)
    assert (await sender.state(path))["state"] == "stored"
