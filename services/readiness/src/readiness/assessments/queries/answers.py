"""What raters answer, in SQL."""

import json
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from readiness.assessments.rules.given import Said
from shared.db.query import Command, Query, Transaction
from shared.values.json_types import Json


class StoredAnswer(NamedTuple):
    """An answer as it is kept; its value is of the question's form."""

    question: str
    sequence: int
    said: Said
    value: Json | None
    evidence: Json | None


_OF_INVITATION = Query(
    """
    select question, sequence, said, value, evidence from answer where invitation_id = :invitation_id order by question
    """,
    StoredAnswer,
)
# One statement, for the rater's lock and the connection are held meanwhile. What stood before is read as of its
# beginning, and nobody writes but who holds the lock; the condition holds all the same, whoever forgets to lock.
_STORE = Query(
    """
    with stored as (
      insert into answer as a (district_id, invitation_id, question, sequence, said, value, evidence)
      values (:district_id, :invitation_id, :question, :sequence, :said, cast(:value as jsonb),
        cast(:evidence as jsonb))
      on conflict (district_id, invitation_id, question) do update
      set sequence = excluded.sequence, said = excluded.said, value = excluded.value, evidence = excluded.evidence
      where a.sequence < excluded.sequence
    )
    select question, sequence, said, value, evidence from answer
    where invitation_id = :invitation_id and question = :question
    """,
    StoredAnswer,
)
_ADD = Command("""
insert into answer (district_id, invitation_id, question, sequence, said, value, evidence)
select cast(:district_id as uuid), n.invitation_id, n.question, 1, n.said, n.value, n.evidence
from unnest(cast(:invitations as uuid[]), cast(:questions as text[]), cast(:said as text[]), cast(:values as jsonb[]),
  cast(:evidence as jsonb[])) as n(invitation_id, question, said, value, evidence)
""")


async def find_answers(session: Transaction, invitation_id: UUID) -> list[StoredAnswer]:
    return await _OF_INVITATION.all(session, invitation_id=invitation_id)


async def store_answer(
    session: Transaction, district_id: UUID, invitation_id: UUID, answer: StoredAnswer
) -> StoredAnswer | None:
    """Stores the answer, unless one of its number or a newer one is stored; returns what stood before, if anything.
    The invitation is locked.
    """
    return await _STORE.first(
        session,
        district_id=district_id,
        invitation_id=invitation_id,
        question=answer.question,
        sequence=answer.sequence,
        said=answer.said,
        value=_as_json(answer.value),
        evidence=_as_json(answer.evidence),
    )


async def add_answers(session: Transaction, district_id: UUID, answers: Sequence[tuple[UUID, StoredAnswer]]) -> None:
    """Adds the answers of invitations that have none."""
    await _ADD.run(
        session,
        district_id=district_id,
        invitations=[invitation_id for invitation_id, _ in answers],
        questions=[one.question for _, one in answers],
        said=[one.said for _, one in answers],
        values=[_as_json(one.value) for _, one in answers],
        evidence=[_as_json(one.evidence) for _, one in answers],
    )


def _as_json(value: Json | None) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)
