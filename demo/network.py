"""Grows the partnership network from a seed: the same seed gives the same bytes.

Each district draws from a stream of its own, so that a change to one leaves its neighbours as they were.
"""

from collections.abc import Iterator
from random import Random

from demo.families import families, staff_member
from demo.numbers import Numbers
from demo.plans import DISTRICTS, YEAR, DistrictPlan
from demo.records import District, Network, Role, School, Session, SessionKind, SisId
from demo.timetable import Timetable

FEWEST_LEARNERS, MOST_LEARNERS = 250, 400
_CHARTER_SHARE = 0.2


def network(seed: int = 7, learners_per_district: int | None = None) -> Network:
    """One host and five partner districts; without a number each draws 250 to 400 learners."""
    if learners_per_district is not None and learners_per_district < 0:
        raise ValueError("a district cannot have fewer than no learners")
    return Network(seed, tuple(_district(plan, seed, learners_per_district) for plan in DISTRICTS))


def _district(plan: DistrictPlan, seed: int, learners: int | None) -> District:
    rng = Random(f"{seed}/{plan.code}")
    count = rng.randint(FEWEST_LEARNERS, MOST_LEARNERS) if learners is None else learners
    numbers = Numbers()
    district = numbers.next(plan.source, "district")
    sessions = tuple(_sessions(plan, numbers))
    schools = tuple(
        School(numbers.next(school.source or plan.source, "school"), school.name, school.grades)
        for school in plan.schools
    )
    people = [staff_member(rng, numbers, plan.code, Role.LEADER, plan.source, school=None)]
    people += [staff_member(rng, numbers, plan.code, Role.LEADER, s.sis.source, school=s.sis) for s in schools]
    for source, share in _shares(plan, count):
        served = [school for school in schools if school.sis.source == source]
        people += families(rng, numbers, plan.code, served, share)
    timetable = Timetable(plan, rng, numbers, sessions)
    for school in schools:
        timetable.fill(school, [p for p in people if p.role is Role.LEARNER and p.school == school.sis])
    return District(
        code=plan.code,
        name=plan.name,
        is_host=plan.is_host,
        sis=district,
        sessions=sessions,
        schools=schools,
        people=(*people, *timetable.educators),
        classes=tuple(timetable.classes),
        enrolments=tuple(timetable.enrolments),
    )


def _sessions(plan: DistrictPlan, numbers: Numbers) -> Iterator[Session]:
    year: SisId = numbers.next(plan.source, "session")
    yield Session(year, f"School year {YEAR}", SessionKind.SCHOOL_YEAR, plan.terms[0][1], plan.terms[-1][2])
    for title, begins, ends in plan.terms:
        sis = numbers.next(plan.source, "session")
        yield Session(sis, f"{title} {YEAR}", SessionKind.TERM, begins, ends, parent=year)


def _shares(plan: DistrictPlan, count: int) -> list[tuple[str, int]]:
    """How many learners each source knows: a charter school with its own source takes a fifth."""
    charters = sorted({s.source for s in plan.schools if s.source and s.source != plan.source})
    shares = [(source, round(count * _CHARTER_SHARE)) for source in charters]
    return [(plan.source, count - sum(share for _, share in shares)), *shares]
