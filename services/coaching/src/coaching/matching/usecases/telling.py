"""What is told of a match: the same whenever it is told, once to each of its two districts."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from coaching.common.usecases import publish_to_both
from coaching.matching.queries.matches import MatchRecord
from shared.contracts.coaching import MatchConfirmed, MatchEnded, MatchProposed
from shared.db.query import Transaction
from shared.events.event import Event


def proposed_event(match: MatchRecord) -> MatchProposed:
    return MatchProposed(**_of(match), **_about(match), proposed_on=match.proposed_on)


def confirmed_event(match: MatchRecord, day: date) -> MatchConfirmed:
    return MatchConfirmed(**_of(match), **_about(match), confirmed_on=day)


def ended_event(match: MatchRecord) -> MatchEnded:
    assert match.because is not None  # noqa: S101 - of a match that has ended
    assert match.ended_on is not None  # noqa: S101 - of a match that has ended
    return MatchEnded(**_of(match), because=match.because, ended_on=match.ended_on)


def all_told(match: MatchRecord) -> list[Event]:
    """Returns all that was told of a match, in its order."""
    events: list[Event] = [proposed_event(match)]
    if match.confirmed_on is not None:
        events.append(confirmed_event(match, match.confirmed_on))
    if match.state == "ended":
        events.append(ended_event(match))
    return events


async def tell_of_matches(session: Transaction, told: Iterable[tuple[MatchRecord, Event]], *, then: UUID) -> None:
    """Publishes each event in the names of both districts; afterwards the session speaks for `then`."""
    by_parties: dict[tuple[UUID, UUID], list[Event]] = {}
    for match, event in told:
        by_parties.setdefault((match.host_id, match.partner_id), []).append(event)
    for (host_id, partner_id), events in sorted(by_parties.items()):
        await publish_to_both(session, host_id, partner_id, *events, then=then)


def _of(match: MatchRecord) -> dict[str, UUID]:
    names = ("match_id", "engagement_id", "host_id", "partner_id", "gap_id", "coach_id")
    return {name: getattr(match, name) for name in names}


def _about(match: MatchRecord) -> dict[str, str | None]:
    return {"condition": match.condition, "question": match.question}
