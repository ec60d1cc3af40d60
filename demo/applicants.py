"""The districts that apply to the host's call, and who answers their readiness assessments. All are invented."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Applicant:
    """`strength` is how far on the district is, 0 to 1; raters see it each in their own way. `raters` says how many
    of each role answer, and `people` how many there are.
    """

    code: str
    name: str
    strength: float
    raters: Mapping[str, int]
    people: Mapping[str, int]


_FEW = {"leader": 3, "teacher": 8, "family": 10}
_ALL = {"leader": 4, "teacher": 16, "student": 20, "family": 20, "union": 5, "technology": 4}
_SMALL = {"leader": 5, "teacher": 48, "family": 310}
_LARGE = {"leader": 6, "teacher": 61, "student": 340, "family": 420, "union": 61, "technology": 4}

APPLICANTS = (
    Applicant("heron-flats", "Heron Flats Unified School District", 0.66, _ALL, _LARGE),
    Applicant("almond-crossing", "Almond Crossing Joint Unified School District", 0.58, _FEW, _SMALL),
    Applicant("egret-landing", "Egret Landing Unified School District", 0.71, _FEW, _SMALL),
    Applicant("saltbush-junction", "Saltbush Junction Unified School District", 0.42, _FEW, _SMALL),
    Applicant("quail-slough", "Quail Slough Unified School District", 0.63, _FEW, _SMALL),
    Applicant("cottonwood-weir", "Cottonwood Weir Unified School District", 0.69, _FEW, _SMALL),
    Applicant("reed-island", "Reed Island Elementary School District", 0.37, _FEW, _SMALL),
    Applicant("blackbird-ridge", "Blackbird Ridge Joint Unified School District", 0.55, _FEW, _SMALL),
    Applicant("valley-oak", "Valley Oak Union High School District", 0.61, _FEW, _SMALL),
    Applicant("gravel-pit-road", "Gravel Pit Road Unified School District", 0.3, _FEW, _SMALL),
    Applicant("kestrel-plain", "Kestrel Plain Unified School District", 0.5, _FEW, _SMALL),
    Applicant("willow-pump", "Willow Pump Unified School District", 0.46, _FEW, _SMALL),
)
"""Twelve districts with three hundred raters. Five of them are the host's partners in the network already."""
