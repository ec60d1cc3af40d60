"""Two districts whose people meet, and a third."""

from services.coaching.tests.coaches.conftest import elsewhere, here
from services.coaching.tests.engagements.conftest import third, two
from services.coaching.tests.meetings.meeting_people import people

__all__ = ["elsewhere", "here", "people", "third", "two"]
