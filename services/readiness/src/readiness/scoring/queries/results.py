"""Results and what they are made of, in SQL."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from readiness.assessments.queries.assessments import AssessmentRecord, CountedRole
from readiness.common.rules.roles import Role
from readiness.scoring.rules.of_instrument import StoredReply
from readiness.scoring.rules.response import AskedRole
from shared.db.query import Command, Query, Scalar, Transaction
from shared.values.json_types import JsonArray, JsonObject


class DueAssessment(NamedTuple):
    """A closed assessment whose closing has no result, and the trace in which it was closed."""

    district_id: UUID
    assessment_id: UUID
    closing_trace: str | None


class Failure(NamedTuple):
    """How often a closing was tried in vain."""

    closing: int
    tries: int


class ResultRecord(NamedTuple):
    """A result without its cells."""

    assessment_id: UUID
    result: int
    closing: int
    closed_at: datetime
    closed_on: date
    scored_at: datetime
    score: Decimal | None
    reached: str | None


class ReleasedCells(NamedTuple):
    """What a result released."""

    result: int
    released_cells: JsonArray


class FullCells(NamedTuple):
    """What each role said."""

    result: int
    full_cells: JsonArray


class SubmittedRater(NamedTuple):
    """A rater who has submitted, with what was said by the question's key; `result` is the first that counts them."""

    invitation_id: UUID
    role: Role
    result: int | None
    replies: JsonObject


_DUE = Query(
    """
    select a.district_id, a.assessment_id, a.closing_trace
    from assessment a
    left join scoring_failure f on f.district_id = a.district_id and f.assessment_id = a.assessment_id
      and f.closing = a.version
    where a.state = 'closed' and (f.try_again_at is null or f.try_again_at <= :now)
      and not exists (select from result r where r.district_id = a.district_id and r.assessment_id = a.assessment_id
        and r.closing = a.version)
    order by a.closed_at, a.assessment_id limit 1
    """,
    DueAssessment,
)
_IS_SCORED = Scalar("select true from result where assessment_id = :assessment_id and closing = :closing", bool)
_FAILURE = Query("select closing, tries from scoring_failure where assessment_id = :assessment_id", Failure)
_SET_FAILURE = Command("""
insert into scoring_failure (district_id, assessment_id, closing, code, tries, try_again_at)
values (:district_id, :assessment_id, :closing, :code, :tries, :try_again_at)
on conflict (district_id, assessment_id) do update set closing = excluded.closing, code = excluded.code,
  tries = excluded.tries, try_again_at = excluded.try_again_at
""")
_CLEAR_FAILURE = Command("delete from scoring_failure where assessment_id = :assessment_id")
_SUBMITTED = Query(
    """
    select i.invitation_id, i.role, c.result,
      coalesce((select jsonb_object_agg(w.question, jsonb_build_array(w.said, w.value)) from answer w
        where w.district_id = i.district_id and w.invitation_id = i.invitation_id), '{}') as replies
    from invitation i
    left join counted_rater c on c.district_id = i.district_id and c.assessment_id = i.assessment_id
      and c.invitation_id = i.invitation_id
    where i.assessment_id = :assessment_id and i.submitted_on is not null
    order by i.invitation_id
    """,
    SubmittedRater,
)
_RELEASED = Query(
    "select result, released_cells from result where assessment_id = :assessment_id order by result", ReleasedCells
)
_RELEASED_ONE = Query(
    "select result, released_cells from result where assessment_id = :assessment_id and result = :result",
    ReleasedCells,
)
_FULL_ONE = Query(
    "select result, full_cells from result where assessment_id = :assessment_id and result = :result", FullCells
)
_ADD = Command("""
insert into result (district_id, assessment_id, result, closing, closed_at, closed_on, scored_at, score, reached,
  full_cells, released_cells)
values (:district_id, :assessment_id, :result, :closing, :closed_at, :closed_on, :scored_at, :score, :reached,
  cast(:full_cells as jsonb), cast(:released_cells as jsonb))
""")
_ADD_ROLES = Command("""
insert into result_role (district_id, assessment_id, result, role, population, invited, picked_by)
select cast(:district_id as uuid), cast(:assessment_id as uuid), cast(:result as bigint), r.role, r.population,
  r.invited, r.picked_by
from unnest(cast(:roles as text[]), cast(:populations as bigint[]), cast(:invited as bigint[]),
  cast(:pickers as text[])) as r(role, population, invited, picked_by)
""")
_ADD_RATERS = Command("""
insert into counted_rater (district_id, assessment_id, invitation_id, result)
select cast(:district_id as uuid), cast(:assessment_id as uuid), r.invitation_id, cast(:result as bigint)
from unnest(cast(:raters as uuid[])) as r(invitation_id)
""")
_COLUMNS = "assessment_id, result, closing, closed_at, closed_on, scored_at, score, reached"
_FIND = Query(
    f"select {_COLUMNS} from result where assessment_id = :assessment_id and result = :result",  # noqa: S608
    ResultRecord,
)
_LAST = Query(
    f"select {_COLUMNS} from result where assessment_id = :assessment_id order by result desc limit 1",  # noqa: S608
    ResultRecord,
)
_LIST = Query(
    f"""
    select {_COLUMNS} from result
    where assessment_id = :assessment_id and (cast(:after as bigint) is null or result > cast(:after as bigint))
    order by result limit :limit
    """,  # noqa: S608
    ResultRecord,
)
_ROLES = Query(
    """
    select role, population, invited, picked_by from result_role
    where assessment_id = :assessment_id and result = :result order by role
    """,
    AskedRole,
)


async def find_due_assessment(session: Transaction, now: datetime) -> DueAssessment | None:
    """Returns the closed assessment, of any district, that waits the longest for a result of its closing; not one that
    failed and is to be tried later.
    """
    return await _DUE.first(session, now=now)


async def is_scored(session: Transaction, record: AssessmentRecord) -> bool:
    """Returns whether this closing of a closed assessment has a result."""
    return await _IS_SCORED.get(session, assessment_id=record.assessment_id, closing=record.version) is True


async def find_failure(session: Transaction, assessment_id: UUID) -> Failure | None:
    return await _FAILURE.first(session, assessment_id=assessment_id)


async def set_failure(
    session: Transaction, record: AssessmentRecord, code: str, tries: int, try_again_at: datetime
) -> None:
    await _SET_FAILURE.run(
        session,
        district_id=record.district_id,
        assessment_id=record.assessment_id,
        closing=record.version,
        code=code,
        tries=tries,
        try_again_at=try_again_at,
    )


async def clear_failure(session: Transaction, assessment_id: UUID) -> None:
    await _CLEAR_FAILURE.run(session, assessment_id=assessment_id)


async def find_submitted(session: Transaction, assessment_id: UUID) -> list[SubmittedRater]:
    """Returns those who have submitted, revoked ones included, in an order that tells nothing."""
    return await _SUBMITTED.all(session, assessment_id=assessment_id)


def replies_of(rater: SubmittedRater) -> dict[str, StoredReply]:
    return {question: StoredReply(said, value) for question, (said, value) in rater.replies.items()}


async def find_released(session: Transaction, assessment_id: UUID) -> list[ReleasedCells]:
    """Returns everything that was ever released of an assessment, oldest first."""
    return await _RELEASED.all(session, assessment_id=assessment_id)


async def find_released_cells(session: Transaction, assessment_id: UUID, result: int) -> ReleasedCells:
    return await _RELEASED_ONE.one(session, assessment_id=assessment_id, result=result)


async def find_full_cells(session: Transaction, assessment_id: UUID, result: int) -> FullCells:
    return await _FULL_ONE.one(session, assessment_id=assessment_id, result=result)


async def add_result(session: Transaction, district_id: UUID, record: ResultRecord, full: str, released: str) -> None:
    """Stores a result with its cells, which are JSON already."""
    await _ADD.run(
        session,
        district_id=district_id,
        assessment_id=record.assessment_id,
        result=record.result,
        closing=record.closing,
        closed_at=record.closed_at,
        closed_on=record.closed_on,
        scored_at=record.scored_at,
        score=record.score,
        reached=record.reached,
        full_cells=full,
        released_cells=released,
    )


async def add_result_roles(
    session: Transaction, district_id: UUID, record: ResultRecord, roles: Sequence[CountedRole]
) -> None:
    await _ADD_ROLES.run(
        session,
        district_id=district_id,
        assessment_id=record.assessment_id,
        result=record.result,
        roles=[one.role for one in roles],
        populations=[one.population for one in roles],
        invited=[one.invited for one in roles],
        pickers=[one.picked_by for one in roles],
    )


async def add_counted_raters(
    session: Transaction, district_id: UUID, record: ResultRecord, raters: Iterable[UUID]
) -> None:
    """Stores that these raters count from this result on."""
    await _ADD_RATERS.run(
        session,
        district_id=district_id,
        assessment_id=record.assessment_id,
        result=record.result,
        raters=list(raters),
    )


async def find_result(session: Transaction, assessment_id: UUID, result: int) -> ResultRecord | None:
    return await _FIND.first(session, assessment_id=assessment_id, result=result)


async def find_last_result(session: Transaction, assessment_id: UUID) -> ResultRecord | None:
    return await _LAST.first(session, assessment_id=assessment_id)


async def find_results(session: Transaction, assessment_id: UUID, after: int | None, limit: int) -> list[ResultRecord]:
    return await _LIST.all(session, assessment_id=assessment_id, after=after, limit=limit)


async def find_result_roles(session: Transaction, assessment_id: UUID, result: int) -> list[AskedRole]:
    return await _ROLES.all(session, assessment_id=assessment_id, result=result)
