"""The settings that coaching has beyond every service's."""

from shared.settings import ServiceSettings


class CoachingSettings(ServiceSettings):
    """Read from `COACHING_…`."""
