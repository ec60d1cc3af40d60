"""Decisions on requests to amend a record, with what takes the place of what was wrong."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from competency.amendments.rules.amendment import MOST_CONTESTED
from competency.amendments.schemas import Letter
from competency.common.schemas import Input
from competency.evidence.schemas import Performance
from competency.remedies import examples
from shared.http.examples import example


class Remedy(Performance):
    """The piece as it should have been; it takes the place of the old one."""

    item_id: UUID | None = Field(default=None, description="only where it was recorded of the wrong item")


class AmendedIn(Input):
    evidence_id: UUID
    correction: Remedy | None = Field(default=None, description="left out: the piece is void, or was put right before")


class DecisionIn(Input):
    """`accepted`: all that was contested is amended by what `amended` says. `refused` may amend a part. Either way the
    family reads the reasons.
    """

    model_config = ConfigDict(json_schema_extra=example(examples.DECISION))

    outcome: Literal["accepted", "refused"]
    amended: tuple[AmendedIn, ...] = Field(default=(), max_length=MOST_CONTESTED)
    reasons: Letter


class HearingDecisionIn(Input):
    """After the hearing: `accepted`, or `upheld` where the record stays as it is, in whole or for the rest."""

    model_config = ConfigDict(json_schema_extra=example(examples.HEARING_DECISION))

    outcome: Literal["accepted", "upheld"]
    amended: tuple[AmendedIn, ...] = Field(default=(), max_length=MOST_CONTESTED, description="beyond what is already")
    summary: Letter = Field(description="of the evidence that was heard")
    reasons: Letter
