"""Engines that die under us, as when a laptop runs out of memory, are started again, and that is said."""

import signal
import threading
import time
from collections import deque
from types import TracebackType
from typing import Self

from devstack.disk import say
from devstack.errors import DevstackError
from devstack.kafka import Kafka
from devstack.postgres import Postgres
from devstack.stack import Stack

_STARTS = 3
_WITHIN_SECONDS = 600.0
"""So many new starts in so long a time: an engine that dies oftener has a reason that starting it does not mend."""

_LOOK_SECONDS = 0.5


class Keeper:
    """Looks after a started stack's own engines, in a thread, until its block ends; `failure` says why it gave up."""

    def __init__(self, stack: Stack) -> None:
        self._engines: dict[str, Postgres | Kafka] = {}
        if stack.postgres is not None:
            self._engines["PostgreSQL"] = stack.postgres
        if stack.kafka is not None:
            self._engines["Kafka"] = stack.kafka
        self._starts: dict[str, deque[float]] = {name: deque() for name in self._engines}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="devstack-keeper", daemon=True)
        self.failure: str | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ended.set()
        self._thread.join()

    def _keep(self) -> None:
        while self.failure is None and not self._ended.wait(_LOOK_SECONDS):
            for name, engine in self._engines.items():
                if not engine.running and not self._ended.is_set():
                    self._start_again(name, engine)

    def _start_again(self, name: str, engine: Postgres | Kafka) -> None:
        starts, now, how = self._starts[name], time.monotonic(), _how_it_ended(engine.exit_code)
        while starts and now - starts[0] > _WITHIN_SECONDS:
            starts.popleft()
        if len(starts) == _STARTS:
            self.failure = (
                f"{name} {how}, once more than the {_STARTS} times that it is started again within "
                f"{_WITHIN_SECONDS / 60:.0f} minutes. Its last words are in {engine.log}."
            )
            return
        starts.append(now)
        say(f"{name} {how}; starting it again...")
        try:
            engine.start()
        except DevstackError as error:
            say(str(error))
        else:
            say(f"{name} runs again.")


def _how_it_ended(code: int | None) -> str:
    if code is None or code >= 0:
        return f"ended by itself (exit code {code})"
    name = signal.Signals(-code).name
    return f"was killed by {name}" + (", perhaps for want of memory" if name == "SIGKILL" else "")
