"""What is told of an import that is worked in the background."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from competency.frameworks import examples
from competency.frameworks.schemas.frameworks import ImportReport
from shared.http.examples import example
from shared.values.json_types import JsonObject

ImportJson = JsonObject
"""The report of an import, or the problem that it was refused with, as JSON: what the request would have answered."""


class ImportOut(BaseModel):
    """How far an import is: its items are read, then normalised, then kept; all of them or, where it is refused,
    none. `report` is what importing it in the request would have answered, `problem` how that would have refused it.
    """

    model_config = ConfigDict(json_schema_extra=example(examples.IMPORT))

    import_id: UUID
    state: Literal["waiting", "working", "done", "refused"]
    size: int = Field(description="bytes of the package")
    items: int = Field(description="that the package has; 0 until it is read")
    read: int
    normalised: int
    kept: int
    queued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    report: ImportReport | None
    problem: ImportJson | None
