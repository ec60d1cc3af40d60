"""What pages read of coaching's answers, and where they ask for it."""

from pydantic import BaseModel

from dashboards.coaching.coaches.answers import (
    AttachedNotes,
    Attestations,
    Coach,
    Coaches,
    CoachMatches,
    Concern,
    Concerns,
    Relations,
    SafeguardingPeople,
    Standing,
)
from dashboards.coaching.engagements.answers import (
    Action,
    Actions,
    Charters,
    Closure,
    Engagement,
    Engagements,
    Handovers,
    Matches,
    Meeting,
    Members,
    Milestones,
    Needs,
    PartnerTallies,
    PlannedMeeting,
    PlannedMeetings,
    PlannedSeries,
)
from dashboards.coaching.goals.answers import (
    Cry,
    DistrictGoals,
    Goal,
    Goals,
    Indicators,
    Points,
    WrittenIndicator,
)
from dashboards.coaching.goals.answers import Measurements as GoalMeasurements
from dashboards.coaching.matching import answers as matching
from dashboards.coaching.pilots.answers import (
    GateEvidence,
    Measurement,
    Measurements,
    Pilot,
    Pilots,
    Teacher,
    Teachers,
    Wave,
    Waves,
)
from dashboards.coaching.week import answers as week
from dashboards.coaching.workshops.answers import (
    EngagedDistricts,
    Messages,
    OwnWorkshop,
    OwnWorkshops,
    Participants,
    Seatings,
    Seats,
    Swaps,
    Workshop,
    Workshops,
)

_PILOTS = "/coaching/v1/pilots"
_WAVES = f"{_PILOTS}/{{pilot_id}}/waves"
_WAVE = f"{_WAVES}/{{wave}}"

_OF_PILOTS: list[tuple[type[BaseModel], str, str]] = [
    (Pilots, _PILOTS, "get"),
    (Pilot, _PILOTS, "post"),
    (Pilot, f"{_PILOTS}/{{pilot_id}}", "get"),
    (Waves, _WAVES, "get"),
    (Wave, _WAVE, "get"),
    (Teachers, f"{_WAVE}/teachers", "get"),
    (Teacher, f"{_WAVE}/teachers/{{teacher_id}}", "put"),
    (GateEvidence, f"{_WAVE}/gate", "get"),
    (Measurements, f"{_WAVE}/measurements", "get"),
    (Measurement, f"{_WAVE}/measurements", "post"),
]

_GOALS = "/coaching/v1/goals"
_INDICATORS = f"{_GOALS}/{{goal_id}}/indicators"
_INDICATOR = f"{_INDICATORS}/{{indicator_id}}"

_OF_GOALS: list[tuple[type[BaseModel], str, str]] = [
    (Cry, "/coaching/v1/rallying-cry", "get"),
    (DistrictGoals, "/coaching/v1/my-district-goals", "get"),
    (Goals, _GOALS, "get"),
    (Goal, f"{_GOALS}/{{goal_id}}", "get"),
    (Indicators, _INDICATORS, "get"),
    (WrittenIndicator, _INDICATOR, "get"),
    (Points, f"{_INDICATOR}/history", "get"),
    (GoalMeasurements, f"{_INDICATOR}/measurements", "get"),
]

_WORKSHOP = "/coaching/v1/workshops/{workshop_id}"
_MINE = "/coaching/v1/my-workshops/{workshop_id}"

_OF_WORKSHOPS: list[tuple[type[BaseModel], str, str]] = [
    (Workshops, "/coaching/v1/workshops", "get"),
    (Workshop, _WORKSHOP, "get"),
    (Messages, f"{_WORKSHOP}/messages", "get"),
    (Participants, f"{_WORKSHOP}/participants", "get"),
    (Seatings, f"{_WORKSHOP}/seatings", "get"),
    (Seats, f"{_WORKSHOP}/seats", "get"),
    (OwnWorkshops, "/coaching/v1/my-workshops", "get"),
    (OwnWorkshop, _MINE, "get"),
    (Messages, f"{_MINE}/messages", "get"),
    (Swaps, f"{_MINE}/swaps", "get"),
    (EngagedDistricts, "/coaching/v1/engagements", "get"),
]

_ENGAGEMENTS = "/coaching/v1/engagements"
_ENGAGEMENT = f"{_ENGAGEMENTS}/{{engagement_id}}"
_ACTIONS = "/coaching/v1/actions"

_OF_ENGAGEMENTS: list[tuple[type[BaseModel], str, str]] = [
    (Engagements, _ENGAGEMENTS, "get"),
    (Engagement, _ENGAGEMENT, "get"),
    (Members, f"{_ENGAGEMENT}/members", "get"),
    (Charters, f"{_ENGAGEMENT}/charter", "get"),
    (Milestones, f"{_ENGAGEMENT}/milestones", "get"),
    (Closure, f"{_ENGAGEMENT}/closure", "get"),
    (Handovers, f"{_ENGAGEMENT}/handovers", "get"),
    (Actions, _ACTIONS, "get"),
    (Action, f"{_ACTIONS}/{{action_id}}", "get"),
    (Needs, "/coaching/v1/needs", "get"),
    (PlannedMeetings, "/coaching/v1/meetings", "get"),
    (PlannedMeeting, "/coaching/v1/meetings", "post"),
    (PlannedSeries, "/coaching/v1/meeting-series", "post"),
    (Meeting, "/coaching/v1/meetings/{meeting_id}", "get"),
    (Matches, "/coaching/v1/matches", "get"),
    (PartnerTallies, "/coaching/v1/coaching-report", "get"),
]

_COACHING = "/coaching/v1"
_MATCHING = f"{_COACHING}/matchings/{{matching_id}}"

_COACH = f"{_COACHING}/coaches/{{coach_id}}"

_OF_COACHES: list[tuple[type[BaseModel], str, str]] = [
    (Coaches, f"{_COACHING}/coaches", "get"),
    (Coach, _COACH, "get"),
    (Standing, f"{_COACH}/standing", "get"),
    (Attestations, f"{_COACH}/attestations", "get"),
    (SafeguardingPeople, f"{_COACHING}/safeguarding-people", "get"),
    (Concerns, f"{_COACHING}/concerns", "get"),
    (Concern, f"{_COACHING}/concerns/{{concern_id}}", "get"),
    (CoachMatches, f"{_COACHING}/matches", "get"),
    (Relations, f"{_COACHING}/relations", "get"),
    (AttachedNotes, f"{_COACHING}/concerns/{{concern_id}}/notes", "get"),
]

_OF_MATCHING: list[tuple[type[BaseModel], str, str]] = [
    (matching.Gaps, f"{_COACHING}/gaps", "get"),
    (matching.Engagements, f"{_COACHING}/engagements", "get"),
    (matching.Needs, f"{_COACHING}/needs", "get"),
    (matching.Need, f"{_COACHING}/needs/{{need_id}}", "get"),
    (matching.Matchings, f"{_COACHING}/matchings", "get"),
    (matching.Matching, _MATCHING, "get"),
    (matching.Pairs, f"{_MATCHING}/pairs", "get"),
    (matching.AllUncovered, f"{_MATCHING}/uncovered", "get"),
    (matching.CoachOfMatching, f"{_MATCHING}/coaches/{{coach_id}}", "get"),
    (matching.Matches, f"{_COACHING}/matches", "get"),
    (matching.Match, f"{_COACHING}/matches/{{match_id}}", "get"),
]

_NOTES = f"{_COACHING}/meetings/{{meeting_id}}/notes"

_OF_WEEK: list[tuple[type[BaseModel], str, str]] = [
    (week.Meetings, f"{_COACHING}/my-meetings", "get"),
    (week.ChildrensMeetings, f"{_COACHING}/my-children/meetings", "get"),
    (week.AgreedActions, f"{_COACHING}/actions", "get"),
    (week.AgreedActions, f"{_COACHING}/my-actions", "get"),
    (week.OwnActions, f"{_COACHING}/my-actions", "get"),
    (week.OwnAction, f"{_COACHING}/my-actions/{{action_id}}", "get"),
    (week.Meeting, f"{_COACHING}/my-meetings/{{meeting_id}}", "get"),
    (week.Meeting, f"{_COACHING}/meetings/{{meeting_id}}", "get"),
    (week.OwnMatches, f"{_COACHING}/my-matches", "get"),
    (week.BeforeWriting, f"{_COACHING}/meetings/{{meeting_id}}/note-visibilities", "get"),
    (week.FoldedNotes, _NOTES, "get"),
    (week.OpenedNote, f"{_NOTES}/{{note_id}}", "get"),
    (week.NoteVersions, f"{_NOTES}/{{note_id}}/versions", "get"),
    (week.RaisedConcern, f"{_NOTES}/{{note_id}}/concern", "post"),
    (week.OwnConcerns, f"{_COACHING}/my-concerns", "get"),
    (week.RaisedConcern, f"{_COACHING}/my-concerns", "post"),
    (week.Feeds, f"{_COACHING}/my-calendar-feeds", "get"),
    (week.MadeFeed, f"{_COACHING}/my-calendar-feeds", "post"),
]

ANSWERS_OF_COACHING = [
    *_OF_COACHES,
    *_OF_WEEK,
    *_OF_MATCHING,
    *_OF_ENGAGEMENTS,
    *_OF_PILOTS,
    *_OF_GOALS,
    *_OF_WORKSHOPS,
]
