"""what rostering keeps"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table, platform_tables

revision = "0001"
down_revision = None

KEPT = "select, insert, update"


def upgrade() -> None:
    platform_tables(op, "rostering")
    op.create_table(
        "organisation",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="district or school"),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "parent_id"],
            ["organisation.district_id", "organisation.id"],
            name=op.f("fk_organisation_district_id_parent_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_organisation")),
    )
    op.create_index(
        op.f("ix_organisation_district_id_parent_id"), "organisation", ["district_id", "parent_id"], unique=False
    )
    op.create_table(
        "person",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False, comment="learner, educator, guardian, leader"),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("organisation_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_person")),
    )
    op.create_index("ix_person_organisation_ids", "person", ["organisation_ids"], unique=False, postgresql_using="gin")
    op.create_table(
        "roster",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", name=op.f("pk_roster")),
    )
    op.create_table(
        "term",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False, comment="the last day of it"),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_term")),
    )
    op.create_table(
        "class",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "organisation_id"],
            ["organisation.district_id", "organisation.id"],
            name=op.f("fk_class_district_id_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "term_id"], ["term.district_id", "term.id"], name=op.f("fk_class_district_id_term_id_term")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_class")),
    )
    op.create_index(
        op.f("ix_class_district_id_organisation_id"), "class", ["district_id", "organisation_id"], unique=False
    )
    op.create_index(op.f("ix_class_district_id_term_id"), "class", ["district_id", "term_id"], unique=False)
    op.create_table(
        "guardian",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("guardian_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "guardian_id"],
            ["person.district_id", "person.id"],
            name=op.f("fk_guardian_district_id_guardian_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "learner_id"],
            ["person.district_id", "person.id"],
            name=op.f("fk_guardian_district_id_learner_id_person"),
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_guardian")),
        sa.UniqueConstraint(
            "district_id", "learner_id", "guardian_id", name=op.f("uq_guardian_district_id_learner_id_guardian_id")
        ),
    )
    op.create_index(
        op.f("ix_guardian_district_id_guardian_id"), "guardian", ["district_id", "guardian_id"], unique=False
    )
    op.create_table(
        "organisation_identifier",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sourced_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "id"],
            ["organisation.district_id", "organisation.id"],
            name=op.f("fk_organisation_identifier_district_id_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("district_id", "source", "sourced_id", name=op.f("pk_organisation_identifier")),
    )
    op.create_index(
        op.f("ix_organisation_identifier_district_id_id"),
        "organisation_identifier",
        ["district_id", "id"],
        unique=False,
    )
    op.create_table(
        "person_identifier",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sourced_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "id"],
            ["person.district_id", "person.id"],
            name=op.f("fk_person_identifier_district_id_id_person"),
        ),
        sa.PrimaryKeyConstraint("district_id", "source", "sourced_id", name=op.f("pk_person_identifier")),
    )
    op.create_index(
        op.f("ix_person_identifier_district_id_id"), "person_identifier", ["district_id", "id"], unique=False
    )
    op.create_table(
        "person_name",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("given_name", sa.Text(), nullable=False),
        sa.Column("family_name", sa.Text(), nullable=False),
        sa.Column("preferred_name", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "id"],
            ["person.district_id", "person.id"],
            name=op.f("fk_person_name_district_id_id_person"),
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_person_name")),
    )
    op.create_table(
        "term_identifier",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sourced_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "id"], ["term.district_id", "term.id"], name=op.f("fk_term_identifier_district_id_id_term")
        ),
        sa.PrimaryKeyConstraint("district_id", "source", "sourced_id", name=op.f("pk_term_identifier")),
    )
    op.create_index(op.f("ix_term_identifier_district_id_id"), "term_identifier", ["district_id", "id"], unique=False)
    op.create_table(
        "class_identifier",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sourced_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "id"],
            ["class.district_id", "class.id"],
            name=op.f("fk_class_identifier_district_id_id_class"),
        ),
        sa.PrimaryKeyConstraint("district_id", "source", "sourced_id", name=op.f("pk_class_identifier")),
    )
    op.create_index(op.f("ix_class_identifier_district_id_id"), "class_identifier", ["district_id", "id"], unique=False)
    op.create_table(
        "enrolment",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False, comment="learner or educator"),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "class_id"],
            ["class.district_id", "class.id"],
            name=op.f("fk_enrolment_district_id_class_id_class"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["person.district_id", "person.id"],
            name=op.f("fk_enrolment_district_id_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_enrolment")),
    )
    op.create_index(op.f("ix_enrolment_district_id_class_id"), "enrolment", ["district_id", "class_id"], unique=False)
    op.create_index(op.f("ix_enrolment_district_id_person_id"), "enrolment", ["district_id", "person_id"], unique=False)
    op.create_table(
        "guardian_identifier",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sourced_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "id"],
            ["guardian.district_id", "guardian.id"],
            name=op.f("fk_guardian_identifier_district_id_id_guardian"),
        ),
        sa.PrimaryKeyConstraint("district_id", "source", "sourced_id", name=op.f("pk_guardian_identifier")),
    )
    op.create_index(
        op.f("ix_guardian_identifier_district_id_id"), "guardian_identifier", ["district_id", "id"], unique=False
    )
    op.create_table(
        "enrolment_identifier",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sourced_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "id"],
            ["enrolment.district_id", "enrolment.id"],
            name=op.f("fk_enrolment_identifier_district_id_id_enrolment"),
        ),
        sa.PrimaryKeyConstraint("district_id", "source", "sourced_id", name=op.f("pk_enrolment_identifier")),
    )
    op.create_index(
        op.f("ix_enrolment_identifier_district_id_id"), "enrolment_identifier", ["district_id", "id"], unique=False
    )
    district_table(op, "rostering", "roster", worker_sees_all=True)
    district_table(op, "rostering", "organisation", app=KEPT, worker=KEPT)
    district_table(op, "rostering", "organisation_identifier")
    district_table(op, "rostering", "person", app=KEPT, worker=KEPT)
    district_table(op, "rostering", "person_identifier")
    district_table(op, "rostering", "term", app=KEPT, worker=KEPT)
    district_table(op, "rostering", "term_identifier")
    district_table(op, "rostering", "class", app=KEPT, worker=KEPT)
    district_table(op, "rostering", "class_identifier")
    district_table(op, "rostering", "enrolment", app=KEPT, worker=KEPT)
    district_table(op, "rostering", "enrolment_identifier")
    district_table(op, "rostering", "guardian", app=KEPT, worker=KEPT)
    district_table(op, "rostering", "guardian_identifier")
    district_table(op, "rostering", "person_name")
