"""What competency answers, as far as pages show it. What it says beyond that is passed over; an answer without what a
page needs is none.
"""

from uuid import UUID

from pydantic import BaseModel, ConfigDict


class CompetencyAnswer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class NamedItem(CompetencyAnswer):
    item_id: UUID
    statement: str
    coding_scheme: str | None = None
