"""`make dev`: the services start anew when a file is saved, and a mistake that was saved ends nothing but them."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from demo.reloading import Reloading
from demo.running import Unable, stop
from devstack.keeper import Keeper
from devstack.stack import Stack

WORKS, FAILS = "import time\nprint('stands', flush=True)\ntime.sleep(60)\n", "raise SystemExit('a mistake')\n"


class OneProgram(Reloading):
    """In the place of the services stands one small program, which is ready when it has said so."""

    def __init__(self, folder: Path, program: Path) -> None:
        super().__init__(folder)
        self._watched = [program.parent]
        self._program = program
        self._port = 0
        self.begin()

    def begin(self) -> None:
        self._child = self._start()

    @property
    def process(self) -> int | None:
        """The program's process while it runs."""
        return self._child.pid if self._child.poll() is None else None

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("wb") as log:
            return subprocess.Popen([sys.executable, self._program], stdout=log, stderr=log, start_new_session=True)

    def _await_ready(self, child: subprocess.Popen[bytes], port: int) -> None:
        while "stands" not in self._log.read_text():
            if child.poll() is not None:
                raise Unable("The program ended while starting.")
            time.sleep(0.05)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "program.py").write_text(WORKS)
    return folder / "program.py"


@pytest.fixture
def developing(tmp_path: Path, program: Path) -> Iterator[OneProgram]:
    started, keeper = OneProgram(tmp_path / "var", program), Keeper(Stack(tmp_path / "stack"))

    def stay() -> None:
        with pytest.raises(Unable, match="the test is over"):
            started._stay(keeper)

    staying = threading.Thread(target=stay)
    staying.start()
    try:
        time.sleep(1)  # it has looked at the files once
        yield started
    finally:
        keeper.failure = "the test is over"
        staying.join(30)
        stop(started._child)


def until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_saved_file_starts_another_process(developing: OneProgram, program: Path) -> None:
    first = developing.process
    assert first is not None
    program.write_text(WORKS + "# saved\n")
    until(lambda: developing.process not in (None, first))


def test_after_a_mistake_the_next_saving_starts_it_again(
    developing: OneProgram, program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ""

    def told() -> bool:
        nonlocal said
        said += capsys.readouterr().err
        return "Save a file to try again" in said

    program.write_text(FAILS)
    until(told)
    assert developing.process is None
    program.write_text(WORKS)
    until(lambda: developing.process is not None)
