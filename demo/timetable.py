"""Classes with their educators and enrolments: mixed-grade communities for the young, studios for the older.

An enrolment says who learns with whom. Nothing here counts minutes or days: progress is in the evidence.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from random import Random

from demo.families import staff_member
from demo.numbers import Numbers
from demo.plans import DistrictPlan
from demo.records import Enrolment, Person, Role, School, SchoolClass, Session, SessionKind, SisId

_ALL_AREAS = ("MA", "LI", "LL")
_STUDIOS = (("Mathematics studio", ("MA",)), ("Literacy studio", ("LI",)), ("Advisory", ("LL",)))
_YOUNG = (("KG", "01"), ("02", "03"), ("04", "05"))
_OLDER = (("06", "07", "08"), ("09", "10"), ("11", "12"))
_COMMUNITY_SIZE, _STUDIO_SIZE, _STUDIOS_PER_EDUCATOR = 26, 28, 4


class Timetable:
    """The classes of one district, filled school by school."""

    def __init__(self, plan: DistrictPlan, rng: Random, numbers: Numbers, sessions: Sequence[Session]) -> None:
        self.educators: list[Person] = []
        self.classes: list[SchoolClass] = []
        self.enrolments: list[Enrolment] = []
        self._plan, self._rng, self._numbers = plan, rng, numbers
        self._terms = tuple(s.sis for s in sessions if s.kind is SessionKind.TERM)
        self._first_day = min(session.begins for session in sessions)

    def fill(self, school: School, learners: Sequence[Person]) -> None:
        # Some families move in during the first weeks; all classes of a learner then begin on the same day.
        late = {learner.sis: self._rng.randint(3, 30) for learner in learners if self._rng.random() < 0.06}
        for band in _YOUNG:
            group = [learner for learner in learners if learner.grade in band]
            for letter, members in _split(group, _COMMUNITY_SIZE):
                title = f"Learning community {_band_title(band)} {letter}"
                self._open(school, title, band, _ALL_AREAS, self._educator(school), members, late)
        for title, areas in _STUDIOS:
            self._open_studios(school, title, areas, learners, late)

    def _open_studios(
        self,
        school: School,
        subject: str,
        areas: tuple[str, ...],
        learners: Sequence[Person],
        late: dict[SisId, int],
    ) -> None:
        sections = [
            (f"{subject} {_band_title(band)} {letter}", band, members)
            for band in _OLDER
            for letter, members in _split([p for p in learners if p.grade in band], _STUDIO_SIZE)
        ]
        for place, (title, band, members) in enumerate(sections):
            if place % _STUDIOS_PER_EDUCATOR == 0:
                educator = self._educator(school)
            self._open(school, title, band, areas, educator, members, late)

    def _open(
        self,
        school: School,
        title: str,
        band: tuple[str, ...],
        areas: tuple[str, ...],
        educator: Person,
        members: Sequence[Person],
        late: dict[SisId, int],
    ) -> None:
        sis = self._numbers.next(school.sis.source, "class")
        grades = tuple(grade for grade in band if grade in school.grades)
        self.classes.append(SchoolClass(sis, title, school.sis, grades, areas, self._terms))
        for person in (educator, *members):
            begins = self._first_day + timedelta(days=late.get(person.sis, 0))
            number = self._numbers.next(school.sis.source, "enrolment")
            self.enrolments.append(Enrolment(number, sis, school.sis, person.sis, person.role, begins))

    def _educator(self, school: School) -> Person:
        source = school.sis.source
        person = staff_member(self._rng, self._numbers, self._plan.code, Role.EDUCATOR, source, school.sis)
        self.educators.append(person)
        return person


def _split(learners: Sequence[Person], largest: int) -> Iterator[tuple[str, Sequence[Person]]]:
    """Classes of nearly equal size, none above the largest, lettered from A."""
    count = -(-len(learners) // largest)
    for place in range(count):
        yield chr(ord("A") + place) if place < 26 else f"Z{place}", learners[place::count]


def _band_title(band: tuple[str, ...]) -> str:
    return f"{band[0].lstrip('0').replace('KG', 'K')} to {band[-1].lstrip('0')}"
