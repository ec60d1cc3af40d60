"""Requests for amendment, in SQL."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row as AnyRow
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from competency.amendments.models import Amendment, AmendmentDecision, AmendmentStep, AmendmentTerms
from competency.common.queries.calendar import today_of, zone_of
from shared.db.query import Transaction, columns
from shared.db.statement import Row, Statement
from shared.values.calendar import day_in

_MUTABLE = (
    "state", "amended", "decided_by", "decided_on", "reasons", "hearing_asked_on", "hearing_on", "officer",
    "hearing_summary", "hearing_decided_on", "statement", "stated_on", "owed", "due_on", "reminded_at", "remind_on",
)  # fmt: skip
_FIXED = (
    "district_id", "amendment_id", "learner_id", "asked_by", "asked_as", "ground", "contested", "wrong", "should_be",
    "received_on", "rules",
)  # fmt: skip
_JSON = frozenset({"contested", "rules", "amended"})


def _bound(name: str) -> str:
    return f"cast(:{name} as jsonb)" if name in _JSON else f":{name}"


_ADD = text(f"""
insert into amendment ({", ".join(_FIXED + _MUTABLE)}) values ({", ".join(map(_bound, _FIXED + _MUTABLE))})
""")  # noqa: S608
_SAVE = text(f"""
update amendment set {", ".join(f"{name} = {_bound(name)}" for name in _MUTABLE)} where amendment_id = :amendment_id
""")  # noqa: S608
_WITH_TODAY = f"select {columns(Amendment, 'a')}, {today_of('a')} as today from amendment a"  # noqa: S608
_ONE = text(f"{_WITH_TODAY} where amendment_id = :amendment_id")
_LOCK = text(f"{_WITH_TODAY} where amendment_id = :amendment_id for update of a")
_OF_LEARNER = text(f"{_WITH_TODAY} where learner_id = :learner_id order by amendment_id")
_CONTESTING = Statement(f"""
select {columns(Amendment)} from amendment where learner_id = :learner_id and state <> 'withdrawn'
  order by amendment_id
""")  # noqa: S608
_STATED = text(f"""
select {columns(Amendment)} from amendment where learner_id = any(cast(:learners as uuid[]))
  and statement is not null
order by learner_id, amendment_id
""")  # noqa: S608
_NEVER = date(9999, 12, 31)
_LIST = text(f"""
{_WITH_TODAY}
where case when cast(:state as text) is null then due_on is not null else state = cast(:state as text) end
  and (cast(:due_on as date) is null
       or (coalesce(due_on, :never), amendment_id) > (cast(:due_on as date), cast(:after as uuid)))
order by coalesce(due_on, :never), amendment_id limit :limit
""")
_ADD_STEP = text("""
insert into amendment_step (district_id, amendment_id, step_id, act, person_id, subject)
values (:district_id, :amendment_id, :step_id, :act, :person_id, :subject)
""")
_STEPS = text(f"""
select {columns(AmendmentStep)} from amendment_step where amendment_id = :amendment_id order by step_id
""")  # noqa: S608
_ACTS_OF_LEARNER = text("""
select s.amendment_id, array_agg(s.act order by s.step_id) as acts from amendment_step s
join amendment a on a.district_id = s.district_id and a.amendment_id = s.amendment_id
where a.learner_id = :learner_id and s.at <= :known group by s.amendment_id
""")
_ADD_DECISION = text("""
insert into amendment_decision (district_id, amendment_id, decision, learner_id, told)
values (:district_id, :amendment_id, :decision, :learner_id, cast(:told as jsonb))
""")
_DECISIONS = text(f"""
select {columns(AmendmentDecision)} from amendment_decision where amendment_id = :amendment_id
  order by decision
""")  # noqa: S608
_UNANSWERED = text(f"""
select {columns(AmendmentDecision)} from amendment_decision where learner_id = any(cast(:learners as uuid[]))
  and receivers is null
order by amendment_id, decision
""")  # noqa: S608
_ANSWER = text("""
update amendment_decision set receivers = cast(:receivers as jsonb)
where district_id = :district_id and amendment_id = :amendment_id and decision = :decision
""")
_TERMS = text(f"select {columns(AmendmentTerms)} from amendment_terms")  # noqa: S608
_ADD_TERMS = text("""
insert into amendment_terms (district_id, decide_days, hearing_days, hearing_decision_days, notice_days,
  minors_may_ask, version, changed_by)
values (:district_id, :decide_days, :hearing_days, :hearing_decision_days, :notice_days, :minors_may_ask, 1,
  :changed_by)
on conflict (district_id) do update set decide_days = excluded.decide_days, hearing_days = excluded.hearing_days,
  hearing_decision_days = excluded.hearing_decision_days, notice_days = excluded.notice_days,
  minors_may_ask = excluded.minors_may_ask, version = amendment_terms.version + 1, changed_by = excluded.changed_by
where amendment_terms.version = :expected
returning version
""")
_NOW = "cast(:now as timestamptz)"
_DAY_THERE = day_in(_NOW, zone_of("a"))
# The day is each district's own. The first comparison, with the day where it comes first, is the index's.
_TO_REMIND = text(f"""
select {columns(Amendment, "a")}, {_DAY_THERE} as today from amendment a
where a.remind_on <= {day_in(_NOW, "'Pacific/Kiritimati'")} and a.remind_on <= {_DAY_THERE}
order by a.remind_on, a.amendment_id limit :limit for update skip locked
""")  # noqa: S608


async def add(session: AsyncSession, columns: Mapping[str, Any]) -> None:
    await session.execute(_ADD, _written(columns))


async def save(session: AsyncSession, columns: Mapping[str, Any]) -> None:
    """Write what may have changed of a request."""
    await session.execute(_SAVE, _written({name: columns[name] for name in ("amendment_id", *_MUTABLE)}))


async def one(session: AsyncSession, amendment_id: UUID, *, lock: bool = False) -> AnyRow[Any] | None:
    """The row, with the district's day as `today`."""
    return (await session.execute(_LOCK if lock else _ONE, {"amendment_id": amendment_id})).one_or_none()


async def of_learner(session: AsyncSession, learner_id: UUID) -> Sequence[AnyRow[Any]]:
    return (await session.execute(_OF_LEARNER, {"learner_id": learner_id})).all()


async def contesting(session: Transaction, learner_id: UUID) -> Sequence[Row]:
    """Those of a learner's requests that are shown beside the records they contest."""
    return await _CONTESTING.all(session, {"learner_id": learner_id})


async def stated(session: AsyncSession, learners: Sequence[UUID]) -> Sequence[AnyRow[Any]]:
    """The requests of these learners with a family's statement."""
    return (await session.execute(_STATED, {"learners": list(learners)})).all()


async def page(
    session: AsyncSession, state: str | None, after: tuple[date, UUID] | None, limit: int
) -> Sequence[AnyRow[Any]]:
    """By the clock, those without one last; without a `state` only those with one."""
    due_on, amendment_id = after or (None, None)
    parameters = {"state": state, "due_on": due_on, "after": amendment_id, "never": _NEVER, "limit": limit}
    return (await session.execute(_LIST, parameters)).all()


def place(row: Any) -> list[str]:
    """Where a row stands in such a page."""
    return [(row.due_on or _NEVER).isoformat(), str(row.amendment_id)]


async def add_step(session: AsyncSession, columns: Mapping[str, Any]) -> None:
    await session.execute(_ADD_STEP, columns)


async def steps(session: AsyncSession, amendment_id: UUID) -> Sequence[AnyRow[Any]]:
    return (await session.execute(_STEPS, {"amendment_id": amendment_id})).all()


async def acts_of_learner(session: AsyncSession, learner_id: UUID, known: datetime) -> dict[UUID, list[str]]:
    """What had been done by then to each of the learner's requests, in its order."""
    rows = (await session.execute(_ACTS_OF_LEARNER, {"learner_id": learner_id, "known": known})).all()
    return {row.amendment_id: row.acts for row in rows}


async def add_decision(
    session: AsyncSession, district_id: UUID, amendment_id: UUID, decision: int, learner_id: UUID, told: str
) -> None:
    parameters = {
        "district_id": district_id,
        "amendment_id": amendment_id,
        "decision": decision,
        "learner_id": learner_id,
        "told": told,
    }
    await session.execute(_ADD_DECISION, parameters)


async def decisions(session: AsyncSession, amendment_id: UUID) -> Sequence[AnyRow[Any]]:
    return (await session.execute(_DECISIONS, {"amendment_id": amendment_id})).all()


async def unanswered(session: AsyncSession, learners: Sequence[UUID]) -> Sequence[AnyRow[Any]]:
    """The decisions of which partners has not yet said who had been told."""
    return (await session.execute(_UNANSWERED, {"learners": list(learners)})).all()


async def answer(
    session: AsyncSession, district_id: UUID, amendment_id: UUID, decision: int, receivers: list[Any]
) -> None:
    parameters = {
        "district_id": district_id,
        "amendment_id": amendment_id,
        "decision": decision,
        "receivers": json.dumps(receivers),
    }
    await session.execute(_ANSWER, parameters)


async def terms(session: AsyncSession) -> AnyRow[Any] | None:
    return (await session.execute(_TERMS)).one_or_none()


async def set_terms(session: AsyncSession, columns: Mapping[str, Any], expected: int) -> int | None:
    """The new version; None where the district's terms are not of the version that was expected."""
    version: int | None = await session.scalar(_ADD_TERMS, {**columns, "expected": expected})
    return version if version == expected + 1 else None


async def to_remind(session: AsyncSession, now: datetime, limit: int) -> Sequence[AnyRow[Any]]:
    """Requests of any district of whose clock there is something to say on its day, with that day (`today`)."""
    return (await session.execute(_TO_REMIND, {"now": now, "limit": limit})).all()


def _written(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {name: json.dumps(value) if name in _JSON else value for name, value in columns.items()}
