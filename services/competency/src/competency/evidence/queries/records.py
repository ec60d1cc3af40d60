"""Records of evidence: read with what has become of them, voided, corrected."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from competency.common.as_of import AsOf
from competency.evidence.models import Evidence
from competency.evidence.rules import Kind
from shared.db.query import Command, Query, Transaction, columns
from shared.values.json_types import JsonArray, JsonObject


class EvidenceRecord(NamedTuple):
    """A piece of evidence with what has become of it. `criteria`, `artefacts`, `given`: JSON as it was sent."""

    district_id: UUID
    evidence_id: UUID
    learner_id: UUID
    item_id: UUID
    score: Decimal
    observed_at: datetime
    recorded_at: datetime
    source: str
    sender: str
    external_id: str | None
    tie: str
    kind: Kind
    observer: UUID | None
    criteria: JsonArray | None
    artefacts: JsonArray | None
    given: JsonObject | None
    voided_at: datetime | None
    void_reason: str | None
    superseded_at: datetime | None
    superseded_by: UUID | None
    correction_reason: str | None


_WITH_FATE = f"""
select {columns(Evidence, "e")}, v.voided_at, v.reason as void_reason, c.superseded_at, c.superseded_by,
  c.reason as correction_reason
from evidence e
left join evidence_void v on v.district_id = e.district_id and v.evidence_id = e.evidence_id{{0}}
left join evidence_correction c on c.district_id = e.district_id and c.evidence_id = e.evidence_id{{1}}
"""  # noqa: S608
_NOW = _WITH_FATE.format("", "")
_KNOWN = "(cast(:known as timestamptz) is null or {0} <= cast(:known as timestamptz))"
_THEN = _WITH_FATE.format(f" and {_KNOWN.format('v.voided_at')}", f" and {_KNOWN.format('c.superseded_at')}")
_EXISTING = Query(
    f"""
select {columns(Evidence, "s")}, s.voided_at, s.void_reason, s.superseded_at, s.superseded_by,
  s.correction_reason
from unnest(cast(:external_ids as text[])) as w(external_id)
cross join lateral ({_NOW} where e.sender = :sender and e.external_id = w.external_id limit 1) s
""",  # noqa: S608
    EvidenceRecord,
)
_VOID = Command("""
insert into evidence_void (district_id, evidence_id, voided_at, reason, voided_by)
select cast(:district_id as uuid), v.evidence_id, cast(:voided_at as timestamptz), v.reason, cast(:voided_by as text)
from unnest(cast(:ids as uuid[]), cast(:reasons as text[])) as v(evidence_id, reason)
""")
_CORRECT = Command("""
insert into evidence_correction (district_id, evidence_id, superseded_by, superseded_at, reason, corrected_by)
select cast(:district_id as uuid), c.evidence_id, c.superseded_by, cast(:superseded_at as timestamptz), c.reason,
       cast(:corrected_by as text)
from unnest(cast(:ids as uuid[]), cast(:by as uuid[]), cast(:reasons as text[]))
  as c(evidence_id, superseded_by, reason)
""")
_ONE = Query(f"{_THEN} where e.evidence_id = :evidence_id and {_KNOWN.format('e.recorded_at')}", EvidenceRecord)
_SOME = Query(f"{_NOW} where e.evidence_id = any(cast(:ids as uuid[]))", EvidenceRecord)
_OF_LEARNER = Query(
    f"""{_THEN}
where e.learner_id = :learner_id and (cast(:item_id as uuid) is null or e.item_id = cast(:item_id as uuid))
  and (cast(:observed as timestamptz) is null or e.observed_at <= cast(:observed as timestamptz))
  and {_KNOWN.format("e.recorded_at")}
  and (cast(:after as uuid) is null or e.evidence_id > cast(:after as uuid))
order by e.evidence_id limit :limit
""",
    EvidenceRecord,
)


async def evidence_by_external_id(
    session: Transaction, sender: str, external_ids: Sequence[str]
) -> dict[str, EvidenceRecord]:
    """Returns the records that this sender sent under these ids."""
    rows = await _EXISTING.all(session, sender=sender, external_ids=list(external_ids))
    return {row.external_id: row for row in rows if row.external_id is not None}


async def void_evidence(
    session: Transaction, district_id: UUID, reasons: Mapping[UUID, str], *, voided_at: datetime, voided_by: str
) -> None:
    """Declares these records void, each for its reason."""
    await _VOID.run(
        session,
        district_id=district_id,
        voided_at=voided_at,
        voided_by=voided_by,
        ids=list(reasons),
        reasons=list(reasons.values()),
    )


async def supersede_evidence(
    session: Transaction,
    district_id: UUID,
    corrections: Mapping[UUID, tuple[UUID, str]],
    *,
    superseded_at: datetime,
    corrected_by: str,
) -> None:
    """Puts other records in the place of these, each for its reason."""
    await _CORRECT.run(
        session,
        district_id=district_id,
        superseded_at=superseded_at,
        corrected_by=corrected_by,
        ids=list(corrections),
        by=[by for by, _ in corrections.values()],
        reasons=[reason for _, reason in corrections.values()],
    )


async def find_evidence(
    session: Transaction, evidence_id: UUID, known: datetime | None = None
) -> EvidenceRecord | None:
    """Returns the record as it stands, or stood when that was known; None too where nobody had told us of it yet."""
    return await _ONE.first(session, evidence_id=evidence_id, known=known)


async def evidence_by_id(session: Transaction, ids: Collection[UUID]) -> dict[UUID, EvidenceRecord]:
    """Returns those of these records that there are."""
    return {row.evidence_id: row for row in await _SOME.all(session, ids=list(ids))} if ids else {}


async def evidence_of_learner(
    session: Transaction,
    learner_id: UUID,
    item_id: UUID | None,
    after: UUID | None,
    limit: int,
    as_of: AsOf,
) -> list[EvidenceRecord]:
    """Returns what was shown by then, each record as it stood when that was known, by its id."""
    return await _OF_LEARNER.all(
        session,
        learner_id=learner_id,
        item_id=item_id,
        after=after,
        limit=limit,
        observed=as_of.observed,
        known=as_of.known,
    )
