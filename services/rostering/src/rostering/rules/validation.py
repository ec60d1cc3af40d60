"""What makes an entity acceptable. Each function returns the issues it finds; none means that all is well."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from rostering.rules.entities import Enrolment, Guardian, Organisation, Person, Term

_STAYS = "{}, and stays so. End it, without its ids where a source has given them to another, and add another."


@dataclass(frozen=True, slots=True)
class ValidationIssue:
    """Why an entity is not acceptable; `pointer` (RFC 6901) names the field."""

    pointer: str
    detail: str


def validate_organisation(
    organisation: Organisation, *, parent: Organisation | None, before: Organisation | None
) -> list[ValidationIssue]:
    """Schools stand below districts and districts below nothing, so there is no circle."""
    issues = []
    if before is not None and before.kind != organisation.kind:
        detail = f"A {before.kind} stays one. Register another organisation and end this one."
        issues.append(ValidationIssue("/kind", detail))
    if organisation.kind == "district" and organisation.parent_id is not None:
        issues.append(ValidationIssue("/parent_id", "A district stands under no other organisation."))
    if parent is not None and parent.kind != "district":
        issues.append(ValidationIssue("/parent_id", "Only a district can be a parent; this is a school."))
    return issues


def validate_person(*, before: Person | None) -> list[ValidationIssue]:
    """Whatever a person is to become, somebody who was forgotten stays so."""
    if before is not None and before.forgotten:
        detail = "This person was forgotten, and this id with them. Register the person anew."
        return [ValidationIssue("", detail)]
    return []


def validate_term(term: Term) -> list[ValidationIssue]:
    return validate_days(term.starts_on, term.ends_on)


def validate_enrolment(enrolment: Enrolment, *, person: Person, before: Enrolment | None) -> list[ValidationIssue]:
    """`person` is whom it enrols. A person's roles may have changed since, so an enrolment keeps the role it has."""
    issues = validate_days(enrolment.starts_on, enrolment.ends_on)
    if before is not None and (before.person_id, before.class_id) != (enrolment.person_id, enrolment.class_id):
        of = f"This enrolment is of person {before.person_id} in class {before.class_id}"
        issues.append(ValidationIssue("", _STAYS.format(of)))
    if (before is None or before.role != enrolment.role) and enrolment.role not in person.roles:
        issues.append(ValidationIssue("/role", f"The person has no role {enrolment.role} to be enrolled in."))
    return issues


def validate_guardian(
    guardian: Guardian,
    *,
    learner_roles: Collection[str],
    guardian_roles: Collection[str],
    before: Guardian | None,
) -> list[ValidationIssue]:
    """The roles are those of the two people whom it ties together."""
    if guardian.learner_id == guardian.guardian_id:
        return [ValidationIssue("/guardian_id", "A person is not their own guardian.")]
    if before is not None:
        if (before.learner_id, before.guardian_id) != (guardian.learner_id, guardian.guardian_id):
            of = f"This guardianship is of learner {before.learner_id} and guardian {before.guardian_id}"
            return [ValidationIssue("", _STAYS.format(of))]
        return []
    issues = []
    if "learner" not in learner_roles:
        issues.append(ValidationIssue("/learner_id", "This person has no role learner."))
    if "guardian" not in guardian_roles:
        issues.append(ValidationIssue("/guardian_id", "This person has no role guardian."))
    return issues


def validate_days(starts_on: date | None, ends_on: date | None) -> list[ValidationIssue]:
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        return [ValidationIssue("/ends_on", f"It ends on {ends_on}, before it starts on {starts_on}.")]
    return []
