"""Applications and appeals, in SQL. Two districts see them: a draft only the one that applies."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from readiness.selection.rules.decisions import Outcome, Standing
from readiness.selection.schemas.applying import ApplicationState
from shared.db.query import Command, Query, Scalar, Transaction
from shared.values.json_types import JsonObject


class ApplicationRecord(NamedTuple):
    """An application as it is stored."""

    application_id: UUID
    call_id: UUID
    host_id: UUID
    applicant_id: UUID
    state: ApplicationState
    answers: JsonObject
    assessment_id: UUID | None
    result: int | None
    summary: JsonObject | None
    consented: bool
    version: int
    submitted_on: date | None
    outcome: Outcome | None
    reasons: str | None
    standing: str | None
    standing_on: date | None
    reserve_place: int | None


class AppealRecord(NamedTuple):
    """An appeal as it is stored."""

    appeal_id: UUID
    application_id: UUID
    words: str
    noted_on: date


class Stands(NamedTuple):
    """How an application stands from now on."""

    application_id: UUID
    standing: Standing
    reserve_place: int | None


_COLUMNS = """
a.application_id, a.call_id, a.host_id, a.applicant_id, a.state, a.answers, a.assessment_id, a.result, a.summary,
a.consented, a.version, a.submitted_on, a.outcome, a.reasons, a.standing, a.standing_on, a.reserve_place
"""
_SELECT = f"select {_COLUMNS} from application a"  # noqa: S608
_ADD = Command("""
insert into application (application_id, call_id, host_id, applicant_id, state, answers, assessment_id, result,
  consented, created_at)
values (:application_id, :call_id, :host_id, :applicant_id, 'draft', cast(:answers as jsonb), :assessment_id, :result,
  :consented, :at)
""")
_OWN = Query(
    f"{_SELECT} where a.application_id = :application_id and a.applicant_id = :applicant_id", ApplicationRecord
)
_LOCK_OWN = Query(
    f"{_SELECT} where a.application_id = :application_id and a.applicant_id = :applicant_id for no key update of a",
    ApplicationRecord,
)
_LIST_OWN = Query(
    f"""
    {_SELECT}
    where a.applicant_id = :applicant_id
      and (cast(:after as uuid) is null or a.application_id > cast(:after as uuid))
    order by a.application_id limit :limit
    """,
    ApplicationRecord,
)
_HAS_ONE = Scalar(
    """
    select a.application_id from application a
    where a.call_id = :call_id and a.applicant_id = :applicant_id and a.state <> 'withdrawn'
    """,
    UUID,
)
_CHANGE = Command("""
update application set answers = cast(:answers as jsonb), assessment_id = :assessment_id, result = :result,
  consented = :consented, version = version + 1
where application_id = :application_id and state = 'draft'
""")
_SUBMIT = Scalar(
    """
    update application set state = 'submitted', submitted_on = :day, summary = cast(:summary as jsonb),
      version = version + 1
    where application_id = :application_id and state = 'draft' and version = :version returning true
    """,
    bool,
)
_WITHDRAW = Command("""
update application set state = 'withdrawn', version = version + 1 where application_id = :application_id
""")
_COUNT = Scalar(
    """
    select count(*) from application a where a.host_id = :host_id and a.call_id = :call_id and a.state = 'submitted'
    """,
    int,
)
_RECEIVED = Query(
    f"""
    {_SELECT}
    where a.host_id = :host_id and a.call_id = :call_id and a.submitted_on is not null order by a.application_id
    """,
    ApplicationRecord,
)
_RECEIVED_ONE = Query(
    f"""
    {_SELECT}
    where a.host_id = :host_id and a.call_id = :call_id and a.application_id = :application_id
      and a.submitted_on is not null
    """,
    ApplicationRecord,
)
_RECEIVED_PAGE = Query(
    f"""
    {_SELECT}
    where a.host_id = :host_id and a.call_id = :call_id and a.submitted_on is not null
      and a.application_id <> all(cast(:hidden as uuid[]))
      and (cast(:after as uuid) is null or a.application_id > cast(:after as uuid))
    order by a.application_id limit :limit
    """,
    ApplicationRecord,
)
_RELEASE = Command("""
update application a set outcome = d.outcome, reasons = d.reasons
from decision d
where d.call_id = :call_id and a.call_id = d.call_id and a.application_id = d.application_id
""")
_SET_STANDINGS = Command("""
update application a
set standing = s.standing, reserve_place = s.place, version = a.version + 1,
  standing_on = case when a.standing is distinct from s.standing then cast(:day as date) else a.standing_on end,
  state = case when s.standing = 'withdrawn' then 'withdrawn' else a.state end
from unnest(cast(:ids as uuid[]), cast(:standings as text[]), cast(:places as bigint[])) as s(id, standing, place)
where a.application_id = s.id
""")
_ADD_APPEAL = Command("""
insert into appeal (appeal_id, application_id, host_id, applicant_id, words, noted_on)
values (:appeal_id, :application_id, :host_id, :applicant_id, :words, :day)
""")
_APPEALS = Query(
    """
    select appeal_id, application_id, words, noted_on from appeal
    where application_id = any(cast(:ids as uuid[])) order by appeal_id
    """,
    AppealRecord,
)


async def add_application(session: Transaction, new: ApplicationRecord, at: datetime) -> None:
    """Adds a draft."""
    await _ADD.run(
        session,
        application_id=new.application_id,
        call_id=new.call_id,
        host_id=new.host_id,
        applicant_id=new.applicant_id,
        answers=json.dumps(new.answers),
        assessment_id=new.assessment_id,
        result=new.result,
        consented=new.consented,
        at=at,
    )


async def find_own_application(
    session: Transaction, applicant_id: UUID, application_id: UUID, *, lock: bool = False
) -> ApplicationRecord | None:
    query = _LOCK_OWN if lock else _OWN
    return await query.first(session, applicant_id=applicant_id, application_id=application_id)


async def find_own_applications(
    session: Transaction, applicant_id: UUID, after: UUID | None, limit: int
) -> list[ApplicationRecord]:
    return await _LIST_OWN.all(session, applicant_id=applicant_id, after=after, limit=limit)


async def find_application_to(session: Transaction, applicant_id: UUID, call_id: UUID) -> UUID | None:
    """Returns the application that the district has to this call already, unless it has withdrawn it."""
    return await _HAS_ONE.get(session, applicant_id=applicant_id, call_id=call_id)


async def set_draft(session: Transaction, changed: ApplicationRecord) -> None:
    """Stores what may be edited."""
    await _CHANGE.run(
        session,
        application_id=changed.application_id,
        answers=json.dumps(changed.answers),
        assessment_id=changed.assessment_id,
        result=changed.result,
        consented=changed.consented,
    )


async def set_submitted(
    session: Transaction, draft: ApplicationRecord, summary: Mapping[str, object] | None, day: date
) -> bool:
    """Submits the draft as it was read; returns whether it was still that."""
    stored = None if summary is None else json.dumps(summary, default=str)
    done = await _SUBMIT.get(
        session, application_id=draft.application_id, version=draft.version, summary=stored, day=day
    )
    return bool(done)


async def set_withdrawn(session: Transaction, application_id: UUID) -> None:
    await _WITHDRAW.run(session, application_id=application_id)


async def count_received(session: Transaction, host_id: UUID, call_id: UUID) -> int:
    """Returns how many were submitted and not withdrawn."""
    return await _COUNT.one(session, host_id=host_id, call_id=call_id)


async def find_received(session: Transaction, host_id: UUID, call_id: UUID) -> list[ApplicationRecord]:
    """Returns all that the host has received, withdrawn ones too."""
    return await _RECEIVED.all(session, host_id=host_id, call_id=call_id)


async def find_received_page(
    session: Transaction, host_id: UUID, call_id: UUID, hidden: Sequence[UUID], after: UUID | None, limit: int
) -> list[ApplicationRecord]:
    return await _RECEIVED_PAGE.all(
        session, host_id=host_id, call_id=call_id, hidden=list(hidden), after=after, limit=limit
    )


async def find_received_application(
    session: Transaction, host_id: UUID, call_id: UUID, application_id: UUID
) -> ApplicationRecord | None:
    return await _RECEIVED_ONE.first(session, host_id=host_id, call_id=call_id, application_id=application_id)


async def set_released(session: Transaction, call_id: UUID) -> None:
    """Writes to the applications what was decided about them."""
    await _RELEASE.run(session, call_id=call_id)


async def set_standings(session: Transaction, stands: Sequence[Stands], day: date) -> None:
    await _SET_STANDINGS.run(
        session,
        ids=[one.application_id for one in stands],
        standings=[one.standing.value for one in stands],
        places=[one.reserve_place for one in stands],
        day=day,
    )


async def add_appeal(
    session: Transaction, appeal_id: UUID, application: ApplicationRecord, words: str, day: date
) -> AppealRecord:
    await _ADD_APPEAL.run(
        session,
        appeal_id=appeal_id,
        application_id=application.application_id,
        host_id=application.host_id,
        applicant_id=application.applicant_id,
        words=words,
        day=day,
    )
    return AppealRecord(appeal_id, application.application_id, words, day)


async def find_appeals(session: Transaction, applications: Sequence[UUID]) -> list[AppealRecord]:
    return await _APPEALS.all(session, ids=list(applications))
