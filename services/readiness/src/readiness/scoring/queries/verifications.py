"""What reviewers verified, and what they verify it by, in SQL."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from readiness.assessments.queries.assessments import Level
from readiness.common.rules.roles import Role
from readiness.instruments.rules.instrument import EvidenceKind
from shared.db.query import Command, Query, Transaction
from shared.roster.calendars import zone_of
from shared.values.json_types import Json, JsonArray


class VerificationRecord(NamedTuple):
    """A verification as it is stored."""

    question: str
    value: Json
    score: Decimal
    note: str
    evidence_seen: JsonArray
    verified_by: str
    verified_on: date
    version: int


class CountedRow(NamedTuple):
    """A rater who has submitted, and the first result that counts them."""

    invitation_id: UUID
    role: Role
    result: int


class WordsRow(NamedTuple):
    """What a rater wrote; `place` is an order that tells nothing."""

    invitation_id: UUID
    question: str
    words: str
    place: str


class EvidenceRow(NamedTuple):
    """What a rater named as evidence with an answer, or as the answer."""

    question: str
    kind: EvidenceKind
    reference: str
    place: str


class ToVerifyRow(NamedTuple):
    """A closed assessment that a reviewer is named to verify, and how many of the chosen questions are verified."""

    district_id: UUID
    assessment_id: UUID
    instrument_id: UUID
    instrument_version: int
    title: str
    level: Level
    site_id: UUID | None
    closes_on: date
    closed_at: datetime
    time_zone: str
    questions: list[str]
    verified: int


class EvidenceCount(NamedTuple):
    """How often evidence was named to a question."""

    question: str
    named: int


_COLUMNS = "question, value, score, note, evidence_seen, verified_by, verified_on, version"
_ALL = Query(
    f"select {_COLUMNS} from verification where assessment_id = :assessment_id order by question",  # noqa: S608
    VerificationRecord,
)
_ONE = Query(
    f"""
    select {_COLUMNS} from verification where assessment_id = :assessment_id and question = :question for update
    """,  # noqa: S608
    VerificationRecord,
)
_LIST = Query(
    f"""
    select {_COLUMNS} from verification
    where assessment_id = :assessment_id and (cast(:after as text) is null or question > cast(:after as text))
    order by question limit :limit
    """,  # noqa: S608
    VerificationRecord,
)
# Whoever is invited as a person verifies nothing of that assessment; a system is nobody's rater.
_TO_VERIFY = Query(
    f"""
    select a.district_id, a.assessment_id, a.instrument_id, a.instrument_version, a.title, a.level, a.site_id,
      a.closes_on, a.closed_at, {zone_of("a.district_id")} as time_zone, r.questions,
      (select count(*) from verification v where v.district_id = a.district_id and v.assessment_id = a.assessment_id
        and v.question = any(r.questions)) as verified
    from assessment a
    join assessment_review r on r.district_id = a.district_id and r.assessment_id = a.assessment_id
    where a.state = 'closed' and cast(:subject as text) = any(r.reviewers)
      and (cast(:after as uuid) is null or a.assessment_id > cast(:after as uuid))
      and not exists (
        select from invitation i
        where i.district_id = a.district_id and i.assessment_id = a.assessment_id and i.state <> 'revoked'
          and i.person_id = cast(:person_id as uuid))
    order by a.assessment_id limit :limit
    """,  # noqa: S608
    ToVerifyRow,
)
_SET = Command("""
insert into verification as v (district_id, assessment_id, question, value, score, note, evidence_seen, verified_by,
  verified_on, version)
values (:district_id, :assessment_id, :question, cast(:value as jsonb), :score, :note, cast(:evidence_seen as jsonb),
  :verified_by, :verified_on, :version)
on conflict (district_id, assessment_id, question) do update set value = excluded.value, score = excluded.score,
  note = excluded.note, evidence_seen = excluded.evidence_seen, verified_by = excluded.verified_by,
  verified_on = excluded.verified_on, version = excluded.version
""")
_COUNTED = Query(
    """
    select i.invitation_id, i.role, c.result
    from counted_rater c join invitation i on i.district_id = c.district_id and i.invitation_id = c.invitation_id
    where c.assessment_id = :assessment_id order by i.invitation_id
    """,
    CountedRow,
)
# By a digest of rater and question: it says nothing of time, and does not put one rater's words beside each other.
_PLACE = "encode(sha256(convert_to(a.invitation_id::text || a.question, 'UTF8')), 'hex')"
_OF = "a.invitation_id = any(cast(:raters as uuid[])) and a.question = any(cast(:questions as text[]))"
_PAGE = "where cast(:after as text) is null or w.place > cast(:after as text) order by w.place limit :limit"
_WORDS = Query(
    f"""
    select w.invitation_id, w.question, w.words, w.place
    from (select a.invitation_id, a.question, a.value #>> '{{}}' as words, {_PLACE} as place
      from answer a where {_OF} and a.said = 'value') w
    {_PAGE}
    """,  # noqa: S608
    WordsRow,
)
_NAMED = f"""
  select a.question, a.evidence ->> 'kind' as kind, a.evidence ->> 'reference' as reference, {_PLACE} as place
  from answer a where {_OF} and a.evidence is not null and a.said <> 'left_out'
  union all
  select a.question, a.value ->> 'kind', a.value ->> 'reference', {_PLACE} || '.'
  from answer a
  where {_OF} and a.said = 'value' and a.question = any(cast(:shows as text[]))
"""  # noqa: S608
_EVIDENCE = Query(
    f"select w.question, w.kind, w.reference, w.place from ({_NAMED}) w {_PAGE}",  # noqa: S608
    EvidenceRow,
)
_EVIDENCE_COUNTS = Query(
    f"select w.question, count(*) as named from ({_NAMED}) w group by w.question order by w.question",  # noqa: S608
    EvidenceCount,
)


async def find_verifications(session: Transaction, assessment_id: UUID) -> list[VerificationRecord]:
    return await _ALL.all(session, assessment_id=assessment_id)


async def find_verification_page(
    session: Transaction, assessment_id: UUID, after: str | None, limit: int
) -> list[VerificationRecord]:
    return await _LIST.all(session, assessment_id=assessment_id, after=after, limit=limit)


async def find_assessments_to_verify(
    session: Transaction, subject: str, person_id: UUID | None, after: UUID | None, limit: int
) -> list[ToVerifyRow]:
    """Returns closed assessments that this subject verifies, without those of which the person is a rater."""
    return await _TO_VERIFY.all(session, subject=subject, person_id=person_id, after=after, limit=limit)


async def lock_verification(session: Transaction, assessment_id: UUID, question: str) -> VerificationRecord | None:
    return await _ONE.first(session, assessment_id=assessment_id, question=question)


async def set_verification(
    session: Transaction, district_id: UUID, assessment_id: UUID, new: VerificationRecord
) -> None:
    written = {"value": json.dumps(new.value), "evidence_seen": json.dumps(new.evidence_seen)}
    await _SET.run(session, district_id=district_id, assessment_id=assessment_id, **new._asdict() | written)


async def find_counted(session: Transaction, assessment_id: UUID) -> list[CountedRow]:
    """Returns the raters of all results."""
    return await _COUNTED.all(session, assessment_id=assessment_id)


async def find_words(
    session: Transaction, raters: list[UUID], questions: list[str], after: str | None, limit: int
) -> list[WordsRow]:
    """Returns what these raters wrote to these questions, in an order that tells nothing."""
    return await _WORDS.all(session, raters=raters, questions=questions, after=after, limit=limit)


async def find_evidence(
    session: Transaction, raters: list[UUID], questions: list[str], shows: list[str], after: str | None, limit: int
) -> list[EvidenceRow]:
    """Returns what these raters named as evidence; `shows` are the questions whose answer is evidence itself."""
    return await _EVIDENCE.all(session, raters=raters, questions=questions, shows=shows, after=after, limit=limit)


async def count_evidence(
    session: Transaction, raters: list[UUID], questions: list[str], shows: list[str]
) -> dict[str, int]:
    """Returns how often these raters named evidence, by question; `shows` as above."""
    found = await _EVIDENCE_COUNTS.all(session, raters=raters, questions=questions, shows=shows)
    return {one.question: one.named for one in found}
