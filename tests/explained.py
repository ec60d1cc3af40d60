"""Every number of the demo network, explained again by competency's own code beside the running platform."""

import asyncio
import json
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, text

from competency.common.as_of import AsOf
from competency.main import service
from competency.mastery.usecases.explain_mastery import explain_mastery
from demo import framework
from demo.calls import Caller
from demo.policies import CHANGED, CRITERIA, POLICIES, Policy
from demo.state import Client, DemoState
from devstack.passwords import Passwords
from devstack.provision import ServiceUrls
from services.competency.tests.mastery.explained_pieces import assert_it_gives
from shared.db.database import Database
from shared.testing.running import set_environment

STORED = text("select *, cast(null as timestamptz) as held_at from mastery")
HELD = text("select *, known_at as held_at from determination")
UNDER_WAY = text("select count(*) from recalculation where finished_at is null")
AT_ONCE = 3
SAMPLE = 60
"""So many rows of a district are also asked for over REST."""
HIGHEST = Policy("", "highest")
CODES = {framework.identifier(item.code): item.code for item in framework.items()}


def urls_of(folder: Path) -> ServiceUrls:
    """Where competency's database is that `make run` keeps in this folder."""
    passwords, port = Passwords(folder / "passwords.json"), json.loads((folder / "ports.json").read_text())["postgres"]
    owner, app, worker = (
        f"postgresql://{role}:{passwords.of(role)}@127.0.0.1:{port}/competency"
        for role in ("competency_owner", "competency_app", "competency_worker")
    )
    return ServiceUrls(owner, app, worker)


def policy_of(district: str, code: str, *, at_first: bool) -> Policy | None:
    """The narrowest of what the demo lays down of an item; None where a criterion decides."""
    if code in CRITERIA.get(district, {}):
        return None
    policies = list(POLICIES.get(district, ()))
    if not at_first and district in CHANGED:
        policies = [CHANGED[district], *(p for p in policies if p.level != CHANGED[district].level)]
    in_force = {p.level: p for p in policies if p.code in (None, code)}
    return in_force.get("item") or in_force.get("framework") or in_force.get("district") or HIGHEST


class Explaining:
    """What was explained, by district and method or rule, in `numbers`."""

    def __init__(self, base: str, database: Database) -> None:
        self._base, self._database = base, database
        self._busy = asyncio.Semaphore(AT_ONCE)
        self.numbers: Counter[tuple[str, str]] = Counter()

    async def district(self, name: str, client: Client) -> None:
        async with self._busy, AsyncExitStack() as open_:
            caller = await open_.enter_async_context(Caller(self._base, client))
            district_id = UUID(client.district_id)
            while await self._count(district_id, UNDER_WAY):  # noqa: ASYNC110 - another process works on it
                await asyncio.sleep(0.5)
            async with self._database.transaction(district_id) as session:
                rows = [*await session.execute(STORED), *await session.execute(HELD)]
            sample = set(Random(name).sample(range(len(rows)), min(SAMPLE, len(rows))))
            async with self._database.transaction(district_id) as session:
                for place, row in enumerate(rows):
                    known = row.held_at
                    found = await explain_mastery(session, row.learner_id, row.item_id, AsOf(known=known))
                    assert_it_gives(found, row)
                    assert found.up_to_date
                    self._assert_it_goes_by_the_policy(name, row, found)
                    if place in sample:
                        path = f"/competency/v1/learners/{row.learner_id}/mastery/{row.item_id}/explain"
                        asked = {} if known is None else {"known_as_of": known.isoformat()}
                        assert await caller.get(path, **asked) == json.loads(found.model_dump_json())

    async def _count(self, district_id: UUID, statement: TextClause) -> int:
        async with self._database.transaction(district_id) as session:
            return int((await session.execute(statement)).scalar_one())

    def _assert_it_goes_by_the_policy(self, name: str, row: Any, found: Any) -> None:
        code = CODES[str(row.item_id)]
        now, first = (policy_of(name, code, at_first=at_first) for at_first in (False, True))
        if found.criterion is not None:
            assert now is None
            assert found.criterion.rule == CRITERIA[name][code]["rule"]
            self.numbers[name, found.criterion.rule] += 1
            return
        went_by = found.policy.method, found.policy.parameter
        possible = [now] if row.held_at is None else [now, first]
        assert went_by in [(p.method, p.parameter) for p in possible if p], (name, code, found.policy)
        self.numbers[name, found.policy.method] += 1


async def explain_all(base: str, folder: Path) -> Counter[tuple[str, str]]:
    """Explain every row of every district of the demo that `make run` keeps in this folder."""
    state = DemoState.read(folder / "demo.json")
    assert state is not None
    urls = urls_of(folder / "stack")
    set_environment(service, urls)
    database = Database(urls.app, service.read_settings(), application="test-explained", pool=AT_ONCE)
    explaining = Explaining(base, database)
    try:
        districts = [(name, client) for name, client in state.districts.items() if "/" not in name]
        await asyncio.gather(*(explaining.district(name, client) for name, client in districts))
    finally:
        await database.close()
    return explaining.numbers
