"""Districts that use resources, and whose learners show things."""

from collections.abc import Awaitable, Callable

import pytest

from services.resources.tests.items.conftest import found_library
from services.resources.tests.outcomes.measured import Measured
from services.resources.tests.playlists.conftest import found_school, here, teaching, there
from services.resources.tests.playlists.school import School

__all__ = ["found_library", "found_school", "here", "teaching", "there"]


@pytest.fixture
async def measured(found_school: Callable[[], Awaitable[School]]) -> Measured:
    return Measured(await found_school())
