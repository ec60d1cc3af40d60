"""Keys: what they sign with, what they are called, and how a reader finds one among those an issuer publishes.

| key | algorithm | read by |
|---|---|---|
| EC P-256 | ES256 | the 1EdTech validator and most others: the one to use |
| RSA, 2048 bits or more | RS256 | everybody: Open Badges 3.0 demands it of every verifier |
| Ed25519 | EdDSA | many wallets, but not the 1EdTech validator |

A key is called by its issuer's DID and its JWK thumbprint (RFC 7638), so its name follows from the key alone and no two
keys can have the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, OKPKey, RSAKey

from competency.credentials.rules.multikey import from_multibase
from competency.credentials.rules.vocabulary import AnyJson, MadeJson

Key = ECKey | RSAKey | OKPKey

ALGORITHMS = ("ES256", "RS256", "EdDSA", "Ed25519")
"""What is read. Ed25519 is EdDSA under its fully specified name (RFC 9864), which few verifiers know yet."""

_SHORTEST_MODULUS = 342  # characters of base64url: 2048 bits
_PUBLIC_MEMBERS = ("kty", "crv", "x", "y", "n", "e")  # that make the key: neither the private half nor notes


def algorithm(key: Key) -> str:
    """Returns what the key signs with. Raises ValueError for a key that signs no credential."""
    match _members(key.as_dict(private=False)):
        case {"kty": "EC", "crv": "P-256"}:
            return "ES256"
        case {"kty": "OKP", "crv": "Ed25519"}:
            return "EdDSA"
        case {"kty": "RSA", "n": str(modulus)} if len(modulus) >= _SHORTEST_MODULUS:
            return "RS256"
    raise ValueError("credentials are signed by an EC key on P-256, by Ed25519, or by RSA of 2048 bits or more")


def key_id(did: str, key: Key) -> str:
    return f"{did}#{key.thumbprint()}"


def public_jwk(key: Key) -> MadeJson:
    """Returns the public key as a JWK. Raises ValueError for a key that signs no credential."""
    return {**_members(key.as_dict(private=False)), "alg": algorithm(key), "use": "sig"}


def jwks(did: str, keys: Iterable[Key]) -> MadeJson:
    """Returns the JWKS to publish beside the DID document, for readers who know no DIDs: the same keys under the same
    names.

    `iss` says whose key it is, since one host publishes for many issuers (1EdTech implementation guide).
    """
    return {"keys": [{**public_jwk(key), "kid": key_id(did, key), "iss": did} for key in keys]}


def published_key(document: AnyJson, issuer: str, header: AnyJson) -> Key | None:
    """Returns the key that a signature's header names by `kid`, or shows as `jwk`, if the DID document or the JWKS
    publishes it for the issuer's credentials; None where it does not, and where the key cannot be read.

    A key that is only shown proves nothing: whoever tampers with a credential can show one.
    """
    name, shown = header.get("kid"), header.get("jwk")
    for published, jwk in _in_jwks(document, issuer) if "keys" in document else _in_did_document(document, issuer):
        named = isinstance(name, str) and published == full_name(name, issuer)
        if named or (name is None and isinstance(shown, Mapping) and _members(shown) == _members(jwk)):
            return _usable(jwk)
    return None


def full_name(name: str, issuer: str) -> str:
    """Returns a key's id, where `#key-1` and `key-1` stand for a key of the issuer's own document."""
    return name if ":" in name else f"{issuer}#{name.removeprefix('#')}"


def _in_jwks(document: AnyJson, issuer: str) -> Iterable[tuple[str, AnyJson]]:
    for jwk in _mappings(document.get("keys")):
        name = jwk.get("kid")
        if isinstance(name, str) and jwk.get("iss", issuer) == issuer:
            yield full_name(name, issuer), jwk


def published_multikey(document: AnyJson, issuer: str, name: str) -> OKPKey | None:
    """Returns the Ed25519 key that a proof names by its full id, if the DID document publishes it for the issuer's
    credentials; None where it does not, and where the key cannot be read.
    """
    for published, method in _methods(document, issuer):
        if published == name and method.get("type") == "Multikey":
            try:
                return from_multibase(method.get("publicKeyMultibase"))
            except (JoseError, ValueError):
                return None
    return None


def _in_did_document(document: AnyJson, issuer: str) -> Iterable[tuple[str, AnyJson]]:
    for name, method in _methods(document, issuer):
        if isinstance(jwk := method.get("publicKeyJwk"), Mapping):
            yield name, jwk


def _methods(document: AnyJson, issuer: str) -> Iterable[tuple[str, AnyJson]]:
    """Returns the keys for the issuer's credentials, each by its full id."""
    if document.get("id") != issuer:
        return
    asserting = document.get("assertionMethod")
    references = asserting if isinstance(asserting, list) else []
    allowed = {full_name(reference, issuer) for reference in references if isinstance(reference, str)}
    embedded = list(_mappings(references))
    for method in [*_mappings(document.get("verificationMethod")), *embedded]:
        name = method.get("id")
        if isinstance(name, str) and method.get("controller") == issuer:
            full = full_name(name, issuer)
            if full in allowed or method in embedded:
                yield full, method


def _mappings(values: object) -> Iterable[AnyJson]:
    return (value for value in values if isinstance(value, Mapping)) if isinstance(values, list) else ()


def _members(jwk: AnyJson) -> dict[str, str | list[str]]:
    return {name: value for name in _PUBLIC_MEMBERS if isinstance(value := jwk.get(name), str)}


def _usable(jwk: AnyJson) -> Key | None:
    members = _members(jwk)
    # Before the library sees it, which would take a short key and only warn.
    if jwk.get("use", "sig") != "sig" or (
        members.get("kty") == "RSA" and len(str(members.get("n"))) < _SHORTEST_MODULUS
    ):
        return None
    try:
        key = JWKRegistry.import_key(members)
        return key if isinstance(key, ECKey | RSAKey | OKPKey) and algorithm(key) else None
    except (JoseError, ValueError, TypeError, KeyError):
        return None
