"""What coaching tells: ids, codes and figures; no words and no names."""

from shared.contracts.coaching.actions import (
    ActionAgreed,
    ActionCompleted,
    ActionDropped,
    ActionNamedResourceUsed,
    ActionResourceUsed,
)
from shared.contracts.coaching.coaches import (
    CoachJoined,
    CoachLeft,
    CoachReinstated,
    CoachSuspended,
    ConcernRaised,
    SafeguardingPeopleNamed,
)
from shared.contracts.coaching.engagements import EngagementEnded, EngagementPhaseChanged, EngagementStarted
from shared.contracts.coaching.goals import GoalDropped, GoalMeasured, GoalSet
from shared.contracts.coaching.matching import MatchConfirmed, MatchEnded, MatchProposed
from shared.contracts.coaching.meetings import MeetingAtRisk, MeetingCancelled, MeetingHeld
from shared.contracts.coaching.pilots import WaveAdjusted, WaveExpanded, WaveOpened, WaveSunset
from shared.contracts.coaching.topic import COACHING
from shared.contracts.coaching.workshops import WorkshopCancelled, WorkshopScheduled, WorkshopSeatsAssigned

__all__ = [
    "COACHING",
    "ActionAgreed",
    "ActionCompleted",
    "ActionDropped",
    "ActionNamedResourceUsed",
    "ActionResourceUsed",
    "CoachJoined",
    "CoachLeft",
    "CoachReinstated",
    "CoachSuspended",
    "ConcernRaised",
    "EngagementEnded",
    "EngagementPhaseChanged",
    "EngagementStarted",
    "GoalDropped",
    "GoalMeasured",
    "GoalSet",
    "MatchConfirmed",
    "MatchEnded",
    "MatchProposed",
    "MeetingAtRisk",
    "MeetingCancelled",
    "MeetingHeld",
    "SafeguardingPeopleNamed",
    "WaveAdjusted",
    "WaveExpanded",
    "WaveOpened",
    "WaveSunset",
    "WorkshopCancelled",
    "WorkshopScheduled",
    "WorkshopSeatsAssigned",
]
