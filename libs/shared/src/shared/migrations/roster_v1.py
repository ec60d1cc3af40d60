"""The tables of a roster (`shared.roster.tables`), as a service's migration first makes them. Never edited: a change is
a new step.
"""

from typing import Any

import sqlalchemy as sa

DETAILED = ("organisation",)
TABLES = ("person", "guardian", "term", "class", "enrolment")


def create(op: Any, *, generations: bool, details: bool) -> None:
    scope = ["generation", "district_id"] if generations else ["district_id"]

    def table(name: str, key: list[str], *columns: sa.Column[Any], indexed: tuple[str, ...] = ()) -> None:
        op.create_table(
            name,
            *([sa.Column("generation", sa.SmallInteger(), autoincrement=False, nullable=False)] if generations else []),
            sa.Column("district_id", sa.Uuid(), nullable=False),
            *(sa.Column(column, sa.Uuid(), nullable=False) for column in key),
            *columns,
            sa.Column("active", sa.Boolean(), nullable=False),
            sa.PrimaryKeyConstraint(*scope, *key, name=f"pk_{name}"),
        )
        for column in indexed:
            op.create_index(f"ix_{name}_{'_'.join([*scope, column])}", name, [*scope, column], unique=False)

    if details:
        table(
            "organisation",
            ["organisation_id"],
            sa.Column("name", sa.Text(), nullable=False),
            sa.Column("kind", sa.Text(), nullable=False),
            sa.Column("parent_id", sa.Uuid(), nullable=True),
        )
    table("person", ["person_id"], *(_person_details() if details else ()))
    relation = (sa.Column("relation", sa.Text(), nullable=False),) if details else ()
    table("guardian", ["learner_id", "guardian_id"], *relation, indexed=("guardian_id",))
    table(
        "term",
        ["term_id"],
        *([sa.Column("title", sa.Text(), nullable=False)] if details else []),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
    )
    table(
        "class",
        ["class_id"],
        *(_class_details() if details else ()),
        sa.Column("term_id", sa.Uuid(), nullable=True),
        indexed=("term_id",),
    )
    table(
        "enrolment",
        ["enrolment_id"],
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        indexed=("class_id", "person_id"),
    )


def _person_details() -> list[sa.Column[Any]]:
    return [
        sa.Column("roles", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("organisation_ids", sa.ARRAY(sa.Uuid()), nullable=False),
    ]


def _class_details() -> list[sa.Column[Any]]:
    return [
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
    ]
