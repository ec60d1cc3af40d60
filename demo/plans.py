"""The invented districts of the network. Any likeness to a real district or school is chance."""

from dataclasses import dataclass
from datetime import date

GRADES = ("KG", *(f"{grade:02d}" for grade in range(1, 13)))
YEAR = "2026/27"


@dataclass(frozen=True, slots=True)
class SchoolPlan:
    name: str
    first_grade: str
    last_grade: str
    source: str | None = None
    """A charter school often keeps a system of its own; then its numbers overlap with its district's."""

    @property
    def grades(self) -> tuple[str, ...]:
        return GRADES[GRADES.index(self.first_grade) : GRADES.index(self.last_grade) + 1]


@dataclass(frozen=True, slots=True)
class DistrictPlan:
    code: str
    name: str
    source: str
    terms: tuple[tuple[str, date, date], ...]
    schools: tuple[SchoolPlan, ...]
    is_host: bool = False


def _semesters(begins: date, ends: date) -> tuple[tuple[str, date, date], ...]:
    return (("Fall semester", begins, date(2026, 12, 18)), ("Spring semester", date(2027, 1, 5), ends))


def _trimesters(begins: date, ends: date) -> tuple[tuple[str, date, date], ...]:
    return (
        ("First trimester", begins, date(2026, 11, 6)),
        ("Second trimester", date(2026, 11, 9), date(2027, 2, 26)),
        ("Third trimester", date(2027, 3, 1), ends),
    )


# Two districts share the source "orchard" on purpose: the same vendor, the same numbers, different people.
DISTRICTS = (
    DistrictPlan(
        "tule-bend",
        "Tule Bend Unified School District",
        "orchard",
        _semesters(date(2026, 8, 13), date(2027, 6, 4)),
        (
            SchoolPlan("Cattail Lane Elementary School", "KG", "05"),
            SchoolPlan("Packing House Elementary School", "KG", "05"),
            SchoolPlan("Levee Road Middle School", "06", "08"),
            SchoolPlan("Tule Bend High School", "09", "12"),
        ),
        is_host=True,
    ),
    DistrictPlan(
        "heron-flats",
        "Heron Flats Unified School District",
        "orchard",
        _semesters(date(2026, 8, 12), date(2027, 6, 3)),
        (
            SchoolPlan("Old Headgate Elementary School", "KG", "05"),
            SchoolPlan("Windrow Middle School", "06", "08"),
            SchoolPlan("Heron Flats High School", "09", "12"),
        ),
    ),
    DistrictPlan(
        "almond-crossing",
        "Almond Crossing Joint Unified School District",
        "canal",
        _trimesters(date(2026, 8, 17), date(2027, 6, 9)),
        (
            SchoolPlan("Siphon Street Elementary School", "KG", "06"),
            SchoolPlan("Hullers Row Elementary School", "KG", "06"),
            SchoolPlan("Almond Crossing Junior and Senior High School", "07", "12"),
            SchoolPlan("Shade Barn Charter Academy", "KG", "08", source="almanac"),
        ),
    ),
    DistrictPlan(
        "egret-landing",
        "Egret Landing Unified School District",
        "almanac",
        _trimesters(date(2026, 8, 19), date(2027, 6, 10)),
        (
            SchoolPlan("Ferry Slip School", "KG", "08"),
            SchoolPlan("Pear Shed School", "KG", "08"),
            SchoolPlan("Egret Landing High School", "09", "12"),
        ),
    ),
    DistrictPlan(
        "saltbush-junction",
        "Saltbush Junction Unified School District",
        "canal",
        _semesters(date(2026, 8, 10), date(2027, 6, 2)),
        (
            SchoolPlan("Water Tower Elementary School", "KG", "05"),
            SchoolPlan("Tumbleweed Siding Middle School", "06", "08"),
            SchoolPlan("Saltbush Junction High School", "09", "12"),
        ),
    ),
    DistrictPlan(
        "quail-slough",
        "Quail Slough Unified School District",
        "granary",
        _semesters(date(2026, 8, 13), date(2027, 6, 4)),
        (
            SchoolPlan("Raisin Tray Elementary School", "KG", "05"),
            SchoolPlan("Two Weirs Elementary School", "KG", "05"),
            SchoolPlan("Plum Shed Middle School", "06", "08"),
            SchoolPlan("Quail Slough High School", "09", "12"),
        ),
    ),
)
