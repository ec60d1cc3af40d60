"""All that the decisions of a call rest on, for whoever asks by the law of open records."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from readiness.selection.queries.applications import AppealRecord, ApplicationRecord, find_appeals, find_received
from readiness.selection.queries.calls import CallRecord
from readiness.selection.queries.decisions import DecisionRecord, RankingRecord, find_decisions, find_rankings
from readiness.selection.queries.reviewing import ConflictRecord, SheetRecord, find_conflicts, find_sheets
from readiness.selection.rules.calls import CallState
from readiness.selection.usecases.calls import require_call
from shared.db.query import Transaction
from shared.errors import Conflict


class CallFile(NamedTuple):
    """A decided call with everything: also the sheets that count no longer, beside the conflicts that say why."""

    call: CallRecord
    applications: Sequence[ApplicationRecord]
    decisions: Mapping[UUID, DecisionRecord]
    appeals: Sequence[AppealRecord]
    sheets: Sequence[SheetRecord]
    conflicts: Sequence[ConflictRecord]
    rankings: Sequence[RankingRecord]


async def read_record(session: Transaction, call_id: UUID) -> CallFile:
    """Raises a 409 until the decisions are released. From then on it is open, to those with a conflict too."""
    call = await require_call(session, call_id)
    if call.state is not CallState.DECIDED:
        raise Conflict(f"This call is {call.state}: its record is there once decisions are released.")
    applications = await find_received(session, call.district_id, call_id)
    return CallFile(
        call,
        applications,
        {one.application_id: one for one in await find_decisions(session, call_id)},
        await find_appeals(session, [one.application_id for one in applications]),
        await find_sheets(session, call_id),
        await find_conflicts(session, call_id),
        await find_rankings(session, call_id),
    )
