"""What the routes of plan templates and their cohorts take and give."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from competency.common.schemas import Input
from competency.planning import examples
from competency.planning.rules.plans import MOST_ITEMS, MOST_PROJECTS, FocusArea
from competency.planning.rules.templates import Outcome, Why
from competency.planning.schemas.plans import PlanItemIn, ProjectIn, Title
from shared.http.examples import example
from shared.http.fields import Day
from shared.http.schema_rules import absent, all_of, present


class TemplateIn(Input):
    """A template as a whole. `includes` are other templates, heard after its own word, in their order."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_TEMPLATE))

    title: Title
    items: tuple[PlanItemIn, ...] = Field(default=(), max_length=MOST_ITEMS)
    projects: tuple[ProjectIn, ...] = Field(default=(), max_length=MOST_PROJECTS)
    includes: tuple[UUID, ...] = Field(default=(), max_length=50)


class TemplateItem(BaseModel):
    item_id: UUID
    target: date | None
    focus: FocusArea | None
    project: UUID | None


class TemplateProject(BaseModel):
    key: UUID
    title: str
    target: date | None


class TemplateShort(BaseModel):
    model_config = ConfigDict(json_schema_extra=example(examples.TEMPLATE_SHORT))

    template_id: UUID
    title: str
    number: int = Field(description="of its newest version; plans follow from one to the next")
    version: int = Field(description="counts every edit, for the ETag")
    owner: UUID | None = Field(description="the educator who began it; null: it is the district's")
    changed_by: str
    changed_at: datetime


class TemplateOut(TemplateShort):
    model_config = ConfigDict(json_schema_extra=example(examples.TEMPLATE_SHOWN))

    items: list[TemplateItem]
    projects: list[TemplateProject]
    includes: list[UUID]


class CohortIn(Input):
    """Whose plans follow the template in a year: a class, whoever is in it, or these learners."""

    class_id: UUID | None = None
    learners: tuple[UUID, ...] = Field(default=(), max_length=5000)
    first_day: Day
    last_day: Day

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                all_of(present("class_id"), {"properties": {"learners": {"maxItems": 0}}}),
                all_of(present("learners"), absent("class_id"), {"properties": {"learners": {"minItems": 1}}}),
            ]
        }
        | example(examples.NEW_COHORT)
    )

    @model_validator(mode="after")
    def _either(self) -> "CohortIn":
        if (self.class_id is None) == (not self.learners):
            raise ValueError("name a class or learners, and not both")
        return self


class CohortOut(BaseModel):
    """`members` are in it now, `following` is how many plans have been brought along; `up_to_date` once all have."""

    model_config = ConfigDict(json_schema_extra=example(examples.COHORT_SHOWN))

    cohort_id: UUID
    template_id: UUID
    class_id: UUID | None
    first_day: date
    last_day: date
    ended: bool
    members: int
    following: int
    up_to_date: bool
    made_by: str
    made_at: datetime


class PreviewLine(BaseModel):
    """What would become of a part of a plan, or of one of its fields; `why` it would be left alone."""

    outcome: Outcome
    kind: Literal["project", "item"]
    key: UUID
    field: str | None
    why: Why | None


class LearnerPreview(BaseModel):
    learner_id: UUID
    plan_id: UUID | None = Field(description="null: a plan would be begun")
    lines: list[PreviewLine]


class SyncPreview(BaseModel):
    """What would become of the plans. Counts are of all; `learners` are those you see, the first 200 with a change."""

    model_config = ConfigDict(json_schema_extra=example(examples.SYNC_PREVIEW))

    plans: int
    begun: int = 0
    changed: int
    lines: dict[Outcome, int]
    learners: list[LearnerPreview]
