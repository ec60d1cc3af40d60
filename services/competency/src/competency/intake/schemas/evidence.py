"""What the routes of evidence take and give: one by one and in batches."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from competency.common.schemas import Input, Words
from competency.evidence.schemas import EvidenceOut, Performance
from competency.intake import examples
from competency.learners.schemas import SourcedLearner
from competency.mastery.schemas.results import MasteryOut
from shared.http.examples import example
from shared.http.fields import OutsideId
from shared.http.schema_rules import exactly_one
from shared.values.json_types import JsonObject


class EvidenceIn(Performance):
    """A learner showed something. Name the learner by `learner_id`, or by `learner` once rostering has told us of
    them.
    """

    model_config = ConfigDict(json_schema_extra=exactly_one("learner_id", "learner") | example(examples.NEW_EVIDENCE))

    learner_id: UUID | None = None
    learner: SourcedLearner | None = None
    item_id: UUID

    @model_validator(mode="after")
    def _one_learner(self) -> "EvidenceIn":
        if (self.learner_id is None) == (self.learner is None):
            raise ValueError("name the learner by learner_id or by learner, and not by both")
        return self


class EvidenceLine(EvidenceIn):
    """A line of a batch: the same, with the sender's own id, by which the file can be sent again."""

    external_id: OutsideId


class VoidIn(Input):
    model_config = ConfigDict(json_schema_extra=example(examples.VOIDING))

    reason: Words


class CorrectionIn(Performance):
    """The piece as it should have been, and why it was not. It is the same learner's; what another learner showed is
    voided and recorded anew.
    """

    model_config = ConfigDict(json_schema_extra=example(examples.CORRECTION))

    item_id: UUID | None = Field(default=None, description="only where it was recorded of the wrong item")
    reason: Words


class RecordedOut(EvidenceOut):
    """The evidence, and what the learner's mastery of the item is with it."""

    model_config = ConfigDict(json_schema_extra=example(examples.RECORDED))

    mastery: MasteryOut


class LineReport(BaseModel):
    """What became of one line. A line that was taken in before reports the same again."""

    line: int
    external_id: str | None
    status: Literal["recorded", "refused"]
    evidence_id: UUID | None = None
    problem: str | None = None
    errors: list[JsonObject] | None = None


class BatchReport(BaseModel):
    model_config = ConfigDict(json_schema_extra=example(examples.BATCH_REPORT))

    recorded: int
    refused: int
    lines: list[LineReport]
