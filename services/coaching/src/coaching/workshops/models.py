"""Workshops: what is offered, who takes part and what they rank, who sits where, who waits, who exchanges.

A workshop is seen by its host and, once it is open, by the districts that take part. People are known to other
districts by a number alone, their badge: which person it is stands in a table of their own district.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from coaching.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonArray


class Workshop(Base):
    """A workshop. `version` counts its own changes, `revision` those of who sits where."""

    __tablename__ = "workshop"
    __table_args__ = (
        Index(None, "host_id", "workshop_id"),
        Index("ix_workshop_partner_ids", "partner_ids", postgresql_using="gin"),
        Index("ix_workshop_ranking_until", "ranking_until", postgresql_where=text("state = 'open'")),
        kind("party"),
    )

    workshop_id: Mapped[UUID] = mapped_column(primary_key=True)
    host_id: Mapped[UUID]
    partner_ids: Mapped[list[UUID]] = mapped_column(comment="the other districts whose people take part")
    state: Mapped[str] = mapped_column(comment="draft; open; ranking_closed; assigned; under_way; held; cancelled")
    title: Mapped[str]
    description: Mapped[str | None]
    venue: Mapped[str] = mapped_column(comment="where it is held")
    time_zone: Mapped[str] = mapped_column(comment="where that is, as the IANA names it")
    slots: Mapped[JsonArray] = mapped_column(comment="in their order, each with its beginning and end")
    sessions: Mapped[JsonArray] = mapped_column(comment="what is offered, each in one of the slots")
    ranking_until: Mapped[datetime | None] = mapped_column(comment="when ranking closes by itself")
    companion_places: Mapped[int] = mapped_column(comment="how many places somebody may lose to sit with a companion")
    commitment: Mapped[str | None] = mapped_column(comment="SHA-256 of the lottery's seed, from the opening on")
    seed: Mapped[bytes | None] = mapped_column(comment="revealed once it has drawn")
    starts_at: Mapped[datetime | None] = mapped_column(comment="when its first slot begins")
    ends_at: Mapped[datetime | None] = mapped_column(comment="when its last slot ends")
    opened_on: Mapped[date | None] = mapped_column(comment="as all days here, in the host's calendar")
    cancelled_on: Mapped[date | None]
    cancelled_because: Mapped[str | None]
    badges: Mapped[int] = mapped_column(server_default=text("0"), comment="the last badge that was given")
    version: Mapped[int] = mapped_column(server_default=text("1"))
    revision: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[datetime]
    created_by: Mapped[str]


class WorkshopLottery(Base):
    """The seed of a workshop's lottery, the host's alone until it is revealed."""

    __tablename__ = "workshop_lottery"
    __table_args__ = (kind("district"),)

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    workshop_id: Mapped[UUID] = mapped_column(primary_key=True)
    seed: Mapped[bytes]


class WorkshopParticipant(Base):
    """Somebody who takes part, with what they rank; `host_id` and `district_id` see them, by their badge."""

    __tablename__ = "workshop_participant"
    __table_args__ = (
        ForeignKeyConstraint(["workshop_id"], ["workshop.workshop_id"]),
        Index("ix_workshop_participant_badge", "workshop_id", "badge", unique=True),
        kind("party"),
    )

    participant_id: Mapped[UUID] = mapped_column(primary_key=True)
    workshop_id: Mapped[UUID]
    host_id: Mapped[UUID]
    district_id: Mapped[UUID] = mapped_column(comment="whose person it is")
    badge: Mapped[int] = mapped_column(comment="their number in the workshop, from 1")
    ranked: Mapped[list[UUID]] = mapped_column(comment="sessions of any slot, the most wished first")
    cannot_attend: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), comment="numbers of slots")
    companion_badge: Mapped[int | None]
    credit: Mapped[int] = mapped_column(server_default=text("0"), comment="places lost in the workshop before")
    ranked_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"), comment="of the ranking")
    invited_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class WorkshopPerson(Base):
    """Which person a participant is: their own district's alone."""

    __tablename__ = "workshop_person"
    __table_args__ = (
        ForeignKeyConstraint(["participant_id"], ["workshop_participant.participant_id"]),
        Index("ix_workshop_person_once", "district_id", "workshop_id", "person_id", unique=True),
        Index(None, "district_id", "person_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    participant_id: Mapped[UUID] = mapped_column(primary_key=True)
    workshop_id: Mapped[UUID]
    person_id: Mapped[UUID]


class WorkshopSeat(Base):
    """What somebody has in a slot, or why they have nothing."""

    __tablename__ = "workshop_seat"
    __table_args__ = (
        ForeignKeyConstraint(["participant_id"], ["workshop_participant.participant_id"]),
        Index(None, "workshop_id", "session_id"),
        kind("party"),
    )

    participant_id: Mapped[UUID] = mapped_column(primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    workshop_id: Mapped[UUID]
    host_id: Mapped[UUID]
    district_id: Mapped[UUID]
    session_id: Mapped[UUID | None]
    place: Mapped[int | None] = mapped_column(comment="on the list of whoever sits there, from 1")
    lost: Mapped[int] = mapped_column(comment="places, which are credit later")
    why: Mapped[str]
    denied: Mapped[JsonArray] = mapped_column(comment="sessions wished more, and what each would have cost others")
    pinned: Mapped[bool] = mapped_column(comment="by a person: it stays when seats are assigned again")
    came_from: Mapped[UUID | None] = mapped_column(comment="where they sat before the seating that moved them")
    moved_in: Mapped[int | None] = mapped_column(comment="the number of that seating")
    presence: Mapped[str | None] = mapped_column(comment="present; absent; none: nobody has said")
    noted_at: Mapped[datetime | None]
    sequence: Mapped[int] = mapped_column(
        server_default=text("0"),
        comment="of its event in a calendar: how often whether they sit there has changed",
    )
    changed_at: Mapped[datetime | None] = mapped_column(comment="when that was last")


class WorkshopSeating(Base):
    """That seats were asked for, and what came of it."""

    __tablename__ = "workshop_seating"
    __table_args__ = (
        ForeignKeyConstraint(["workshop_id"], ["workshop.workshop_id"]),
        Index("ix_workshop_seating_asked", "workshop_id", unique=True, postgresql_where=text("state = 'asked'")),
        kind("party"),
    )

    workshop_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    host_id: Mapped[UUID]
    partner_ids: Mapped[list[UUID]]
    keep: Mapped[str] = mapped_column(comment="pins; all: whoever can keep their seat does")
    state: Mapped[str] = mapped_column(comment="asked; assigned; overtaken")
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    assigned_at: Mapped[datetime | None]
    assigned_on: Mapped[date | None]
    proved: Mapped[bool | None]
    people: Mapped[int | None]
    seated: Mapped[int | None]
    first_choices: Mapped[int | None]
    profile: Mapped[JsonArray | None] = mapped_column(comment="how many sit at each place of their list, from 1")
    moved: Mapped[int | None] = mapped_column(comment="how many seats are other than before")


class WorkshopWaiting(Base):
    """That somebody waits for a seat in a session, or is offered one."""

    __tablename__ = "workshop_waiting"
    __table_args__ = (
        ForeignKeyConstraint(["participant_id"], ["workshop_participant.participant_id"]),
        Index(None, "workshop_id", "session_id"),
        Index("ix_workshop_waiting_until", "until", postgresql_where=text("standing = 'offered'")),
        kind("party"),
    )

    participant_id: Mapped[UUID] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    workshop_id: Mapped[UUID]
    host_id: Mapped[UUID]
    district_id: Mapped[UUID]
    slot: Mapped[int]
    standing: Mapped[str] = mapped_column(comment="waiting; offered; accepted; declined; expired; left")
    until: Mapped[datetime | None] = mapped_column(comment="how long the offer stands")
    changed_at: Mapped[datetime]


class WorkshopSwap(Base):
    """That people want to exchange seats in a ring: each takes the seat of the next."""

    __tablename__ = "workshop_swap"
    __table_args__ = (
        ForeignKeyConstraint(["workshop_id"], ["workshop.workshop_id"]),
        Index(None, "workshop_id", "swap_id"),
        kind("party"),
    )

    swap_id: Mapped[UUID] = mapped_column(primary_key=True)
    workshop_id: Mapped[UUID]
    host_id: Mapped[UUID]
    district_ids: Mapped[list[UUID]] = mapped_column(comment="whose people they are")
    slot: Mapped[int]
    ring: Mapped[list[UUID]] = mapped_column(comment="participants, whoever proposed it first")
    badges: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), comment="theirs")
    sessions: Mapped[list[UUID]] = mapped_column(comment="where each of them sits")
    agreed: Mapped[list[UUID]] = mapped_column(comment="participants who have agreed")
    state: Mapped[str] = mapped_column(comment="proposed; done; declined; withdrawn; overtaken")
    proposed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class WorkshopMessage(Base):
    """What the host wrote to all who take part, or to those of a session."""

    __tablename__ = "workshop_message"
    __table_args__ = (
        ForeignKeyConstraint(["workshop_id"], ["workshop.workshop_id"]),
        Index(None, "workshop_id", "message_id"),
        kind("party"),
    )

    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    workshop_id: Mapped[UUID]
    host_id: Mapped[UUID]
    partner_ids: Mapped[list[UUID]]
    session_id: Mapped[UUID | None] = mapped_column(comment="none: to all")
    words: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[str]
