"""Verifying is open to everybody: each failure has its name and its words, and nobody is told whose it is."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from competency.credentials.api.credentials import _issuing
from competency.credentials.api.verification import VERIFYING
from competency.credentials.rules.envelope import opened, sign
from competency.credentials.rules.integrity import bare, prove, with_proof
from competency.credentials.rules.keys import Key, key_id
from competency.credentials.usecases.issuer import Issuing, proof_key, signing_key
from services.competency.tests.credentials.credential_pieces import STRANGER, forged, tampered
from services.competency.tests.credentials.issued_pieces import SYSTEM, VERIFY, issue, path, show, somebody, verdict
from shared.auth.limits import Limiter
from shared.db.query import Transaction
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService


@pytest.fixture(scope="module")
async def badge(running: RunningService) -> dict[str, Any]:
    learner = somebody()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        item = (await client.get("/competency/v1/frameworks")).json()["items"][0]["framework_id"]
        item = (await client.get(f"/competency/v1/frameworks/{item}/items")).json()["items"][-1]["item_id"]
        await show(client, learner, item)
        return await issue(client, learner, item)


KeyOf = Callable[[Transaction, Issuing, UUID], Awaitable[Key]]


async def district_key(running: RunningService, district: UUID = DISTRICT_A, of: KeyOf = signing_key) -> Any:
    """A key of the kind that `of` gives."""
    issuing = await _issuing(running.app.context)
    async with running.worker.transaction(district) as session:
        return await of(session, issuing, district)


def without(name: str, read: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in read.items() if k != name}


async def found(running: RunningService, token: str) -> dict[str, Any]:
    async with running.client() as anyone:
        return await verdict(anyone, token)


async def signed_so(running: RunningService, badge: dict[str, Any], key: Key | None = None, **changes: Any) -> str:
    """The badge with these claims, signed as its issuer would."""
    claims = {name: value for name, value in opened(badge["token"]).claims.items() if name not in ("exp", "nbf")}
    return sign({**claims, **changes}, key or await district_key(running))


async def test_a_good_one_is_shown_in_words_without_the_learner(running: RunningService, badge: dict[str, Any]) -> None:
    async with running.client() as anyone:
        posted = await anyone.post(VERIFY, json={"credential": f" {badge['token']}\n"})
        linked = await anyone.get(VERIFY, params={"credential": badge["token"]})
    answer = posted.json()
    assert (posted.status_code, linked.json()) == (200, answer)
    assert (answer["good"], answer["problems"]) == (True, [])
    names = ["form", "algorithm", "issuer", "key", "signature", "shape", "dates", "status"]
    assert [(check["name"], check["outcome"]) for check in answer["checks"]] == [(name, "passed") for name in names]
    assert all(check["words"].endswith(".") for check in answer["checks"])
    (achievement,) = answer["credential"]["achievements"]
    assert (achievement["level"], achievement["score"]) == ("Exceeding", "4")
    assert achievement["name"]
    assert achievement["framework"]
    claims = opened(badge["token"]).claims
    hidden = [claims["sub"], str(badge["learner_id"]), "sha256$", "salt", "evidence"]
    hidden += [identity["identityHash"] for identity in claims["credentialSubject"]["identifier"]]
    assert [word for word in hidden if word in posted.text] == []


async def test_each_well_known_failure_has_a_name_of_its_own(running: RunningService, badge: dict[str, Any]) -> None:
    now = datetime.now(UTC)
    past, future = (f"{now + timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}" for days in (-1, 1))
    long_past = f"{now - timedelta(days=9):%Y-%m-%dT%H:%M:%SZ}"
    claims = dict(opened(badge["token"]).claims)
    neighbour = claims["iss"].replace(str(DISTRICT_A), str(DISTRICT_B))
    nobody = "did:web:school.invalid"
    await district_key(running, DISTRICT_B)
    own = await district_key(running)
    head = {"alg": "ES256", "kid": key_id(claims["iss"], own), "typ": "JWT"}
    unknown = {**head, "kid": key_id(claims["iss"], STRANGER)}
    tokens = {
        "tampered": tampered(badge["token"], 1, lambda read: read | {"name": "Doctor of Medicine"}),
        "expired": await signed_so(running, badge, validFrom=long_past, validUntil=past),
        "not_yet_valid": await signed_so(running, badge, validFrom=future),
        "unknown_key": forged(unknown, claims, STRANGER),
        "wrong_issuer": forged(head, claims | {"issuer": {**claims["issuer"], "id": neighbour}, "iss": neighbour}, own),
        "algorithm_none": tampered(badge["token"], 0, lambda read: read | {"alg": "none"}),
        "algorithm_unsupported": tampered(badge["token"], 0, lambda read: read | {"alg": "HS256"}),
        "malformed": forged(head, claims | {"type": ["VerifiableCredential"]}, own),
        "issuer_unreachable": forged({**head, "kid": f"{nobody}#1"}, claims | {"issuer": nobody, "iss": nobody}, own),
        "unreadable": "not a credential",
    }
    answers = {problem: await found(running, token) for problem, token in tokens.items()}
    assert {problem: answer["problems"] for problem, answer in answers.items()} == {name: [name] for name in tokens}
    for answer in answers.values():
        assert answer["good"] is False
        assert answer["words"].endswith("Do not rely on this credential.")
    shown = {problem for problem, answer in answers.items() if answer["credential"] is not None}
    assert shown == {"expired", "not_yet_valid", "malformed"}, "only what its issuer has signed is shown"


async def test_a_revoked_one_says_so(running: RunningService, items: list[str]) -> None:
    learner = somebody()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        await show(client, learner, items[0])
        badge = await issue(client, learner, items[0])
        await client.post(path(learner, badge["credential_id"], "revoke"), json={"reason": "mistaken"})
    answer = await found(running, badge["token"])
    assert answer["problems"] == ["revoked"]
    assert answer["words"].startswith("Its issuer has revoked it.")
    assert "mistaken" not in json.dumps(answer)


async def test_a_credential_of_our_district_is_not_good_by_the_list_of_another(
    running: RunningService, badge: dict[str, Any], items: list[str]
) -> None:
    learner = somebody(DISTRICT_B)
    async with running.client(DISTRICT_B, *SYSTEM) as client:
        await show(client, learner, items[0])
        other = opened((await issue(client, learner, items[0]))["token"]).claims["credentialStatus"]
    token = await signed_so(running, badge, credentialStatus=other)
    assert (await found(running, token))["problems"] == ["status_other_issuer"]


async def test_every_leaf_of_the_claims_is_under_the_signature(running: RunningService, badge: dict[str, Any]) -> None:
    claims = opened(badge["token"]).claims
    for name in claims:
        token = tampered(badge["token"], 1, partial(without, name))
        answer = await found(running, token)
        assert answer["good"] is False, name


HERE = ("127.0.0.77", 8443)
"""An address of this machine, at a port that strangers may be called at."""


@pytest.mark.parametrize(
    "host", ["127.0.0.77%3A8443", "localhost%3A8443", "[::ffff:127.0.0.77]%3A8443", "169.254.169.254", "10.0.0.1"]
)
async def test_strangers_at_private_addresses_are_not_called(
    running: RunningService, badge: dict[str, Any], host: str
) -> None:
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(HERE)
        listening.listen()
        listening.setblocking(False)
        did = f"did:web:{host}"
        claims = dict(opened(badge["token"]).claims) | {"issuer": did, "iss": did}
        answer = await found(running, forged({"alg": "ES256", "kid": f"{did}#1", "typ": "JWT"}, claims, STRANGER))
        with pytest.raises(BlockingIOError):
            listening.accept()
    assert answer["problems"] == ["issuer_unreachable"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"credential": ""}, 422),
        ({"credential": 7}, 422),
        ({"credential": "x", "name": "Ana"}, 422),
        ([], 422),
        ({"credential": "a.b.c"}, 200),
        ({"credential": "....."}, 200),
        ({"credential": "\ud83d.x.x"}, 422),  # half a character
        ({"credential": "\u0000.é.ü"}, 422),
        ({"credential": "\u0001.é.ü"}, 200),
        ({"credential": "e30.eyJpc3N1ZXIiOiJcdWQ4MDAifQ.e30"}, 200),  # its issuer is half a character
        ({"credential": "W10." * 2 + "W10"}, 200),
    ],
)
async def test_whatever_is_sent_has_an_answer(running: RunningService, body: Any, status: int) -> None:
    async with running.client() as anyone:
        answer = await anyone.post(VERIFY, content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert answer.status_code == status, answer.text
    if status == 200:
        assert answer.json()["problems"] == ["unreadable"]


async def test_others_are_answered_while_a_record_of_hundreds_of_badges_is_verified(
    running: RunningService, badge: dict[str, Any]
) -> None:
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        record = await issue(client, badge["learner_id"])
    many = await with_badges(running, record, 300)
    async with running.client() as anyone:
        # A machine that stalls for a moment has stopped everything; proofs on the loop would do so every time.
        shares = [await longest_pause(anyone, many) for _ in range(3)]
    assert min(shares) < 0.5, "nothing else went on while its proofs were checked"


async def longest_pause(anyone: httpx.AsyncClient, many: str) -> float:
    """The longest time for which nothing else went on while the record was verified, as a share of the whole."""
    asked, gaps, began = asyncio.create_task(verdict(anyone, many)), [], perf_counter()
    while not asked.done():
        before = perf_counter()
        await asyncio.sleep(0.005)
        gaps.append(perf_counter() - before)
    took = perf_counter() - began
    assert asked.result()["good"], asked.result()["words"]
    assert len(asked.result()["credential"]["achievements"]) == 300
    return max(gaps) / took


async def with_badges(running: RunningService, record: dict[str, Any], count: int) -> str:
    """The record with its one badge so many times, each proven under an id of its own, signed as its issuer would."""
    key = await district_key(running, of=proof_key)
    claims = dict(opened(record["token"]).claims)
    (held,) = claims["credentialSubject"]["verifiableCredential"]
    badges = [bare(held) | {"id": f"urn:uuid:{uuid4()}"} for _ in range(count)]
    proven = [with_proof(one, prove(one, key, datetime.now(UTC))) for one in badges]
    claims["credentialSubject"] |= {"verifiableCredential": proven}
    return await signed_so(running, record, credentialSubject=claims["credentialSubject"])


async def test_what_is_too_large_or_too_often_is_refused(
    running: RunningService, badge: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running.client() as anyone:
        huge = await anyone.post(VERIFY, json={"credential": "x" * 4_400_000})
        long_link = await anyone.get(VERIFY, params={"credential": "x" * 16_001})
        monkeypatch.setitem(running.app.context._kept, VERIFYING, Limiter(0.001, 2))
        answers = [await anyone.post(VERIFY, json={"credential": badge["token"]}) for _ in range(3)]
        linked = await anyone.get(VERIFY, params={"credential": badge["token"]})
    assert (huge.status_code, long_link.status_code) == (413, 422)
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert (linked.status_code, "retry-after" in answers[2].headers) == (429, True)
