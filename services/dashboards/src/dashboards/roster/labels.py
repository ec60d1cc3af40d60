"""What somebody is in a district's roster, in words."""

from dashboards.common.labels import Labels, gettext

ROLES = Labels(
    {
        "learner": gettext("Student"),
        "educator": gettext("Educator"),
        "guardian": gettext("Guardian"),
        "leader": gettext("Leader"),
    },
)
