"""Timelines in words."""

from dashboards.common.labels import Labels, gettext

STEPS = Labels(
    {
        "found": gettext("Gap found"),
        "matched": gettext("Coach matched"),
        "agreed": gettext("Action agreed"),
        "used": gettext("Resource used"),
        "action_completed": gettext("Action done; no resource reported as used"),
        "reassessed": gettext("Assessed again"),
        "closed": gettext("Gap closed"),
    },
)

STATES = Labels(
    {
        "done": gettext("Done"),
        "next": gettext("Comes next"),
        "waiting": gettext("Later"),
        "skipped": gettext("Closed without it"),
        "untold": gettext("Not told to you"),
    },
)
"""How a step stands."""

NEXT = Labels(
    {
        "found": gettext("An assessment is to show it."),
        "matched": gettext("A coach is to be proposed, and confirmed by both districts."),
        "agreed": gettext("Both districts are to agree on an action."),
        "used": gettext("What was agreed on is to be done."),
        "reassessed": gettext("The district is to be assessed again, with the same instrument."),
        "closed": gettext("The last assessment still shows it: agree on what else is to be done."),
    },
)
"""What is to happen, by the step that comes next."""

NEXT_OF_PARTNER = Labels(
    {
        "matched": gettext("A coach is to be proposed, and confirmed by both districts."),
        "agreed": gettext("Both districts are to agree on an action."),
        "used": gettext("What was agreed on is to be done."),
        "closed": gettext("The partner is to be assessed again. You are told when that closes the gap."),
    },
)
"""The same for the host, to which results are not told."""

KINDS = Labels(
    {
        "found": gettext("Gap found"),
        "match_proposed": gettext("Coach proposed"),
        "match_confirmed": gettext("Coach confirmed by both districts"),
        "match_ended": gettext("Match ended"),
        "meeting_held": gettext("Meeting held"),
        "action_agreed": gettext("Action agreed by both districts"),
        "resource_used": gettext("Resource used"),
        "action_completed": gettext("Action done, as both districts confirm"),
        "action_dropped": gettext("Action dropped"),
        "reassessed": gettext("Assessed again"),
        "closed": gettext("Gap closed"),
    },
)
"""What is told of a gap."""

MATCH_ENDS = Labels(
    {
        "declined": gettext("One of the districts declined."),
        "planned_again": gettext("The matching was made anew."),
        "coach_left": gettext("The coach has left."),
        "coach_suspended": gettext("The coach may not coach at present."),
        "gap_closed": gettext("The gap is closed."),
        "engagement_ended": gettext("The districts' work together has ended."),
        "first_contact_missed": gettext("They did not meet in time."),
    },
)

ACTION_ENDS = Labels(
    {
        "replaced": gettext("Another action takes its place."),
        "not_needed": gettext("It is not needed any more."),
        "not_possible": gettext("It is not possible."),
        "engagement_ended": gettext("The districts' work together has ended."),
    },
)
