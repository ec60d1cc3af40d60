"""What selection answers, from what is stored and worked out."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from readiness.common.rules.decimals import stored
from readiness.scoring.rules.agreement import Coefficient, Defined
from readiness.selection.queries.applications import AppealRecord, ApplicationRecord
from readiness.selection.queries.calls import AnnouncedCall, CallRecord
from readiness.selection.queries.decisions import DecisionRecord, RankingRecord
from readiness.selection.queries.reviewing import ReviewerRecord, SheetRecord
from readiness.selection.rules.decisions import Selection, Standing
from readiness.selection.rules.ranking import commitment_of
from readiness.selection.schemas import deciding
from readiness.selection.schemas.applying import AppealShown, OwnApplication, ReceivedApplication, SharedSummary
from readiness.selection.schemas.calls import CallShown, CallTerms, OpenCall
from readiness.selection.schemas.deciding import (
    AgreementShown,
    CoefficientShown,
    DecisionShown,
    RankingShown,
    SensitivityShown,
)
from readiness.selection.schemas.reviewing import ReviewedApplication, ReviewerShown, SheetShown
from readiness.selection.usecases.rankings import CriterionAgreement, SeenRanking, SeenSensitivity
from readiness.selection.usecases.reviewing import SeenReview
from shared.values.json_types import JsonObject


def call_shown(call: CallRecord) -> CallShown:
    return CallShown(
        call_id=call.call_id,
        state=call.state,
        terms=call.terms,
        time_zone=call.time_zone,
        commitment=commitment_of(call.seed),
        decided_on=call.decided_on,
        cancelled_because=call.cancelled_because,
    )


def open_call(call: AnnouncedCall) -> OpenCall:
    return OpenCall.model_validate(call)


def reviewer_shown(reviewer: ReviewerRecord) -> ReviewerShown:
    return ReviewerShown.model_validate(reviewer)


def own_application(one: ApplicationRecord) -> OwnApplication:
    return OwnApplication(
        application_id=one.application_id,
        call_id=one.call_id,
        host_id=one.host_id,
        state=one.state,
        answers=one.answers,
        assessment_id=one.assessment_id,
        result=one.result,
        summary=summary_shown(one.summary),
        consented=one.consented,
        submitted_on=one.submitted_on,
        standing=_standing(one.standing),
    )


def received_application(one: ApplicationRecord) -> ReceivedApplication:
    if one.submitted_on is None or one.state == "draft":
        raise AssertionError("a host receives what was submitted")
    return ReceivedApplication(
        application_id=one.application_id,
        call_id=one.call_id,
        applicant_id=one.applicant_id,
        state=one.state,
        answers=one.answers,
        summary=summary_shown(one.summary),
        submitted_on=one.submitted_on,
        standing=_standing(one.standing),
    )


def summary_shown(summary: JsonObject | None) -> SharedSummary | None:
    return None if summary is None else SharedSummary.model_validate(summary)


def appeal_shown(appeal: AppealRecord) -> AppealShown:
    return AppealShown.model_validate(appeal)


def sheet_shown(sheet: SheetRecord, terms: CallTerms) -> SheetShown:
    return SheetShown.model_validate(sheet._replace(levels=terms.in_order(sheet.levels)))


def review_shown(seen: SeenReview) -> ReviewedApplication:
    return ReviewedApplication(
        application_id=seen.review.application_id,
        call_id=seen.review.call_id,
        applicant_id=seen.review.applicant_id,
        title=seen.call.terms.title,
        prompts=seen.call.terms.prompts,
        criteria=seen.call.terms.criteria,
        answers=seen.review.answers,
        summary=summary_shown(seen.review.summary),
        sheet=None if seen.own is None else sheet_shown(seen.own, seen.call.terms),
        others=[sheet_shown(one, seen.call.terms) for one in seen.others],
    )


def decision_shown(selection: Selection, application: UUID) -> DecisionShown:
    decision = selection.decisions[application]
    return DecisionShown(
        application_id=application,
        outcome=decision.outcome,
        reasons=decision.reasons,
        reserve_place=decision.reserve_place,
        departs=decision.departs,
        standing=selection.standings.get(application),
    )


def decision_of_record(decision: DecisionRecord, standing: str | None) -> DecisionShown:
    return DecisionShown(**decision._asdict(), standing=_standing(standing))


def ranking_shown(seen: SeenRanking) -> RankingShown:
    return kept_ranking(seen.call, seen.record, seen.content, seen.agreement)


def kept_ranking(
    call: CallRecord, record: RankingRecord, content: Mapping[str, object], agreement: Sequence[CriterionAgreement]
) -> RankingShown:
    shown = {
        "call_id": call.call_id,
        "number": record.number,
        "because": record.because,
        "replaced_because": record.replaced_because,
        "made_at": record.made_at,
        "seed": call.seed.hex(),
        "capacity": call.terms.capacity,
        "agreement": [_agreement(one) for one in agreement],
    }
    ranking = RankingShown.model_validate({**content, **shown})
    for place in ranking.places:
        place.criteria = call.terms.in_order(place.criteria)
    return ranking


def sensitivity_shown(call_id: UUID, seen: SeenSensitivity) -> SensitivityShown:
    return SensitivityShown(
        call_id=call_id,
        number=seen.number,
        break_evens=[
            deciding.BreakEvenShown(
                criterion=one.criterion,
                direction=one.direction,
                share_now=stored(one.share_now),
                share=_points(one.flip and one.flip.share),
                included=one.flip and one.flip.included,
                weight=_points(one.weight),
                leaves=list(one.leaves),
                enters=list(one.enters),
            )
            for one in seen.break_evens
        ],
        reviewers=[
            deciding.WithoutReviewerShown(
                reviewer_id=one.reviewer,
                leaves=list(one.leaves),
                enters=list(one.enters),
                unscored=list(one.unscored),
            )
            for one in seen.reviewers
        ],
        firmness=[
            deciding.FirmnessShown(
                application_id=one.application,
                chosen=one.chosen,
                margin=_points(one.margin),
                change=_points(one.change),
                criterion=one.criterion,
                reviewers=list(one.reviewers),
                hold=one.hold,
            )
            for one in seen.firmness
        ],
    )


def _points(value: Fraction | None) -> Decimal | None:
    return None if value is None else stored(value)


def _standing(stored_as: str | None) -> Standing | None:
    return None if stored_as is None else Standing(stored_as)


def _agreement(one: CriterionAgreement) -> AgreementShown:
    return AgreementShown(
        criterion=one.criterion, krippendorff_alpha=_coefficient(one.alpha), gwet_ac2=_coefficient(one.ac2)
    )


def _coefficient(found: Coefficient) -> CoefficientShown:
    if isinstance(found, Defined):
        return CoefficientShown(value=found.shown, because=None)
    return CoefficientShown(value=None, because=found.because)
