"""Reads what credentials are issued of: results, the evidence behind them, items and what the learner is called."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple, TypedDict
from uuid import UUID

from competency.evidence.rules import Kind
from competency.mastery.rules.criteria import Rule
from competency.mastery.rules.policy import PolicyLevel, SelfAndPeer
from shared.db.query import Query, Scalar, Transaction


class CertifiableResult(NamedTuple):
    """A learner's result on an item, with the item and what it was determined by: the policy's columns, all None where
    nobody has set one, or the criterion's from `criterion_version` on.
    """

    item_id: UUID
    score: Decimal | None
    mastered: bool
    known_at: datetime
    determined_at: datetime | None
    edition: int
    statement: str | None
    short_statement: str | None
    code: str | None
    framework_title: str
    scale_minimum: Decimal
    scale_maximum: Decimal
    mastery_score: Decimal
    policy_id: UUID | None
    level: PolicyLevel | None
    version: int | None
    method: str | None
    parameter: int | None
    mastery: Decimal | None
    kinds: list[Kind] | None
    self_and_peer: SelfAndPeer | None
    window_days: int | None
    criterion_version: int | None
    rule: Rule | None
    least: int | None
    parts: int | None
    mean: Decimal


class Artefact(TypedDict, total=False):
    """A piece of work as it was sent with evidence, as far as a badge tells of it."""

    sha256: str | None


class BadgeEvidence(NamedTuple):
    """Evidence that was neither voided nor superseded."""

    item_id: UUID
    evidence_id: UUID
    score: Decimal
    observed_at: datetime
    recorded_at: datetime
    tie: str
    kind: Kind
    artefacts: list[Artefact] | None

    @property
    def voided_at(self) -> None:
        return None

    @property
    def superseded_at(self) -> None:
        return None


class ItemInFramework(NamedTuple):
    """An item, where it lies and the scale of its framework."""

    item_id: UUID
    parent_id: UUID | None
    edition: int
    statement: str | None
    short_statement: str | None
    code: str | None
    framework_title: str
    scale_minimum: Decimal
    scale_maximum: Decimal
    mastery_score: Decimal


def _described(item: str) -> str:
    return (
        f"{item}.edition, {item}.record ->> 'fullStatement' as statement, "
        f"{item}.record ->> 'abbreviatedStatement' as short_statement, {item}.record ->> 'humanCodingScheme' as code, "
        "f.title as framework_title, f.scale_minimum, f.scale_maximum, f.mastery_score"
    )


_RESULTS = Query(
    f"""
select m.item_id, m.score, m.mastered, m.known_at, m.determined_at, {_described("i")}, m.policy_id, p.level, p.version,
  p.method, p.parameter, p.mastery, p.kinds, p.self_and_peer, p.window_days, m.criterion_version, c.rule, c.least,
  cardinality(c.children) as parts, coalesce(c.mastery, f.mastery_score) as mean
from mastery m
join item i on i.district_id = m.district_id and i.item_id = m.item_id
join framework f on f.district_id = i.district_id and f.framework_id = i.framework_id
left join mastery_policy p on p.district_id = m.district_id and p.policy_id = m.policy_id
left join criterion c on c.district_id = m.district_id and c.item_id = m.item_id and c.version = m.criterion_version
where m.learner_id = :learner_id
  and case when cast(:items as uuid[]) is null then m.mastered else m.item_id = any(cast(:items as uuid[])) end
order by m.item_id
""",  # noqa: S608
    CertifiableResult,
)
_EVIDENCE = Query(
    """
select e.item_id, e.evidence_id, e.score, e.observed_at, e.recorded_at, e.tie, e.kind, e.artefacts
from evidence e
where e.learner_id = :learner_id and e.item_id = any(cast(:items as uuid[]))
  and not exists (select from evidence_void v where v.district_id = e.district_id and v.evidence_id = e.evidence_id)
  and not exists (select from evidence_correction c
                  where c.district_id = e.district_id and c.evidence_id = e.evidence_id)
order by e.observed_at desc, e.evidence_id
""",
    BadgeEvidence,
)
_WITHDRAWN = Scalar(
    """
select evidence_id from evidence_void where evidence_id = any(cast(:ids as uuid[]))
union all select evidence_id from evidence_correction where evidence_id = any(cast(:ids as uuid[]))
""",
    UUID,
)
_WITH_ANCESTORS = Query(
    f"""
with recursive above as (
  select i.district_id, i.item_id, i.framework_id, i.parent_id, i.edition, i.record from item i
    where i.item_id = any(cast(:items as uuid[]))
  union
  select p.district_id, p.item_id, p.framework_id, p.parent_id, p.edition, p.record from above a
    join item p on p.district_id = a.district_id and p.item_id = a.parent_id
)
select a.item_id, a.parent_id, {_described("a")}
from above a join framework f on f.district_id = a.district_id and f.framework_id = a.framework_id
order by a.item_id
""",  # noqa: S608
    ItemInFramework,
)
_SOURCED_IDS = Scalar(
    "select sourced_id from learner_identifier where learner_id = :learner_id order by source, sourced_id", str
)


async def certifiable_results(
    session: Transaction, learner_id: UUID, items: Collection[UUID] | None
) -> dict[UUID, CertifiableResult]:
    """Returns the learner's results on these items; on all that are mastered, where none are named."""
    wanted = None if items is None else sorted(items)
    return {row.item_id: row for row in await _RESULTS.all(session, learner_id=learner_id, items=wanted)}


async def evidence_for_badges(
    session: Transaction, learner_id: UUID, items: Collection[UUID]
) -> dict[UUID, list[BadgeEvidence]]:
    """Returns the evidence of each item that may count, the newest first."""
    result: dict[UUID, list[BadgeEvidence]] = {item_id: [] for item_id in items}
    for row in await _EVIDENCE.all(session, learner_id=learner_id, items=sorted(items)):
        result[row.item_id].append(row)
    return result


async def withdrawn_evidence(session: Transaction, evidence: Collection[UUID]) -> frozenset[UUID]:
    """Returns those of these records of evidence that were voided or corrected."""
    return frozenset(await _WITHDRAWN.all(session, ids=sorted(evidence))) if evidence else frozenset()


async def items_with_ancestors(session: Transaction, items: Collection[UUID]) -> dict[UUID, ItemInFramework]:
    """Returns these items and all that they lie under."""
    return {row.item_id: row for row in await _WITH_ANCESTORS.all(session, items=sorted(items))}


async def sourced_ids_of_learner(session: Transaction, learner_id: UUID) -> list[str]:
    """Returns what the district's own systems call the learner."""
    return await _SOURCED_IDS.all(session, learner_id=learner_id)
