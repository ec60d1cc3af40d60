"""workshops"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table, party_table

revision = "0006"
down_revision = "0005"

SERVICE = "coaching"


def upgrade() -> None:
    _workshop()
    _workshop_lottery()
    _workshop_participant()
    _workshop_person()
    _workshop_seat()
    _workshop_seating()
    _workshop_waiting()
    _workshop_swap()
    _workshop_message()
    _fences()


def _workshop() -> None:
    op.create_table(
        "workshop",
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column(
            "partner_ids", sa.ARRAY(sa.Uuid()), nullable=False, comment="the other districts whose people take part"
        ),
        sa.Column(
            "state",
            sa.Text(),
            nullable=False,
            comment="draft; open; ranking_closed; assigned; under_way; held; cancelled",
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("venue", sa.Text(), nullable=False, comment="where it is held"),
        sa.Column("time_zone", sa.Text(), nullable=False, comment="where that is, as the IANA names it"),
        sa.Column(
            "slots",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="in their order, each with its beginning and end",
        ),
        sa.Column(
            "sessions",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="what is offered, each in one of the slots",
        ),
        sa.Column("ranking_until", sa.DateTime(timezone=True), nullable=True, comment="when ranking closes by itself"),
        sa.Column(
            "companion_places",
            sa.BigInteger(),
            nullable=False,
            comment="how many places somebody may lose to sit with a companion",
        ),
        sa.Column("commitment", sa.Text(), nullable=True, comment="SHA-256 of the lottery's seed, from the opening on"),
        sa.Column("seed", sa.LargeBinary(), nullable=True, comment="revealed once it has drawn"),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True, comment="when its first slot begins"),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True, comment="when its last slot ends"),
        sa.Column("opened_on", sa.Date(), nullable=True, comment="as all days here, in the host's calendar"),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancelled_because", sa.Text(), nullable=True),
        sa.Column(
            "badges",
            sa.BigInteger(),
            server_default=sa.text("0"),
            nullable=False,
            comment="the last badge that was given",
        ),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", name=op.f("pk_workshop")),
    )
    op.create_index("ix_workshop_host_id_workshop_id", "workshop", ["host_id", "workshop_id"])
    op.create_index("ix_workshop_partner_ids", "workshop", ["partner_ids"], postgresql_using="gin")
    op.create_index(
        "ix_workshop_ranking_until", "workshop", ["ranking_until"], postgresql_where=sa.text("state = 'open'")
    )


def _workshop_lottery() -> None:
    op.create_table(
        "workshop_lottery",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "workshop_id", name=op.f("pk_workshop_lottery")),
    )


def _workshop_participant() -> None:
    op.create_table(
        "workshop_participant",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False, comment="whose person it is"),
        sa.Column("badge", sa.BigInteger(), nullable=False, comment="their number in the workshop, from 1"),
        sa.Column("ranked", sa.ARRAY(sa.Uuid()), nullable=False, comment="sessions of any slot, the most wished first"),
        sa.Column("cannot_attend", sa.ARRAY(sa.BigInteger()), nullable=False, comment="numbers of slots"),
        sa.Column("companion_badge", sa.BigInteger(), nullable=True),
        sa.Column(
            "credit",
            sa.BigInteger(),
            server_default=sa.text("0"),
            nullable=False,
            comment="places lost in the workshop before",
        ),
        sa.Column("ranked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False, comment="of the ranking"),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.workshop_id"], name=op.f("fk_workshop_participant_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_workshop_participant")),
    )
    op.create_index("ix_workshop_participant_badge", "workshop_participant", ["workshop_id", "badge"], unique=True)


def _workshop_person() -> None:
    op.create_table(
        "workshop_person",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["workshop_participant.participant_id"],
            name=op.f("fk_workshop_person_participant_id_workshop_participant"),
        ),
        sa.PrimaryKeyConstraint("district_id", "participant_id", name=op.f("pk_workshop_person")),
    )
    op.create_index("ix_workshop_person_district_id_person_id", "workshop_person", ["district_id", "person_id"])
    op.create_index(
        "ix_workshop_person_once", "workshop_person", ["district_id", "workshop_id", "person_id"], unique=True
    )


def _workshop_seat() -> None:
    op.create_table(
        "workshop_seat",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.BigInteger(), nullable=True, comment="on the list of whoever sits there, from 1"),
        sa.Column("lost", sa.BigInteger(), nullable=False, comment="places, which are credit later"),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column(
            "denied",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="sessions wished more, and what each would have cost others",
        ),
        sa.Column(
            "pinned", sa.Boolean(), nullable=False, comment="by a person: it stays when seats are assigned again"
        ),
        sa.Column("came_from", sa.Uuid(), nullable=True, comment="where they sat before the seating that moved them"),
        sa.Column("moved_in", sa.BigInteger(), nullable=True, comment="the number of that seating"),
        sa.Column("presence", sa.Text(), nullable=True, comment="present; absent; none: nobody has said"),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["workshop_participant.participant_id"],
            name=op.f("fk_workshop_seat_participant_id_workshop_participant"),
        ),
        sa.PrimaryKeyConstraint("participant_id", "slot", name=op.f("pk_workshop_seat")),
    )
    op.create_index("ix_workshop_seat_workshop_id_session_id", "workshop_seat", ["workshop_id", "session_id"])


def _workshop_seating() -> None:
    op.create_table(
        "workshop_seating",
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("partner_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("keep", sa.Text(), nullable=False, comment="pins; all: whoever can keep their seat does"),
        sa.Column("state", sa.Text(), nullable=False, comment="asked; assigned; overtaken"),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assigned_on", sa.Date(), nullable=True),
        sa.Column("proved", sa.Boolean(), nullable=True),
        sa.Column("people", sa.BigInteger(), nullable=True),
        sa.Column("seated", sa.BigInteger(), nullable=True),
        sa.Column("first_choices", sa.BigInteger(), nullable=True),
        sa.Column(
            "profile",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="how many sit at each place of their list, from 1",
        ),
        sa.Column("moved", sa.BigInteger(), nullable=True, comment="how many seats are other than before"),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.workshop_id"], name=op.f("fk_workshop_seating_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("workshop_id", "number", name=op.f("pk_workshop_seating")),
    )
    op.create_index(
        "ix_workshop_seating_asked",
        "workshop_seating",
        ["workshop_id"],
        unique=True,
        postgresql_where=sa.text("state = 'asked'"),
    )


def _workshop_waiting() -> None:
    op.create_table(
        "workshop_waiting",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.BigInteger(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False, comment="waiting; offered; accepted; declined; expired; left"),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True, comment="how long the offer stands"),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["workshop_participant.participant_id"],
            name=op.f("fk_workshop_waiting_participant_id_workshop_participant"),
        ),
        sa.PrimaryKeyConstraint("participant_id", "session_id", name=op.f("pk_workshop_waiting")),
    )
    op.create_index(
        "ix_workshop_waiting_until", "workshop_waiting", ["until"], postgresql_where=sa.text("standing = 'offered'")
    )
    op.create_index("ix_workshop_waiting_workshop_id_session_id", "workshop_waiting", ["workshop_id", "session_id"])


def _workshop_swap() -> None:
    op.create_table(
        "workshop_swap",
        sa.Column("swap_id", sa.Uuid(), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("district_ids", sa.ARRAY(sa.Uuid()), nullable=False, comment="whose people they are"),
        sa.Column("slot", sa.BigInteger(), nullable=False),
        sa.Column("ring", sa.ARRAY(sa.Uuid()), nullable=False, comment="participants, whoever proposed it first"),
        sa.Column("badges", sa.ARRAY(sa.BigInteger()), nullable=False, comment="theirs"),
        sa.Column("sessions", sa.ARRAY(sa.Uuid()), nullable=False, comment="where each of them sits"),
        sa.Column("agreed", sa.ARRAY(sa.Uuid()), nullable=False, comment="participants who have agreed"),
        sa.Column("state", sa.Text(), nullable=False, comment="proposed; done; declined; withdrawn; overtaken"),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.workshop_id"], name=op.f("fk_workshop_swap_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("swap_id", name=op.f("pk_workshop_swap")),
    )
    op.create_index("ix_workshop_swap_workshop_id_swap_id", "workshop_swap", ["workshop_id", "swap_id"])


def _workshop_message() -> None:
    op.create_table(
        "workshop_message",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("partner_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True, comment="none: to all"),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.workshop_id"], name=op.f("fk_workshop_message_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_workshop_message")),
    )
    op.create_index("ix_workshop_message_workshop_id_message_id", "workshop_message", ["workshop_id", "message_id"])


def _fences() -> None:
    """A draft is its host's alone. What a change of one district means for people of another is done in the host's
    name, so the host writes all rows of its workshop.
    """
    all_of_it = "host_id = {tenant} or {tenant} = any(partner_ids)"
    opened = "host_id = {tenant} or ({tenant} = any(partner_ids) and opened_on is not null)"
    own = "{tenant} in (host_id, district_id)"
    exchanging = "host_id = {tenant} or {tenant} = any(district_ids)"
    change = "select, insert, update"
    party_table(op, SERVICE, "workshop", sees=opened, writes=opened, app=change, worker="select, update")
    party_table(op, SERVICE, "workshop_participant", sees=own, writes=own, app=change, worker="select, update")
    party_table(op, SERVICE, "workshop_seat", sees=own, writes=own, app=f"{change}, delete", worker=f"{change}, delete")
    party_table(op, SERVICE, "workshop_seating", sees=all_of_it, writes=all_of_it, app=change, worker="select, update")
    party_table(op, SERVICE, "workshop_waiting", sees=own, writes=own, app=change, worker=change)
    party_table(op, SERVICE, "workshop_swap", sees=exchanging, writes=exchanging, app=change, worker="select, update")
    party_table(
        op, SERVICE, "workshop_message", sees=all_of_it, writes=all_of_it, app="select, insert", worker="select"
    )
    district_table(op, SERVICE, "workshop_lottery", app="select, insert", worker="select", worker_sees_all=True)
    district_table(op, SERVICE, "workshop_person", app="select, insert", worker="select", worker_sees_all=True)
