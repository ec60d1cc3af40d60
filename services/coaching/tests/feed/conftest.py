"""Two districts whose people meet, and a third."""

from services.coaching.tests.engagements.conftest import third, two
from services.coaching.tests.meetings.meeting_people import people

__all__ = ["people", "third", "two"]
