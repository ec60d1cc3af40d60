"""Whom a person sees in the read models today, and what is shown of a class of nobody."""

from datetime import timedelta
from typing import Any

import pytest

from services.dashboards.tests.ended_told import EDUCATOR, ENDS, FAMILY, TODAY, enrolment
from services.dashboards.tests.visitors import uid
from shared.contracts.rostering import ClassChanged


async def about_ana(district: Any, role: str, person: str) -> int:
    """What somebody is answered about Ana."""
    async with district.client(role=role, person_id=uid(person)) as client:
        status: int = (await client.get(f"/dashboards/v1/learners/{uid('ana')}")).status_code
        return status


@pytest.mark.parametrize("what", ENDS)
async def test_what_ended_hides_what_was_seen_by_it(district: Any, what: str) -> None:
    who, ends = ENDS[what]
    assert await about_ana(district, *who) == 200
    await district.tell(ends)
    assert await about_ana(district, *who) == 404


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [(0, 0, 200), (-1, None, 200), (None, 1, 200), (1, None, 404), (None, -1, 404)],
)
async def test_an_enrolment_counts_from_its_first_to_its_last_day(
    district: Any, starts: int | None, ends: int | None, expected: int
) -> None:
    dates = {
        name: TODAY + timedelta(days=offset)
        for name, offset in (("starts_on", starts), ("ends_on", ends))
        if offset is not None
    }
    await district.tell(enrolment("teacher", "educator", **dates))
    assert await about_ana(district, *EDUCATOR) == expected
    assert await about_ana(district, *FAMILY) == 200


async def test_a_learner_is_shown_in_no_class_that_has_ended(district: Any) -> None:
    async with district.client() as client:
        path = f"/dashboards/v1/learners/{uid('ana')}"
        before = (await client.get(path)).json()["classes"]
        await district.tell(ENDS["term"][1])
        after = (await client.get(path)).json()["classes"]
    assert ([one["title"] for one in before], after) == (["Maths 5"], [])


async def test_a_class_of_nobody_is_a_class(district: Any) -> None:
    await district.tell(ClassChanged(class_id=uid("empty"), title="Empty", organisation_id=uid("north")))
    async with district.client() as client:
        answer = await client.get(f"/dashboards/v1/classes/{uid('empty')}")
    assert (answer.status_code, answer.json()["learners"]) == (200, [])
