"""Members of two teams who are related count as one adult wherever the two districts meet; nobody else learns of it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.coaching.tests.coaches.coaching_district import (
    ANY,
    COACHES,
    QUORUM,
    RELATIONS,
    CoachingDistrict,
    refused,
)
from services.coaching.tests.engagements.partnership import Partnership, add
from services.coaching.tests.engagements.test_participants import problems


async def declare(
    two: Partnership, by: CoachingDistrict, *members: str, kind: str = "spouse", at: str | None = None
) -> httpx.Response:
    return await by.client.post(f"{at or two.path}/relations", json={"member_ids": list(members), "kind": kind})


async def declared(two: Partnership, by: CoachingDistrict, *members: str) -> str:
    """The id of a relation that stands."""
    answer = await declare(two, by, *members)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["relation_id"])


async def listed(two: Partnership, by: CoachingDistrict) -> list[dict[str, Any]]:
    answer = await by.client.get(f"{two.path}/relations")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def codes(two: Partnership, *who: str) -> list[str]:
    """What is in the way of a meeting of these, which is the same whichever of the two districts asks."""
    host: list[str] = [one.code for one in await problems(two, two.host, *who)]
    assert [one.code for one in await problems(two, two.partner, *who)] == host
    return host


async def couple(two: Partnership) -> tuple[str, str, str]:
    """A coach of the host's, an educator of the partner's who coaches at home, and a student."""
    one = await add(two, two.host, "coach", await two.host.staff())
    other = await add(two, two.partner, "educator", await two.partner.staff())
    return one, other, await add(two, two.partner, "student")


@pytest.fixture
async def turned(two: Partnership) -> Partnership:
    """The same two districts the other way round: the partner hosts the host in another engagement."""
    turned = Partnership(two.partner, two.host, two.log)
    await turned.open()
    return turned


@pytest.fixture
async def elsewhere(two: Partnership, third: CoachingDistrict) -> Partnership:
    """The host with a third district as its partner."""
    made = Partnership(two.host, third, two.log)
    await made.open()
    return made


async def test_spouses_of_two_districts_are_not_two_adults_and_both_districts_see_it(two: Partnership) -> None:
    one, other, student = await couple(two)
    assert await codes(two, one, other, student) == []
    answer = await declare(two, two.partner, one, other)
    assert answer.status_code == 201
    shown = answer.json()
    assert (set(shown["member_ids"]), shown["kind"], shown["withdrawn_at"]) == ({one, other}, "spouse", None)
    assert shown["district_id"] == str(two.partner.district)
    assert await codes(two, one, other, student) == ["adults_related"]
    for district in (two.host, two.partner):
        assert await listed(two, district) == [shown]
    another = await add(two, two.host, "coach", await two.host.staff())
    assert await codes(two, one, other, another, student) == []


async def test_a_relation_names_members_and_no_person(two: Partnership) -> None:
    one, other, _ = await couple(two)
    await declared(two, two.host, one, other)
    members = (await two.host.client.get(f"{two.path}/members")).json()["items"]
    members += (await two.partner.client.get(f"{two.path}/members")).json()["items"]
    people = {each["person_id"] for each in members} - {None}
    assert len(people) == 3
    for district in (two.host, two.partner):
        text = (await district.client.get(f"{two.path}/relations")).text
        assert not [person for person in people if person in text]


async def test_only_the_district_that_declared_it_withdraws_it_and_it_stays_on_record(two: Partnership) -> None:
    one, other, student = await couple(two)
    path = f"{two.path}/relations/{await declared(two, two.host, one, other)}/withdraw"
    refusal = await two.partner.client.post(path)
    assert refusal.status_code == 403
    assert "that district withdraws it" in refusal.json()["detail"]
    assert await codes(two, one, other, student) == ["adults_related"]
    assert (await two.host.client.post(path)).json()["withdrawn_at"] is not None
    assert (await two.host.client.post(path)).status_code == 409
    assert await codes(two, one, other, student) == []
    await declared(two, two.partner, other, one)
    assert [each["withdrawn_at"] is None for each in await listed(two, two.host)] == [False, True]


async def test_one_relation_of_two_people_stands_at_a_time(two: Partnership) -> None:
    one, other, _ = await couple(two)
    await declared(two, two.host, one, other)
    for district, pair in ((two.host, (one, other)), (two.partner, (other, one))):
        answer = await declare(two, district, *pair, kind="household")
        assert answer.status_code == 409, answer.text
    assert len(await listed(two, two.host)) == 1


async def test_a_relation_is_of_two_members_of_the_engagement(two: Partnership, elsewhere: Partnership) -> None:
    one, other, _ = await couple(two)
    stranger = await add(elsewhere, elsewhere.host, "lead")
    assert refused(await declare(two, two.host, one, one)) == ["/member_ids/1"]
    assert refused(await declare(two, two.host, str(uuid4()), stranger)) == ["/member_ids/0", "/member_ids/1"]
    assert (await two.partner.client.post(f"{two.path}/members/{other}/leave")).status_code == 200
    assert refused(await declare(two, two.host, one, other)) == ["/member_ids/1"]
    assert refused(await declare(two, two.host, one, stranger, kind="cousin")) == ["/kind"]
    for ids in ([one], [one, other, stranger], [one, "nobody"], None):
        answer = await two.host.client.post(f"{two.path}/relations", json={"member_ids": ids, "kind": "spouse"})
        assert answer.status_code == 422, answer.text


async def test_a_third_district_sees_nothing_of_it(two: Partnership, third: CoachingDistrict) -> None:
    one, other, _ = await couple(two)
    relation = await declared(two, two.host, one, other)
    assert (await declare(two, third, one, other)).status_code == 404
    assert (await third.client.get(f"{two.path}/relations")).status_code == 404
    assert (await third.client.post(f"{two.path}/relations/{relation}/withdraw")).status_code == 404


async def test_a_relation_of_another_engagement_is_a_404_in_this_one(two: Partnership, elsewhere: Partnership) -> None:
    relation = await declared(two, two.host, *(await couple(two))[:2])
    for path in (f"{elsewhere.path}/relations/{relation}", f"{two.path}/relations/{uuid4()}"):
        assert (await two.host.client.post(f"{path}/withdraw")).status_code == 404


async def test_nothing_is_declared_in_an_engagement_that_is_over_but_a_mistake_is_withdrawn(two: Partnership) -> None:
    one, other, _ = await couple(two)
    relation = await declared(two, two.host, one, other)
    await two.withdraw()
    assert (await declare(two, two.partner, one, other)).status_code == 409
    assert (await two.host.client.post(f"{two.path}/relations/{relation}/withdraw")).status_code == 200


async def test_a_relation_holds_for_who_leaves_and_comes_back_as_another_member(two: Partnership) -> None:
    one, other, student = await couple(two)
    await declared(two, two.host, one, other)
    found = (await two.partner.client.get(f"{two.path}/members/{other}")).json()
    await two.partner.client.post(f"{two.path}/members/{other}/leave")
    again = await add(two, two.partner, "educator", found["coach_id"])
    assert again != other
    assert await codes(two, one, again, student) == ["adults_related"]
    (shown,) = await listed(two, two.host)
    assert set(shown["member_ids"]) == {one, again}, "who they are now"


async def test_a_relation_holds_for_who_coaches_again_with_another_id(two: Partnership) -> None:
    one, other, student = await couple(two)
    await declared(two, two.partner, one, other)
    before = (await two.host.client.get(f"{two.path}/members/{one}")).json()
    await two.host.client.post(f"{COACHES}/{before['coach_id']}/leave", headers=ANY)
    coach = await two.host.staff(person_id=before["person_id"])
    assert await codes(two, await add(two, two.host, "coach", coach), other, student) == ["adults_related"]


async def test_a_relation_holds_in_every_engagement_of_the_two_districts(two: Partnership, turned: Partnership) -> None:
    one, other, _ = await couple(two)
    relation = await declared(two, two.host, one, other)
    coaches = [
        (await district.client.get(f"{two.path}/members/{member}")).json()["coach_id"]
        for district, member in ((two.host, one), (two.partner, other))
    ]
    assert await listed(turned, two.host) == [], "they are no members of it yet"
    here = [await add(turned, two.host, "educator", coaches[0]), await add(turned, two.partner, "coach", coaches[1])]
    student = await add(turned, two.host, "student")
    assert await codes(turned, *here, student) == ["adults_related"]
    for district in (two.host, two.partner):
        (shown,) = await listed(turned, district)
        assert (shown["relation_id"], set(shown["member_ids"])) == (relation, set(here))
    assert (await declare(turned, two.partner, *here)).status_code == 409
    answer = await two.host.client.post(f"{turned.path}/relations/{relation}/withdraw")
    assert answer.status_code == 200
    assert await codes(turned, *here, student) == []


@pytest.mark.parametrize(("by_whom", "counts"), [("host", ["adults_related"]), ("partner", [])])
async def test_what_a_district_says_of_its_own_people_holds_wherever_they_meet_and_no_other_word_does(
    two: Partnership, elsewhere: Partnership, by_whom: str, counts: list[str]
) -> None:
    """What the partner knows of the host's people stays between the two: a third is not told what comes of it."""
    coaches = [await two.host.staff(), await two.host.staff()]
    adults = [await add(two, two.host, "coach", one) for one in coaches]
    student = await add(two, two.partner, "student")
    await declared(two, two.host if by_whom == "host" else two.partner, *adults)
    assert await codes(two, *adults, student) == ["adults_related"]
    there = [await add(elsewhere, elsewhere.host, "coach", one) for one in coaches]
    pupil = await add(elsewhere, elsewhere.partner, "student")
    assert await codes(elsewhere, *there, pupil) == counts
    assert await listed(elsewhere, elsewhere.partner) == await listed(elsewhere, elsewhere.host) == []
    assert (await declare(elsewhere, elsewhere.host, *there)).status_code == 201, "between these two none was declared"


async def test_both_kinds_of_relation_count_together(two: Partnership) -> None:
    one, other, student = await couple(two)
    coach = await two.host.staff()
    sibling = await add(two, two.host, "coach", coach)
    assert await codes(two, one, other, sibling, student) == []
    await declared(two, two.host, one, other)
    await declared(two, two.host, sibling, other)
    first = (await two.host.client.get(f"{two.path}/members/{one}")).json()["coach_id"]
    assert await codes(two, one, other, sibling, student) == [], "the two coaches of the host are strangers"
    body = {"coach_ids": [first, coach], "kind": "sibling"}
    assert (await two.host.client.post(RELATIONS, json=body)).status_code == 201
    assert await codes(two, one, other, sibling, student) == ["adults_related"]


async def test_a_quorum_check_knows_what_was_declared_in_an_engagement(two: Partnership) -> None:
    coaches = [await two.host.staff(), await two.host.staff()]
    adults = [await add(two, two.host, "coach", one) for one in coaches]
    relation = await declared(two, two.partner, *adults)
    starts = two.host.at + timedelta(hours=8)
    body = {
        "starts_at": starts.isoformat(),
        "ends_at": (starts + timedelta(hours=1)).isoformat(),
        "participants": [*({"coach_id": one} for one in coaches), {"guest": "student"}],
    }

    async def found() -> list[str]:
        answer = await two.host.client.post(QUORUM, json=body)
        assert answer.status_code == 200, answer.text
        return [one["code"] for one in answer.json()["problems"]]

    assert await found() == ["adults_related"]
    withdrawn = await two.partner.client.post(f"{two.path}/relations/{relation}/withdraw")
    assert withdrawn.status_code == 200
    assert await found() == []
