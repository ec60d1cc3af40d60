"""The demo's pilot, played into the real coaching and the real rostering."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest_asyncio

from coaching.handlers import schools
from coaching.main import service as coaching
from demo.calls import Caller
from demo.piloting import ALL, FIRST, PILOTS, play_pilot
from demo.state import Client
from rostering.main import service as rostering
from shared.contracts.rostering import OrganisationChanged
from shared.testing import Deliveries, run_service
from shared.values.calendar import day_of
from shared.values.clock import utc_now

SCOPES = ("coaching.read", "coaching.write", "rostering.read", "rostering.write")
SCHOOLS = ("Levee Road", "Packing House", "Tule Bend", "Cattail Lane")


@pytest_asyncio.fixture
async def host(databases: Any) -> AsyncIterator[Caller]:
    """A district of four schools, of which coaching was told, with a token that needs no signing in."""
    district, told = uuid4(), []
    async with (
        run_service(coaching, databases(coaching)) as tried,
        run_service(rostering, databases(rostering), tried.tokens) as rosters,
    ):

        async def either(scope: Any, receive: Any, send: Any) -> None:
            await (tried if scope["path"].startswith("/coaching/") else rosters).asgi(scope, receive, send)

        async with Caller("http://trellis.test", Client(str(district), "demo", "secret")) as caller:
            caller._http = httpx.AsyncClient(transport=httpx.ASGITransport(either), base_url="http://trellis.test")
            caller._token, caller._until = tried.tokens.token(district, *SCOPES), float("inf")
            for name in SCHOOLS:
                made = await caller.post("/rostering/v1/organisations", {"name": name, "kind": "school"})
                told.append(OrganisationChanged(organisation_id=made["id"], name=name, kind="school"))
            await Deliveries(schools, tried.worker).send(district, *told)
            yield caller


async def test_ten_teachers_become_a_hundred_and_twenty_and_playing_it_again_changes_nothing(host: Caller) -> None:
    today = day_of(utc_now(), "UTC")
    await play_pilot(host, today)
    (pilot,) = await host.all(PILOTS)
    waves = await host.all(f"{PILOTS}/{pilot['pilot_id']}/waves")
    assert [(one["state"], one["teachers"]["yes"]) for one in waves] == [("expanded", FIRST), ("open", ALL)]
    assert (waves[0]["teachers"]["schools"], waves[1]["teachers"]["schools"]) == (2, len(SCHOOLS))
    evidence = await host.get(f"{PILOTS}/{pilot['pilot_id']}/waves/2/gate")
    assert (evidence["now"]["verdict"], evidence["now"]["exposure"]["reached"]) == ("not_reached", True)
    await play_pilot(host, today)
    assert await host.all(f"{PILOTS}/{pilot['pilot_id']}/waves") == waves
