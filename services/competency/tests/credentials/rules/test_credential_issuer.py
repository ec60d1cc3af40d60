from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import RSAKey

from competency.credentials.rules.issuer import did_document, did_web, document_address
from competency.credentials.rules.keys import algorithm, jwks, key_id, public_jwk
from services.competency.tests.credentials.credential_pieces import ED25519, KEYS, NORTH, P256


def test_a_document_publishes_the_public_half_of_every_key() -> None:
    document = did_document(NORTH.did, [P256, ED25519])
    assert document == {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": NORTH.did,
        "verificationMethod": [
            {
                "id": f"{NORTH.did}#{key.thumbprint()}",
                "type": "JsonWebKey",
                "controller": NORTH.did,
                "publicKeyJwk": public_jwk(key),
            }
            for key in (P256, ED25519)
        ],
        "assertionMethod": [f"{NORTH.did}#{key.thumbprint()}" for key in (P256, ED25519)],
    }


@pytest.mark.parametrize("name", KEYS)
def test_nothing_of_the_private_half_is_published(name: str) -> None:
    key = KEYS[name]
    public = {"kty", "alg", "use"} | {"ES256": {"crv", "x", "y"}, "EdDSA": {"crv", "x"}, "RS256": {"n", "e"}}[name]
    assert set(public_jwk(key)) == public
    assert public_jwk(key)["alg"] == algorithm(key) == name
    published: Any = jwks(NORTH.did, [key])
    assert published["keys"] == [{**public_jwk(key), "kid": key_id(NORTH.did, key), "iss": NORTH.did}]


def test_a_key_is_called_by_its_thumbprint() -> None:
    """The example of RFC 7638, section 3.1."""
    modulus = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3"
        "oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdA"
        "ZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-"
        "kEgU8awapJzKnqDKgw"
    )
    key = RSAKey.import_key({"kty": "RSA", "n": modulus, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"})
    assert key_id("did:web:example.org", key) == "did:web:example.org#NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


@pytest.mark.parametrize(
    ("address", "did", "document"),
    [
        ("https://w3c-ccg.github.io", "did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"),
        (
            "https://example.org/user/alice/",
            "did:web:example.org:user:alice",
            "https://example.org/user/alice/did.json",
        ),
        ("http://localhost:8000/d/7", "did:web:localhost%3A8000:d:7", "https://localhost:8000/d/7/did.json"),
    ],
)
def test_a_did_web_is_an_address_and_its_document_lies_there(address: str, did: str, document: str) -> None:
    """The first two are the examples of the did:web method."""
    assert did_web(address) == did
    assert document_address(did) == document


segments = st.from_regex(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,8}", fullmatch=True)


@given(
    st.from_regex(r"[a-z][a-z0-9-]{0,8}(\.[a-z]{1,5}){0,2}", fullmatch=True), st.lists(segments, min_size=1, max_size=4)
)
def test_every_address_comes_back_from_its_did(host: str, path: list[str]) -> None:
    address = "/".join([f"https://{host}:8443", *path])
    assert document_address(did_web(address)) == f"{address}/did.json"
    assert unquote(did_web(address)).replace(":", "/").endswith("/".join(path))


@pytest.mark.parametrize(
    "address",
    [
        "ftp://north.example",
        "https://",
        "https://north.example/?district=7",
        "https://north.example/#7",
        "https://ann@north.example/7",
        "https://north.example/../7",
        "https://north.example/a%20b",
        "https://[::1]/7",
        "https://north.example:x/7",
    ],
)
def test_what_is_no_address_of_an_issuer_is_refused(address: str) -> None:
    with pytest.raises(ValueError):
        did_web(address)


@pytest.mark.parametrize(
    ("issuer", "document"),
    [
        ("https://college.example/issuers/5", "https://college.example/.well-known/jwks.json"),
        ("http://college.example/issuers/5", None),
        ("https://user@college.example/", None),
        ("https://[", None),
        ("did:key:z6Mk", None),
        ("did:web:a/b", None),
        ("did:web:", None),
        ("did:web:a:..:b", None),
        ("", None),
    ],
)
def test_where_an_issuer_of_another_kind_publishes(issuer: str, document: str | None) -> None:
    assert document_address(issuer) == document
