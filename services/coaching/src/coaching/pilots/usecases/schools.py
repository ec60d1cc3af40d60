"""In which schools a wave may be, as rostering tells of them."""

from collections.abc import Sequence
from uuid import UUID

from coaching.common.rules.problems import Problem
from coaching.pilots.queries.schools import OrganisationRecord, find_organisations, save_organisations
from coaching.pilots.rules.schools import school_problems
from shared.contracts.rostering import OrganisationChanged
from shared.db.query import Transaction
from shared.events.event import Received


async def find_school_problems(session: Transaction, school_ids: Sequence[UUID]) -> list[Problem]:
    """Returns why a wave of the session's district cannot be in these, each at its place among them."""
    return [*school_problems(school_ids, await find_organisations(session, school_ids))]


async def record_organisations(session: Transaction, events: Sequence[Received[OrganisationChanged]]) -> None:
    """Keeps what a district's organisations are, and which of them have ended."""
    newest = {event.data.organisation_id: event.data for event in events}
    told = [OrganisationRecord(one.organisation_id, one.kind, one.active) for one in newest.values()]
    await save_organisations(session, events[0].district_id, told)
