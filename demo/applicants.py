"""The districts that apply to the host's call, and who answers their readiness assessments. All are invented."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Applicant:
    """`strength` is how far on the district is, 0 to 1; raters and reviewers see it each in their own way. `raters`
    says how many of each role answer, and `people` how many there are. `why` is what it writes in its application.
    """

    code: str
    name: str
    strength: float
    raters: Mapping[str, int]
    people: Mapping[str, int]
    why: str


_FEW = {"leader": 3, "teacher": 8, "family": 10}
_ALL = {"leader": 4, "teacher": 16, "student": 20, "family": 20, "union": 5, "technology": 4}
_SMALL = {"leader": 5, "teacher": 48, "family": 310}
_LARGE = {"leader": 6, "teacher": 61, "student": 340, "family": 420, "union": 61, "technology": 4}

_WHY = {
    "heron-flats": "Our two middle schools began with learning targets in science three years ago. Families "
    "ask why the other subjects are different.",
    "almond-crossing": "The charter in our district works this way already. We want all of our schools to learn "
    "from it, and from you.",
    "egret-landing": "Our board voted for a graduate profile in May, and every school has a team that meets "
    "weekly. What we lack is a system for evidence.",
    "saltbush-junction": "We lost a fifth of our educators in two years. Those who stay ask for a way of working "
    "that makes sense to them.",
    "quail-slough": "We have piloted with nine educators. Learners moved on when they were ready, and the "
    "report cards could not say so.",
    "cottonwood-weir": "All five principals asked for this together. We have set aside the summer for training and "
    "the money for substitutes.",
    "reed-island": "We are one school of a hundred and ninety learners. Nobody here can do this alone.",
    "blackbird-ridge": "Grades told us that our learners were fine, and the first year at college told us that "
    "they were not.",
    "valley-oak": "Our high schools take in learners of four elementary districts, at four different places "
    "in mathematics. Age tells us nothing.",
    "gravel-pit-road": "Our superintendent saw your schools in spring. We would like to find out whether we can do "
    "that here.",
    "kestrel-plain": "The union and the district wrote this application together. The new contract leaves room "
    "for a pilot in two schools.",
    "willow-pump": "We want to stop sending learners to repeat a whole year for the one part that they have "
    "not mastered.",
}


def _applicant(
    code: str, name: str, strength: float, raters: Mapping[str, int], people: Mapping[str, int]
) -> Applicant:
    return Applicant(code, name, strength, raters, people, _WHY[code])


APPLICANTS = (
    _applicant("heron-flats", "Heron Flats Unified School District", 0.66, _ALL, _LARGE),
    _applicant("almond-crossing", "Almond Crossing Joint Unified School District", 0.58, _FEW, _SMALL),
    _applicant("egret-landing", "Egret Landing Unified School District", 0.71, _FEW, _SMALL),
    _applicant("saltbush-junction", "Saltbush Junction Unified School District", 0.42, _FEW, _SMALL),
    _applicant("quail-slough", "Quail Slough Unified School District", 0.63, _FEW, _SMALL),
    _applicant("cottonwood-weir", "Cottonwood Weir Unified School District", 0.69, _FEW, _SMALL),
    _applicant("reed-island", "Reed Island Elementary School District", 0.37, _FEW, _SMALL),
    _applicant("blackbird-ridge", "Blackbird Ridge Joint Unified School District", 0.55, _FEW, _SMALL),
    _applicant("valley-oak", "Valley Oak Union High School District", 0.61, _FEW, _SMALL),
    _applicant("gravel-pit-road", "Gravel Pit Road Unified School District", 0.3, _FEW, _SMALL),
    _applicant("kestrel-plain", "Kestrel Plain Unified School District", 0.5, _FEW, _SMALL),
    _applicant("willow-pump", "Willow Pump Unified School District", 0.46, _FEW, _SMALL),
)
"""Twelve districts with three hundred raters. Five of them are the host's partners in the network already."""
