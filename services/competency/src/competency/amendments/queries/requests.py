"""Reads and writes requests for amendment."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple, TypedDict
from uuid import UUID

from competency.amendments import models
from competency.amendments.rules.amendment import Amended, Amendment, AmendmentState, Asker, Contested, Ground
from competency.amendments.rules.clock import AmendmentRules, Owed
from competency.amendments.rules.deadline import Deadline
from competency.common.queries.calendar import today_of, zone_of
from shared.db.query import Command, Query, Transaction, columns
from shared.values.calendar import day_in


class ContestedJson(TypedDict):
    """What is contested, as JSON."""

    item_id: str
    evidence_id: str | None


class AmendedJson(TypedDict):
    """What was amended, as JSON."""

    item_id: str
    evidence_id: str
    correction: str | None


class AmendmentRulesJson(TypedDict):
    """The district's rules as they were when the request was made, as JSON."""

    decide_days: int
    hearing_days: int
    hearing_decision_days: int
    notice_days: int
    minors_may_ask: bool


class AmendmentRecord(NamedTuple):
    """A request as it is stored, with the day that it is in its district."""

    district_id: UUID
    amendment_id: UUID
    learner_id: UUID
    asked_by: UUID | None
    asked_as: Asker
    ground: Ground
    contested: list[ContestedJson]
    wrong: str
    should_be: str
    received_on: date
    rules: AmendmentRulesJson
    state: str
    amended: list[AmendedJson]
    decided_by: UUID | None
    decided_on: date | None
    reasons: str | None
    hearing_asked_on: date | None
    hearing_on: date | None
    officer: UUID | None
    hearing_summary: str | None
    hearing_decided_on: date | None
    statement: str | None
    stated_on: date | None
    owed: Owed | None
    due_on: date | None
    reminded_at: int | None
    remind_on: date | None
    today: date


_COLUMNS = columns(models.Amendment, "a")
_SELECT = f"select {_COLUMNS}, {today_of('a')} as today from amendment a"  # noqa: S608
_ADD = Command("""
insert into amendment (district_id, amendment_id, learner_id, asked_by, asked_as, ground, contested, wrong, should_be,
  received_on, rules, state, amended, owed, due_on, reminded_at, remind_on)
values (:district_id, :amendment_id, :learner_id, :asked_by, :asked_as, :ground, cast(:contested as jsonb), :wrong,
  :should_be, :received_on, cast(:rules as jsonb), :state, '[]', :owed, :due_on, :reminded_at, :remind_on)
""")
_SAVE = Command("""
update amendment set state = :state, amended = cast(:amended as jsonb), decided_by = :decided_by,
  decided_on = :decided_on, reasons = :reasons, hearing_asked_on = :hearing_asked_on, hearing_on = :hearing_on,
  officer = :officer, hearing_summary = :hearing_summary, hearing_decided_on = :hearing_decided_on,
  statement = :statement, stated_on = :stated_on, owed = :owed, due_on = :due_on, reminded_at = :reminded_at,
  remind_on = :remind_on
where amendment_id = :amendment_id
""")
_ONE = Query(f"{_SELECT} where a.amendment_id = :amendment_id", AmendmentRecord)
_LOCK = Query(f"{_SELECT} where a.amendment_id = :amendment_id for update of a", AmendmentRecord)
_OF_LEARNER = Query(f"{_SELECT} where a.learner_id = :learner_id order by a.amendment_id", AmendmentRecord)
_NOT_WITHDRAWN = Query(
    f"{_SELECT} where a.learner_id = :learner_id and a.state <> 'withdrawn' order by a.amendment_id", AmendmentRecord
)
_WITH_STATEMENT = Query(
    f"""{_SELECT}
where a.learner_id = any(cast(:learners as uuid[])) and a.statement is not null order by a.learner_id, a.amendment_id
""",
    AmendmentRecord,
)
_NEVER = date(9999, 12, 31)
_BY_DEADLINE = Query(
    f"""{_SELECT}
where case when cast(:state as text) is null then a.due_on is not null else a.state = cast(:state as text) end
  and (cast(:due_on as date) is null
       or (coalesce(a.due_on, :never), a.amendment_id) > (cast(:due_on as date), cast(:after as uuid)))
order by coalesce(a.due_on, :never), a.amendment_id limit :limit
""",
    AmendmentRecord,
)
_NOW = "cast(:now as timestamptz)"
_DAY_THERE = day_in(_NOW, zone_of("a"))
# The day is each district's own. The first comparison, with the day where it comes first, is the index's.
_TO_REMIND = Query(
    f"""
select {_COLUMNS}, {_DAY_THERE} as today from amendment a
where a.remind_on <= {day_in(_NOW, "'Pacific/Kiritimati'")} and a.remind_on <= {_DAY_THERE}
order by a.remind_on, a.amendment_id limit :limit for update skip locked
""",  # noqa: S608
    AmendmentRecord,
)


def amendment_of(record: AmendmentRecord) -> Amendment:
    """Returns the request as the rules see it."""
    return Amendment(
        request_id=record.amendment_id,
        learner_id=record.learner_id,
        asked_by=record.asked_by,
        asked_as=record.asked_as,
        ground=record.ground,
        contested=tuple(Contested(UUID(one["item_id"]), _id(one["evidence_id"])) for one in record.contested),
        wrong=record.wrong,
        should_be=record.should_be,
        received_on=record.received_on,
        state=AmendmentState(record.state),
        amended=tuple(
            Amended(UUID(one["item_id"]), UUID(one["evidence_id"]), _id(one["correction"])) for one in record.amended
        ),
        decided_by=record.decided_by,
        decided_on=record.decided_on,
        reasons=record.reasons,
        hearing_asked_on=record.hearing_asked_on,
        hearing_on=record.hearing_on,
        officer=record.officer,
        hearing_summary=record.hearing_summary,
        hearing_decided_on=record.hearing_decided_on,
        statement=record.statement,
        stated_on=record.stated_on,
    )


def rules_of(record: AmendmentRecord) -> AmendmentRules:
    """Returns the rules that the request was made under."""
    return AmendmentRules(**record.rules)


def deadline_of(record: AmendmentRecord) -> Deadline:
    """Returns the deadline that was stored with the request."""
    return Deadline(record.owed, record.due_on, record.reminded_at, record.remind_on)


def deadline_key(record: AmendmentRecord) -> list[str]:
    """Returns where the request stands in a list by deadline."""
    return [(record.due_on or _NEVER).isoformat(), str(record.amendment_id)]


async def add_amendment(
    session: Transaction, district_id: UUID, amendment: Amendment, rules: AmendmentRules, deadline: Deadline
) -> None:
    """Stores a new request, with the rules that it is made under."""
    await _ADD.run(
        session,
        district_id=district_id,
        amendment_id=amendment.request_id,
        learner_id=amendment.learner_id,
        asked_by=amendment.asked_by,
        asked_as=amendment.asked_as,
        ground=amendment.ground,
        contested=json.dumps([_contested_json(one) for one in amendment.contested]),
        wrong=amendment.wrong,
        should_be=amendment.should_be,
        received_on=amendment.received_on,
        rules=json.dumps(_rules_json(rules)),
        state=amendment.state,
        **deadline._asdict(),
    )


async def save_amendment(session: Transaction, amendment: Amendment, deadline: Deadline) -> None:
    """Stores what may have changed of a request."""
    await _SAVE.run(
        session,
        amendment_id=amendment.request_id,
        state=amendment.state,
        amended=json.dumps([_amended_json(one) for one in amendment.amended]),
        decided_by=amendment.decided_by,
        decided_on=amendment.decided_on,
        reasons=amendment.reasons,
        hearing_asked_on=amendment.hearing_asked_on,
        hearing_on=amendment.hearing_on,
        officer=amendment.officer,
        hearing_summary=amendment.hearing_summary,
        hearing_decided_on=amendment.hearing_decided_on,
        statement=amendment.statement,
        stated_on=amendment.stated_on,
        **deadline._asdict(),
    )


async def find_amendment(session: Transaction, amendment_id: UUID) -> AmendmentRecord | None:
    return await _ONE.first(session, amendment_id=amendment_id)


async def lock_amendment(session: Transaction, amendment_id: UUID) -> AmendmentRecord:
    """Returns a request that there is, locked."""
    return await _LOCK.one(session, amendment_id=amendment_id)


async def amendments_of_learner(session: Transaction, learner_id: UUID) -> list[AmendmentRecord]:
    """Returns every request about the learner's records, oldest first."""
    return await _OF_LEARNER.all(session, learner_id=learner_id)


async def contesting_amendments(session: Transaction, learner_id: UUID) -> list[AmendmentRecord]:
    """Returns the learner's requests that are shown beside the records they contest, oldest first."""
    return await _NOT_WITHDRAWN.all(session, learner_id=learner_id)


async def amendments_with_statement(session: Transaction, learners: Sequence[UUID]) -> list[AmendmentRecord]:
    """Returns the requests of these learners that have a family's statement, learner by learner."""
    return await _WITH_STATEMENT.all(session, learners=list(learners))


async def amendments_by_deadline(
    session: Transaction, state: AmendmentState | None, after: tuple[date, UUID] | None, limit: int
) -> list[AmendmentRecord]:
    """Returns the requests in this state by deadline, those without one last; without a `state` all that have one."""
    due_on, amendment_id = after or (None, None)
    return await _BY_DEADLINE.all(session, state=state, due_on=due_on, after=amendment_id, never=_NEVER, limit=limit)


async def amendments_to_remind(session: Transaction, now: datetime, limit: int) -> list[AmendmentRecord]:
    """Returns requests of any district whose deadline calls for a reminder on its day of that moment, locked."""
    return await _TO_REMIND.all(session, now=now, limit=limit)


def _contested_json(one: Contested) -> ContestedJson:
    return {"item_id": str(one.item_id), "evidence_id": _text(one.evidence_id)}


def _amended_json(one: Amended) -> AmendedJson:
    return {"item_id": str(one.item_id), "evidence_id": str(one.evidence_id), "correction": _text(one.correction)}


def _rules_json(rules: AmendmentRules) -> AmendmentRulesJson:
    return {
        "decide_days": rules.decide_days,
        "hearing_days": rules.hearing_days,
        "hearing_decision_days": rules.hearing_decision_days,
        "notice_days": rules.notice_days,
        "minors_may_ask": rules.minors_may_ask,
    }


def _id(value: str | None) -> UUID | None:
    return UUID(value) if value else None


def _text(value: UUID | None) -> str | None:
    return str(value) if value is not None else None
