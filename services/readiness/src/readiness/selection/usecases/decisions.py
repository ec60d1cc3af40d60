"""Decisions: prepared one by one, previewed, and released all together in one transaction."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import NamedTuple, TypeVar
from uuid import UUID

from readiness.common.rules.sentences import sentence
from readiness.selection.queries.applications import (
    ApplicationRecord,
    Stands,
    find_received,
    set_released,
    set_standings,
)
from readiness.selection.queries.calls import CallRecord, set_call_state, set_revision
from readiness.selection.queries.decisions import find_decisions, find_newest_number, find_newest_ranking, put_decision
from readiness.selection.rules import decisions as rules
from readiness.selection.rules.calls import CallState
from readiness.selection.rules.decisions import Decision, Selection, SelectionRefused, Standing
from readiness.selection.schemas.deciding import DecisionGiven
from readiness.selection.usecases.calls import require_call
from readiness.selection.usecases.crossing import publish_to_both
from readiness.selection.usecases.material import find_viewer, judged
from readiness.selection.usecases.rankings import NotRanked
from readiness.selection.usecases.telling import decided_event
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, EditedMeanwhile, Invalid, NotFound, Problem
from shared.http.editing import versions_of
from shared.values.calendar import day_of

NO_REVISION = -1
T = TypeVar("T")


class Deciding(NamedTuple):
    """A call with its selection, and the applications that it is of."""

    call: CallRecord
    selection: Selection
    applications: Mapping[UUID, ApplicationRecord]


async def load_selection(session: Transaction, call: CallRecord) -> Deciding:
    """Returns the selection as it is stored. Applications that are in no list yet are unranked."""
    applications = {
        one.application_id: one for one in judged(await find_received(session, call.district_id, call.call_id))
    }
    newest = await find_newest_ranking(session, call.call_id)
    listed = [] if newest is None else [UUID(one["application_id"]) for one in newest.content["places"]]
    ranked = tuple(one for one in listed if one in applications)
    placed = set(ranked)
    prepared = {
        one.application_id: Decision(one.application_id, one.outcome, one.reasons, one.reserve_place, one.departs)
        for one in await find_decisions(session, call.call_id)
    }
    selection = Selection(
        capacity=call.terms.capacity,
        ranked=ranked,
        unranked=tuple(one for one in applications if one not in placed),
        decisions=prepared,
        standings={key: Standing(one.standing) for key, one in applications.items() if one.standing is not None},
        released=call.state is CallState.DECIDED,
        revision=call.revision,
    )
    return Deciding(call, selection, applications)


async def read_decisions(session: Transaction, caller: Caller, call_id: UUID) -> tuple[Deciding, frozenset[UUID]]:
    """Returns what is prepared or released, and the applications that the caller must not judge."""
    call = await require_call(session, call_id)
    viewer = await find_viewer(session, call_id, caller.subject)
    return await load_selection(session, call), viewer.hidden


async def prepare_decision(
    session: Transaction,
    caller: Caller,
    call_id: UUID,
    application_id: UUID,
    given: DecisionGiven,
    expected: str,
    now: datetime,
) -> Deciding:
    """Keeps a decision until the release. Of two at once one stands, and the other is a 412."""
    call = await require_call(session, call_id, lock=True)
    deciding = await load_selection(session, call)
    viewer = await find_viewer(session, call_id, caller.subject)
    if application_id not in deciding.applications or application_id in viewer.hidden:
        raise NotFound("There is no such application to decide about.")
    await _ensure_listed(session, call)
    decision = Decision(application_id, given.outcome, given.reasons, given.reserve_place, given.departs)
    selection = deciding.selection
    after = decided(lambda: rules.prepare(selection, decision, _named(expected, selection)))
    await put_decision(session, caller.district_id, call_id, decision, now, caller.subject)
    await set_revision(session, call_id, after.revision)
    return deciding._replace(selection=after)


async def preview_release(session: Transaction, caller: Caller, call_id: UUID) -> Deciding:
    """Returns what a release would release. Raises a 409 for whoever must not judge some of it."""
    call = await require_call(session, call_id)
    await _ensure_judges_all(session, caller, call)
    await _ensure_listed(session, call)
    return await load_selection(session, call)


async def release_decisions(
    session: Transaction, caller: Caller, call_id: UUID, preview: str, expected: str, now: datetime
) -> Deciding:
    """Releases what was previewed, all of it, and tells both districts of each application."""
    call = await require_call(session, call_id, lock=True)
    await _ensure_judges_all(session, caller, call)
    await _ensure_listed(session, call)
    deciding = await load_selection(session, call)
    before = deciding.selection
    after = decided(lambda: rules.release(before, preview, _named(expected, before)))
    today = day_of(now, call.time_zone)
    await set_released(session, call_id)
    await set_call_state(session, call, CallState.DECIDED, decided_on=today)
    await store_standings(session, deciding, after, today)
    return await load_selection(session, await require_call(session, call_id))


async def store_standings(session: Transaction, deciding: Deciding, after: Selection, today: date) -> None:
    """Stores how applications stand and their places on the reserve list, in a session of the host's, and tells both
    districts of each that stands otherwise than before.
    """
    host = deciding.call.district_id
    waiting = {key: place for place, key in enumerate(rules.reserve_list(after), 1)}
    stands = [
        Stands(key, standing, waiting.get(key))
        for key, standing in after.standings.items()
        if (standing, waiting.get(key)) != _stood(deciding, key)
    ]
    await set_standings(session, stands, today)
    await set_revision(session, deciding.call.call_id, after.revision)
    changed = [one for one in stands if deciding.selection.standings.get(one.application_id) is not one.standing]
    told = [(deciding.applications[one.application_id], one.standing) for one in changed] if after.released else []
    await publish_to_both(session, [(one, decided_event(one, standing, today)) for one, standing in told], then=host)


def decided(change: Callable[[], T]) -> T:
    """Returns what the rules make of it; a refusal of theirs is a problem that says so."""
    try:
        return change()
    except SelectionRefused as refused:
        kinds: dict[str, type[Problem]] = {
            "not_now": Conflict,
            "changed": EditedMeanwhile,
            "incomplete": Invalid,
            "unknown": Conflict,
        }
        raise kinds[refused.kind](sentence(refused.reason)) from None


def _stood(deciding: Deciding, key: UUID) -> tuple[Standing | None, int | None]:
    return deciding.selection.standings.get(key), deciding.applications[key].reserve_place


def _named(expected: str, selection: Selection) -> int:
    """Returns the revision that the caller names, where it is the selection's."""
    named = versions_of(expected)
    return selection.revision if named is not None and selection.revision in named else NO_REVISION


async def _ensure_listed(session: Transaction, call: CallRecord) -> None:
    """Decisions are prepared beside a ranked list, in a call that is reviewed."""
    if call.state not in (CallState.REVIEWING, CallState.DECIDED):
        raise Conflict(f"This call is {call.state}: there is nothing to decide about.")
    if await find_newest_number(session, call.call_id) is None:
        raise NotRanked


async def _ensure_judges_all(session: Transaction, caller: Caller, call: CallRecord) -> None:
    if (await find_viewer(session, call.call_id, caller.subject)).hidden:
        raise Conflict("You declared a conflict in this call; somebody else previews and releases its decisions.")
