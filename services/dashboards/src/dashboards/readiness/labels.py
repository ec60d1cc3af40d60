"""Readiness, in words."""

from dashboards.common.labels import Labels, gettext

ROLES = Labels(
    {
        "leader": gettext("Leadership"),
        "teacher": gettext("Educators"),
        "student": gettext("Learners"),
        "family": gettext("Families"),
        "union": gettext("Union"),
        "technology": gettext("Technology staff"),
    },
)
"""In which role somebody answers."""

TAKING_PART = Labels(
    {
        "not_open": gettext("Not open yet"),
        "open": gettext("You can answer"),
        "closed": gettext("Closed"),
        "received": gettext("Received"),
    },
)

STATES = Labels(
    {
        "planned": gettext("Planned"),
        "open": gettext("Open"),
        "closed": gettext("Closed"),
    },
)
"""Of an assessment."""

LEVELS = Labels({"district": gettext("The district"), "site": gettext("One school")})

PICKED_BY = Labels(
    {
        "everyone": gettext("Everyone is invited"),
        "drawn": gettext("Drawn by lot"),
        "district": gettext("Picked by the district"),
        "role": gettext("Picked by their own body"),
        "themselves": gettext("Whoever comes"),
    },
)

BANDS = Labels(
    {
        "under_half": gettext("Under half"),
        "half_or_more": gettext("Half or more"),
        "first_quarter": gettext("Under a quarter"),
        "second_quarter": gettext("A quarter to a half"),
        "third_quarter": gettext("A half to three quarters"),
        "last_quarter": gettext("Three quarters or more"),
    },
)
"""In which band the share of those lies who have submitted."""

VERSION_STATES = Labels(
    {
        "draft": gettext("Draft"),
        "published": gettext("Published"),
        "retired": gettext("Retired"),
    },
)

KINDS = Labels(
    {
        "level": gettext("Described levels"),
        "yes_no": gettext("Yes or no"),
        "choice": gettext("One of several options"),
        "number": gettext("A number"),
        "text": gettext("The rater's own words"),
        "evidence": gettext("A link or a file"),
    },
)

EFFECTS = Labels(
    {
        "left_out": gettext("It is left out of the figures"),
        "lowest": gettext("It counts as the lowest score"),
    },
)
"""What "don't know" and "not applicable" do."""

TOPICS = Labels(
    {
        "political_beliefs": gettext("Political beliefs"),
        "mental_health": gettext("Mental health"),
        "sexual_behavior": gettext("Sexual behaviour"),
        "illegal_or_demeaning_behavior": gettext("Illegal or demeaning behaviour"),
        "appraisals_of_family": gettext("Appraisals of the family"),
        "privileged_relationships": gettext("Privileged relationships"),
        "religion": gettext("Religion"),
        "income": gettext("Income"),
    },
)
"""Topics that the law protects (PPRA)."""

CHANGES = Labels(
    {
        "added": gettext("Added"),
        "removed": gettext("Removed"),
        "moved": gettext("Moved"),
        "reworded": gettext("Reworded"),
        "rescored": gettext("Scored otherwise"),
        "asked": gettext("Asked of others"),
    },
)

PARTS = Labels(
    {
        "instrument": gettext("The instrument"),
        "role": gettext("Role"),
        "section": gettext("Condition"),
        "question": gettext("Question"),
    },
)

FIELDS = Labels(
    {
        "title": gettext("Title"),
        "description": gettext("Description"),
        "languages": gettext("Languages"),
        "notice": gettext("Notice"),
        "minimum": gettext("Shown from so many answers on"),
        "weight": gettext("Weight"),
        "section": gettext("Condition"),
        "text": gettext("Question"),
        "guidance": gettext("What would show the answer"),
        "anchor": gettext("Level"),
        "option": gettext("Option"),
        "unit": gettext("Unit"),
        "kind": gettext("What it wants"),
        "dont_know": gettext("Don't know"),
        "not_applicable": gettext("Not applicable"),
        "gate": gettext("Gate"),
        "levels": gettext("How many levels"),
        "options": gettext("Options and their scores"),
        "bounds": gettext("The numbers that score 0 and 100"),
        "accepts": gettext("What it takes"),
        "roles": gettext("Who is asked"),
        "protected": gettext("A topic that the law protects"),
    },
)
"""Of a part of an instrument, by which two versions differ."""

ACCEPTED = Labels({"link": gettext("A link"), "file": gettext("A file")})

READINESS_LEVELS = Labels(
    {
        "emerging": gettext("Emerging"),
        "developing": gettext("Developing"),
        "ready": gettext("Ready"),
        "leading": gettext("Leading"),
    },
)

CONFIDENCE = Labels(
    {
        "low": gettext("Not very sure"),
        "moderate": gettext("Fairly sure"),
        "high": gettext("Sure"),
    },
)
"""How sure a score is."""

GATES = Labels(
    {
        "met": gettext("Met"),
        "missed": gettext("Not met"),
        "not_judged": gettext("Cannot be judged"),
    },
)

LEFT_OUT = Labels(
    {
        "no_counted_answer": gettext("No answer counts here"),
        "not_released": gettext("Not released: too few have answered, or nobody has"),
    },
)

GAP_STATES = Labels({"open": gettext("Open"), "closed": gettext("Closed")})

SEVERITIES = Labels(
    {
        "slight": gettext("Slight"),
        "moderate": gettext("Moderate"),
        "serious": gettext("Serious"),
        "critical": gettext("Critical"),
    },
)

GAP_KINDS = Labels(
    {
        "below_target": gettext("Below the level aimed at"),
        "gate_missed": gettext("A must-have is not met"),
        "gate_not_judged": gettext("A must-have cannot be judged"),
        "views_differ": gettext("Groups see it differently"),
    },
)

CLOSES = Labels(
    {
        "below_target": gettext("The condition's score reaches the level aimed at."),
        "gate_missed": gettext("The question's score over all roles reaches its threshold."),
        "gate_not_judged": gettext("So many answer the question with a value that its score can be shown."),
        "views_differ": gettext("The two views of the condition come nearer to each other than the limit."),
    },
)
"""When a later result closes the gap."""

NO_DELTA = Labels(
    {
        "no_shared_question": gettext("no question means the same in both"),
        "not_scored_before": gettext("no figure before"),
        "not_scored_after": gettext("no figure now"),
        "not_scored_together": gettext("no figure of the same question in both"),
        "no_weight": gettext("what could be compared weighs nothing"),
    },
)
"""Why there is no change to show."""
