"""Guessing at passwords is slowed, and keeps nobody out who has the right one."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from partners.identity.rules.guessing import OF_ACCOUNT, OF_NETWORK, network_of, of_known_browser, of_stranger
from shared.values.clock import utc_now

SESSION = "/partners/v1/session"
ACCOUNTS = "/partners/v1/accounts"
SCHOOL = "198.51.100.7"


@pytest.fixture(autouse=True)
def stopped_clock(partners: Any) -> Iterator[None]:
    """No wait ends by itself, however long a busy machine takes between two tries."""
    stopped_at = utc_now()
    with partners.running.set_clock(lambda: stopped_at):
        yield


@pytest.fixture(autouse=True)
async def forgotten(partners: Any) -> AsyncIterator[None]:
    """No count of one test is another's."""
    yield
    async with partners.running.worker.transaction(None) as session:
        await session.execute(text("delete from attempt"))


async def account(partners: Any) -> tuple[str, str]:
    async with partners.client("Birch") as client:
        body = {"user_name": f"person.{uuid4()}@example.org", "role": "leader"}
        made = (await client.post(ACCOUNTS, json=body)).json()
    return made["user_name"], made["one_time_password"]


def browser(partners: Any, address: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(partners.running.asgi, raise_app_exceptions=False, client=(address, 4711))
    headers = {"Sec-Fetch-Site": "same-origin"}
    return httpx.AsyncClient(transport=transport, base_url="http://trellis.test", headers=headers)


async def try_(client: httpx.AsyncClient, user_name: str, password: str) -> str:
    """`in`, `wrong`, or `slow`."""
    answer = await client.post(SESSION, data={"user_name": user_name, "password": password})
    said = httpx.URL(answer.headers["Location"]).params.get("failed")
    if said == "slow":
        assert int(answer.headers["Retry-After"]) >= 1
    return {None: "in", "1": "wrong"}.get(said, str(said))


async def test_a_known_browser_is_never_kept_out_by_others_guesses(partners: Any) -> None:
    name, password = await account(partners)
    async with browser(partners, SCHOOL) as own, browser(partners, SCHOOL) as stranger:
        assert await try_(own, name, password) == "in"
        await own.post(f"{SESSION}/end")
        assert [await try_(stranger, name, "guess") for _ in range(9)][-1] == "slow"
        assert await try_(stranger, name, password) == "slow"
        guessing, right = await asyncio.gather(
            asyncio.gather(*(try_(stranger, name, "guess") for _ in range(5))), try_(own, name, password)
        )
        assert (right, "in" in guessing) == ("in", False)
    async with browser(partners, "203.0.113.50") as moved:
        moved.cookies.update(own.cookies)
        assert await try_(moved, name, password) == "in", "wherever it is"


async def test_a_new_browser_elsewhere_is_not_kept_out_by_one_guesser(partners: Any) -> None:
    name, password = await account(partners)
    async with browser(partners, "203.0.113.5") as guesser, browser(partners, SCHOOL) as new:
        assert [await try_(guesser, name, "guess") for _ in range(12)][-1] == "slow"
        assert await try_(new, name, password) == "in"
        assert await try_(guesser, name, "guess") == "slow", (
            "the right password of another ends no wait of the guesser's"
        )


async def test_guesses_from_many_addresses_make_a_new_browser_wait_a_minute_at_most(partners: Any) -> None:
    name, password = await account(partners)
    for number in range(OF_ACCOUNT.free + 9):
        async with browser(partners, f"203.0.113.{number}") as guesser:
            if await try_(guesser, name, "guess") == "slow":
                async with partners.running.worker.transaction(None) as session:
                    await session.execute(text("update attempt set last_failure = last_failure - interval '1 minute'"))
                assert await try_(guesser, name, "guess") == "wrong"
    async with browser(partners, SCHOOL) as new:
        answer = await new.post(SESSION, data={"user_name": name, "password": password})
        assert "failed=slow" in answer.headers["Location"]
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
        async with partners.running.worker.transaction(None) as session:
            await session.execute(text("update attempt set last_failure = last_failure - interval '1 minute'"))
        assert await try_(new, name, password) == "in"


async def test_one_guess_at_each_of_many_accounts_is_slowed_for_its_network_alone(partners: Any) -> None:
    name, password = await account(partners)
    async with browser(partners, SCHOOL) as known:
        assert await try_(known, name, password) == "in"
    async with browser(partners, SCHOOL) as spraying:
        names = [f"nobody.{number}@example.org" for number in range(OF_NETWORK.free + 5)]
        said = [await try_(spraying, one, "Summer2026!!") for one in names]
        assert (said[: OF_NETWORK.free], said[-1]) == (["wrong"] * OF_NETWORK.free, "slow")
        answer = await spraying.post(SESSION, data={"user_name": "nobody.x@example.org", "password": "x"})
        assert int(answer.headers["Retry-After"]) <= OF_NETWORK.longest.total_seconds()
        async with browser(partners, SCHOOL) as again:
            again.cookies.update(known.cookies)
            assert await try_(again, name, password) == "in"
    other, its_password = await account(partners)
    async with browser(partners, "203.0.113.77") as elsewhere:
        assert await try_(elsewhere, other, its_password) == "in"


@pytest.mark.slow
async def test_a_school_behind_one_address_signs_in_with_all_its_mistakes(partners: Any) -> None:
    """Fifty people at new browsers, each of them wrong three times before they are right: 150 failures."""
    people = [await account(partners) for _ in range(50)]

    async def arrive(name: str, password: str) -> list[str]:
        async with browser(partners, SCHOOL) as own:
            return [await try_(own, name, typed) for typed in ("mistyped", "Mistyped", "MISTYPED", password)]

    for start in range(0, 50, 10):
        said = await asyncio.gather(*(arrive(*person) for person in people[start : start + 10]))
        assert said == [["wrong", "wrong", "wrong", "in"]] * 10


async def test_a_new_password_makes_every_browser_a_stranger_and_ends_the_waits(partners: Any) -> None:
    name, password = await account(partners)
    async with browser(partners, SCHOOL) as own, browser(partners, "203.0.113.5") as guesser:
        assert await try_(own, name, password) == "in"
        assert [await try_(guesser, name, "guess") for _ in range(6)][-1] == "slow"
        async with partners.client("Birch") as operator:
            [made] = [one for one in await _accounts(operator) if one["user_name"] == name]
            reset = (await operator.post(f"{ACCOUNTS}/{made['account_id']}/password")).json()
        assert await try_(guesser, name, reset["one_time_password"]) == "in"
        guesses = [await try_(guesser, name, "guess") for _ in range(5)]
        assert guesses[-1] == "slow"
        assert await try_(own, name, "guess") == "wrong"
        async with partners.running.worker.transaction(None) as session:
            known = await session.scalar(text("select count(*) from known_device where account_id = :account_id"),
                                         {"account_id": made["account_id"]})  # fmt: skip
        assert known == 1, "the guesser's, who had the new password"


async def _accounts(operator: httpx.AsyncClient) -> list[dict[str, Any]]:
    answer = await operator.get(ACCOUNTS, params={"limit": 500})
    return list(answer.json()["items"])


async def test_a_browser_is_forgotten_a_year_after_it_was_seen(partners: Any) -> None:
    name, password = await account(partners)
    async with browser(partners, SCHOOL) as own:
        assert await try_(own, name, password) == "in"
    count = text("select count(*) from known_device")
    await partners.running.run_job("partners.tidy")
    async with partners.running.worker.transaction(None) as session:
        assert await session.scalar(count) >= 1
    with partners.running.set_clock(lambda: utc_now() + timedelta(days=366)):
        await partners.running.run_job("partners.tidy")
    async with partners.running.worker.transaction(None) as session:
        assert await session.scalar(count) == 0


@given(st.ip_addresses(v=6), st.integers(0, 2**64 - 1))
def test_an_ipv6_network_is_one_source(address: Any, host: int) -> None:
    other = type(address)((int(address) >> 64 << 64) | host)
    if not address.ipv4_mapped and not other.ipv4_mapped:
        assert network_of(str(address)) == network_of(str(other))


def test_an_ipv4_address_is_the_same_however_it_is_written() -> None:
    assert network_of("::ffff:198.51.100.7") == network_of(SCHOOL) == SCHOOL
    assert network_of("testclient") == "testclient"


def test_no_count_tells_a_name_or_a_cookie() -> None:
    counts = of_known_browser("ana@example.org", b"d" * 32) + of_stranger("ana@example.org", SCHOOL)
    assert not any("ana" in count.subject for count in counts)
    assert len({count.subject for count in counts}) == 4
