"""Somebody's week of coaching, in words."""

from dashboards.coaching.coaches.labels import SKILL_LEVELS, WEEKDAYS
from dashboards.common.labels import Labels, gettext

__all__ = ["SKILL_LEVELS", "WEEKDAYS"]

STATES = Labels(
    {
        "planned": gettext("Planned"),
        "under_way": gettext("Under way"),
        "held": gettext("Held"),
        "ended_early": gettext("Ended early"),
        "cancelled": gettext("Cancelled"),
    },
)
ACTION_STATES = Labels(
    {
        "proposed": gettext("Proposed"),
        "agreed": gettext("Agreed"),
        "done": gettext("Done"),
        "dropped": gettext("Dropped"),
    },
)
DROPPED = Labels(
    {
        "replaced": gettext("Another takes its place"),
        "not_needed": gettext("It is not needed any more"),
        "not_possible": gettext("It is not possible"),
        "engagement_ended": gettext("The engagement ended"),
    },
)
BECAUSE = Labels(
    {
        "asked_for": gettext("Somebody asked for it."),
        "quorum_lost": gettext("Those who were left could not be together without others."),
        "match_ended": gettext("The match has ended."),
        "engagement_ended": gettext("The districts' work together has ended."),
        "no_show": gettext("Nobody came."),
    },
)
RISKS = Labels(
    {
        "suspended": gettext("Somebody who is to be there may not coach at present."),
        "left": gettext("Somebody who is to be there has left."),
        "not_yet_member": gettext("Somebody who is to be there is no member yet on that day."),
        "no_cleared_adult": gettext("A student would be there without a cleared adult."),
        "adult_alone_with_student": gettext("An adult would be alone with a student."),
        "adults_related": gettext("The adults are related to each other: one more who is not is needed."),
        "outside_allowed_times": gettext("It is at a time at which a student does not meet."),
        "weekly_capacity_exceeded": gettext("A student would coach more in this week than they may."),
        "double_booked": gettext("Somebody is to be at another meeting then."),
    },
    other=gettext("Something else is in the way."),
)
MODES = Labels({"online": gettext("Online"), "in_person": gettext("In person")})
RECORDINGS = Labels(
    {
        "none": gettext("Nothing is recorded"),
        "with_consent_of_all": gettext("Recorded where all consent"),
        "safeguarding_only": gettext("Recorded for safeguarding alone"),
    },
)
PRESENCES = Labels({"expected": gettext("Expected"), "present": gettext("Present"), "absent": gettext("Absent")})
SOMEBODY = Labels(
    {
        "student": gettext("A student of %(district)s who coaches"),
        "staff": gettext("A member of staff of %(district)s who coaches"),
        "guest": gettext("Somebody of %(district)s"),
    },
)
"""What another district's people are called: no names cross."""
MATCH_STATES = Labels(
    {"proposed": gettext("Proposed"), "confirmed": gettext("Confirmed by both"), "ended": gettext("Ended")},
)
VISIBILITIES = Labels(
    {
        "private": gettext("For you alone"),
        "pair": gettext("For one other"),
        "team": gettext("For the team"),
        "district": gettext("For your district as well"),
    },
)
_SAID = (
    gettext("you alone"),
    gettext("you and the one member whom you name, as long as they are a member"),
    gettext("you and the members of the engagement, of both districts; who joins later only where a handover says so"),
    gettext("the team, and whoever reads coaching in your own district, those who lead it among them"),
    gettext(
        "Whatever you choose: where a note makes somebody fear for somebody's safety, the people whom a district has "
        "named for concerns read what is attached to one, and who must report by law must do so. A note that anybody "
        "but its author reads may have to be shown to the parents of a student whom it is about."
    ),
)
SAID = Labels({words: words for words in _SAID})
"""What coaching says of who reads a note, and what overrides it, by its own words: others are shown as they are."""
CONCERN_STATES = Labels(
    {
        "received": gettext("Received"),
        "acknowledged": gettext("Somebody has taken it up"),
        "closed": gettext("Closed"),
    },
)
