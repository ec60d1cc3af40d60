"""Whether the people of a meeting may meet."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from coaching.coaches.queries.attestations import find_attestations
from coaching.coaches.queries.coaches import CoachRecord, find_coaches
from coaching.coaches.queries.relations import find_related
from coaching.coaches.rules.attestations import Attestation, is_minor
from coaching.coaches.rules.quorum import Participant, Presence, QuorumProblem, quorum_problems
from coaching.coaches.rules.standing import standing_through
from coaching.coaches.rules.student_times import Span, StudentTimes
from coaching.coaches.rules.terms import Window
from coaching.coaches.schemas.quorum import ParticipantSent, QuorumCheck, SpanSent
from shared.db.query import Transaction
from shared.errors import Invalid
from shared.values.calendar import day_of

LONGEST_MEETING = timedelta(days=1)


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


async def verify_quorum(session: Transaction, sent: QuorumCheck) -> list[QuorumProblem]:
    """Returns all that is in the way of a meeting. People are named by their places in what was sent."""
    ids = [one.coach_id for one in sent.participants if one.coach_id is not None]
    known = await read_coaches(session, ids)
    if errors := [*_faults(sent, known.coaches)]:
        raise Invalid("This is no meeting that can be judged; see errors.", errors=errors)
    names = {one.coach_id: _pointer(place) for place, one in enumerate(sent.participants) if one.coach_id}
    meeting = Span(sent.starts_at, sent.ends_at)
    judged = [_participant(place, one, known, meeting, names) for place, one in enumerate(sent.participants)]
    return quorum_problems(judged, meeting)


def _participant(
    place: int, sent: ParticipantSent, known: KnownCoaches, meeting: Span, names: Mapping[UUID, str]
) -> Participant:
    who, others = _pointer(place), tuple(Span(one.starts_at, one.ends_at) for one in sent.other_meetings)
    if sent.coach_id is None:
        return Participant(who, sent.guest == "student", "guest", sent.presence, sent.deputy, other_meetings=others)
    return known_participant(
        who, sent.coach_id, known, meeting, names,
        presence=sent.presence, deputy=sent.deputy, other_meetings=others,
    )  # fmt: skip


def _times_of(record: CoachRecord) -> StudentTimes | None:
    if record.allowed_times is None:
        return None
    return StudentTimes(record.time_zone, Window(**record.allowed_times), record.weekly_capacity)


def _faults(sent: QuorumCheck, coaches: Mapping[UUID, CoachRecord]) -> Iterator[dict[str, str]]:
    """Yields what is wrong with a meeting before anybody is judged."""
    yield from _span_faults("", SpanSent(starts_at=sent.starts_at, ends_at=sent.ends_at))
    seen: set[UUID] = set()
    for place, one in enumerate(sent.participants):
        at = _pointer(place)
        if (one.coach_id is None) is (one.guest is None):
            yield {"pointer": at, "detail": "Name a coach by coach_id, or say that it is a guest: one of the two."}
        elif one.coach_id is not None and one.coach_id not in coaches:
            yield {"pointer": f"{at}/coach_id", "detail": "Your district has no such coach."}
        elif one.coach_id is not None and one.coach_id in seen:
            yield {"pointer": f"{at}/coach_id", "detail": "This coach is named twice: name everybody once."}
        if one.coach_id is not None:
            seen.add(one.coach_id)
        for number, other in enumerate(one.other_meetings):
            yield from _span_faults(f"{at}/other_meetings/{number}", other)


def _span_faults(at: str, span: SpanSent) -> Iterator[dict[str, str]]:
    if span.ends_at <= span.starts_at:
        yield {"pointer": f"{at}/ends_at", "detail": "It ends before it starts: write a later moment."}
    elif span.ends_at - span.starts_at > LONGEST_MEETING:
        yield {"pointer": f"{at}/ends_at", "detail": "It lasts longer than a day: write an earlier moment."}


def _pointer(place: int) -> str:
    return f"/participants/{place}"
