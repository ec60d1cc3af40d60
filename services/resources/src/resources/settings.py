"""The settings that resources has beyond every service's."""

from shared.settings import ServiceSettings


class ResourcesSettings(ServiceSettings):
    """Read from `RESOURCES_…`."""
