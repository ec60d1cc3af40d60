"""Requests to have a record changed, in words."""

from dashboards.common.labels import Labels, gettext

GROUNDS = Labels(
    {
        "inaccurate": gettext("It is wrong"),
        "misleading": gettext("It is misleading"),
        "privacy": gettext("It goes against the learner's privacy"),
    },
)

OWED = Labels(
    {
        "decision": gettext("a decision"),
        "hearing": gettext("a hearing"),
        "hearing_decision": gettext("the decision after the hearing"),
    },
)
"""What the district owes next."""

STATES = Labels(
    {
        "requested": gettext("Received"),
        "in_review": gettext("Being looked into"),
        "accepted": gettext("Accepted: the record was changed"),
        "refused": gettext("Refused"),
        "refused_in_part": gettext("Refused in part"),
        "hearing": gettext("A hearing is to be held"),
        "upheld": gettext("Refused after the hearing"),
        "withdrawn": gettext("Withdrawn"),
    },
)
"""`refused_in_part` is said of a refusal where something was amended all the same."""
