"""What waits for somebody, by its kind."""

from dashboards.common.labels import Labels, gettext

KINDS = Labels(
    {
        "amendments": gettext("Requests to change records"),
        "concerns": gettext("Concerns to acknowledge"),
        "concerns_open": gettext("Concerns to close"),
        "agreements": gettext("Agreements to sign"),
        "matches": gettext("Matches to confirm"),
        "gates": gettext("Gates to decide at"),
        "actions": gettext("Actions to confirm as done"),
        "meetings": gettext("Meetings to record"),
        "own_actions": gettext("Actions that you see to"),
        "contacts": gettext("First contacts to make"),
        "rankings": gettext("Workshops to rank sessions of"),
        "verifications": gettext("Answers to verify"),
        "applications": gettext("Applications to score"),
        "questionnaires": gettext("Questionnaires to answer"),
        "reviews": gettext("Reviews that learners asked for"),
        "items": gettext("Items to publish or give back"),
        "offers": gettext("Improvements to decide about"),
        "updates": gettext("Adopted items to look at"),
    }
)
