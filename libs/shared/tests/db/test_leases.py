"""Leases: one holder at a time, a fair share for each, and none where it cannot be sure."""

import asyncio
from typing import Any

import pytest
from noted.log import until
from sqlalchemy import text

from shared.db.database import Database
from shared.db.leases import Leases

NAMES = [str(n) for n in range(16)]


def leases(worker: Database, holder: str, *, seconds: float = 6, names: list[str] = NAMES) -> Leases:
    return Leases(worker, "thing", names, holder=holder, seconds=seconds)


async def settle(*members: Leases) -> None:
    for _ in range(3):
        for member in members:
            await member.renew()


async def test_what_one_holds_no_other_gets(worker: Database) -> None:
    one, two = leases(worker, "one", names=["a"]), leases(worker, "two", names=["a"])
    await one.renew()
    await two.renew()
    assert (one.held, two.held) == ({"a": 1}, {})
    await one.renew()
    assert one.held == {"a": 1}


@pytest.mark.parametrize("count", [1, 2, 3, 5])
async def test_members_have_a_fair_share_without_overlap(worker: Database, count: int) -> None:
    members = [leases(worker, f"member-{n}") for n in range(count)]
    await settle(*members)
    shares = [len(member.held) for member in members]
    assert sum(shares) == len(NAMES)
    assert max(shares) <= -(-len(NAMES) // count)
    assert len({name for member in members for name in member.held}) == len(NAMES)


async def test_members_that_come_all_at_once_never_hold_the_same(worker: Database) -> None:
    members = [leases(worker, f"member-{n}") for n in range(4)]
    held: list[str] = []
    for _ in range(10):
        await asyncio.gather(*(member.renew() for member in members))
        held = [name for member in members for name in member.held]
        assert len(held) == len(set(held))
    assert len(held) == len(NAMES)


async def test_more_members_than_names_leaves_some_without(worker: Database) -> None:
    members = [leases(worker, f"member-{n}", names=["a", "b"]) for n in range(4)]
    await settle(*members)
    assert sorted(len(member.held) for member in members) == [0, 0, 1, 1]


async def test_the_epoch_rises_with_each_change_of_holder_and_not_otherwise(worker: Database) -> None:
    one, two = leases(worker, "one", names=["a"]), leases(worker, "two", names=["a"])
    await settle(one)
    assert one.held == {"a": 1}
    await one.release()
    await two.renew()
    assert two.held == {"a": 2}
    await two.release()
    await one.renew()
    assert one.held == {"a": 3}


async def test_a_lease_that_is_not_renewed_runs_out_and_is_taken(worker: Database) -> None:
    one, two = leases(worker, "one", seconds=0.4, names=["a"]), leases(worker, "two", seconds=0.4, names=["a"])
    await one.renew()
    await asyncio.sleep(0.5)
    assert one.held == {}
    await two.renew()
    assert two.held == {"a": 2}


async def test_a_holder_stops_believing_before_another_may_begin(worker: Database) -> None:
    one = leases(worker, "one", seconds=1, names=["a"])
    await one.renew()

    async def lost() -> bool:
        return not one.held

    await until(lost)
    async with worker.transaction(None) as session:
        assert await session.scalar(text("select expires_at > clock_timestamp() from lease where name = 'thing:a'"))


async def test_a_cancelled_keeper_gives_everything_back_at_once(worker: Database) -> None:
    one, two = leases(worker, "one", seconds=60), leases(worker, "two", seconds=60)
    keeping = asyncio.create_task(one.keep())

    async def holds() -> bool:
        return len(one.held) == 16

    await until(holds)
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    await two.renew()
    assert len(two.held) == 16


async def test_with_the_database_away_nothing_is_held_and_all_of_it_again_after(
    worker: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = leases(worker, "one", seconds=0.6)
    away = False
    real = worker.transaction

    def transaction(district: Any) -> Any:
        if away:
            raise ConnectionRefusedError
        return real(district)

    monkeypatch.setattr(worker, "transaction", transaction)
    keeping = asyncio.create_task(one.keep())

    async def count(expected: int) -> bool:
        return len(one.held) == expected

    try:
        await until(lambda: count(16))
        away = True
        await until(lambda: count(0), seconds=1)
        away = False
        await until(lambda: count(16), seconds=1)
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


async def test_groups_do_not_count_each_others_members(worker: Database) -> None:
    one = Leases(worker, "reader", NAMES, holder="one")
    other = Leases(worker, "reader:2", NAMES, holder="two")
    await settle(one, other)
    assert len(one.held) == len(other.held) == 16


async def test_members_that_are_gone_leave_no_rows_behind(worker: Database) -> None:
    for n in range(3):
        one = leases(worker, f"start-{n}")
        await one.renew()
        await one.release()
    async with worker.transaction(None) as session:
        assert await session.scalar(text("select count(*) from lease where name like '%:member:%'")) == 0
