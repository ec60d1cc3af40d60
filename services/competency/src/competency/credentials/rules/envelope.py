"""A credential in its envelope: a JWT whose claims are the credential itself (VC-JWT).

Open Badges 3.0, section 8.2: the header has `alg`, `kid` and `typ` (which must be JWT) and nothing else; the claims are
the credential, not wrapped in `vc`, with `iss`, `jti`, `sub`, `nbf` and `exp` equal to what the credential says.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from joserfc import jws
from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jws import JWSRegistry

from competency.credentials.rules.keys import ALGORITHMS, Key, algorithm, key_id
from competency.credentials.rules.vocabulary import AnyJson, issuer_of, read_instant, subject_of

LARGEST = 4 * 1024 * 1024
"""Characters: a learner's record of seven hundred badges and more, with their proofs."""
REGISTERED = ("iss", "jti", "sub", "nbf", "exp")
"""Claims of the envelope that repeat what the credential says."""


class _Registry(JWSRegistry):
    max_header_length = 4096  # an RSA key may stand in it
    max_payload_length = LARGEST

    def get_alg(self, name: str) -> Any:  # the library exports no name for its type
        # EdDSA is deprecated in favour of its fully specified name, and the library warns at each use; but it is
        # still the name by which most readers know it.
        if name not in ALGORITHMS:
            raise UnsupportedAlgorithmError(f"{name} is not read here")
        return self.algorithms[name]


_REGISTRY = _Registry(strict_check_header=False)


class Unreadable(ValueError):
    """The text is no signed credential; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A signed credential, taken apart. Nothing in it is to be believed before `is_signed_by`."""

    token: str
    header: AnyJson
    claims: AnyJson


def sign(claims: AnyJson, key: Key) -> str:
    """Returns the credential as a compact JWS, signed by its issuer's key.

    The key's id is made of the credential's issuer and the key, so the two cannot disagree; only the caller knows that
    the key is this issuer's. Raises ValueError for a key that cannot sign, and for claims that no credential can have.
    """
    if not key.is_private:
        raise ValueError("this is only the public half of the key: sign with the private one")
    header = {"alg": algorithm(key), "kid": key_id(issuer_of(claims), key), "typ": "JWT"}
    payload = json.dumps({**claims, **_registered(claims)}, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    token = jws.serialize_compact(header, payload.encode(), key, registry=_REGISTRY)
    if len(token) > LARGEST:
        raise ValueError(f"the credential is too large: more than {LARGEST} characters are not read")
    return token


def opened(token: str) -> Envelope:
    """Takes a signed credential apart, without a look at its signature. Raises Unreadable."""
    if len(token) > LARGEST:
        raise Unreadable("It is too large to be a credential.")
    parts = token.strip().split(".")
    if len(parts) != 3 or not all(parts):
        raise Unreadable("It is not a signed credential: that has three parts, with dots between them.")
    header, claims = (_object(part) for part in parts[:2])
    return Envelope(".".join(parts), header, claims)


def is_signed_by(envelope: Envelope, key: Key) -> bool:
    """Returns whether the key made the signature, by an algorithm that is read here and that fits the key."""
    try:
        jws.deserialize_compact(envelope.token, key, registry=_REGISTRY)
    except (JoseError, ValueError, TypeError):
        return False
    return True


def _registered(claims: AnyJson) -> dict[str, object]:
    begins, ends = read_instant(claims.get("validFrom")), read_instant(claims.get("validUntil"))
    subject = subject_of(claims).get("id")
    if not (issuer_of(claims) and claims.get("id") and subject and begins):
        raise ValueError("a credential to be signed has an id, an issuer, a subject with an id, and validFrom")
    registered = {"iss": issuer_of(claims), "jti": claims["id"], "sub": subject, "nbf": int(begins.timestamp())}
    return registered if ends is None else {**registered, "exp": int(ends.timestamp())}


def _object(part: str) -> AnyJson:
    try:
        # The library is stricter with the alphabet when it checks the signature; here the text is only read.
        text = urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode()
        read = json.loads(text, parse_constant=_refuse)
        json.dumps(read, ensure_ascii=False).encode()  # a lone surrogate, which no text may hold, is an error here
    except (ValueError, RecursionError):
        raise Unreadable("It is damaged: a part of it cannot be read.") from None
    if not isinstance(read, Mapping):
        raise Unreadable("It is damaged: a part of it is not what a credential has there.")
    return read


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"JSON has no {constant}")
