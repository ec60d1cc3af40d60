"""What a family has to say about a record, shown wherever the record is."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, Field

from competency.rules.amendment import AmendmentState


class StatementOut(BaseModel):
    """The family disagrees with this record; its statement is part of it (34 CFR 99.21(c))."""

    amendment_id: UUID
    statement: str
    stated_on: date


class AmendmentNote(BaseModel):
    """The newest request to have this record amended."""

    amendment_id: UUID
    state: AmendmentState = Field(description="requested and in_review: it is contested and not decided yet")
