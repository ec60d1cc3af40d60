"""Agreements in words."""

from dashboards.common.labels import Labels, gettext

GRANULARITIES = Labels(
    {
        "none": gettext("Nothing about learners"),
        "aggregate": gettext("Group figures only"),
        "pseudonymous": gettext("Single learners, under pseudonyms"),
        "identified": gettext("Single learners, identified"),
    },
)

STATES = Labels(
    {
        "active": gettext("Active"),
        "expired": gettext("Expired"),
        "ended": gettext("Ended"),
    },
)
