"""What readiness and coaching tell of a gap in shared vision, from being found to being closed."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from services.dashboards.tests.visitors import uid
from shared.contracts.coaching import (
    ActionAgreed,
    ActionCompleted,
    ActionDropped,
    ActionNamedResourceUsed,
    ActionResourceUsed,
    CoachJoined,
    MatchConfirmed,
    MatchEnded,
    MatchProposed,
    MeetingHeld,
)
from shared.contracts.readiness import AssessmentScored, ConditionReached, GapClosed, GapFound
from shared.events import Event
from shared.testing import DISTRICT_A, DISTRICT_B

GAP = uid("gap")
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
TRACEPARENT = f"00-{TRACE}-00f067aa0ba902b7-01"
BOTH: dict[str, Any] = {"engagement_id": uid("engagement"), "host_id": DISTRICT_B, "partner_id": DISTRICT_A}
"""District B coaches district A, whose gap it is."""


def day(of_october: int) -> date:
    return date(2026, 10, of_october)


def found(*, severity: str = "serious", assessment: str = "autumn", on: int = 1, gap: str = "gap") -> GapFound:
    return GapFound(
        gap_id=uid(gap), assessment_id=uid(assessment), result=1, instrument_id=uid("instrument"), level="district",
        kind="below_target", condition="shared_vision", severity=severity, found_on=day(on),
    )  # fmt: skip


def scored(assessment: str, on: int, score: str, *, site: str | None = None) -> AssessmentScored:
    return AssessmentScored(
        assessment_id=uid(assessment), result=1, instrument_id=uid("instrument"), instrument_version=1,
        level="site" if site else "district", site_id=uid(site) if site else None, closed_on=day(on),
        score=Decimal("0.5"), reached="emerging",
        conditions=(
            ConditionReached(condition="culture", score=Decimal("0.1"), reached="beginning"),
            ConditionReached(condition="shared_vision", score=Decimal(score), reached="emerging"),
        ),
    )  # fmt: skip


def proposed(on: int = 2, match: str = "match", gap: str = "gap", condition: str | None = None) -> MatchProposed:
    return MatchProposed(
        match_id=uid(match), gap_id=uid(gap), coach_id=uid(f"coach of {match}"), proposed_on=day(on),
        condition=condition, **BOTH
    )  # fmt: skip


def confirmed(on: int = 3, match: str = "match", gap: str = "gap") -> MatchConfirmed:
    return MatchConfirmed(
        match_id=uid(match), gap_id=uid(gap), coach_id=uid(f"coach of {match}"), confirmed_on=day(on), **BOTH
    )


def match_ended(on: int, because: Any, match: str = "match") -> MatchEnded:
    return MatchEnded(
        match_id=uid(match), gap_id=GAP, coach_id=uid(f"coach of {match}"), because=because, ended_on=day(on), **BOTH
    )


def met(on: int, *, gap: str | None = "gap") -> MeetingHeld:
    return MeetingHeld(
        meeting_id=uid(f"meeting of {on}"), match_id=uid("match"), gap_id=uid(gap) if gap else None,
        coach_ids=(uid("coach of match"),), students=0, adults=3,
        started_at=datetime(2026, 10, on, 15, tzinfo=UTC), ended_at=datetime(2026, 10, on, 16, tzinfo=UTC),
        held_on=day(on), **BOTH,
    )  # fmt: skip


def agreed(on: int = 4, action: str = "action") -> ActionAgreed:
    return ActionAgreed(
        action_id=uid(action), gap_id=GAP, condition="shared_vision", resource_id=uid("resource"), agreed_on=day(on),
        due_on=day(20), **BOTH,
    )  # fmt: skip


def used(on: int = 6, action: str = "action") -> ActionResourceUsed:
    return ActionResourceUsed(action_id=uid(action), gap_id=GAP, resource_id=uid("resource"), used_on=day(on), **BOTH)


def named_used(on: int = 6, action: str = "action") -> ActionNamedResourceUsed:
    return ActionNamedResourceUsed(action_id=uid(action), gap_id=GAP, used_on=day(on), **BOTH)


def completed(on: int = 8, action: str = "action") -> ActionCompleted:
    return ActionCompleted(action_id=uid(action), gap_id=GAP, completed_on=day(on), **BOTH)


def dropped(on: int, because: Any = "not_possible", action: str = "action") -> ActionDropped:
    return ActionDropped(action_id=uid(action), gap_id=GAP, because=because, dropped_on=day(on), **BOTH)


def closed(on: int = 10, assessment: str = "winter") -> GapClosed:
    return GapClosed(gap_id=GAP, assessment_id=uid(assessment), result=1, closed_on=day(on))


def joined(coach: str = "coach of match", person: str = "teacher") -> CoachJoined:
    return CoachJoined(coach_id=uid(coach), kind="staff", person_id=uid(person), joined_on=day(1))


def whole_story() -> list[Event]:
    """All of it, as it is told to the partner."""
    return [
        scored("autumn", 1, "0.2"), found(), proposed(), confirmed(), agreed(), met(5), used(), met(7), completed(),
        scored("winter", 10, "0.8"), closed(), match_ended(10, "gap_closed"),
    ]  # fmt: skip


def as_host() -> list[Event]:
    """What of it is told to the host."""
    return [event for event in whole_story() if not isinstance(event, (AssessmentScored, GapFound, GapClosed))]
