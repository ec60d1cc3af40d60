"""Reads and writes frameworks and their scales."""

import json
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from competency.common.scales import Scale
from competency.frameworks.rules.case.licence import Openness, OpennessName
from competency.frameworks.rules.life import FrameworkState, StateName
from shared.db.query import Command, Query, Scalar, Transaction

LevelNames = list[dict[str, str]]
"""The names of a scale's levels as JSON, lowest first: each with its `label` and the `value` where it begins."""


class FrameworkRecord(NamedTuple):
    """A framework in its newest edition; 0 is that of a framework which is being stored for the first time. `criteria`
    is the newest change of its criteria, None where it never had any.
    """

    district_id: UUID
    framework_id: UUID
    edition: int
    title: str
    scale_minimum: Decimal
    scale_maximum: Decimal
    mastery_score: Decimal
    state: StateName
    version: int
    licence: OpennessName
    criteria: UUID | None

    @property
    def scale(self) -> Scale:
        """The scale without the names of its levels."""
        return Scale(self.scale_minimum, self.scale_maximum, self.mastery_score)


class FrameworkSummary(NamedTuple):
    """A framework with how many items are in use, and how many repairs the import of its newest edition needed."""

    framework_id: UUID
    edition: int
    title: str
    scale_minimum: Decimal
    scale_maximum: Decimal
    mastery_score: Decimal
    state: StateName
    version: int
    licence: OpennessName
    items: int
    defects: int


class ScaleRecord(NamedTuple):
    """A scale that a framework has, or had."""

    scale_minimum: Decimal
    scale_maximum: Decimal
    mastery_score: Decimal
    scale_levels: LevelNames | None


_COLUMNS = (
    "f.district_id, f.framework_id, f.edition, f.title, f.scale_minimum, f.scale_maximum, f.mastery_score, f.state, "
    "f.version, f.licence, f.criteria"
)
_LOCK_OR_ADD = Query(
    f"""
insert into framework as f (district_id, framework_id, edition, title, scale_minimum, scale_maximum, mastery_score,
  state, version)
values (:district_id, :framework_id, 0, :title, :scale_minimum, :scale_maximum, :mastery_score, :state, 0)
on conflict (district_id, framework_id) do update set title = f.title returning {_COLUMNS}
""",  # noqa: S608
    FrameworkRecord,
)
_LOCK = Query(
    f"select {_COLUMNS} from framework f where f.framework_id = :framework_id and f.edition > 0 for update",  # noqa: S608
    FrameworkRecord,
)
_ADVANCE = Scalar(
    """
update framework set edition = :edition, title = :title, scale_minimum = :scale_minimum,
  scale_maximum = :scale_maximum, mastery_score = :mastery_score, licence = :licence, version = version + 1
where framework_id = :framework_id returning version
""",
    int,
)
_SET_STATE = Command("""
update framework set state = :state, licence = :licence, version = version + 1 where framework_id = :framework_id
""")
_SET_LEVELS = Scalar(
    """
update framework set scale_levels = cast(:levels as jsonb), version = version + 1 where framework_id = :framework_id
returning version
""",
    int,
)
_RECORD_SCALE = Command("""
insert into framework_scale (district_id, framework_id, since, scale_minimum, scale_maximum, mastery_score,
                             scale_levels)
select f.district_id, f.framework_id, statement_timestamp(), f.scale_minimum, f.scale_maximum, f.mastery_score,
  f.scale_levels
from framework f
left join lateral (
  select s.scale_minimum, s.scale_maximum, s.mastery_score, s.scale_levels from framework_scale s
  where s.district_id = f.district_id and s.framework_id = f.framework_id order by s.since desc limit 1
) s on true
where f.framework_id = :framework_id
  and (f.scale_minimum, f.scale_maximum, f.mastery_score, f.scale_levels)
    is distinct from (s.scale_minimum, s.scale_maximum, s.mastery_score, s.scale_levels)
""")
_SCALES = Query(
    """
select scale_minimum, scale_maximum, mastery_score, scale_levels from framework_scale
where framework_id = :framework_id and (cast(:known as timestamptz) is null or since <= cast(:known as timestamptz))
order by since desc
""",
    ScaleRecord,
)
_LIST = Query(
    """
select f.framework_id, f.edition, f.title, f.scale_minimum, f.scale_maximum, f.mastery_score, f.state, f.version,
  f.licence, (select count(*) from item i where i.district_id = f.district_id and i.framework_id = f.framework_id
    and i.active) as items, jsonb_array_length(e.defects) as defects
from framework f join framework_edition e on e.district_id = f.district_id and e.framework_id = f.framework_id
  and e.edition = f.edition
where f.edition > 0 and (cast(:after as uuid) is null or f.framework_id > cast(:after as uuid))
  and (cast(:only as uuid) is null or f.framework_id = cast(:only as uuid))
order by f.framework_id limit :limit
""",
    FrameworkSummary,
)


async def lock_or_add_framework(
    session: Transaction, district_id: UUID, framework_id: UUID, *, title: str, scale: Scale, state: FrameworkState
) -> FrameworkRecord:
    """Returns the framework, locked; one that is new is added with edition 0, and with this title, scale and state."""
    return await _LOCK_OR_ADD.one(
        session,
        district_id=district_id,
        framework_id=framework_id,
        title=title,
        scale_minimum=scale.minimum,
        scale_maximum=scale.maximum,
        mastery_score=scale.mastery,
        state=state.value,
    )


async def lock_framework(session: Transaction, framework_id: UUID) -> FrameworkRecord | None:
    """Returns the framework, locked; None where the district has no such framework."""
    return await _LOCK.first(session, framework_id=framework_id)


async def find_framework(session: Transaction, framework_id: UUID) -> FrameworkSummary | None:
    """Returns the framework with its counts; None where the district has no such framework."""
    return await _LIST.first(session, after=None, only=framework_id, limit=1)


async def find_frameworks(session: Transaction, after: UUID | None, limit: int) -> list[FrameworkSummary]:
    """Returns the district's frameworks by id."""
    return await _LIST.all(session, after=after, only=None, limit=limit)


async def advance_framework(
    session: Transaction, framework_id: UUID, *, edition: int, title: str, scale: Scale, licence: Openness
) -> int:
    """Stores what the framework is from this edition on; returns its version."""
    version = await _ADVANCE.one(
        session,
        framework_id=framework_id,
        edition=edition,
        title=title,
        scale_minimum=scale.minimum,
        scale_maximum=scale.maximum,
        mastery_score=scale.mastery,
        licence=licence.value,
    )
    await _RECORD_SCALE.run(session, framework_id=framework_id)
    return version


async def set_framework_state(
    session: Transaction, framework_id: UUID, state: FrameworkState, licence: Openness
) -> None:
    """Stores the framework's state and what its licence allows now."""
    await _SET_STATE.run(session, framework_id=framework_id, state=state.value, licence=licence.value)


async def set_level_names(session: Transaction, framework_id: UUID, levels: LevelNames) -> int:
    """Stores the names of the scale's levels; returns the framework's version."""
    version = await _SET_LEVELS.one(session, framework_id=framework_id, levels=json.dumps(levels))
    await _RECORD_SCALE.run(session, framework_id=framework_id)
    return version


async def find_scales(session: Transaction, framework_id: UUID, known: datetime | None) -> Sequence[ScaleRecord]:
    """Returns the scales that the framework has had, or had by `known`, the newest first."""
    return await _SCALES.all(session, framework_id=framework_id, known=known)
