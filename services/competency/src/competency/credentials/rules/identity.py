"""Whom a credential is about, without a name: a pseudonym, and salted hashes of ids that the reader already has.

The salt stands beside the hash in the credential, as Open Badges has it. It keeps hashes of different credentials from
being matched with each other; it cannot hide a short number from one who tries them all. So only the id that a
receiving school knows belongs here, and never one that must stay secret.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, get_args

from competency.credentials.rules.vocabulary import AnyJson, MadeJson, listed, subject_of
from shared.values.words import composed

IdentityType = Literal["sourcedId", "sisSourcedId", "oneRosterSourcedId", "lisSourcedId", "systemId", "identifier"]
"""The identifier types of the standard that name no person: neither name nor e-mail address nor national number."""
SHORTEST_SALT = 16
"""Characters."""

_PSEUDONYM = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class HashedIdentity:
    """An identifier of the subject, hashed; made by `hashed_identity`."""

    identity_type: IdentityType
    identity_hash: str
    salt: str

    def claims(self) -> MadeJson:
        return {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": self.identity_hash,
            "identityType": self.identity_type,
            "salt": self.salt,
        }


def hashed_identity(value: str, identity_type: IdentityType, salt: str) -> HashedIdentity:
    """Returns the identity `sha256$` + hex of SHA-256 over value and salt, both in UTF-8 (Open Badges 3.0,
    IdentityHash).

    Raises ValueError for a type that could name the person, for an empty value and for a salt that is too short; draw
    a salt of its own for every credential.
    """
    if identity_type not in get_args(IdentityType):
        allowed = ", ".join(get_args(IdentityType))
        raise ValueError(f"a learner is not to be known by {identity_type}: choose one of {allowed}")
    if not value:
        raise ValueError("there is no identifier to hash")
    if len(salt) < SHORTEST_SALT:
        raise ValueError(f"the salt is too short: draw at least {SHORTEST_SALT} random characters")
    return HashedIdentity(identity_type, _hash(value, salt), salt)


@dataclass(frozen=True, slots=True)
class Subject:
    """The learner as a credential knows them: `pseudonym` is a `urn:uuid:` of the credential's or the learner's own,
    never the id that we keep them under.

    Raises ValueError for another kind of pseudonym: an address, say, could be an e-mail address.
    """

    pseudonym: str
    identities: tuple[HashedIdentity, ...] = ()

    def __post_init__(self) -> None:
        if not _PSEUDONYM.fullmatch(self.pseudonym):
            raise ValueError(f"{self.pseudonym!r} is no pseudonym: give urn:uuid: and a UUID in small letters")


def is_about(claims: AnyJson, value: str, identity_type: str) -> bool:
    """Returns whether the credential is about the person with this identifier, by the steps of Open Badges 3.0 ("Verify
    the Recipient Using an Identifier"). Only SHA-256 is read: MD5, which the standard allows as well, proves nothing.

    What was hashed is one spelling of the identifier: ours is that in which ids are kept (`shared.values.words`),
    another issuer's may be that which the reader has.
    """
    spellings = {value, composed(value)}
    return any(
        isinstance(identity, Mapping)
        and identity.get("identityType") == identity_type
        and any(_matches(identity, spelled) for spelled in spellings)
        for identity in listed(subject_of(claims).get("identifier"))
    )


def _matches(identity: AnyJson, value: str) -> bool:
    found, salt = identity.get("identityHash"), identity.get("salt", "")
    if not isinstance(found, str) or not isinstance(salt, str):
        return False
    if identity.get("hashed") is True:
        return found.lower() == _hash(value, salt)  # the standard allows capital hex digits too
    return found == value


def _hash(value: str, salt: str) -> str:
    return "sha256$" + sha256((value + salt).encode()).hexdigest()
