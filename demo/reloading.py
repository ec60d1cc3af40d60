"""`make dev`: what `make run` starts, and the services anew whenever a file of theirs is saved."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from demo.running import Running, Unable, last_words, stop
from demo.sources import FOLDERS, Sources
from devstack.disk import say
from devstack.keeper import Keeper


class Reloading(Running):
    """The engines stay up and the data stays; only the services' process is another after each saving."""

    _watched: Sequence[Path] = FOLDERS

    def _stay(self, keeper: Keeper) -> None:
        """Starts the services anew whenever a file of theirs is saved. Where they end by themselves, a mistake was
        saved: the next saving mends it.
        """
        sources = Sources(self._watched)
        say("Watching libs/shared and services: save a file, and the services start anew.")
        ended = False
        while keeper.failure is None:
            if not ended and self._child.poll() is not None:
                say(f"The services ended by themselves; save a file to try again.\n{last_words(self._log)}")
                ended = True
            changed = sources.changed()
            if not changed:
                time.sleep(0.3)
                continue
            say(f"Changed: {', '.join(file.name for file in changed[:3])}{' ...' if len(changed) > 3 else ''}")
            stop(self._child)
            ended = not self._start_anew(changed)
        raise Unable(keeper.failure)

    def _start_anew(self, changed: Sequence[Path]) -> bool:
        """Whether they stand again; if not, why is said."""
        began = time.monotonic()
        if any("migrations" in file.parts for file in changed):
            migrating = subprocess.run([sys.executable, "-m", "shared", "all", "migrate"], check=False)
            if migrating.returncode:
                say("The databases were not migrated; save a file to try again.")
                return False
        self._child = self._start()
        try:
            self._await_ready(self._child, self._port)
        except Unable as problem:
            say(f"{problem}\nSave a file to try again.")
            return False
        say(f"The services stand again after {time.monotonic() - began:.1f} s.")
        return True
