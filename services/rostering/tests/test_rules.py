"""What a roster may say, over whatever anybody may send."""

from dataclasses import replace
from datetime import date
from random import Random
from uuid import UUID, uuid4

from hypothesis import assume, given
from hypothesis import strategies as st

from rostering.rules.entities import (
    Enrolment,
    EnrolmentRole,
    Guardian,
    Name,
    Organisation,
    OrganisationKind,
    Person,
    PersonRole,
    Term,
    in_order,
)
from rostering.rules.validation import (
    validate_enrolment,
    validate_guardian,
    validate_organisation,
    validate_person,
    validate_term,
)
from shared.values.identifiers import SourcedId

days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
ids = st.uuids()
ROLES: list[PersonRole] = ["educator", "guardian", "leader", "learner"]
roles = st.sets(st.sampled_from(ROLES)).map(lambda r: tuple(sorted(r)))
identifiers = st.lists(st.builds(SourcedId, st.sampled_from(["sis", "lms"]), st.sampled_from(["1", "2", "3"])))


def person(*having: PersonRole) -> Person:
    return Person(name=Name(given_name="Ana", family_name="Ruiz"), roles=having)


@given(identifiers, st.randoms())
def test_identifiers_are_the_same_in_whatever_order_and_number_they_come(
    given_: list[SourcedId], random: Random
) -> None:
    shuffled = [*given_, *given_]
    random.shuffle(shuffled)
    assert in_order(shuffled) == in_order(given_)
    assert set(in_order(given_)) == set(given_)


@given(days, days)
def test_a_term_and_an_enrolment_end_no_sooner_than_they_start(starts_on: date, ends_on: date) -> None:
    term = Term(title="Autumn", starts_on=starts_on, ends_on=ends_on)
    enrolment = Enrolment(person_id=uuid4(), class_id=uuid4(), role="learner", starts_on=starts_on, ends_on=ends_on)
    assert bool(validate_term(term)) == (ends_on < starts_on)
    assert bool(validate_enrolment(enrolment, person=person("learner"), before=None)) == (ends_on < starts_on)
    assert not validate_enrolment(replace(enrolment, ends_on=None), person=person("learner"), before=None)


@given(st.sampled_from(["learner", "educator"]), roles)
def test_a_person_is_enrolled_only_in_a_role_they_have(role: EnrolmentRole, having: tuple[PersonRole, ...]) -> None:
    enrolment = Enrolment(person_id=uuid4(), class_id=uuid4(), role=role)
    assert bool(validate_enrolment(enrolment, person=person(*having), before=None)) == (role not in having)


@given(roles)
def test_an_enrolment_can_end_although_the_person_has_lost_the_role(having: tuple[PersonRole, ...]) -> None:
    before = Enrolment(person_id=uuid4(), class_id=uuid4(), role="learner")
    assert not validate_enrolment(replace(before, active=False), person=person(*having), before=before)


@given(ids)
def test_an_enrolment_stays_with_its_person_and_class(other: UUID) -> None:
    before = Enrolment(person_id=uuid4(), class_id=uuid4(), role="learner")
    assume(other not in (before.person_id, before.class_id))
    for moved in (replace(before, person_id=other), replace(before, class_id=other)):
        assert validate_enrolment(moved, person=person("learner"), before=before)


@given(ids, ids, roles, roles)
def test_a_guardian_is_another_person_with_the_role_and_the_learner_is_one(
    learner: UUID, guardian: UUID, learner_roles: tuple[PersonRole, ...], guardian_roles: tuple[PersonRole, ...]
) -> None:
    tie = Guardian(learner_id=learner, guardian_id=guardian)
    acceptable = learner != guardian and "learner" in learner_roles and "guardian" in guardian_roles
    assert (
        validate_guardian(tie, learner_roles=learner_roles, guardian_roles=guardian_roles, before=None) == []
    ) == acceptable


@given(ids)
def test_nobody_is_their_own_guardian_whatever_their_roles(someone: UUID) -> None:
    tie = Guardian(learner_id=someone, guardian_id=someone)
    assert validate_guardian(tie, learner_roles=["learner"], guardian_roles=["guardian"], before=None)


@given(st.sampled_from(["district", "school"]), st.sampled_from([None, "district", "school"]))
def test_schools_hang_under_districts_and_districts_under_nothing(
    kind: OrganisationKind, parent_kind: OrganisationKind | None
) -> None:
    parent = None if parent_kind is None else Organisation(name="Parent", kind=parent_kind)
    organisation = Organisation(name="One", kind=kind, parent_id=None if parent is None else uuid4())
    acceptable = parent_kind is None or (kind, parent_kind) == ("school", "district")
    assert (validate_organisation(organisation, parent=parent, before=None) == []) == acceptable


def test_a_district_does_not_become_a_school() -> None:
    before = Organisation(name="One", kind="district")
    assert validate_organisation(replace(before, kind="school"), parent=None, before=before)


@given(roles, identifiers)
def test_forgetting_leaves_the_pseudonym_and_nothing_that_names_anybody(
    having: tuple[PersonRole, ...], given_: list[SourcedId]
) -> None:
    someone = Person(name=Name(given_name="A", family_name="B"), roles=having, identifiers=in_order(given_))
    left = someone.forget()
    assert (left.name, left.identifiers, left.active, left.roles) == (None, (), False, having)
    assert left.forget() == left
    assert validate_person(before=left)
    assert not validate_person(before=someone)
