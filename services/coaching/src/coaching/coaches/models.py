"""Coaches, who of a district is a learner by the roster, what is attested of coaches, who is related to whom, who keeps
people safe, and concerns.

No name and no day of birth is here. Attestations, revocations and the people who are named are rows that never change.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from coaching.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonArray, JsonObject


class Coach(Base):
    """Somebody who coaches. Whether they may is worked out of what is attested; `told` is what was last published of
    it, so that a day that changes it is told once.
    """

    __tablename__ = "coach"
    __table_args__ = (
        Index("ix_coach_person", "district_id", "person_id", unique=True, postgresql_where=text("left_on is null")),
        Index("ix_coach_told_until", "told_until", postgresql_where=text("left_on is null")),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    coach_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(comment="student; staff")
    person_id: Mapped[UUID]
    skills: Mapped[JsonArray]
    languages: Mapped[list[str]] = mapped_column(comment="tags of BCP 47, the best spoken first")
    time_zone: Mapped[str] = mapped_column(comment="where they are, as the IANA names it")
    availability: Mapped[JsonArray] = mapped_column(comment="windows of weekdays, by the clock there")
    weekly_capacity: Mapped[int] = mapped_column(comment="hours that they coach at most")
    allowed_times: Mapped[JsonObject | None] = mapped_column(comment="a student's hours of the day, by the clock there")
    joined_on: Mapped[date]
    left_on: Mapped[date | None] = mapped_column(comment="the first day on which they do not coach")
    version: Mapped[int] = mapped_column(server_default=text("1"))
    joined_at: Mapped[datetime]
    joined_by: Mapped[str]
    left_at: Mapped[datetime | None]
    left_by: Mapped[str | None]
    told_state: Mapped[str] = mapped_column(comment="active; suspended; left")
    told_reasons: Mapped[list[str]]
    told_since: Mapped[date] = mapped_column(comment="the day that was told with it")
    told_on: Mapped[date] = mapped_column(comment="the day for which it was last looked at")
    told_until: Mapped[date | None] = mapped_column(comment="the last day on which it holds; none: nothing ends it")


class RosteredPerson(Base):
    """Whether rostering says that somebody is a learner. Who is not in the roster any more has no row."""

    __tablename__ = "rostered_person"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner: Mapped[bool]
    told_at: Mapped[datetime] = mapped_column(comment="since when that is known")


class Attestation(Base):
    """That something was found to be so of a coach, and for which days. It is renewed by another."""

    __tablename__ = "attestation"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "coach_id"], ["coach.district_id", "coach.coach_id"]),
        Index(None, "district_id", "coach_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    attestation_id: Mapped[UUID] = mapped_column(primary_key=True)
    coach_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(comment="clearance; guardian_consent; identity; training; age_band")
    band: Mapped[str | None] = mapped_column(comment="minor; adult; of an age band only")
    valid_from: Mapped[date]
    valid_until: Mapped[date | None] = mapped_column(comment="the last day, a whole one")
    reference: Mapped[str] = mapped_column(comment="what the check is known by where it was made")
    attested_at: Mapped[datetime]
    attested_by: Mapped[str]


class AttestationRevocation(Base):
    """That an attestation does not count from a day on."""

    __tablename__ = "attestation_revocation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["district_id", "attestation_id"],
            ["attestation.district_id", "attestation.attestation_id"],
            name="fk_attestation_revocation_attestation",
        ),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    attestation_id: Mapped[UUID] = mapped_column(primary_key=True)
    revoked_on: Mapped[date] = mapped_column(comment="the first day on which it does not count")
    reference: Mapped[str]
    revoked_at: Mapped[datetime]
    revoked_by: Mapped[str]


class CoachRelation(Base):
    """That two coaches are related, so that together they are no two adults who watch each other."""

    __tablename__ = "coach_relation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["district_id", "one_coach_id"], ["coach.district_id", "coach.coach_id"], name="fk_coach_relation_one"
        ),
        ForeignKeyConstraint(
            ["district_id", "other_coach_id"], ["coach.district_id", "coach.coach_id"], name="fk_coach_relation_other"
        ),
        Index(
            "ix_coach_relation_pair",
            "district_id",
            "one_coach_id",
            "other_coach_id",
            unique=True,
            postgresql_where=text("withdrawn_at is null"),
        ),
        Index(None, "district_id", "other_coach_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    relation_id: Mapped[UUID] = mapped_column(primary_key=True)
    one_coach_id: Mapped[UUID] = mapped_column(comment="the smaller id of the two")
    other_coach_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(comment="spouse; parent; sibling; household")
    declared_at: Mapped[datetime]
    declared_by: Mapped[str]
    withdrawn_at: Mapped[datetime | None] = mapped_column(comment="when it was found to be a mistake, or over")
    withdrawn_by: Mapped[str | None]


class SafeguardingPeople(Base):
    """Whom concerns of a district reach, in versions: who was named when stays known."""

    __tablename__ = "safeguarding_people"
    __table_args__ = (kind("district"),)

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_ids: Mapped[list[UUID]]
    named_at: Mapped[datetime]
    named_by: Mapped[str]


class Concern(Base):
    """What somebody fears for somebody's safety. Its words are for the people who are named, and for nobody else."""

    __tablename__ = "concern"
    __table_args__ = (Index(None, "district_id", "raised_by", "concern_id"), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    concern_id: Mapped[UUID] = mapped_column(primary_key=True)
    words: Mapped[str]
    coach_ids: Mapped[list[UUID]]
    author_ids: Mapped[list[UUID]] = mapped_column(
        server_default=text("'{}'"), comment="who wrote what is attached, of the district's people"
    )
    raised_at: Mapped[datetime]
    raised_on: Mapped[date]
    raised_by: Mapped[str]
    raised_by_person_id: Mapped[UUID | None] = mapped_column(
        comment="in rostering; null where a system raised it, and of concerns from before this was kept"
    )
    state: Mapped[str] = mapped_column(comment="received; acknowledged; closed")
    version: Mapped[int] = mapped_column(server_default=text("1"))
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    outcome: Mapped[str | None] = mapped_column(comment="no_further_action; advice_given; measures_taken; referred")
    outcome_words: Mapped[str | None]
