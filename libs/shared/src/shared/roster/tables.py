"""The tables in which a service keeps a district's roster, as rostering's events tell of it.

Every service that asks who may see whom has the same tables: guardians, enrolments, classes, terms, people. What a row
means on a day is said in `shared.roster.enrolments`; the events fill them by `shared.roster.handlers`, and
`shared.roster.visibility` reads them. There are no foreign keys: events of different keys arrive in any order, an
enrolment before its class.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, Boolean, Column, Date, Index, MetaData, SmallInteger, Table, Text, Uuid

from shared.contracts.rostering import (
    ClassChanged,
    EnrolmentChanged,
    GuardianChanged,
    OrganisationChanged,
    PersonChanged,
    TermChanged,
)
from shared.db.database import kind
from shared.events.event import Event


@dataclass(frozen=True)
class RosterTables:
    """A service's tables by the event that fills each; a column has the name of the event's field."""

    by_event: Mapping[type[Event], Table]
    generations: bool

    @property
    def scope(self) -> tuple[str, ...]:
        """The columns that all rows of one roster share."""
        return ("generation", "district_id") if self.generations else ("district_id",)


def add_roster_tables(
    metadata: MetaData, *, generations: bool = False, details: bool = False, classes: bool = True
) -> RosterTables:
    """Declares the tables in a service's metadata; a migration makes them by `shared.migrations.roster_tables`.

    Args:
        generations: rows have a generation, the consumer's epoch, so that a rebuild fills the next one beside the one
            in use.
        details: also titles, schools, roles and grades, for a service that shows classes and people. Who may see whom
            is told without them, and a service that does not show them does not keep them.
        classes: also classes, terms and enrolments. A service that only asks who is whose guardian does without them:
            it asks by `shared.roster.enrolments.guardian_counts` and has no `Visibility`, which reads them.
    """
    declare = _Declaration(metadata, generations=generations, details=details)
    _people(declare)
    if classes:
        _classes(declare)
    return RosterTables(declare.tables, generations)


class _Declaration:
    def __init__(self, metadata: MetaData, *, generations: bool, details: bool) -> None:
        self.details = details
        self.tables: dict[type[Event], Table] = {}
        self._metadata, self._generations = metadata, generations

    def table(self, event: type[Event], name: str, *columns: Column[Any], indexed: tuple[str, ...] = ()) -> None:
        scope: list[Column[Any]] = [Column("district_id", Uuid, primary_key=True)]
        if self._generations:
            scope.insert(0, Column("generation", SmallInteger, primary_key=True, autoincrement=False))
        indexes = [Index(None, *(column.name for column in scope), column) for column in indexed]
        self.tables[event] = Table(name, self._metadata, *scope, *columns, *indexes, **kind("district"))

    def detail(self, *columns: Column[Any]) -> tuple[Column[Any], ...]:
        return columns if self.details else ()


def _people(declare: _Declaration) -> None:
    if declare.details:
        declare.table(
            OrganisationChanged, "organisation",
            Column("organisation_id", Uuid, primary_key=True),
            Column("name", Text, nullable=False),
            Column("kind", Text, nullable=False),
            Column("parent_id", Uuid),
            _active(),
        )  # fmt: skip
    declare.table(
        PersonChanged, "person",
        Column("person_id", Uuid, primary_key=True),
        *declare.detail(
            Column("roles", ARRAY(Text), nullable=False),
            Column("grade", Text),
            Column("organisation_ids", ARRAY(Uuid), nullable=False),
        ),
        _active(),
    )  # fmt: skip
    declare.table(
        GuardianChanged, "guardian",
        Column("learner_id", Uuid, primary_key=True),
        Column("guardian_id", Uuid, primary_key=True),
        *declare.detail(Column("relation", Text, nullable=False)),
        _active(),
        indexed=("guardian_id",),
    )  # fmt: skip


def _classes(declare: _Declaration) -> None:
    declare.table(
        TermChanged, "term",
        Column("term_id", Uuid, primary_key=True),
        *declare.detail(Column("title", Text, nullable=False)),
        Column("starts_on", Date, nullable=False),
        Column("ends_on", Date, nullable=False),
        _active(),
    )  # fmt: skip
    declare.table(
        ClassChanged, "class",
        Column("class_id", Uuid, primary_key=True),
        *declare.detail(
            Column("title", Text, nullable=False),
            Column("organisation_id", Uuid, nullable=False),
        ),
        Column("term_id", Uuid),
        _active(),
        indexed=("term_id",),
    )  # fmt: skip
    declare.table(
        EnrolmentChanged, "enrolment",
        Column("enrolment_id", Uuid, primary_key=True),
        Column("person_id", Uuid, nullable=False),
        Column("class_id", Uuid, nullable=False),
        Column("role", Text, nullable=False),
        Column("starts_on", Date),
        Column("ends_on", Date),
        _active(),
        indexed=("class_id", "person_id"),
    )  # fmt: skip


def _active() -> Column[Any]:
    return Column("active", Boolean, nullable=False)
