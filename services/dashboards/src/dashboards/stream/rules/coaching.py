"""What of coaching is news when an event is heard, and who may hear it."""

from collections.abc import Mapping
from typing import Final, Literal

from shared.contracts import coaching
from shared.events import Event

Subject = Literal["actions", "coaches", "engagements", "goals", "matches", "meetings", "pilots", "workshops"]

SUBJECTS: Final[Mapping[type[Event], Subject]] = {
    coaching.ActionAgreed: "actions",
    coaching.ActionResourceUsed: "actions",
    coaching.ActionNamedResourceUsed: "actions",
    coaching.ActionCompleted: "actions",
    coaching.ActionDropped: "actions",
    coaching.CoachJoined: "coaches",
    coaching.CoachSuspended: "coaches",
    coaching.CoachReinstated: "coaches",
    coaching.CoachLeft: "coaches",
    coaching.EngagementStarted: "engagements",
    coaching.EngagementPhaseChanged: "engagements",
    coaching.EngagementEnded: "engagements",
    coaching.GoalSet: "goals",
    coaching.GoalMeasured: "goals",
    coaching.GoalDropped: "goals",
    coaching.MatchProposed: "matches",
    coaching.MatchConfirmed: "matches",
    coaching.MatchEnded: "matches",
    coaching.MeetingHeld: "meetings",
    coaching.MeetingCancelled: "meetings",
    coaching.MeetingAtRisk: "meetings",
    coaching.WaveOpened: "pilots",
    coaching.WaveExpanded: "pilots",
    coaching.WaveAdjusted: "pilots",
    coaching.WaveSunset: "pilots",
    coaching.WorkshopScheduled: "workshops",
    coaching.WorkshopSeatsAssigned: "workshops",
    coaching.WorkshopCancelled: "workshops",
}

UNTOLD: Final[frozenset[type[Event]]] = frozenset({coaching.ConcernRaised, coaching.SafeguardingPeopleNamed})
"""Of these no stream says anything. That a concern was raised is known to nobody but those whom the district has named
to read it, and a leader may be the one it is about. Who is named is found in the head of their next page.
"""

EVERYBODYS: Final[frozenset[Subject]] = frozenset({"goals", "matches", "meetings", "workshops"})
"""What everybody of the district has pages of: learners, families and staff read its goals, whoever is invited has
workshops, and whoever coaches or is coached has meetings and matches. News names nobody and nothing: it says no more
than that some workshop has changed, which harms nobody, and coaching answers each reader with what is theirs. The
other subjects are read by those who see the whole district, and are news to them alone.
"""
