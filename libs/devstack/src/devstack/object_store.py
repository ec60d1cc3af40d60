"""An S3 on this machine, where versitygw is installed: an S3 of one program, of which files are kept in a folder."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from devstack.errors import DevstackError
from devstack.ports import answers, free_port

HOW_TO_GET = "go install github.com/versity/versitygw/cmd/versitygw@v1.8.0"
_BUCKET = "library"
_SECONDS = 30


class ObjectStore(NamedTuple):
    """Where a running S3 is, and who may use it."""

    bucket: str
    endpoint: str
    key: str
    secret: str

    def settings(self, service: str, prefix: str) -> dict[str, str]:
        """The environment in which a service keeps its files there, below a prefix."""
        named = {"URL": f"s3://{self.bucket}/{prefix}", "ENDPOINT": self.endpoint}
        named |= {"KEY": self.key, "SECRET": self.secret}
        return {f"{service.upper()}_STORE_{name}": value for name, value in named.items()}


def is_installed() -> bool:
    return _program() is not None


@contextmanager
def object_store(folder: Path) -> Iterator[ObjectStore]:
    """An S3 with an empty bucket, whose objects lie in this folder, until the block ends. Raises `DevstackError` where
    versitygw is missing or does not start.
    """
    program = _program()
    if program is None:
        raise DevstackError(f"There is no versitygw: {HOW_TO_GET}")
    (folder / _BUCKET).mkdir(parents=True)
    port = free_port()
    made = ObjectStore(_BUCKET, f"http://127.0.0.1:{port}", "a-key-of-this-machine", "a-secret-of-this-machine")
    command = [program, "--access", made.key, "--secret", made.secret, "--port", f"127.0.0.1:{port}"]
    with subprocess.Popen(
        [*command, "posix", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _await_answer(process, port)
            yield made
        finally:
            process.terminate()


def _program() -> str | None:
    return shutil.which("versitygw") or shutil.which("versitygw", path=Path.home() / "go" / "bin")


def _await_answer(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + _SECONDS
    while not answers(port):
        if process.poll() is not None or time.monotonic() > until:
            raise DevstackError("versitygw did not start")
        time.sleep(0.05)
