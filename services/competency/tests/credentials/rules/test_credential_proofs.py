"""Badges in a record, each with its own proof: what is covered, what is refused, and what is not understood."""

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
from competency.credentials.rules.envelope import sign
from competency.credentials.rules.identity import Subject
from competency.credentials.rules.integrity import MOST_PROOFS, bare, is_provable, proof_finding, prove, with_proof
from competency.credentials.rules.issuer import did_document
from competency.credentials.rules.learner_record import record_claims
from competency.credentials.rules.linked_data import NotUnderstood, canonical, quads_of, without_controls
from competency.credentials.rules.multikey import base58, from_base58, from_multibase, multibase
from competency.credentials.rules.shape import badges_in, shape_problems
from competency.credentials.rules.status import StatusLists
from competency.credentials.rules.verdict import Fetched
from competency.credentials.rules.vocabulary import subject_of
from services.competency.tests.credentials.credential_pieces import (
    LIST,
    NORTH,
    NOW,
    P256,
    PROVING,
    READER,
    RECORD,
    SOUTH,
    Reader,
    badge,
    forged,
    header,
    leaves,
    outcomes,
    proven,
    put,
    record,
    signed_list,
    signed_record,
)

DOCUMENT: Any = did_document(NORTH.did, [P256], [PROVING])
PROVEN: Any = proven(badge())
MEMBERS = ("credentialSubject", "verifiableCredential")

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


def test_every_badge_in_a_record_has_a_proof_and_the_records_subject() -> None:
    held = badges_in(RECORD)
    assert len(held) == 2
    for one in held:
        assert proof_finding(one, DOCUMENT).outcome == "passed"
        assert subject_of(one)["id"] == subject_of(RECORD)["id"]
        assert not {"iss", "jti", "sub", "nbf", "exp"} & one.keys()
    assert shape_problems(RECORD) == []


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


def test_a_nested_credential_without_a_proof_is_not_good() -> None:
    bare_record = put(RECORD, (*MEMBERS, 0, "proof"), KeyError)
    verdict = READER.verdict(forged(header(), bare_record))
    assert (verdict.problems, verdict.good) == (("badge_not_good",), False)
    assert verdict.checks[-1].words.startswith("Proportions: it has no proof of its own")
    assert READER.verdict(signed_record()).good


def test_the_proofs_of_two_badges_cannot_be_exchanged() -> None:
    first, second = badges_in(RECORD)
    swapped = put(RECORD, (*MEMBERS, 0, "proof"), second["proof"])
    assert READER.verdict(forged(header(), swapped)).problems == ("badge_not_good",)
    other = put(RECORD, (*MEMBERS, 0), {**second, "id": first["id"]})
    assert READER.verdict(forged(header(), other)).problems == ("badge_not_good",)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"cryptosuite": "ecdsa-sd-2023"}, "of another kind"),
        ({"type": "Ed25519Signature2020"}, "of another kind"),
        ({"proofPurpose": "authentication"}, "of another kind"),
        ({"expires": "2030-01-01T00:00:00Z"}, "“expires”"),
    ],
)
def test_a_proof_that_is_not_understood_is_not_checked_and_never_good(change: Any, words: str) -> None:
    unknown = put(RECORD, (*MEMBERS, 0, "proof"), [{**PROVEN["proof"][0], **change}])
    verdict = READER.verdict(forged(header(), unknown))
    assert (verdict.problems, outcomes(verdict)["badges"]) == (("badge_not_checked",), "not_checked")
    assert words in verdict.checks[-1].words
    assert not verdict.good


def test_words_that_are_not_read_here_leave_a_badge_unchecked() -> None:
    odd = put(RECORD, (*MEMBERS, 0, "endorsement"), [])
    assert READER.verdict(forged(header(), odd)).problems == ("badge_not_checked",)


def test_proofs_of_keys_that_are_no_longer_published_are_not_good() -> None:
    for keys in ([], [OKPKey.generate_key("Ed25519")]):
        reader = Reader(did_document(NORTH.did, [P256], keys), {LIST: signed_list()})
        assert reader.verdict(signed_record()).problems == ("badge_not_good",)
    elsewhere = put(RECORD, (*MEMBERS, 0, "issuer", "id"), SOUTH.did)
    south = put(elsewhere, (*MEMBERS, 0, "proof", 0, "verificationMethod"), f"{SOUTH.did}#{multibase(PROVING)}")
    found = [READER.verdict(forged(header(), claims)).problems for claims in (elsewhere, south)]
    assert found == [("badge_not_good",), ("badge_not_checked",)]


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


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("credentialSubject", "achievement", "name"), "Everything"),
        (("credentialSubject", "id"), "urn:uuid:0b5f8a9e-6f6d-4f0a-9d8e-3a1f6f0b7c12"),
        (("awardedDate",), "2020-01-01T00:00:00Z"),
        (("validFrom",), "2020-01-01T00:00:00Z"),
    ],
)
def test_a_nested_badge_that_was_changed_is_not_good_though_the_record_is_signed(path: Any, value: str) -> None:
    changed = put(RECORD, (*MEMBERS, 0, *path), value)
    verdict = READER.verdict(forged(header(), changed))
    assert (verdict.problems, verdict.good) == (("badge_not_good",), False)
    assert "it was changed after its issuer proved it" in verdict.checks[-1].words


def test_a_nested_badge_of_another_learner_is_not_good_though_it_is_proven() -> None:
    anothers = Subject("urn:uuid:0b5f8a9e-6f6d-4f0a-9d8e-3a1f6f0b7c12", badge().subject.identities)
    verdict = READER.verdict(forged(header(), put(RECORD, (*MEMBERS, 0), proven(badge(1, subject=anothers)))))
    assert verdict.problems == ("badge_not_good",)
    assert verdict.checks[-1].words == "Proportions: it is about another subject than the record."


def test_a_revoked_badge_inside_a_record_is_not_good_though_it_is_proven() -> None:
    place = int(badges_in(RECORD)[0]["credentialStatus"]["statusListIndex"])
    reader = Reader(DOCUMENT, {LIST: signed_list(place)})
    verdict = reader.verdict(signed_record())
    assert verdict.problems == ("badge_not_good",)
    assert "revoked" in verdict.checks[-1].words


def test_a_badge_of_a_former_proof_key_is_good_for_as_long_as_the_key_is_published() -> None:
    newer = OKPKey.generate_key("Ed25519")
    for keys, problems in (([newer, PROVING], ()), ([newer], ("badge_not_good",))):
        reader = Reader(did_document(NORTH.did, [P256], keys), {LIST: signed_list()})
        assert reader.verdict(signed_record()).problems == problems


def test_a_record_of_hundreds_of_badges_is_verified() -> None:
    held = [badge(number) for number in range(1, 301)]
    assert READER.verdict(sign(record_claims(record(held)), P256)).good


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
