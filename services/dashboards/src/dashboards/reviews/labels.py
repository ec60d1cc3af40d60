"""Reviews in words."""

from dashboards.common.labels import Labels, gettext

STATES = Labels(
    {
        "asked": gettext("Waiting for an educator"),
        "taken": gettext("An educator is looking at it"),
        "returned": gettext("Returned: something is still to be shown"),
        "decided": gettext("Decided: what was seen is recorded"),
        "withdrawn": gettext("Withdrawn"),
    },
)
