"""The settings that resources has beyond every service's."""

from pydantic import Field, SecretStr

from shared.settings import ServiceSettings

_GIB = 1024**3


class ResourcesSettings(ServiceSettings):
    """Read from `RESOURCES_…`; what is empty there counts as left out."""

    model_config = {"env_ignore_empty": True}  # noqa: RUF012 - pydantic reads it off the class

    store_url: str = Field(
        default="var/library", description="where files lie: a folder that API and workers share, or s3://bucket"
    )
    store_endpoint: str | None = Field(default=None, description="of an S3 that is not Amazon's: https://host:port")
    store_region: str = "us-east-1"
    store_key: SecretStr | None = Field(default=None, description="the access key of the S3")
    store_secret: SecretStr | None = Field(default=None, description="its secret")
    store_seconds: float = Field(default=20, gt=0, description="longest wait for one answer of the store")
    district_bytes: int = Field(default=50 * _GIB, ge=1, description="how much each district may store")
    grace_seconds: int = Field(
        default=86_400,
        ge=60,
        description="how long bytes that nothing refers to stay; longer than any upload takes to be checked",
    )
    clamd_address: str | None = Field(
        default=None, description="host:port of a clamd that looks at every file; without one nothing is scanned"
    )
    link_allowed: str = Field(
        default="",
        description="what link checks may call beyond the public internet: networks or host:port, by commas",
    )

    @property
    def link_allow_list(self) -> list[str]:
        """The entries of `link_allowed`."""
        return [entry.strip() for entry in self.link_allowed.split(",") if entry.strip()]
