"""What the inbox for xAPI statements takes and gives."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from competency.common.schemas import Input
from competency.common.uris import is_unsafe
from competency.evidence.rules import Kind
from competency.evidence.schemas import DeclaredScale
from competency.intake import examples
from shared.http.examples import example


def _safe(address: str) -> str:
    if is_unsafe(address):
        raise ValueError("an address of this scheme is not taken: following it runs or opens what it says")
    return address


Iri = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2000, pattern=r"^[A-Za-z][A-Za-z0-9+.\-]*:[^\s\x00-\x1f]+$"),
    AfterValidator(_safe),
]


class StatementReport(BaseModel):
    """What became of a statement. One that was taken before reports the same again. `code` and `pointer` say why and
    where in the request it was refused.
    """

    position: int = Field(description="in the request, from 0")
    statement_id: UUID | None
    status: Literal["recorded", "voided", "refused"]
    evidence_id: UUID | None = None
    code: str | None = None
    pointer: str | None = None
    problem: str | None = None


class StatementsReport(BaseModel):
    model_config = ConfigDict(json_schema_extra=example(examples.STATEMENTS_REPORT))

    recorded: int
    voided: int
    refused: int
    statements: list[StatementReport]


class ActivityIn(Input):
    """An activity whose statements are evidence of an item. With `scale` its raw scores are points of that scale, and
    are converted by its table or in proportion; without, a score says itself what it is (raw with min and max, or
    scaled).
    """

    model_config = ConfigDict(json_schema_extra=example(examples.ACTIVITY))

    activity_id: Iri = Field(description="as statements name it")
    item_id: UUID
    kind: Kind = Field(default="external", description="what the district's policies count its evidence by")
    scale: DeclaredScale | None = None


class ActivityOut(BaseModel):
    model_config = ConfigDict(json_schema_extra=example(examples.ACTIVITY_SHOWN))

    mapping_id: UUID
    activity_id: str
    item_id: UUID
    kind: Kind
    scale: DeclaredScale | None
    declared_by: str
    declared_at: datetime
