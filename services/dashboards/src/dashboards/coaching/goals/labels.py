"""Goals, in words."""

from dashboards.common.labels import Labels, gettext

KINDS = Labels(
    {
        "student_achievement": gettext("Student achievement"),
        "workflow": gettext("Workflow"),
        "collaboration": gettext("Collaboration"),
        "creativity": gettext("Creativity"),
        "engagement": gettext("Engagement"),
    },
)

STATES = Labels(
    {
        "draft": gettext("Draft"),
        "published": gettext("Published"),
        "reached": gettext("Reached"),
        "closed": gettext("Closed"),
        "dropped": gettext("Dropped"),
    },
)

PACES = Labels(
    {
        "ahead": gettext("Ahead of pace"),
        "on_pace": gettext("On pace"),
        "behind": gettext("Behind pace"),
    },
)

DIRECTIONS = Labels({"up": gettext("Up"), "down": gettext("Down")})

UNITS = Labels(
    {
        "per_cent": gettext("Percent"),
        "count": gettext("A count"),
        "points": gettext("Points of a scale"),
    },
)

SOURCES = Labels(
    {
        "entered": gettext("Entered by people"),
        "survey": gettext("A survey"),
        "computed": gettext("Counted by the platform"),
    },
)

MEASURES = Labels(
    {
        "learners_mastering": gettext("Learners who come to master items of a framework"),
        "meetings_held": gettext("Coaching meetings that were held"),
        "actions_completed": gettext("Actions that were completed"),
        "teachers_in_waves": gettext("Teachers in waves of pilots"),
    },
)

OUTCOMES = Labels(
    {
        "reached": gettext("It is reached"),
        "closed": gettext("It is closed"),
        "dropped": gettext("It is dropped"),
    },
)
