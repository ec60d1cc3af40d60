"""Coaches, in words."""

from dashboards.common.labels import Labels, gettext

KINDS = Labels({"student": gettext("Student"), "staff": gettext("Staff member")})

WEEKDAYS = Labels(
    {
        "monday": gettext("Monday"),
        "tuesday": gettext("Tuesday"),
        "wednesday": gettext("Wednesday"),
        "thursday": gettext("Thursday"),
        "friday": gettext("Friday"),
        "saturday": gettext("Saturday"),
        "sunday": gettext("Sunday"),
    },
)

STATES = Labels({"active": gettext("May coach"), "suspended": gettext("Suspended"), "left": gettext("Has left")})

ATTESTED = Labels(
    {
        "clearance": gettext("Clearance"),
        "guardian_consent": gettext("A guardian’s consent"),
        "identity": gettext("Identity"),
        "training": gettext("Training"),
        "age_band": gettext("Age"),
    },
)

LACKS = Labels(
    {
        "missing": gettext("nothing is attested"),
        "not_yet_valid": gettext("not valid yet"),
        "expired": gettext("no longer valid"),
        "revoked": gettext("taken back"),
    },
)
"""What is wrong with what is demanded; a reason of coaching's is both in one code, as clearance_expired."""

REASONS = Labels(
    {"learner_as_staff": gettext("The roster says that this is a learner: learners do not coach as staff")}
)
"""Why somebody is suspended whatever is attested."""

BANDS = Labels({"minor": gettext("Under 18"), "adult": gettext("18 or older")})

CONCERN_STATES = Labels(
    {"received": gettext("Not read yet"), "acknowledged": gettext("Being seen to"), "closed": gettext("Closed")},
)

OUTCOMES = Labels(
    {
        "no_further_action": gettext("Nothing more is to be done"),
        "advice_given": gettext("Advice was given"),
        "measures_taken": gettext("Measures were taken"),
        "referred": gettext("Passed on to an authority"),
    },
)

SKILL_LEVELS = Labels(
    {
        "1": gettext("Knows of it"),
        "2": gettext("Has done it with others"),
        "3": gettext("Does it alone"),
        "4": gettext("Has taught it"),
    },
)

RELATIONS = Labels(
    {
        "spouse": gettext("Spouses"),
        "parent": gettext("Parent and child"),
        "sibling": gettext("Siblings"),
        "household": gettext("One household"),
    },
)
