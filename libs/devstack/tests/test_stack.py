"""Both together, and the command line."""

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from devstack import DevstackError, Stack, throwaway
from devstack.child import leashed, ordinary_user
from devstack.disk import cache_folder

pytestmark = pytest.mark.kafka
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("TRELLIS_TEST")}


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with Stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


def test_a_second_stack_on_the_folder_is_refused_in_clear_words(stack: Stack) -> None:
    with pytest.raises(DevstackError, match=rf"pid {os.getpid()}\) already runs on"):
        Stack(stack.folder).start()
    assert stack.postgres is not None
    pid = stack.postgres.pid
    stack.start()
    assert stack.postgres.pid == pid


def test_ports_stay_unless_somebody_took_them(tmp_path: Path) -> None:
    with Stack(tmp_path) as first:
        addresses = (first.admin_url, first.bootstrap_servers)
        urls = first.provision("partners")
    with Stack(tmp_path) as again:
        assert (again.admin_url, again.bootstrap_servers) == addresses
        assert again.provision("partners") == urls
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(addresses[1].split(":")[1])))
        other.listen()
        with Stack(tmp_path) as third:
            assert third.admin_url == addresses[0]
            assert third.bootstrap_servers != addresses[1]


async def test_what_is_given_is_used(stack: Stack, tmp_path: Path) -> None:
    with Stack(tmp_path, postgres_url=stack.admin_url, kafka_bootstrap=stack.bootstrap_servers) as borrowed:
        assert borrowed.postgres is None
        assert borrowed.kafka is None
        connection = await asyncpg.connect(borrowed.provision("rostering").app)
        assert await connection.fetchval("SELECT current_user") == "rostering_app"
        await connection.close()
        borrowed.create_database("empty")
        borrowed.drop_database("empty")


def test_a_throwaway_borrows_from_its_surroundings(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRELLIS_TEST_POSTGRES_URL", stack.admin_url)
    monkeypatch.setenv("TRELLIS_TEST_KAFKA", stack.bootstrap_servers)
    monkeypatch.setenv("TRELLIS_TEST_STACK", str(stack.folder))
    with throwaway() as borrowed:
        assert borrowed.admin_url == stack.admin_url
        assert borrowed.folder == stack.folder


def test_a_failed_start_leaves_nothing_running(tmp_path: Path) -> None:
    (tmp_path / "kafka").write_text("in the way")
    stack = Stack(tmp_path)
    with pytest.raises(DevstackError, match="a file lies where a folder is wanted"):
        stack.start()
    assert stack.postgres is not None
    assert not stack.postgres.running
    (tmp_path / "kafka").unlink()
    with stack:
        assert stack.postgres.running


def test_no_child_outlives_a_killed_parent(tmp_path: Path) -> None:
    parent = _up(tmp_path)
    pids = [json.loads((tmp_path / name).read_text())["pid"] for name in ("postgres.pid", "kafka.pid")]
    family = [child for pid in pids for child in (psutil.Process(pid), *psutil.Process(pid).children())]
    assert len(family) > 4
    parent.kill()
    parent.communicate()
    assert _ended(family, within=20)
    with Stack(tmp_path) as stack:
        assert stack.postgres is not None


def test_ctrl_c_stops_both_in_order(tmp_path: Path) -> None:
    parent = _up(tmp_path)
    family = psutil.Process(parent.pid).children(recursive=True)
    parent.send_signal(signal.SIGINT)
    parent.communicate(timeout=30)
    assert parent.returncode == 130
    assert _ended(family, within=0)
    assert "database system is shut down" in (tmp_path / "postgres.log").read_text()


def test_exec_gives_the_addresses_and_returns_the_exit_code() -> None:
    script = (
        "import os, sys; e = os.environ;"
        "print(e['TRELLIS_TEST_POSTGRES_URL'], e['TRELLIS_TEST_KAFKA'], e['TRELLIS_TEST_STACK']); sys.exit(7)"
    )
    line = [sys.executable, "-m", "devstack", "exec", "--test", "--", sys.executable, "-c", script]
    done = subprocess.run(line, env=CLEAN, capture_output=True, text=True, timeout=100)
    assert done.returncode == 7, done.stderr
    url, broker, folder = done.stdout.split()
    assert url.startswith("postgresql://postgres:")
    assert broker.startswith("127.0.0.1:")
    assert not Path(folder).exists()
    borrowed = {"TRELLIS_TEST_POSTGRES_URL": "a", "TRELLIS_TEST_KAFKA": "b", "TRELLIS_TEST_STACK": "c"}
    done = subprocess.run(line, env=CLEAN | borrowed, capture_output=True, text=True, timeout=100)
    assert done.stdout.split() == ["a", "b", "c"]


@pytest.mark.skipif(os.getuid() != 0, reason="already runs as an ordinary user")
def test_an_ordinary_user_can_do_it_all() -> None:
    nobody = pwd.getpwnam("nobody").pw_uid
    home = Path(tempfile.mkdtemp(prefix="trellis-home-"))
    try:
        shutil.copytree(cache_folder(), home / "cache" / "trellis")
        for path in (home, *home.rglob("*")):
            os.chown(path, nobody, nobody)
        surroundings = CLEAN | {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "TMPDIR": str(home)}
        line = [sys.executable, "-m", "devstack", "exec", "--test", "--", "id", "-u"]
        done = subprocess.run(
            leashed(line, ordinary_user(needed=[Path(sys.executable)]), signal.SIGTERM),
            env=surroundings,
            capture_output=True,
            text=True,
            timeout=100,
        )
        assert done.stdout.strip() == str(nobody), done.stderr
    finally:
        shutil.rmtree(home)


def _up(folder: Path) -> subprocess.Popen[str]:
    line = [sys.executable, "-m", "devstack", "up", "--folder", str(folder)]
    parent = subprocess.Popen(line, env=CLEAN, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    assert parent.stdout.readline().startswith("PostgreSQL  postgresql://")
    assert parent.stdout.readline().startswith("Kafka       127.0.0.1:")
    return parent


def _ended(family: list[psutil.Process], within: float) -> bool:
    until = time.monotonic() + within
    while any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in family):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
