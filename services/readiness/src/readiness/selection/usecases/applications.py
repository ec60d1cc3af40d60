"""A district's own applications: drafted, submitted, and taken back before anything was submitted."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from readiness.common.rules.sentences import sentence
from readiness.scoring.usecases.known_results import KnownResults
from readiness.selection.queries.applications import (
    ApplicationRecord,
    add_application,
    count_received,
    find_application_to,
    find_own_application,
    set_draft,
    set_submitted,
    set_withdrawn,
)
from readiness.selection.queries.calls import AnnouncedCall, find_announced
from readiness.selection.rules.answering import missing, unknown_prompts
from readiness.selection.rules.calls import CallState, validate_application
from readiness.selection.schemas.applying import ApplicationChange, NewApplication
from readiness.selection.usecases.attached import AttachedResult, find_attached_result
from readiness.selection.usecases.calls import require_announced, require_call
from readiness.selection.usecases.crossing import publish_to_both, speaking_for
from readiness.selection.usecases.telling import submitted_event
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, EditedMeanwhile, Invalid, NotFound, invalid
from shared.http.editing import ensure_current
from shared.values.calendar import day_of
from shared.values.ids import new_id

FIRST_RESULT = 1


async def require_application(
    session: Transaction, caller: Caller, application_id: UUID, *, lock: bool = False
) -> ApplicationRecord:
    """Raises NotFound where the caller's district has not applied under this id."""
    found = await find_own_application(session, caller.district_id, application_id, lock=lock)
    if found is None:
        raise NotFound("There is no such application of your district.")
    return found


async def create_application(
    session: Transaction, caller: Caller, new: NewApplication, *, known: KnownResults, now: datetime
) -> ApplicationRecord:
    """Creates a draft, which the host does not see. A district has one application to a call."""
    call = await find_announced(session, new.call_id)
    if call is None:
        raise invalid("/call_id", "There is no such call.")
    if call.host_id == caller.district_id:
        raise invalid("/call_id", "This call is your own district's; another district applies to it.")
    if call.state is not CallState.OPEN:
        raise Conflict(f"This call is {call.state}: it takes no more applications.")
    if (earlier := await find_application_to(session, caller.district_id, new.call_id)) is not None:
        raise Conflict(f"You have an application to this call already: {earlier}. Change it, or withdraw it first.")
    made = ApplicationRecord(
        application_id=new_id(),
        call_id=new.call_id,
        host_id=call.host_id,
        applicant_id=caller.district_id,
        state="draft",
        answers=_answers({}, new.answers, call),
        assessment_id=new.assessment_id,
        result=_result(new.assessment_id, new.result),
        summary=None,
        consented=new.consented,
        version=1,
        submitted_on=None,
        outcome=None,
        reasons=None,
        standing=None,
        standing_on=None,
        reserve_place=None,
    )
    await _attached(session, known, made, call)
    await add_application(session, made, now)
    return made


async def change_application(
    session: Transaction,
    caller: Caller,
    application_id: UUID,
    change: ApplicationChange,
    expected: str,
    *,
    known: KnownResults,
) -> ApplicationRecord:
    """Changes a draft, also when its call has closed: what somebody has written is kept."""
    before = await require_application(session, caller, application_id, lock=True)
    ensure_current(expected, before.version)
    _ensure_draft(before)
    call = await require_announced(session, before.call_id)
    after = before._replace(answers=_answers(before.answers, change.answers, call))
    if change.model_fields_set & {"assessment_id", "result"}:
        assessment_id = change.assessment_id if "assessment_id" in change.model_fields_set else before.assessment_id
        after = after._replace(assessment_id=assessment_id, result=_result(assessment_id, change.result))
    if change.consented is not None:
        after = after._replace(consented=change.consented)
    await _attached(session, known, after, call)
    await set_draft(session, after)
    return await require_application(session, caller, application_id)


async def send_application(
    session: Transaction,
    caller: Caller,
    application_id: UUID,
    expected: str,
    *,
    known: KnownResults,
    now: datetime,
) -> ApplicationRecord:
    """Submits a draft. Whatever stands in the way, the draft stays as it is.

    The call is locked while it is counted, so of two districts at once the call takes no more than it has room for.
    """
    draft = await require_application(session, caller, application_id)
    ensure_current(expected, draft.version)
    _ensure_draft(draft)
    call = await require_announced(session, draft.call_id)
    attached = await _attached(session, known, draft, call)
    if found := missing(
        draft.answers,
        call.terms.rule_prompts(),
        consented=draft.consented,
        attached=attached is not None,
        must_attach=call.content_hash is not None,
    ):
        errors = [{"pointer": one.pointer, "detail": sentence(one.problem)} for one in found]
        raise Invalid("This application cannot be submitted yet; see errors. Your draft is kept.", errors=errors)
    today = day_of(now, call.time_zone)
    async with speaking_for(session, draft.host_id, then=caller.district_id):
        locked = await require_call(session, draft.call_id, lock=True)
        received = await count_received(session, draft.host_id, draft.call_id)
    if problem := validate_application(locked.terms.rule_call(locked.state), received, today):
        raise Conflict(f"{sentence(problem)} Your draft is kept.")
    if not await set_submitted(session, draft, _summary(attached), today):
        raise EditedMeanwhile("This has been edited since you read it. Read it again, then submit it.")
    await publish_to_both(session, [(draft, submitted_event(draft, today))], then=caller.district_id)
    return await require_application(session, caller, application_id)


async def discard_draft(session: Transaction, caller: Caller, application_id: UUID) -> ApplicationRecord:
    """Takes a draft back. The host has never seen it."""
    draft = await require_application(session, caller, application_id, lock=True)
    _ensure_draft(draft)
    await set_withdrawn(session, application_id)
    return await require_application(session, caller, application_id)


def _ensure_draft(application: ApplicationRecord) -> None:
    if application.state != "draft":
        raise Conflict(f"This application is {application.state}: it can be changed no more.")


def _answers(before: Mapping[str, str], given: Mapping[str, str | None], call: AnnouncedCall) -> dict[str, str]:
    """Returns the answers with those that are given. Raises a 422 for a prompt that the call does not have."""
    if unknown := unknown_prompts(given, call.terms.rule_prompts()):
        errors = [{"pointer": f"/answers/{key}", "detail": "The call asks nothing by this key."} for key in unknown]
        raise Invalid("The call asks something else; see errors.", errors=errors)
    return {key: words for key, words in (dict(before) | dict(given)).items() if words is not None}


def _result(assessment_id: UUID | None, result: int | None) -> int | None:
    if assessment_id is None:
        if result is not None:
            raise invalid("/result", "Name the assessment whose result it is.")
        return None
    return result or FIRST_RESULT


async def _attached(
    session: Transaction, known: KnownResults, application: ApplicationRecord, call: AnnouncedCall
) -> AttachedResult | None:
    """Returns what is attached. Raises a 422 where there is no such result, or it is of another instrument."""
    if application.assessment_id is None:
        return None
    found = await find_attached_result(session, known, application.assessment_id, application.result or FIRST_RESULT)
    if found is None:
        raise invalid("/assessment_id", "There is no such result of a closed assessment of your district.")
    if call.content_hash not in (None, found.content_hash):
        raise invalid(
            "/assessment_id", "It asks something else than the call: adopt the call's instrument, and use it."
        )
    return found


def _summary(attached: AttachedResult | None) -> dict[str, object] | None:
    """Returns what the host will read of a result, as it was when the application was submitted."""
    if attached is None:
        return None
    released = attached._asdict()
    released.pop("content_hash")
    return released | {"conditions": [one._asdict() for one in attached.conditions]}
