"""A charter is in force once both districts have signed the same version; milestones are reached or late."""

import asyncio
from typing import Any

from services.coaching.tests.coaches.coaching_district import ANY, TODAY, CoachingDistrict, days, refused
from services.coaching.tests.engagements.partnership import CHARTER, ENGAGEMENTS, Partnership, sign_both, write


async def versions(two: Partnership) -> list[tuple[int, bool]]:
    found = (await two.partner.client.get(f"{two.path}/charter")).json()["items"]
    return [(one["number"], one["in_force"]) for one in found]


async def test_a_version_is_in_force_once_both_have_signed_it(two: Partnership) -> None:
    signature = await write(two, two.partner)
    first = await two.host.client.post(f"{two.path}/charter/sign", json=signature)
    assert (first.json()["in_force"], first.json()["partner_signed_at"]) == (False, None)
    second = await two.partner.client.post(f"{two.path}/charter/sign", json=signature)
    assert second.json()["in_force"]
    assert await versions(two) == [(1, True)]
    (shown,) = (await two.host.client.get(f"{two.path}/charter")).json()["items"]
    assert shown == second.json()


async def test_what_both_signed_stays_in_force_until_both_sign_the_next(two: Partnership) -> None:
    await sign_both(two)
    signature = await write(two, two.partner, words="We meet on Fridays.")
    assert await versions(two) == [(1, True), (2, False)]
    await two.partner.client.post(f"{two.path}/charter/sign", json=signature)
    assert await versions(two) == [(1, True), (2, False)]
    await two.host.client.post(f"{two.path}/charter/sign", json=signature)
    assert await versions(two) == [(1, False), (2, True)]


async def test_nobody_signs_what_they_have_not_read(two: Partnership) -> None:
    old = await write(two, two.host)
    new = await write(two, two.host, recording="with_consent_of_all")
    for sent in (old, new | {"document_hash": old["document_hash"]}, old | {"number": 3}):
        assert (await two.partner.client.post(f"{two.path}/charter/sign", json=sent)).status_code == 409
    assert (await two.partner.client.post(f"{two.path}/charter/sign", json=new)).status_code == 200
    assert (await two.partner.client.post(f"{two.path}/charter/sign", json=new)).status_code == 409, "signed before"


async def test_without_a_version_there_is_nothing_to_sign(two: Partnership) -> None:
    sent = {"number": 1, "document_hash": "0" * 64}
    assert (await two.partner.client.post(f"{two.path}/charter/sign", json=sent)).status_code == 409


async def test_both_signatures_at_once_put_it_in_force(two: Partnership) -> None:
    signature = await write(two, two.host)
    answers = await asyncio.gather(
        *[one.client.post(f"{two.path}/charter/sign", json=signature) for one in (two.host, two.partner)]
    )
    assert [one.status_code for one in answers] == [200, 200]
    assert sorted(one.json()["in_force"] for one in answers) == [False, True]
    assert await versions(two) == [(1, True)]


async def test_two_versions_at_once_have_two_numbers(two: Partnership) -> None:
    signatures = await asyncio.gather(*[write(two, one) for one in (two.host, two.partner)])
    assert sorted(one["number"] for one in signatures) == [1, 2]


async def test_the_days_for_a_first_contact_are_counted_from_the_signing(two: Partnership) -> None:
    two.host.at += days(2)
    await sign_both(two)
    assert (await two.seen())["first_contact_by"] == str(TODAY + days(12))


async def test_words_are_kept_as_they_were_typed(two: Partnership) -> None:
    words = "First line\n\n  - and a list, naïve and 中文"
    await write(two, two.host, words=words)
    (shown,) = (await two.partner.client.get(f"{two.path}/charter")).json()["items"]
    assert shown["words"] == words


async def test_charters_of_others_are_a_404(two: Partnership, third: CoachingDistrict) -> None:
    signature = await write(two, two.host)
    assert (await third.client.get(f"{two.path}/charter")).status_code == 404
    assert (await third.client.post(f"{two.path}/charter", json=CHARTER)).status_code == 404
    assert (await third.client.post(f"{two.path}/charter/sign", json=signature)).status_code == 404


MILESTONE = {"code": "calendar", "title": "Weekly time to plan", "due_on": str(TODAY + days(10))}


async def plan(two: Partnership, by: CoachingDistrict, **more: Any) -> str:
    answer = await by.client.post(f"{two.path}/milestones", json=MILESTONE | more)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"]


async def test_a_milestone_that_is_late_surfaces_until_it_is_reached(two: Partnership) -> None:
    path = await plan(two, two.partner)
    await two.host.client.post(f"{two.path}/first-contact", json={"on": str(TODAY)}, headers=ANY)
    two.host.at += days(10)
    assert (await two.seen())["stalled"] == []
    two.host.at += days(1)
    assert (await two.seen())["stalled"] == ["milestone_late"]
    assert (await two.host.client.get(path)).json()["late"] is True
    listed = (await two.partner.client.get(ENGAGEMENTS, params={"stalled": "true"})).json()["items"]
    assert [one["late_milestones"] for one in listed] == [1]
    reached = await two.partner.client.post(f"{path}/reach", json={"on": str(TODAY + days(9))})
    assert (reached.json()["reached_by"], reached.json()["late"]) == (str(two.partner.district), False)
    assert (await two.seen())["stalled"] == []


async def test_a_milestone_is_reached_once_and_never_ahead(two: Partnership) -> None:
    path = await plan(two, two.host)
    assert refused(await two.host.client.post(f"{path}/reach", json={"on": str(TODAY + days(1))})) == ["/on"]
    answers = [await two.host.client.post(f"{path}/reach", json={"on": str(TODAY)}) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 409]
    assert (await two.host.client.patch(path, json={"title": "Other"}, headers=ANY)).status_code == 409


async def test_a_milestone_is_moved_by_who_has_read_it(two: Partnership) -> None:
    path = await plan(two, two.host)
    body = {"due_on": str(TODAY + days(30))}
    moved = await two.partner.client.patch(path, json=body, headers={"If-Match": '"1"'})
    assert (moved.json()["due_on"], moved.json()["title"]) == (body["due_on"], MILESTONE["title"])
    assert (await two.host.client.patch(path, json=body, headers={"If-Match": '"1"'})).status_code == 412
    assert refused(await two.host.client.patch(path, json={"due_on": "2026-08-01"}, headers=ANY)) == ["/due_on"]


async def test_milestones_are_listed_by_their_days_page_by_page(two: Partnership) -> None:
    for distance in (9, 3, 3):
        await plan(two, two.host, due_on=str(TODAY + days(distance)))
    found, after = [], None
    while True:
        query = {"limit": "1"} | ({"after": after} if after else {})
        page = (await two.partner.client.get(f"{two.path}/milestones", params=query)).json()
        found += [one["due_on"] for one in page["items"]]
        if (after := page["next"]) is None:
            break
    assert found == [str(TODAY + days(one)) for one in (3, 3, 9)]


async def test_milestones_of_others_are_a_404(two: Partnership, third: CoachingDistrict) -> None:
    path = await plan(two, two.host)
    assert (await third.client.get(path)).status_code == 404
    assert (await third.client.post(f"{path}/reach", json={"on": str(TODAY)})).status_code == 404
    assert (await third.client.get(f"{two.path}/milestones")).status_code == 404
    first = two.engagement
    await two.open()
    elsewhere = path.replace(first, two.engagement)
    assert (await two.host.client.get(elsewhere)).status_code == 404, "it is of another engagement"
