"""Pieces of evidence one by one: read with what has become of them, voided, corrected."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row as AnyRow
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from competency.evidence.models import Evidence
from shared.db.query import Transaction, columns
from shared.db.statement import Row, Statement

_BECOME = f"""
select {columns(Evidence, "e")}, v.voided_at, v.reason as void_reason, c.superseded_at, c.superseded_by,
  c.reason as correction_reason
from evidence e
left join evidence_void v on v.district_id = e.district_id and v.evidence_id = e.evidence_id{{0}}
left join evidence_correction c on c.district_id = e.district_id and c.evidence_id = e.evidence_id{{1}}
"""  # noqa: S608
_STATED = _BECOME.format("", "")
_KNOWN = "(cast(:known as timestamptz) is null or {0} <= :known)"
_STATED_THEN = _BECOME.format(f" and {_KNOWN.format('v.voided_at')}", f" and {_KNOWN.format('c.superseded_at')}")
_EXISTING = Statement(f"""
select {columns(Evidence, "s")}, s.voided_at, s.void_reason, s.superseded_at, s.superseded_by,
  s.correction_reason
from unnest(cast(:external_ids as text[])) as w(external_id)
cross join lateral ({_STATED} where e.sender = :sender and e.external_id = w.external_id limit 1) s
""")  # noqa: S608
_VOID = Statement("""
insert into evidence_void (district_id, evidence_id, voided_at, reason, voided_by)
select cast(:district_id as uuid), v.evidence_id, cast(:voided_at as timestamptz), v.reason, cast(:voided_by as text)
from unnest(cast(:ids as uuid[]), cast(:reasons as text[])) as v(evidence_id, reason)
""")
_CORRECT = Statement("""
insert into evidence_correction (district_id, evidence_id, superseded_by, superseded_at, reason, corrected_by)
select cast(:district_id as uuid), c.evidence_id, c.superseded_by, cast(:superseded_at as timestamptz), c.reason,
       cast(:corrected_by as text)
from unnest(cast(:ids as uuid[]), cast(:by as uuid[]), cast(:reasons as text[]))
  as c(evidence_id, superseded_by, reason)
""")
_ONE = text(f"{_STATED_THEN} where e.evidence_id = :evidence_id and {_KNOWN.format('e.recorded_at')}")
_SOME = Statement(f"{_STATED} where e.evidence_id = any(cast(:ids as uuid[]))")
_OF_LEARNER = text(f"""{_STATED_THEN}
where e.learner_id = :learner_id and (cast(:item_id as uuid) is null or e.item_id = :item_id)
  and (cast(:observed as timestamptz) is null or e.observed_at <= :observed) and {_KNOWN.format("e.recorded_at")}
  and (cast(:after as uuid) is null or e.evidence_id > :after)
order by e.evidence_id limit :limit
""")


async def evidence_by_external_id(session: Transaction, sender: str, external_ids: Sequence[str]) -> dict[str, Row]:
    rows = await _EXISTING.all(session, {"sender": sender, "external_ids": list(external_ids)})
    return {row.external_id: row for row in rows}


async def void(
    session: Transaction, district_id: UUID, reasons: Mapping[UUID, str], *, voided_at: datetime, voided_by: str
) -> None:
    """Declare these pieces void, each for its reason."""
    await _VOID.run(
        session,
        {
            "district_id": district_id,
            "voided_at": voided_at,
            "voided_by": voided_by,
            "ids": list(reasons),
            "reasons": list(reasons.values()),
        },
    )


async def correct(
    session: Transaction,
    district_id: UUID,
    corrections: Mapping[UUID, tuple[UUID, str]],
    *,
    superseded_at: datetime,
    corrected_by: str,
) -> None:
    """Put other pieces in the place of these, each for its reason."""
    await _CORRECT.run(
        session,
        {
            "district_id": district_id,
            "superseded_at": superseded_at,
            "corrected_by": corrected_by,
            "ids": list(corrections),
            "by": [by for by, _ in corrections.values()],
            "reasons": [reason for _, reason in corrections.values()],
        },
    )


async def one(session: AsyncSession, evidence_id: UUID, known: datetime | None = None) -> AnyRow[Any] | None:
    """The piece as it stands, or stood when that was known; None too where nobody had told us of it yet."""
    return (await session.execute(_ONE, {"evidence_id": evidence_id, "known": known})).one_or_none()


async def some(session: Transaction, ids: Collection[UUID]) -> dict[UUID, Row]:
    """Those of these pieces that there are, with what has become of them."""
    return {row.evidence_id: row for row in await _SOME.all(session, {"ids": list(ids)})} if ids else {}


async def of_learner(
    session: AsyncSession,
    learner_id: UUID,
    item_id: UUID | None,
    after: UUID | None,
    limit: int,
    *,
    observed: datetime | None,
    known: datetime | None,
) -> Sequence[AnyRow[Any]]:
    """Pieces shown by `observed`, each as it stood when that was `known`."""
    parameters: dict[str, Any] = {"learner_id": learner_id, "item_id": item_id, "after": after, "limit": limit}
    parameters |= {"observed": observed, "known": known}
    return (await session.execute(_OF_LEARNER, parameters)).all()
