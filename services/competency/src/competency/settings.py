"""The settings that competency has beyond every service's."""

from pydantic import Field, SecretStr

from shared.settings import ServiceSettings


class CompetencySettings(ServiceSettings):
    """Read from `COMPETENCY_…`."""

    key_secret: SecretStr = Field(
        min_length=32, description="32 characters or more: encrypts the keys that sign credentials at rest"
    )
    verify_allowed: str = Field(
        default="",
        description="what verifying a credential may call beyond the public internet: networks or host:port, by commas",
    )
    verify_per_second: float = Field(default=2, gt=0, description="credentials verified for one address, sustained")
    verify_burst: int = Field(default=60, ge=1, description="the same, at once: a whole school may sit behind one")
    pull_allowed: str = Field(
        default="",
        description="where frameworks may be pulled from beyond the public internet: networks or host:port, by commas",
    )
    pull_seconds: float = Field(default=20, gt=0, le=25, description="longest a provider may take with a package")

    @property
    def pull_allow_list(self) -> list[str]:
        """The entries of `pull_allowed`."""
        return _entries(self.pull_allowed)

    @property
    def verify_allow_list(self) -> list[str]:
        """The entries of `verify_allowed`."""
        return _entries(self.verify_allowed)


def _entries(text: str) -> list[str]:
    return [entry.strip() for entry in text.split(",") if entry.strip()]
