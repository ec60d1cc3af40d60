"""What a reviewer may verify: all that they need with `readiness.review` alone, and nothing of what they rate."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import httpx

from services.readiness.tests.scoring.scored import Scored
from services.readiness.tests.scoring.test_reviewing import MINUTES, NOUGHT, VERIFIED

LIST = "/readiness/v1/my-verifications"
RATER, OTHER = UUID(int=177), UUID(int=178)


def reviewer(reviewed: Scored, person: UUID = OTHER, district: UUID | None = None) -> httpx.AsyncClient:
    """An educator who reviews, and has no other scope."""
    of = district or reviewed.district
    return reviewed.running.client(of, "readiness.review", role="educator", person_id=str(person))


def questions(sheet: Any) -> dict[str, Any]:
    return {one["key"]: one for condition in sheet["conditions"] for one in condition["questions"]}


async def test_an_educator_does_all_of_their_reviewing_with_the_scope_to_review(reviewed: Scored) -> None:
    await reviewed.raters(3, "leader", vision=4)
    link = await reviewed.link(role="leader")
    await reviewed.save(link, "vision", 1, 4, evidence=MINUTES)
    await reviewed.submit(link)
    await reviewed.closed()
    path = f"{LIST}/{reviewed.path.rpartition('/')[2]}"
    async with reviewer(reviewed) as client:
        [listed] = (await client.get(LIST)).json()["items"]
        assert (f"{LIST}/{listed['assessment_id']}", listed["verified"]) == (path, 0)
        asked = questions((await client.get(path)).json())["vision"]
        assert (asked["self_rated"], asked["evidence"], asked["verification"]) == (1, 1, None)
        evidence = (await client.get(f"{reviewed.path}/evidence", params={"question": "vision"})).json()
        assert [one["reference"] for one in evidence["items"]] == [MINUTES["reference"]]
        made = await client.put(f"{reviewed.path}/verifications/vision", json=VERIFIED, headers=NOUGHT)
        assert made.status_code == 200, made.text
        assert questions((await client.get(path)).json())["vision"]["verification"] == made.json()
        assert (await client.get(LIST)).json()["items"][0]["verified"] == 1


async def test_what_is_asked_for_as_words_is_not_listed_and_what_is_asked_for_as_evidence_is_read_only(
    reviewed: Scored,
) -> None:
    await reviewed.closed()
    async with reviewer(reviewed) as client:
        sheet = (await client.get(f"{LIST}/{reviewed.path.rpartition('/')[2]}", params={"language": "es"})).json()
    assert sheet["language"] == "es"
    asked = questions(sheet)
    assert "why" not in asked
    assert {key: one["scored"] for key, one in asked.items()} == {
        "vision": True, "vote": True, "model": True, "devices": True, "network": True, "plan": False,
    }  # fmt: skip
    assert asked["vision"]["self_rated"] is None


async def test_a_rater_finds_nothing_to_verify_of_what_they_rate_until_their_invitation_is_revoked(
    reviewed: Scored,
) -> None:
    [made] = await reviewed.invite(1, role="leader", kind="person", person_id=str(RATER))
    await reviewed.closed()
    path = f"{LIST}/{reviewed.path.rpartition('/')[2]}"
    async with reviewer(reviewed, RATER) as client:
        assert (await client.get(LIST)).json()["items"] == []
        assert (await client.get(path)).status_code == 404
        revoked = await reviewed.client.post(f"{reviewed.path}/invitations/{made.invitation_id}/revoke")
        assert revoked.status_code == 200, revoked.text
        assert len((await client.get(LIST)).json()["items"]) == 1
        assert (await client.get(path)).status_code == 200


async def test_another_districts_assessment_is_not_there_and_one_that_is_open_is_not_to_be_verified_yet(
    reviewed: Scored,
) -> None:
    path = f"{LIST}/{reviewed.path.rpartition('/')[2]}"
    async with reviewer(reviewed) as client, reviewer(reviewed, district=uuid4()) as stranger:
        assert (await client.get(LIST)).json()["items"] == []
        assert (await client.get(path)).status_code == 409
        await reviewed.closed()
        assert (await client.get(path)).status_code == 200
        assert (await stranger.get(LIST)).json()["items"] == []
        assert (await stranger.get(path)).status_code == 404


async def test_what_is_to_verify_is_listed_page_by_page(reviewed: Scored) -> None:
    await reviewed.closed()
    await reviewed.next_assessment()
    await reviewed.review()
    await reviewed.closed()
    async with reviewer(reviewed) as client:
        whole = (await client.get(LIST)).json()["items"]
        first = (await client.get(LIST, params={"limit": 1})).json()
        rest = (await client.get(LIST, params={"limit": 1, "after": first["next"]})).json()
    assert len(whole) == 2
    assert first["items"] + rest["items"] == whole


async def test_who_may_only_read_verifies_nothing(reviewed: Scored) -> None:
    async with reviewed.running.client(reviewed.district, "readiness.read") as client:
        for path in (LIST, f"{LIST}/{uuid4()}"):
            assert (await client.get(path)).status_code == 403
