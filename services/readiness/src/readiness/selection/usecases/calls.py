"""A host's calls: written, opened to all districts, closed by the calendar or earlier, cancelled."""

import secrets
from datetime import date, datetime
from uuid import UUID

from readiness.common.rules.sentences import sentence
from readiness.instruments.queries.offers import find_offer_of
from readiness.instruments.queries.versions import find_version
from readiness.selection.queries.calls import (
    AnnouncedCall,
    CallRecord,
    add_call,
    announce,
    find_announced,
    find_call,
    find_due_calls,
    set_call_state,
    set_terms,
)
from readiness.selection.rules.calls import CallState, move_call, validate_call
from readiness.selection.rules.partnership import validate_partnership
from readiness.selection.rules.ranking import SEED_BYTES, commitment_of, validate_tie_rule
from readiness.selection.rules.scores import validate_criteria
from readiness.selection.schemas.calls import CallChange, CallTerms, InstrumentNamed
from shared.auth.callers import Caller
from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound, invalid
from shared.http.editing import ensure_current
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of
from shared.values.ids import new_id

AT_ONCE = 50


async def require_call(session: Transaction, call_id: UUID, *, lock: bool = False) -> CallRecord:
    """Raises NotFound where the session's district has none of this id."""
    found = await find_call(session, call_id, lock=lock)
    if found is None:
        raise NotFound("There is no such call.")
    return found


async def require_announced(session: Transaction, call_id: UUID) -> AnnouncedCall:
    """Raises NotFound where no district has opened a call of this id."""
    found = await find_announced(session, call_id)
    if found is None:
        raise NotFound("There is no such call.")
    return found


async def create_call(session: Transaction, caller: Caller, terms: CallTerms, now: datetime) -> CallRecord:
    """Creates a draft, which only the host sees. The lot's seed is chosen here, before anybody applies."""
    zone = await find_zone(session, caller.district_id)
    seed = secrets.token_bytes(SEED_BYTES)
    _ensure_terms(terms, day_of(now, zone), seed)
    new = CallRecord(
        district_id=caller.district_id,
        call_id=new_id(),
        state=CallState.DRAFT,
        terms=terms,
        content_hash=await _hash_of(session, terms.instrument),
        seed=seed,
        revision=0,
        version=1,
        decided_on=None,
        cancelled_because=None,
        time_zone=zone,
    )
    await add_call(session, new, now, caller.subject)
    return new


async def change_call(
    session: Transaction, call_id: UUID, change: CallChange, expected: str, now: datetime
) -> CallRecord:
    """Changes a draft. Whoever applies to an open call applies to what it says, so that stays."""
    before = await require_call(session, call_id, lock=True)
    ensure_current(expected, before.version)
    if before.state is not CallState.DRAFT:
        raise Conflict(f"This call is {before.state}: what it says stays. Cancel it, and make another.")
    terms = change.applied_to(before.terms)
    _ensure_terms(terms, day_of(now, before.time_zone), before.seed)
    await set_terms(session, call_id, terms, await _hash_of(session, terms.instrument))
    return await require_call(session, call_id)


async def begin_call(session: Transaction, call_id: UUID, expected: str, now: datetime) -> CallRecord:
    """Opens a draft to all districts. Applications are taken from its first day on."""
    call = await require_call(session, call_id, lock=True)
    ensure_current(expected, call.version)
    _ensure_moves(call, CallState.OPEN)
    today = day_of(now, call.time_zone)
    if problem := validate_call(call.terms.rule_call(call.state), today):
        raise Conflict(sentence(problem))
    await announce(session, call, today)
    await set_call_state(session, call, CallState.OPEN)
    return await require_call(session, call_id)


async def end_call(session: Transaction, call_id: UUID, expected: str) -> CallRecord:
    """Closes an open call before its last day is over. From this commit on no application is taken."""
    call = await require_call(session, call_id, lock=True)
    ensure_current(expected, call.version)
    _ensure_moves(call, CallState.REVIEWING)
    await set_call_state(session, call, CallState.REVIEWING)
    return await require_call(session, call_id)


async def cancel_call(session: Transaction, call_id: UUID, reason: str, expected: str) -> CallRecord:
    """Ends a call without decisions, and says why."""
    call = await require_call(session, call_id, lock=True)
    ensure_current(expected, call.version)
    _ensure_moves(call, CallState.CANCELLED)
    await set_call_state(session, call, CallState.CANCELLED, because=reason)
    return await require_call(session, call_id)


async def close_due_calls(session: Transaction, now: datetime) -> bool:
    """Closes the calls whose last day is over; returns whether there is more."""
    due = await find_due_calls(session, now, AT_ONCE)
    for call in due:
        await set_tenant(session, call.district_id)
        await set_call_state(session, call, CallState.REVIEWING)
    return len(due) == AT_ONCE


def _ensure_moves(call: CallRecord, state: CallState) -> None:
    try:
        move_call(call.terms.rule_call(call.state), state)
    except ValueError as problem:
        raise Conflict(sentence(str(problem))) from None


def _ensure_terms(terms: CallTerms, today: date, seed: bytes) -> None:
    criteria = terms.rule_criteria()
    if problem := validate_criteria(criteria):
        raise invalid("/criteria", sentence(problem))
    if problem := validate_tie_rule(terms.rule_ties(commitment_of(seed)), criteria):
        raise invalid("/ties", sentence(problem))
    if len({one.key for one in terms.prompts}) < len(terms.prompts):
        raise invalid("/prompts", "Two prompts have the same key; give each its own.")
    if problem := validate_call(terms.rule_call(CallState.DRAFT), today):
        late = terms.last_day < max(terms.first_day, today)
        raise invalid("/last_day" if late else "/most_applications", sentence(problem))
    wanted = terms.partnership
    if problem := validate_partnership(wanted.starts_on, wanted.expires_on, terms.last_day, terms.rule_sharing()):
        raise invalid("/partnership", sentence(problem))


async def _hash_of(session: Transaction, named: InstrumentNamed | None) -> str | None:
    """Returns the hash of what the named version says. Raises a 422 where the host can read no such version."""
    if named is None:
        return None
    own = await find_version(session, named.instrument_id, named.version)
    if own is not None and own.record.content_hash is not None:
        return own.record.content_hash
    offer = await find_offer_of(session, named.instrument_id, named.version)
    if offer is None:
        raise invalid("/instrument", "There is no such published version of yours or offered to you.")
    return offer.record.content_hash
