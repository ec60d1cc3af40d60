"""Whether the people of a meeting may meet, who need be in no engagement yet."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from uuid import UUID

from coaching.coaches.queries.coaches import CoachRecord
from coaching.coaches.rules.quorum import Participant, QuorumProblem, quorum_problems
from coaching.coaches.rules.student_times import Span
from coaching.coaches.usecases.quorum import KnownCoaches, known_participant, read_coaches
from coaching.engagements.schemas.quorum import ParticipantSent, QuorumCheck, SpanSent
from coaching.engagements.usecases.relations import find_related_coaches
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Invalid

LONGEST_MEETING = timedelta(days=1)


async def verify_quorum(session: Transaction, caller: Caller, sent: QuorumCheck) -> list[QuorumProblem]:
    """Returns all that is in the way of a meeting. People are named by their places in what was sent. Who is related is
    what the district has declared of its coaches, and what was declared in its engagements.
    """
    ids = [one.coach_id for one in sent.participants if one.coach_id is not None]
    known = await read_coaches(session, ids)
    if errors := [*_faults(sent, known.coaches)]:
        raise Invalid("This is no meeting that can be judged; see errors.", errors=errors)
    related = await find_related_coaches(session, caller.district_id, [*known.coaches.values()])
    known = known._replace(related=related)
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
