"""Two services that keep a roster: one as it is least, one by generations and with details."""

from collections.abc import AsyncIterator
from typing import Any

import mirrored.main
import mirrored.roster
import noted.main
import noted.roster
import pytest
from mirrored.models import ROSTER_TABLES as MIRRORED_TABLES
from noted.models import ROSTER_TABLES as NOTED_TABLES

from libs.shared.tests.roster.keeping import Keeper, KeptRoster
from libs.shared.tests.roster.school import School
from shared.events.apply import Subscription
from shared.roster.handlers import RosterChange, roster_handlers


@pytest.fixture(scope="session", params=["noted", "mirrored"])
def keeper(request: pytest.FixtureRequest, lasting_databases: Any) -> Keeper:
    services = {
        "noted": (noted.main.service, NOTED_TABLES, noted.roster.VISIBILITY),
        "mirrored": (mirrored.main.service, MIRRORED_TABLES, mirrored.roster.VISIBILITY),
    }
    service, tables, visibility = services[request.param]
    return Keeper(service, tables, visibility, lasting_databases(service))


@pytest.fixture
async def roster(keeper: Keeper) -> AsyncIterator[KeptRoster]:
    await keeper.empty()
    app, worker = keeper.database(keeper.urls.app), keeper.database(keeper.urls.worker)
    followed: list[RosterChange] = []

    async def follow(_: Any, change: RosterChange) -> None:
        followed.append(change)

    subscription = Subscription(f"{keeper.service.name}.roster", roster_handlers(keeper.tables, follow))
    generation = 1 if keeper.tables.generations else None
    yield KeptRoster(subscription, worker, app, keeper.visibility, generation, followed)
    await app.close()
    await worker.close()


@pytest.fixture
async def school(roster: KeptRoster) -> School:
    """A school of which everything has been told."""
    made = School()
    await roster.tell(*made.all())
    return made
