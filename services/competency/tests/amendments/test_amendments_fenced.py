"""Who may read, ask for and decide amendments, and who finds nothing."""

from uuid import uuid4

import pytest

from services.competency.tests.amendments.amendment_pieces import (
    AMENDMENTS,
    RULES,
    Family,
    asking,
    days_ago,
    refusing,
)
from shared.testing import DISTRICT_B, LEARNER_ID_KEY
from shared.values.ids import mint_learner_id

DECIDED_BY_LEADERS = ("review", "decision", "hearing/day", "hearing/decision")


@pytest.mark.parametrize("act", ["withdraw", "hearing", "statement", *DECIDED_BY_LEADERS])
async def test_each_act_is_fenced(family: Family, items: list[str], act: str) -> None:
    made = await family.refused(await family.shown(items[0]))
    path = f"{AMENDMENTS}/{made['amendment_id']}/{act}"
    body = {
        "statement": {"statement": "x"},
        "decision": refusing(),
        "hearing/day": {"hearing_on": days_ago(0), "officer": str(uuid4())},
        "hearing/decision": {"outcome": "upheld", "summary": "x", "reasons": "x"},
    }.get(act)
    callers = [
        (family.running.client(), 401),
        (family.as_("leader", scopes=("competency.read",)), 403),
        (family.as_("leader", district=DISTRICT_B), 404),
        (family.as_("educator"), 404),
        (family.as_("family", uuid4()), 404),
        (family.as_("family" if act in DECIDED_BY_LEADERS else "learner"), 403),
    ]
    for caller, status in callers:
        async with caller as client:
            answer = await client.post(path, json=body)
            assert answer.status_code == status, (act, status, answer.text)
    async with family.as_("leader") as client:
        assert (await client.post(f"{AMENDMENTS}/x/{act}", json=body)).status_code == 422
        assert (await client.post(f"{AMENDMENTS}/{uuid4()}/{act}", json=body)).status_code == 404
        if body:
            assert (await client.post(path, json=body | {"extra": 1})).status_code == 422
    assert (await family.read(f"{AMENDMENTS}/{made['amendment_id']}"))["history"] == made["history"]


async def test_reading_and_asking_are_fenced(family: Family, items: list[str]) -> None:
    wrong = await family.shown(items[0])
    made = await family.asked(wrong)
    reads = [family.path, f"{AMENDMENTS}/{made['amendment_id']}"]
    for path in [*reads, AMENDMENTS, RULES]:
        async with family.running.client() as client:
            assert (await client.get(path)).status_code == 401
        async with family.as_("leader", scopes=("competency.take-part",)) as client:
            assert (await client.get(path)).status_code == 403
    async with family.as_("leader", district=DISTRICT_B) as client:
        assert {(await client.get(path)).status_code for path in reads} == {404}
        assert made["amendment_id"] not in (await client.get(AMENDMENTS)).text
        assert (await client.post(family.path, json=asking(wrong))).status_code == 404
    async with family.as_("family", uuid4()) as client:
        assert {(await client.get(path)).status_code for path in reads} == {404}
        assert (await client.get(AMENDMENTS)).status_code == 403
        assert (await client.post(family.path, json=asking(wrong))).status_code == 404
    async with family.as_("family", scopes=("competency.read",)) as client:
        assert (await client.post(family.path, json=asking(wrong))).status_code == 403
    async with family.running.client() as client:
        assert (await client.post(family.path, json=asking(wrong))).status_code == 401
    async with family.as_("leader") as client:
        assert (await client.get(f"{AMENDMENTS}/x")).status_code == 422


async def test_another_learners_family_and_a_forged_learner_find_nothing(family: Family, items: list[str]) -> None:
    stranger = mint_learner_id(DISTRICT_B, LEARNER_ID_KEY)
    async with family.as_("leader") as client:
        assert (await client.get(f"/competency/v1/learners/{stranger}/amendments")).status_code == 404
