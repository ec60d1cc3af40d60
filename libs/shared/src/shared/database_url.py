"""Where PostgreSQL is, and how the way there is secured: from a role's URL and the service's settings, alike for those
that serve, for `migrate` and for what an operator runs.

The URL may say `sslmode` and `sslrootcert`, as libpq's may; else `<SERVICE>_DATABASE_TLS` and `..._TLS_CA` say it.
"""

import ssl
from typing import Protocol

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_UNDERSTOOD = ("sslmode", "sslrootcert")

Tls = ssl.SSLContext | str | bool
"""As asyncpg takes it."""


class TlsSettings(Protocol):
    """What a service's settings say of the way to its database, and which of it somebody has said."""

    @property
    def database_tls(self) -> str: ...

    @property
    def database_tls_ca(self) -> str | None: ...

    @property
    def model_fields_set(self) -> set[str]: ...


def read_url(url: str, settings: TlsSettings) -> tuple[URL, Tls]:
    """SQLAlchemy's URL, and what the driver is told of TLS.

    Raises:
        ValueError: it cannot be read, or asks for what we do not do. The message holds nothing of a password.
    """
    try:
        read = make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError("it is no URL; one looks like postgresql://user:password@host:5432/database") from None
    scheme = read.drivername.split("+")[0]
    if scheme not in ("postgresql", "postgres"):
        raise ValueError(f"a database URL starts with postgresql://, this one with {scheme}://")
    said = {name: value if isinstance(value, str) else value[-1] for name, value in read.query.items()}
    if strange := sorted(said.keys() - set(_UNDERSTOOD)):
        raise ValueError(f"{', '.join(strange)} is not understood in a database URL, only {', '.join(_UNDERSTOOD)} are")
    return read.set(drivername="postgresql+asyncpg", query={}), _tls(said, settings)


def place_of(url: URL) -> str:
    """The same for every role's URL of one database."""
    return f"{url.host}:{url.port or 5432}/{url.database}"


def _tls(said: dict[str, str], settings: TlsSettings) -> Tls:
    mode = said.get("sslmode", settings.database_tls)
    if mode not in _MODES:
        raise ValueError(f"sslmode is one of {', '.join(_MODES)}, not {mode}")
    if "database_tls" in settings.model_fields_set and mode != settings.database_tls:
        raise ValueError(f"sslmode={mode} here, but DATABASE_TLS={settings.database_tls}: say it once")
    if mode == "disable":
        return False
    if mode in ("allow", "prefer"):
        return mode  # TLS where the server has it, without looking who it is: the driver's own matter
    authority = said.get("sslrootcert", settings.database_tls_ca)
    try:
        context = ssl.create_default_context(cafile=None if authority == "system" else authority)
    except OSError as error:
        raise ValueError(f"the certificates in {authority} cannot be read: {error.strerror or error}") from None
    # With certificates to compare with, libpq's "require" is "verify-ca".
    context.check_hostname = mode == "verify-full"
    if mode == "require" and authority is None:
        context.verify_mode = ssl.CERT_NONE
    return context
