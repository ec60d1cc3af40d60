"""Levels and kinds of evidence, in words."""

from dashboards.common.labels import Labels, gettext

LEVELS = Labels(
    {
        "none": gettext("Not yet shown"),
        "beginning": gettext("Beginning"),
        "approaching": gettext("Approaching"),
        "proficient": gettext("Mastered"),
        "exceeding": gettext("Mastered and beyond"),
    },
)

EVIDENCE_KINDS = Labels(
    {
        "teacher_judgement": gettext("A teacher's judgement"),
        "performance_task": gettext("A performance task"),
        "test": gettext("A test"),
        "peer": gettext("What a classmate saw"),
        "self": gettext("What the learner says"),
        "prior_learning": gettext("Learnt before"),
        "external": gettext("From elsewhere"),
    },
    other=gettext("From elsewhere"),
)
