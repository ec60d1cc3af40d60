"""A learner's mastery as the API gives it out, each item written as JSON by the database: making an object of each
here, to write it down again, took ten times as long for six hundred items. The fields are `schemas.MasteryOut`'s.
"""

from datetime import datetime
from uuid import UUID

from shared.statement import Row, Statement, Transaction

Written = dict[UUID, str]
"""JSON objects of mastery, by item."""


def _given(known_at: str, source: str) -> Statement:
    """Rows of (item, its JSON): of `m`, a row of mastery or of determination in `source`."""

    def moment(column: str) -> str:
        return f"""replace(to_char({column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '.000000', '')"""

    return Statement(f"""
select r.item_id, row_to_json(r)::text as written from (
  select m.item_id, round(m.score, greatest(min_scale(m.score), 1)) as score, m.mastered,
    {moment("m.observed_at")} as observed_at,
    {moment(known_at)} as known_at, m.policy_id, json_build_array() as statements, m.criterion_version, null as through
  {source}
) r
""")  # noqa: S608


_IN_FRAMEWORK = """
(cast(:framework_id as uuid) is null
 or exists (select from item i where i.item_id = m.item_id and i.framework_id = :framework_id))
"""
_NOW = _given("m.known_at", f"from mastery m where m.learner_id = :learner_id and {_IN_FRAMEWORK}")
_KNOWN = _given(
    "m.known_at",
    f"""from (select distinct on (item_id) * from determination
              where learner_id = :learner_id and known_at <= :known order by item_id, known_at desc) m
        where (m.pieces > 0 or m.score is not null) and {_IN_FRAMEWORK}""",  # noqa: S608
)
_BY_A_WINDOW = """
exists (select from mastery_policy p where p.district_id = m.district_id and p.policy_id = m.policy_id
        and p.window_days is not null)
"""
# What stands was made of all pieces: where none was observed later, and none is too old by now, it is what stood then.
_SETTLED = _given(
    "e.recorded_at",
    f"""from mastery m left join evidence e on e.evidence_id = m.deciding
        where m.learner_id = :learner_id and m.pieces > 0 and {_IN_FRAMEWORK} and not {_BY_A_WINDOW}
          and not exists (select from evidence l where l.learner_id = m.learner_id and l.item_id = m.item_id
                          and l.observed_at > :observed)""",
)
_UNSETTLED = Statement(f"""
select m.item_id from mastery m where m.learner_id = :learner_id and {_IN_FRAMEWORK}
  and exists (select from evidence b where b.learner_id = m.learner_id and b.item_id = m.item_id
              and b.observed_at <= :observed)
  and ({_BY_A_WINDOW}
       or exists (select from evidence l where l.learner_id = m.learner_id and l.item_id = m.item_id
                  and l.observed_at > :observed))
""")  # noqa: S608


async def now(session: Transaction, learner_id: UUID, framework_id: UUID | None) -> Written:
    """What stands."""
    return _written(await _NOW.all(session, {"learner_id": learner_id, "framework_id": framework_id}))


async def known(session: Transaction, learner_id: UUID, framework_id: UUID | None, at: datetime) -> Written:
    """What was held at that time."""
    asked = {"learner_id": learner_id, "framework_id": framework_id, "known": at}
    return _written(await _KNOWN.all(session, asked))


async def settled(
    session: Transaction, learner_id: UUID, framework_id: UUID | None, observed: datetime
) -> tuple[Written, list[UUID]]:
    """What had been shown by then, of items where it holds still, as nothing was observed later; and the items, begun
    by then, that are to be determined again. Of evidence alone: who asks knows that nothing of it is rolled up.
    """
    asked = {"learner_id": learner_id, "framework_id": framework_id, "observed": observed}
    return _written(await _SETTLED.all(session, asked)), [r.item_id for r in await _UNSETTLED.all(session, asked)]


def _written(rows: list[Row]) -> Written:
    return {row.item_id: row.written for row in rows}
