"""The house's rules about SQL, read off the code and off the statements that the services hold."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from shared.roster.enrolments import guardian_counts
from shared.testing.catalogue import statements_of
from tests.test_house_rules import PACKAGES, SERVICES, SHARED, calls, imported_from, modules, place, room_of, rooms

SQL_BUILDERS = {"select", "insert", "update", "delete", "text", "literal_column", "exec_driver_sql"}
STATEMENTS = {"Query", "Scalar", "Command"}
STAR = re.compile(
    r"(?:\b(?:select|all|returning|distinct(?:\s+on\s*\([^)]*\))?)\s+|,\s*|\b[a-z_]\w*\.)\*(?=[\s,);]|$)", re.IGNORECASE
)
"""All columns, whichever there are; not `count(*)`, and no product."""
_WITH_DOCSTRING = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@pytest.mark.parametrize("service", SERVICES)
def test_sql_is_built_in_queries_alone(service: str) -> None:
    """And there as statements that say what their rows are."""
    package = PACKAGES[service]
    found = []
    for file, tree in modules(package):
        room = room_of(package, file)
        if room in ("migrations", "models"):  # defaults and constraints, in SQL's words
            continue
        builders = imported_from(tree, "sqlalchemy") & SQL_BUILDERS
        if room != "queries":
            builders |= imported_from(tree, "shared") & STATEMENTS
        found += [f"{place(file, node)} {name}" for name, node in calls(tree) if name in builders]
    assert found == []


WHOSE_RECORDS_THEY_ARE = "rostering"
"""It answers what the records say, whatever the day."""
READS_A_ROSTER = re.compile(
    r"\b(?:from|join|update)\s+(enrolment|guardian)\b(?:\s+(?:as\s+)?(?!on\b|where\b|set\b)([a-z_]+))?"
)
READS_THE_RECORDS = {
    "dashboards.rebuild.queries._FINGERPRINT": "rows are compared, whatever they say",
    "dashboards.rebuild.queries._REMOVE": "a generation that is over is deleted, whatever it says",
    "resources.outcomes.queries.batches._LEARNERS": "who was in a class while a term lasted that is over",
    "resources.outcomes.queries.batches._USES": "asks whether it counted on the day of use",
}
"""Statements that read enrolments or guardians as they were told, and why they ask not whether these count today."""


def query_modules(service: str) -> Iterator[ModuleType]:
    """The modules of a service's queries, those of its subjects too."""
    package = PACKAGES[service]
    for file, _ in rooms(package, "queries"):
        parts = file.relative_to(package).with_suffix("").parts
        yield importlib.import_module(".".join((service, *parts)).removesuffix(".__init__"))


def unbound(sql: str) -> str:
    """SQL whatever its parameters are called: a statement has `$1` where its text has `:name`."""
    return re.sub(r"\$\d+|(?<![:\w]):[a-z_]\w*", "?", sql)


def roster_readers(service: str) -> Iterator[tuple[str, str, str, str]]:
    """Where a service's statements read an enrolment or a guardian: the place, the SQL, the table and its alias."""
    for where, statement in statements_of(service):
        yield from ((where, statement.sql, table, alias) for table, alias in READS_A_ROSTER.findall(statement.sql))


@pytest.mark.parametrize("service", [name for name in SERVICES if name != WHOSE_RECORDS_THEY_ARE])
def test_whoever_reads_an_enrolment_or_a_guardian_asks_whether_it_counts_today(service: str) -> None:
    """One meaning for every reader (`shared.roster.enrolments`), those too that keep guardians without classes."""
    named = {name: value for module in query_modules(service) for name, value in vars(module).items()}
    visibility = named.get("VISIBILITY")
    counts: dict[str, Any] = {
        "enrolment": visibility and visibility.enrolment_counts,
        "guardian": visibility.guardian_counts if visibility else guardian_counts,
    }
    found = [
        f"{where} reads {table} without asking whether it counts today"
        for where, sql, table, alias in roster_readers(service)
        if where not in READS_THE_RECORDS
        and not (alias and counts[table] and unbound(counts[table](alias)) in unbound(sql))
    ]
    assert found == []


def test_readers_of_rosters_are_found_at_all() -> None:
    """Those that services wrote themselves, beside what `Visibility` asks."""
    own = {
        service: [where for where, *_ in roster_readers(service) if not where.endswith(".VISIBILITY")]
        for service in SERVICES
    }
    assert len([service for service, places in own.items() if len(places) > 2]) > 2
    assert READS_THE_RECORDS.keys() <= {where for places in own.values() for where in places}


@pytest.mark.parametrize("package", [SHARED, *PACKAGES.values()], ids=lambda package: package.name)
def test_a_statement_names_its_columns(package: Path) -> None:
    """A `*` is another list once a later release has added a column, and what was prepared before it fails."""
    found = [
        f"{place(file, node)} {' '.join(node.value.split())[:60]}"
        for file, tree in modules(package)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and "*" in node.value
        and STAR.search(node.value)
        if id(node) not in docstrings(tree)
    ]
    assert found == []


def docstrings(tree: ast.Module) -> set[int]:
    first = [node.body[0] for node in ast.walk(tree) if isinstance(node, _WITH_DOCSTRING) and node.body]
    return {id(statement.value) for statement in first if isinstance(statement, ast.Expr)}


@pytest.mark.parametrize("sql", ["select * from t", "returning *", "select e.*, 1", "select distinct on (a) * from t"])
def test_every_way_of_naming_no_columns_is_known(sql: str) -> None:
    assert STAR.search(sql)


@pytest.mark.parametrize(
    "sql", ["select count(*) from t", "select a * b from t", "select 2*3", "select e.a, e.b from e"]
)
def test_counting_and_multiplying_are_not_meant(sql: str) -> None:
    assert not STAR.search(sql)
