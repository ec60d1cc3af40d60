"""The settings that readiness has beyond every service's."""

from shared.settings import ServiceSettings


class ReadinessSettings(ServiceSettings):
    """Read from `READINESS_…`."""
