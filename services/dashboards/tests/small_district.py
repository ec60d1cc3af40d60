"""A small district of two schools, told by events."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from dashboards.common.queries import generations, positions
from services.dashboards.tests.visitors import SCOPE, uid
from shared.contracts.coaching import SafeguardingPeopleNamed
from shared.contracts.competency import CalendarChanged, FrameworkPublished, ItemPublished, MasteryChanged
from shared.contracts.partners import AggregateDisclosed, AgreementChanged, DistrictRegistered, MasteryDisclosed
from shared.contracts.rostering import (
    ClassChanged,
    EnrolmentChanged,
    GuardianChanged,
    OrganisationChanged,
    PersonChanged,
    PersonNamed,
    TermChanged,
)
from shared.events import Event
from shared.testing import DISTRICT_A, DISTRICT_B, Deliveries, RunningService

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@dataclass
class World:
    """What the small district consists of, by readable names: `uid("ana")` is the learner Ana."""

    running: RunningService
    deliveries: Deliveries
    uid: Callable[[str], UUID] = uid
    now: datetime = NOW

    def mastery(
        self, learner: str, item: str, score: str | None, *, mastered: bool | None = None, minutes: int = 0
    ) -> MasteryChanged:
        at = datetime.now(UTC) - timedelta(days=1) + timedelta(minutes=minutes)
        value = None if score is None else Decimal(score)
        reached = value is not None and value >= 3 if mastered is None else mastered
        return MasteryChanged(
            learner_id=uid(learner),
            item_id=uid(item),
            score=value,
            mastered=reached,
            observed_at=None if score is None else at,
            mastered_since=at if reached else None,
            known_at=at,
        )

    async def tell(self, *events: Event, district_id: UUID = DISTRICT_A) -> None:
        await self.deliveries.send(district_id, *events)

    def client(self, *scopes: str, district_id: UUID = DISTRICT_A, **claims: Any) -> Any:
        return self.running.client(district_id, *(scopes or (SCOPE,)), **claims)

    async def head(self, district_id: UUID = DISTRICT_A) -> int:
        async with self.running.worker.transaction(district_id) as session:
            return await positions.head(session, await generations.current(session), district_id)


def roster() -> list[Event]:
    events: list[Event] = [
        CalendarChanged(district_id=DISTRICT_A, time_zone="UTC", version=1, changed_at=NOW),
        OrganisationChanged(organisation_id=uid("district"), name="Orchard Valley", kind="district"),
        OrganisationChanged(
            organisation_id=uid("north"), name="North School", kind="school", parent_id=uid("district")
        ),
        OrganisationChanged(
            organisation_id=uid("south"), name="South School", kind="school", parent_id=uid("district")
        ),
        TermChanged(term_id=uid("term"), title="2026-27", starts_on=date(2026, 8, 1), ends_on=date(2031, 6, 1)),
        ClassChanged(class_id=uid("maths"), title="Maths 5", organisation_id=uid("north"), term_id=uid("term")),
        ClassChanged(class_id=uid("reading"), title="Reading 5", organisation_id=uid("south")),
    ]
    for name, school, class_ in (
        ("ana", "north", "maths"), ("ben", "north", "maths"), ("cruz", "south", "reading"),
    ):  # fmt: skip
        events += [
            PersonChanged(person_id=uid(name), roles=("learner",), grade="05", organisation_ids=(uid(school),)),
            PersonNamed(person_id=uid(name), given_name=name.title(), family_name="Example"),
            EnrolmentChanged(
                enrolment_id=uid(f"{name}-{class_}"), person_id=uid(name), class_id=uid(class_), role="learner"
            ),
        ]
    for name, role in (("teacher", "educator"), ("parent", "guardian"), ("leader", "leader")):
        events.append(PersonChanged(person_id=uid(name), roles=(role,), organisation_ids=(uid("north"),)))
    events += [
        EnrolmentChanged(
            enrolment_id=uid("teacher-maths"), person_id=uid("teacher"), class_id=uid("maths"), role="educator"
        ),
        GuardianChanged(learner_id=uid("ana"), guardian_id=uid("parent")),
    ]
    return events


def framework() -> list[Event]:
    events: list[Event] = [
        FrameworkPublished(
            framework_id=uid("framework"), title="Orchard framework", edition=1, items=9,
            scale_minimum=Decimal(1), scale_maximum=Decimal(4), mastery_score=Decimal(3),
        )
    ]  # fmt: skip
    tree = [
        ("MA", None, "Mathematics"), ("MA.NQ", "MA", "Number and quantity"), ("MA.NQ.1", "MA.NQ", "Counts objects"),
        ("MA.NQ.2", "MA.NQ", "Explains tens and ones"), ("MA.AL", "MA", "Patterns and algebra"),
        ("MA.AL.1", "MA.AL", "Continues a pattern"), ("LI", None, "Literacy"), ("LI.WK", "LI", "Words and fluency"),
        ("LI.WK.1", "LI.WK", "Hears the sounds in a word"),
    ]  # fmt: skip
    for position, (code, parent, statement) in enumerate(tree):
        events.append(
            ItemPublished(
                framework_id=uid("framework"), item_id=uid(code), edition=1, statement=statement, coding_scheme=code,
                kind="Target", parent_id=uid(parent) if parent else None, position=position,
            )
        )  # fmt: skip
    return events


def safeguarding() -> Event:
    """Who reads the district's concerns."""
    return SafeguardingPeopleNamed(district_id=DISTRICT_A, person_ids=(uid("leader"), uid("teacher")), named_at=NOW)


def network() -> list[Event]:
    def agreement(name: str, *, outgoing: bool, granularity: str) -> AgreementChanged:
        ours, theirs = (DISTRICT_A, "Orchard Valley"), (DISTRICT_B, "Bay District")
        first, second = (ours, theirs) if outgoing else (theirs, ours)
        return AgreementChanged(
            agreement_id=uid(name), discloser_id=first[0], discloser_name=first[1], recipient_id=second[0],
            recipient_name=second[1], purpose="Learning from each other's pilots",
            granularity=granularity,
            data_elements=("mastery", "progress, by topic"), state="active", starts_on=date(2026, 9, 1),
            expires_on=date(2027, 8, 31),
        )  # fmt: skip

    return [
        DistrictRegistered(registered_id=DISTRICT_A, name="Orchard Valley (registered)"),
        agreement("out", outgoing=True, granularity="aggregate"),
        agreement("in", outgoing=False, granularity="pseudonymous"),
        MasteryDisclosed(
            subject=uid("subject"), agreement_id=uid("in"), discloser_id=DISTRICT_B, item_id=uid("MA.NQ.1"),
            score=Decimal(4), mastered=True, observed_on=NOW.date(),
        ),
        AggregateDisclosed(
            agreement_id=uid("out"), discloser_id=DISTRICT_A, item_id=uid("MA.NQ.1"), window_start=date(2026, 10, 1),
            window_end=date(2026, 10, 31), learners=24, mastered_percent=46, mastered_bound="exact",
        ),
    ]  # fmt: skip
