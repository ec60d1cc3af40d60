"""Agreements that can still be signed, in words."""

from dashboards.common.labels import Labels, gettext

STATES = Labels(
    {
        "draft": gettext("Draft"),
        "active": gettext("Active"),
        "expired": gettext("Expired"),
        "ended": gettext("Ended"),
    },
)
WAYS = Labels({"to_them": gettext("We disclose to them"), "to_us": gettext("They disclose to us")})
ELEMENTS = Labels({"mastery": gettext("What learners have mastered, item by item")})
BASES = Labels(
    {
        "evaluation": gettext("A study that improves teaching: group figures only (34 CFR 99.31(a)(6))"),
        "school_official": gettext("The other district's named people act as school officials (34 CFR 99.31(a)(1))"),
        "consent": gettext("Consent, learner by learner (34 CFR 99.30)"),
        "transfer": gettext("Learners who move to the other district (34 CFR 99.31(a)(2))"),
    },
)
