"""The organisations that rostering tells of, in SQL."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from coaching.pilots.rules.schools import KnownOrganisation
from shared.contracts.rostering import OrganisationKind
from shared.db.query import Command, Query, Transaction


class OrganisationRecord(NamedTuple):
    """An organisation as stored."""

    organisation_id: UUID
    kind: OrganisationKind
    active: bool


_FIND = Query(
    """
    select o.organisation_id, o.kind, o.active from rostered_organisation o
    where o.organisation_id = any(cast(:ids as uuid[]))
    """,
    OrganisationRecord,
)
# In one order, so that two transactions cannot wait for each other's rows.
_SAVE = Command("""
insert into rostered_organisation as known (district_id, organisation_id, kind, active)
select cast(:district_id as uuid), t.organisation_id, t.kind, t.active
from unnest(cast(:ids as uuid[]), cast(:kinds as text[]), cast(:actives as boolean[]))
  as t(organisation_id, kind, active)
order by t.organisation_id
on conflict (district_id, organisation_id) do update set kind = excluded.kind, active = excluded.active
where (known.kind, known.active) is distinct from (excluded.kind, excluded.active)
""")


async def find_organisations(session: Transaction, ids: Collection[UUID]) -> dict[UUID, KnownOrganisation]:
    """Returns what is known of these in the session's district; one of which nothing was told has no entry."""
    found = await _FIND.all(session, ids=list(ids))
    return {one.organisation_id: KnownOrganisation(one.kind, one.active) for one in found}


async def save_organisations(session: Transaction, district_id: UUID, told: Collection[OrganisationRecord]) -> None:
    """Stores what rostering tells of organisations, each named once."""
    await _SAVE.run(
        session,
        district_id=district_id,
        ids=[one.organisation_id for one in told],
        kinds=[one.kind for one in told],
        actives=[one.active for one in told],
    )
