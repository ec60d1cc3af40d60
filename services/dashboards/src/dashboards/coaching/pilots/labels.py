"""Pilots, in words."""

from dashboards.common.labels import Labels, gettext

WAVE_STATES = Labels(
    {
        "draft": gettext("Draft"),
        "locked": gettext("Gate locked"),
        "open": gettext("Under way"),
        "expanded": gettext("Expanded"),
        "adjusted": gettext("Adjusted"),
        "sunset": gettext("Sunset"),
    },
)

OPT_INS = Labels(
    {
        "yes": gettext("Takes part"),
        "no": gettext("Opted out"),
        "none": gettext("No answer yet"),
    },
)

UNITS = Labels(
    {
        "percent": gettext("Percent"),
        "count": gettext("A count"),
        "points": gettext("Points between two ends"),
    },
)

DIRECTIONS = Labels({"up": gettext("More is better"), "down": gettext("Less is better")})

SOURCES = Labels(
    {
        "entered": gettext("Entered by hand"),
        "survey": gettext("A survey"),
        "indicator": gettext("An indicator of a goal"),
    },
)

VERDICTS = Labels(
    {
        "guardrail_broken": gettext("A guardrail is broken"),
        "too_early": gettext("Too early to judge"),
        "not_judgeable": gettext("Cannot be judged yet"),
        "reached": gettext("Every signal is reached"),
        "partly_reached": gettext("Some signals are reached"),
        "not_reached": gettext("No signal is reached"),
    },
)

SIGNAL_STATES = Labels(
    {
        "reached": gettext("Reached"),
        "not_reached": gettext("Not reached"),
        "too_early": gettext("Measured too early to judge"),
        "too_few": gettext("Too few people to show"),
        "not_measured": gettext("Not measured"),
    },
)

GUARDRAIL_STATES = Labels(
    {
        "holds": gettext("Holds"),
        "broken": gettext("Broken"),
        "too_few": gettext("Too few people to show"),
        "not_measured": gettext("Not measured"),
    },
)

OUTCOMES = Labels(
    {
        "expand": gettext("Expand: go on with more teachers"),
        "adjust": gettext("Adjust: change what is done and try again, no larger"),
        "sunset": gettext("Sunset: stop, and keep what was learned"),
    },
)

REASONS = Labels(
    {
        "signals_reached": gettext("The signals are reached"),
        "despite_signals": gettext("Despite signals that are not reached"),
        "wanted_by_schools": gettext("Schools ask for it"),
        "signals_not_reached": gettext("The signals are not reached"),
        "exposure_not_reached": gettext("It was too short or with too few"),
        "guardrail_broken": gettext("A guardrail is broken"),
        "practice_to_change": gettext("What is done has to change"),
        "too_costly": gettext("It costs too much"),
        "too_few_people": gettext("Too few people can carry it"),
        "replaced": gettext("Something else takes its place"),
    },
)
