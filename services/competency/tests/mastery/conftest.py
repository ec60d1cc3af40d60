"""A framework of parts."""

from uuid import uuid4

import pytest

from services.competency.tests.mastery.criteria_pieces import TREE, begun
from services.competency.tests.pieces import ALL
from shared.testing import DISTRICT_A, RunningService


@pytest.fixture
async def name(running: RunningService) -> str:
    """A framework of its own, in district A."""
    name = f"parts {uuid4()}"
    async with running.client(DISTRICT_A, *ALL) as client:
        await begun(client, name, TREE)
    return name
