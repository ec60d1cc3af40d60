"""Apache Kafka's jars: exactly those of the committed lock, fetched once, kept in the user's cache."""

import hashlib
import os
import shutil
import ssl
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from devstack.disk import cache_folder, explained, one_at_a_time, say
from devstack.errors import DevstackError

_ASKED_FOR = (
    "org.apache.kafka:kafka_2.13:4.4.0",
    # The version of Kafka's slf4j-api: with 2.x nothing would be logged, and the log says when it is up.
    "org.slf4j:slf4j-simple:1.7.36",
)
_HEADING = (
    "# Apache Kafka's broker and all it stands on. "
    "Made by `python -m devstack lock`; every jar is checked against its sum."
)


@dataclass(frozen=True)
class LockedJar:
    """One line of the lock."""

    coordinate: str
    sha256: str

    @property
    def file_name(self) -> str:
        """Its name in the cache."""
        _, artifact, version = self.coordinate.split(":")
        return f"{artifact}-{version}.jar"


def read_lock(text: str | None = None) -> list[LockedJar]:
    """The jars of the committed lock."""
    text = files("devstack").joinpath("kafka.lock").read_text() if text is None else text
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return [LockedJar(coordinate, total.removeprefix("sha256:")) for coordinate, total in lines]


def jars(locked: Sequence[LockedJar] | None = None) -> list[Path]:
    """The files of the class path, fetched first where the cache lacks them."""
    locked = read_lock() if locked is None else locked
    key = hashlib.sha256("\n".join(f"{jar.coordinate} {jar.sha256}" for jar in locked).encode()).hexdigest()[:16]
    cache = cache_folder() / "kafka"
    folder = cache / key
    if not folder.exists():
        with (
            explained("Keeping Kafka's jars", cache),
            one_at_a_time(cache / ".lock", "Kafka: waiting for another start that fetches the jars ..."),
        ):
            if not folder.exists():
                _fill(folder, locked)
    return [folder / jar.file_name for jar in locked]


def _fill(folder: Path, locked: Sequence[LockedJar]) -> None:
    say("Kafka: fetching 43 MB of jars (once) ...")
    _trust_the_machine()
    for leftover in folder.parent.glob(".filling-*"):
        shutil.rmtree(leftover)  # of a start that was killed: we hold the lock, so nobody fills
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".filling-") as draft:
        repository, complete = Path(draft, "repository"), Path(draft, "jars")
        complete.mkdir()
        with ThreadPoolExecutor(4) as pool:
            fetched = list(pool.map(lambda jar: _fetch(jar.coordinate, repository), locked))
        for jar, file in zip(locked, fetched, strict=True):
            _check(jar, file)
            shutil.move(file, complete / jar.file_name)
        complete.rename(folder)


def _trust_the_machine() -> None:
    """Trust the authorities that the machine trusts (a company's proxy has one of its own), not certifi's alone."""
    authorities = ssl.get_default_verify_paths().cafile
    if authorities is not None:
        os.environ.setdefault("REQUESTS_CA_BUNDLE", authorities)


def _fetch(coordinate: str, repository: Path) -> Path:
    from jgo.maven import MavenContext

    mirror = os.environ.get("TRELLIS_MAVEN_REPOSITORY")
    context = MavenContext(
        repo_cache=repository, timeout=60, remote_repos={"mirror": mirror.rstrip("/")} if mirror else None
    )
    try:
        return Path(context.create_dependency(coordinate).artifact.resolve())
    except (OSError, RuntimeError) as error:
        if isinstance(error, OSError) and error.errno:
            raise  # the disk's trouble, not the network's
        raise DevstackError(
            f"Kafka: cannot fetch {coordinate} ({type(error).__name__}: {error}). The first start needs the "
            "network: check the connection, set HTTPS_PROXY, or name your own Maven repository in "
            "TRELLIS_MAVEN_REPOSITORY. "
            f"A filled cache copied from another machine to {cache_folder()} serves as well; "
            "so does any broker named in KAFKA_BOOTSTRAP_SERVERS."
        ) from error


def _check(jar: LockedJar, file: Path) -> None:
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != jar.sha256:
        raise DevstackError(
            f"Kafka: {jar.coordinate} is not the file that kafka.lock promises "
            f"(sha256 {found}, wanted {jar.sha256}). Nothing of it was kept or run. "
            "A proxy or mirror altered the download: try again without it."
        )


def resolve_lock() -> str:
    """The text of a new lock, for the day the versions above change."""
    from jgo.maven import MavenContext

    with tempfile.TemporaryDirectory() as repository:
        context = MavenContext(repo_cache=Path(repository), timeout=60)
        roots = [context.create_dependency(coordinate) for coordinate in _ASKED_FOR]
        found = [each for part in context.resolver.resolve(roots) for each in part]
        lines = {
            f"{each.groupId}:{each.artifactId}:{each.version} "
            f"sha256:{hashlib.sha256(Path(each.artifact.resolve()).read_bytes()).hexdigest()}"
            for each in found
            if each.scope not in ("test", "provided")
        }
    return "\n".join([_HEADING, *sorted(lines)]) + "\n"
