"""Who verifies an assessment and what of it, in SQL."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Transaction


class ReviewRecord(NamedTuple):
    """Who reads the evidence of an assessment, and which of its questions they verify."""

    reviewers: list[str]
    questions: list[str]
    named_by: str
    named_on: date
    version: int


_ONE = Query(
    """
    select reviewers, questions, named_by, named_on, version from assessment_review
    where assessment_id = :assessment_id
    """,
    ReviewRecord,
)
_SET = Command("""
insert into assessment_review as r (district_id, assessment_id, reviewers, questions, named_by, named_on, version)
values (:district_id, :assessment_id, :reviewers, :questions, :named_by, :named_on, :version)
on conflict (district_id, assessment_id) do update set reviewers = excluded.reviewers, questions = excluded.questions,
  named_by = excluded.named_by, named_on = excluded.named_on, version = excluded.version
""")


async def find_review(session: Transaction, assessment_id: UUID) -> ReviewRecord | None:
    return await _ONE.first(session, assessment_id=assessment_id)


async def set_review(session: Transaction, district_id: UUID, assessment_id: UUID, new: ReviewRecord) -> None:
    await _SET.run(session, district_id=district_id, assessment_id=assessment_id, **new._asdict())
