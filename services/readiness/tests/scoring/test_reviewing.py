"""Reviewers: what they verify stands beside what raters say, and what they read tells nobody's identity."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from services.readiness.tests.scoring.scored import Scored

NOUGHT = {"If-Match": '"0"'}
MINUTES = {"kind": "link", "reference": "https://example.org/minutes"}
VERIFIED = {"value": 2, "note": "The minutes name it.", "evidence_seen": [MINUTES]}


async def verify(reviewed: Scored, key: str = "vision", headers: Any = None, **change: Any) -> Any:
    path = f"{reviewed.path}/verifications/{key}"
    return await reviewed.client.put(path, json=VERIFIED | change, headers=NOUGHT if headers is None else headers)


async def test_what_is_verified_stands_beside_what_raters_say_and_changes_no_score(reviewed: Scored) -> None:
    await reviewed.raters(3, "leader", vision=4)
    await reviewed.closed()
    before = await reviewed.result()
    made = await verify(reviewed)
    assert (made.status_code, made.json()["score"], made.headers["ETag"]) == (200, 0.333333, '"1"')
    after = await reviewed.result()
    by = made.json()["verified_by"]
    expected = {"question": "vision", "self_rated": Decimal(1), "verified": Decimal("0.333333"), "verified_by": by}
    assert after["verified"] == [expected | {"verified_on": str(reviewed.at.date())}]
    assert after | {"verified": []} == before
    assert (await reviewed.get("verifications"))["items"][0]["evidence_seen"] == [MINUTES]


async def test_a_verification_is_written_anew_by_its_etag(reviewed: Scored) -> None:
    await reviewed.closed()
    assert (await verify(reviewed, headers={})).status_code == 428
    assert (await verify(reviewed)).status_code == 200
    assert (await verify(reviewed)).status_code == 412
    again = await verify(reviewed, headers={"If-Match": '"1"'}, value=3, note="A second visit.")
    assert (again.status_code, again.json()["version"], again.json()["value"]) == (200, 2, 3)
    assert len((await reviewed.get("verifications"))["items"]) == 1


@pytest.mark.parametrize(
    ("key", "change", "pointer"),
    [("vision", {"value": 5}, "/value"), ("vision", {"value": True}, "/value"), ("vote", {"value": "yes"}, "/value"),
     ("vision", {"note": ""}, "/note"), ("vision", {"note": "x" * 2001}, "/note"),
     ("vision", {"evidence_seen": [{"kind": "link"}]}, "/evidence_seen/0/reference"),
     ("vision", {"verified_by": "me"}, "/verified_by")],
)  # fmt: skip
async def test_what_the_question_does_not_have_is_refused(
    reviewed: Scored, key: str, change: dict[str, Any], pointer: str
) -> None:
    await reviewed.closed()
    refused = await verify(reviewed, key, **change)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_words_are_not_verified_and_a_question_that_is_not_there_is_not_found(reviewed: Scored) -> None:
    await reviewed.closed()
    assert (await verify(reviewed, "why")).status_code == 409
    assert (await verify(reviewed, "nothing")).status_code == 404


async def test_nobody_reads_or_verifies_while_it_is_open(reviewed: Scored) -> None:
    for path in ("evidence", "comments"):
        assert (await reviewed.client.get(f"{reviewed.path}/{path}")).status_code == 409
    assert (await verify(reviewed)).status_code == 409
    await reviewed.closed()
    await reviewed.reopen()
    assert (await reviewed.client.get(f"{reviewed.path}/comments")).status_code == 409


async def test_a_rater_does_not_verify_and_neither_does_who_may_only_read(reviewed: Scored) -> None:
    person = UUID(int=77)
    await reviewed.invite(1, role="leader", kind="person", person_id=str(person))
    await reviewed.closed()
    path = f"{reviewed.path}/verifications/vision"
    for scope, person_id, status in (
        ("readiness.review", person, 403), ("readiness.review", UUID(int=78), 200), ("readiness.read", None, 403),
    ):  # fmt: skip
        more = {"role": "educator", "person_id": str(person_id)} if person_id else {}
        async with reviewed.running.client(reviewed.district, scope, **more) as client:
            assert (await client.put(path, json=VERIFIED, headers=NOUGHT)).status_code == status
            if scope == "readiness.read":
                for hidden in ("evidence", "comments"):
                    assert (await client.get(f"{reviewed.path}/{hidden}")).status_code == 403


async def comments(reviewed: Scored) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await reviewed.get("comments"))["items"]
    return found


async def test_words_are_read_without_an_order_and_with_the_role_only_where_enough_of_it_answered(
    reviewed: Scored,
) -> None:
    for number in range(8):
        await reviewed.rater("teacher", {"vision": 3, "why": f"word {number}"})
    await reviewed.rater("union", {"vision": 3, "why": "of the union"})
    await reviewed.closed()
    found = await comments(reviewed)
    assert Counter(one["role"] for one in found) == {"teacher": 8, None: 1}
    words = [one["words"] for one in found if one["role"]]
    assert sorted(words) == [f"word {number}" for number in range(8)]
    assert words != sorted(words), "one in 40,320 would be"
    assert set(found[0]) == {"question", "words", "role"}
    page = (await reviewed.client.get(f"{reviewed.path}/comments", params={"limit": 5})).json()
    rest = (await reviewed.client.get(f"{reviewed.path}/comments", params={"limit": 5, "after": page["next"]})).json()
    assert page["items"] + rest["items"] == found


async def test_words_of_one_who_came_late_wait_until_enough_have_come(reviewed: Scored) -> None:
    for number in range(4):
        await reviewed.rater("teacher", {"why": f"early {number}"})
    await reviewed.closed()
    assert len(await comments(reviewed)) == 4
    await reviewed.reopen()
    await reviewed.rater("teacher", {"why": "late"})
    await reviewed.closed()
    assert not [one for one in await comments(reviewed) if one["words"] == "late"]
    await reviewed.reopen()
    await reviewed.raters(3, "teacher", why="later")
    await reviewed.closed()
    assert Counter(one["role"] for one in await comments(reviewed)) == {"teacher": 8}


async def test_evidence_is_listed_by_question_and_not_by_whom(reviewed: Scored) -> None:
    for number in range(4):
        shown = {"kind": "link", "reference": f"https://example.org/{number}"}
        await reviewed.rater("leader", {"vision": 3, "plan": shown})
    link = await reviewed.link(role="leader")
    await reviewed.save(link, "vision", 1, 4, evidence=MINUTES)
    await reviewed.submit(link)
    await reviewed.closed()
    found = (await reviewed.get("evidence"))["items"]
    assert Counter(one["question"] for one in found) == {"plan": 4, "vision": 1}
    assert (await reviewed.get("evidence", question="vision"))["items"] == [{"question": "vision", **MINUTES}]
    assert (await reviewed.get("evidence", question="nothing"))["items"] == []
