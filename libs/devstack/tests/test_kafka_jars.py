"""The jars: only those of the lock, whole or not at all, by whoever starts first."""

import functools
import hashlib
import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from devstack import DevstackError
from devstack.kafka_jars import LockedJar, jars, read_lock

CONTENT = b"a jar, nearly"
GOOD = LockedJar("org.example:thing:1.0", hashlib.sha256(CONTENT).hexdigest())


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRELLIS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A Maven repository of our own that holds one jar."""
    folder = tmp_path / "served"
    place = folder / "org" / "example" / "thing" / "1.0"
    place.mkdir(parents=True)
    (place / "thing-1.0.jar").write_bytes(CONTENT)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("TRELLIS_MAVEN_REPOSITORY", f"http://127.0.0.1:{server.server_port}/")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield folder
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_lock_names_a_sum_for_every_jar_and_no_host() -> None:
    locked = read_lock()
    assert {jar.coordinate for jar in locked} >= {
        "org.apache.kafka:kafka_2.13:4.4.0",
        "org.slf4j:slf4j-simple:1.7.36",
    }
    assert all(len(jar.sha256) == 64 and len(jar.coordinate.split(":")) == 3 for jar in locked)
    assert not any("//" in jar.coordinate for jar in locked)
    assert len({jar.file_name for jar in locked}) == len(locked)


def test_a_jar_is_fetched_once_and_kept(cache: Path, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [jar] = jars([GOOD])
    assert jar.read_bytes() == CONTENT
    assert "fetching" in capsys.readouterr().err
    (repository / "org" / "example" / "thing" / "1.0" / "thing-1.0.jar").unlink()
    assert jars([GOOD]) == [jar]
    assert capsys.readouterr().err == ""


def test_a_jar_with_another_sum_is_refused_and_nothing_is_kept(cache: Path, repository: Path) -> None:
    wrong = LockedJar(GOOD.coordinate, "0" * 64)
    with pytest.raises(DevstackError, match=r"not the file that kafka\.lock promises"):
        jars([wrong])
    assert [path.name for path in (cache / "kafka").iterdir()] == [".lock"]


def test_a_missing_jar_and_a_missing_network_say_what_to_do(
    cache: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(DevstackError, match=r"cannot fetch org\.example:other:1\.0"):
        jars([LockedJar("org.example:other:1.0", "0" * 64)])
    monkeypatch.setenv("TRELLIS_MAVEN_REPOSITORY", "http://127.0.0.1:9")
    with pytest.raises(DevstackError, match="check the connection"):
        jars([GOOD])


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TRELLIS_CACHE", str(tmp_path / "file"))
    with pytest.raises(DevstackError, match="cannot write in"):
        jars([GOOD])


def test_two_starts_at_once_fill_the_cache_once(cache: Path, repository: Path) -> None:
    script = (
        "from devstack.kafka_jars import LockedJar, jars;"
        f"print(jars([LockedJar({GOOD.coordinate!r}, {GOOD.sha256!r})])[0].read_bytes())"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ)
        for _ in range(3)
    ]
    said = [each.communicate(timeout=60) for each in both]
    assert [out.strip() for out, _ in said] == [repr(CONTENT).encode()] * 3
    assert sum(b"fetching" in err for _, err in said) == 1
