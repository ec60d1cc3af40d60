"""What dashboards keeps: read models of what the other services tell, and nothing of its own.

Every table starts with `generation`, the consumer's epoch: a rebuild fills the next generation beside the live one.
There are no foreign keys: events of different keys arrive in any order, an enrolment before its class.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Index, Numeric, SmallInteger, Text, Uuid, text, true
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db.database import kind, service_metadata
from shared.events.tables import add_platform_tables


class Base(DeclarativeBase):
    metadata = service_metadata()
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it off the class
        datetime: DateTime(timezone=True),
        Decimal: Numeric(),
        list[str]: ARRAY(Text),
        list[UUID]: ARRAY(Uuid),
        list[Any]: JSONB,
        str: Text,
    }


metadata = Base.metadata
add_platform_tables(metadata)


class ReadModel(Base):
    """What every read model begins with."""

    __abstract__ = True
    __table_args__: Any = kind("district")

    generation: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False, sort_order=-2)
    district_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-1)


class District(ReadModel):
    """A district by the name it registered with."""

    __tablename__ = "district"

    registered_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    minimum_group: Mapped[int]


class DistrictCalendar(ReadModel):
    """In which zone the district's days begin."""

    __tablename__ = "district_calendar"

    time_zone: Mapped[str]
    version: Mapped[int] = mapped_column(BigInteger)
    changed_at: Mapped[datetime]


class Organisation(ReadModel):
    __tablename__ = "organisation"

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    parent_id: Mapped[UUID | None]
    active: Mapped[bool]


class Term(ReadModel):
    __tablename__ = "term"

    term_id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    active: Mapped[bool]


class Person(ReadModel):
    """What may be known of a person without knowing the name."""

    __tablename__ = "person"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    roles: Mapped[list[str]]
    grade: Mapped[str | None]
    organisation_ids: Mapped[list[UUID]]
    active: Mapped[bool]


class PersonName(ReadModel):
    """Names, apart: joined only where a page is rendered, gone with the person's tombstone."""

    __tablename__ = "person_name"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    given_name: Mapped[str]
    family_name: Mapped[str]
    preferred_name: Mapped[str | None]


class Guardian(ReadModel):
    __tablename__ = "guardian"
    __table_args__ = (Index(None, "generation", "district_id", "guardian_id"), kind("district"))

    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    guardian_id: Mapped[UUID] = mapped_column(primary_key=True)
    relation: Mapped[str]
    active: Mapped[bool]


class SchoolClass(ReadModel):
    __tablename__ = "class"

    class_id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str]
    organisation_id: Mapped[UUID]
    term_id: Mapped[UUID | None]
    active: Mapped[bool]


class Enrolment(ReadModel):
    __tablename__ = "enrolment"
    __table_args__ = (
        Index(None, "generation", "district_id", "class_id"),
        Index(None, "generation", "district_id", "person_id"),
        kind("district"),
    )

    enrolment_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    class_id: Mapped[UUID]
    role: Mapped[str]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    active: Mapped[bool]


class Framework(ReadModel):
    __tablename__ = "framework"

    framework_id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str]
    edition: Mapped[int]
    items: Mapped[int]
    scale_minimum: Mapped[Decimal]
    scale_maximum: Mapped[Decimal]
    mastery_score: Mapped[Decimal]
    state: Mapped[str] = mapped_column(server_default="adopted")


class Item(ReadModel):
    """An item as it was last told of, in the edition that changed it; a retired one is not `active`, and not shown.

    `words` is what it is searched by, made of its code and statement. No index holds it: row-level security lets only
    leakproof operators into an index's conditions, and matching is none. It is read along the primary key.
    """

    __tablename__ = "item"
    __table_args__ = (
        Index("ix_item_branch", "generation", "district_id", "framework_id", "parent_id", "position"),
        kind("district"),
    )

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    framework_id: Mapped[UUID]
    edition: Mapped[int]
    statement: Mapped[str]
    coding_scheme: Mapped[str | None]
    kind: Mapped[str | None]
    parent_id: Mapped[UUID | None]
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(server_default=true())
    words: Mapped[str] = mapped_column(TSVECTOR, server_default="")


class LearnerMastery(ReadModel):
    """A learner's mastery of an item, with the stream position of its last change: resuming reads this table.

    Position 0 is a row that a rebuild wrote: it lies before every position a stream of that generation hands out.
    """

    __tablename__ = "learner_mastery"
    __table_args__ = (
        Index(
            "ix_learner_mastery_position",
            "generation", "district_id", "position",
            postgresql_where=text("position > 0"),
        ),
        # A district's totals are read from this index alone, however many districts share the table.
        Index(
            "ix_learner_mastery_counted",
            "generation", "district_id", "item_id",
            postgresql_include=["mastered", "mastered_since", "learner_id"],
            postgresql_where=text("score is not null"),
        ),
        kind("district"),
    )  # fmt: skip

    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    score: Mapped[Decimal | None]
    mastered: Mapped[bool]
    observed_at: Mapped[datetime | None]
    known_at: Mapped[datetime]
    mastered_since: Mapped[datetime | None]
    position: Mapped[int] = mapped_column(BigInteger)


class LearnerNews(ReadModel):
    """That something has changed which pages ask competency for, and when; never what (ADR 0019). Positions are of the
    same stream as mastery's.
    """

    __tablename__ = "learner_news"
    __table_args__ = (Index("ix_learner_news_position", "generation", "district_id", "position"), kind("district"))

    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    changed_at: Mapped[datetime]
    position: Mapped[int] = mapped_column(BigInteger)


class DistrictPosition(ReadModel):
    """The stream's head. Its row lock, held to the commit, makes positions appear in order.

    `roster` counts what has been told of the district's people: a stream asks anew whom its reader may see before it
    goes on past a change of it.
    """

    __tablename__ = "district_position"

    position: Mapped[int] = mapped_column(BigInteger)
    roster: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))


class Agreement(ReadModel):
    __tablename__ = "agreement"

    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    discloser_id: Mapped[UUID]
    discloser_name: Mapped[str]
    recipient_id: Mapped[UUID]
    recipient_name: Mapped[str]
    purpose: Mapped[str]
    granularity: Mapped[str]
    data_elements: Mapped[list[Any]]
    state: Mapped[str]
    starts_on: Mapped[date]
    expires_on: Mapped[date]


class DisclosedMastery(ReadModel):
    """What was disclosed of one pseudonymous subject under an agreement, to this district or by it; shown as counts
    only. Of what it disclosed itself the score is not kept again.
    """

    __tablename__ = "disclosed_mastery"

    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    discloser_id: Mapped[UUID]
    score: Mapped[Decimal | None]
    mastered: Mapped[bool]
    observed_on: Mapped[date | None]


class DisclosedAggregate(ReadModel):
    """What was said of a group, per item and window; without figures where the group was too small to speak of."""

    __tablename__ = "disclosed_aggregate"

    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    window_end: Mapped[date] = mapped_column(primary_key=True)
    window_start: Mapped[date]
    discloser_id: Mapped[UUID]
    suppressed: Mapped[bool]
    learners: Mapped[int | None]
    mastered_percent: Mapped[int | None]
    mastered_bound: Mapped[str | None]


READ_MODELS: tuple[type[ReadModel], ...] = (
    District, DistrictCalendar, Organisation, Term, Person, PersonName, Guardian, SchoolClass, Enrolment, Framework,
    Item, LearnerMastery, LearnerNews, DistrictPosition, Agreement, DisclosedMastery, DisclosedAggregate,
)  # fmt: skip
