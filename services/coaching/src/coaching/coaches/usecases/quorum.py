"""Coaches as they take part in a meeting, by what their district knows of them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from coaching.coaches.queries.attestations import find_attestations
from coaching.coaches.queries.coaches import CoachRecord, find_coaches
from coaching.coaches.queries.relations import find_related
from coaching.coaches.rules.attestations import Attestation, is_minor
from coaching.coaches.rules.quorum import Participant, Presence
from coaching.coaches.rules.standing import standing_through
from coaching.coaches.rules.student_times import Span, StudentTimes
from coaching.coaches.rules.terms import Window
from shared.db.query import Transaction
from shared.values.calendar import day_of


class KnownCoaches(NamedTuple):
    """What a district knows of some of its coaches."""

    coaches: Mapping[UUID, CoachRecord]
    attested: Mapping[UUID, Sequence[Attestation]]
    related: Mapping[UUID, frozenset[UUID]]


async def read_coaches(session: Transaction, ids: Sequence[UUID]) -> KnownCoaches:
    """Returns what the session's district knows of these coaches."""
    return KnownCoaches(
        coaches={one.coach_id: one for one in await find_coaches(session, ids)},
        attested=await find_attestations(session, ids),
        related=await find_related(session, ids),
    )


def known_participant(
    who: str,
    coach_id: UUID,
    known: KnownCoaches,
    meeting: Span,
    names: Mapping[UUID, str],
    *,
    presence: Presence = "expected",
    deputy: bool = False,
    other_meetings: tuple[Span, ...] = (),
) -> Participant:
    """Returns one of these coaches as they take part in a meeting; `names` says how each of the meeting is named."""
    record, attested = known.coaches[coach_id], known.attested[coach_id]
    first, last = (day_of(moment, record.district_zone) for moment in (meeting.starts_at, meeting.last))
    return Participant(
        who=who,
        minor=is_minor(record.counts_as, attested, first) is not False,
        state=standing_through(record.counts_as, record.left_on, attested, first, last).state,
        presence=presence,
        deputy=deputy,
        related=frozenset(names[one] for one in known.related[coach_id] if one in names),
        times=_times_of(record),
        other_meetings=other_meetings,
    )


def _times_of(record: CoachRecord) -> StudentTimes | None:
    if record.allowed_times is None:
        return None
    return StudentTimes(record.time_zone, Window(**record.allowed_times), record.weekly_capacity)
