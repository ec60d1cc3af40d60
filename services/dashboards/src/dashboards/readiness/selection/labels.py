"""Selection, in words."""

from dashboards.common.labels import Labels, gettext

CALL_STATES = Labels(
    {
        "draft": gettext("Draft"),
        "open": gettext("Open"),
        "reviewing": gettext("Being reviewed"),
        "decided": gettext("Decided"),
        "cancelled": gettext("Cancelled"),
    },
)

APPLICATION_STATES = Labels(
    {
        "draft": gettext("Draft"),
        "submitted": gettext("Submitted"),
        "withdrawn": gettext("Withdrawn"),
    },
)

OUTCOMES = Labels(
    {
        "chosen": gettext("Chosen"),
        "reserve": gettext("On the reserve list"),
        "not_chosen": gettext("Not chosen"),
    },
)

STANDINGS = Labels(
    {
        "chosen": gettext("Chosen, has not answered yet"),
        "accepted": gettext("Has accepted"),
        "reserve": gettext("On the reserve list"),
        "not_chosen": gettext("Not chosen"),
        "declined": gettext("Has declined"),
        "withdrawn": gettext("Withdrawn"),
    },
)
"""How an application stands once decisions are released."""

LIST_REASONS = Labels(
    {
        "asked": gettext("Somebody asked for it"),
        "conflict_declared": gettext("A reviewer declared a conflict"),
        "sheet_changed": gettext("A reviewer gave or changed a sheet"),
        "application_withdrawn": gettext("A district took its application back"),
    },
)
"""Why a ranked list was made, or another one took its place."""

HOLDS = Labels(
    {
        "tie_rule": gettext("Only the tie rule decides"),
        "one_reviewer": gettext("One reviewer decides"),
        "firm": gettext("Firm"),
    },
)
"""How firmly a place of the list is held."""

NO_AGREEMENT = Labels(
    {
        "no_answers": gettext("nobody has given a sheet"),
        "one_rater": gettext("only one reviewer has given a sheet"),
        "one_unit": gettext("only one application has sheets: there is nothing to tell apart"),
        "two_units": gettext("only two applications have sheets of two reviewers"),
        "no_pairs": gettext("no application has sheets of two reviewers"),
        "unanimous": gettext("all levels are the same: chance would agree as well"),
    },
    other=gettext("it cannot be worked out"),
)
"""Why a coefficient of agreement has no value."""

SHARED_ABOUT = Labels(
    {
        "aggregate": gettext("Group figures only"),
        "pseudonymous": gettext("Single learners, under pseudonyms"),
        "identified": gettext("Single learners, identified"),
    },
)

SHARED_TO = Labels(
    {
        "to_host": gettext("Partners share with the host"),
        "to_partner": gettext("The host shares with its partners"),
    },
)

BASES = Labels(
    {
        "evaluation": gettext("Evaluation of a programme"),
        "school_official": gettext("School officials with a legitimate interest"),
        "consent": gettext("Consent of families"),
        "transfer": gettext("Learners who change districts"),
    },
)
"""On which ground of the law learners' data is shared."""
