"""A district's school for the tests, as rostering's events tell of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from shared.contracts.rostering import ClassChanged, EnrolmentChanged, GuardianChanged, PersonChanged, TermChanged
from shared.events.event import Event

TODAY = datetime.now(UTC).date()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@dataclass
class School:
    """A class in a term, with an educator and a learner who has a guardian. Each event says all of a thing."""

    learner: UUID = field(default_factory=uuid4)
    educator: UUID = field(default_factory=uuid4)
    guardian: UUID = field(default_factory=uuid4)
    class_id: UUID = field(default_factory=uuid4)
    term_id: UUID = field(default_factory=uuid4)
    learner_enrolment: UUID = field(default_factory=uuid4)
    educator_enrolment: UUID = field(default_factory=uuid4)

    def term(self, starts_on: date = YESTERDAY, ends_on: date = TOMORROW, *, active: bool = True) -> TermChanged:
        return TermChanged(term_id=self.term_id, title="Term", starts_on=starts_on, ends_on=ends_on, active=active)

    def school_class(self, *, active: bool = True, term_id: UUID | None = None) -> ClassChanged:
        return ClassChanged(
            class_id=self.class_id, title="Maths", organisation_id=UUID(int=1), term_id=term_id or self.term_id,
            active=active,
        )  # fmt: skip

    def person(self, who: str, *, active: bool = True) -> PersonChanged:
        return PersonChanged(person_id=getattr(self, who), roles=(who,), active=active)

    def guardianship(self, *, active: bool = True, relation: str = "guardian") -> GuardianChanged:
        return GuardianChanged(learner_id=self.learner, guardian_id=self.guardian, relation=relation, active=active)

    def enrolment(self, who: str, **more: Any) -> EnrolmentChanged:
        said: dict[str, Any] = {
            "enrolment_id": getattr(self, f"{who}_enrolment"),
            "person_id": getattr(self, who),
            "class_id": self.class_id,
            "role": who,
        }
        return EnrolmentChanged(**(said | more))

    def all(self) -> Sequence[Event]:
        return [
            self.term(), self.school_class(), *(self.person(who) for who in ("learner", "educator", "guardian")),
            self.guardianship(), self.enrolment("learner"), self.enrolment("educator"),
        ]  # fmt: skip
