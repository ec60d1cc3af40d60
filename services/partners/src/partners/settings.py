"""The settings that partners has beyond every service's."""

from pydantic import Field, SecretStr

from shared.settings import ServiceSettings


class PartnersSettings(ServiceSettings):
    """Read from `PARTNERS_…`."""

    key_secret: SecretStr = Field(
        min_length=32, description="32 characters or more: encrypts signing keys and webhook secrets at rest"
    )
    webhook_allowed: str = Field(
        default="", description="what webhooks may call beyond the public internet: networks or host:port, by commas"
    )

    @property
    def webhook_allow_list(self) -> list[str]:
        """The entries of `webhook_allowed`."""
        return [entry.strip() for entry in self.webhook_allowed.split(",") if entry.strip()]
