"""Meetings of an engagement, as they are planned."""

from datetime import UTC, datetime, timedelta
from typing import Any


def meeting(mark: str, engagement: str, *members: str, weeks: int) -> dict[str, Any]:
    """A meeting of these members, so many weeks ahead."""
    starts = datetime.now(UTC).replace(microsecond=0) + timedelta(weeks=weeks)
    return _of_members(mark, engagement, members) | {
        "starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=1)).isoformat(),
    }  # fmt: skip


def weekly_meeting(mark: str, engagement: str, *members: str, weeks: int) -> dict[str, Any]:
    """Three meetings of these members, the first so many weeks ahead."""
    day = (datetime.now(UTC) + timedelta(weeks=weeks)).date()
    return _of_members(mark, engagement, members) | {
        "first_on": day.isoformat(), "last_on": (day + timedelta(weeks=2)).isoformat(),
        "starts": "15:30", "ends": "16:15", "time_zone": "America/Denver",
    }  # fmt: skip


def _of_members(mark: str, engagement: str, members: tuple[str, ...]) -> dict[str, Any]:
    asked = [{"member_id": one} for one in members]
    return {"engagement_id": engagement, "agenda": f"of {mark}", "participants": asked}
