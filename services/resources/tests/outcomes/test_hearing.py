"""What is heard of learners counts once, in whatever order it comes, and what is withdrawn counts no more."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from resources.handlers import adopters
from services.resources.tests.items.library import OWN
from services.resources.tests.outcomes.measured import LAST_DAY, RELEASED_AT, Measured
from services.resources.tests.playlists.school import School
from shared.contracts.competency import EvidenceSuperseded, EvidenceVoided
from shared.contracts.partners import DistrictRegistered
from shared.contracts.resources import ResourceAdopted, ResourceAdoptionEnded
from shared.contracts.rostering import PersonChanged, TermChanged
from shared.events.apply import Poison
from shared.testing import Deliveries, RunningService
from shared.testing.deliveries import unknown_field

ON = datetime(2026, 12, 1, tzinfo=UTC)


async def two_classes(measured: Measured) -> tuple[str, list[UUID], list[UUID]]:
    """Of two classes of 30 one uses a resource; before, everybody was a level short."""
    await measured.begin()
    resource = await measured.resource()
    (using, used), (_, beside) = await measured.class_of(30), await measured.class_of(30)
    await measured.show([*used, *beside], 2, -20)
    await measured.use(resource, using)
    return resource, used, beside


async def reached(measured: Measured, resource: str) -> tuple[int, int]:
    (report,) = await measured.reports(resource)
    return report["figures"]["used"]["reached"], report["figures"]["beside"]["reached"]


async def test_evidence_that_is_voided_or_corrected_counts_no_more(measured: Measured) -> None:
    resource, used, beside = await two_classes(measured)
    shown = await measured.show(used[:20], 3, 10)
    await measured.show(beside[:10], 4, 10)
    voided = [
        EvidenceVoided(learner_id=one.learner_id, evidence_id=one.evidence_id, item_id=one.item_id, voided_at=ON)
        for one in shown[:3]
    ]
    corrected = [
        EvidenceSuperseded(
            learner_id=one.learner_id, evidence_id=one.evidence_id, item_id=one.item_id, superseded_by=uuid4(),
            superseded_at=ON,
        )
        for one in shown[3:5]
    ]  # fmt: skip
    await measured.hear(*voided, *corrected)
    await measured.release()
    assert await reached(measured, resource) == (50, 33)


async def test_evidence_that_is_told_twice_late_or_with_more_fields_counts_once(measured: Measured) -> None:
    resource, used, beside = await two_classes(measured)
    await measured.show(beside[:10], 3, 10)
    first, *rest = await measured.show(used[:15], 3, 10)
    log = Deliveries(measured.heard._subscription, measured.school.library.running.worker)
    again = log.record(measured.district, first, sequence=2, body=unknown_field(first, room="B12"))
    await log.deliver(again, again)
    late = [log.record(measured.district, one, sequence=1) for one in rest]
    await log.deliver(*late)
    with pytest.raises(Poison):
        await log.deliver(log.record(measured.district, first, sequence=3, body=b'{"score": "much"}'))
    await measured.release()
    assert await reached(measured, resource) == (50, 33)


async def test_of_whom_rostering_has_ended_nothing_is_reported(measured: Measured) -> None:
    resource, used, beside = await two_classes(measured)
    await measured.show([*used[:15], *beside[:10]], 3, 10)
    gone = [PersonChanged(person_id=one, roles=("learner",), grade="04", active=False) for one in used[:11]]
    await measured.school.tell(*gone)
    await measured.release()
    (report,) = await measured.reports(resource)
    assert report["figures"]["used"] == {"learners": 15, "showed": 21, "reached": 21}


async def test_a_district_s_own_minimum_holds(measured: Measured) -> None:
    resource, used, _ = await two_classes(measured)
    await measured.show(used, 3, 10)
    told = DistrictRegistered(registered_id=measured.district, name="Valley Unified", minimum_group=31)
    await measured.hear(told)
    await measured.release()
    (report,) = await measured.reports(resource)
    assert (report["minimum"], report["figures"], report["withheld"]) == (31, None, "too_few_used")
    assert report["cautions"] == ["no_proof_of_cause"]


async def test_a_year_around_a_term_that_was_reported_never_is(measured: Measured) -> None:
    resource, used, _ = await two_classes(measured)
    await measured.show(used, 3, 10)
    year = TermChanged(term_id=uuid4(), title="Year", starts_on=LAST_DAY.replace(month=7), ends_on=LAST_DAY)
    await measured.school.tell(year)
    await measured.release()
    await measured.release(RELEASED_AT.replace(year=2028))
    assert [one["term_id"] for one in await measured.reports(resource)] == [str(measured.term)]


async def test_an_owner_learns_how_many_districts_hold_an_item_and_no_more(
    here: School, there: School, running: RunningService
) -> None:
    item_id = (await here.items("Strips"))[0]
    log = Deliveries(adopters, running.worker)

    async def districts() -> int:
        found = await here.library.ask("GET", f"{OWN}/{item_id}/adopters", 200)
        assert found == {"item_id": item_id, "districts": found["districts"]}
        return int(found["districts"])

    assert await districts() == 0
    held = ResourceAdopted(adoption_id=uuid4(), item_id=UUID(item_id), version=1, following=False)
    record = log.record(there.library.district, held, body=unknown_field(held, room="B12"))
    await log.deliver(record, record)
    await log.send(there.library.district, held.model_copy(update={"following": True}))
    assert await districts() == 1
    await log.send(there.library.district, ResourceAdoptionEnded(adoption_id=held.adoption_id, item_id=held.item_id))
    assert await districts() == 0
    await there.library.ask("GET", f"{OWN}/{item_id}/adopters", 404)
