"""What the routes of policies take and give."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from competency.common.schemas import Input, Score, Title
from competency.evidence.rules import Kind
from competency.mastery import examples
from competency.mastery.rules.methods import METHODS
from competency.mastery.rules.policy import KINDS, LEARNERS_OWN, LONGEST_WINDOW, PolicyLevel, SelfAndPeer
from shared.http.examples import example
from shared.http.fields import Moment, Points
from shared.http.paging import Page
from shared.http.schema_rules import Rule, absent, all_of, present, when

_COUNTED: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind not in LEARNERS_OWN)


def _parameter(method: str) -> Rule:
    """What the method's parameter may be."""
    declared = METHODS[method].parameter
    if declared is None:
        return when({"method": [method]}, absent("parameter"))
    within: Rule = {"properties": {"parameter": {"minimum": declared.lowest, "maximum": declared.highest}}}
    return when({"method": [method]}, within if declared.default is not None else all_of(present("parameter"), within))


_NO_PARAMETER_WITHOUT_METHOD = when({"method": list(METHODS)}, {}, absent("parameter"))
_OTHERS_COUNT = when({"self_and_peer": ["counts"]}, {}, {"properties": {"kinds": {"contains": {"enum": _COUNTED}}}})


class PolicyTerms(Input):
    """How mastery is determined. What is left out is as where nobody has laid anything down."""

    model_config = ConfigDict(
        json_schema_extra=all_of(*map(_parameter, METHODS), _NO_PARAMETER_WITHOUT_METHOD, _OTHERS_COUNT)
    )

    method: Title = Field(default="highest", json_schema_extra={"enum": list(METHODS)})
    parameter: StrictInt | None = Field(
        default=None, description="n_mastery: how many times; decaying averages: the newest score's weight in percent"
    )
    mastery: Score | None = Field(default=None, description="from which score on; left out: as the scale has it")
    kinds: tuple[Kind, ...] = Field(
        default=_COUNTED,
        max_length=20,
        json_schema_extra={"minItems": 1},
        description="the kinds of evidence that count",
    )
    self_and_peer: SelfAndPeer = Field(
        default="supports", description="learners' own evidence: only beside somebody else's, or like any other"
    )
    window_days: StrictInt | None = Field(
        default=None, ge=1, le=LONGEST_WINDOW, description="what was observed so many days ago or longer counts no more"
    )


class PolicyIn(Input):
    """A policy for an item, a framework, or (without `subject_id`) the district; `policy: null` withdraws what is
    laid down there, and the wider policy decides again.
    """

    model_config = ConfigDict(
        json_schema_extra=when({"level": ["district"]}, absent("subject_id"), present("subject_id"))
        | example(examples.POLICY_DRAFT)
    )

    level: PolicyLevel
    subject_id: UUID | None = Field(default=None, description="the item or the framework")
    policy: PolicyTerms | None


class ActivateIn(Input):
    model_config = ConfigDict(json_schema_extra=example(examples.ACTIVATION))

    effective_from: Moment | None = Field(default=None, description="now, or a later moment; left out: now")


class PolicyOut(BaseModel):
    """A version. Once activated it never changes: a change is another version."""

    model_config = ConfigDict(json_schema_extra=example(examples.POLICY_SHOWN))

    policy_id: UUID
    level: PolicyLevel
    subject_id: UUID | None
    version: int
    state: Literal["draft", "scheduled", "active", "replaced"]
    policy: PolicyTerms | None
    created_by: str
    created_at: datetime
    effective_from: datetime | None
    activated_by: str | None
    activated_at: datetime | None


class PreviewedResultOut(BaseModel):
    score: Points | None
    mastered: bool


class ChangeOut(BaseModel):
    """A learner's mastery of an item, as it is and as it would be."""

    model_config = ConfigDict(json_schema_extra=example(examples.CHANGE))

    learner_id: UUID
    item_id: UUID
    change: Literal["gain", "lose", "score"]
    now: PreviewedResultOut
    then: PreviewedResultOut


class PreviewOut(Page[ChangeOut]):
    """What would change if the policy were in force now. The counts come with the first page: how many learners have
    any change, and of their results how many gain mastery, lose it, or have another score. They are exact: where
    counting takes longer than a request may, it goes on in the background, and the answer says how far it is.
    """

    model_config = ConfigDict(json_schema_extra=example(examples.PREVIEW))

    policy_id: UUID
    state: Literal["running", "done"] = "done"
    counted_at: datetime | None = Field(default=None, description="when it was counted; evidence since then is not in")
    of: int | None = Field(default=None, description="while it runs: learners to consider")
    considered: int | None = Field(default=None, description="learners with evidence that the policy is about")
    learners: int | None = None
    gain: int | None = None
    lose: int | None = None
    score_only: int | None = None


class RecalculationOut(BaseModel):
    """How far the results have been brought under the policy since it was activated."""

    model_config = ConfigDict(json_schema_extra=example(examples.RECALCULATION))

    policy_id: UUID
    state: Literal["waiting", "running", "done"]
    due_at: datetime
    learners: int = Field(description="how many there were to consider when it began")
    done: int
    gained: int = Field(description="results that are mastered now and were not before")
    lost: int
    other: int = Field(description="results with another score only")
    started_at: datetime | None
    finished_at: datetime | None
