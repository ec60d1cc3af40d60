"""What pages read of other services' answers is what their documents say that they answer."""

import pkgutil
from importlib import import_module

import pytest
from pydantic import BaseModel, RootModel

import dashboards
from dashboards.agreements.answers import Agreement, Agreements
from dashboards.amendments.answers import Amendments, OfLearner, Pieces, Rules
from dashboards.common.answers import Listing, RemoteAnswer
from dashboards.frameworks.answers import Difference, Editions, ImportReport, Lineage
from dashboards.learners.answers import Explanation, History, NextItems, Pace
from dashboards.readiness.assessments.answers import (
    Assessment,
    Assessments,
    Entered,
    Invitations,
    MadeInvitation,
    MadeInvitations,
    Participation,
)
from dashboards.readiness.instruments.answers import (
    Comparison,
    Content,
    Draft,
    Instrument,
    Instruments,
    OfferedInstruments,
    OfferedVersion,
    SheetReport,
    Version,
    Versions,
)
from dashboards.readiness.naming.answers import AssessmentReview
from dashboards.readiness.partners.answers import Accounts, NamedDistrict, NamedDistricts
from dashboards.readiness.results.answers import Comparison as ComparisonOfResults
from dashboards.readiness.results.answers import Explanation as ExplanationOfResult
from dashboards.readiness.results.answers import Gaps, GapWithEvidence, Result, Results
from dashboards.readiness.results.verifying.answers import (
    AllEvidence,
    AssessmentsToVerify,
    Verifications,
    VerificationSheet,
)
from dashboards.readiness.selection.answers import (
    Application,
    Applications,
    AttachableResults,
    Call,
    Calls,
    OpenCall,
    OpenCalls,
    OwnDecision,
    Received,
    ReceivedApplications,
    Review,
    ReviewedCall,
    Reviewer,
    Reviewers,
    ReviewsListed,
)
from dashboards.readiness.selection.board.answers import Decisions, Preview, Ranking, Rankings, Record, Sensitivity
from dashboards.readiness.taking_part.answers import OwnInvitations, Questionnaire, Saved
from dashboards.reviews.answers import Reviews
from services.dashboards.tests.coaching.answers import ANSWERS_OF_COACHING
from services.dashboards.tests.contracts import Reading, answer_of, service_of
from services.dashboards.tests.library.answers import ANSWERS_OF_RESOURCES

_LEARNER = "/competency/v1/learners/{learner}"
_FRAMEWORK = "/competency/v1/frameworks/{framework_id}"

ANSWERS: list[tuple[type[BaseModel], str]] = [
    (Explanation, f"{_LEARNER}/mastery/{{item_id}}/explain"),
    (History, f"{_LEARNER}/mastery/{{item_id}}/history"),
    (NextItems, f"{_LEARNER}/next"),
    (Pace, f"{_LEARNER}/pace"),
    (Reviews, f"{_LEARNER}/reviews"),
    (Reviews, "/competency/v1/reviews"),
    (OfLearner, f"{_LEARNER}/amendments"),
    (Pieces, f"{_LEARNER}/evidence"),
    (Amendments, "/competency/v1/amendments"),
    (Rules, "/competency/v1/amendment-rules"),
    (Editions, f"{_FRAMEWORK}/editions"),
    (Difference, f"{_FRAMEWORK}/editions/{{old}}/diff/{{new}}"),
    (ImportReport, f"{_FRAMEWORK}/import-report"),
    (Lineage, f"{_FRAMEWORK}/lineage"),
]
"""The models, and where the pages ask for them."""

_READINESS = "/readiness/v1"
_INVITATION = f"{_READINESS}/invitations/{{invitation_id}}"
_OWN = f"{_READINESS}/my-invitations"
_ASSESSMENTS = f"{_READINESS}/assessments"
_ASSESSMENT = f"{_ASSESSMENTS}/{{assessment_id}}"
_INSTRUMENTS = f"{_READINESS}/instruments"
_INSTRUMENT = f"{_INSTRUMENTS}/{{instrument_id}}"

ANSWERS_OF_READINESS: list[tuple[type[BaseModel], str, str]] = [
    (Questionnaire, _INVITATION, "get"),
    (Saved, f"{_INVITATION}/answers/{{question}}", "put"),
    (Questionnaire, f"{_OWN}/{{invitation_id}}", "get"),
    (Saved, f"{_OWN}/{{invitation_id}}/answers/{{question}}", "put"),
    (OwnInvitations, _OWN, "get"),
    (Assessments, _ASSESSMENTS, "get"),
    (Assessment, _ASSESSMENTS, "post"),
    (Assessment, _ASSESSMENT, "get"),
    (Participation, f"{_ASSESSMENT}/participation", "get"),
    (Invitations, f"{_ASSESSMENT}/invitations", "get"),
    (MadeInvitations, f"{_ASSESSMENT}/invitations", "post"),
    (MadeInvitation, f"{_ASSESSMENT}/invitations/{{invitation_id}}/renew", "post"),
    (Entered, f"{_ASSESSMENT}/paper", "post"),
    (Entered, f"{_ASSESSMENT}/sheet", "post"),
    (Instruments, _INSTRUMENTS, "get"),
    (Draft, _INSTRUMENTS, "post"),
    (SheetReport, f"{_INSTRUMENTS}/import-csv", "post"),
    (Instrument, _INSTRUMENT, "get"),
    (Draft, f"{_INSTRUMENT}/draft", "get"),
    (Draft, f"{_INSTRUMENT}/draft", "put"),
    (Versions, f"{_INSTRUMENT}/versions", "get"),
    (Version, f"{_INSTRUMENT}/versions/{{version}}", "get"),
    (Version, f"{_INSTRUMENT}/draft/publish", "post"),
    (Comparison, f"{_INSTRUMENT}/versions/{{version}}/differences", "get"),
    (OfferedInstruments, f"{_READINESS}/offered-instruments", "get"),
    (OfferedVersion, f"{_READINESS}/offered-instruments/{{offer_id}}", "get"),
    (Version, f"{_READINESS}/offered-instruments/{{offer_id}}/adopt", "post"),
    (Draft, f"{_READINESS}/offered-instruments/{{offer_id}}/clone", "post"),
    (Results, f"{_ASSESSMENT}/results", "get"),
    (Result, f"{_ASSESSMENT}/results/{{result}}", "get"),
    (ExplanationOfResult, f"{_ASSESSMENT}/results/{{result}}/explanation", "get"),
    (ComparisonOfResults, f"{_ASSESSMENT}/comparison", "get"),
    (Verifications, f"{_ASSESSMENT}/verifications", "get"),
    (AllEvidence, f"{_ASSESSMENT}/evidence", "get"),
    (AssessmentReview, f"{_ASSESSMENT}/review", "get"),
    (AssessmentsToVerify, f"{_READINESS}/my-verifications", "get"),
    (VerificationSheet, f"{_READINESS}/my-verifications/{{assessment_id}}", "get"),
    (Gaps, f"{_READINESS}/gaps", "get"),
    (GapWithEvidence, f"{_READINESS}/gaps/{{gap_id}}", "get"),
]

_CALLS = f"{_READINESS}/calls"
_CALL = f"{_CALLS}/{{call_id}}"
_APPLICATIONS = f"{_READINESS}/applications"
_APPLICATION = f"{_APPLICATIONS}/{{application_id}}"
_REVIEWS = f"{_READINESS}/my-reviews"
_DISTRICTS = "/partners/v1/districts"

ANSWERS_OF_SELECTION: list[tuple[type[BaseModel], str, str]] = [
    (Calls, _CALLS, "get"),
    (Call, _CALLS, "post"),
    (Call, _CALL, "get"),
    (Reviewers, f"{_CALL}/reviewers", "get"),
    (Reviewer, f"{_CALL}/reviewers", "post"),
    (OpenCalls, f"{_READINESS}/open-calls", "get"),
    (OpenCall, f"{_READINESS}/open-calls/{{call_id}}", "get"),
    (Applications, _APPLICATIONS, "get"),
    (Application, _APPLICATIONS, "post"),
    (Application, _APPLICATION, "get"),
    (OwnDecision, f"{_APPLICATION}/decision", "get"),
    (AttachableResults, f"{_ASSESSMENT}/results", "get"),
    (ReceivedApplications, f"{_CALL}/applications", "get"),
    (Received, f"{_CALL}/applications/{{application_id}}", "get"),
    (Ranking, f"{_CALL}/ranking", "get"),
    (Rankings, f"{_CALL}/rankings", "get"),
    (Sensitivity, f"{_CALL}/ranking/sensitivity", "get"),
    (Decisions, f"{_CALL}/decisions", "get"),
    (Preview, f"{_CALL}/decisions/preview", "get"),
    (Record, f"{_CALL}/record", "get"),
    (ReviewsListed, _REVIEWS, "get"),
    (Review, f"{_REVIEWS}/{{application_id}}", "get"),
    (ReviewedCall, f"{_READINESS}/reviewed-calls/{{call_id}}", "get"),
    (NamedDistrict, f"{_DISTRICTS}/{{district_id}}", "get"),
    (NamedDistricts, _DISTRICTS, "get"),
    (Accounts, "/partners/v1/accounts", "get"),
    (Agreements, "/partners/v1/agreements", "get"),
    (Agreement, "/partners/v1/agreements/{agreement_id}", "get"),
]

_OF_THE_STANDARD = {"CaseRelations", "CaseItem", "CaseAssociation", "CaseLink"}
"""CASE 1.1 says what these are; the document does not repeat it."""


ALL = [
    *((model, path, "get") for model, path in ANSWERS),
    *ANSWERS_OF_READINESS,
    *ANSWERS_OF_SELECTION,
    *ANSWERS_OF_COACHING,
    *ANSWERS_OF_RESOURCES,
]


@pytest.mark.parametrize(("model", "path", "method"), ALL)
def test_all_that_a_service_may_answer_can_be_read(model: type[BaseModel], path: str, method: str) -> None:
    assert Reading(model, service_of(path)).problems(answer_of(path, method)) == []


def test_every_model_of_an_answer_is_checked() -> None:
    read: set[str] = set()
    for model, path, method in ALL:
        reading = Reading(model, service_of(path))
        reading.problems(answer_of(path, method))
        read |= reading.read
    models = {
        value.__name__
        for found in pkgutil.walk_packages(dashboards.__path__, "dashboards.")
        if found.name.endswith(".answers")
        for value in vars(import_module(found.name)).values()
        if isinstance(value, type) and issubclass(value, BaseModel) and value.__module__ == found.name
        if value not in (RemoteAnswer, Listing, Content) and "[" not in value.__name__
    }
    assert len(models) > 30
    assert models - read == _OF_THE_STANDARD


def test_the_document_leaves_the_shapes_of_case_to_its_standard() -> None:
    assert answer_of("/ims/case/v1p1/CFItemAssociations/{sourcedId}") == {}


class _Renamed(RemoteAnswer):
    happened_at: str


class _Widened(RemoteAnswer):
    state: str
    amended: str


class _Listed(RootModel[list[_Widened]]):
    pass


def test_an_answer_that_can_not_be_read_is_noticed() -> None:
    listed = answer_of(f"{_LEARNER}/amendments")
    assert Reading(_Renamed).problems({"$ref": "#/components/schemas/AmendmentOut"}) == [".happened_at is not said"]
    assert Reading(_Listed).problems(listed) == ["[].amended is array, read as string"]
    assert Reading(_Widened).problems(listed) == [" is array, read as object"]
    with pytest.raises(KeyError):
        answer_of("/competency/v1/nothing")
