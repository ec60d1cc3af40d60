"""Credentials over REST: issued once for the same mastery, to learners the caller sees, read by their holders."""

import asyncio
import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from competency.credentials.rules.envelope import opened
from competency.credentials.rules.shape import shape_problems
from competency.handlers import subscriptions
from services.competency.tests.credentials.issued_pieces import (
    SYSTEM,
    VERIFY,
    issue,
    path,
    read,
    show,
    somebody,
    verdict,
)
from services.competency.tests.frameworks.case_pieces import package
from services.competency.tests.pieces import ALL
from shared.contracts.competency import CredentialIssued, CredentialRevoked
from shared.contracts.partners import DistrictRegistered
from shared.contracts.rostering import EnrolmentChanged, GuardianChanged, Identifier, PersonChanged
from shared.testing import DISTRICT_A, DISTRICT_B, Deliveries, RunningService

DIGEST = "5e" * 32


def following(running: RunningService, event: type) -> Deliveries:
    subscription = next(s for s in subscriptions if event in s.handlers)
    return Deliveries(subscription, running.worker)


async def test_a_badge_says_what_was_mastered_and_nothing_of_who_it_is(
    running: RunningService, items: list[str]
) -> None:
    learner = somebody()
    person = PersonChanged(
        person_id=learner, roles=("learner",), identifiers=(Identifier(source="sis", sourced_id="s-77"),)
    )
    await following(running, PersonChanged).send(DISTRICT_A, person)
    registered = DistrictRegistered(registered_id=DISTRICT_A, name="North School District")
    await following(running, DistrictRegistered).send(DISTRICT_A, registered)
    work = {"url": "https://work.example/ana.pdf", "sha256": DIGEST, "title": "Ana's work"}
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        await show(client, learner, items[0], 4, artefacts=[work], kind="performance_task")
        badge = await issue(client, learner, items[0])
        asked = [{"identifier": known} for known in ("s-77", "s-78")]
        asked.append({"identifier": str(learner), "identity_type": "systemId"})
        answers = [await client.post(VERIFY, json={"credential": badge["token"], "recipient": one}) for one in asked]
        named = await client.post(
            VERIFY, json={"credential": badge["token"], "recipient": {"identifier": "Ana", "identity_type": "name"}}
        )
    assert [answer.json()["about_recipient"] for answer in answers] == [True, False, True]
    assert named.status_code == 422
    claims = opened(badge["token"]).claims
    text = json.dumps(claims)
    subject = claims["credentialSubject"]
    achievement = subject["achievement"]
    assert shape_problems(claims) == []
    assert (badge["state"], badge["issue"], badge["score"]) == ("in_force", 1, 4)
    assert claims["issuer"]["name"] == "North School District"
    assert claims["issuer"]["id"] == f"did:web:trellis.test:competency:v1:issuers:{DISTRICT_A}"
    assert achievement["alignment"][0]["targetUrl"] == f"http://trellis.test/ims/case/v1p1/CFItems/{items[0]}"
    assert achievement["criteria"]["narrative"].startswith("Mastered from a score of 3")
    assert claims["evidence"][0]["id"].startswith("ni:///sha-256;")
    assert subject["result"][0]["value"] == "4"
    assert badge["level"] in {level["name"] for level in achievement["resultDescription"][0]["rubricCriterionLevel"]}
    for secret in (str(learner), "s-77", "Ana", "work.example"):
        assert secret not in text


async def test_the_same_mastery_gives_the_same_credential(running: RunningService, items: list[str]) -> None:
    learner, key = somebody(), {"Idempotency-Key": str(uuid4())}
    await running.clear_outbox()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        await show(client, learner, items[0])
        wanted = {"kind": "badge", "item_id": items[0]}
        answers = await asyncio.gather(*(client.post(path(learner), json=wanted) for _ in range(4)))
        first, again = [await client.post(path(learner), json=wanted, headers=key) for _ in range(2)]
        await show(client, learner, items[0], 3.5)
        other = await issue(client, learner, items[0], status=200)
        listed = (await client.get(path(learner))).json()["items"]
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert {answer.json()["token"] for answer in [*answers, first, again]} == {other["token"]}
    assert answers[0].headers["location"] == path(learner, other["credential_id"])
    assert [one["credential_id"] for one in listed] == [other["credential_id"]]
    assert "token" not in listed[0]
    (told,) = await running.published(CredentialIssued)
    assert (told.event.credential_id, told.event.item_id) == (UUID(other["credential_id"]), UUID(items[0]))
    assert "token" not in type(told.event).model_fields


async def test_learners_have_credentials_of_their_own_and_one_pseudonym_for_all_of_them(
    running: RunningService, items: list[str]
) -> None:
    learners = [somebody(), somebody()]
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        tokens = []
        for learner in learners:
            for item in items[:2]:
                await show(client, learner, item)
                tokens.append((await issue(client, learner, item))["token"])
    claims = [opened(token).claims for token in tokens]
    assert len({one["id"] for one in claims}) == 4
    subjects = [one["sub"] for one in claims]
    assert subjects[0] == subjects[1] != subjects[2] == subjects[3]
    assert len({one["credentialStatus"]["id"] for one in claims}) == 4
    salts = [identity["salt"] for one in claims for identity in one["credentialSubject"]["identifier"]]
    assert len(set(salts)) == len(salts)


async def test_a_record_holds_every_badge_and_how_they_hang_together(running: RunningService, items: list[str]) -> None:
    learner = somebody()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        for item in items[:3]:
            await show(client, learner, item)
        await show(client, learner, items[3], 1)
        badge = await issue(client, learner, items[0])
        record = await issue(client, learner)
        same = await issue(client, learner, status=200)
        await show(client, learner, items[4])
        grown = await issue(client, learner)
        kinds = [one["kind"] for one in (await client.get(path(learner))).json()["items"]]
        found = await verdict(client, grown["token"])
        before = await verdict(client, record["token"])
    claims = opened(record["token"]).claims
    held = claims["credentialSubject"]["verifiableCredential"]
    assert shape_problems(claims) == []
    assert len(held) == 3
    assert {one["credentialSubject"]["id"] for one in held} == {claims["sub"]}
    assert all(one["proof"][0]["verificationMethod"].startswith(claims["iss"]) for one in held)
    later = opened(grown["token"]).claims["credentialSubject"]["verifiableCredential"]
    kept = {one["id"]: one["proof"] for one in later}
    assert all(kept[one["id"]] == one["proof"] for one in held), "a proof is made once"
    assert opened(badge["token"]).claims["id"] in {one["id"] for one in held}
    assert claims["credentialSubject"]["association"]
    assert (same["token"], record["issue"], grown["issue"]) == (record["token"], 1, 2)
    assert record["credential_id"] == grown["credential_id"]
    assert sorted(kinds) == ["badge"] * 4 + ["record"]
    assert found["good"], found["words"]
    assert (len(found["credential"]["achievements"]), found["credential"]["kind"]) == (4, "record")
    assert before["problems"] == ["revoked"]


@pytest.mark.parametrize(
    ("wanted", "status", "pointer"),
    [
        ({"kind": "badge"}, 422, "/item_id"),
        ({"kind": "record", "item_id": str(uuid4())}, 422, "/item_id"),
        ({"kind": "diploma"}, 422, "/kind"),
        ({"kind": "badge", "item_id": "7"}, 422, "/item_id"),
        ({"kind": "badge", "item_id": str(uuid4()), "name": "Ana"}, 422, "/name"),
        ({"kind": "badge", "item_id": str(uuid4())}, 409, None),
        ({"kind": "record"}, 409, None),
    ],
)
async def test_what_cannot_be_issued_is_refused_with_reasons(
    running: RunningService, learner: UUID, wanted: dict[str, Any], status: int, pointer: str | None
) -> None:
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        answer = await client.post(path(learner), json=wanted)
        listed = (await client.get(path(learner))).json()["items"]
    assert answer.status_code == status, answer.text
    assert [error["pointer"] for error in answer.json().get("errors", [])] == ([pointer] if pointer else [])
    assert listed == []


async def test_an_item_below_mastery_is_not_certified(running: RunningService, learner: UUID, items: list[str]) -> None:
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        await show(client, learner, items[0], 2)
        answer = await client.post(path(learner), json={"kind": "badge", "item_id": items[0]})
    assert (answer.status_code, "not mastered" in answer.json()["detail"]) == (409, True)


async def test_the_holder_reads_and_downloads_and_does_not_issue(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    guardian = uuid4()
    await following(running, GuardianChanged).send(
        DISTRICT_A, GuardianChanged(learner_id=learner, guardian_id=guardian)
    )
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        await show(client, learner, items[0])
        badge = await issue(client, learner, items[0])
    one = path(learner, badge["credential_id"])
    for role, person in (("learner", learner), ("family", guardian)):
        async with running.client(DISTRICT_A, *SYSTEM, role=role, person_id=person) as client:
            assert (await read(client, badge))["token"] == badge["token"]
            file = await client.get(f"{one}/download")
            assert (file.text, file.headers["content-type"]) == (badge["token"], "application/vc+jwt")
            assert badge["credential_id"] in file.headers["content-disposition"]
            refused = [
                await client.post(path(learner), json={"kind": "record"}),
                await client.post(f"{one}/revoke", json={"reason": "mine"}),
            ]
            assert [answer.status_code for answer in refused] == [403, 403]
            assert (await client.get(path(somebody()))).status_code == 404


async def test_an_educator_issues_to_the_learners_they_teach(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    educator, class_id = uuid4(), uuid4()
    log = following(running, EnrolmentChanged)
    for person, role in ((educator, "educator"), (learner, "learner")):
        await log.send(
            DISTRICT_A, EnrolmentChanged(enrolment_id=uuid4(), person_id=person, class_id=class_id, role=role)
        )
    async with running.client(DISTRICT_A, *ALL) as client:
        await show(client, learner, items[0])
    async with running.client(DISTRICT_A, *SYSTEM, role="educator", person_id=educator) as client:
        assert (await issue(client, learner, items[0]))["issued_by"] == str(educator)
        stranger = await client.post(path(somebody()), json={"kind": "record"})
    assert stranger.status_code == 404


async def test_routes_need_a_caller_the_scope_and_the_district(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        await show(client, learner, items[0])
        badge = await issue(client, learner, items[0])
        absent = await client.get(path(learner, uuid4()))
        unknown = await client.post(path(learner, uuid4(), "revoke"), json={"reason": "x"})
        wordless = await client.post(path(learner, badge["credential_id"], "revoke"), json={"reason": ""})
    assert (absent.status_code, unknown.status_code, wordless.status_code) == (404, 404, 422)
    one = path(learner, badge["credential_id"])
    reading = [path(learner), one, f"{one}/download"]
    writing = [(path(learner), {"kind": "record"}), (f"{one}/revoke", {"reason": "x"})]
    async with (
        running.client() as nobody,
        running.client(DISTRICT_A, *ALL) as idle,
        running.client(DISTRICT_A, "rostering.read") as other,
        running.client(DISTRICT_B, *SYSTEM) as neighbour,
    ):
        for route in reading:
            answers = [(await client.get(route)).status_code for client in (nobody, other, neighbour)]
            assert answers == [401, 403, 404]
        for route, body in writing:
            answers = [(await client.post(route, json=body)).status_code for client in (nobody, idle, neighbour)]
            assert answers == [401, 403, 404]


async def test_what_a_person_revokes_stays_so_until_a_person_gives_it_again(
    running: RunningService, items: list[str]
) -> None:
    learner = somebody()
    await running.clear_outbox()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        await show(client, learner, items[0])
        await show(client, learner, items[1])
        badge, record = await issue(client, learner, items[0]), await issue(client, learner)
        revoke = path(learner, badge["credential_id"], "revoke")
        taken = await client.post(revoke, json={"reason": "Given by mistake."})
        again = await client.post(revoke, json={"reason": "Once more."})
        record_now = await issue(client, learner, status=200)
        assert (await read(client, badge))["state"] == "revoked"
        found = await verdict(client, badge["token"])
        given = await issue(client, learner, items[0])
    assert (taken.status_code, again.status_code) == (200, 409)
    assert "Given by mistake." in again.json()["detail"]
    assert (taken.json()["words"], taken.json()["reason"]) == ("Given by mistake.", "revoked_by_person")
    assert found["problems"] == ["revoked"]
    assert (given["issue"], given["state"], given["awarded_at"]) == (2, "in_force", badge["awarded_at"])
    assert (record_now["credential_id"], record_now["issue"]) == (record["credential_id"], 2)
    held = opened(record_now["token"]).claims["credentialSubject"]["verifiableCredential"]
    assert f"urn:uuid:{badge['credential_id']}" not in {one["id"] for one in held}
    revoked = [p.event for p in await running.published(CredentialRevoked)]
    assert {event.reason for event in revoked} >= {"revoked_by_person", "badge_changed"}
    assert all("mistake" not in event.model_dump_json() for event in revoked)


async def test_a_statement_with_tabs_is_certified_and_can_stand_in_a_record(running: RunningService) -> None:
    made = package("Tabs")
    made["CFItems"][1]["fullStatement"] = "\tAdds\x0bfractions"
    learner, item = somebody(), made["CFItems"][1]["identifier"]
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        assert (await client.post("/competency/v1/frameworks/import", json=made)).status_code == 200
        await show(client, learner, item)
        record = await issue(client, learner)
        found = await verdict(client, record["token"])
    (held,) = opened(record["token"]).claims["credentialSubject"]["verifiableCredential"]
    assert held["credentialSubject"]["achievement"]["description"] == " Adds fractions"
    assert found["good"], found["words"]
