"""What the routes of plans take and give."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from competency.common.schemas import Input
from competency.planning import examples
from competency.planning.rules.plans import (
    LONGEST_TITLE,
    LONGEST_WORDS,
    MOST_GOALS,
    MOST_ITEMS,
    MOST_PROJECTS,
    FocusArea,
)
from shared.http.examples import example
from shared.http.fields import Day, line, prose
from shared.http.schema_rules import Rule, all_of, not_null, not_sent, present, when

Written = Annotated[str, prose(LONGEST_WORDS)]
Title = Annotated[str, line(LONGEST_TITLE)]
PartKind = Literal["goal", "project", "item"]


class GoalIn(Input):
    key: UUID | None = Field(default=None, description="your own id for it; left out: we give one")
    words: Written = Field(description="in the learner's own words")
    target: Day | None = None


class ProjectIn(Input):
    key: UUID | None = Field(default=None, description="your own id for it, by which items name it")
    title: Title
    target: Day | None = None


class PlanItemIn(Input):
    """An item of a framework; `project` is the key of the plan's project that it is shown in."""

    item_id: UUID
    target: Day | None = Field(default=None, description="the day by which it is to be mastered")
    focus: FocusArea | None = Field(default=None, description="what the year rests on, what is beside it, beyond it")
    project: UUID | None = None


class PlanIn(Input):
    model_config = ConfigDict(json_schema_extra=example(examples.NEW_PLAN))

    first_day: Day = Field(description="of the year that the plan is for")
    last_day: Day = Field(description="after the first one, and 400 days later at most")
    goals: tuple[GoalIn, ...] = Field(default=(), max_length=MOST_GOALS)
    projects: tuple[ProjectIn, ...] = Field(default=(), max_length=MOST_PROJECTS)
    items: tuple[PlanItemIn, ...] = Field(default=(), max_length=MOST_ITEMS)


_OF_KIND: dict[PartKind, frozenset[str]] = {
    "goal": frozenset({"words", "target"}),
    "project": frozenset({"title", "target"}),
    "item": frozenset({"target", "focus", "project"}),
}


def _fields_of(kind: PartKind) -> Rule:
    """The fields that a part of this kind has."""
    of_others = set().union(*_OF_KIND.values()) - _OF_KIND[kind]
    return when({"kind": [kind]}, not_sent(*sorted(of_others)))


def _words_of(kind: PartKind, text: str) -> Rule:
    """A part of this kind has this text, and it cannot be emptied."""
    return all_of(when({"kind": [kind]}, not_null(text)), when({"kind": [kind], "do": ["add"]}, present(text)))


class PlanChangeIn(Input):
    """One change of one part: `add` it, `change` the fields that are sent (null empties one), or `drop` it."""

    model_config = ConfigDict(
        json_schema_extra=all_of(
            *map(_fields_of, _OF_KIND),
            when({"do": ["drop"]}, not_sent("words", "title", "target", "focus", "project")),
            when({"do": ["change", "drop"]}, present("key")),
            when({"kind": ["item"]}, present("key")),
            _words_of("goal", "words"),
            _words_of("project", "title"),
        )
    )

    do: Literal["add", "change", "drop"]
    kind: PartKind
    key: UUID | None = Field(default=None, description="of an item its id; a new goal or project may leave it out")
    words: Written | None = None
    title: Title | None = None
    target: Day | None = None
    focus: FocusArea | None = None
    project: UUID | None = None

    @model_validator(mode="after")
    def _fits(self) -> "PlanChangeIn":
        sent = self.model_fields_set - {"do", "kind", "key"}
        if self.do == "drop" and sent:
            raise ValueError(f"to drop a part its key is enough; leave out {', '.join(sorted(sent))}")
        if foreign := sent - _OF_KIND[self.kind]:
            raise ValueError(f"a {self.kind} has no {', '.join(sorted(foreign))}")
        if self.key is None and (self.do != "add" or self.kind == "item"):
            raise ValueError("say which one by its key")
        text = {"goal": "words", "project": "title"}.get(self.kind)
        if text and getattr(self, text) is None and (self.do == "add" or text in sent):
            raise ValueError(f"a {self.kind} has {text}: write something")
        return self


class PlanChangesIn(Input):
    model_config = ConfigDict(json_schema_extra=example(examples.PLAN_CHANGES))

    changes: tuple[PlanChangeIn, ...] = Field(min_length=1, max_length=500)


class FromTemplate(BaseModel):
    """The template that a part came from, and which fields the learner's own plan has changed since: those are left
    alone when the template changes.
    """

    template_id: UUID
    changed: list[str]


class GoalOut(BaseModel):
    key: UUID
    words: str
    target: date | None


class ProjectOut(BaseModel):
    key: UUID
    title: str
    target: date | None
    templates: list[FromTemplate] = []


class PlanItemOut(BaseModel):
    """`mastered_on` is the day since when it is mastered; `in_use` is false where it takes evidence no more."""

    item_id: UUID
    target: date | None
    focus: FocusArea | None
    project: UUID | None
    mastered_on: date | None = None
    in_use: bool = True
    templates: list[FromTemplate] = []


class DroppedPart(BaseModel):
    """A part of a template that the learner's own plan has dropped, or never took."""

    template_id: UUID
    kind: Literal["project", "item"]
    key: UUID


class FollowedTemplate(BaseModel):
    template_id: UUID
    title: str
    number: int = Field(description="its version that the plan was last brought up to")


class PlanOut(BaseModel):
    model_config = ConfigDict(json_schema_extra=example(examples.PLAN_SHOWN))

    plan_id: UUID
    learner_id: UUID
    version: int
    first_day: date
    last_day: date
    changed_at: datetime
    changed_by: str
    goals: list[GoalOut]
    projects: list[ProjectOut]
    items: list[PlanItemOut]
    templates: list[FollowedTemplate] = []
    dropped: list[DroppedPart] = []


class PlanShort(BaseModel):
    """A plan in a list."""

    model_config = ConfigDict(json_schema_extra=example(examples.PLAN_SHORT))

    plan_id: UUID
    learner_id: UUID
    version: int
    first_day: date
    last_day: date
    changed_at: datetime
    goals: int
    projects: int
    items: int


class PartValue(BaseModel):
    """A part as it was, or as it is."""

    words: str | None = None
    title: str | None = None
    target: date | None = None
    focus: FocusArea | None = None
    project: UUID | None = None


class PartChangeOut(BaseModel):
    kind: PartKind
    key: UUID
    how: Literal["added", "changed", "dropped"]
    before: PartValue | None
    after: PartValue | None


class PlanChangeOut(BaseModel):
    """One edit: who made it, in which role, when, and what was different. No role and a `template_id`: the plan
    followed the template.
    """

    model_config = ConfigDict(json_schema_extra=example(examples.PLAN_CHANGE_SHOWN))

    version: int
    changed_at: datetime
    changed_by: str
    person_id: UUID | None
    role: str | None
    template_id: UUID | None
    changes: list[PartChangeOut]
