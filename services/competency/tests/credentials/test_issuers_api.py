"""What a district publishes as an issuer, and its keys through their lives."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pkgutil import iter_modules
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Row, text

from competency.credentials.rules.envelope import opened
from competency.credentials.rules.status_list import SHORTEST, decoded, is_set
from competency.credentials.usecases.status_lists import CAPACITY
from competency.migrations import versions
from competency.settings import CompetencySettings
from services.competency.tests.credentials.credential_pieces import tampered
from services.competency.tests.credentials.issued_pieces import (
    SYSTEM,
    followed,
    issue,
    path,
    read,
    show,
    somebody,
    verdict,
    void,
)
from services.competency.tests.pieces import ALL
from shared.auth.sealing import Unsealable
from shared.db.database import set_tenant
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService

PUBLISHED = f"/competency/v1/issuers/{DISTRICT_A}"
PROVES = "eddsa-rdfc-2022"
ISSUER = "/competency/v1/issuer"


async def of_district(running: RunningService, statement: str, **parameters: Any) -> Sequence[Row[Any]]:
    async with running.worker.transaction(DISTRICT_A) as session:
        return (await session.execute(text(statement), parameters)).all()


async def pass_ten_minutes(running: RunningService) -> None:
    """For the keys, as if what is published ahead had been so for long enough."""
    async with running.worker.transaction(None) as session:
        await set_tenant(session, DISTRICT_A)
        await session.execute(text("update issuer_key set signs_from = signs_from - interval '10 minutes'"))


async def list_address(running: RunningService, items: list[str]) -> str:
    learner = somebody()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        await show(client, learner, items[0])
        badge = await issue(client, learner, items[0])
    return str(opened(badge["token"]).claims["credentialStatus"]["statusListCredential"])


async def test_documents_are_open_to_all_cacheable_and_known_again(running: RunningService, items: list[str]) -> None:
    address = await list_address(running, items)
    async with running.client() as nobody:
        for route, media in (
            (f"{PUBLISHED}/did.json", "application/did+json"),
            (f"{PUBLISHED}/jwks.json", "application/jwk-set+json"),
            (address, "application/vc+jwt"),
        ):
            answer = await nobody.get(route)
            assert (answer.status_code, answer.headers["content-type"]) == (200, media)
            assert answer.headers["cache-control"] == "public, max-age=300"
            assert answer.headers["access-control-allow-origin"] == "*"
            known = {"If-None-Match": f'"other", {answer.headers["etag"]}'}
            assert (await nobody.get(route, headers=known)).status_code == 304
            assert (await nobody.get(route, headers={"If-None-Match": '"other"'})).status_code == 200
        assert '"d"' not in (await nobody.get(f"{PUBLISHED}/did.json")).text
        assert (await nobody.get(f"{PUBLISHED}/did.json")).json()["id"].endswith(f":issuers:{DISTRICT_A}")
        for absent in (f"/competency/v1/issuers/{uuid4()}/did.json", f"{PUBLISHED}/status/{uuid4()}"):
            assert (await nobody.get(absent)).status_code == 404
        assert (await nobody.get(f"/competency/v1/issuers/{DISTRICT_B}/status/{address[-36:]}")).status_code == 404
        assert (await nobody.get("/competency/v1/issuers/7/did.json")).status_code == 422


async def test_the_status_list_tells_neither_order_nor_number(running: RunningService, items: list[str]) -> None:
    learners = [somebody() for _ in range(12)]
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        places, badges = [], []
        for learner in learners:
            await show(client, learner, items[0])
            badges.append(await issue(client, learner, items[0]))
            places.append(int(opened(badges[-1]["token"]).claims["credentialStatus"]["statusListIndex"]))
        address = opened(badges[0]["token"]).claims["credentialStatus"]["statusListCredential"]
        first = await client.get(address)
        before = decoded(opened(first.text).claims["credentialSubject"]["encodedList"])
        for badge in badges[:4]:
            await client.post(path(badge["learner_id"], badge["credential_id"], "revoke"), json={"reason": "x"})
        again = await client.get(address, headers={"If-None-Match": first.headers["etag"]})
        after = decoded(opened(again.text).claims["credentialSubject"]["encodedList"])
    assert again.status_code == 200, "a revocation shows at once, whatever somebody has kept"
    assert len(before) * 8 == SHORTEST
    assert places != sorted(places)
    assert max(places) - min(places) > SHORTEST / 8
    assert [is_set(before, place) for place in places] == [False] * 12
    assert [is_set(after, place) for place in places] == [True] * 4 + [False] * 8
    assert before.count(0) < len(before) - 900, "places that are nobody's are set as well"
    claims = opened(first.text).claims
    ends = datetime.fromisoformat(claims["validUntil"])
    assert timedelta(minutes=5) < ends - datetime.now(UTC) <= timedelta(minutes=15)


async def test_a_full_list_gives_way_to_another(running: RunningService, items: list[str]) -> None:
    address = await list_address(running, items)
    filled = "update status_list set entered = :full where list_id = :list_id returning entered"
    await of_district(running, filled, full=CAPACITY - 1, list_id=address[-36:])
    found = [await list_address(running, items) for _ in range(2)]
    assert found[0] == address
    assert found[1] != address
    async with running.client() as nobody:
        assert (await nobody.get(found[1])).status_code == 200


async def test_those_who_find_a_list_full_together_begin_one(running: RunningService, items: list[str]) -> None:
    address = await list_address(running, items)
    filled = "update status_list set entered = :full where list_id = :list_id returning entered"
    await of_district(running, filled, full=CAPACITY - 1, list_id=address[-36:])
    learners = [somebody() for _ in range(6)]
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        for learner in learners:
            await show(client, learner, items[0])
        badges = await asyncio.gather(*(issue(client, learner, items[0]) for learner in learners))
    used = [opened(badge["token"]).claims["credentialStatus"]["statusListCredential"] for badge in badges]
    assert (used.count(address), len(set(used))) == (1, 2)


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

    sealing = Issuing("http://x", settings.key_secret.get_secret_value()).sealing
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


async def test_badges_in_the_form_of_before_are_issued_anew_and_so_is_their_record(
    running: RunningService, items: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the release before left them, once the migration has run."""
    learner, other = somebody(), somebody()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        for item in items[:2]:
            await show(client, learner, item)
        await show(client, other, items[0])
        badges = [await issue(client, learner, item) for item in items[:2]]
        record, alone = await issue(client, learner), await issue(client, other, items[0])
        await as_before(running, [*badges, alone], looked_at(monkeypatch))
        asked_first = await issue(client, other)
        await followed(running)
        now = [await read(client, one) for one in (*badges, record, alone)]
        found = [await verdict(client, one["token"]) for one in (*now, asked_first)]
    assert [one["issue"] for one in now] == [2, 2, 2, 2]
    assert [one["reason"] for one in now] == [None] * 4
    assert [one["good"] for one in found] == [True] * 5
    assert len({opened(one["token"]).claims["sub"] for one in now[:3]}) == 1
    assert (len(held_in(now[2])), len(held_in(asked_first))) == (2, 1)


async def test_a_record_of_badges_in_the_form_of_before_waits_for_them(
    running: RunningService, items: list[str]
) -> None:
    """A worker of the release before took what the migration had put down, and found nothing to do."""
    learner = somebody()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        shown = [await show(client, learner, item) for item in items[:2]]
        badges = [await issue(client, learner, item) for item in items[:2]]
        record = await issue(client, learner)
        await as_before(running, badges, "delete from credential_due")
        await void(client, shown[1])
        assert await followed(running) == 2, "the record's badges once more, before the record itself"
        now = [await read(client, one) for one in (*badges, record)]
        found = await verdict(client, now[2]["token"])
    assert [(one["state"], one["issue"]) for one in now] == [("in_force", 2), ("revoked", 1), ("in_force", 2)]
    assert found["good"], found["words"]
    assert len(held_in(now[2])) == 1


def looked_at(monkeypatch: pytest.MonkeyPatch) -> str:
    """What the migration says to have all records looked at."""
    (name,) = (m.name for m in iter_modules(versions.__path__) if m.name.endswith("_badges_in_records_with_proofs"))
    migration = import_module(f"{versions.__name__}.{name}")
    statements: list[str] = []
    monkeypatch.setattr(migration.op, "execute", statements.append, raising=False)
    migration._look_at_badges()
    (statement,) = (one for one in statements if one.startswith("insert"))
    return statement


async def as_before(running: RunningService, badges: list[dict[str, Any]], statement: str) -> None:
    """Badges of a pseudonym each, without the context of their schema's type, and without proofs."""
    proven = text(
        "update credential_issue set proof = null, proof_key_id = null, token = :token where credential_id = :id"
    )
    named = text("update credential set pseudonym = gen_random_uuid() where credential_id = :id")
    async with running.worker.transaction(None) as session:
        await set_tenant(session, DISTRICT_A)
        for badge in badges:
            token = tampered(badge["token"], 1, lambda claims: claims | {"@context": claims["@context"][:2]})
            await session.execute(proven, {"id": badge["credential_id"], "token": token})
            await session.execute(named, {"id": badge["credential_id"]})
        await session.execute(text(statement))


def held_in(record: dict[str, Any]) -> list[Any]:
    held: list[Any] = opened(record["token"]).claims["credentialSubject"]["verifiableCredential"]
    return held


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
