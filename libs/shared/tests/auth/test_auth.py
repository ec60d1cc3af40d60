"""Who calls: what a token must be, what it opens, and what a flood of bad ones costs."""

import asyncio
import base64
import json
import time
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws, jwt
from joserfc.jwk import OctKey, OKPKey

from shared.auth.callers import ALGORITHMS, Authenticator
from shared.auth.dependencies import SESSION_COOKIE
from shared.auth.jwks import JwksCache
from shared.auth.limits import Limiter
from shared.errors import NotSignedIn, Problem
from shared.settings import AuthSettings
from shared.testing import DISTRICT_A, LEARNER_ID_KEY, RunningService, Tokens
from shared.testing.callers import ISSUER

SETTINGS = AuthSettings(issuer=ISSUER, learner_id_key=LEARNER_ID_KEY.decode())


def authenticator(tokens: Tokens) -> Authenticator:
    jwks = JwksCache("http://issuer.test/jwks")
    jwks.use(tokens.jwks())
    return Authenticator(SETTINGS, jwks)


def unsigned(claims: dict[str, Any], header: dict[str, Any]) -> str:
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (header, claims))
    return ".".join(parts) + "."


async def test_a_good_token_says_who_calls_for_whom_and_what_they_may() -> None:
    tokens = Tokens()
    token = tokens.token(DISTRICT_A, "a.read", "a.write", role="educator", person_id=DISTRICT_A)
    caller = await authenticator(tokens).caller_of(token)
    assert (caller.district_id, caller.role, caller.person_id) == (DISTRICT_A, "educator", DISTRICT_A)
    assert caller.scopes == {"a.read", "a.write"}
    assert caller.is_person


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "http://other.test"},
        {"aud": "other"},
        {"iss": None},
        {"aud": None},
        {"exp": None},
        {"sub": None},
        {"district_id": None},
        {"district_id": "no uuid"},
        {"exp": int(time.time()) - 31},
        {"nbf": int(time.time()) + 86_400},
        {"iat": int(time.time()) + 86_400},
        {"role": None},
        {"role": "root"},
        {"role": ["system"]},
        {"role": {"system": True}},
        {"scope": 7},
        {"scope": ["noted.read"]},
        {"exp": "tomorrow"},
        {"exp": str(int(time.time()) + 300)},
        {"exp": 10**400},
        {"exp": True},
        {"iat": "now"},
        {"sub": 7},
        {"sub": ""},
        {"sub": "a\0b"},
        {"aud": {"trellis": 1}},
        {"aud": ["trellis", 7]},
        {"district_id": 7},
        {"district_id": [str(DISTRICT_A)]},
        {"person_id": "no uuid"},
        {"person_id": {}},
    ],
)
async def test_a_token_with_a_claim_missing_or_wrong_is_refused(change: dict[str, Any]) -> None:
    tokens = Tokens()
    claims = {k: v for k, v in (tokens.claims(DISTRICT_A) | change).items() if v is not None}
    with pytest.raises(NotSignedIn):
        await authenticator(tokens).caller_of(tokens.sign(claims))


async def test_an_audience_of_several_is_ours_where_we_are_among_them() -> None:
    tokens = Tokens()
    token = tokens.sign(tokens.claims(DISTRICT_A) | {"aud": ["elsewhere", "trellis"], "jti": ["unknown", "to", "us"]})
    assert (await authenticator(tokens).caller_of(token)).role == "system"


async def test_clocks_may_differ_by_the_leeway() -> None:
    tokens = Tokens()
    token = tokens.sign(tokens.claims(DISTRICT_A) | {"exp": int(time.time()) - 20})
    assert (await authenticator(tokens).caller_of(token)).district_id == DISTRICT_A


@pytest.mark.parametrize("typ", ["JWT", "logout+jwt", "id+jwt", ""])
async def test_a_token_of_another_type_is_refused(typ: str) -> None:
    tokens = Tokens()
    with pytest.raises(NotSignedIn):
        await authenticator(tokens).caller_of(tokens.sign(tokens.claims(DISTRICT_A), typ=typ))


async def test_an_unsigned_token_is_refused() -> None:
    tokens = Tokens()
    for algorithm in ("none", "None", "Ed25519"):
        header = {"alg": algorithm, "kid": "test", "typ": "at+jwt"}
        with pytest.raises(NotSignedIn):
            await authenticator(tokens).caller_of(unsigned(tokens.claims(DISTRICT_A), header))


async def test_a_token_signed_with_the_public_key_as_a_secret_is_refused() -> None:
    tokens = Tokens()
    secret = OctKey.import_key(json.dumps(tokens.jwks()["keys"][0]))
    header = {"alg": "HS256", "kid": "test", "typ": "at+jwt"}
    forged = jwt.encode(header, tokens.claims(DISTRICT_A), secret, algorithms=["HS256"])
    with pytest.raises(NotSignedIn):
        await authenticator(tokens).caller_of(forged)


async def test_a_token_signed_by_a_stranger_under_our_key_id_is_refused() -> None:
    with pytest.raises(NotSignedIn):
        await authenticator(Tokens()).caller_of(Tokens().token(DISTRICT_A))


async def test_a_changed_token_is_refused() -> None:
    tokens = Tokens()
    head, claims, signature = tokens.token(DISTRICT_A, "a.read").split(".")
    other = tokens.token(DISTRICT_A, "a.write").split(".")[1]
    with pytest.raises(NotSignedIn):
        await authenticator(tokens).caller_of(".".join((head, other, signature)))
    assert claims != other


_TOKENS = Tokens()
_TEXT = st.text(max_size=60) | st.from_regex(r"[A-Za-z0-9_-]{0,30}\.[A-Za-z0-9_-]{0,30}\.[A-Za-z0-9_-]{0,30}")


@given(_TEXT)
def test_whatever_is_sent_as_a_token_is_refused_politely(token: str) -> None:
    with pytest.raises(Problem) as caught:
        asyncio.run(authenticator(_TOKENS).caller_of(token))
    assert caught.value.status in (401, 503)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)
_CLAIMS = sorted(_TOKENS.claims(DISTRICT_A) | {"person_id": "", "nbf": 0, "jti": ""})


@given(st.dictionaries(st.sampled_from(_CLAIMS), _JSON, max_size=4), st.sets(st.sampled_from(_CLAIMS), max_size=2))
def test_whatever_a_signed_token_claims_it_is_a_callers_or_refused(change: dict[str, Any], missing: set[str]) -> None:
    claims = {k: v for k, v in (_TOKENS.claims(DISTRICT_A) | change).items() if k not in missing}
    try:
        caller = asyncio.run(authenticator(_TOKENS).caller_of(_TOKENS.sign(claims)))
    except NotSignedIn:
        return
    assert isinstance(caller.role, str)
    assert isinstance(caller.district_id, UUID)
    assert isinstance(caller.person_id, UUID | None)


def signed(payload: Any) -> str:
    header = {"alg": "Ed25519", "kid": "test", "typ": "at+jwt"}
    return jws.serialize_compact(header, json.dumps(payload).encode(), _TOKENS.key, algorithms=["Ed25519"])


@given(_JSON)
def test_whatever_json_is_signed_in_place_of_claims_is_refused(payload: Any) -> None:
    with pytest.raises(NotSignedIn):
        asyncio.run(authenticator(_TOKENS).caller_of(signed(payload)))


@pytest.mark.parametrize("claim", ["sub", "scope", "iss", "district_id", "role"])
async def test_half_a_character_in_a_claim_is_refused(claim: str) -> None:
    with pytest.raises(NotSignedIn):
        await authenticator(_TOKENS).caller_of(signed(_TOKENS.claims(DISTRICT_A) | {claim: "\ud800"}))


@pytest.mark.parametrize("header", ["[" * 20_000, "{}", "[]", '"x"', '{"kid": [1], "alg": {}}'])
async def test_whatever_json_stands_in_place_of_a_header_is_refused(header: str) -> None:
    first = base64.urlsafe_b64encode(header.encode()).decode().rstrip("=")
    with pytest.raises(NotSignedIn):
        await authenticator(Tokens()).caller_of(f"{first}.e30.e30")


async def test_a_token_that_does_not_fit_is_a_401_of_every_route(noted: RunningService) -> None:
    token = noted.tokens.sign(noted.tokens.claims(DISTRICT_A, "noted.read") | {"role": ["system"]})
    async with noted.client() as client:
        answer = await client.get("/noted/v1/notes", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")


async def test_a_remembered_token_does_not_outlive_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = Tokens()
    known, token = authenticator(tokens), tokens.token(DISTRICT_A)
    await known.caller_of(token)
    end = tokens.claims(DISTRICT_A)["exp"]
    monkeypatch.setattr(time, "time", lambda: end + 31.0)
    with pytest.raises(NotSignedIn, match="expired"):
        await known.caller_of(token)


async def test_a_token_is_verified_once_and_again_when_the_keys_have_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = Tokens("old"), Tokens("new")
    known, token = authenticator(old), old.token(DISTRICT_A)
    verified = 0
    real = jwt.decode

    def decode(*args: Any, **options: Any) -> Any:
        nonlocal verified
        verified += 1
        return real(*args, **options)

    monkeypatch.setattr(jwt, "decode", decode)
    for _ in range(3):
        await known.caller_of(token)
    assert verified == 1
    known.jwks.use({"keys": [*old.jwks()["keys"], *new.jwks()["keys"]]})
    await known.caller_of(token)
    assert verified == 2
    monkeypatch.setattr(known.jwks, "refresh", _nothing)
    known.jwks.use(new.jwks())
    with pytest.raises(NotSignedIn):
        await known.caller_of(token)


async def test_another_key_under_the_same_id_is_another_key() -> None:
    old, new = Tokens("same"), Tokens("same")
    known, token = authenticator(old), old.token(DISTRICT_A)
    await known.caller_of(token)
    known.jwks.use(new.jwks())
    with pytest.raises(NotSignedIn):
        await known.caller_of(token)
    assert await known.caller_of(new.token(DISTRICT_A))


async def _nothing(**_: Any) -> None: ...


async def test_without_a_caller_401_and_without_the_scope_403(noted: RunningService) -> None:
    async with noted.client() as client:
        anonymous = await client.get("/noted/v1/notes")
    async with noted.client(DISTRICT_A, "other.read") as client:
        unscoped = await client.get("/noted/v1/notes")
    assert (anonymous.status_code, unscoped.status_code) == (401, 403)
    assert anonymous.headers["www-authenticate"].startswith("Bearer")
    assert "noted.read" in unscoped.json()["detail"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 201),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://trellis.test"}, 403),
        ({"Origin": "http://trellis.test"}, 201),
        ({"Origin": "http://evil.test"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
async def test_a_cookie_may_change_things_from_our_own_pages_only(
    noted: RunningService, headers: dict[str, str], status: int
) -> None:
    cookie = noted.tokens.token(DISTRICT_A, "noted.write", "noted.read", role="educator")
    async with noted.client() as client:
        client.cookies.set(SESSION_COOKIE, cookie)
        answer = await client.post("/noted/v1/notes", json={"words": "x"}, headers=headers)
        assert answer.status_code == status
        assert (await client.get("/noted/v1/notes", headers=headers)).status_code == 200


async def test_too_many_requests_get_a_429_that_says_when_to_come_again(noted: RunningService) -> None:
    clock = 0.0
    noted.app.gate.limiter = Limiter(1, 3, lambda: clock)
    async with noted.client(DISTRICT_A, "noted.read") as client:
        answers = [await client.get("/noted/v1/notes") for _ in range(5)]
        assert [a.status_code for a in answers] == [200, 200, 200, 429, 429]
        assert answers[-1].headers["retry-after"] == "1"
        clock = 1.0
        assert (await client.get("/noted/v1/notes")).status_code == 200


def test_a_key_that_is_not_ed25519_signs_nothing_here() -> None:
    assert ALGORITHMS == ["Ed25519"]
    assert OKPKey.generate_key("Ed25519").curve_name == "Ed25519"
