"""Imports in the background: answered at once, asked how far they are, ended with the report or the refusal."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from benchmarks.frameworks import package as large
from competency.frameworks.usecases import save_framework, work_import
from services.competency.tests.frameworks.case_pieces import FRAMEWORKS, IMPORT, package
from services.competency.tests.pieces import ALL
from shared.contracts.competency import ItemPublished
from shared.errors import OutcomeUnknown
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService

IMPORTS = "/competency/v1/imports"
ASYNC = {"Prefer": "wait=5, respond-async; x=1"}


async def worked(running: RunningService) -> int:
    """Everything that waits."""
    count = 0
    while await work_import.work_next_import(running.worker, lambda: None):
        count += 1
        assert count < 20, "it does not end"
    return count


@pytest.fixture(autouse=True)
async def nothing_waits(running: RunningService) -> AsyncIterator[None]:
    yield
    await worked(running)


async def test_the_answer_comes_at_once_and_the_report_is_the_same(running: RunningService) -> None:
    body = json.dumps(package(f"background {uuid4()}", colour="red"))
    async with running.client(DISTRICT_A, *ALL) as client:
        queued = await client.post(f"{IMPORT}?state=draft&scale_maximum=5", content=body, headers=ASYNC)
        assert queued.status_code == 202, queued.text
        assert queued.headers["preference-applied"] == "respond-async"
        path = queued.headers["location"]
        waiting = await client.get(path)
        framework = f"{FRAMEWORKS}/{json.loads(body)['CFDocument']['identifier']}"
        assert (await client.get(framework)).status_code == 404
        await worked(running)
        done = (await client.get(path)).json()
        again = (await client.post(f"{IMPORT}?state=draft&scale_maximum=5", content=body)).json()
        kept = (await client.get(framework)).json()
    assert (waiting.json()["state"], waiting.headers["retry-after"]) == ("waiting", "1")
    assert (done["state"], done["problem"]) == ("done", None)
    assert done["items"] == done["read"] == done["normalised"] == done["kept"] == done["report"]["items"] > 0
    assert done["report"] | {"changed": False} == again
    assert (kept["state"], kept["scale_maximum"]) == ("draft", 5)
    async with running.worker.transaction(None) as session:
        assert await session.scalar(text("select count(*) from framework_import where package is not null")) == 0


async def test_while_it_is_worked_one_sees_how_far_it_is_and_nothing_of_the_framework(
    running: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(save_framework, "STEP", 100)
    body = json.dumps(large(f"progress {uuid4()}", 600, 600))
    await running.clear_outbox()
    seen: list[dict[str, Any]] = []
    async with running.client(DISTRICT_A, *ALL) as client:
        queued = await client.post(IMPORT, content=body, headers=ASYNC)
        path, framework = queued.headers["location"], f"{FRAMEWORKS}/{json.loads(body)['CFDocument']['identifier']}"
        working = asyncio.create_task(worked(running))
        while not working.done():
            found = (await client.get(path)).json()
            if found["finished_at"] is None:
                seen.append(found)
                absent = (await client.get(framework)).status_code
                assert absent == 404 or (await client.get(path)).json()["finished_at"]
        assert (await client.get(path)).json()["state"] == "done"
    counts = [(s["read"], s["normalised"], s["kept"]) for s in seen]
    assert counts == sorted(counts)
    assert len({kept for _, _, kept in counts if 0 < kept < 600}) > 2, counts
    assert len(await running.published(ItemPublished)) == 600


@pytest.mark.parametrize(
    ("content", "status", "says"),
    [
        (b"{", 400, "can be read"),
        (b"{}", 422, "can be read"),
        (b'{"CFDocument": {}}', 422, "can be read"),
        (b"\xff\xfe", 400, "can be read"),
        (b"", 400, "can be read"),
    ],
)
async def test_what_cannot_be_read_is_refused_there_as_here(
    running: RunningService, content: bytes, status: int, says: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        here = await client.post(IMPORT, content=content)
        queued = await client.post(IMPORT, content=content, headers=ASYNC)
        await worked(running)
        there = (await client.get(queued.headers["location"])).json()
    assert (here.status_code, queued.status_code, there["state"], there["report"]) == (status, 202, "refused", None)
    assert says in there["problem"]["detail"]
    assert there["problem"] == {n: v for n, v in here.json().items() if n != "request_id"}


async def test_items_of_another_framework_are_refused_and_nothing_is_kept(running: RunningService) -> None:
    first = package(f"first {uuid4()}")
    async with running.client(DISTRICT_A, *ALL) as client:
        assert (await client.post(IMPORT, json=first)).status_code == 200
        second = first | {"CFDocument": package(f"second {uuid4()}")["CFDocument"]}
        queued = await client.post(IMPORT, json=second, headers=ASYNC)
        await worked(running)
        found = (await client.get(queued.headers["location"])).json()
        gone = await client.get(f"{FRAMEWORKS}/{second['CFDocument']['identifier']}")
    assert (found["state"], found["problem"]["status"], found["kept"], gone.status_code) == ("refused", 422, 0, 404)


async def test_an_import_that_died_is_begun_anew_and_not_for_ever(
    running: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = json.dumps(package(f"dies {uuid4()}"))
    died = 0

    async def die(*_: object, **__: object) -> None:
        nonlocal died
        died += 1
        raise RuntimeError("killed")

    async with running.client(DISTRICT_A, *ALL) as client:
        path = (await client.post(IMPORT, content=body, headers=ASYNC)).headers["location"]
        with monkeypatch.context() as broken:
            broken.setattr(work_import, "save_import", die)
            with suppress(RuntimeError):
                await work_import.work_next_import(running.worker, lambda: None)
        assert (await client.get(path)).json()["state"] == "working"
        await worked(running)
        assert (await client.get(path)).json()["state"] == "done"
        path = (await client.post(IMPORT, content=body, headers=ASYNC)).headers["location"]
        with monkeypatch.context() as broken:
            broken.setattr(work_import, "save_import", die)
            for _ in range(work_import.MOST_ATTEMPTS):
                with suppress(RuntimeError):
                    await work_import.work_next_import(running.worker, lambda: None)
        given_up = (await client.get(path)).json()
    assert (given_up["state"], given_up["problem"]["status"]) == ("refused", 500)
    assert died == 1 + work_import.MOST_ATTEMPTS


async def test_a_lost_answer_of_the_database_keeps_it_once(
    running: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shared.testing import lost_commits

    body = json.dumps(package(f"lost {uuid4()}"))
    async with running.client(DISTRICT_A, *ALL) as client:
        path = (await client.post(IMPORT, content=body, headers=ASYNC)).headers["location"]
        with lost_commits(kept=True), suppress(OutcomeUnknown):
            await work_import.work_next_import(running.worker, lambda: None)
        await worked(running)
        found = (await client.get(path)).json()
    assert (found["state"], found["report"]["edition"]) == ("done", 1)


async def test_few_packages_of_a_district_wait_and_a_repeat_is_the_same_one(running: RunningService) -> None:
    body = json.dumps(package(f"many {uuid4()}"))
    key = ASYNC | {"Idempotency-Key": str(uuid4())}
    async with running.client(DISTRICT_A, *ALL) as client, running.client(DISTRICT_B, *ALL) as other:
        first, again = [await client.post(IMPORT, content=body, headers=key) for _ in range(2)]
        answers = await asyncio.gather(*(client.post(IMPORT, content=body, headers=ASYNC) for _ in range(6)))
        theirs = await other.post(IMPORT, content=body, headers=ASYNC)
        listed = (await client.get(IMPORTS, params={"limit": 2})).json()
        rest = (await client.get(IMPORTS, params={"limit": 2, "after": listed["next"]})).json()
    assert again.json() == first.json()
    assert sorted(a.status_code for a in answers) == [202, 202, 202, 429, 429, 429]
    assert theirs.status_code == 202
    ids = [one["import_id"] for one in listed["items"] + rest["items"]]
    assert len(ids) == 4
    assert ids == sorted(ids, reverse=True)


async def test_imports_are_seen_by_the_district_that_sent_them(running: RunningService) -> None:
    body = json.dumps(package(f"seen {uuid4()}"))
    async with running.client() as nobody, running.client(DISTRICT_A, "competency.read") as reader:
        assert (await nobody.post(IMPORT, content=body, headers=ASYNC)).status_code == 401
        assert (await nobody.get(IMPORTS)).status_code == 401
        assert (await reader.post(IMPORT, content=body, headers=ASYNC)).status_code == 403
    async with running.client(DISTRICT_A, *ALL) as client:
        path = (await client.post(IMPORT, content=body, headers=ASYNC)).headers["location"]
        assert (await client.get(f"{IMPORTS}/{uuid4()}")).status_code == 404
        assert (await client.get(f"{IMPORTS}/seven")).status_code == 422
        wrong = await client.post(f"{IMPORT}?mastery_score=9", content=body, headers=ASYNC)
    assert wrong.status_code == 422
    async with running.client(DISTRICT_B, *ALL) as other, running.client(DISTRICT_A, "other.read") as scopeless:
        assert (await other.get(path)).status_code == 404
        assert path.rpartition("/")[2] not in (await other.get(IMPORTS)).text
        assert (await scopeless.get(path)).status_code == 403
    async with running.client(DISTRICT_A, "competency.read", role="family", person_id=uuid4()) as family:
        assert (await family.get(path)).status_code == (await family.get(IMPORTS)).status_code == 403
