"""What several subjects of coaching say, in words."""

from dashboards.common.labels import Labels, gettext

SHARING = Labels(
    {
        "none_demanded": gettext("The call asks for no agreement."),
        "awaited": gettext("Agreements that the call asks for are awaited: nothing that discloses begins."),
        "in_force": gettext("The agreements that the call asks for are in force."),
        "over": gettext("An agreement that the call asks for is over: nothing that discloses begins."),
    },
)
