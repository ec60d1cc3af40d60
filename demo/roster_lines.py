"""A district's roster as the lines that rostering's bulk routes take: each thing by its source's own id."""

from collections.abc import Iterator, Mapping
from typing import Any

from demo.records import District, Session, SessionKind, SisId

Line = dict[str, Any]


def roster(district: District) -> Mapping[str, list[Line]]:
    """Collection to lines, in the order in which they can be sent: nothing refers to what comes after it."""
    return {
        "organisations": list(_organisations(district)),
        "terms": [_term(session) for session in district.sessions],
        "people": list(_people(district)),
        "classes": list(_classes(district)),
        "enrolments": list(_enrolments(district)),
        "guardians": list(_guardians(district)),
    }


def _organisations(district: District) -> Iterator[Line]:
    yield _own(district.sis) | {"name": district.name, "kind": "district"}
    for school in district.schools:
        yield _own(school.sis) | {"name": school.name, "kind": "school", "parent_id": _own(district.sis)}


def _term(session: Session) -> Line:
    return _own(session.sis) | {
        "title": session.title,
        "starts_on": session.begins.isoformat(),
        "ends_on": session.ends.isoformat(),
    }


def _people(district: District) -> Iterator[Line]:
    for person in district.people:
        line = _own(person.sis) | {
            "given_name": person.given_name,
            "family_name": person.family_name,
            "roles": [person.role.value],
            "organisation_ids": [_own(person.school or district.sis)],
        }
        yield line | ({"grade": person.grade} if person.grade else {})


def _classes(district: District) -> Iterator[Line]:
    year = next(session.sis for session in district.sessions if session.kind is SessionKind.SCHOOL_YEAR)
    for school_class in district.classes:
        yield _own(school_class.sis) | {
            "title": school_class.title,
            "organisation_id": _own(school_class.school),
            "term_id": _own(year),
        }


def _enrolments(district: District) -> Iterator[Line]:
    for enrolment in district.enrolments:
        yield _own(enrolment.sis) | {
            "person_id": _own(enrolment.person),
            "class_id": _own(enrolment.school_class),
            "role": enrolment.role.value,
            "starts_on": enrolment.begins.isoformat(),
        }


def _guardians(district: District) -> Iterator[Line]:
    for learner in district.learners:
        for guardian in learner.guardians:
            tie = SisId(learner.sis.source, f"{learner.sis.sourced_id}-{guardian.sourced_id}")
            yield _own(tie) | {"learner_id": _own(learner.sis), "guardian_id": _own(guardian)}


def _own(sis: SisId) -> Line:
    return {"source": sis.source, "sourced_id": sis.sourced_id}
