"""The change feed and the disclosure log, as routes show them."""

from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from partners.agreements.rules import DataElement, Granularity
from partners.common.schemas import Answer
from partners.feeds import examples
from shared.http.examples import example


class Change(Answer):
    """A row of the feed; what else it says depends on its kind."""

    model_config = ConfigDict(extra="allow")

    position: int
    kind: str = Field(
        description=(
            "mastery.changed (your own), mastery.disclosed, mastery.amended (what was disclosed was wrong, this stands)"
            " or aggregate.disclosed (a partner's); a mastery.changed by recalculation was determined anew, or is "
            "the difference to a snapshot, whose cause nobody knows"
        )
    )
    at: datetime
    agreement_id: UUID | None = None
    discloser_id: UUID | None = None


class Changes(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.CHANGES))

    changes: list[Change]
    next: int = Field(description="send it as `after` to go on")
    epoch: int = Field(description="another one than last time: positions have started afresh, begin at 0")


class Disclosure(Answer):
    """An entry of your disclosure log."""

    model_config = ConfigDict(json_schema_extra=example(examples.DISCLOSURE))

    number: int
    at: datetime
    recipient_id: UUID
    agreement_id: UUID
    purpose: str
    element: DataElement
    granularity: Granularity
    item_id: UUID
    learner_id: UUID | None = None
    pseudonym: UUID | None = None
    how: str
    hash: str = Field(description="SHA-256 (hex) over the entry before and this one")
