from __future__ import annotations

from typing import Any, get_args

import pytest

from competency.credentials.rules.badge import badge_claims
from competency.credentials.rules.identity import IdentityType, Subject, hashed_identity, is_about
from services.competency.tests.credentials.credential_pieces import SALT, badge, values


def test_an_identity_is_hashed_as_the_standard_shows() -> None:
    """The example of IdentityHash in Open Badges 3.0, with its short salt."""
    example = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
    identity = {"type": "IdentityObject", "hashed": True, "identityHash": example, "salt": "Kosher"}
    claims = {"credentialSubject": {"identifier": [{**identity, "identityType": "emailAddress"}]}}
    assert is_about(claims, "a@example.com", "emailAddress")
    assert not is_about(claims, "b@example.com", "emailAddress")
    assert not is_about(claims, "a@example.com", "sourcedId")


@pytest.mark.parametrize("identity_type", get_args(IdentityType))
def test_who_knows_the_identifier_knows_the_learner(identity_type: Any) -> None:
    subject = Subject(badge().subject.pseudonym, (hashed_identity("s-1029", identity_type, SALT),))
    claims = badge_claims(badge(subject=subject))
    assert is_about(claims, "s-1029", identity_type)
    assert not is_about(claims, "s-1028", identity_type)
    assert not is_about(claims, subject.identities[0].identity_hash, identity_type)


def test_identities_of_others_are_read_in_their_own_ways() -> None:
    plain = {"identityType": "sourcedId", "hashed": False, "identityHash": "s-1029"}
    shouted = {**hashed_identity("s-1029", "sourcedId", SALT).claims()}
    shouted["identityHash"] = "sha256$" + str(shouted["identityHash"])[7:].upper()
    broken = {"identityType": "sourcedId", "hashed": True, "identityHash": 5, "salt": None}
    for identifier, expected in (([broken, plain], True), (shouted, True), ([broken, "?"], False), (None, False)):
        assert is_about({"credentialSubject": {"identifier": identifier}}, "s-1029", "sourcedId") is expected


@pytest.mark.parametrize("identity_type", ["name", "emailAddress", "userName", "nationalIdentityNumber"])
def test_a_learner_is_not_known_by_what_names_them(identity_type: Any) -> None:
    with pytest.raises(ValueError, match="not to be known by"):
        hashed_identity("someone", identity_type, SALT)


def test_hashes_are_salted_and_pseudonyms_are_no_addresses() -> None:
    with pytest.raises(ValueError, match="too short"):
        hashed_identity("s-1029", "sourcedId", SALT[:-1])
    with pytest.raises(ValueError, match="no identifier"):
        hashed_identity("", "sourcedId", SALT)
    for pseudonym in ("mailto:ann@north.example", "0b5f8a9e-6f6d-4f0a-9d8e-3a1f6f0b7c11", ""):
        with pytest.raises(ValueError, match="no pseudonym"):
            Subject(pseudonym)


def test_neither_name_nor_identifier_stands_in_a_credential() -> None:
    texts = [value for value in values(badge_claims(badge())) if isinstance(value, str)]
    assert not [text for text in texts if "1029" in text or "@" in text]
