"""What a database's URL says of TLS is done by all who connect; what else it says is refused in plain words."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from asyncpg import InterfaceError, PostgresError
from noted.main import service
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from libs.shared.tests.tls_front import make_certificate, tls_front
from shared.db.database import Database
from shared.migrations import migrate

OWNER = "NOTED_OWNER_DATABASE_URL"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    folder = tmp_path_factory.mktemp("tls")
    return {host: make_certificate(folder, host) for host in ("localhost", "elsewhere.test")}


@pytest.fixture
async def front(urls: Any, certificates: Any) -> AsyncIterator[str]:
    """The owner's URL by way of TLS, as localhost."""
    where = make_url(urls.owner)
    async with tls_front(where.port or 5432, *certificates["localhost"]) as port:
        yield where.set(host="localhost", port=port).render_as_string(hide_password=False)


async def reaches(url: str) -> bool:
    """Whether both ways to it go: that of a process that serves, and that of `migrate`."""
    settings = service.read_settings()
    database = Database(url, settings, application="test-tls")
    found = []
    try:
        for way in (database.reachable(), asyncio.to_thread(migrate, service)):
            try:
                await way
                found.append(True)
            except (OSError, SQLAlchemyError, PostgresError, InterfaceError):
                found.append(False)
    finally:
        await database.close()
    assert found[0] == found[1], "serving and migrating differ"
    return found[0]


@pytest.mark.parametrize(
    ("said", "reached"),
    [
        ("", False),  # in plain text, which it does not speak
        ("?sslmode=disable", False),
        ("?sslmode=prefer", True),
        ("?sslmode=require", True),
        ("?sslmode=verify-full&sslrootcert={localhost}", True),
        ("?sslmode=verify-ca&sslrootcert={localhost}", True),
        ("?sslmode=require&sslrootcert={elsewhere.test}", False),
        ("?sslmode=verify-full&sslrootcert={elsewhere.test}", False),
        ("?sslmode=verify-full&sslrootcert=system", False),
    ],
)
async def test_sslmode_and_sslrootcert_are_honoured(
    front: str, certificates: Any, monkeypatch: pytest.MonkeyPatch, said: str, reached: bool
) -> None:
    for host, (public, _) in certificates.items():
        said = said.replace(f"{{{host}}}", str(public))
    monkeypatch.setenv(OWNER, front + said)
    assert await reaches(front + said) == reached


async def test_a_certificate_of_another_name_is_refused_where_the_name_counts(
    urls: Any, certificates: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = make_url(urls.owner)
    public, key = certificates["elsewhere.test"]
    async with tls_front(where.port or 5432, public, key) as port:
        base = where.set(host="localhost", port=port).render_as_string(hide_password=False)
        for mode, reached in (("verify-ca", True), ("verify-full", False)):
            url = f"{base}?sslmode={mode}&sslrootcert={public}"
            monkeypatch.setenv(OWNER, url)
            assert await reaches(url) == reached, mode


@pytest.mark.parametrize(("mode", "reached"), [("require", True), ("verify-full", True), ("disable", False)])
async def test_migrating_obeys_the_settings_as_serving_does(
    front: str, certificates: Any, monkeypatch: pytest.MonkeyPatch, mode: str, reached: bool
) -> None:
    monkeypatch.setenv(OWNER, front)
    monkeypatch.setenv("NOTED_DATABASE_TLS", mode)
    monkeypatch.setenv("NOTED_DATABASE_TLS_CA", str(certificates["localhost"][0]))
    assert await reaches(front) == reached


async def test_a_server_without_tls_is_not_reached_in_plain_text_instead(
    urls: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTED_DATABASE_TLS", "require")
    assert not await reaches(urls.owner)


@pytest.mark.parametrize(
    ("variable", "url", "says"),
    [
        ("NOTED_DATABASE_URL", "postgresql://a:hush@h/d?pool_size=3&sslmode=require", "pool_size is not understood"),
        ("NOTED_WORKER_DATABASE_URL", "postgresql://a:hush@h/d?sslmode=very", "sslmode is one of disable, allow"),
        ("NOTED_OWNER_DATABASE_URL", "mysql://a:hush@h/d", "starts with postgresql://, this one with mysql://"),
        ("NOTED_DATABASE_URL", "postgresql://a:hush@h:port/d", "is no URL"),
        ("NOTED_DATABASE_URL", "hush", "is no URL"),
        ("NOTED_DATABASE_URL", "postgresql://a:hush@h/d?sslmode=verify-ca&sslrootcert=/none", "/none cannot be read"),
    ],
)
def test_what_a_url_cannot_say_is_refused_by_its_variables_name_and_tells_no_password(
    shared_urls: Any, monkeypatch: pytest.MonkeyPatch, variable: str, url: str, says: str
) -> None:
    for name in ("NOTED_DATABASE_URL", "NOTED_WORKER_DATABASE_URL", "NOTED_OWNER_DATABASE_URL"):
        monkeypatch.setenv(name, shared_urls.app)
    monkeypatch.setenv(variable, url)
    with pytest.raises(SystemExit) as refused:
        service.read_settings()
    assert str(refused.value).startswith(f"{variable}: ")
    assert says in str(refused.value)
    assert "hush" not in str(refused.value)


def test_tls_said_twice_and_differently_is_refused(shared_urls: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NOTED_DATABASE_URL", "NOTED_WORKER_DATABASE_URL"):
        monkeypatch.setenv(name, shared_urls.app + "?sslmode=require")
    monkeypatch.setenv("NOTED_DATABASE_TLS", "verify-full")
    with pytest.raises(SystemExit, match="say it once"):
        service.read_settings()
