"""A district with a framework, a term, classes with grades, and what is heard of what their learners show."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from resources.handlers import outcomes
from services.resources.tests.items.library import ITEMS, content
from services.resources.tests.playlists.school import School
from shared.contracts.competency import EvidenceRecorded, FrameworkPublished, ItemPublished
from shared.contracts.rostering import ClassChanged, EnrolmentChanged, PersonChanged, TermChanged
from shared.events.event import Event
from shared.testing import Deliveries

FIRST_DAY, USED_ON, LAST_DAY = date(2026, 8, 17), date(2026, 10, 5), date(2026, 12, 18)
RELEASED_AT = datetime(2027, 2, 2, 6, tzinfo=UTC)


class Measured:
    """The district. Its scale goes from 1 to 4, and 3 is mastery."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.district = school.library.district
        self.heard = Deliveries(outcomes, school.library.running.worker)
        self.edition, self.item, self.term = uuid4(), uuid4(), uuid4()

    async def hear(self, *events: Event) -> None:
        await self.heard.send(self.district, *events)

    async def begin(self) -> None:
        """The framework and the term are told."""
        scale = {"scale_minimum": Decimal(1), "scale_maximum": Decimal(4), "mastery_score": Decimal(3)}
        await self.hear(
            FrameworkPublished(framework_id=self.edition, title="Mathematics", edition=1, items=1, **scale),
            ItemPublished(framework_id=self.edition, item_id=self.item, edition=1, statement="Compares fractions."),
        )
        await self.school.tell(TermChanged(term_id=self.term, title="Autumn", starts_on=FIRST_DAY, ends_on=LAST_DAY))

    async def resource(self, title: str = "Fraction strips") -> str:
        """A published resource that teaches the item."""
        aligned = {"to": "item", "relation": "teaches", "edition_id": str(self.edition), "target": str(self.item)}
        return await self.school.library.published(content(title=title, alignments=[aligned]))

    async def class_of(self, learners: int) -> tuple[UUID, list[UUID]]:
        """A class of the term with so many learners of grade four."""
        class_id, people = uuid4(), [uuid4() for _ in range(learners)]
        grades = [PersonChanged(person_id=one, roles=("learner",), grade="04") for one in people]
        enrolled = [
            EnrolmentChanged(enrolment_id=uuid4(), person_id=one, class_id=class_id, role="learner") for one in people
        ]
        own = ClassChanged(class_id=class_id, title="4b", organisation_id=uuid4(), term_id=self.term)
        await self.school.tell(own, *grades, *enrolled)
        await self.hear(*grades)
        return class_id, people

    async def show(self, learners: list[UUID], score: int, after_days: int) -> list[EvidenceRecorded]:
        """Each of them shows the item at this score, so many days after the day of use."""
        at = datetime(USED_ON.year, USED_ON.month, USED_ON.day, 15, tzinfo=UTC) + timedelta(days=after_days)
        shown = [
            EvidenceRecorded(
                learner_id=one, evidence_id=uuid4(), item_id=self.item, score=Decimal(score), observed_at=at,
                recorded_at=at,
            )
            for one in learners
        ]  # fmt: skip
        await self.hear(*shown)
        return shown

    async def use(self, resource: str, class_id: UUID, on: date = USED_ON) -> None:
        said = {"kind": "class", "used_in": str(class_id), "used_on": str(on)}
        running = self.school.library.running
        with running.set_clock(lambda: RELEASED_AT):
            await self.school.library.ask("POST", f"{ITEMS}/{resource}/uses", 201, json=said)

    async def release(self, at: datetime = RELEASED_AT) -> None:
        running = self.school.library.running
        with running.set_clock(lambda: at):
            while await running.run_job("resources.outcomes"):
                pass

    async def reports(self, resource: str) -> list[dict[str, Any]]:
        found = await self.school.library.ask("GET", f"{ITEMS}/{resource}/outcomes", 200)
        items: list[dict[str, Any]] = found["items"]
        return items
