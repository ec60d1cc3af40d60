"""Proofs of badges: what is covered, what is refused, and what is not understood."""

from __future__ import annotations

import random
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import OKPKey

from competency.credentials.rules.badge import badge_claims
from competency.credentials.rules.integrity import MOST_PROOFS, bare, is_provable, proof_finding, prove, with_proof
from competency.credentials.rules.issuer import did_document
from competency.credentials.rules.linked_data import NotUnderstood, canonical, quads_of, without_controls
from competency.credentials.rules.multikey import base58, from_base58, from_multibase, multibase
from competency.credentials.rules.status import StatusLists
from competency.credentials.rules.verdict import Fetched
from services.competency.tests.credentials.credential_pieces import (
    DOCUMENT,
    LIST,
    MEMBERS,
    NORTH,
    NOW,
    P256,
    PROVEN,
    PROVING,
    READER,
    RECORD,
    SOUTH,
    badge,
    forged,
    header,
    leaves,
    put,
    signed_list,
)

# The test vector that Open Badges 3.0 prints ("Linked Data Proof Test Vector for Open Badges 3.0"): a credential, a
# key, and what signing the one by the other gives.
VECTOR: dict[str, Any] = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "id": "http://example.com/credentials/3527",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {
        "id": "https://example.edu/issuers/565049",
        "type": ["Profile"],
        "url": "https://www.imsglobal.org",
        "name": "Example Corp",
    },
    "validFrom": "2010-01-01T00:00:00Z",
    "name": "Teamwork Badge",
    "credentialSubject": {
        "id": "did:example:ebfeb1f712ebc6f1c276e12ec21",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "https://example.com/achievements/21st-century-skills/teamwork",
            "type": ["Achievement"],
            "criteria": {
                "narrative": "Team members are nominated for this badge by their peers and recognized upon review by "
                "Example Corp management."
            },
            "description": "This badge recognizes the development of the capacity to collaborate within a group "
            "environment.",
            "name": "Teamwork",
        },
    },
}
VECTOR_SEED = "6241a409e6707bb640a0140a8a32bc3d193c33a661747284d6adfa4ed4180be4"
VECTOR_HASH = "87f65a76d40146205e3b3e06cb0fbd153f97f9ce70372390f52566bb7f9e0773"
VECTOR_KEY = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"
VECTOR_PROOF = "z5x9aCBYovW3CQCbKdNyhEm7ffYSw1YpEdPywQJoNbzDD2gkzQDKJ1sYKJaWvqZtkMtSbz35HcbgXVEDYHxCzgkCr"


def vector_key() -> OKPKey:
    public = from_multibase(VECTOR_KEY).as_dict(private=False)
    secret = urlsafe_b64encode(bytes.fromhex(VECTOR_SEED)).rstrip(b"=").decode()
    return OKPKey.import_key({**public, "d": secret})


def test_the_vector_of_the_standard_comes_out_as_printed() -> None:
    assert sha256(canonical(quads_of(VECTOR)).encode()).hexdigest() == VECTOR_HASH
    proof = prove(VECTOR, vector_key(), datetime(2010, 1, 1, 19, 23, 24, tzinfo=UTC))
    assert proof["verificationMethod"] == f"{VECTOR['issuer']['id']}#{VECTOR_KEY}"
    assert proof["proofValue"] == VECTOR_PROOF


@pytest.mark.parametrize(
    "path", [path for path in leaves(PROVEN) if path != ("proof", 0, "type")], ids=lambda path: ".".join(map(str, path))
)
def test_no_value_of_a_proven_badge_can_be_changed(path: Any) -> None:
    changed = put(PROVEN, path, "urn:x:y") if path[-1] != "hashed" else put(PROVEN, path, False)
    if path[0] == "issuer" and path[-1] == "id":
        changed = put(PROVEN, path, SOUTH.did)
    assert proof_finding(changed, DOCUMENT).outcome != "passed"
    assert proof_finding(put(PROVEN, path, KeyError), DOCUMENT).outcome != "passed"


def test_what_a_proof_would_not_cover_is_not_proven() -> None:
    claims: Any = badge_claims(badge())
    change: dict[str, Any]
    for change in (
        {"grade": "A"},
        {"endorsement": []},
        {"evidence": []},
        {"evidence": [{"id": "urn:x:y", "type": []}]},
        {"@context": [*claims["@context"], "https://example.org/more.json"]},
        {"type": [*claims["type"], "Diploma"]},
        {"id": "relative"},
        {"name": None},
        {"name": 7},
        {"name": {"@value": "A"}},
        {"name": "a\tb"},
        {"evidence": [{}]},
        {"evidence": [[]] * 2},
        {"evidence": [{"id": "_:b0", "type": ["Evidence"]}]},
    ):
        with pytest.raises(NotUnderstood):
            prove({**claims, **change}, PROVING, NOW)
    with pytest.raises(ValueError, match="public half"):
        prove(claims, from_multibase(multibase(PROVING)), NOW)
    # Without the context that has its type, the schema's type means nothing.
    with pytest.raises(NotUnderstood, match="1EdTechJsonSchemaValidator2019"):
        prove({**claims, "@context": claims["@context"][:2]}, PROVING, NOW)


def test_proof_keys_are_not_in_the_way_of_readers_of_tokens() -> None:
    plain: Any = did_document(NORTH.did, [P256])
    assert DOCUMENT["verificationMethod"][:1] == plain["verificationMethod"]
    method = DOCUMENT["verificationMethod"][1]
    assert method == {
        "id": f"{NORTH.did}#{multibase(PROVING)}",
        "type": "Multikey",
        "controller": NORTH.did,
        "publicKeyMultibase": multibase(PROVING),
    }
    assert method["id"] in DOCUMENT["assertionMethod"]
    by_proof_key = forged(header(kid=method["id"]))
    assert READER.verdict(by_proof_key).problems == ("unknown_key",)


def test_a_strangers_proofs_and_objects_have_an_end() -> None:
    many = {**PROVEN, "proof": PROVEN["proof"] * (MOST_PROOFS + 1)}
    assert proof_finding(many, DOCUMENT).outcome == "not_checked"
    wide = {**PROVEN, "evidence": [{"type": ["Evidence"], "name": f"{n}"} for n in range(5_000)]}
    deep: Any = {"name": "x"}
    for _ in range(200):
        deep = {"alignment": [deep]}
    for claims in (wide, {**PROVEN, "evidence": [deep]}):
        assert proof_finding(claims, DOCUMENT).outcome == "not_checked"


def test_equal_things_are_named_alike() -> None:
    work = {"type": ["Evidence"], "name": "Project"}
    claims: Any = {**badge_claims(badge()), "evidence": [work, work]}
    assert canonical(quads_of(claims)).count('"Project"') == 2
    tied = {**claims, "evidence": [{"alignment": [{"name": "x"}]}] * 2}
    assert canonical(quads_of(tied)).count('"x"') == 2


def test_what_it_would_take_for_ever_to_name_is_refused_soon() -> None:
    """Each of two equal things hangs on ten equal ones: 10! orders to try, of each."""
    crowd = {"alignment": [{"description": "y", "image": {"name": "x"}}] * 10}
    poison: Any = {**badge_claims(badge()), "evidence": [crowd, crowd]}
    with pytest.raises(NotUnderstood, match="told from one another"):
        canonical(quads_of(poison))
    verdict = READER.verdict(forged(header(), put(RECORD, (*MEMBERS, 0, "evidence"), poison["evidence"])))
    assert verdict.problems == ("badge_not_checked",)


def test_control_characters_are_blanks_in_what_is_signed() -> None:
    odd: Any = {**badge_claims(badge()), "name": "a\tb\x0bc\nd", "evidence": [{"type": ["Evidence"], "name": "\x7f"}]}
    clean: Any = without_controls(odd)
    assert (clean["name"], clean["evidence"][0]["name"]) == ("a b c\nd", " ")
    assert not is_provable(odd)
    assert is_provable(clean)


@given(st.integers(0, 2**32))
def test_the_order_of_words_does_not_matter(seed: int) -> None:
    order = random.Random(seed)

    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            names = list(value)
            order.shuffle(names)
            return {name: value[name] if name == "@context" else shuffled(value[name]) for name in names}
        return [shuffled(one) for one in order.sample(value, len(value))] if isinstance(value, list) else value

    assert proof_finding(shuffled(PROVEN), DOCUMENT).outcome == "passed"


@given(st.binary(max_size=64))
def test_base58_is_read_as_it_was_written(value: bytes) -> None:
    assert from_base58(base58(value)) == value


@given(st.text(max_size=200))
def test_whatever_stands_for_a_key_is_a_key_or_refused(text: str) -> None:
    for written in (text, f"z{text}"):
        try:
            key = from_multibase(written)
        except ValueError:
            continue
        assert multibase(key) == written


def test_a_proof_is_beside_the_claims_of_the_token() -> None:
    claims = badge_claims(badge())
    proof = prove({**claims, "iss": NORTH.did, "nbf": 1}, PROVING, NOW)
    assert bare(with_proof(claims, proof)) == claims
    assert StatusLists(NORTH.did, Fetched(DOCUMENT, {LIST: signed_list()}), NOW).check(PROVEN).outcome == "passed"
