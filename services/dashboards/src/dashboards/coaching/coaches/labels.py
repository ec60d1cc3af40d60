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
