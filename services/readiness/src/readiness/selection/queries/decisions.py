"""Ranked lists and decisions as they are prepared, in SQL."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from readiness.selection.rules.decisions import Decision, Outcome
from shared.db.query import Command, Query, Scalar, Transaction
from shared.values.json_types import JsonObject


class RankingRecord(NamedTuple):
    """A ranked list as it is stored."""

    number: int
    because: str
    replaced_because: str | None
    content: JsonObject
    made_at: datetime


class RankingHead(NamedTuple):
    """A ranked list without what it says."""

    number: int
    because: str
    replaced_because: str | None
    made_at: datetime


class DecisionRecord(NamedTuple):
    """A decision as it is prepared."""

    application_id: UUID
    outcome: Outcome
    reasons: str
    reserve_place: int | None
    departs: str | None


_RANKINGS = Query(
    """
    select number, because, replaced_because, content, made_at from ranking where call_id = :call_id order by number
    """,
    RankingRecord,
)
_NEWEST = Query(
    """
    select number, because, replaced_because, content, made_at from ranking
    where call_id = :call_id order by number desc limit 1
    """,
    RankingRecord,
)
_RANKING = Query(
    """
    select number, because, replaced_because, content, made_at from ranking
    where call_id = :call_id and number = :number
    """,
    RankingRecord,
)
_HEADS = Query(
    "select number, because, replaced_because, made_at from ranking where call_id = :call_id order by number",
    RankingHead,
)
_NEWEST_NUMBER = Scalar("select max(number) from ranking where call_id = :call_id", int)
_ADD_RANKING = Command("""
insert into ranking (district_id, call_id, number, because, content, made_at)
values (:district_id, :call_id, :number, :because, cast(:content as jsonb), :at)
""")
_REPLACE_RANKING = Command("""
update ranking set replaced_because = :because where call_id = :call_id and number = :number
""")
_DECISIONS = Query(
    """
    select application_id, outcome, reasons, reserve_place, departs from decision
    where call_id = :call_id order by application_id
    """,
    DecisionRecord,
)
_PUT = Command("""
insert into decision (district_id, call_id, application_id, outcome, reasons, reserve_place, departs, decided_at,
  decided_by)
values (:district_id, :call_id, :application_id, :outcome, :reasons, :reserve_place, :departs, :at, :by)
on conflict (district_id, call_id, application_id) do update
set outcome = excluded.outcome, reasons = excluded.reasons, reserve_place = excluded.reserve_place,
  departs = excluded.departs, decided_at = excluded.decided_at, decided_by = excluded.decided_by
""")
_DROP = Command("delete from decision where call_id = :call_id and application_id = :application_id")


async def find_rankings(session: Transaction, call_id: UUID) -> list[RankingRecord]:
    return await _RANKINGS.all(session, call_id=call_id)


async def find_ranking_heads(session: Transaction, call_id: UUID) -> list[RankingHead]:
    return await _HEADS.all(session, call_id=call_id)


async def find_ranking(session: Transaction, call_id: UUID, number: int) -> RankingRecord | None:
    return await _RANKING.first(session, call_id=call_id, number=number)


async def find_newest_number(session: Transaction, call_id: UUID) -> int | None:
    """Returns the number of the newest ranked list; None where there is no list."""
    return await _NEWEST_NUMBER.get(session, call_id=call_id)


async def find_newest_ranking(session: Transaction, call_id: UUID) -> RankingRecord | None:
    return await _NEWEST.first(session, call_id=call_id)


async def add_ranking(
    session: Transaction,
    district_id: UUID,
    call_id: UUID,
    number: int,
    content: Mapping[str, object],
    *,
    because: str,
    at: datetime,
) -> None:
    """Adds a list; the one before is kept, with why this one takes its place."""
    if number > 1:
        await _REPLACE_RANKING.run(session, call_id=call_id, number=number - 1, because=because)
    await _ADD_RANKING.run(
        session,
        district_id=district_id,
        call_id=call_id,
        number=number,
        because=because,
        content=json.dumps(content, default=str),
        at=at,
    )


async def find_decisions(session: Transaction, call_id: UUID) -> list[DecisionRecord]:
    return await _DECISIONS.all(session, call_id=call_id)


async def put_decision(
    session: Transaction, district_id: UUID, call_id: UUID, decision: Decision, at: datetime, by: str
) -> None:
    await _PUT.run(
        session,
        district_id=district_id,
        call_id=call_id,
        application_id=decision.application,
        outcome=decision.outcome,
        reasons=decision.reasons,
        reserve_place=decision.reserve_place,
        departs=decision.departs,
        at=at,
        by=by,
    )


async def drop_decision(session: Transaction, call_id: UUID, application_id: UUID) -> None:
    await _DROP.run(session, call_id=call_id, application_id=application_id)
