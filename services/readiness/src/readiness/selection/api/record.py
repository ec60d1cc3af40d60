"""The record of a call as it is answered."""

from readiness.selection.api.showing import appeal_shown, decision_of_record, kept_ranking, sheet_shown, summary_shown
from readiness.selection.queries.applications import ApplicationRecord
from readiness.selection.rules.ranking import commitment_of
from readiness.selection.schemas.deciding import CallRecordShown, RecordedApplication
from readiness.selection.schemas.reviewing import ConflictShown
from readiness.selection.usecases.record import CallFile


def record_shown(found: CallFile) -> CallRecordShown:
    call = found.call
    if call.decided_on is None:
        raise AssertionError("a decided call has its day")
    return CallRecordShown(
        classification="public record",
        call_id=call.call_id,
        state=call.state,
        decided_on=call.decided_on,
        terms=call.terms,
        commitment=commitment_of(call.seed),
        seed=call.seed.hex(),
        applications=[_application(found, one) for one in found.applications],
        sheets=[sheet_shown(one, call.terms) for one in found.sheets],
        conflicts=[ConflictShown.model_validate(one) for one in found.conflicts],
        rankings=[kept_ranking(call, one, one.content, ()) for one in found.rankings],
    )


def _application(found: CallFile, one: ApplicationRecord) -> RecordedApplication:
    if one.submitted_on is None or one.state == "draft":
        raise AssertionError("a host receives what was submitted")
    decision = found.decisions.get(one.application_id)
    return RecordedApplication(
        application_id=one.application_id,
        applicant_id=one.applicant_id,
        state=one.state,
        submitted_on=one.submitted_on,
        summary=summary_shown(one.summary),
        decision=None if decision is None else decision_of_record(decision, one.standing),
        appeals=[appeal_shown(said) for said in found.appeals if said.application_id == one.application_id],
    )
