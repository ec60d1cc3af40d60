"""Reads and writes the editions of frameworks."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from competency.frameworks.rules.case.report import StoredDefect
from competency.frameworks.rules.case.text import CaseJson
from shared.db.query import Command, Query, Transaction


class EditionRecord(NamedTuple):
    """An edition, whole. `fingerprint` is of the package as it was sent, `defects` are the repairs of its import."""

    edition: int
    package: CaseJson
    fingerprint: str
    defects: list[StoredDefect]
    imported_at: datetime


class EditionSummary(NamedTuple):
    """An edition with how many items it has and how many repairs its import needed."""

    edition: int
    imported_at: datetime
    items: int
    defects: int


_FIND = Query(
    """
select edition, package, fingerprint, defects, imported_at from framework_edition
where framework_id = :framework_id and edition = :edition
""",
    EditionRecord,
)
_LIST = Query(
    """
select edition, imported_at, jsonb_array_length(package -> 'CFItems') as items, jsonb_array_length(defects) as defects
from framework_edition where framework_id = :framework_id order by edition desc
""",
    EditionSummary,
)
_ADD = Command("""
insert into framework_edition (district_id, framework_id, edition, package, fingerprint, defects)
values (:district_id, :framework_id, :edition, cast(:package as jsonb), :fingerprint, cast(:defects as jsonb))
""")
# A draft alone is worked on in place.
_REWRITE = Command("""
update framework_edition set package = cast(:package as jsonb), fingerprint = :fingerprint,
  defects = cast(:defects as jsonb)
where framework_id = :framework_id and edition = :edition
  and exists (select from framework f where f.framework_id = :framework_id and f.state = 'draft')
""")


async def find_edition(session: Transaction, framework_id: UUID, edition: int) -> EditionRecord | None:
    """Returns the edition; None where there is none of this number."""
    return await _FIND.first(session, framework_id=framework_id, edition=edition)


async def find_editions(session: Transaction, framework_id: UUID) -> list[EditionSummary]:
    """Returns every edition of the framework, the newest first."""
    return await _LIST.all(session, framework_id=framework_id)


async def add_edition(
    session: Transaction,
    district_id: UUID,
    framework_id: UUID,
    edition: int,
    *,
    package: str,
    fingerprint: str,
    defects: Sequence[StoredDefect],
) -> None:
    """Stores an edition; `package` is JSON text."""
    await _ADD.run(
        session,
        district_id=district_id,
        framework_id=framework_id,
        edition=edition,
        package=package,
        fingerprint=fingerprint,
        defects=json.dumps(list(defects)),
    )


async def rewrite_edition(
    session: Transaction,
    framework_id: UUID,
    edition: int,
    *,
    package: str,
    fingerprint: str,
    defects: Sequence[StoredDefect],
) -> None:
    """Stores what a draft's edition is now, in the place of what it was; `package` is JSON text."""
    await _REWRITE.run(
        session,
        framework_id=framework_id,
        edition=edition,
        package=package,
        fingerprint=fingerprint,
        defects=json.dumps(list(defects)),
    )
