"""The public keys that verify tokens: asked for when they are needed, and kept when the issuer fails."""

import asyncio
from typing import Any

import httpx
import pytest

from shared.auth import jwks
from shared.auth.callers import Authenticator
from shared.auth.jwks import JwksCache
from shared.settings import AuthSettings
from shared.testing import DISTRICT_A, LEARNER_ID_KEY, Tokens
from shared.testing.callers import ISSUER

SETTINGS = AuthSettings(issuer=ISSUER, learner_id_key=LEARNER_ID_KEY.decode())


class Issuer:
    """The endpoint with the keys: counts who asks, and can fail."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens, self.asked, self.broken = tokens, 0, False

    async def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        await asyncio.sleep(0.01)
        return httpx.Response(500) if self.broken else httpx.Response(200, json=self.tokens.jwks())


@pytest.fixture
def issuer(monkeypatch: pytest.MonkeyPatch) -> Issuer:
    made = Issuer(Tokens())
    monkeypatch.setattr(jwks, "internal_client", lambda: httpx.AsyncClient(transport=httpx.MockTransport(made.answer)))
    return made


async def test_an_unknown_key_is_asked_for_so_that_a_rotation_costs_no_refusal(issuer: Issuer) -> None:
    cache = JwksCache("http://issuer.test/jwks")
    await cache.refresh()
    known = Authenticator(SETTINGS, cache)
    issuer.tokens = Tokens("rotated")
    cache._asked_at -= 11
    assert (await known.caller_of(issuer.tokens.token(DISTRICT_A))).district_id == DISTRICT_A


@pytest.mark.parametrize("broken", [False, True])
async def test_a_flood_of_unknown_keys_asks_the_issuer_once_in_a_cool_down(issuer: Issuer, broken: bool) -> None:
    issuer.broken = broken
    known = Authenticator(SETTINGS, JwksCache("http://issuer.test/jwks"))
    flood = [Tokens(f"unknown-{n}").token(DISTRICT_A) for n in range(60)]
    answers = await asyncio.gather(*(known.caller_of(token) for token in flood), return_exceptions=True)
    assert {getattr(answer, "status", None) for answer in answers} == {503 if broken else 401}
    assert issuer.asked == 1


async def test_a_refresh_that_fails_keeps_the_keys(issuer: Issuer) -> None:
    cache = JwksCache("http://issuer.test/jwks")
    await cache.refresh()
    issuer.broken = True
    await cache.refresh()
    assert issuer.asked == 2
    caller = await Authenticator(SETTINGS, cache).caller_of(issuer.tokens.token(DISTRICT_A))
    assert caller.district_id == DISTRICT_A


async def test_nonsense_in_place_of_keys_keeps_the_keys(issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = JwksCache("http://issuer.test/jwks")
    await cache.refresh()
    nonsenses: tuple[Any, ...] = ({}, {"keys": "x"}, {"keys": [{"kty": "?"}]}, [], {"keys": []})
    for nonsense in nonsenses:
        monkeypatch.setattr(issuer.tokens, "jwks", lambda nonsense=nonsense: nonsense)
        await cache.refresh()
        assert cache.ready
    assert await Authenticator(SETTINGS, cache).caller_of(issuer.tokens.token(DISTRICT_A))
