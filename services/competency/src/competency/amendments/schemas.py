"""What the routes of amendment take and give."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictInt, model_validator

from competency.amendments import examples
from competency.amendments.rules.amendment import LONGEST_LETTER, MOST_CONTESTED, AmendmentState, Asker, Ground, Right
from competency.amendments.rules.clock import Owed
from competency.common.schemas import Input
from shared.http.examples import example
from shared.http.fields import Day, Flag, Points, prose
from shared.http.schema_rules import exactly_one

Letter = Annotated[str, prose(LONGEST_LETTER)]
Days = Annotated[StrictInt, Field(ge=1, le=365)]


class ContestedIn(Input):
    """Either a piece of evidence, or an item, for the learner's mastery of it."""

    model_config = ConfigDict(json_schema_extra=exactly_one("evidence_id", "item_id"))

    evidence_id: UUID | None = None
    item_id: UUID | None = None

    @model_validator(mode="after")
    def _one(self) -> "ContestedIn":
        if (self.evidence_id is None) == (self.item_id is None):
            raise ValueError("name a piece of evidence by evidence_id or a mastery result by item_id, not both")
        return self


class OnBehalf(Input):
    """The district enters what a family asked otherwise, or what is the learner's own right by now."""

    asked_as: Asker = Field(description="learner: the district knows them to be eighteen or in college")
    asked_by: UUID | None = Field(default=None, description="the person, where we know them")
    received_on: Day = Field(description="when it reached the district: the clock runs from then")


class AmendmentIn(Input):
    """Which record is to be amended, what is wrong with it, and what it should say, in your own words."""

    model_config = ConfigDict(json_schema_extra=example(examples.REQUEST))

    contested: tuple[ContestedIn, ...] = Field(min_length=1, max_length=MOST_CONTESTED)
    ground: Ground = "inaccurate"
    wrong: Letter
    should_be: Letter
    on_behalf: OnBehalf | None = Field(
        default=None, description="where the district enters it for a family; else left out"
    )


class HearingDayIn(Input):
    model_config = ConfigDict(json_schema_extra=example(examples.HEARING_DAY))

    hearing_on: Day
    officer: UUID = Field(description="who conducts it: nobody who asked, decided or observed what is contested")


class StatementIn(Input):
    model_config = ConfigDict(json_schema_extra=example(examples.STATEMENT))

    statement: Letter = Field(description="what you want to be read with the record")


class RulesIn(Input):
    """Days of the calendar, each to the last that is in time. A request keeps those that it was asked under."""

    model_config = ConfigDict(json_schema_extra=example(examples.RULES))

    decide_days: Days = 45
    hearing_days: Days = 45
    hearing_decision_days: Days = 45
    notice_days: Annotated[StrictInt, Field(ge=0, le=365, description="no more than hearing_days")] = 10
    minors_may_ask: Flag = False


class RulesOut(BaseModel):
    model_config = ConfigDict(json_schema_extra=example(examples.RULES))

    decide_days: int
    hearing_days: int
    hearing_decision_days: int
    notice_days: int
    minors_may_ask: bool


class ContestedOut(BaseModel):
    item_id: UUID
    evidence_id: UUID | None = Field(description="none: the mastery of the item")


class AmendedOut(BaseModel):
    item_id: UUID
    evidence_id: UUID
    correction: UUID | None = Field(description="the piece that stands for it; none: it is void")


class ClockOut(BaseModel):
    owed: Owed
    due_on: date
    days_left: int = Field(description="0 on the last day; below 0: overdue")
    overdue: bool


class RightOut(BaseModel):
    """What the family may do next, in words."""

    right: Right
    words: str


class HearingOut(BaseModel):
    asked_on: date | None
    hearing_on: date | None
    officer: UUID | None
    summary: str | None
    decided_on: date | None


class HeldOut(BaseModel):
    """What a receiver had been told of an item."""

    item_id: UUID
    score: Points | None = None
    mastered: bool
    observed_on: date | None = None
    disclosed_at: datetime


class ReceiverOut(BaseModel):
    """A district that had been told the old value; without `told_at` it must be told by other means."""

    recipient_id: UUID
    recipient_name: str
    agreement_id: UUID
    told_at: datetime | None = None
    disclosed: list[HeldOut]


class AmendmentStepOut(BaseModel):
    at: datetime
    act: str
    person_id: UUID | None
    subject: str


class AmendmentOut(BaseModel):
    """A request as it stands. `reasons` are of the last decision."""

    model_config = ConfigDict(json_schema_extra=example(examples.AMENDMENT_SHOWN))

    amendment_id: UUID
    learner_id: UUID
    asked_by: UUID | None
    asked_as: Asker
    ground: Ground
    contested: list[ContestedOut]
    wrong: str
    should_be: str
    received_on: date
    state: AmendmentState
    clock: ClockOut | None = Field(description="what the district owes next; none: nothing")
    amended: list[AmendedOut]
    decided_by: UUID | None
    decided_on: date | None
    reasons: str | None
    hearing: HearingOut | None
    statement: str | None
    stated_on: date | None
    rights: list[RightOut]


class AmendmentInFull(AmendmentOut):
    """The same, with who had been told what was amended, and everything that was done."""

    model_config = ConfigDict(json_schema_extra=example(examples.AMENDMENT_IN_FULL))

    told: list[ReceiverOut] | None = Field(description="none: nothing was amended, or it is being found out")
    history: list[AmendmentStepOut]


class StatementOut(BaseModel):
    """The family disagrees with this record; its statement is part of it (34 CFR 99.21(c))."""

    amendment_id: UUID
    statement: str
    stated_on: date


class AmendmentNote(BaseModel):
    """The newest request to have this record amended."""

    amendment_id: UUID
    state: AmendmentState = Field(description="requested and in_review: it is contested and not decided yet")
