"""A host and its partner with a gap that was brought, and a third district."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from services.coaching.tests.actions.acting import Acting
from services.coaching.tests.coaches.coaching_district import SCOPES, CoachingDistrict
from services.coaching.tests.engagements.partnership import add
from services.coaching.tests.matching.plans import Plans, plans
from shared.testing import RunningService


@pytest.fixture
async def acting(running: RunningService) -> AsyncIterator[Acting]:
    async with plans(running) as made:
        yield await begun(made)


async def begun(made: Plans) -> Acting:
    gap = await made.find_gap()
    answer = await made.bring(gap)
    assert answer.status_code == 201, answer.text
    return Acting(made, str(gap), await add(made.two, made.partner, "educator"))


@pytest.fixture
async def third(running: RunningService, acting: Acting) -> AsyncIterator[CoachingDistrict]:
    district = uuid4()
    async with running.client(district, *SCOPES) as client:
        yield CoachingDistrict(running, client, district, acting.host.at)
