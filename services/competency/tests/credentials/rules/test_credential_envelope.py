from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import replace
from string import ascii_letters, digits
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, RSAKey

from competency.credentials.rules.badge import badge_claims
from competency.credentials.rules.envelope import LARGEST, Unreadable, is_signed_by, opened, sign
from competency.credentials.rules.keys import key_id
from services.competency.tests.credentials.credential_pieces import ED25519, KEYS, NORTH, P256, badge, signed_badge

ALPHABET = ascii_letters + digits + "-_"
PLAIN = {
    "id": "urn:uuid:1",
    "issuer": NORTH.did,
    "validFrom": "2026-11-21T12:00:00Z",
    "credentialSubject": {"id": "urn:uuid:2"},
}
"""The least that can be signed."""

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
jsons = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("name", KEYS)
def test_the_envelope_says_what_open_badges_demands_and_nothing_else(name: str) -> None:
    envelope = opened(signed_badge(KEYS[name]))
    assert envelope.header == {"alg": name, "kid": key_id(NORTH.did, KEYS[name]), "typ": "JWT"}
    assert envelope.claims == {
        **badge_claims(badge()),
        "iss": NORTH.did,
        "jti": badge().id,
        "sub": badge().subject.pseudonym,
        "nbf": 1795262400,
        "exp": 1827662400,
    }
    assert is_signed_by(envelope, KEYS[name])


def test_a_credential_without_an_end_has_no_exp() -> None:
    assert "exp" not in opened(signed_badge(valid_until=None)).claims


@given(st.dictionaries(words.map(lambda word: f"x{word}"), jsons, max_size=4), st.sampled_from([P256, ED25519]))
def test_whatever_is_signed_is_read_again_and_verifies(claims: dict[str, Any], key: Any) -> None:
    envelope = opened(sign({**claims, **PLAIN}, key))
    assert claims.items() <= envelope.claims.items()
    assert is_signed_by(envelope, key)


@pytest.mark.parametrize("name", KEYS)
def test_one_changed_character_anywhere_breaks_the_signature(name: str) -> None:
    token = sign(PLAIN, KEYS[name])
    for position, character in enumerate(token):
        if character != ".":
            other = ALPHABET[(ALPHABET.index(character) + 1) % len(ALPHABET)]
            assert not is_signed_by(
                replace(opened(token), token=token[:position] + other + token[position + 1 :]), KEYS[name]
            )


@pytest.mark.parametrize("name", KEYS)
def test_the_bits_that_a_last_character_has_to_spare_change_nothing_unseen(name: str) -> None:
    token = sign(PLAIN, KEYS[name])
    others = [token[:-1] + character for character in ALPHABET if character != token[-1]]
    others += [token + padding for padding in ("=", "==", "A", "\n.", " ")]
    assert not [other for other in others if is_signed_by(replace(opened(token), token=other), KEYS[name])]


def test_another_key_did_not_sign_it() -> None:
    for name, key in KEYS.items():
        others = [other for other in KEYS if other != name]
        assert not any(is_signed_by(opened(sign(PLAIN, key)), KEYS[other]) for other in others)
    assert not is_signed_by(opened(sign(PLAIN, P256)), ECKey.generate_key("P-256"))


def test_only_a_private_key_of_an_accepted_kind_signs() -> None:
    with pytest.raises(ValueError, match="public half"):
        sign(PLAIN, ECKey.import_key(P256.as_dict(private=False)))
    with pytest.warns(SecurityWarning):
        short = RSAKey.generate_key(1024)
    for unfit in (ECKey.generate_key("P-384"), ECKey.generate_key("secp256k1"), short):
        with pytest.raises(ValueError, match="credentials are signed by"):
            sign(PLAIN, unfit)


@pytest.mark.parametrize("missing", PLAIN)
def test_what_the_envelope_must_repeat_must_be_there(missing: str) -> None:
    with pytest.raises(ValueError, match="has an id, an issuer, a subject with an id, and validFrom"):
        sign({name: value for name, value in PLAIN.items() if name != missing}, P256)


def test_what_json_cannot_say_is_not_signed() -> None:
    with pytest.raises(ValueError):
        sign({**PLAIN, "x": float("nan")}, P256)
    with pytest.raises(ValueError):
        sign({**PLAIN, "x": "\ud800"}, P256)
    with pytest.raises(ValueError, match="too large"):
        sign({**PLAIN, "x": "x" * LARGEST}, P256)


def part(text: bytes) -> str:
    return urlsafe_b64encode(text).rstrip(b"=").decode()


UNREADABLE = {
    "nothing": "",
    "empty parts": "..",
    "two parts": "e30.e30",
    "four parts": "e30.e30.x.x",
    "no signature": "e30.e30.",
    "a list for a header": f"{part(b'[]')}.e30.x",
    "a text for claims": f"e30.{part(b'1')}.x",
    "half an object": f"e30.{part(b'{')}.x",
    "not a number": "e30." + part(b'{"x": NaN}') + ".x",
    "utf-16": "e30." + part("{}".encode("utf-16")) + ".x",
    "too deep": "e30." + part(b"[" * 200_000) + ".x",
    "too long a number": "e30." + part(b'{"x":' + b"9" * 5000 + b"}") + ".x",
    "not base64": "e30.é.x",
    "too large": "x" * (LARGEST + 1),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_signed_credential_says_so(name: str) -> None:
    with pytest.raises(Unreadable):
        opened(UNREADABLE[name])


def test_space_around_a_pasted_credential_does_no_harm() -> None:
    assert is_signed_by(opened(f"\n  {signed_badge()}\r\n"), P256)
