"""Anybody raises a concern in one step; those who are named read it, and nobody else; none is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.coaching.tests.coaches.coaching_district import (
    ANY,
    COACHES,
    CONCERNS,
    MY_CONCERNS,
    PEOPLE,
    TODAY,
    CoachingDistrict,
    offer,
    refused,
)
from shared.contracts.coaching import ConcernRaised, SafeguardingPeopleNamed

WORDS = "He wrote to her\noutside the channel: <b>meet me</b>."
CLOSING = {"outcome": "measures_taken", "words": "Spoken with both."}


@dataclass
class Safe:
    """A district with two people who are named, one who is not but has the scope, and somebody who takes part."""

    here: CoachingDistrict
    people: list[UUID]
    named: httpx.AsyncClient
    second: httpx.AsyncClient
    unnamed: httpx.AsyncClient
    learner: httpx.AsyncClient

    async def raise_one(self, by: httpx.AsyncClient | None = None, **more: Any) -> dict[str, Any]:
        answer = await (by or self.learner).post(MY_CONCERNS, json={"words": WORDS, **more})
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found


@pytest.fixture
async def safe(here: CoachingDistrict) -> AsyncIterator[Safe]:
    people = [here.person(), here.person()]
    answer = await here.client.put(PEOPLE, json={"person_ids": [str(one) for one in people]}, headers=ANY)
    assert answer.status_code == 200, answer.text
    async with (
        here.somebody("coaching.safeguard", person=people[0]) as named,
        here.somebody("coaching.safeguard", person=people[1]) as second,
        here.somebody("coaching.safeguard", "coaching.read", "coaching.write", role="leader") as unnamed,
        here.somebody("coaching.take-part", role="learner") as learner,
    ):
        yield Safe(here, people, named, second, unnamed, learner)


async def test_a_concern_reaches_those_who_are_named_and_nobody_else(safe: Safe) -> None:
    raised = await safe.raise_one()
    assert (raised["state"], raised["readers"]) == ("received", 2)
    path = f"{CONCERNS}/{raised['concern_id']}"
    read = await safe.named.get(path)
    assert (read.status_code, read.json()["words"]) == (200, WORDS)
    assert [one["words"] for one in (await safe.second.get(CONCERNS)).json()["items"]] == [WORDS]
    assert (await safe.unnamed.get(path)).status_code == 404
    unnamed = await safe.unnamed.get(CONCERNS)
    assert (unnamed.status_code, "You are not named" in unnamed.text) == (404, True), "an empty list would reassure"
    assert (await safe.learner.get(path)).status_code == 403, "without the scope no route is open at all"
    async with safe.here.running.client(safe.here.district, "coaching.safeguard") as system:
        assert (await system.get(path)).status_code == 404, "a system is nobody who is named"


async def test_those_who_are_named_are_told_which_person_raised_it_and_that_a_system_is_none(safe: Safe) -> None:
    here, person = safe.here, safe.here.person()
    async with here.somebody("coaching.take-part", role="learner", person=person) as learner:
        mine = await safe.raise_one(by=learner)
    theirs = await safe.raise_one(by=here.client)
    assert "raised_by_person_id" not in mine, "whoever raised it is told how it stands, as before"
    read = {one["concern_id"]: one["raised_by_person_id"] for one in (await safe.named.get(CONCERNS)).json()["items"]}
    assert read == {mine["concern_id"]: str(person), theirs["concern_id"]: None}
    one = await safe.named.get(f"{CONCERNS}/{mine['concern_id']}")
    assert one.json()["raised_by_person_id"] == str(person)


async def test_who_raised_it_sees_that_it_was_received_and_how_it_stands_but_not_its_words(safe: Safe) -> None:
    raised = await safe.raise_one()
    mine = f"{MY_CONCERNS}/{raised['concern_id']}"
    standing = {name: value for name, value in raised.items() if name != "readers"}
    assert (await safe.learner.get(mine)).json() == standing
    path = f"{CONCERNS}/{raised['concern_id']}"
    assert (await safe.named.post(f"{path}/acknowledge", headers=ANY)).status_code == 200
    assert (await safe.named.post(f"{path}/close", json=CLOSING, headers=ANY)).status_code == 200
    shown = (await safe.learner.get(mine)).json()
    assert shown["state"] == "closed"
    assert set(shown) == {"concern_id", "state", "raised_at", "acknowledged_at", "closed_at"}
    assert (await safe.learner.get(MY_CONCERNS)).json()["items"] == [shown]
    async with safe.here.somebody("coaching.take-part") as other:
        assert (await other.get(mine)).status_code == 404
        assert (await other.get(MY_CONCERNS)).json()["items"] == []


async def test_a_concern_is_acknowledged_and_then_closed_by_the_words_that_were_read(safe: Safe) -> None:
    path = f"{CONCERNS}/{(await safe.raise_one())['concern_id']}"
    tag = {"If-Match": (await safe.named.get(path)).headers["ETag"]}
    early = await safe.named.post(f"{path}/close", json=CLOSING, headers=tag)
    assert (early.status_code, "acknowledge it first" in early.text) == (409, True)
    assert (await safe.named.post(f"{path}/acknowledge")).status_code == 428
    acknowledged = await safe.named.post(f"{path}/acknowledge", headers=tag)
    assert acknowledged.json()["state"] == "acknowledged"
    assert (await safe.second.post(f"{path}/acknowledge", headers=tag)).status_code == 412
    assert (await safe.second.post(f"{path}/acknowledge", headers=ANY)).status_code == 409
    closed = await safe.second.post(f"{path}/close", json=CLOSING, headers=ANY)
    assert (closed.json()["outcome"], closed.json()["outcome_words"]) == ("measures_taken", "Spoken with both.")
    assert (await safe.second.post(f"{path}/close", json=CLOSING, headers=ANY)).status_code == 409
    assert (await safe.named.get(CONCERNS, params={"state": "received"})).json()["items"] == []
    assert (await safe.named.get(CONCERNS, params={"state": "closed"})).json()["items"] == [closed.json()]
    assert (await safe.unnamed.post(f"{path}/close", json=CLOSING, headers=ANY)).status_code == 404


async def test_nobody_reads_a_concern_that_names_them(safe: Safe) -> None:
    here = safe.here
    about = (await here.client.post(COACHES, json=offer("staff", safe.people[0]))).json()["coach_id"]
    raised = await safe.raise_one(coach_ids=[about, about])
    assert raised["readers"] == 1
    path = f"{CONCERNS}/{raised['concern_id']}"
    assert (await safe.named.get(path)).status_code == 404
    assert (await safe.named.get(CONCERNS)).json()["items"] == []
    assert (await safe.named.post(f"{path}/acknowledge", headers=ANY)).status_code == 404
    read = await safe.second.get(path)
    assert (read.status_code, read.json()["coach_ids"]) == (200, [about])


async def test_where_nobody_is_named_yet_a_concern_is_kept_and_says_so(here: CoachingDistrict) -> None:
    nobody = await here.client.get(PEOPLE)
    assert (nobody.json(), nobody.headers["ETag"]) == ({"person_ids": [], "named_at": None}, '"0"')
    raised = await here.client.post(MY_CONCERNS, json={"words": WORDS})
    assert (raised.status_code, raised.json()["readers"]) == (201, 0)
    person = here.person()
    await here.client.put(PEOPLE, json={"person_ids": [str(person)]}, headers=ANY)
    async with here.somebody("coaching.safeguard", person=person) as named:
        assert [one["words"] for one in (await named.get(CONCERNS)).json()["items"]] == [WORDS]


async def test_people_are_named_by_etag_and_who_is_named_no_longer_reads_nothing(safe: Safe) -> None:
    client, raised = safe.here.client, await safe.raise_one()
    path, new = f"{CONCERNS}/{raised['concern_id']}", {"person_ids": [str(safe.people[1])]}
    tag = (await client.get(PEOPLE)).headers["ETag"]
    assert (await client.put(PEOPLE, json=new)).status_code == 428
    changed = await client.put(PEOPLE, json=new, headers={"If-Match": tag})
    assert (changed.json()["person_ids"], changed.headers["ETag"]) == (new["person_ids"], '"2"')
    assert (await client.put(PEOPLE, json=new, headers={"If-Match": tag})).status_code == 412
    assert (await safe.named.get(path)).status_code == 404
    assert (await safe.second.get(path)).status_code == 200
    assert refused(await client.put(PEOPLE, json={"person_ids": []}, headers=ANY)) == ["/person_ids"]
    stranger = {"person_ids": [str(safe.people[0]), str(uuid4())]}
    assert refused(await client.put(PEOPLE, json=stranger, headers=ANY)) == ["/person_ids/1"]


async def test_of_people_named_at_once_one_naming_stands_and_the_others_are_told(here: CoachingDistrict) -> None:
    bodies = [{"person_ids": [str(here.person())]} for _ in range(5)]
    tag = {"If-Match": '"0"'}
    answers = await asyncio.gather(*(here.client.put(PEOPLE, json=body, headers=tag) for body in bodies))
    assert sorted(one.status_code for one in answers) == [200, 412, 412, 412, 412]
    [won] = [body for body, one in zip(bodies, answers, strict=True) if one.status_code == 200]
    assert (await here.client.get(PEOPLE)).json()["person_ids"] == won["person_ids"]


async def test_who_is_named_is_told_by_their_ids_and_of_a_refused_naming_nothing(here: CoachingDistrict) -> None:
    people = [here.person(), here.person()]
    for person_ids, status in (([people[0]], 200), ([uuid4()], 422), (people, 200)):
        answer = await here.client.put(PEOPLE, json={"person_ids": list(map(str, person_ids))}, headers=ANY)
        assert answer.status_code == status, answer.text
    told = await here.told(str(here.district))
    assert [one.person_ids for one in told if isinstance(one, SafeguardingPeopleNamed)] == [(people[0],), tuple(people)]


async def test_of_a_concern_only_its_id_and_day_are_told(safe: Safe, capfd: pytest.CaptureFixture[str]) -> None:
    coach = await safe.here.join()
    raised = await safe.raise_one(coach_ids=[coach])
    concern_id = raised["concern_id"]
    assert await safe.here.told(concern_id) == [ConcernRaised(concern_id=UUID(concern_id), raised_on=TODAY)]
    await safe.named.post(f"{CONCERNS}/{concern_id}/acknowledge", headers=ANY)
    await safe.named.post(f"{CONCERNS}/{concern_id}/close", json=CLOSING, headers=ANY)
    assert len(await safe.here.told(concern_id)) == 1
    said = capfd.readouterr()
    assert "outside the channel" not in said.out + said.err


async def test_a_concern_is_never_deleted(safe: Safe) -> None:
    concern_id = (await safe.raise_one())["concern_id"]
    assert (await safe.named.delete(f"{CONCERNS}/{concern_id}")).status_code == 405
    for database in (safe.here.running.worker, safe.here.running.app.context.database):
        for table in ("concern", "attestation", "attestation_revocation", "safeguarding_people", "coach"):
            with pytest.raises(DBAPIError, match="permission denied"):
                async with database.transaction(safe.here.district) as session:
                    await session.execute(text(f"delete from {table}"))
    assert (await safe.named.get(f"{CONCERNS}/{concern_id}")).status_code == 200


async def test_raising_twice_with_one_key_raises_once_and_words_are_kept_as_they_were_typed(safe: Safe) -> None:
    long = "x" * 10_000
    key = {"Idempotency-Key": "concern-1"}
    sent = [await safe.learner.post(MY_CONCERNS, json={"words": long}, headers=key) for _ in range(2)]
    assert sent[0].json() == sent[1].json()
    assert [one["words"] for one in (await safe.named.get(CONCERNS)).json()["items"]] == [long]


@pytest.mark.parametrize(
    ("body", "place"),
    [({"words": ""}, "/words"), ({"words": "\u200b"}, "/words"), ({"words": "x" * 10_001}, "/words"), ({}, "/words"),
     ({"words": "a", "coach_ids": [str(uuid4())]}, "/coach_ids/0"), ({"words": "a", "name": "b"}, "/name")],
)  # fmt: skip
async def test_what_is_no_concern_is_refused_with_its_place(safe: Safe, body: dict[str, Any], place: str) -> None:
    assert refused(await safe.learner.post(MY_CONCERNS, json=body)) == [place]
    assert (await safe.learner.get(MY_CONCERNS)).json()["items"] == []


async def test_another_districts_concern_is_an_absent_one(safe: Safe, elsewhere: CoachingDistrict) -> None:
    person = elsewhere.person()
    await elsewhere.client.put(PEOPLE, json={"person_ids": [str(person)]}, headers=ANY)
    concern_id = (await safe.raise_one())["concern_id"]
    async with elsewhere.somebody("coaching.safeguard", person=person) as theirs:
        assert (await theirs.get(f"{CONCERNS}/{concern_id}")).status_code == 404
        assert (await theirs.get(CONCERNS)).json()["items"] == []
    assert (await elsewhere.client.get(f"{MY_CONCERNS}/{concern_id}")).status_code == 404
    foreign = await elsewhere.client.put(PEOPLE, json={"person_ids": [str(safe.people[0])]}, headers=ANY)
    assert refused(foreign) == ["/person_ids/0"]
