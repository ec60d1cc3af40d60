"""Evidence and mastery. The write path's statements take arrays: a single piece is a batch of one."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from competency import models
from competency.rules.mastery import Shown
from competency.rules.policy import Kind
from competency.rules.ruling import Determined
from shared.db.query import Transaction, columns
from shared.db.statement import Row, Statement

# All of them or none: what is locked while others are still to be made would be held out of turn.
_LOCK_LEARNERS = Statement("""
select learner_id, planned from learner where learner_id = any(cast(:ids as uuid[]))
  and (select count(*) from learner where learner_id = any(cast(:ids as uuid[]))) = cardinality(cast(:ids as uuid[]))
order by learner_id for update
""")
_MAKE_AND_LOCK_LEARNERS = Statement("""
insert into learner as l (district_id, learner_id)
select cast(:district_id as uuid), id from unnest(cast(:ids as uuid[])) as id order by id
on conflict (district_id, learner_id) do update set announced = l.announced
returning learner_id, planned
""")
_SOURCED = Statement("""
select i.source, i.sourced_id, i.learner_id from learner_identifier i
join unnest(cast(:sources as text[]), cast(:sourced_ids as text[])) as w(source, sourced_id)
  on w.source = i.source and w.sourced_id = i.sourced_id
""")
# `offset 0` keeps the planner to one look into the index for each pair: by statistics of a table that has just begun to
# fill it would read all that the district has, for every write.
_SHOWN = Statement("""
select e.evidence_id, e.learner_id, e.item_id, e.score, e.observed_at, e.recorded_at, e.tie, e.kind
from unnest(cast(:learners as uuid[]), cast(:items as uuid[])) as w(learner_id, item_id)
cross join lateral (
  select e.learner_id, e.item_id, e.evidence_id, e.score, e.observed_at, e.recorded_at, e.tie, e.kind
  from evidence e where e.learner_id = w.learner_id and e.item_id = w.item_id
    and not exists (select from evidence_void v where v.district_id = e.district_id and v.evidence_id = e.evidence_id)
    and not exists (select from evidence_correction c
                    where c.district_id = e.district_id and c.evidence_id = e.evidence_id)
  offset 0) e
""")
_MASTERY_OF = Statement(f"""
select {columns(models.Mastery, "m")}
  from unnest(cast(:learners as uuid[]), cast(:items as uuid[])) as w(learner_id, item_id)
cross join lateral (
  select {columns(models.Mastery, "m")} from mastery m where m.learner_id = w.learner_id and m.item_id = w.item_id
    limit 1) m
""")  # noqa: S608
_ADD = Statement(f"""
with new_evidence as (
  insert into evidence (district_id, evidence_id, learner_id, item_id, score, observed_at, recorded_at, source, sender,
                        external_id, tie, kind, observer, criteria, artefacts, given)
  select cast(:district_id as uuid), evidence_id, learner_id, item_id, score, observed_at,
         cast(:known_at as timestamptz), source, sender, external_id, tie,
         coalesce(kind, 'teacher_judgement'), cast(details ->> 'observer' as uuid),
         details -> 'criteria', details -> 'artefacts', details -> 'given'
  from unnest(cast(:e_ids as uuid[]), cast(:e_learners as uuid[]), cast(:e_items as uuid[]),
              cast(:e_scores as numeric[]), cast(:e_observed as timestamptz[]), cast(:e_sources as text[]),
              cast(:e_senders as text[]), cast(:e_externals as text[]), cast(:e_ties as text[]),
              cast(:e_kinds as text[]), cast(:e_details as jsonb[]))
  as n(evidence_id, learner_id, item_id, score, observed_at, source, sender, external_id, tie, kind, details)
), determined as (
  select learner_id, item_id, score, mastered, observed_at, deciding, pieces, policy_id, expires_at, criterion_version,
         mastered_since
  from unnest(cast(:learners as uuid[]), cast(:items as uuid[]), cast(:scores as numeric[]),
                       cast(:mastered as boolean[]), cast(:observed as timestamptz[]), cast(:deciding as uuid[]),
                       cast(:pieces as int[]), cast(:policies as uuid[]), cast(:expiries as timestamptz[]),
                       cast(:criteria as int[]), cast(:since as timestamptz[]))
  as d(learner_id, item_id, score, mastered, observed_at, deciding, pieces, policy_id, expires_at, criterion_version,
       mastered_since)
), remembered as (
  insert into determination (district_id, learner_id, item_id, known_at, score, mastered, observed_at, deciding, pieces,
                             cause, policy_id, criterion_version)
  select cast(:district_id as uuid), learner_id, item_id, cast(:known_at as timestamptz), score, mastered, observed_at,
         deciding, pieces, cast(:cause as text), policy_id, criterion_version
  from determined
), looked_at as (
  insert into credential_due (district_id, learner_id, item_id, due_at)
  select c.district_id, c.learner_id, c.item_id, cast(:known_at as timestamptz)
  from determined d cross join lateral (
    select {columns(models.Credential, "c")} from credential c where c.district_id = cast(:district_id as uuid)
      and c.learner_id = d.learner_id
      and c.item_id = d.item_id and c.follows offset 0) c
  on conflict do nothing
)
insert into mastery as m (district_id, learner_id, item_id, score, mastered, observed_at, deciding, pieces, known_at,
                          policy_id, expires_at, criterion_version, mastered_since)
select cast(:district_id as uuid), learner_id, item_id, score, mastered, observed_at, deciding, pieces,
       cast(:known_at as timestamptz), policy_id, expires_at, criterion_version, mastered_since
from determined order by learner_id, item_id
on conflict (district_id, learner_id, item_id) do update
set score = excluded.score, mastered = excluded.mastered, observed_at = excluded.observed_at,
    deciding = excluded.deciding, pieces = excluded.pieces, known_at = excluded.known_at,
    policy_id = excluded.policy_id, expires_at = excluded.expires_at, determined_at = null,
    criterion_version = excluded.criterion_version, mastered_since = excluded.mastered_since
""")  # noqa: S608
_PACE_DUE = Statement("""
update learner_pace p set due_at = '-infinity'
where p.district_id = cast(:district_id as uuid) and p.due_at is distinct from '-infinity'
  and p.learner_id = any(array(
    select d.learner_id from unnest(cast(:learners as uuid[]), cast(:items as uuid[]), cast(:since as timestamptz[]))
      as d(learner_id, item_id, mastered_since)
    where d.mastered_since is distinct from (
      select m.mastered_since from mastery m where m.district_id = cast(:district_id as uuid)
        and m.learner_id = d.learner_id and m.item_id = d.item_id)))
""")
_PLAN_ANEW = Statement("set local plan_cache_mode = force_custom_plan")
_PLANNED = "learners with a plan"
Pair = tuple[UUID, UUID]
"""A learner and an item."""


class Piece(NamedTuple):
    """A row of evidence about to be written."""

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
    details: Mapping[str, Any] | None

    @property
    def observer(self) -> str | None:
        return self.details.get("observer") if self.details else None

    @property
    def criteria(self) -> list[Any] | None:
        return self.details.get("criteria") if self.details else None

    @property
    def artefacts(self) -> list[Any] | None:
        return self.details.get("artefacts") if self.details else None

    @property
    def given(self) -> Mapping[str, Any] | None:
        return self.details.get("given") if self.details else None


async def plan_anew(session: Transaction) -> None:
    """Have the database plan this transaction's statements by the tables as they are now, not as they were when it kept
    a plan: for a large file, whose own lines make that a poor one.
    """
    await _PLAN_ANEW.run(session)


async def lock_learners(session: Transaction, district_id: UUID, ids: Iterable[UUID]) -> None:
    """Lock these learners' rows, in one order for everybody, making those we had not heard of.

    A statement of its own: one that locked and read at once would read what was there before it waited.
    """
    wanted = sorted(set(ids))
    found = await _LOCK_LEARNERS.all(session, {"ids": wanted})
    if len(found) < len(wanted):
        found = await _MAKE_AND_LOCK_LEARNERS.all(session, {"district_id": district_id, "ids": wanted})
    planned = {row.learner_id for row in found if row.planned}
    if planned:
        session.info.setdefault(_PLANNED, set()).update(planned)


async def learners_by_source(session: Transaction, wanted: Sequence[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    rows = await _SOURCED.all(session, {"sources": [w[0] for w in wanted], "sourced_ids": [w[1] for w in wanted]})
    return {(row.source, row.sourced_id): row.learner_id for row in rows}


async def shown(session: Transaction, pairs: Sequence[Pair]) -> dict[Pair, list[Shown]]:
    """The evidence that may count (neither voided nor corrected), for each of these learners and items."""
    result: dict[Pair, list[Shown]] = {pair: [] for pair in pairs}
    for row in await _SHOWN.all(session, _pairs(pairs)):
        result[row.learner_id, row.item_id].append(
            Shown(row.evidence_id, row.score, row.observed_at, row.recorded_at, row.tie, row.kind)
        )
    return result


async def mastery_of(session: Transaction, pairs: Sequence[Pair]) -> dict[Pair, Row]:
    return {(row.learner_id, row.item_id): row for row in await _MASTERY_OF.all(session, _pairs(pairs))}


async def add(
    session: Transaction,
    district_id: UUID,
    pieces: Sequence[Piece],
    determined: Sequence[tuple[Pair, Determined]],
    known_at: datetime,
    cause: str,
) -> None:
    """Write evidence, recorded at `known_at`, and what it now amounts to, in one statement; credentials that speak of
    it are put down to be looked at.

    Where a learner has a plan (locking them told) and gains or loses mastery, or has it since another moment, their
    pace is due to be reckoned anew: a statement more for them, and none for all others.
    """
    planned = session.info.get(_PLANNED)
    if planned and (theirs := [(pair, d) for pair, d in determined if pair[0] in planned]):
        await _PACE_DUE.run(
            session,
            _pairs([pair for pair, _ in theirs])
            | {"district_id": district_id, "since": [d.determination.mastered_since for _, d in theirs]},
        )
    await _ADD.run(
        session,
        {
            "district_id": district_id,
            "known_at": known_at,
            "cause": cause,
            "e_ids": [p.evidence_id for p in pieces],
            "e_learners": [p.learner_id for p in pieces],
            "e_items": [p.item_id for p in pieces],
            "e_scores": [p.score for p in pieces],
            "e_observed": [p.observed_at for p in pieces],
            "e_sources": [p.source for p in pieces],
            "e_senders": [p.sender for p in pieces],
            "e_externals": [p.external_id for p in pieces],
            "e_ties": [p.tie for p in pieces],
            "e_kinds": _unless_all([p.kind for p in pieces], "teacher_judgement"),
            "e_details": _unless_all([p.details and json.dumps(p.details) for p in pieces]),
            "learners": [pair[0] for pair, _ in determined],
            "items": [pair[1] for pair, _ in determined],
            "scores": [d.determination.score for _, d in determined],
            "mastered": [d.determination.mastered for _, d in determined],
            "observed": [d.determination.observed_at for _, d in determined],
            "deciding": [d.determination.deciding for _, d in determined],
            "pieces": [d.determination.pieces for _, d in determined],
            "policies": _unless_all([d.ruling.policy_id for _, d in determined]),
            "expiries": _unless_all([d.expires_at for _, d in determined]),
            "criteria": _unless_all([d.criterion for _, d in determined]),
            "since": _unless_all([d.determination.mastered_since for _, d in determined]),
        },
    )


def _unless_all(column: list[Any], usual: Any = None) -> list[Any]:
    """The column, or nothing where all of it is as usual: `unnest` fills up the shortest, and the driver asks of every
    element of an array what it is.
    """
    return [] if column.count(usual) == len(column) else column


def _pairs(pairs: Sequence[Pair]) -> dict[str, Any]:
    return {"learners": [pair[0] for pair in pairs], "items": [pair[1] for pair in pairs]}
