"""Policies of mastery, and which of them is in force for an item."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from competency.common.scales import Scale
from competency.mastery.models.mastery import MasteryPolicy
from competency.mastery.rules.ruling import Ruling, ruling_of
from shared.db.query import Transaction, columns
from shared.db.statement import Statement

TERMS = "policy_id, level, version, method, parameter, mastery, kinds, self_and_peer, window_days"
"""The columns that `rules.ruling.ruling_of` reads, beside the framework's scale."""

_OF_POLICY = ", ".join(f"p.{term}" for term in TERMS.split(", "))


def _ruled(assumed: str) -> Statement:
    """Items with the policy in force: the narrowest that has a last word, unless that word is its withdrawal; of two
    that take effect together, the one made later. As `rules.policy.resolve`, in the database's words.

    `assumed` is '' or `:assumed`: a version taken as if it were in force from now on.
    """
    also = f"or q.policy_id = cast({assumed} as uuid)" if assumed else ""
    first = f"(q.policy_id = cast({assumed} as uuid)) desc," if assumed else ""
    return Statement(f"""
select i.item_id, i.framework_id, f.criteria, i.active and f.state = 'adopted' as active, f.scale_minimum,
  f.scale_maximum, f.mastery_score, {_OF_POLICY},
  statement_timestamp() as now
from item i join framework f on f.district_id = i.district_id and f.framework_id = i.framework_id
left join lateral (
  select {TERMS} from (
    select distinct on (q.level) {columns(MasteryPolicy, "q")} from mastery_policy q
    where q.district_id = i.district_id and q.subject_id in (i.item_id, i.framework_id, i.district_id)
      and (q.effective_from <= statement_timestamp() {also})
    order by q.level, {first} q.effective_from desc, q.version desc
  ) last_word where not withdrawn
  order by level = 'district', level = 'framework' limit 1
) p on true
where i.item_id = any(cast(:ids as uuid[]))
""")  # noqa: S608


_RULED = _ruled("")
_RULED_IF = _ruled(":assumed")
_SUBJECT = text("""
select case cast(:level as text)
  when 'item' then exists (select from item where item_id = :subject_id)
  when 'framework' then exists (select from framework where framework_id = :subject_id and edition > 0)
  else true end
""")
_SCALES = text("""
select distinct f.scale_minimum, f.scale_maximum, f.mastery_score from framework f
where f.edition > 0 and case cast(:level as text) when 'district' then true when 'framework' then
  f.framework_id = :subject_id else f.framework_id = (select framework_id from item where item_id = :subject_id) end
""")
_TAKE_TURNS = text("select pg_advisory_xact_lock(hashtextextended(:words, 4))")
_ADD = text("""
insert into mastery_policy (district_id, policy_id, level, subject_id, version, withdrawn, method, parameter, mastery,
                            kinds, self_and_peer, window_days, created_by)
select :district_id, :policy_id, :level, :subject_id, 1 + coalesce(max(version), 0), :withdrawn, :method, :parameter,
       cast(:mastery as numeric), cast(:kinds as text[]), :self_and_peer, cast(:window_days as int), :created_by
from mastery_policy where subject_id = :subject_id
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
_ONE = text(f"{_STATED} where p.policy_id = :policy_id")
_LIST = text(f"""{_STATED}
where (cast(:subject_id as uuid) is null or p.subject_id = :subject_id)
  and (cast(:after as uuid) is null or p.policy_id > :after)
order by p.policy_id limit :limit
""")
_ACTIVATE = text("""
update mastery_policy set effective_from = greatest(coalesce(cast(:effective_from as timestamptz), now()), now()),
  activated_by = :activated_by, activated_at = now()
where policy_id = :policy_id and activated_at is null returning effective_from
""")


class RuledItem(NamedTuple):
    """An item that evidence may be about: whether it is in use, and what rules its mastery now."""

    active: bool
    ruling: Ruling
    now: datetime
    framework_id: UUID
    criteria: UUID | None
    """The newest change of the framework's criteria; None where it never had one."""

    @property
    def scale(self) -> Scale:
        return self.ruling.policy.scale


async def rulings(session: Transaction, ids: Iterable[UUID], *, assumed: UUID | None = None) -> dict[UUID, RuledItem]:
    """What rules the mastery of these items, with the scale that evidence of them is scored on; `assumed` names a
    policy that is taken as if it were in force.

    Each also brings the time, `now`, as one for all: asked for after the learners are locked, it orders `recorded_at`
    of a learner as the commits are ordered.
    """
    wanted: dict[str, Any] = {"ids": sorted(set(ids))}
    if assumed is None:
        rows = await _RULED.all(session, wanted)
    else:
        rows = await _RULED_IF.all(session, wanted | {"assumed": assumed})
    return {row.item_id: RuledItem(row.active, ruling_of(row), row.now, row.framework_id, row.criteria) for row in rows}


async def has_subject(session: AsyncSession, level: str, subject_id: UUID) -> bool:
    return bool(await session.scalar(_SUBJECT, {"level": level, "subject_id": subject_id}))


async def scales_of(session: AsyncSession, level: str, subject_id: UUID) -> Sequence[Row[Any]]:
    """The scales of the frameworks that a policy of this subject holds for."""
    return (await session.execute(_SCALES, {"level": level, "subject_id": subject_id})).all()


async def add(session: AsyncSession, district_id: UUID, values: Mapping[str, Any]) -> None:
    """A draft, as the next version of its subject: those who make one at the same time take turns."""
    await session.execute(_TAKE_TURNS, {"words": f"{district_id} {values['subject_id']}"})
    await session.execute(_ADD, {"district_id": district_id, **values})


async def one(session: AsyncSession, policy_id: UUID) -> Row[Any] | None:
    return (await session.execute(_ONE, {"policy_id": policy_id})).one_or_none()


async def listed(session: AsyncSession, subject_id: UUID | None, after: UUID | None, limit: int) -> Sequence[Row[Any]]:
    return (await session.execute(_LIST, {"subject_id": subject_id, "after": after, "limit": limit})).all()


async def activate(
    session: AsyncSession, policy_id: UUID, effective_from: datetime | None, activated_by: str
) -> datetime | None:
    """Put it in force; returns from when, or None where that was done before."""
    parameters = {"policy_id": policy_id, "effective_from": effective_from, "activated_by": activated_by}
    found: datetime | None = await session.scalar(_ACTIVATE, parameters)
    return found
