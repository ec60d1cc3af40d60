"""The engines for the tests: those that `make test` has brought up, or, for a single test run by hand, a stack of
its own.
"""

import fcntl
import hashlib
import json
import os
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import resources
from itertools import count
from pathlib import Path
from unittest import mock
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, settings

from devstack.memory import MEMORY
from devstack.provision import ServiceUrls
from devstack.stack import Stack
from shared.migrations import migrate
from shared.run.service import Service
from shared.testing.running import set_environment

# A shell that runs us in the background has us ignore Ctrl-C, and every program that a test starts would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
for _service in ("PARTNERS", "COMPETENCY"):
    os.environ.setdefault(f"{_service}_KEY_SECRET", "a key for tests only, of 32 letters or more")

# How long an example takes is the machine's affair: speed is measured by `make bench`.
settings.register_profile("trellis", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("trellis")

Databases = Callable[[Service], ServiceUrls]


LONGEST_FIRST = ("tests/conformance/", "tests/", "demo/")
"""Files that take minutes: begun last, they would leave one of two processes idle."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the longest files first. Of tests that have one id, pytest-xdist would run only one, and tell nobody."""
    items.sort(key=lambda item: next((n for n, place in enumerate(LONGEST_FIRST) if item.nodeid.startswith(place)), 9))
    twice = [name for name, times in Counter(item.nodeid for item in items).items() if times > 1]
    if twice:
        raise pytest.UsageError(f"Several tests have the same id: {', '.join(twice)}")


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    given = os.environ.get("TRELLIS_TEST_STACK")
    if given:
        yield Stack(
            Path(given),
            postgres_url=os.environ["TRELLIS_TEST_POSTGRES_URL"],
            kafka_bootstrap=os.environ["TRELLIS_TEST_KAFKA"],
        )
        return
    with tempfile.TemporaryDirectory(prefix="trellis-test-") as folder, Stack(Path(folder)) as started:
        yield started


_ENVIRONMENT = dict(os.environ)


@pytest.fixture(scope="module", autouse=True)
def own_environment() -> Iterator[None]:
    """What the tests of one file name in the environment is no longer there in the next: files run in any order. Nor is
    what a fixture of the whole session names, which comes before this one.
    """
    with mock.patch.dict(os.environ, _ENVIRONMENT, clear=True):
        yield


@pytest.fixture(scope="session")
def lasting_databases(stack: Stack) -> Databases:
    """Gives a service a migrated database of its own: a clone of a template that is migrated once. It goes when the
    stack goes.
    """
    numbers = count(1)

    def database_of(service: Service) -> ServiceUrls:
        with _one_at_a_time(stack.folder):
            _forget_outdated_template(stack, service)
            urls = stack.provision(service.name)
            set_environment(service, urls)
            with ThreadPoolExecutor(1) as thread:  # a fixture runs inside the test's event loop
                thread.submit(migrate, service).result()
            name = f"test_{service.name}_{os.getpid()}_{next(numbers)}"
            stack.create_database(name, template=service.name)
        return urls.at(name)

    return database_of


@pytest.fixture(scope="module")
def databases(lasting_databases: Databases, stack: Stack) -> Iterator[Databases]:
    """The same, for the tests of one file. Where files lie in memory, the databases go with the file: those of all
    files would fill gigabytes. From a slow disk a hundred of them are dropped more slowly than they are written.
    """
    made: list[str] = []

    def database_of(service: Service) -> ServiceUrls:
        urls = lasting_databases(service)
        made.append(urlsplit(urls.owner).path.removeprefix("/"))
        return urls

    yield database_of
    if stack.folder.is_relative_to(MEMORY):
        for name in made:
            stack.drop_database(name)


def _forget_outdated_template(stack: Stack, service: Service) -> None:
    """A stack may be kept from run to run, and what was migrated then by other migrations is no template any more."""
    digest = hashlib.sha256()
    for package in (service.name, "shared"):
        for file in sorted(Path(str(resources.files(package) / "migrations")).rglob("*.py")):
            digest.update(file.read_bytes())
    noted = stack.folder / "templates.json"
    digests = json.loads(noted.read_text()) if noted.exists() else {}
    if digests.get(service.name, digest.hexdigest()) != digest.hexdigest():
        stack.drop_database(service.name)
    noted.write_text(json.dumps(digests | {service.name: digest.hexdigest()}))


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """A template can be copied only while nobody is connected to it: parallel test processes take turns."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".templates.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
