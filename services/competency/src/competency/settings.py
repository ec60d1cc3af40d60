"""The settings that competency has beyond every service's."""

from pydantic import Field

from shared.settings import ServiceSettings


class CompetencySettings(ServiceSettings):
    """Read from `COMPETENCY_…`."""

    pull_allowed: str = Field(
        default="",
        description="where frameworks may be pulled from beyond the public internet: networks or host:port, by commas",
    )
    pull_seconds: float = Field(default=20, gt=0, le=25, description="longest a provider may take with a package")

    @property
    def pull_allow_list(self) -> list[str]:
        """The entries of `pull_allowed`."""
        return [entry.strip() for entry in self.pull_allowed.split(",") if entry.strip()]
