"""An agreement's days are those of the discloser's calendar, and so is the day that a disclosure names."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from partners import handlers
from partners.agreements.usecases import activate_and_expire
from shared.contracts.competency import CalendarChanged
from shared.testing import Deliveries
from shared.testing.zones import another_day
from shared.values.calendar import start_of

PATH = "/partners/v1/agreements"


@pytest.fixture(scope="module")
def log(partners: Any) -> Deliveries:
    return Deliveries(handlers.fan_out, partners.running.worker)


def said(partners: Any, zone: str, version: int, district: str = "Alder") -> CalendarChanged:
    return CalendarChanged(
        district_id=partners.districts[district], time_zone=zone, version=version, changed_at=datetime.now(UTC)
    )


Lies = Callable[[str, str], Awaitable[None]]
_versions = iter(range(100, 1000))


@pytest.fixture
async def lies(partners: Any, log: Deliveries) -> AsyncIterator[Lies]:
    """Say in which zone a district lies; all go back to UTC."""

    async def tell(district: str, zone: str) -> None:
        event = said(partners, zone, next(_versions), district)
        await log.send(event.district_id, event)

    yield tell
    for district in partners.districts:
        await tell(district, "UTC")


async def signed(partners: Any, discloser: str, recipient: str, **days: Any) -> str:
    """Drafted and signed by both: its state, or what it was refused with."""
    content = {
        "discloser_id": str(partners.districts[discloser]), "recipient_id": str(partners.districts[recipient]),
        "purpose": "to learn from each other", "granularity": "pseudonymous",
        **{name: str(day) for name, day in days.items()},
    }  # fmt: skip
    async with partners.client(discloser) as ours, partners.client(recipient) as theirs:
        last = await ours.post(PATH, json=content)
        path = last.headers.get("Location", "")
        for party in (ours, theirs):
            if last.is_success:
                last = await party.post(f"{path}/sign", headers={"If-Match": last.headers["ETag"]})
    return str(last.json()["state"]) if last.status_code == 200 else str(last.status_code)


async def test_an_agreement_begins_and_ends_by_the_disclosers_day(partners: Any, lies: Lies) -> None:
    zone, today = another_day()
    yesterday, tomorrow, later = today - timedelta(days=1), today + timedelta(days=1), today + timedelta(days=30)
    await lies("Alder", zone)
    assert await signed(partners, "Alder", "Birch", starts_on=today, expires_on=later) == "active"
    assert await signed(partners, "Alder", "Birch", starts_on=tomorrow, expires_on=later) == "draft"
    assert await signed(partners, "Alder", "Birch", starts_on=yesterday, expires_on=today) == "active"
    assert await signed(partners, "Alder", "Birch", starts_on=yesterday, expires_on=yesterday) == "422"
    async with partners.client("Birch") as client:
        shown = (await client.get(PATH, params={"limit": 200})).json()["items"]
    assert {one["time_zone"] for one in shown if one["discloser_id"] == str(partners.districts["Alder"])} == {zone}


async def test_the_recipients_calendar_moves_no_day(partners: Any, lies: Lies) -> None:
    zone, _ = another_day()
    await lies("Birch", zone)
    today = datetime.now(UTC).date()
    later = today + timedelta(days=30)
    assert await signed(partners, "Alder", "Birch", starts_on=today, expires_on=later) == "active"
    assert await signed(partners, "Alder", "Birch", starts_on=today + timedelta(days=1), expires_on=later) == "draft"


async def test_the_clock_begins_and_ends_it_at_the_disclosers_midnight(partners: Any, lies: Lies) -> None:
    zone = "America/New_York"
    await lies("Cedar", zone)
    first = datetime.now(UTC).date() + timedelta(days=3)
    assert await signed(partners, "Cedar", "Birch", starts_on=first, expires_on=first) == "draft"
    states = []
    begins, ends = start_of(first, zone), start_of(first + timedelta(days=1), zone)
    async with partners.client("Birch") as client:
        for moment in (begins - timedelta(seconds=1), begins, ends - timedelta(seconds=1), ends):
            async with partners.running.worker.transaction(None) as session:
                await activate_and_expire(session, moment)
            found = (await client.get(PATH, params={"limit": 200})).json()["items"]
            states += [one["state"] for one in found if one["starts_on"] == one["expires_on"] == str(first)]
    assert states == ["draft", "active", "active", "expired"]


async def test_a_disclosure_names_the_day_at_the_disclosers_school(partners: Any, log: Deliveries, lies: Lies) -> None:
    await lies("Birch", "America/New_York")
    await partners.activate(
        "Birch", "Cedar", "pseudonymous", starts_on=str(datetime.now(UTC).date() - timedelta(days=2))
    )
    learner, evening = uuid4(), datetime(2026, 11, 2, 4, 30, tzinfo=UTC)
    change = partners.changed(learner, uuid4()).model_copy(update={"observed_at": evening})
    await log.send(partners.districts["Birch"], change)
    [told] = [one for one in await partners.feed("Cedar") if one["item_id"] == str(change.item_id)]
    assert told["observed_on"] == "2026-11-01"
