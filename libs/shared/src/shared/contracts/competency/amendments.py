"""What competency tells of records that families contest and districts amend. Nobody's words."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.competency.topic import COMPETENCY
from shared.events.event import Event


class AmendedItem(BaseModel):
    """A learner's mastery of an item after evidence of it was amended."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item_id: UUID = Field(description="the framework item's id")
    since: datetime = Field(description="when the oldest amended evidence was recorded")
    score: Decimal | None = Field(default=None, description="on the framework's scale; absent where no evidence counts")
    mastered: bool = Field(description="whether the item is mastered")
    observed_at: datetime | None = Field(default=None, description="when the learner showed what the result rests on")


class AmendmentDecided(Event, type="org.trellis.competency.amendment.decided.v1", topic=COMPETENCY, key="learner_id"):
    """The district decided a family's request to amend a record, or decided it again after a hearing. The event
    precedes the changes of mastery that follow from the decision, so that whoever logs disclosures still finds what
    was disclosed before. It carries no words of the family or the district.
    """

    learner_id: UUID = Field(description="the learner's id")
    amendment_id: UUID = Field(description="the amendment request's id")
    decision: int = Field(description="1: the district's first decision; 2: the decision after a hearing")
    outcome: Literal["accepted", "refused", "upheld"] = Field(
        description="what was decided; `upheld` leaves the record as it is after a hearing"
    )
    decided_at: datetime = Field(description="when it was decided")
    items: tuple[AmendedItem, ...] = Field(
        default=(), description="the items of which this decision amended evidence; a refusal may amend a part"
    )


class AmendmentDue(Event, type="org.trellis.competency.amendment.due.v1", topic=COMPETENCY, key="learner_id"):
    """A reminder that the district owes a family a decision, a hearing or the decision after a hearing; once
    `overdue`, that the last day has passed.
    """

    learner_id: UUID = Field(description="the learner's id")
    amendment_id: UUID = Field(description="the amendment request's id")
    owed: Literal["decision", "hearing", "hearing_decision"] = Field(description="what the district owes")
    due_on: date = Field(description="the last day that is in time")
    days_left: int = Field(description="days until then, counted on the day of the reminder; negative once overdue")
    overdue: bool = Field(description="whether the last day has passed")


class RecordContested(Event, type="org.trellis.competency.record.contested.v1", topic=COMPETENCY, key="learner_id"):
    """All items of a learner whose mastery is accompanied by a family's statement of disagreement (34 CFR 99.21(c)).
    Each event replaces the one before; an empty list means that nothing is contested. The statement itself is not
    published.
    """

    learner_id: UUID = Field(description="the learner's id")
    item_ids: tuple[UUID, ...] = Field(description="the items whose mastery is accompanied by a statement")
