"""What a district's student information system knows: plain records, in the field's words.

Names are in Person and nowhere else. No sex, birth date, race or birthplace: the product needs none of them.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class SisId:
    """Unique within a district only: two districts, and two sources in one, may use the same number."""

    source: str
    sourced_id: str


class Role(StrEnum):
    LEARNER = "learner"
    EDUCATOR = "educator"
    GUARDIAN = "guardian"
    LEADER = "leader"


class SessionKind(StrEnum):
    SCHOOL_YEAR = "schoolYear"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Person:
    sis: SisId
    role: Role
    given_name: str
    family_name: str
    email: str | None = None
    school: SisId | None = None
    grade: str | None = None
    guardians: tuple[SisId, ...] = ()


@dataclass(frozen=True, slots=True)
class School:
    sis: SisId
    name: str
    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Session:
    sis: SisId
    title: str
    kind: SessionKind
    begins: date
    ends: date
    parent: SisId | None = None


@dataclass(frozen=True, slots=True)
class SchoolClass:
    sis: SisId
    title: str
    school: SisId
    grades: tuple[str, ...]
    areas: tuple[str, ...]
    """Codes of the framework's areas that the class works on."""
    sessions: tuple[SisId, ...]


@dataclass(frozen=True, slots=True)
class Enrolment:
    sis: SisId
    school_class: SisId
    school: SisId
    person: SisId
    role: Role
    begins: date


@dataclass(frozen=True, slots=True)
class District:
    code: str
    name: str
    is_host: bool
    sis: SisId
    sessions: tuple[Session, ...]
    schools: tuple[School, ...]
    people: tuple[Person, ...]
    classes: tuple[SchoolClass, ...]
    enrolments: tuple[Enrolment, ...]

    def people_who_are(self, role: Role) -> tuple[Person, ...]:
        return tuple(person for person in self.people if person.role is role)

    @property
    def learners(self) -> tuple[Person, ...]:
        return self.people_who_are(Role.LEARNER)

    @property
    def first_day(self) -> date:
        return min(session.begins for session in self.sessions)


@dataclass(frozen=True, slots=True)
class Network:
    seed: int
    districts: tuple[District, ...]

    @property
    def host(self) -> District:
        return next(district for district in self.districts if district.is_host)

    @property
    def partners(self) -> tuple[District, ...]:
        return tuple(district for district in self.districts if not district.is_host)
