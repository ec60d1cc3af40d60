from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from competency.credentials.rules.issuer import did_document
from competency.credentials.rules.keys import jwks, key_id, public_jwk
from services.competency.tests.credentials.credential_pieces import (
    BADGE,
    ED25519,
    LIST,
    NORTH,
    P256,
    READER,
    RSA,
    SOUTH,
    Reader,
    forged,
    header,
    signed_badge,
    signed_list,
)


def test_what_an_old_key_signed_stays_good_after_rotation() -> None:
    rotated = Reader(did_document(NORTH.did, [ED25519, P256]), {LIST: signed_list(key=ED25519)})
    assert rotated.verdict(BADGE).good
    assert rotated.verdict(signed_badge(ED25519)).good


def test_what_a_withdrawn_key_signed_is_good_no_more() -> None:
    withdrawn = Reader(did_document(NORTH.did, [ED25519]), {LIST: signed_list(key=ED25519)})
    assert withdrawn.verdict(BADGE).problems == ("unknown_key",)


def test_a_key_that_is_shown_counts_where_the_issuer_publishes_it() -> None:
    token = forged(header(kid=None, jwk=public_jwk(P256)))
    assert READER.verdict(token).good
    assert Reader(jwks(NORTH.did, [P256])).verdict(token).good


def test_a_key_may_be_called_by_its_short_name() -> None:
    short = P256.thumbprint()
    document: Any = did_document(NORTH.did, [P256])
    method = {**document["verificationMethod"][0], "id": f"#{short}"}
    reader = Reader({**document, "verificationMethod": [method], "assertionMethod": [f"#{short}"]})
    for name in (short, f"#{short}", f"{NORTH.did}#{short}"):
        assert reader.verdict(forged(header(kid=name))).good
    embedding = {**document, "verificationMethod": [], "assertionMethod": [method]}
    assert Reader(embedding).verdict(BADGE).good


def unfit(change: Callable[[dict[str, Any]], object]) -> Any:
    document = deepcopy(did_document(NORTH.did, [P256]))
    change(document)
    return document


@pytest.mark.parametrize(
    "document",
    [
        unfit(lambda document: document.update(assertionMethod=[])),
        unfit(lambda document: document.pop("assertionMethod")),
        unfit(lambda document: document["verificationMethod"][0].update(controller=SOUTH.did)),
        unfit(lambda document: document["verificationMethod"][0].pop("publicKeyJwk")),
        unfit(lambda document: document["verificationMethod"][0]["publicKeyJwk"].update(use="enc")),
        unfit(lambda document: document["verificationMethod"][0]["publicKeyJwk"].update(x="AAAA")),
        unfit(lambda document: document["verificationMethod"][0]["publicKeyJwk"].update(crv="P-384")),
        unfit(lambda document: document["verificationMethod"][0].update(publicKeyJwk={"kty": "oct", "k": "AAAA"})),
        unfit(lambda document: document.update(verificationMethod={})),
        {"keys": None},
        {"keys": [{**public_jwk(P256), "kid": key_id(NORTH.did, P256), "iss": SOUTH.did}]},
        {"id": NORTH.did},
    ],
)
def test_a_key_published_for_something_else_or_badly_is_no_key(document: Any) -> None:
    assert Reader(document).verdict(BADGE).problems == ("unknown_key",)


def test_a_short_rsa_key_is_no_key() -> None:
    jwk = {**public_jwk(RSA), "n": "w" * 171, "kid": key_id(NORTH.did, RSA)}
    assert Reader({"keys": [jwk]}).verdict(signed_badge(RSA)).problems == ("unknown_key",)
