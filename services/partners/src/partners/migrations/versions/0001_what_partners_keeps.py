"""what partners keeps"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table, party_table, platform_table, platform_tables

revision = "0001"
down_revision = None

SERVICE = "partners"
ALL = "select, insert, update, delete"


def upgrade() -> None:
    platform_tables(op, SERVICE)
    op.create_table(
        "account",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("user_name", sa.Text(), nullable=False, comment="in its canonical form"),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False, comment="the password was shown once by an operator"),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_account")),
        sa.UniqueConstraint("user_name", name=op.f("uq_account_user_name")),
    )
    op.create_index(op.f("ix_account_district_id"), "account", ["district_id"], unique=False)
    op.create_table(
        "agreement",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("discloser_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("elements", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("granularity", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("destroy_by", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("document_hash", sa.Text(), nullable=False),
        sa.Column("discloser_signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("discloser_signed_by", sa.Text(), nullable=True),
        sa.Column("recipient_signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recipient_signed_by", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("agreement_id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_discloser_id"), "agreement", ["discloser_id"], unique=False)
    op.create_index(op.f("ix_agreement_recipient_id"), "agreement", ["recipient_id"], unique=False)
    op.create_table(
        "attempt",
        sa.Column("subject", sa.Text(), nullable=False, comment="client:…, account:… (a digest) or address:…"),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("last_failure", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_attempt")),
    )
    op.create_table(
        "client",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scopes", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_client")),
    )
    op.create_index(op.f("ix_client_district_id"), "client", ["district_id"], unique=False)
    op.create_table(
        "disclosure",
        sa.Column("district_id", sa.Uuid(), nullable=False, comment="the discloser"),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("feed_position", sa.BigInteger(), nullable=False, comment="of the recipient's feed"),
        sa.Column("learner_id", sa.Uuid(), nullable=True),
        sa.Column("pseudonym", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("granularity", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False, comment="SHA-256 of the entry before and this one"),
        sa.PrimaryKeyConstraint("district_id", "number", name=op.f("pk_disclosure")),
        sa.UniqueConstraint("recipient_id", "feed_position", name=op.f("uq_disclosure_recipient_id_feed_position")),
    )
    op.create_index(
        op.f("ix_disclosure_district_id_learner_id_number"),
        "disclosure",
        ["district_id", "learner_id", "number"],
        unique=False,
    )
    op.create_table(
        "disclosure_head",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", name=op.f("pk_disclosure_head")),
    )
    op.create_table(
        "district",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("minimum_group", sa.BigInteger(), server_default=sa.text("10"), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("district_id", name=op.f("pk_district")),
        sa.UniqueConstraint("name", name=op.f("uq_district_name")),
    )
    op.create_table(
        "endpoint",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kinds", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("disabled_for", sa.Text(), nullable=True, comment="why we switched it off"),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("slow_until", sa.DateTime(timezone=True), nullable=True, comment="it asked for a pause"),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "endpoint_id", name=op.f("pk_endpoint")),
    )
    op.create_table(
        "feed",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "subject",
            sa.Text(),
            nullable=False,
            comment="what keeps order among webhooks: a learner, pseudonym or agreement",
        ),
        sa.Column("agreement_id", sa.Uuid(), nullable=True),
        sa.Column("discloser_id", sa.Uuid(), nullable=True),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "position", name=op.f("pk_feed")),
    )
    op.create_table(
        "feed_head",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column(
            "epoch",
            sa.BigInteger(),
            server_default=sa.text("1"),
            nullable=False,
            comment="another one: positions started afresh",
        ),
        sa.PrimaryKeyConstraint("district_id", name=op.f("pk_feed_head")),
    )
    op.create_table(
        "learner_identifier",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sourced_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "district_id", "learner_id", "source", "sourced_id", name=op.f("pk_learner_identifier")
        ),
    )
    op.create_table(
        "pseudonym",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("pseudonym", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "agreement_id", "learner_id", name=op.f("pk_pseudonym")),
        sa.UniqueConstraint("pseudonym", name=op.f("uq_pseudonym_pseudonym")),
    )
    op.create_table(
        "signing_key",
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("public", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "sealed", sa.LargeBinary(), nullable=False, comment="the private half, encrypted with PARTNERS_KEY_SECRET"
        ),
        sa.Column("signs_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_signing_key")),
    )
    op.create_table(
        "tally",
        sa.Column("district_id", sa.Uuid(), nullable=False, comment="the discloser"),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("mastered", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint(
            "district_id", "agreement_id", "window_start", "item_id", "learner_id", name=op.f("pk_tally")
        ),
    )
    op.create_index(op.f("ix_tally_window_start"), "tally", ["window_start"], unique=False)
    op.create_table(
        "client_secret",
        sa.Column("secret_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.client_id"], name=op.f("fk_client_secret_client_id_client"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("secret_id", name=op.f("pk_client_secret")),
    )
    op.create_index(op.f("ix_client_secret_client_id"), "client_secret", ["client_id"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Text(),
            server_default=sa.text("'waiting'"),
            nullable=False,
            comment="waiting; given_up (its subject waits behind it); done",
        ),
        sa.Column("outcome", sa.Text(), nullable=True, comment="delivered, withheld, or what went wrong last"),
        sa.Column("attempts", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("attempt_until", sa.DateTime(timezone=True), nullable=True, comment="a worker is at it until then"),
        sa.Column("status", sa.BigInteger(), nullable=True, comment="the HTTP status of the last answer"),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "endpoint_id"],
            ["endpoint.district_id", "endpoint.endpoint_id"],
            name=op.f("fk_delivery_district_id_endpoint_id_endpoint"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("district_id", "endpoint_id", "position", name=op.f("pk_delivery")),
    )
    op.create_index(
        "ix_delivery_pending",
        "delivery",
        ["endpoint_id", "subject", "position"],
        unique=False,
        postgresql_where=sa.text("state <> 'done'"),
    )
    op.create_index(
        "ix_delivery_waiting",
        "delivery",
        ["endpoint_id", "position"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "endpoint_secret",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("secret_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "endpoint_id"],
            ["endpoint.district_id", "endpoint.endpoint_id"],
            name=op.f("fk_endpoint_secret_district_id_endpoint_id_endpoint"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("district_id", "endpoint_id", "secret_id", name=op.f("pk_endpoint_secret")),
    )
    op.create_table(
        "sign_in",
        sa.Column("digest", sa.LargeBinary(), nullable=False, comment="SHA-256 of the cookie"),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.account_id"], name=op.f("fk_sign_in_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sign_in")),
    )
    op.create_index(op.f("ix_sign_in_account_id"), "sign_in", ["account_id"], unique=False)
    _fences()


def _fences() -> None:
    platform_table(op, SERVICE, "district", app="select, insert, update")
    platform_table(op, SERVICE, "signing_key", app="select")
    platform_table(op, SERVICE, "attempt", app="select, insert, update, delete")
    for table in ("client", "client_secret", "account", "sign_in"):
        party_table(
            op,
            SERVICE,
            table,
            sees="{tenant} is null or district_id = {tenant}",
            writes="district_id = {tenant}",
            app=ALL,
            worker=ALL,
        )
    parties = "{tenant} in (discloser_id, recipient_id)"
    party_table(
        op, SERVICE, "agreement", sees=parties, writes=parties, app="select, insert, update", worker="select, update"
    )
    district_table(op, SERVICE, "learner_identifier", app="")
    district_table(op, SERVICE, "pseudonym", app="")
    district_table(op, SERVICE, "feed_head", app="select", worker="select, insert, update", worker_sees_all=True)
    district_table(op, SERVICE, "feed", app="select", worker="select, insert, update", worker_sees_all=True)
    district_table(op, SERVICE, "disclosure_head", app="", worker="select, insert, update")
    district_table(op, SERVICE, "disclosure", app="select", worker="select, insert")
    district_table(op, SERVICE, "tally", app="", worker_sees_all=True)
    district_table(op, SERVICE, "endpoint", worker="select, update", worker_sees_all=True)
    district_table(op, SERVICE, "endpoint_secret", worker="select", worker_sees_all=True)
    district_table(op, SERVICE, "delivery", app="select, insert, update", worker_sees_all=True)
