"""Matching, in words."""

from dashboards.coaching.coaches.labels import KINDS as COACH_KINDS
from dashboards.coaching.coaches.labels import WEEKDAYS
from dashboards.common.labels import Labels, gettext

__all__ = ["COACH_KINDS", "WEEKDAYS"]

STATES = Labels(
    {
        "queued": gettext("Waits for its turn"),
        "running": gettext("Being worked out"),
        "finished": gettext("Worked out"),
        "impossible": gettext("Not possible with these pins"),
        "failed": gettext("Could not be worked out"),
        "cancelled": gettext("Cancelled"),
    },
)

NEED_STATES = Labels({"open": gettext("Open"), "withdrawn": gettext("Withdrawn"), "closed": gettext("Closed")})

NEED_ENDS = Labels(
    {
        "withdrawn": gettext("It was taken back."),
        "gap_closed": gettext("The gap is closed."),
        "engagement_ended": gettext("The districts' work together has ended."),
    },
)

MATCH_STATES = Labels(
    {"proposed": gettext("Proposed"), "confirmed": gettext("Confirmed by both"), "ended": gettext("Ended")},
)

PHASES = Labels(
    {
        "coverage": gettext("Gaps covered, by how severe they are"),
        "kept": gettext("What stays of the matches that stand"),
        "points": gettext("Points: skill, going on together, students beside staff, distance, even load"),
        "lottery": gettext("The lottery among what is equally good"),
    },
)

DOUBTS = Labels(
    {
        "impossible": gettext("Nothing keeps every rule and every pin."),
        "stopped": gettext("The solver stopped before it knew the best."),
        "found_nothing": gettext("The solver found nothing in its time."),
        "not_whole": gettext("The solver's values were not whole."),
        "breaks_a_rule": gettext("What the solver said breaks a rule."),
        "bound_apart": gettext("Something better may exist: the bound lies above what was reached."),
        "disagrees": gettext("Solved in two ways, it came out differently."),
        "gives_up": gettext("It gives up what an earlier step had reached."),
        "overlooks": gettext("It overlooks a meeting that would make more of a gap."),
        "impossible_pin": gettext("A pinned pair breaks a rule by itself."),
    },
)

RULES = Labels(
    {
        "forbidden": gettext("pairs that are forbidden"),
        "clearance": gettext("being cleared for the whole time"),
        "skill": gettext("having the skill"),
        "language": gettext("sharing a language"),
        "availability": gettext("having time when the partner has"),
        "capacity": gettext("hours a week"),
        "double_booking": gettext("one meeting at a time"),
        "pairing": gettext("staff beside every student"),
        "team": gettext("how many coach one need"),
        "one_meeting": gettext("one time for all who coach a need"),
        "pin": gettext("pairs that are pinned"),
    },
)

STALE = Labels(
    {
        "coach_left": gettext("A coach has left."),
        "coach_suspended": gettext("A coach may not coach at present."),
        "gap_closed": gettext("A gap is closed."),
        "engagement_ended": gettext("The districts' work together has ended."),
        "match_ended": gettext("A match has ended."),
        "need_withdrawn": gettext("A need was taken back."),
        "coaches_related": gettext("Two coaches of it are related."),
    },
    other=gettext("What it stands on has changed."),
)

LEVELS = Labels(
    {
        "1": gettext("1: knows of it"),
        "2": gettext("2: has done it with others"),
        "3": gettext("3: does it alone"),
        "4": gettext("4: has taught it"),
    },
)

LENGTHS = Labels(
    {
        "PT30M": gettext("Half an hour"),
        "PT45M": gettext("Three quarters of an hour"),
        "PT60M": gettext("An hour"),
        "PT90M": gettext("An hour and a half"),
    },
)

PREVIOUS = Labels(
    {
        "none": gettext("Only needs that nobody is matched to, beside what stands"),
        "confirmed": gettext("All needs, changing as little as can be of the matches that stand"),
    },
)

HOWS = Labels({"pin": gettext("Pin: it stands whatever it costs"), "forbid": gettext("Forbid: it is never made")})

ENDINGS = Labels(
    {
        "planned_again": gettext("Somebody else is to be found"),
        "first_contact_missed": gettext("They did not meet in time"),
    },
)
