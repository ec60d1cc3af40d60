"""Whether a coach can take a match now: how they stand, and what else is confirmed of them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from coaching.coaches.queries.attestations import find_attestations
from coaching.coaches.queries.coaches import find_coaches
from coaching.coaches.rules.standing import standing_through
from coaching.coaches.usecases.standings import require_coach
from coaching.engagements.usecases.relations import find_related_coaches
from coaching.matching.queries.matches import MatchRecord, lock_standing_matches
from coaching.matching.rules.joining import Held, Joining, validate_joining
from shared.db.query import Transaction
from shared.values.calendar import day_of


class Candidate(NamedTuple):
    """The day in the coach's district, and why the match cannot stand; None where it can."""

    today: date
    problem: str | None


async def see_candidate(session: Transaction, match: MatchRecord, now: datetime) -> Candidate:
    """Looks at the coach of a match, who is locked until the commit: two matches that are confirmed at once, which
    together are too much for one coach, are confirmed one after the other. The session speaks for the host.
    """
    coach = await require_coach(session, match.coach_id, lock=True)
    today = day_of(now, coach.district_zone)
    attested = (await find_attestations(session, [coach.coach_id]))[coach.coach_id]
    stands = standing_through(coach.counts_as, coach.left_on, attested, today, max(today, match.ends_on))
    standing = await lock_standing_matches(session, coach_ids=[coach.coach_id], need_ids=[match.need_id])
    beside = [one for one in standing if one.need_id == match.need_id]
    joining = Joining(
        kind=coach.kind,
        state=stands.state,
        weekly_capacity=coach.weekly_capacity,
        match=_held(match),
        others=tuple(
            _held(one)
            for one in standing
            if one.coach_id == match.coach_id and one.state == "confirmed" and one.match_id != match.match_id
        ),
        staff_beside=any(one.coach_kind == "staff" for one in beside),
        staff_related=await _staff_related(session, match, beside),
        over=today > match.ends_on,
    )
    return Candidate(today, validate_joining(joining))


async def _staff_related(session: Transaction, match: MatchRecord, beside: Sequence[MatchRecord]) -> bool:
    """Returns whether a student of those who are matched to one need would have two beside them who are related."""
    kinds = {one.coach_id: one.coach_kind for one in (*beside, match)}
    if "student" not in kinds.values():
        return False
    staff = await find_coaches(session, [one for one, kind in kinds.items() if kind == "staff"])
    return any((await find_related_coaches(session, match.host_id, staff)).values())


def _held(match: MatchRecord) -> Held:
    return Held(match.slot, match.span, match.starts, match.ends)
