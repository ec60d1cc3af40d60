"""How a result came about, and the pace, in words."""

from dashboards.common.labels import Labels, gettext

METHODS = Labels(
    {
        "highest": gettext("the highest score counts"),
        "latest": gettext("the newest score counts"),
        "average": gettext("all scores count alike"),
        "n_mastery": gettext("%(times)s scores of %(level)s or more are asked for"),
        "decaying_average": gettext("the newest score makes up %(share)s and the older ones share the rest"),
        "standard_decaying_average": gettext("each new score makes up %(share)s and all before it the rest"),
    },
    other=gettext("each new score makes up %(share)s and all before it the rest"),
)
"""`times` or `share` is the method's parameter, `level` the score from which on an item is mastered."""

REASONS = Labels(
    {
        "recorded_after": gettext("Recorded after the day you asked for."),
        "superseded": gettext("Corrected by a later one."),
        "voided": gettext("Declared void."),
        "observed_after": gettext("Shown after the day you asked for."),
        "unscored": gettext("Has no score."),
        "kind": gettext("Evidence of this kind does not count here."),
        "outside_window": gettext("Too long ago: evidence counts for %(days)s days."),
        "criterion": gettext("Here the parts below decide."),
        "unsupported": gettext("Counts only beside what somebody else has seen."),
    },
    other=gettext("Does not count."),
)
"""Why a piece of evidence does not count; `days` is the policy's window."""

CAUSES = Labels(
    {
        "evidence": gettext("New evidence"),
        "correction": gettext("A correction"),
        "voiding": gettext("Evidence declared void"),
        "recalculation": gettext("New rules"),
    },
    other=gettext("A change below it"),
)

POLICY_LEVELS = Labels(
    {
        "item": gettext("Version %(number)s of the rules for this very item."),
        "framework": gettext("Version %(number)s of the rules for this framework."),
        "district": gettext("Version %(number)s of the rules for the whole district."),
    },
    other=gettext("The district has laid down no rules of its own."),
)
"""Whose rules are applied; `number` is their version."""

PACES = Labels(
    {
        "behind": gettext("Behind"),
        "ahead": gettext("Ahead"),
        "on": gettext("On pace"),
    },
)
