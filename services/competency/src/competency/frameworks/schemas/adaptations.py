"""What the routes of adaptations and crosswalks take and give."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, FailFast, Field, StrictInt

from competency.common.schemas import Input, Score, Title
from competency.frameworks import examples
from competency.frameworks.rules.crosswalk import MatchType
from competency.frameworks.schemas.frameworks import FieldChangeOut, ItemNamed, JsonValue
from shared.http.examples import example


class AdaptIn(Input):
    """A copy of one's own. What is left out is as in the original, and the scale 0 to 4 with mastery at 3 where the
    original is another district's.
    """

    model_config = ConfigDict(json_schema_extra=example(examples.ADAPTATION))

    creator: Title
    title: Title | None = None
    scale_minimum: Score | None = None
    scale_maximum: Score | None = None
    mastery_score: Score | None = None


class KinshipOut(BaseModel):
    """What became of an item; `original` is absent for an added one, `own` for a dropped one."""

    fate: Literal["same", "changed", "added", "dropped"]
    original: ItemNamed | None
    own: ItemNamed | None
    fields: list[FieldChangeOut]
    moved: bool


class LineageOut(BaseModel):
    """How far a framework has moved from the edition of the original that it was last brought up to; `kept` is the
    share of all items, from 0 to 1, that are the same in both.
    """

    model_config = ConfigDict(json_schema_extra=example(examples.LINEAGE))

    framework_id: UUID
    original_id: UUID
    original_title: str
    original_edition: int
    newest_edition: int | None = Field(description="of the original; absent where it is closed to this district now")
    kept: float
    counts: dict[str, int]
    items: list[KinshipOut]


class FieldOfferOut(BaseModel):
    field: str
    base: JsonValue
    theirs: JsonValue
    own: JsonValue
    conflict: bool


class OfferOut(BaseModel):
    """One item's update. `item` is the original's; name its `item_id` to accept. A conflict that is accepted takes
    their word.
    """

    kind: Literal["add", "change", "remove"]
    item: ItemNamed
    own: ItemNamed | None
    fields: list[FieldOfferOut]
    moved: bool
    conflict: bool
    dropped: bool


class UpdatesOut(BaseModel):
    """What the original's newest edition offers since the one that the adaptation was brought up to."""

    model_config = ConfigDict(json_schema_extra=example(examples.UPDATES))

    framework_id: UUID
    base_edition: int
    edition: int
    offers: list[OfferOut]


class AcceptIn(Input):
    """Offers by the original's item ids. Those of the edition that are not named are declined."""

    model_config = ConfigDict(json_schema_extra=example(examples.ACCEPTANCE))

    edition: Annotated[StrictInt, Field(ge=1, le=2**31 - 1, description="the edition whose offers were read")]
    items: Annotated[list[UUID], Field(max_length=100_000), FailFast()]


class MatchIn(Input):
    model_config = ConfigDict(json_schema_extra=example(examples.NEW_MATCH))

    origin_item_id: UUID
    destination_item_id: UUID
    match_type: MatchType


class MatchOut(BaseModel):
    """`carries_mastery`: mastery of one item may be shown on the other, labelled with this match."""

    model_config = ConfigDict(json_schema_extra=example(examples.MATCH))

    match_id: UUID
    origin_item_id: UUID
    destination_item_id: UUID
    match_type: MatchType
    proposed_by: str
    proposed_at: datetime
    confirmed_by: str | None
    confirmed_at: datetime | None
    withdrawn_at: datetime | None
    carries_mastery: bool
