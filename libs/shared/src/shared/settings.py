"""Settings, read from the environment once, in `shared.run.service`, and handed down.

What belongs to one service carries its name as prefix (`COMPETENCY_DATABASE_URL`); what the platform shares carries the
name of the thing (`KAFKA_BOOTSTRAP_SERVERS`, `AUTH_JWKS_URL`, `HTTP_PORT`).
"""

import ipaddress
import re
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.database_url import read_url


class ServiceSettings(BaseSettings):
    """One service's own settings; a service with more of them subclasses this. Build it with `for_service`."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    database_url: SecretStr = Field(description="PostgreSQL as the app role: requests")
    worker_database_url: SecretStr = Field(description="PostgreSQL as the worker role: relay, consumers, jobs")
    owner_database_url: SecretStr | None = Field(
        default=None, description="PostgreSQL as the owner role: only `migrate` needs it"
    )
    database_tls: Literal["disable", "require", "verify-full"] = "disable"
    database_tls_ca: str | None = Field(default=None, description="PEM file of the authority, for verify-full")
    database_pool: int = Field(default=10, ge=1, le=200, description="connections one process may hold")
    database_share: float = Field(
        default=0.5, gt=0, le=1, description="the part of those that the requests of one district may hold at once"
    )
    gap_seconds: float = Field(
        default=300, gt=0, description="how long a key may wait for a missing event before it is listed and counted"
    )
    database_statement_seconds: float = Field(default=30, gt=0, description="longest statement of a request")

    @classmethod
    def for_service(cls, name: str) -> Self:
        """Those of this service; the process ends here where one of its URLs cannot be used."""
        settings = cls(_env_prefix=f"{name.upper()}_")
        for role in ("database_url", "worker_database_url", "owner_database_url"):
            url: SecretStr | None = getattr(settings, role)
            try:
                if url is not None:
                    read_url(url.get_secret_value(), settings)
            except ValueError as error:
                raise SystemExit(f"{name.upper()}_{role.upper()}: {error}.") from None
        return settings


class KafkaSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="KAFKA_", extra="ignore", frozen=True)

    bootstrap_servers: str = "127.0.0.1:9092"
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "SCRAM-SHA-512"
    sasl_username: str | None = None
    sasl_password: SecretStr | None = None
    tls_ca: str | None = Field(default=None, description="PEM file of the authority that signed the brokers")
    replication: int = Field(default=1, ge=1, description="copies of each topic we create")
    create_topics: bool = Field(default=True, description="false where an operator (Strimzi) owns the topics")


class AuthSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="AUTH_", extra="ignore", frozen=True)

    issuer: str = "http://127.0.0.1:8000"
    audience: str = "trellis"
    jwks_url: str = "http://127.0.0.1:8000/.well-known/jwks.json"
    leeway_seconds: int = Field(default=30, ge=0, le=60)
    learner_id_key: SecretStr = Field(min_length=32, description="32 bytes or more: proves that we minted a learner id")


class HttpSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="HTTP_", extra="ignore", frozen=True)

    host: str = "127.0.0.1"
    port: int = 8000
    operations_port: int | None = Field(
        default=None,
        description="a port of its own for /healthz, /readyz and /metrics, where the other is open to the world",
    )
    public_url: str = Field(default="http://127.0.0.1:8000", description="how the outside addresses us")
    body_limit: int = Field(default=1_000_000, description="bytes; a route may declare a larger one")
    seconds_limit: float = Field(default=30, description="longest a request may take before it gets a 503")
    rate_per_second: float = Field(default=300, description="requests of one caller, sustained")
    rate_burst: int = Field(default=600, description="requests of one caller, at once")
    turn_seconds: float = Field(
        default=3, gt=0, description="how long a request waits for its district's or client's turn before it gets a 429"
    )
    bodies_at_once: int = Field(
        default=128_000_000,
        ge=1,
        description="bytes of bodies, as announced, that one process takes of one client at once; small ones are free",
    )
    body_seconds: float = Field(default=10, gt=0, description="how long a body may take to come, before a 408 ...")
    body_bytes_per_second: int = Field(default=8_000, ge=1, description="... and a second more for so many bytes")
    head_bytes: int = Field(default=32_768, ge=1024, description="longest request line and headers: 414 or 431")
    head_fields: int = Field(default=100, ge=10, description="most headers of a request: 431")
    head_seconds: float = Field(default=10, gt=0, description="how long a request line and headers may take: 408")
    keep_alive_seconds: int = Field(
        default=75,
        ge=1,
        description="how long a connection may wait between requests: longer than a proxy before us keeps one, or it "
        "sends a request into one that we are closing. Many keep them for 60 s",
    )
    forwarded_allow_ips: str = Field(
        default="",
        validation_alias="FORWARDED_ALLOW_IPS",
        description="the proxies before us (addresses and networks, by commas), whose X-Forwarded-For is believed",
    )
    drain_seconds: float = Field(default=5, description="wait between not-ready and stopping, for load balancers")
    docs_folder: Path | None = Field(
        default=None, description="the built documentation (`make site`), served under /docs by `trellis all`"
    )
    instance: str | None = Field(default=None, description="shown at /readyz: tells whoever started us that it is us")

    @field_validator("forwarded_allow_ips")
    @classmethod
    def _addresses(cls, value: str) -> str:
        """One that cannot be read would be believed by nobody, and nobody would say so."""
        for one in filter(None, (part.strip() for part in value.split(","))):
            if one != "*":
                ipaddress.ip_network(one)
        return value


class MailSettings(BaseSettings):
    """The server that takes our mail. Without a host nothing is sent, and messages wait."""

    model_config = SettingsConfigDict(env_prefix="MAIL_", env_ignore_empty=True, extra="ignore", frozen=True)

    host: str | None = None
    port: int = Field(default=587, ge=1, le=65535)
    username: str | None = None
    password: SecretStr | None = None
    tls: Literal["disable", "starttls", "implicit"] = Field(
        default="starttls", description="implicit is TLS from the first byte, as on port 465"
    )
    tls_ca: str | None = Field(default=None, description="PEM file of the authority that signed the server")
    from_address: str = Field(default="", description="who messages come from; needed where there is a host")
    from_name: str = ""
    seconds: float = Field(default=20, gt=0, le=20, description="longest wait for an answer of the server")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.host is not None and not re.fullmatch(r"[^@\s]+@[^@\s]+", self.from_address):
            raise ValueError("MAIL_FROM_ADDRESS is needed where there is a MAIL_HOST: name@example.org")
        if not self.from_name.isprintable():
            raise ValueError("MAIL_FROM_NAME is one line of text")
        if (self.username is None) is not (self.password is None):
            raise ValueError("MAIL_USERNAME and MAIL_PASSWORD come together")
        if self.password is not None and self.tls == "disable":
            raise ValueError("MAIL_PASSWORD would go over the network in plain: choose another MAIL_TLS than disable")
        return self


class TelemetrySettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="TELEMETRY_", extra="ignore", frozen=True)

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    traces: bool = Field(default=False, description="export spans by OTLP (endpoint: OTEL_EXPORTER_OTLP_ENDPOINT)")


class PlatformSettings:
    """The settings that are the same for every service of one process."""

    def __init__(self) -> None:
        self.kafka = KafkaSettings()
        self.auth = AuthSettings()
        self.http = HttpSettings()
        self.mail = MailSettings()
        self.telemetry = TelemetrySettings()
