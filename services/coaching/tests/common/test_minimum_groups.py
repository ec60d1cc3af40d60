"""Of how many people a district's figures are at least, as partners tells of it."""

import json
from uuid import uuid4

import pytest
from asyncpg.exceptions import InsufficientPrivilegeError

from coaching.common.queries import set_minimum_group
from coaching.common.usecases import read_minimum_group
from coaching.handlers import minimum_groups
from shared.contracts.partners import DistrictRegistered
from shared.events.apply import Poison
from shared.testing import Deliveries, RunningService


async def test_the_last_word_stands_however_often_and_in_whatever_order_it_comes(running: RunningService) -> None:
    district, other, log = uuid4(), uuid4(), Deliveries(minimum_groups, running.worker)
    first, second = [
        log.record(district, DistrictRegistered(registered_id=district, name="Riverside", minimum_group=minimum))
        for minimum in (30, 20)
    ]

    async def minimum(of: object) -> int:
        assert of in (district, other)
        async with running.worker.transaction(None) as session:
            return await read_minimum_group(session, district if of == district else other)

    assert await minimum(district) == 10, "the usual, while nothing is known"
    await log.deliver(second)
    await log.deliver(first)
    await log.deliver(first, second, second)
    assert (await minimum(district), await minimum(other)) == (20, 10)


async def test_a_field_that_is_not_known_yet_is_passed_over(running: RunningService) -> None:
    district, log = uuid4(), Deliveries(minimum_groups, running.worker)
    told = DistrictRegistered(registered_id=district, name="Riverside", minimum_group=15)
    body = json.dumps(json.loads(told.model_dump_json()) | {"colour": "green"}).encode()
    await log.deliver(log.record(district, told, body=body))
    async with running.worker.transaction(None) as session:
        assert await read_minimum_group(session, district) == 15


async def test_what_cannot_be_read_is_poison_and_changes_nothing(running: RunningService) -> None:
    district, log = uuid4(), Deliveries(minimum_groups, running.worker)
    told = DistrictRegistered(registered_id=district, name="Riverside", minimum_group=15)
    with pytest.raises(Poison):
        await log.deliver(log.record(district, told, body=b"{"))
    async with running.worker.transaction(None) as session:
        assert await read_minimum_group(session, district) == 10


async def test_nobody_who_serves_routes_writes_it(running: RunningService) -> None:
    with pytest.raises(InsufficientPrivilegeError):
        async with running.app.context.database.transaction(uuid4()) as session:
            await set_minimum_group(session, uuid4(), 1)
