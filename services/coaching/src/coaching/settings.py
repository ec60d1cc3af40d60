"""The settings that coaching has beyond every service's."""

from pydantic import Field

from shared.settings import ServiceSettings


class CoachingSettings(ServiceSettings):
    """Read from `COACHING_…`."""

    matching_processes: int = Field(default=2, ge=1, le=16)
    """How many matchings are worked out at once, of different districts; each takes a processor."""
