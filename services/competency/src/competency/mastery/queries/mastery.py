"""Mastery as it stands, as it stood, and what it was found by."""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from competency.common.as_of import AsOf
from competency.evidence.rules import Kind
from competency.frameworks.models import FrameworkScale
from competency.mastery.models.mastery import Determination, Mastery
from competency.mastery.queries.store import StoredResult
from competency.mastery.rules.mastery import ItemMastery
from competency.mastery.rules.policy import PolicyLevel, SelfAndPeer
from shared.db.query import Query, Scalar, Transaction, columns


class StoredDetermination(NamedTuple):
    """What was held of a learner's mastery of an item from `known_at` on."""

    district_id: UUID
    learner_id: UUID
    item_id: UUID
    known_at: datetime
    score: Decimal | None
    mastered: bool
    observed_at: datetime | None
    deciding: UUID | None
    pieces: int
    cause: str
    policy_id: UUID | None
    criterion_version: int | None

    @property
    def as_mastery(self) -> ItemMastery:
        """The determination as it is given out."""
        return ItemMastery(
            self.item_id,
            self.score,
            self.mastered,
            self.observed_at,
            self.known_at,
            self.policy_id,
            self.criterion_version,
        )


class DeterminationUnderPolicy(NamedTuple):
    """A determination with the policy by which it was made, where there is one."""

    district_id: UUID
    learner_id: UUID
    item_id: UUID
    known_at: datetime
    score: Decimal | None
    mastered: bool
    observed_at: datetime | None
    deciding: UUID | None
    pieces: int
    cause: str
    policy_id: UUID | None
    criterion_version: int | None
    policy_version: int | None


class ItemStanding(NamedTuple):
    """An item on its framework's scale at a time, with a learner's newest determination of it and the policy by which
    that was made; what was not determined, or by no policy, has None for those. `scale_levels`: JSON as it was sent.
    """

    item_id: UUID
    framework_id: UUID
    scale_minimum: Decimal
    scale_maximum: Decimal
    mastery_score: Decimal
    scale_levels: list[dict[str, str]] | None
    known_at: datetime | None
    made_at: datetime | None
    score: Decimal | None
    mastered: bool | None
    criterion_version: int | None
    policy_id: UUID | None
    level: PolicyLevel | None
    version: int | None
    method: str | None
    parameter: int | None
    mastery: Decimal | None
    kinds: list[Kind] | None
    self_and_peer: SelfAndPeer | None
    window_days: int | None
    now: datetime


class LearnerEvidence(NamedTuple):
    """A learner's evidence of an item, counting or not."""

    item_id: UUID
    evidence_id: UUID
    score: Decimal
    observed_at: datetime
    recorded_at: datetime
    tie: str
    kind: Kind
    voided_at: datetime | None
    superseded_at: datetime | None


_MASTERY = Query(
    f"select {columns(Mastery)} from mastery where learner_id = :learner_id order by item_id",  # noqa: S608
    StoredResult,
)
_MASTERY_KNOWN = Query(
    f"""
select distinct on (item_id) {columns(Determination)} from determination where learner_id = :learner_id
  and known_at <= :known
order by item_id, known_at desc
""",  # noqa: S608
    StoredDetermination,
)
_STANDING = f"""
select i.item_id, i.framework_id, coalesce(s.scale_minimum, f.scale_minimum) as scale_minimum,
       coalesce(s.scale_maximum, f.scale_maximum) as scale_maximum,
       coalesce(s.mastery_score, f.mastery_score) as mastery_score,
       case when s.since is null then f.scale_levels else s.scale_levels end as scale_levels,
       d.known_at, d.made_at, d.score, d.mastered, d.criterion_version,
       p.policy_id, p.level, p.version, p.method, p.parameter, p.mastery, p.kinds, p.self_and_peer, p.window_days,
       statement_timestamp() as now
from item i
join framework f on f.district_id = i.district_id and f.framework_id = i.framework_id
left join lateral (
  select {columns(FrameworkScale, "n")} from framework_scale n
  where n.district_id = f.district_id and n.framework_id = f.framework_id and n.since <= cast(:known as timestamptz)
  order by n.since desc limit 1
) s on true
left join lateral (
  select m.known_at, coalesce(m.determined_at, m.known_at) as made_at, m.score, m.mastered, m.policy_id,
    m.criterion_version
  from mastery m
  where cast(:known as timestamptz) is null
    and m.district_id = i.district_id and m.learner_id = :learner_id and m.item_id = i.item_id
  union all
  (select o.known_at, o.known_at, o.score, o.mastered, o.policy_id, o.criterion_version from determination o
   where o.known_at <= cast(:known as timestamptz)
     and o.district_id = i.district_id and o.learner_id = :learner_id and o.item_id = i.item_id
   order by o.known_at desc limit 1)
) d on true
left join mastery_policy p on p.district_id = i.district_id and p.policy_id = d.policy_id
"""  # noqa: S608
_STANDING_OF_ITEM = Query(f"{_STANDING} where i.item_id = :item_id", ItemStanding)
_STANDING_OF_ALL = Query(
    f"""{_STANDING}
where i.item_id in (select e.item_id from evidence e where e.learner_id = :learner_id)
""",  # noqa: S608
    ItemStanding,
)
_STANDING_OF_SOME = Query(f"{_STANDING} where i.item_id = any(cast(:items as uuid[]))", ItemStanding)
_EVIDENCE = """
select e.item_id, e.evidence_id, e.score, e.observed_at, e.recorded_at, e.tie, e.kind, v.voided_at, c.superseded_at
from evidence e
left join evidence_void v on v.district_id = e.district_id and v.evidence_id = e.evidence_id
left join evidence_correction c on c.district_id = e.district_id and c.evidence_id = e.evidence_id
where e.learner_id = :learner_id
"""
_EVIDENCE_OF_ALL = Query(_EVIDENCE, LearnerEvidence)
_EVIDENCE_OF_SOME = Query(f"{_EVIDENCE} and e.item_id = any(cast(:items as uuid[]))", LearnerEvidence)
_OF_ITEMS = Query(
    f"""
select {columns(Mastery)} from mastery where learner_id = :learner_id and item_id = any(cast(:items as uuid[]))
""",  # noqa: S608
    StoredResult,
)
_OF_ITEMS_KNOWN = Query(
    f"""
select distinct on (item_id) {columns(Determination)} from determination
where learner_id = :learner_id and item_id = any(cast(:items as uuid[])) and known_at <= :known
order by item_id, known_at desc
""",  # noqa: S608
    StoredDetermination,
)
_IN_FRAMEWORK = Scalar(
    "select item_id from item where framework_id = :framework_id and item_id = any(cast(:items as uuid[]))", UUID
)
_HISTORY = Query(
    f"""
select {columns(Determination, "d")}, p.version as policy_version from determination d
left join mastery_policy p on p.district_id = d.district_id and p.policy_id = d.policy_id
where d.learner_id = :learner_id and d.item_id = :item_id
  and (cast(:known as timestamptz) is null or d.known_at <= :known)
  and (cast(:observed as timestamptz) is null or d.observed_at is null or d.observed_at <= :observed)
  and (cast(:after as timestamptz) is null or d.known_at > :after)
order by d.known_at limit :limit
""",  # noqa: S608
    DeterminationUnderPolicy,
)


async def mastery_of_learner(session: Transaction, learner_id: UUID) -> list[StoredResult]:
    """Returns the learner's stored results, by their items."""
    return await _MASTERY.all(session, learner_id=learner_id)


async def mastery_known(session: Transaction, learner_id: UUID, known: datetime) -> list[StoredDetermination]:
    """Returns what was held of the learner at that time: the newest determination of each item by then."""
    return await _MASTERY_KNOWN.all(session, learner_id=learner_id, known=known)


async def find_standing(
    session: Transaction, learner_id: UUID, item_id: UUID, known: datetime | None
) -> ItemStanding | None:
    """Returns the item on its framework's scale, and what its newest determination is and was made by (of those that
    were `known`, if that is given, on the scale in force then).
    """
    return await _STANDING_OF_ITEM.first(session, learner_id=learner_id, item_id=item_id, known=known)


async def all_standing(
    session: Transaction, learner_id: UUID, known: datetime | None, items: Collection[UUID] | None
) -> list[ItemStanding]:
    """Returns the same for these items, or for every one that the learner has evidence of."""
    if items is None:
        return await _STANDING_OF_ALL.all(session, learner_id=learner_id, known=known)
    return await _STANDING_OF_SOME.all(session, learner_id=learner_id, known=known, items=list(items))


async def results_of_items(
    session: Transaction, learner_id: UUID, items: Sequence[UUID], known: datetime | None
) -> dict[UUID, StoredResult | StoredDetermination]:
    """Returns what is held of these items, or was at a time."""
    rows: Sequence[StoredResult | StoredDetermination]
    if known is None:
        rows = await _OF_ITEMS.all(session, learner_id=learner_id, items=list(items))
    else:
        rows = await _OF_ITEMS_KNOWN.all(session, learner_id=learner_id, items=list(items), known=known)
    return {row.item_id: row for row in rows}


async def items_in_framework(session: Transaction, framework_id: UUID, items: Sequence[UUID]) -> set[UUID]:
    """Returns those of the items that are the framework's."""
    return set(await _IN_FRAMEWORK.all(session, framework_id=framework_id, items=list(items)))


async def learner_evidence(
    session: Transaction, learner_id: UUID, items: Collection[UUID] | None = None
) -> list[LearnerEvidence]:
    """Returns all of a learner's evidence, counting or not; or that of these items."""
    if items is None:
        return await _EVIDENCE_OF_ALL.all(session, learner_id=learner_id)
    return await _EVIDENCE_OF_SOME.all(session, learner_id=learner_id, items=list(items))


async def determinations(
    session: Transaction,
    learner_id: UUID,
    item_id: UUID,
    after: datetime | None,
    limit: int,
    as_of: AsOf,
) -> list[DeterminationUnderPolicy]:
    """Returns what was ever held as far as these times go, oldest first."""
    return await _HISTORY.all(
        session,
        learner_id=learner_id,
        item_id=item_id,
        after=after,
        limit=limit,
        observed=as_of.observed,
        known=as_of.known,
    )
