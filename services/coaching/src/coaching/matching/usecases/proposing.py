"""The pairs of a matching are proposed to both districts: what stays as it was stays, what is changed ends."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from coaching.coaches.queries.coaches import CoachRecord, find_coaches
from coaching.matching.queries.matches import MatchRecord, add_match, lock_standing_matches
from coaching.matching.queries.matchings import MatchingRecord, set_proposed
from coaching.matching.queries.needs import NeedRecord, find_needs
from coaching.matching.queries.results import PairRow, page_of_pairs
from coaching.matching.rules.instance import Pair
from coaching.matching.rules.states import validate_proposing
from coaching.matching.rules.stored.plan import Plan, plan_of
from coaching.matching.rules.weekly import STEP, written
from coaching.matching.usecases.ending import end_matches
from coaching.matching.usecases.matchings import read_matching
from coaching.matching.usecases.telling import proposed_event, tell_of_matches
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict
from shared.http.editing import ensure_current
from shared.values.calendar import day_of
from shared.values.ids import new_id

MOST = 100_000
"""Of pairs: more than any matching has."""


class Proposed(NamedTuple):
    """What came of it: matches that are new, that stay as they were, and that have ended for it."""

    matching: MatchingRecord
    proposed: int
    kept: int
    ended: int


async def propose(session: Transaction, caller: Caller, matching_id: UUID, expected: str, now: datetime) -> Proposed:
    """Proposes each pair that does not stand already. Locks are taken in the order of all: matches, then matchings."""
    host_id = caller.district_id
    standing = await lock_standing_matches(session, host_id=host_id)
    matching = await read_matching(session, matching_id, lock=True)
    ensure_current(expected, matching.version)
    stale, proposed = matching.stale_at is not None, matching.proposed_at is not None
    if problem := validate_proposing(matching.state, stale=stale, proposed=proposed):
        raise Conflict(problem)
    pairs = await page_of_pairs(session, matching_id, None, MOST)
    wanted = {Pair(one.coach_id, one.need_id): one.slot for one in pairs}
    kept = [one for one in standing if wanted.get(Pair(one.coach_id, one.need_id)) == one.slot]
    others = [one for one in standing if one not in kept]
    if not matching.keeps:
        _ensure_untouched(others, pairs)
        others = []
    await end_matches(session, others, "planned_again", now, then=host_id, by=caller.subject)
    there = {Pair(one.coach_id, one.need_id) for one in kept}
    new = [one for one in pairs if Pair(one.coach_id, one.need_id) not in there]
    added = await _add(session, matching, new, now)
    await tell_of_matches(session, [(match, proposed_event(match)) for match in added], then=host_id)
    await set_proposed(session, matching_id, now)
    return Proposed(await read_matching(session, matching_id), len(added), len(kept), len(others))


def _ensure_untouched(standing: Sequence[MatchRecord], pairs: Sequence[PairRow]) -> None:
    """Raises a Conflict where somebody was matched meanwhile to what the matching covers."""
    needs = {one.need_id for one in pairs}
    if any(match.need_id in needs for match in standing):
        raise Conflict("A need of this matching has been matched meanwhile: ask for another matching.")


async def _add(
    session: Transaction, matching: MatchingRecord, pairs: Sequence[PairRow], now: datetime
) -> list[MatchRecord]:
    plan = plan_of(matching.policy)
    coaches = {one.coach_id: one for one in await find_coaches(session, {pair.coach_id for pair in pairs})}
    needs = await find_needs(session, {pair.need_id for pair in pairs})
    added = []
    for pair in pairs:
        new = _match(matching, plan, pair, coaches[pair.coach_id], needs[pair.need_id], now)
        match = await add_match(session, new)
        if match is not None:
            added.append(match)
    return added


def _match(
    matching: MatchingRecord, plan: Plan, pair: PairRow, coach: CoachRecord, need: NeedRecord, now: datetime
) -> MatchRecord:
    zone = matching.time_zone or coach.district_zone
    at = written(pair.slot, plan.length)
    return MatchRecord(
        match_id=new_id(), engagement_id=need.engagement_id, host_id=need.host_id, partner_id=need.partner_id,
        need_id=need.need_id, gap_id=need.gap_id, coach_id=coach.coach_id, coach_kind=coach.kind,
        person_id=coach.person_id, matching_id=matching.matching_id, slot=pair.slot, span=-(-plan.length // STEP),
        weekday=at.weekday, starts=at.starts, ends=at.ends, time_zone=zone, starts_on=matching.starts_on,
        ends_on=matching.ends_on, state="proposed", proposed_on=day_of(now, coach.district_zone), proposed_at=now,
        host_confirmed_at=None, host_confirmed_by=None, partner_confirmed_at=None, partner_confirmed_by=None,
        confirmed_on=None, contact_within=plan.contact_within, contact_due_on=None, contacted_on=None, because=None,
        words=None, ended_on=None, ended_at=None, ended_by=None, version=1, condition=need.condition,
        question=need.question,
    )  # fmt: skip
