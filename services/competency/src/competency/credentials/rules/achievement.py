"""An item to master, as Open Badges 3.0 describes an achievement: what it is, where it stands in its framework, what it
takes, and the levels it can be shown at.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from competency.common.scales import Level, Scale, described, plain, validate_score
from competency.credentials.rules.vocabulary import MadeJson, present
from competency.mastery.rules.criteria import Rule
from competency.mastery.rules.policy import Policy

_METHODS = {
    "highest": "The best score counts.",
    "latest": "The newest score counts.",
    "average": "The mean of all scores counts.",
    "n_mastery": "It takes {parameter} scores of {mastery} or more; their mean counts.",
    "decaying_average": "The newest score counts {parameter} %, the mean of all before it the rest.",
    "standard_decaying_average": "Each new score counts {parameter} %, what came before it the rest.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """The CASE item that an achievement is. `url` is where anybody can read it; `framework` is the document's title.

    Raises ValueError for a url that is no web address: many CASE packages have others, so give the one we serve.
    """

    name: str
    url: str
    code: str | None = None
    framework: str | None = None
    description: str | None = None

    def __post_init__(self) -> None:
        if not self.url.startswith(("https://", "http://")):
            raise ValueError(f"{self.url} is no web address: give the one under which we serve the item")

    def claims(self) -> MadeJson:
        return present(
            {
                "type": ["Alignment"],
                "targetType": "CFItem",
                "targetName": self.name,
                "targetDescription": self.description,
                "targetUrl": self.url,
                "targetCode": self.code,
                "targetFramework": self.framework,
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """An item to master. `id` is a URI of the item in this `version` (the framework's edition, say); `criteria` are
    Markdown. `mastery` is the score from which on it is mastered, in points of the scale.
    """

    id: str
    name: str
    description: str
    criteria: str
    scale: Scale
    mastery: Decimal
    alignments: tuple[Alignment, ...]
    code: str | None = None
    version: str | None = None


def criteria_words(policy: Policy) -> str:
    """Returns what it takes to master an item under the policy, for people to read."""
    mastery = plain(policy.mastery_level)
    kinds = ", ".join(sorted(kind.replace("_", " ") for kind in policy.kinds))
    sentences = [
        f"Mastered from a score of {mastery} on the scale {described(policy.scale)}.",
        _METHODS[policy.method].format(parameter=policy.parameter_in_effect, mastery=mastery),
        f"Evidence that counts: {kinds}.",
    ]
    if policy.window_days is not None:
        sentences.append(f"Evidence counts for {policy.window_days} days.")
    return " ".join(sentences)


def parts_words(rule: Rule, parts: int, least: int | None, mean: Decimal) -> str:
    """Returns what it takes to master an item through the `parts` it is made of, for people to read."""
    if rule == "weighted":
        return f"Mastered when the weighted mean of the {parts} competencies it is made of reaches {plain(mean)}."
    if parts == 1:
        return "Mastered through the one competency it is made of."
    needed = {"all": f"all {parts}", "any": f"one of the {parts}", "at_least": f"at least {least} of the {parts}"}[rule]
    return f"Mastered through {needed} competencies it is made of."


def achievement_claims(achievement: Achievement) -> MadeJson:
    return present(
        {
            "id": achievement.id,
            "type": ["Achievement"],
            "achievementType": "Competency",
            "name": achievement.name,
            "description": achievement.description,
            "criteria": {"narrative": achievement.criteria},
            "humanCode": achievement.code,
            "version": achievement.version,
            "alignment": [alignment.claims() for alignment in achievement.alignments],
            "resultDescription": [_result_description(achievement)],
        }
    )


def result_claims(achievement: Achievement, score: Decimal, level: Level | None) -> MadeJson:
    """Returns the score, in points of the achievement's scale, and the level it reaches, None where it reaches none.

    Raises ValueError for a score that the scale does not have.
    """
    if problem := validate_score(score, achievement.scale):
        raise ValueError(problem)
    return present(
        {
            "type": ["Result"],
            "resultDescription": _result_id(achievement),
            "achievedLevel": None if level is None else _level_id(achievement, level),
            "value": plain(score),
        }
    )


def _result_description(achievement: Achievement) -> MadeJson:
    scale = achievement.scale
    # Where mastery begins between two levels, naming either as required would belie the score.
    required = next((level for level in scale.levels if level.value == achievement.mastery), None)
    return present(
        {
            "id": _result_id(achievement),
            "type": ["ResultDescription"],
            "name": "Mastery",
            "resultType": "RubricCriterionLevel" if scale.levels else "RawScore",
            "valueMin": plain(scale.minimum),
            "valueMax": plain(scale.maximum),
            "requiredValue": plain(achievement.mastery),
            "requiredLevel": None if required is None else _level_id(achievement, required),
            "rubricCriterionLevel": [
                {
                    "id": _level_id(achievement, level),
                    "type": ["RubricCriterionLevel"],
                    "name": level.label,
                    "points": plain(level.value),
                }
                for level in scale.levels
            ],
        }
    )


def _result_id(achievement: Achievement) -> str:
    return f"{achievement.id}#mastery"


def _level_id(achievement: Achievement, level: Level) -> str:
    return f"{achievement.id}#level-{achievement.scale.levels.index(level) + 1}"
