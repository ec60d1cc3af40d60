"""Families: learners with one or two guardians, whom sisters and brothers share; and the staff of schools."""

from collections.abc import Iterator, Sequence
from random import Random

from demo.names import choose_name, choose_pool, email_address
from demo.numbers import Numbers
from demo.plans import GRADES
from demo.records import Person, Role, School, SisId


def families(
    rng: Random, numbers: Numbers, district: str, schools: Sequence[School], learners: int
) -> Iterator[Person]:
    """Guardians and learners, each guardian before the learners in their care."""
    grades = sorted({grade for school in schools for grade in school.grades}, key=GRADES.index)
    missing = learners
    while missing > 0:
        children = min(missing, rng.choices((1, 2, 3), (50, 36, 14))[0])
        missing -= children
        yield from _family(rng, numbers, district, schools, rng.sample(grades, children))


def _family(
    rng: Random, numbers: Numbers, district: str, schools: Sequence[School], grades: list[str]
) -> Iterator[Person]:
    source = schools[0].sis.source
    pool = choose_pool(rng)
    family_name = rng.choice(pool.family)
    guardians: list[SisId] = []
    for place in range(rng.choices((1, 2), (40, 60))[0]):
        given, own_name = rng.choice(pool.given), family_name
        if place == 1 and rng.random() < 0.35:  # couples who each kept their name, now and then of another tradition
            given, own_name = choose_name(rng)
        sis = numbers.next(source, "guardian")
        guardians.append(sis)
        email = email_address(given, own_name, numbers.next_mailbox(), f"families.{district}")
        yield Person(sis, Role.GUARDIAN, given, own_name, email)
        if place == 1 and own_name != family_name and rng.random() < 0.4:
            family_name = f"{family_name}-{own_name}"
    home = rng.random()
    given_names = rng.sample(pool.given, len(grades))
    for given, grade in zip(given_names, grades, strict=True):
        serving = [school for school in schools if grade in school.grades]
        school = serving[int(home * len(serving))]  # a family stays with one school where several serve
        sis = numbers.next(source, "learner")
        yield Person(sis, Role.LEARNER, given, family_name, None, school.sis, grade, tuple(guardians))


def staff_member(rng: Random, numbers: Numbers, district: str, role: Role, source: str, school: SisId | None) -> Person:
    given, family_name = choose_name(rng)
    sis = numbers.next(source, role.value)
    email = email_address(given, family_name, numbers.next_mailbox(), district)
    return Person(sis, role, given, family_name, email, school)
