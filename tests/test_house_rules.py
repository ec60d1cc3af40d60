"""The house's rules, read off the code: where commits and events may stand, who may ask the wall clock, what a file may
be called.
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.cli import installed_services

ROOT = Path(__file__).resolve().parent.parent
SERVICES = tuple(installed_services())
PACKAGES = {name: ROOT / "services" / name / "src" / name for name in SERVICES}
SHARED = ROOT / "libs" / "shared" / "src" / "shared"

LONGEST_FILE = 300
LONGEST_MODELS = 450  # a list of tables reads well in one piece
ROOMS = {
    "api",
    "delivery",
    "followers",
    "handlers",
    "jobs",
    "loops",
    "main",
    "migrations",
    "models",
    "pages",
    "queries",
    "rules",
    "schemas",
    "usecases",
}
"""What a module or folder may be besides a subject, which holds rooms of its own."""

WALL_CLOCK_ROOMS = {"commands"}
"""They run without a context, and pass the moment on."""
WALL_CLOCK_MODULES = {
    "competency/reviews/schemas.py": "the default of a body's field, and a body is read without a context",
    "dashboards/stream/hub.py": "a stream ends when its caller's token expires, which is not the service's day",
    "partners/disclosure/usecases/republish.py": "is run from the command line, district by district",
}
_WALL_CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
                ("time", "time"), ("time", "time_ns"), ("clock", "utc_now")}  # fmt: skip

NO_ROOM_NAMES = re.compile(r"(^|_)(utils?|managers?|helpers?|misc|common)(_|$)")
SEAT_TIME = re.compile(r"(^|_)(seat|seats|minutes?|hours?|duration|periods|attendance|carnegie)(_|$)")
"""Mastery counts; time in a seat does not, so nothing that crosses a service's border has a field for it."""


def modules(package: Path) -> Iterator[tuple[Path, ast.Module]]:
    for file in sorted(package.rglob("*.py")):
        yield file, ast.parse(file.read_text())


def room_of(package: Path, file: Path) -> str:
    """The room that a module stands in: `<service>/queries*`, or `<service>/<subject>/queries*`.

    Only the outermost name that is a room's counts: `<service>/api/queries.py` is of `api`.
    """
    first, *inner = (part.removesuffix(".py") for part in file.relative_to(package).parts)
    return inner[0] if inner and first not in ROOMS else first


def rooms(package: Path, *names: str) -> Iterator[tuple[Path, ast.Module]]:
    """The modules of these rooms, each a file or a folder of files, of the service or of one of its subjects."""
    for file, tree in modules(package):
        if room_of(package, file) in names:
            yield file, tree


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node


def imported_from(tree: ast.Module, package: str) -> set[str]:
    """What the module takes from the package, under the names that it has there."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == package
        for alias in node.names
    }


def place(file: Path, node: ast.AST) -> str:
    return f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("queries.py", "queries"),
        ("queries/notes.py", "queries"),
        ("notes/queries.py", "queries"),
        ("notes/queries/shared.py", "queries"),
        ("api/queries.py", "api"),
        ("notes/api/queries.py", "api"),
        ("usecases/notes/queries.py", "usecases"),
        ("notes/sheets/queries.py", "sheets"),
        ("notes/__init__.py", "__init__"),
        ("notes.py", "notes"),
    ],
)
def test_a_room_is_the_services_or_a_subjects(path: str, room: str) -> None:
    package = PACKAGES["partners"]
    assert room_of(package, package / path) == room


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_the_rooms_that_the_rules_look_at(service: str) -> None:
    """A service whose rules answer by themselves has nothing to query; one with use cases has."""
    found = {room_of(PACKAGES[service], file) for file, _ in modules(PACKAGES[service])}
    assert found >= {"schemas", "models"} | ({"queries"} if "usecases" in found else set())


def test_nobody_commits_but_those_who_open_transactions() -> None:
    allowed = {SHARED / "migrations" / "__init__.py"}
    found = [
        place(file, node)
        for package in (SHARED, *PACKAGES.values())
        for file, tree in modules(package)
        if file not in allowed
        for name, node in calls(tree)
        if name in ("commit", "rollback") and isinstance(node.func, ast.Attribute)
    ]
    assert found == []


@pytest.mark.parametrize("service", SERVICES)
def test_events_are_published_by_use_cases_alone(service: str) -> None:
    package = PACKAGES[service]
    usecases = {file for file, _ in rooms(package, "usecases")}
    found = [
        place(file, node)
        for file, tree in modules(package)
        if file not in usecases
        for name, node in calls(tree)
        if name in ("publish", "publish_tombstone") and name in imported_from(tree, "shared")
    ]
    assert found == []


def wall_clocks(tree: ast.AST) -> Iterator[ast.AST]:
    """Where a module gets at the wall clock: `datetime.now`, called or handed on, or an import of `utc_now`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            of = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if (of, node.attr) in _WALL_CLOCKS:
                yield node
        elif isinstance(node, ast.ImportFrom):
            module = (node.module or "").split(".")[-1]
            if any((module, alias.name) in _WALL_CLOCKS for alias in node.names):
                yield node


@pytest.mark.parametrize(
    ("code", "asks"),
    [
        ("now = datetime.now(UTC)", True),
        ("now = datetime.datetime.now(UTC)", True),
        ("day = date.today()", True),
        ("field(default_factory=datetime.now)", True),
        ("left = until - time.time()", True),
        ("from time import time", True),
        ("from shared.values.clock import Clock, utc_now as clock", True),
        ("from shared.values.clock import Clock", False),
        ("now = context.now()", False),
        ("now = self._clock()", False),
        ("began = time.monotonic()", False),
    ],
)
def test_the_wall_clock_is_recognised(code: str, asks: bool) -> None:
    assert any(wall_clocks(ast.parse(code))) is asks


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_takes_the_time_from_its_context(service: str) -> None:
    """A module that asks the wall clock has another time than app and jobs when a test sets their clock."""
    package = PACKAGES[service]
    asking = {
        str(file.relative_to(package.parent)): [
            f"{place(file, node)} asks the wall clock" for node in wall_clocks(tree)
        ]
        for file, tree in modules(package)
        if room_of(package, file) not in WALL_CLOCK_ROOMS
    }
    excepted = {module for module in WALL_CLOCK_MODULES if module.startswith(f"{service}/")}
    assert [one for module, found in asking.items() if module not in excepted for one in found] == []
    assert [module for module in sorted(excepted) if not asking[module]] == [], "needs no exception any more"


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_reaches_round_the_shared_library(service: str) -> None:
    """The clients of Kafka, HTTP and PostgreSQL have their traps; the library knows them."""
    closed = ("aiokafka", "httpx", "httpcore", "asyncpg")
    found = [
        f"{place(file, node)} {name}"
        for file, tree in modules(PACKAGES[service])
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
        if name.split(".")[0] in closed
    ]
    assert found == []


@pytest.mark.parametrize("service", SERVICES)
def test_revisions_are_numbered_in_the_order_they_are_run(service: str) -> None:
    """By its number alone an older image knows a database that it has no revision of to be newer."""
    wanted, before, found = [], None, []
    for number, file in enumerate(sorted((PACKAGES[service] / "migrations" / "versions").glob("[!_]*.py")), start=1):
        lines = re.findall(r"(?m)^(?:down_)?revision\b.*$", file.read_text())
        wanted.append((f"{number:04d}", [f'revision = "{number:04d}"', f"down_revision = {before}"]))
        found.append((file.name[:4], lines))
        before = f'"{number:04d}"'
    assert found == wanted


def test_files_are_named_for_their_subject_and_stay_short() -> None:
    found = []
    for package in (SHARED, ROOT / "libs" / "devstack" / "src" / "devstack", ROOT / "demo", *PACKAGES.values()):
        for file in sorted(package.rglob("*.py")):
            if NO_ROOM_NAMES.search(file.stem):
                found.append(f"{file.relative_to(ROOT)} is named for no subject")
            lines = len(file.read_text().splitlines())
            longest = LONGEST_MODELS if file.name == "models.py" else LONGEST_FILE
            if lines > longest and "migrations" not in file.parts:
                found.append(f"{file.relative_to(ROOT)} has {lines} lines: split it by subject")
    assert found == []


def test_no_schema_or_event_has_a_field_for_seat_time() -> None:
    schemas = [module for package in PACKAGES.values() for module in rooms(package, "schemas", "models")]
    found = [
        f"{place(file, node)} {node.target.id}"
        for file, tree in [*modules(SHARED / "contracts"), *schemas]
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and SEAT_TIME.search(node.target.id)
    ]
    assert found == []


def test_no_document_that_outsiders_read_has_a_property_for_seat_time() -> None:
    documents = [*(ROOT / "docs" / "openapi").glob("*.json"), *(SHARED / "contracts" / "snapshots").glob("*.json")]
    assert len(documents) > len(SERVICES)
    found = [
        f"{file.name} {name}"
        for file in documents
        for name in properties_of(json.loads(file.read_text()))
        if SEAT_TIME.search(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower())
    ]
    assert found == []


def properties_of(schema: Any) -> Iterator[str]:
    """The names of all properties and parameters that the document speaks of."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            yield from schema["properties"]
        if "in" in schema and isinstance(schema.get("name"), str):
            yield schema["name"]
        schema = list(schema.values())
    if isinstance(schema, list):
        for each in schema:
            yield from properties_of(each)
