"""Writes that share a transaction: none fails for another's fault."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from noted.main import service
from sqlalchemy import text

from devstack.provision import ServiceUrls
from libs.shared.tests.pools import pool_of
from shared.db.database import Database
from shared.db.query import Command, Scalar
from shared.db.sharing import MOST, SharedWrites
from shared.errors import OutcomeUnknown
from shared.http.error_answers import problem_of
from shared.testing import DISTRICT_A, DISTRICT_B, lost_commits

_WRITE = Command("""
insert into note (district_id, note_id, words)
select cast(:district_id as uuid), gen_random_uuid(), w from unnest(cast(:words as text[])) as w
""")
_TENANT = Scalar("select current_setting('app.district_id')", str)


class Refused(Exception): ...


class Writer:
    def __init__(self, app: Database) -> None:
        self.batches: list[list[str]] = []
        self.wait = 0.05
        self.writes: SharedWrites[str, str] = SharedWrites(
            "noted", app, self._act, repeatable=lambda words: words.startswith("keyed")
        )

    async def _act(self, session: Any, district_id: UUID, words: Sequence[str]) -> list[Any]:
        self.batches.append(list(words))
        assert await _TENANT.get(session) == str(district_id)
        await _WRITE.run(session, district_id=district_id, words=list(words))
        await asyncio.sleep(self.wait)
        if "breaks" in words:
            raise ZeroDivisionError
        if "cut" in words:
            await Command("select pg_terminate_backend(pg_backend_pid())").run(session)
        if "lost" in words:
            return []
        return [Refused(w) if w == "refused" else w.upper() for w in words]

    async def submit(self, *words: str, district: UUID = DISTRICT_A) -> list[Any]:
        calls = (self.writes.submit(district, word) for word in words)
        return await asyncio.gather(*calls, return_exceptions=True)


@pytest.fixture
def writer(app: Database) -> Writer:
    return Writer(app)


async def stored(worker: Database, district: UUID = DISTRICT_A) -> list[str]:
    async with worker.transaction(district) as session:
        return sorted(await session.scalars(text("select words from note")))


async def test_what_comes_while_a_transaction_is_under_way_shares_the_next(writer: Writer, worker: Database) -> None:
    words = [f"w{n}" for n in range(20)]
    first = asyncio.create_task(writer.submit("first"))
    await asyncio.sleep(0.02)
    assert await writer.submit(*words) == [w.upper() for w in words]
    await first
    assert writer.batches == [["first"], words]
    assert await stored(worker) == sorted(["first", *words])


async def test_a_transaction_takes_no_more_than_its_share_and_keeps_the_order(writer: Writer) -> None:
    words = [f"w{n}" for n in range(MOST * 2 + 5)]
    assert await writer.submit(*words) == [w.upper() for w in words]
    assert max(len(batch) for batch in writer.batches) == MOST
    assert [word for batch in writer.batches for word in batch] == words


async def test_a_request_that_breaks_the_transaction_fails_alone(writer: Writer, worker: Database) -> None:
    answers = await writer.submit("first", "a", "breaks", "b")
    assert [isinstance(a, ZeroDivisionError) for a in answers] == [False, False, True, False]
    assert await stored(worker) == ["a", "b", "first"]


async def test_while_the_database_is_away_no_request_is_run_again(writer: Writer, worker: Database) -> None:
    answers = await writer.submit("a", "cut", "b")
    assert [problem_of(a).status for a in answers] == [503] * 3
    assert writer.batches == [["a", "cut", "b"]]
    assert await stored(worker) == []


async def test_one_by_one_ends_when_the_database_goes_away(writer: Writer, worker: Database) -> None:
    answers = await writer.submit("a", "breaks", "cut", "b", "c")
    assert answers[0] == "A"
    assert isinstance(answers[1], ZeroDivisionError)
    assert [problem_of(a).status for a in answers[2:]] == [503] * 3
    assert writer.batches[1:] == [["a"], ["breaks"], ["cut"]]
    assert await stored(worker) == ["a"]


async def test_a_pool_without_a_free_connection_is_the_database_away_for_all(urls: ServiceUrls) -> None:
    small = Database(urls.app, service.read_settings(), application="small", pool=1)
    small.engine.pool._timeout = 0.1  # type: ignore[attr-defined]
    writer = Writer(small)
    try:
        async with small.transaction(None):
            answers = await writer.submit("a", "b")
        assert [problem_of(a).status for a in answers] == [503, 503]
        assert writer.batches == []
    finally:
        await small.close()


@pytest.mark.parametrize("kept", [True, False])
async def test_where_the_outcome_is_unknown_only_what_may_be_repeated_is_run_again(
    writer: Writer, worker: Database, kept: bool
) -> None:
    with lost_commits(kept=kept):
        answers = await writer.writes.submit_all(DISTRICT_A, ["a", "keyed-1", "b", "keyed-2"])
    assert [type(a) for a in answers] == [OutcomeUnknown, str, OutcomeUnknown, str]
    assert writer.batches[1:] == [["keyed-1", "keyed-2"]]
    assert await stored(worker) == (["a", "b"] if kept else []) + sorted(["keyed-1", "keyed-2"] * (2 if kept else 1))


async def test_what_is_repeated_in_vain_stays_unknown(writer: Writer) -> None:
    with lost_commits(2, kept=False):
        answers = await writer.writes.submit_all(DISTRICT_A, ["keyed-1", "keyed-2"])
    assert [type(a) for a in answers] == [OutcomeUnknown] * 2
    assert len(writer.batches) == 2


async def test_a_refusal_is_an_answer_to_its_own_request_only(writer: Writer) -> None:
    answers = await writer.submit("first", "a", "refused", "b")
    assert [isinstance(a, Refused) for a in answers] == [False, False, True, False]


async def test_districts_do_not_share(writer: Writer, worker: Database) -> None:
    await asyncio.gather(writer.submit("a", "b"), writer.submit("c", "d", district=DISTRICT_B))
    assert await stored(worker) == ["a", "b"]
    assert await stored(worker, DISTRICT_B) == ["c", "d"]


async def test_a_caller_that_goes_away_before_its_turn_is_left_out(writer: Writer, worker: Database) -> None:
    first = asyncio.create_task(writer.submit("first"))
    await asyncio.sleep(0.02)
    gone = asyncio.create_task(writer.writes.submit(DISTRICT_A, "gone"))
    stays = asyncio.create_task(writer.writes.submit(DISTRICT_A, "stays"))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == "STAYS"
    await first
    assert await stored(worker) == ["first", "stays"]


async def test_a_caller_that_goes_away_under_way_undoes_nothing_for_its_neighbours(
    writer: Writer, worker: Database
) -> None:
    first = asyncio.create_task(writer.submit("first"))
    await asyncio.sleep(0.02)
    gone = asyncio.create_task(writer.writes.submit(DISTRICT_A, "gone"))
    stays = asyncio.create_task(writer.writes.submit(DISTRICT_A, "stays"))
    await first
    await asyncio.sleep(0.02)
    gone.cancel()
    assert await stays == "STAYS"
    assert await stored(worker) == ["first", "gone", "stays"]


async def test_a_wrong_number_of_answers_commits_nothing_and_leaves_nobody_waiting(
    writer: Writer, worker: Database
) -> None:
    async with asyncio.timeout(5):
        [answer] = await writer.submit("lost")
    assert isinstance(answer, RuntimeError)
    assert await stored(worker) == []


async def test_many_requests_run_beside_what_others_submit(writer: Writer, worker: Database) -> None:
    answers = await writer.writes.submit_all(DISTRICT_A, ["a", "refused", "b"])
    assert [str(a) for a in answers] == ["A", "refused", "B"]


async def test_a_lean_transaction_that_is_cancelled_leaves_no_tenant_and_no_lost_connection(
    app: Database, worker: Database
) -> None:
    async def write(n: int) -> None:
        async with app.lean_transaction(DISTRICT_A) as lean:
            await _WRITE.run(lean, district_id=DISTRICT_A, words=["x"])
            await Command("select pg_sleep(0.05)").run(lean)
            raise Refused

    tasks = [asyncio.create_task(write(n)) for n in range(60)]
    for n in range(60):
        await asyncio.sleep(0.003)
        tasks[n // 2].cancel()  # each of them twice: the second time often while it rolls back
    await asyncio.gather(*tasks, return_exceptions=True)
    assert pool_of(app).checkedout() == 0
    assert await stored(worker) == []
    for _ in range(12):
        async with app.transaction(None) as session:
            assert await session.scalar(text("select current_setting('app.district_id', true)")) == ""


async def test_a_backend_killed_under_a_lean_transaction_costs_that_one_only(urls: ServiceUrls, app: Database) -> None:
    one = Database(urls.app, service.read_settings(), application="one", pool=1)
    try:
        with pytest.raises(Exception, match=r"terminat|closed|connection"):
            async with one.lean_transaction(DISTRICT_A) as lean:
                await Command("select pg_terminate_backend(pg_backend_pid())").run(lean)
        async with one.lean_transaction(DISTRICT_A) as lean:
            assert await _TENANT.get(lean) == str(DISTRICT_A)
        async with one.transaction(DISTRICT_B) as session:
            assert await session.scalar(text("select current_setting('app.district_id')")) == str(DISTRICT_B)
    finally:
        await one.close()
