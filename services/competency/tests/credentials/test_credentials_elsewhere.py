"""Credentials proven by an implementation of JOSE that is not ours, in another language: it reads what we sign, with
keys and status lists fetched over HTTP, and we read what it signs.
"""

import json
import ssl
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from competency.credentials.api.verification import STRANGERS
from competency.credentials.rules.envelope import opened
from competency.credentials.rules.status_list import StatusEntry, status_list_claims
from competency.credentials.usecases.verify_credential import LARGEST_DOCUMENT
from services.competency.tests.credentials.credential_pieces import tampered
from services.competency.tests.credentials.elsewhere_pieces import run
from services.competency.tests.credentials.issued_pieces import (
    ISSUER,
    SYSTEM,
    issue,
    pass_ten_minutes,
    path,
    show,
    somebody,
    verdict,
)
from services.competency.tests.served_pieces import certificate, served, stranger
from shared.outgoing.client import AllowList, OutboundClient
from shared.settings import HttpSettings
from shared.testing import DISTRICT_A, RunningService

PLACE = 70_001


@pytest.fixture
async def address(running: RunningService) -> AsyncIterator[str]:
    """The service over HTTP, under the address that its DIDs name."""
    platform = running.app.context.platform
    before = platform.http
    async with served(running.asgi) as base:
        platform.http = HttpSettings(public_url=base)
        yield base
        platform.http = before


@pytest.fixture
def strangers(running: RunningService) -> Iterator[None]:
    """For a test that has others answer in their place."""
    before = running.app.context.find(STRANGERS)
    yield
    running.app.context.keep(STRANGERS, before)


async def read_elsewhere(base: str, token: str) -> Any:
    jwks = f"{base}/competency/v1/issuers/{DISTRICT_A}/jwks.json"
    return await run("read.mjs", {"token": token, "jwks": jwks})


async def test_what_we_sign_is_read_elsewhere_also_its_revocation(
    running: RunningService, address: str, items: list[str]
) -> None:
    learner = somebody()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        await show(client, learner, items[0])
        badge, record = await issue(client, learner, items[0]), await issue(client, learner)
        found = [await read_elsewhere(address, one["token"]) for one in (badge, record)]
        await client.post(path(learner, badge["credential_id"], "revoke"), json={"reason": "Given by mistake."})
        revoked = await read_elsewhere(address, badge["token"])
    for one, read in zip((badge, record), found, strict=True):
        assert read["payload"] == dict(opened(one["token"]).claims)
        assert (read["same"], read["alg"], read["revoked"], read["places"]) == (True, "ES256", False, 131_072)
    assert revoked["revoked"] is True


@pytest.mark.parametrize("alg", ["EdDSA", "RS256"])
async def test_every_kind_of_key_is_read_elsewhere(
    running: RunningService, address: str, items: list[str], alg: str
) -> None:
    learner = somebody()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        assert (await client.post(f"{ISSUER}/keys", json={"algorithm": alg})).status_code == 201
        await pass_ten_minutes(running)
        await show(client, learner, items[0])
        badge = await issue(client, learner, items[0])
    read = await read_elsewhere(address, badge["token"])
    assert (read.get("alg"), read.get("same")) == (alg, True), read


async def test_what_was_tampered_with_is_refused_elsewhere(
    running: RunningService, address: str, items: list[str]
) -> None:
    learner = somebody()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        await show(client, learner, items[0])
        badge = await issue(client, learner, items[0])
    forged = tampered(badge["token"], 1, lambda claims: claims | {"name": "Doctor of Medicine"})
    assert await read_elsewhere(address, forged) == {"problem": "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"}


@pytest.mark.parametrize("alg", ["ES256", "EdDSA", "RS256"])
async def test_what_is_signed_elsewhere_is_read_here(
    running: RunningService, strangers: None, tmp_path: Path, alg: str
) -> None:
    chain = certificate(tmp_path)
    pages: dict[str, str] = {}
    async with stranger(chain, pages) as port, running.client() as anyone:
        running.app.context.keep(STRANGERS, trusting(chain, port))
        did, here = f"did:web:127.0.0.1%3A{port}:schools:7", f"https://127.0.0.1:{port}"
        made = await run("sign.mjs", {"alg": alg, "did": did, **foreign(did, f"{here}/status/1", revoked=[PLACE + 1])})
        pages |= {"/schools/7/did.json": json.dumps(made["document"]), "/status/1": made["list"]}
        good = await verdict(anyone, made["badge"])
        other = await run("sign.mjs", {"alg": alg, "did": did, **foreign(did, f"{here}/status/1", revoked=[PLACE])})
        stranger_key = await verdict(anyone, other["badge"])
        pages |= {"/schools/7/did.json": json.dumps(other["document"]), "/status/1": other["list"]}
        revoked = await verdict(anyone, other["badge"])
        pages["/status/1"] = made["list"]
        forged = await verdict(anyone, other["badge"])
        del pages["/schools/7/did.json"]
        gone = await verdict(anyone, other["badge"])
    assert good["good"], good["words"]
    assert (good["credential"]["issuer"], good["credential"]["issuer_name"]) == (did, "Another School")
    assert [found["problems"] for found in (stranger_key, revoked, forged, gone)] == [
        ["unknown_key"],
        ["revoked"],
        ["status_forged"],
        ["issuer_unreachable"],
    ]


def trusting(chain: Path, port: int) -> OutboundClient:
    """A client that calls this machine, and believes the test's own certificate."""
    tls = ssl.create_default_context(cafile=str(chain))
    return OutboundClient(AllowList.parse([f"127.0.0.1:{port}"]), tls=tls, body_bytes=LARGEST_DOCUMENT)


def foreign(did: str, address: str, revoked: list[int]) -> dict[str, Any]:
    """What another school certifies, in words of its own."""
    now = datetime.now(UTC)
    begins, ends = now - timedelta(days=1), now + timedelta(days=1)
    subject = "urn:uuid:5c3a1d1e-0d0f-4a52-8f1d-6f7f1c0b9a11"
    badge = {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": f"https://{did[8:].replace('%3A', ':').split(':schools')[0]}/badges/1",
        "type": ["VerifiableCredential", "AchievementCredential"],
        "issuer": {"id": did, "type": "Profile", "name": "Another School"},
        "validFrom": f"{begins:%Y-%m-%dT%H:%M:%SZ}",
        "validUntil": f"{ends:%Y-%m-%dT%H:%M:%SZ}",
        "credentialStatus": StatusEntry(address, PLACE).claims(),
        "credentialSubject": {
            "id": subject,
            "type": "AchievementSubject",
            "achievement": {
                "id": "https://another.example/fractions",
                "type": ["Achievement"],
                "name": "Fractions",
                "description": "Adds and compares fractions.",
                "criteria": {"narrative": "Two projects."},
            },
        },
    }
    times = {"nbf": int(begins.timestamp()), "exp": int(ends.timestamp())}
    listed = status_list_claims(address, did, "revocation", bytes(16_384), begins, ends)
    return {
        "badge": {**badge, "iss": did, "jti": badge["id"], "sub": subject, **times},
        "list": {
            "claims": {**listed, "iss": did, "jti": address, "sub": f"{address}#list", **times},
            "revoked": revoked,
        },
    }
