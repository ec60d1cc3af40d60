"""Badges in a record, each with its own proof: a record is as good as all of them."""

from __future__ import annotations

from typing import Any

import pytest
from joserfc.jwk import OKPKey

from competency.credentials.rules.envelope import sign
from competency.credentials.rules.identity import Subject
from competency.credentials.rules.integrity import proof_finding
from competency.credentials.rules.issuer import did_document
from competency.credentials.rules.learner_record import record_claims
from competency.credentials.rules.multikey import multibase
from competency.credentials.rules.shape import badges_in, shape_problems
from competency.credentials.rules.vocabulary import subject_of
from services.competency.tests.credentials.credential_pieces import (
    DOCUMENT,
    LIST,
    MEMBERS,
    NORTH,
    P256,
    PROVEN,
    PROVING,
    READER,
    RECORD,
    SOUTH,
    Reader,
    badge,
    forged,
    header,
    outcomes,
    proven,
    put,
    record,
    signed_list,
    signed_record,
)


def test_every_badge_in_a_record_has_a_proof_and_the_records_subject() -> None:
    held = badges_in(RECORD)
    assert len(held) == 2
    for one in held:
        assert proof_finding(one, DOCUMENT).outcome == "passed"
        assert subject_of(one)["id"] == subject_of(RECORD)["id"]
        assert not {"iss", "jti", "sub", "nbf", "exp"} & one.keys()
    assert shape_problems(RECORD) == []


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
