"""A district's keys as an issuer, through their lives: made, sealed, rotated, withdrawn."""

import asyncio
from uuid import uuid4

import pytest

from competency.credentials.rules.envelope import opened
from competency.settings import CompetencySettings
from services.competency.tests.credentials.issued_pieces import (
    ISSUER,
    PUBLISHED,
    SYSTEM,
    followed,
    held_in,
    issue,
    list_address,
    of_district,
    pass_ten_minutes,
    read,
    show,
    somebody,
    verdict,
)
from services.competency.tests.pieces import ALL
from shared.auth.sealing import Unsealable
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService
from shared.values.clock import utc_now

PROVES = "eddsa-rdfc-2022"


async def test_the_first_key_is_made_once_however_many_need_it(running: RunningService, items: list[str]) -> None:
    learners = [somebody(DISTRICT_B) for _ in range(4)]
    async with running.client(DISTRICT_B, *SYSTEM) as client:
        for learner in learners:
            await show(client, learner, items[1])
        await asyncio.gather(*(issue(client, learner, items[1]) for learner in learners))
        keys = (await client.get(ISSUER)).json()["keys"]
    assert sorted((key["state"], key["algorithm"]) for key in keys) == [
        ("signing", "ES256"),
        ("signing", "eddsa-rdfc-2022"),
    ]


async def test_private_keys_are_sealed_for_their_district(running: RunningService, items: list[str]) -> None:
    await list_address(running, items)
    rows = await of_district(running, "select * from issuer_key where sealed is not null")
    settings = CompetencySettings(_env_prefix="COMPETENCY_")
    from competency.credentials.usecases.issuer import Issuing

    sealing = Issuing("http://x", settings.key_secret.get_secret_value(), utc_now).sealing
    for row in rows:
        assert "d" not in row.public
        assert b'"d"' not in row.sealed
        assert b'"d"' in sealing.unseal(f"issuer key {DISTRICT_A} {row.key_id}", row.sealed)
        with pytest.raises(Unsealable):
            sealing.unseal(f"issuer key {DISTRICT_B} {row.key_id}", row.sealed)


def test_the_service_does_not_start_without_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for secret in (None, "short"):
        monkeypatch.delenv("COMPETENCY_KEY_SECRET", raising=False)
        if secret:
            monkeypatch.setenv("COMPETENCY_KEY_SECRET", secret)
        with pytest.raises(ValueError, match=r"(?i)key_secret"):
            CompetencySettings(_env_prefix="COMPETENCY_")


async def test_rotation_keeps_what_was_signed_valid(running: RunningService, items: list[str]) -> None:
    learner = somebody()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        for item in items[:3]:
            await show(client, learner, item)
        old = await issue(client, learner, items[0])
        made = await client.post(f"{ISSUER}/keys", json={"algorithm": "EdDSA"})
        soon = await client.post(f"{ISSUER}/keys", json={})
        published = (await client.get(f"{PUBLISHED}/jwks.json")).json()["keys"]
        meanwhile = await issue(client, learner, items[1])
        await pass_ten_minutes(running)
        new = await issue(client, learner, items[2])
        verdicts = [await verdict(client, one["token"]) for one in (old, meanwhile, new)]
        states = {key["key_id"]: key["state"] for key in (await client.get(ISSUER)).json()["keys"]}
        rsa = await client.post(f"{ISSUER}/keys", json={"algorithm": "RS256"})
        sealed = "select key_id from issuer_key where sealed is not null and purpose = 'envelope'"
        kept = await of_district(running, sealed)
    assert (made.status_code, made.json()["state"], soon.status_code) == (201, "published", 409)
    assert made.json()["kid"] in {key["kid"] for key in published}, "published before it signs"
    kids = [opened(one["token"]).header["kid"] for one in (old, meanwhile, new)]
    assert kids[0] == kids[1] != kids[2] == made.json()["kid"]
    assert [found["good"] for found in verdicts] == [True] * 3
    assert states[made.json()["key_id"]] == "signing"
    assert states[kids[0].rpartition("#")[2]] == "retired"
    assert {row.key_id for row in kept} == {made.json()["key_id"], rsa.json()["key_id"]}
    assert list(states.values()).count("signing") == 2, "each purpose has a key that signs"


async def test_a_withdrawn_key_verifies_nothing_and_what_was_good_is_issued_anew(
    running: RunningService, items: list[str]
) -> None:
    learner = somebody()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        await show(client, learner, items[0])
        badge, record = await issue(client, learner, items[0]), await issue(client, learner)
        key_id = opened(badge["token"]).header["kid"].rpartition("#")[2]
        withdrawn = await client.post(f"{ISSUER}/keys/{key_id}/withdraw")
        again = await client.post(f"{ISSUER}/keys/{key_id}/withdraw")
        unknown = await client.post(f"{ISSUER}/keys/nothing/withdraw")
        forged = await verdict(client, badge["token"])
        assert await followed(running) >= 1
        anew = [await read(client, one) for one in (badge, record)]
        found = [await verdict(client, one["token"]) for one in anew]
    assert (withdrawn.json()["state"], again.status_code, unknown.status_code) == ("withdrawn", 409, 404)
    assert forged["problems"] == ["unknown_key"]
    assert [one["state"] for one in anew] == ["in_force", "in_force"]
    assert [one["good"] for one in found] == [True, True], found


async def test_a_withdrawn_proof_key_verifies_nothing_and_records_are_issued_anew(
    running: RunningService, items: list[str]
) -> None:
    learner = somebody()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        await show(client, learner, items[0])
        badge, record = await issue(client, learner, items[0]), await issue(client, learner)
        keys = (await client.get(ISSUER)).json()["keys"]
        proving = next(key for key in keys if (key["algorithm"], key["state"]) == (PROVES, "signing"))
        before = await verdict(client, record["token"])
        rotated = await client.post(f"{ISSUER}/keys", json={"algorithm": PROVES})
        published = (await client.get(f"{PUBLISHED}/did.json")).json()["assertionMethod"]
        tokens = (await client.get(f"{PUBLISHED}/jwks.json")).json()["keys"]
        withdrawn = await client.post(f"{ISSUER}/keys/{proving['key_id']}/withdraw")
        forged = await verdict(client, record["token"])
        assert await followed(running) >= 1
        badge_now, record_now = await read(client, badge), await read(client, record)
        after = await verdict(client, record_now["token"])
    (proof,) = held_in(record_now)[0]["proof"]
    assert proving["kid"].startswith("did:web:")
    assert {proving["kid"], rotated.json()["kid"]} <= set(published)
    assert {proving["kid"], rotated.json()["kid"]}.isdisjoint(key["kid"] for key in tokens)
    assert (withdrawn.json()["state"], withdrawn.json()["algorithm"]) == ("withdrawn", PROVES)
    assert (before["good"], forged["problems"], after["good"]) == (True, ["badge_not_good"], True)
    assert (badge_now["token"], record_now["issue"]) == (badge["token"], 2)
    assert proof["verificationMethod"] == rotated.json()["kid"]


async def test_keys_are_for_those_who_answer_for_the_district(running: RunningService) -> None:
    async with (
        running.client() as nobody,
        running.client(DISTRICT_A, *ALL) as idle,
        running.client(DISTRICT_A, *SYSTEM, role="educator", person_id=uuid4()) as educator,
    ):
        assert (await nobody.get(ISSUER)).status_code == 401
        for route in (f"{ISSUER}/keys", f"{ISSUER}/keys/x/withdraw"):
            answers = [(await client.post(route, json={})).status_code for client in (nobody, idle, educator)]
            assert answers == [401, 403, 403]
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        bad = await client.post(f"{ISSUER}/keys", json={"algorithm": "HS256"})
    assert (bad.status_code, bad.json()["errors"][0]["pointer"]) == (422, "/algorithm")
