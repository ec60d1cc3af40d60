"""Districts with libraries and rosters, and what resources hears of each kind."""

from collections.abc import Awaitable, Callable

import pytest

from services.resources.tests.handlers.heard import KINDS, Heard
from services.resources.tests.playlists.conftest import found_school
from services.resources.tests.playlists.school import School

__all__ = ["found_school"]


@pytest.fixture(params=sorted(KINDS))
async def heard(request: pytest.FixtureRequest, found_school: Callable[[], Awaitable[School]]) -> Heard:
    return await KINDS[request.param](await found_school(), await found_school())
