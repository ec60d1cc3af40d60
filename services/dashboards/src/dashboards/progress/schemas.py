"""What the read API answers. Ids and codes only: names are joined where a page is rendered, nowhere else."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from dashboards.progress import examples
from dashboards.progress.rules.levels import Level
from dashboards.roster.schemas import ClassSummary, SchoolSummary
from shared.http.examples import example
from shared.http.fields import Points


class ItemMastery(BaseModel):
    """A learner's mastery of an item; `score` absent where nothing shown counts."""

    item_id: UUID
    code: str | None
    statement: str
    score: Points | None
    mastered: bool
    level: Level
    observed_at: datetime | None
    known_at: datetime | None


class TopicMastery(BaseModel):
    topic_id: UUID
    title: str
    code: str | None
    mastered: int
    shown: int
    items: list[ItemMastery]


class AreaMastery(BaseModel):
    area_id: UUID
    title: str
    mastered: int
    shown: int
    total: int
    topics: list[TopicMastery]


class LearnerView(BaseModel):
    """A learner's mastery by area, topic and item."""

    model_config = ConfigDict(json_schema_extra=example(examples.LEARNER))

    learner_id: UUID
    grade: str | None
    classes: list[ClassSummary]
    schools: list[SchoolSummary]
    mastered: int
    shown: int
    total: int
    areas: list[AreaMastery]


class TopicHeading(BaseModel):
    topic_id: UUID
    title: str
    code: str | None
    items: int


class AreaHeading(BaseModel):
    area_id: UUID
    title: str
    topics: list[TopicHeading]


class Count(BaseModel):
    mastered: int
    shown: int


class LearnerRow(BaseModel):
    """One learner of a class: counts in the order of the headings' topics."""

    learner_id: UUID
    grade: str | None
    mastered: int
    shown: int
    last_observed_at: datetime | None
    counts: list[Count]


class ClassView(BaseModel):
    model_config = ConfigDict(json_schema_extra=example(examples.CLASS))

    class_id: UUID
    title: str
    term: str | None
    school: SchoolSummary | None
    areas: list[AreaHeading]
    learners: list[LearnerRow]


class TopicTotals(BaseModel):
    """Over a group's learners: masteries, things shown, and of the masteries those that began in the last 30 days.
    `possible` is learners times items.
    """

    topic_id: UUID
    title: str
    code: str | None
    items: int
    possible: int
    mastered: int
    shown: int
    recently_mastered: int


class AreaTotals(BaseModel):
    area_id: UUID
    title: str
    items: int
    possible: int
    mastered: int
    shown: int
    recently_mastered: int
    topics: list[TopicTotals]


class GroupTotals(BaseModel):
    """`active_learners` have shown something in the last 30 days."""

    learners: int
    active_learners: int
    mastered: int
    shown: int
    recently_mastered: int
    areas: list[AreaTotals]


class SchoolView(GroupTotals):
    model_config = ConfigDict(json_schema_extra=example(examples.SCHOOL))

    organisation_id: UUID
    name: str
    classes: list[ClassSummary]


class DistrictView(GroupTotals):
    model_config = ConfigDict(json_schema_extra=example(examples.DISTRICT))

    district_id: UUID
    name: str | None
    schools: list[SchoolSummary]
