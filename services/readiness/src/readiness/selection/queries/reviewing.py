"""Reviewers, their conflicts and their sheets, in SQL."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from readiness.selection.rules.scores import Conflict, Sheet
from shared.db.query import Command, Query, Scalar, Transaction
from shared.values.json_types import JsonObject


class ReviewerRecord(NamedTuple):
    """A reviewer of a call, with how much they have done."""

    reviewer_id: UUID
    call_id: UUID
    subject: str
    sheets: int
    conflicts: int


class ReviewRecord(NamedTuple):
    """An application that somebody reviews: in a call that is reviewed or decided, and without a conflict."""

    application_id: UUID
    call_id: UUID
    applicant_id: UUID
    reviewer_id: UUID
    application_state: str
    answers: JsonObject
    summary: JsonObject | None
    scored: bool


class SheetRecord(NamedTuple):
    """A sheet as it is stored."""

    application_id: UUID
    reviewer_id: UUID
    levels: JsonObject
    notes: str | None
    given_on: date


class ConflictRecord(NamedTuple):
    """A conflict as it is stored."""

    application_id: UUID
    reviewer_id: UUID
    reason: str
    declared_on: date
    late: bool


_REVIEWER_COLUMNS = """
r.reviewer_id, r.call_id, r.subject,
(select count(*) from score_sheet s where s.district_id = r.district_id and s.reviewer_id = r.reviewer_id) as sheets,
(select count(*) from reviewer_conflict c
 where c.district_id = r.district_id and c.reviewer_id = r.reviewer_id) as conflicts
"""
_REVIEWERS = Query(
    f"select {_REVIEWER_COLUMNS} from reviewer r where r.call_id = :call_id order by r.reviewer_id",  # noqa: S608
    ReviewerRecord,
)
_REVIEWER = Query(
    f"""
    select {_REVIEWER_COLUMNS} from reviewer r where r.call_id = :call_id and r.reviewer_id = :reviewer_id
    """,  # noqa: S608
    ReviewerRecord,
)
_REVIEWER_OF = Scalar("select reviewer_id from reviewer where call_id = :call_id and subject = :subject", UUID)
_ADD_REVIEWER = Scalar(
    """
    insert into reviewer (district_id, reviewer_id, call_id, subject, named_at)
    values (:district_id, :reviewer_id, :call_id, :subject, :at)
    on conflict (district_id, call_id, subject) do nothing returning true
    """,
    bool,
)
_DELETE_REVIEWER = Command("delete from reviewer where reviewer_id = :reviewer_id")
# Nobody is shown what they must not judge: it is left out here, before anything is counted or ordered.
_SELECT_REVIEW = """
select a.application_id, a.call_id, a.applicant_id, r.reviewer_id, a.state as application_state, a.answers, a.summary,
  exists (select from score_sheet s where s.district_id = r.district_id and s.reviewer_id = r.reviewer_id
            and s.application_id = a.application_id) as scored
from reviewer r
join call c on c.district_id = r.district_id and c.call_id = r.call_id and c.state in ('reviewing', 'decided')
join application a on a.host_id = r.district_id and a.call_id = r.call_id and a.submitted_on is not null
  and (a.state = 'submitted' or a.standing is not null)
where r.subject = :subject and not exists (
  select from reviewer_conflict x where x.district_id = r.district_id and x.reviewer_id = r.reviewer_id
    and x.application_id = a.application_id)
"""
_REVIEWS = Query(
    f"""
    {_SELECT_REVIEW} and (cast(:after as uuid) is null or a.application_id > cast(:after as uuid))
    order by a.application_id limit :limit
    """,
    ReviewRecord,
)
_REVIEW = Query(f"{_SELECT_REVIEW} and a.application_id = :application_id", ReviewRecord)
_SHEETS = Query(
    """
    select application_id, reviewer_id, levels, notes, given_on from score_sheet
    where call_id = :call_id order by application_id, reviewer_id
    """,
    SheetRecord,
)
_PUT_SHEET = Command("""
insert into score_sheet (district_id, reviewer_id, application_id, call_id, levels, notes, given_on)
values (:district_id, :reviewer_id, :application_id, :call_id, cast(:levels as jsonb), :notes, :day)
on conflict (district_id, reviewer_id, application_id) do update
set levels = excluded.levels, notes = excluded.notes, given_on = excluded.given_on
""")
_CONFLICTS = Query(
    """
    select application_id, reviewer_id, reason, declared_on, late from reviewer_conflict
    where call_id = :call_id order by application_id, reviewer_id
    """,
    ConflictRecord,
)
_CONFLICT_OF = Query(
    """
    select c.application_id, c.reviewer_id, c.reason, c.declared_on, c.late
    from reviewer_conflict c
    join reviewer r on r.district_id = c.district_id and r.reviewer_id = c.reviewer_id
    where r.subject = :subject and c.application_id = :application_id
    """,
    ConflictRecord,
)
_ADD_CONFLICT = Scalar(
    """
    insert into reviewer_conflict (district_id, reviewer_id, application_id, call_id, reason, declared_on, late)
    values (:district_id, :reviewer_id, :application_id, :call_id, :reason, :day, :late)
    on conflict (district_id, reviewer_id, application_id) do nothing returning true
    """,
    bool,
)


async def find_reviewers(session: Transaction, call_id: UUID) -> list[ReviewerRecord]:
    return await _REVIEWERS.all(session, call_id=call_id)


async def find_reviewer(session: Transaction, call_id: UUID, reviewer_id: UUID) -> ReviewerRecord | None:
    return await _REVIEWER.first(session, call_id=call_id, reviewer_id=reviewer_id)


async def find_reviewer_of(session: Transaction, call_id: UUID, subject: str) -> UUID | None:
    """Returns which reviewer of the call the caller is, if any."""
    return await _REVIEWER_OF.get(session, call_id=call_id, subject=subject)


async def add_reviewer(
    session: Transaction, district_id: UUID, call_id: UUID, reviewer_id: UUID, subject: str, at: datetime
) -> bool:
    """Adds a reviewer; returns whether they were none before."""
    added = await _ADD_REVIEWER.get(
        session, district_id=district_id, call_id=call_id, reviewer_id=reviewer_id, subject=subject, at=at
    )
    return bool(added)


async def delete_reviewer(session: Transaction, reviewer_id: UUID) -> None:
    await _DELETE_REVIEWER.run(session, reviewer_id=reviewer_id)


async def find_reviews(session: Transaction, subject: str, after: UUID | None, limit: int) -> list[ReviewRecord]:
    """Returns what somebody reviews, of all calls."""
    return await _REVIEWS.all(session, subject=subject, after=after, limit=limit)


async def find_review(session: Transaction, subject: str, application_id: UUID) -> ReviewRecord | None:
    return await _REVIEW.first(session, subject=subject, application_id=application_id)


async def find_sheets(session: Transaction, call_id: UUID) -> list[SheetRecord]:
    return await _SHEETS.all(session, call_id=call_id)


async def put_sheet(
    session: Transaction,
    district_id: UUID,
    review: ReviewRecord,
    levels: Mapping[str, int],
    notes: str | None,
    day: date,
) -> None:
    await _PUT_SHEET.run(
        session,
        district_id=district_id,
        reviewer_id=review.reviewer_id,
        application_id=review.application_id,
        call_id=review.call_id,
        levels=json.dumps(dict(levels)),
        notes=notes,
        day=day,
    )


async def find_conflicts(session: Transaction, call_id: UUID) -> list[ConflictRecord]:
    return await _CONFLICTS.all(session, call_id=call_id)


async def find_conflict_of(session: Transaction, subject: str, application_id: UUID) -> ConflictRecord | None:
    """Returns the conflict that somebody has declared about the application."""
    return await _CONFLICT_OF.first(session, subject=subject, application_id=application_id)


async def add_conflict(
    session: Transaction, district_id: UUID, review: ReviewRecord, reason: str, day: date, *, late: bool
) -> bool:
    """Adds a conflict; returns whether there was none before."""
    added = await _ADD_CONFLICT.get(
        session,
        district_id=district_id,
        reviewer_id=review.reviewer_id,
        application_id=review.application_id,
        call_id=review.call_id,
        reason=reason,
        day=day,
        late=late,
    )
    return bool(added)


def sheet_of(record: SheetRecord) -> Sheet:
    """Returns a stored sheet as the rules see it."""
    return Sheet(record.reviewer_id, record.application_id, {key: int(one) for key, one in record.levels.items()})


def conflict_of(record: ConflictRecord) -> Conflict:
    """Returns a stored conflict as the rules see it."""
    return Conflict(record.reviewer_id, record.application_id)
