"""Engagements, in words."""

from dashboards.common.labels import Labels, gettext

PHASES = Labels(
    {
        "preparation": gettext("Preparation"),
        "summer_training": gettext("Summer training"),
        "year_one": gettext("Year one"),
        "on_their_own": gettext("On their own"),
    },
)
STANDINGS = Labels(
    {"done": gettext("behind them"), "now": gettext("now"), "coming": gettext("still to come")},
)
STALLS = Labels(
    {
        "first_contact_missed": gettext("The first contact was missed"),
        "milestone_late": gettext("A milestone is late"),
    },
)
DEMANDS = Labels(
    {
        "charter_signed": gettext("Both districts have signed the same version of the charter"),
        "team_on_both_sides": gettext("Each district has named a lead and one more member of its team"),
        "coach_of_the_host": gettext("The host has a coach in its team who may coach today"),
        "sharing_in_force": gettext("The agreements that the call asks for are in force"),
        "first_contact_held": gettext("People of both districts have met for the first time"),
        "no_milestone_late": gettext("No milestone is late"),
        "last_meeting_planned": gettext("The last meeting is planned"),
    },
)
DEMAND_STATES = Labels(
    {"in_force": gettext("In force"), "awaited": gettext("Not in force yet"), "over": gettext("It is over")},
)
SIDES = Labels({"host": gettext("Host"), "partner": gettext("Partner")})
ROLES = Labels(
    {
        "lead": gettext("Lead"),
        "coach": gettext("Coach"),
        "educator": gettext("Educator"),
        "student": gettext("Student"),
        "family": gettext("Family"),
        "leader": gettext("Leader"),
    },
)
SOMEBODY = Labels(
    {
        "lead": gettext("A lead of %(district)s"),
        "coach": gettext("A coach of %(district)s"),
        "educator": gettext("An educator of %(district)s"),
        "student": gettext("A student of %(district)s"),
        "family": gettext("Somebody of a family of %(district)s"),
        "leader": gettext("A leader of %(district)s"),
    },
)
"""What another district's people are called: no names cross."""
MEMBER_STATES = Labels(
    {
        "active": gettext("may coach"),
        "suspended": gettext("may not coach now"),
        "left": gettext("has left"),
        "guest": gettext("does not coach"),
    },
)
RECORDINGS = Labels(
    {
        "none": gettext("Nothing is recorded"),
        "with_consent_of_all": gettext("Recorded where all consent"),
        "safeguarding_only": gettext("Recorded for safeguarding alone"),
    },
)
MODES = Labels({"online": gettext("Online"), "in_person": gettext("In person")})
REPEATS = Labels({"once": gettext("Once"), "weekly": gettext("Every week")})
LENGTHS = Labels(
    {
        "00:30": gettext("Half an hour"),
        "00:45": gettext("Three quarters of an hour"),
        "01:00": gettext("An hour"),
        "01:30": gettext("An hour and a half"),
        "02:00": gettext("Two hours"),
        "03:00": gettext("Three hours"),
        "04:00": gettext("Four hours"),
    },
)
"""How long a meeting that pages plan can last."""
CANCELLED = Labels(
    {"this": gettext("This meeting alone"), "rest": gettext("This meeting and all later ones of the same series")},
)
CHANNELS = Labels(
    {
        "platform_only": gettext("They write to each other in the platform alone"),
        "platform_and_video": gettext("They write in the platform, and meet by video"),
    },
)
CADENCES = Labels(
    {
        "weekly": gettext("Every week"),
        "every_two_weeks": gettext("Every two weeks"),
        "monthly": gettext("Every month"),
    },
)
ENDS = Labels(
    {
        "completed": gettext("Completed"),
        "ended_early": gettext("Ended early"),
        "agreement_ended": gettext("An agreement ended"),
        "partner_withdrew": gettext("The partner withdrew"),
    },
)
END_REASONS = Labels(
    {
        "goals_reached": gettext("The goals are reached"),
        "not_the_right_match": gettext("The two do not fit"),
        "people_missing": gettext("People are missing"),
        "leadership_changed": gettext("The leadership has changed"),
        "means_missing": gettext("Means are missing"),
        "other": gettext("Another reason"),
    },
)
CONTENTS = Labels(
    {
        "private_notes": gettext("Private notes"),
        "pair_notes": gettext("Notes of a pair"),
        "team_notes": gettext("Notes of the team"),
        "district_notes": gettext("Notes for the district"),
        "actions": gettext("Words of actions"),
        "handovers": gettext("Words of handovers"),
    },
)
READABLE = Labels({code: CONTENTS.words[code] for code in ("team_notes", "district_notes", "actions")})
"""What a successor may be given to read."""
ACTION_STATES = Labels(
    {
        "proposed": gettext("Proposed"),
        "agreed": gettext("Agreed"),
        "done": gettext("Done"),
        "dropped": gettext("Dropped"),
    },
)
ACTION_STALLS = Labels(
    {
        "overdue": gettext("Overdue"),
        "nothing_done": gettext("Nothing done for three weeks"),
        "owner_left": gettext("Whoever sees to it has left"),
    },
)
DROPS = Labels(
    {
        "replaced": gettext("Another takes its place"),
        "not_needed": gettext("It is not needed any more"),
        "not_possible": gettext("It is not possible"),
    },
)
DROPPED = Labels({**DROPS.words, "engagement_ended": gettext("The engagement ended")})
COACH_KINDS = Labels({"student": gettext("Students who coach"), "staff": gettext("Staff who coach")})
