"""What competency tells of records that families contest and districts amend. Nobody's words."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.contracts.competency.topic import COMPETENCY
from shared.events.event import Event


class AmendedItem(BaseModel):
    """What stands of the mastery of an item after evidence of it was amended, the oldest recorded `since`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item_id: UUID
    since: datetime
    score: Decimal | None = None
    mastered: bool
    observed_at: datetime | None = None


class AmendmentDecided(Event, type="org.trellis.competency.amendment.decided.v1", topic=COMPETENCY, key="learner_id"):
    """A family's request for amendment was decided: by the district (`decision` 1), or after a hearing (2). `items` are
    those of which this decision amended evidence; a refusal may have amended a part. It comes before the changes of
    mastery that follow from it, so whoever logs disclosures finds in the log what was told before. Nobody's words.
    """

    learner_id: UUID
    amendment_id: UUID
    decision: int
    outcome: Literal["accepted", "refused", "upheld"]
    decided_at: datetime
    items: tuple[AmendedItem, ...] = ()


class AmendmentDue(Event, type="org.trellis.competency.amendment.due.v1", topic=COMPETENCY, key="learner_id"):
    """The district owes a family a decision, a hearing or the decision after it: a reminder, or, once `overdue`, that
    the last day has passed. `days_left` counts from the day this was said.
    """

    learner_id: UUID
    amendment_id: UUID
    owed: Literal["decision", "hearing", "hearing_decision"]
    due_on: date
    days_left: int
    overdue: bool


class RecordContested(Event, type="org.trellis.competency.record.contested.v1", topic=COMPETENCY, key="learner_id"):
    """All items of a learner whose mastery a family's statement goes along with (34 CFR 99.21(c)), replacing what was
    said before; none: nothing is contested any more. The statement's words stay with their owner.
    """

    learner_id: UUID
    item_ids: tuple[UUID, ...]
