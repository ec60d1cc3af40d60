"""Tokens for systems, and the keys behind them."""

import base64
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from sqlalchemy import text

from partners.identity.rules.tokens import PUBLISHED_AFTER, PUBLISHED_AHEAD
from partners.identity.usecases import keys
from partners.main import service
from shared.auth import jwks
from shared.auth.callers import Authenticator
from shared.auth.jwks import JwksCache
from shared.auth.sealing import Sealing, Unsealable
from shared.errors import NotSignedIn
from shared.settings import AuthSettings
from shared.testing import Tokens, route_problems, statement_problems, table_problems

TOKEN = "/oauth/token"
GRANT = {"grant_type": "client_credentials"}
DISTRICTS = "/partners/v1/districts"


def basic(partners: Any) -> tuple[str, str]:
    return str(partners.first.client_id), partners.first.client_secret


async def ask(partners: Any, **data: str) -> httpx.Response:
    async with partners.running.client() as client:
        answer: httpx.Response = await client.post(TOKEN, data=GRANT | data, auth=basic(partners))
        return answer


@pytest.fixture
def fetches(partners: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Lets every JwksCache fetch the published keys from the running app; notes each fetch."""
    made: list[str] = []

    async def note(request: httpx.Request) -> None:
        made.append(request.url.path)

    def client() -> httpx.AsyncClient:
        transport = httpx.ASGITransport(partners.running.asgi)
        return httpx.AsyncClient(transport=transport, event_hooks={"request": [note]})

    monkeypatch.setattr(jwks, "internal_client", client)
    return made


def authenticator() -> Authenticator:
    return Authenticator(AuthSettings(), JwksCache("http://partners/.well-known/jwks.json"))


async def test_the_house_rules_hold(partners: Any) -> None:
    assert route_problems(partners.running.app) == []
    assert await table_problems(partners.running.worker, service.metadata, "partners") == []
    assert await statement_problems(partners.running.worker, "partners") == []
    assert await statement_problems(partners.running.worker, "shared.roster") == []


async def test_a_client_gets_a_token_that_services_take(partners: Any, fetches: list[str]) -> None:
    answer = await ask(partners)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    body = answer.json()
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 900)
    assert set(body["scope"].split()) == set(partners.first.scopes)
    caller = await authenticator().caller_of(body["access_token"])
    assert (caller.district_id, caller.subject) == (partners.first.district_id, str(partners.first.client_id))
    assert (caller.role, caller.scopes) == ("system", frozenset(partners.first.scopes))
    assert fetches == ["/.well-known/jwks.json"]


async def test_a_client_may_ask_for_less_and_never_for_more(partners: Any) -> None:
    assert (await ask(partners, scope="changes.read")).json()["scope"] == "changes.read"
    more = await ask(partners, scope="changes.read moon.read")
    assert (more.status_code, more.json()["error"]) == (400, "invalid_scope")


async def test_the_secret_may_come_in_the_form(partners: Any) -> None:
    client_id, secret = basic(partners)
    async with partners.running.client() as client:
        answer = await client.post(TOKEN, data=GRANT | {"client_id": client_id, "client_secret": secret})
        both = await client.post(TOKEN, data=GRANT | {"client_secret": secret}, auth=basic(partners))
    assert answer.status_code == 200
    assert (both.status_code, both.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize(
    ("data", "status", "error"),
    [
        ({}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "client_credentials", "scope": "\x00"}, 400, "invalid_scope"),
    ],
)
async def test_a_wrong_request_gets_the_standards_error(
    partners: Any, data: dict[str, str], status: int, error: str
) -> None:
    async with partners.running.client() as client:
        answer = await client.post(TOKEN, data=data, auth=basic(partners))
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["error_description"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("header", ["Basic !", "Basic eA==", "Basic", "Basic " + base64.b64encode(b"\x00:x").decode()])
async def test_an_unreadable_proof_is_an_unknown_client(partners: Any, header: str) -> None:
    async with partners.running.client() as client:
        answer = await client.post(TOKEN, data=GRANT, headers={"Authorization": header})
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert answer.headers["WWW-Authenticate"].startswith("Basic")


async def test_an_unknown_client_and_a_wrong_secret_look_alike(partners: Any) -> None:
    async with partners.running.client() as client:
        unknown = await client.post(TOKEN, data=GRANT, auth=(str(uuid4()), "x"))
        wrong = await client.post(TOKEN, data=GRANT, auth=(str(partners.first.client_id), "x"))
    assert (unknown.status_code, unknown.json()) == (wrong.status_code, wrong.json())


async def test_guessing_is_slowed_and_the_right_secret_is_never_shut_out(partners: Any) -> None:
    async with partners.client("Birch") as manager:
        body = {"name": "guessed at", "scopes": ["changes.read"]}
        made = (await manager.post("/partners/v1/clients", json=body)).json()
    async with partners.running.client() as client:
        guesses = [await client.post(TOKEN, data=GRANT, auth=(made["client_id"], "guess")) for _ in range(6)]
        right = await client.post(TOKEN, data=GRANT, auth=(made["client_id"], made["client_secret"]))
        again = await client.post(TOKEN, data=GRANT, auth=(made["client_id"], "guess"))
    assert [g.status_code for g in guesses] == [401] * 4 + [429] * 2
    assert int(guesses[-1].headers["Retry-After"]) >= 1
    assert (right.status_code, again.status_code) == (200, 401)


def without_signature(token: str) -> str:
    header = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "at+jwt", "kid": "test"}).encode())
    return f"{header.decode().rstrip('=')}.{token.split('.')[1]}."


def forgeries(partners: Any) -> Iterator[tuple[str, str]]:
    tokens: Tokens = partners.running.tokens
    claims = tokens.claims(partners.first.district_id, "partners.read")
    now = int(time.time())
    yield "alg none", without_signature(tokens.sign(claims))
    yield "another's key under our key's id", Tokens().sign(claims)
    yield "expired", tokens.sign(claims | {"exp": now - 120})
    yield "for another audience", tokens.sign(claims | {"aud": "elsewhere"})
    yield "of another issuer", tokens.sign(claims | {"iss": "http://elsewhere"})
    yield "not an access token", tokens.sign(claims, typ="JWT")
    yield "no subject", tokens.sign({k: v for k, v in claims.items() if k != "sub"})
    yield "no district", tokens.sign({k: v for k, v in claims.items() if k != "district_id"})
    public = OctKey.import_key(json.dumps(tokens.key.as_dict(private=False)).encode())
    header = {"alg": "HS256", "kid": "test", "typ": "at+jwt"}
    yield "our public key as a shared secret", jwt.encode(header, claims, public, algorithms=["HS256"])
    yield "not a token", "x.y.z"


async def test_no_forgery_is_taken(partners: Any) -> None:
    async with partners.running.client() as client:
        good = partners.running.tokens.token(partners.first.district_id, "partners.read")
        assert (await client.get(DISTRICTS, headers={"Authorization": f"Bearer {good}"})).status_code == 200
        for name, token in forgeries(partners):
            answer = await client.get(DISTRICTS, headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 401, name


async def test_a_flood_of_unknown_keys_does_not_become_a_flood_of_fetches(partners: Any, fetches: list[str]) -> None:
    gate = authenticator()
    for number in range(50):
        stranger = Tokens(key_id=f"unknown-{number}")
        with pytest.raises(NotSignedIn):
            await gate.caller_of(stranger.token(partners.first.district_id))
    assert len(fetches) == 1


async def test_rotation_refuses_no_good_token(partners: Any, fetches: list[str]) -> None:
    """A new key is published before it signs, and the old one until its last token has expired."""
    worker, secret = partners.running.worker, service.read_settings().key_secret.get_secret_value()  # type: ignore[attr-defined]
    gate, before = authenticator(), (await ask(partners)).json()["access_token"]
    await gate.caller_of(before)
    async with worker.transaction(None) as session:
        new = await keys.add_key(session, secret, datetime.now(UTC))
        assert len((await keys.jwks(session))["keys"]) == 2
    assert key_of((await ask(partners)).json()["access_token"]) != new
    await gate.jwks.refresh()  # as every service does every five minutes
    seen = len(fetches)
    async with worker.transaction(None) as session:  # the time has come
        passed = text("update signing_key set signs_from = signs_from - make_interval(secs => :seconds)")
        await session.execute(passed, {"seconds": PUBLISHED_AHEAD.total_seconds()})
    after = (await ask(partners)).json()["access_token"]
    assert key_of(after) == new
    for token in (before, after):
        await Authenticator(AuthSettings(), gate.jwks).caller_of(token)
    assert len(fetches) == seen
    for wait, left in ((timedelta(0), 2), (PUBLISHED_AFTER + timedelta(minutes=1), 1)):
        async with worker.transaction(None) as session:
            await keys.retire_keys(session, datetime.now(UTC) + wait)
            assert len((await keys.jwks(session))["keys"]) == left
    await authenticator().caller_of(after)


def key_of(token: str) -> str:
    head = token.split(".")[0]
    return str(json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))["kid"])


async def test_private_keys_are_encrypted_at_rest_and_published_without(partners: Any) -> None:
    async with partners.running.worker.transaction(None) as session:
        row = (await session.execute(text("select * from signing_key limit 1"))).one()
    assert "d" not in row.public
    assert b'"d"' not in row.sealed
    with pytest.raises(Unsealable):
        Sealing("partners", "another secret").unseal(f"signing key {row.key_id}", row.sealed)


async def test_the_metadata_says_where_things_are(partners: Any) -> None:
    async with partners.running.client() as client:
        body = (await client.get("/.well-known/oauth-authorization-server")).json()
    assert body["token_endpoint"] == "http://trellis.test/oauth/token"
    assert body["jwks_uri"] == "http://trellis.test/.well-known/jwks.json"
    assert body["grant_types_supported"] == ["client_credentials"]
