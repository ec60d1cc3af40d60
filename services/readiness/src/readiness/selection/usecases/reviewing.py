"""Reviewers are named, read applications, give their sheets, each alone, and say what they must not judge."""

from datetime import datetime
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from readiness.common.rules.sentences import sentence
from readiness.selection.queries.calls import CallRecord
from readiness.selection.queries.decisions import find_newest_number
from readiness.selection.queries.reviewing import (
    ConflictRecord,
    ReviewerRecord,
    ReviewRecord,
    SheetRecord,
    add_conflict,
    add_reviewer,
    delete_reviewer,
    find_conflict_of,
    find_conflicts,
    find_review,
    find_reviewer,
    find_reviewer_of,
    find_sheets,
    put_sheet,
)
from readiness.selection.rules.calls import CallState
from readiness.selection.rules.ranking import Place
from readiness.selection.rules.scores import Sheet, validate_sheet, weighted
from readiness.selection.schemas.reviewing import Sheet as SheetGiven
from readiness.selection.usecases.calls import require_call
from readiness.selection.usecases.material import Material, load_material
from readiness.selection.usecases.rankings import renew_ranking
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound, invalid
from shared.values.calendar import day_of
from shared.values.ids import new_id

NO_REVIEW = "There is no such application for you to review."


class SeenReview(NamedTuple):
    """An application to review, the reviewer's own sheet, and those of the others once there is one."""

    review: ReviewRecord
    call: CallRecord
    own: SheetRecord | None
    others: list[SheetRecord]


class SeenCall(NamedTuple):
    """How a call stands, of what a reviewer may know."""

    call: CallRecord
    applications: int
    scored: int
    mean: Fraction | None
    places: tuple[Place, ...] | None


async def name_reviewer(
    session: Transaction, caller: Caller, call_id: UUID, subject: str, now: datetime
) -> ReviewerRecord:
    """Names somebody to review. Raises a 409 where they do, and once decisions are released."""
    call = await require_call(session, call_id, lock=True)
    if call.state in (CallState.DECIDED, CallState.CANCELLED):
        raise Conflict(f"This call is {call.state}: nobody reviews it any more.")
    reviewer_id = new_id()
    if not await add_reviewer(session, caller.district_id, call_id, reviewer_id, subject, now):
        raise Conflict("They review this call already.")
    found = await find_reviewer(session, call_id, reviewer_id)
    assert found is not None  # noqa: S101 (it was added above)
    return found


async def remove_reviewer(session: Transaction, call_id: UUID, reviewer_id: UUID) -> None:
    """Takes somebody off who has done nothing yet: what was said of an application stays."""
    await require_call(session, call_id, lock=True)
    found = await find_reviewer(session, call_id, reviewer_id)
    if found is None:
        raise NotFound("The call has no such reviewer.")
    if found.sheets or found.conflicts:
        raise Conflict("They have scored or declared a conflict; what they said is part of the record, and they stay.")
    await delete_reviewer(session, reviewer_id)


async def read_review(session: Transaction, caller: Caller, application_id: UUID) -> SeenReview:
    """Raises NotFound where the caller does not review it, or must not judge it: the two are not told apart."""
    review = await require_review(session, caller, application_id)
    call = await require_call(session, review.call_id)
    sheets = [one for one in await find_sheets(session, review.call_id) if one.application_id == application_id]
    own = next((one for one in sheets if one.reviewer_id == review.reviewer_id), None)
    if own is None:
        return SeenReview(review, call, None, [])
    barred = {
        one.reviewer_id for one in await find_conflicts(session, review.call_id) if one.application_id == application_id
    }
    others = [one for one in sheets if one.reviewer_id not in barred | {review.reviewer_id}]
    return SeenReview(review, call, own, others)


async def give_sheet(
    session: Transaction, caller: Caller, application_id: UUID, given: SheetGiven, now: datetime
) -> SeenReview:
    """Keeps a reviewer's sheet, instead of an earlier one. Where there is a list, it is made anew."""
    call = await _lock_reviewed(session, caller, application_id)
    review = await require_review(session, caller, application_id)
    if call.state is not CallState.REVIEWING or review.application_state != "submitted":
        raise Conflict("The decisions are released, or it was withdrawn: it is scored no more.")
    sheet = Sheet(review.reviewer_id, application_id, given.levels)
    if problem := validate_sheet(sheet, call.terms.rule_criteria()):
        raise invalid("/levels", sentence(problem))
    await put_sheet(session, caller.district_id, review, given.levels, given.notes, day_of(now, call.time_zone))
    await renew_ranking(session, call, "sheet_changed", now)
    return await read_review(session, caller, application_id)


async def declare_conflict(
    session: Transaction, caller: Caller, application_id: UUID, reason: str, now: datetime
) -> ConflictRecord:
    """Keeps that a reviewer must not judge an application. Whatever they gave counts no longer; where there is a list,
    it is made anew, and the old one is kept. Declaring it again changes nothing.
    """
    if (known := await find_conflict_of(session, caller.subject, application_id)) is not None:
        return known
    call = await _lock_reviewed(session, caller, application_id)
    review = await find_review(session, caller.subject, application_id)
    if review is not None:
        late = review.scored or await find_newest_number(session, call.call_id) is not None
        day = day_of(now, call.time_zone)
        await add_conflict(session, caller.district_id, review, reason, day, late=late)
        await renew_ranking(session, call, "conflict_declared", now)
    declared = await find_conflict_of(session, caller.subject, application_id)
    if declared is None:
        raise NotFound(NO_REVIEW)
    return declared


async def read_reviewed_call(session: Transaction, caller: Caller, call_id: UUID) -> SeenCall:
    """Returns how a call stands for a reviewer: counts, means, places and their order are all worked out of what they
    may know. The list is there once they have scored all of it, for it tells what the others gave.
    """
    call = await require_call(session, call_id)
    reviewer = await find_reviewer_of(session, call_id, caller.subject)
    if reviewer is None or call.state not in (CallState.REVIEWING, CallState.DECIDED):
        raise NotFound("There is no such call for you to review.")
    seen = (await load_material(session, call)).seen_by(reviewer)
    own = [_score(seen, one) for one in seen.sheets if one.reviewer == reviewer]
    mean = sum(own, Fraction(0)) / len(own) if own else None
    made = await find_newest_number(session, call_id) is not None
    places = seen.ranked.places if made and not seen.owed_by(reviewer) else None
    return SeenCall(call, len(seen.applications), len(own), mean, places)


async def require_review(session: Transaction, caller: Caller, application_id: UUID) -> ReviewRecord:
    found = await find_review(session, caller.subject, application_id)
    if found is None:
        raise NotFound(NO_REVIEW)
    return found


async def _lock_reviewed(session: Transaction, caller: Caller, application_id: UUID) -> CallRecord:
    """Returns the call of an application that the caller reviews, which nobody else changes until the commit."""
    review = await require_review(session, caller, application_id)
    return await require_call(session, review.call_id, lock=True)


def _score(material: Material, sheet: Sheet) -> Fraction:
    """Returns the score that one sheet gives."""
    means = {one.key: Fraction(sheet.levels[one.key] - 1, one.levels - 1) for one in material.criteria}
    return weighted(means, material.criteria)
