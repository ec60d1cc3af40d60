"""A stack for tests: the one the surroundings offer, else one of its own in a temporary folder."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devstack.memory import PREFIX, folder_in_memory
from devstack.stack import Stack

POSTGRES = "TRELLIS_TEST_POSTGRES_URL"
KAFKA = "TRELLIS_TEST_KAFKA"
FOLDER = "TRELLIS_TEST_STACK"
ENGINE = "TRELLIS_TEST_ENGINE"


@contextmanager
def throwaway() -> Iterator[Stack]:
    """A running stack whose data nobody will miss; shared with the caller's caller where that started one."""
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=folder_in_memory()) as temporary:
        folder = Path(os.environ.get(FOLDER) or temporary)
        with _chosen(folder) as stack:
            yield stack


def variables(stack: Stack) -> dict[str, str]:
    """The variables by which a program finds this stack."""
    return {POSTGRES: stack.admin_url, KAFKA: stack.bootstrap_servers, FOLDER: str(stack.folder)}


def _chosen(folder: Path) -> Stack:
    postgres_url, kafka_bootstrap = os.environ.get(POSTGRES), os.environ.get(KAFKA)
    if os.environ.get(ENGINE) == "testcontainers" and not (postgres_url and kafka_bootstrap):
        from devstack.containers import ContainerStack

        return ContainerStack(folder)
    return Stack(folder, postgres_url=postgres_url, kafka_bootstrap=kafka_bootstrap)
