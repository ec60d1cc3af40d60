"""Policies of mastery, and which of them is in force for an item."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Literal, NamedTuple
from uuid import UUID

from competency.common.queries.clock import current_time
from competency.common.scales import Scale
from competency.evidence.rules import Kind
from competency.mastery.models.mastery import MasteryPolicy
from competency.mastery.rules.effective_policy import EffectivePolicy, StoredTerms, effective_policy_of
from competency.mastery.rules.policy import PolicyLevel, SelfAndPeer
from shared.db.query import Command, Query, Scalar, Transaction, columns

_TERMS = "policy_id, level, version, method, parameter, mastery, kinds, self_and_peer, window_days"
"""The columns of a policy that `rules.effective_policy.PolicyColumns` names, beside the framework's scale."""

PolicyState = Literal["draft", "scheduled", "active", "replaced"]

_OF_POLICY = ", ".join(f"p.{term}" for term in _TERMS.split(", "))


class ItemUnderPolicy(NamedTuple):
    """An item on its framework's scale with the policy in force for it, at a time; all of the policy's own are None
    where there is none.
    """

    item_id: UUID
    framework_id: UUID
    criteria: UUID | None
    active: bool
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
    now: datetime


class FrameworkScaleRow(NamedTuple):
    """The scale of a framework."""

    scale_minimum: Decimal
    scale_maximum: Decimal
    mastery_score: Decimal


class PolicyRecord(NamedTuple):
    """A version of a policy, and what has become of it."""

    district_id: UUID
    policy_id: UUID
    level: PolicyLevel
    subject_id: UUID
    version: int
    withdrawn: bool
    method: str
    parameter: int | None
    mastery: Decimal | None
    kinds: list[Kind]
    self_and_peer: SelfAndPeer
    window_days: int | None
    created_by: str
    created_at: datetime
    effective_from: datetime | None
    activated_by: str | None
    activated_at: datetime | None
    state: PolicyState


def _under_policy(assumed: str) -> Query[ItemUnderPolicy]:
    """Returns the query for items with the policy in force: the narrowest that has a last word, unless that word is its
    withdrawal; of two that take effect together, the one made later. As `rules.policy.resolve`, in the database's
    words.

    `assumed` is '' or `:assumed`: a version taken as if it were in force from now on.
    """
    also = f"or q.policy_id = cast({assumed} as uuid)" if assumed else ""
    first = f"(q.policy_id = cast({assumed} as uuid)) desc," if assumed else ""
    return Query(
        f"""
select i.item_id, i.framework_id, f.criteria, i.active and f.state = 'adopted' as active, f.scale_minimum,
  f.scale_maximum, f.mastery_score, {_OF_POLICY},
  statement_timestamp() as now
from item i join framework f on f.district_id = i.district_id and f.framework_id = i.framework_id
left join lateral (
  select {_TERMS} from (
    select distinct on (q.level) {columns(MasteryPolicy, "q")} from mastery_policy q
    where q.district_id = i.district_id and q.subject_id in (i.item_id, i.framework_id, i.district_id)
      and (q.effective_from <= statement_timestamp() {also})
    order by q.level, {first} q.effective_from desc, q.version desc
  ) last_word where not withdrawn
  order by level = 'district', level = 'framework' limit 1
) p on true
where i.item_id = any(cast(:ids as uuid[]))
""",  # noqa: S608
        ItemUnderPolicy,
    )


_IN_FORCE = _under_policy("")
_IN_FORCE_IF = _under_policy(":assumed")
_SUBJECT = Scalar(
    """
select case cast(:level as text)
  when 'item' then exists (select from item where item_id = :subject_id)
  when 'framework' then exists (select from framework where framework_id = :subject_id and edition > 0)
  else true end
""",
    bool,
)
_SCALES = Query(
    """
select distinct f.scale_minimum, f.scale_maximum, f.mastery_score from framework f
where f.edition > 0 and case cast(:level as text) when 'district' then true when 'framework' then
  f.framework_id = :subject_id else f.framework_id = (select framework_id from item where item_id = :subject_id) end
""",
    FrameworkScaleRow,
)
_TAKE_TURNS = Command("select pg_advisory_xact_lock(hashtextextended(:words, 4))")
_ADD = Command("""
insert into mastery_policy (district_id, policy_id, level, subject_id, version, withdrawn, method, parameter, mastery,
                            kinds, self_and_peer, window_days, created_by)
select cast(:district_id as uuid), cast(:policy_id as uuid), cast(:level as text), cast(:subject_id as uuid),
       1 + coalesce(max(version), 0), cast(:withdrawn as boolean), cast(:method as text), cast(:parameter as int),
       cast(:mastery as numeric), cast(:kinds as text[]), cast(:self_and_peer as text), cast(:window_days as int),
       cast(:created_by as text)
from mastery_policy where subject_id = cast(:subject_id as uuid)
""")
_STATED = f"""
select {columns(MasteryPolicy, "p")},
  case when p.effective_from is null then 'draft' when p.effective_from > now() then 'scheduled'
  when exists (select from mastery_policy n where n.district_id = p.district_id and n.subject_id = p.subject_id
               and n.level = p.level and n.effective_from <= now()
               and (n.effective_from, n.version) > (p.effective_from, p.version)) then 'replaced'
  else 'active' end as state
from mastery_policy p
"""  # noqa: S608
_ONE = Query(f"{_STATED} where p.policy_id = :policy_id", PolicyRecord)
_LIST = Query(
    f"""{_STATED}
where (cast(:subject_id as uuid) is null or p.subject_id = :subject_id)
  and (cast(:after as uuid) is null or p.policy_id > :after)
order by p.policy_id limit :limit
""",
    PolicyRecord,
)
_ACTIVATE = Scalar(
    """
update mastery_policy set effective_from = greatest(coalesce(cast(:effective_from as timestamptz), now()), now()),
  activated_by = :activated_by, activated_at = now()
where policy_id = :policy_id and activated_at is null returning effective_from
""",
    datetime,
)


class ItemPolicy(NamedTuple):
    """An item that evidence may be about: whether it is in use, and the policy that is in force for it."""

    active: bool
    effective_policy: EffectivePolicy
    framework_id: UUID
    criteria: UUID | None
    """The newest change of the framework's criteria; None where it never had one."""

    @property
    def scale(self) -> Scale:
        return self.effective_policy.policy.scale


class PoliciesAt(NamedTuple):
    """The policies in force for items, and the time at which they were asked for."""

    now: datetime
    items: dict[UUID, ItemPolicy]


async def effective_policies(session: Transaction, ids: Iterable[UUID], *, assumed: UUID | None = None) -> PoliciesAt:
    """Returns the policies in force for those of these items that there are, each on the scale that evidence of it is
    scored on; `assumed` names a policy that is taken as if it were in force.

    Their time, `now`, is the database's: asked for after the learners are locked, it orders `recorded_at` of a learner
    as the commits are ordered.
    """
    wanted = sorted(set(ids))
    if assumed is None:
        rows = await _IN_FORCE.all(session, ids=wanted)
    else:
        rows = await _IN_FORCE_IF.all(session, ids=wanted, assumed=assumed)
    now = rows[0].now if rows else await current_time(session)
    items = {
        row.item_id: ItemPolicy(row.active, effective_policy_of(row), row.framework_id, row.criteria) for row in rows
    }
    return PoliciesAt(now, items)


async def has_subject(session: Transaction, level: str, subject_id: UUID) -> bool:
    """Returns whether the district has the item or the framework that a policy would be of."""
    return await _SUBJECT.one(session, level=level, subject_id=subject_id)


async def scales_of(session: Transaction, level: str, subject_id: UUID) -> list[Scale]:
    """Returns the scales of the frameworks that a policy of this subject holds for."""
    rows = await _SCALES.all(session, level=level, subject_id=subject_id)
    return [Scale(row.scale_minimum, row.scale_maximum, row.mastery_score) for row in rows]


async def add_policy(
    session: Transaction,
    district_id: UUID,
    policy_id: UUID,
    level: PolicyLevel,
    subject_id: UUID,
    terms: StoredTerms,
    *,
    withdrawn: bool,
    created_by: str,
) -> None:
    """Stores a draft, as the next version of its subject: those who make one at the same time take turns."""
    await _TAKE_TURNS.run(session, words=f"{district_id} {subject_id}")
    await _ADD.run(
        session,
        district_id=district_id,
        policy_id=policy_id,
        level=level,
        subject_id=subject_id,
        withdrawn=withdrawn,
        method=terms.method,
        parameter=terms.parameter,
        mastery=terms.mastery,
        kinds=list(terms.kinds),
        self_and_peer=terms.self_and_peer,
        window_days=terms.window_days,
        created_by=created_by,
    )


async def find_policy(session: Transaction, policy_id: UUID) -> PolicyRecord | None:
    """Returns the version, if the district has it."""
    return await _ONE.first(session, policy_id=policy_id)


async def list_policies(
    session: Transaction, subject_id: UUID | None, after: UUID | None, limit: int
) -> Sequence[PolicyRecord]:
    """Returns the versions (of a subject) behind that one, in the order they were drafted."""
    return await _LIST.all(session, subject_id=subject_id, after=after, limit=limit)


async def activate_policy(
    session: Transaction, policy_id: UUID, effective_from: datetime | None, activated_by: str
) -> datetime | None:
    """Puts it in force; returns from when, or None where that was done before."""
    return await _ACTIVATE.get(session, policy_id=policy_id, effective_from=effective_from, activated_by=activated_by)
