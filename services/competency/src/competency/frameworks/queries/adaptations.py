"""Reads and writes where frameworks were adapted from."""

import json
from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from competency.frameworks.rules.case.text import CaseJson
from shared.db.query import Command, Query, Transaction


class AdaptationRecord(NamedTuple):
    """Where a framework was adapted from: `base` is the edition of the original that it was last brought up to, and
    `origins` names for each adapted item the original's.
    """

    original_district_id: UUID
    original_id: UUID
    base_edition: int
    base: CaseJson
    origins: dict[str, str]


_ADD = Command("""
insert into framework_adaptation (district_id, framework_id, original_district_id, original_id, base_edition, base,
  origins)
values (:district_id, :framework_id, :original_district_id, :original_id, :base_edition, cast(:base as jsonb),
  cast(:origins as jsonb))
""")
_FIND = Query(
    """
select original_district_id, original_id, base_edition, base, origins from framework_adaptation
where framework_id = :framework_id
""",
    AdaptationRecord,
)
_ADVANCE = Command("""
update framework_adaptation set base_edition = :base_edition, base = cast(:base as jsonb),
  origins = cast(:origins as jsonb)
where framework_id = :framework_id
""")


async def add_adaptation(
    session: Transaction,
    district_id: UUID,
    framework_id: UUID,
    *,
    original_district_id: UUID,
    original_id: UUID,
    base_edition: int,
    base: str,
    origins: Mapping[UUID, UUID],
) -> None:
    """Stores where the framework was adapted from; `base` is the original's package as JSON text."""
    await _ADD.run(
        session,
        district_id=district_id,
        framework_id=framework_id,
        original_district_id=original_district_id,
        original_id=original_id,
        base_edition=base_edition,
        base=base,
        origins=_as_json(origins),
    )


async def find_adaptation(session: Transaction, framework_id: UUID) -> AdaptationRecord | None:
    """Returns where the framework was adapted from; None where it was not."""
    return await _FIND.first(session, framework_id=framework_id)


async def advance_adaptation(
    session: Transaction, framework_id: UUID, *, base_edition: int, base: str, origins: Mapping[UUID, UUID]
) -> None:
    """Stores that the adaptation was brought up to this edition of its original."""
    await _ADVANCE.run(
        session, framework_id=framework_id, base_edition=base_edition, base=base, origins=_as_json(origins)
    )


def _as_json(origins: Mapping[UUID, UUID]) -> str:
    return json.dumps({str(own): str(original) for own, original in origins.items()})
