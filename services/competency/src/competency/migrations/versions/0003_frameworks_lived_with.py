"""frameworks lived with: their life, CASE given out record by record, adaptations, crosswalks"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table

revision = "0003"
down_revision = "0002"

_LISTS = (
    ("CFItems", "array['CFItems']"),
    ("CFAssociations", "array['CFAssociations']"),
    ("CFRubrics", "array['CFRubrics']"),
    ("CFConcepts", "array['CFDefinitions', 'CFConcepts']"),
    ("CFSubjects", "array['CFDefinitions', 'CFSubjects']"),
    ("CFLicenses", "array['CFDefinitions', 'CFLicenses']"),
    ("CFItemTypes", "array['CFDefinitions', 'CFItemTypes']"),
    ("CFAssociationGroupings", "array['CFDefinitions', 'CFAssociationGroupings']"),
)


def upgrade() -> None:
    op.add_column(
        "framework",
        sa.Column("state", sa.Text(), server_default="adopted", nullable=False, comment="draft, adopted or deprecated"),
    )
    op.add_column(
        "framework",
        sa.Column(
            "version",
            sa.Integer(),
            server_default=sa.text("1"),
            nullable=False,
            comment="counts every edit, for ETags",
        ),
    )
    op.add_column(
        "framework",
        sa.Column(
            "licence",
            sa.Text(),
            server_default="closed",
            nullable=False,
            comment="to other districts: closed, read or adapt",
        ),
    )
    _case_record()
    _adaptation()
    _crosswalk()
    for table in ("case_record", "framework_adaptation", "crosswalk_match"):
        district_table(op, "competency", table)
    # Reading only: what is written stays the district's own, by the policy above.
    op.execute(
        "create policy licence on case_record for select to competency_app, competency_worker "
        "using (licence <> 'closed')"
    )
    # A draft is worked on in place; queries write to the edition of a draft only.
    op.execute("grant update (package, fingerprint, defects) on framework_edition to competency_app, competency_worker")


def _case_record() -> None:
    op.create_table(
        "case_record",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="the name of its list in CASE: CFItems, ..."),
        sa.Column("identifier", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="its place in that list"),
        sa.Column(
            "edition",
            sa.Integer(),
            nullable=False,
            comment="in which it was last changed; the document's is the newest",
        ),
        sa.Column(
            "active", sa.Boolean(), nullable=False, comment="false: a retired item, which is read but in no package"
        ),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("destination", sa.Text(), nullable=True),
        sa.Column("record", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "framework_id", "kind", "identifier", name=op.f("pk_case_record")),
    )
    _fill()
    op.create_index(op.f("ix_case_record_kind_identifier"), "case_record", ["kind", "identifier"])
    for end in ("origin", "destination"):
        op.create_index(
            op.f(f"ix_case_record_{end}"), "case_record", [end], postgresql_where=sa.text(f"{end} is not null")
        )


def _fill() -> None:
    """From the newest editions that are there, before the table is fenced; the fence of those we read from binds the
    owner too, and is let down for these statements. All of it is one transaction.
    """
    for table in ("framework", "framework_edition", "item"):
        op.execute(f"alter table {table} no force row level security")
    current = (
        "from framework f join framework_edition e on e.district_id = f.district_id "
        "and e.framework_id = f.framework_id and e.edition = f.edition"
    )
    columns = (
        "(district_id, framework_id, kind, identifier, position, edition, active, licence, origin, destination, record)"
    )
    link = (
        "jsonb_build_object('title', e.package #> '{CFDocument,title}', 'identifier', f.framework_id, "
        "'uri', e.package #> '{CFDocument,uri}')"
    )
    op.execute(
        f"insert into case_record {columns} select f.district_id, f.framework_id, 'CFDocuments', f.framework_id, 0, "
        "f.edition, true, 'closed', null, null, e.package -> 'CFDocument' || jsonb_build_object('CFPackageURI', "
        f"{link} || jsonb_build_object('uri', replace(e.package #>> '{{CFDocument,uri}}', '/CFDocuments/', "
        f"'/CFPackages/'))) {current}"
    )
    for name, path in _LISTS:
        named = "|| jsonb_build_object('CFDocumentURI', c.link)" if name in ("CFItems", "CFAssociations") else ""
        # Once a framework, not once a record: reading a stored package takes long.
        op.execute(
            "with current as materialized (select f.district_id, f.framework_id, f.edition, "
            f"{link} as link, coalesce(e.package #> {path}, '[]') as listed {current}) "
            f"insert into case_record {columns} select c.district_id, c.framework_id, '{name}', "
            "(r.record ->> 'identifier')::uuid, r.place - 1, c.edition, true, 'closed', "
            "r.record #>> '{originNodeURI,identifier}', r.record #>> '{destinationNodeURI,identifier}', "
            f"r.record {named} from current c cross join lateral "
            "jsonb_array_elements(c.listed) with ordinality as r(record, place)"
        )
    op.execute(
        f"insert into case_record {columns} select district_id, framework_id, 'CFItems', item_id, position, edition, "
        "false, 'closed', null, null, record from item where not active"
    )
    for table in ("framework", "framework_edition", "item"):
        op.execute(f"alter table {table} force row level security")


def _adaptation() -> None:
    op.create_table(
        "framework_adaptation",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("original_district_id", sa.Uuid(), nullable=False),
        sa.Column("original_id", sa.Uuid(), nullable=False),
        sa.Column(
            "base_edition",
            sa.Integer(),
            nullable=False,
            comment="the original's edition that this was last brought up to",
        ),
        sa.Column(
            "base",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="that edition, whole: the original may be closed to us later",
        ),
        sa.Column(
            "origins",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="of each item taken over: its identifier in the original",
        ),
        sa.Column("adapted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "framework_id"],
            ["framework.district_id", "framework.framework_id"],
            name=op.f("fk_framework_adaptation_district_id_framework_id_framework"),
        ),
        sa.PrimaryKeyConstraint("district_id", "framework_id", name=op.f("pk_framework_adaptation")),
    )


def _crosswalk() -> None:
    op.create_table(
        "crosswalk_match",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.Uuid(), nullable=False),
        sa.Column("destination", sa.Uuid(), nullable=False),
        sa.Column("match_type", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "origin"],
            ["item.district_id", "item.item_id"],
            name=op.f("fk_crosswalk_match_district_id_origin_item"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "destination"],
            ["item.district_id", "item.item_id"],
            name=op.f("fk_crosswalk_match_district_id_destination_item"),
        ),
        sa.PrimaryKeyConstraint("district_id", "match_id", name=op.f("pk_crosswalk_match")),
    )
    for end in ("origin", "destination"):
        op.create_index(op.f(f"ix_crosswalk_match_district_id_{end}"), "crosswalk_match", ["district_id", end])
