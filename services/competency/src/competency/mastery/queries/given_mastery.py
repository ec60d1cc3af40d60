"""A learner's mastery as the API gives it out, each item written as JSON by the database: making an object of each
here, to write it down again, took ten times as long for six hundred items. The fields are `schemas.MasteryOut`'s.
"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from competency.mastery.models.mastery import Determination
from shared.db.query import Query, Transaction, columns


class WrittenMastery(NamedTuple):
    """Objects with commas between, in the order of their items; `plain`: nobody has something to say of any."""

    written: str | None
    plain: bool


class WrittenMasteryThen(NamedTuple):
    """The same as of a time: of the items that are to be determined `again` the id stands in the object's place."""

    written: str | None
    again: list[UUID] | None
    plain: bool


def _json(known_at: str) -> str:
    """SQL that writes `m`, a row of mastery or of determination, byte for byte as the model is written."""

    def or_null(value: str) -> str:
        return f"coalesce({value}, 'null')"

    def moment(column: str) -> str:
        written = f"""to_char({column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
        return or_null(f"""'"' || replace({written}, '.000000', '') || '"'""")

    fields = {
        "item_id": "'\"' || m.item_id || '\"'",
        "score": or_null("round(m.score, greatest(min_scale(m.score), 1))::text"),
        "mastered": "m.mastered::text",
        "observed_at": moment("m.observed_at"),
        "known_at": moment(known_at),
        "policy_id": or_null("'\"' || m.policy_id || '\"'"),
        "statements": "'[]'",
        "criterion_version": or_null("m.criterion_version::text"),
        "through": "'null'",
    }
    return "'{' || " + " || ',' || ".join(f"""'"{name}":' || {value}""" for name, value in fields.items()) + " || '}'"


# Nobody in the family has something to say of it, which would stand beside what it is about.
_PLAIN = "not exists (select from amendment a where a.learner_id = :learner_id and a.state <> 'withdrawn')"
_OF_ALL = ""
_OF_ONE = "and exists (select from item i where i.item_id = m.item_id and i.framework_id = :framework_id)"


def _now(of: str) -> Query[WrittenMastery]:
    return Query(
        f"""
select string_agg({_json("m.known_at")}, ',' order by m.item_id) as written, {_PLAIN} as plain from mastery m
where m.learner_id = :learner_id {of}
""",  # noqa: S608
        WrittenMastery,
    )


def _known(of: str) -> Query[WrittenMastery]:
    return Query(
        f"""
select string_agg({_json("m.known_at")}, ',' order by m.item_id) as written, {_PLAIN} as plain
from (select distinct on (item_id) {columns(Determination)} from determination
      where learner_id = :learner_id and known_at <= :known order by item_id, known_at desc) m
where (m.pieces > 0 or m.score is not null) {of}
""",  # noqa: S608
        WrittenMastery,
    )


def _then(of: str) -> Query[WrittenMasteryThen]:
    """What stands was made of all pieces: where none was observed later, and none can be too old by now, it stood then.
    What is rolled up hangs on other items.
    """
    return Query(
        f"""
with begun as (
  select item_id, min(observed_at) as first, max(observed_at) as last from evidence
  where learner_id = :learner_id group by item_id
)
select string_agg(case when s.stood then {_json("e.recorded_at")} else '"' || m.item_id || '"' end, ','
                  order by m.item_id) as written,
  array_agg(m.item_id order by m.item_id) filter (where not s.stood) as again,
  {_PLAIN} and not exists (select from framework f where f.criteria is not null) as plain
from begun b
join mastery m on m.learner_id = :learner_id and m.item_id = b.item_id
left join mastery_policy p on p.district_id = m.district_id and p.policy_id = m.policy_id
cross join lateral (select b.last <= :observed and p.window_days is null as stood) s
left join evidence e on e.district_id = m.district_id and e.evidence_id = m.deciding
where b.first <= :observed and (m.pieces > 0 or not s.stood) {of}
""",  # noqa: S608
        WrittenMasteryThen,
    )


# Each for one framework and for all: a plan that is kept for both would look into every item's framework.
_NOW, _NOW_OF_ONE = _now(_OF_ALL), _now(_OF_ONE)
_KNOWN, _KNOWN_OF_ONE = _known(_OF_ALL), _known(_OF_ONE)
_THEN, _THEN_OF_ONE = _then(_OF_ALL), _then(_OF_ONE)


async def mastery_as_json(session: Transaction, learner_id: UUID, framework_id: UUID | None) -> str | None:
    """Returns what stands: objects with commas between, in the order of their items; None where they have to be made
    one by one, for somebody has something to say of them.
    """
    if framework_id is None:
        found = await _NOW.one(session, learner_id=learner_id)
    else:
        found = await _NOW_OF_ONE.one(session, learner_id=learner_id, framework_id=framework_id)
    return found.written or "" if found.plain else None


async def known_mastery_as_json(
    session: Transaction, learner_id: UUID, framework_id: UUID | None, known: datetime
) -> str | None:
    """Returns what was held at that time, likewise."""
    if framework_id is None:
        found = await _KNOWN.one(session, learner_id=learner_id, known=known)
    else:
        found = await _KNOWN_OF_ONE.one(session, learner_id=learner_id, framework_id=framework_id, known=known)
    return found.written or "" if found.plain else None


async def shown_mastery_as_json(
    session: Transaction, learner_id: UUID, framework_id: UUID | None, observed: datetime
) -> tuple[str, list[UUID]] | None:
    """Returns what had been shown by then, where what stands now says it, and the items that are to be determined
    again: each one's id stands in its place. None where somebody has something to say of them, or criteria roll them
    up.
    """
    if framework_id is None:
        found = await _THEN.one(session, learner_id=learner_id, observed=observed)
    else:
        found = await _THEN_OF_ONE.one(session, learner_id=learner_id, framework_id=framework_id, observed=observed)
    return (found.written or "", found.again or []) if found.plain else None
