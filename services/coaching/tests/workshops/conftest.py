"""A host, its partner, and a host alone."""

from services.coaching.tests.coaches.conftest import elsewhere, here
from services.coaching.tests.engagements.conftest import two

__all__ = ["elsewhere", "here", "two"]
