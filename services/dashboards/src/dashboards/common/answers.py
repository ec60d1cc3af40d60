"""What other services answer, as far as pages show it. What they say beyond that is passed over; an answer without what
a page needs is none.
"""

from uuid import UUID

from pydantic import BaseModel, ConfigDict


class RemoteAnswer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class NamedItem(RemoteAnswer):
    item_id: UUID
    statement: str
    coding_scheme: str | None = None
