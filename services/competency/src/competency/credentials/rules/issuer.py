"""The issuer: a district under a DID of its own website, and the document that publishes its keys.

A key that signs no more stays in the document for as long as credentials that it signed are to be verified. A key that
fell into other hands is taken out: then nothing that it ever signed verifies, and what was good is to be issued anew.

Sources: did:web Method Specification; W3C Controlled Identifiers 1.0 (JsonWebKey, Multikey); Securing Verifiable
Credentials using JOSE and COSE, section on key discovery; Open Badges 3.0, section 8.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from joserfc.jwk import OKPKey

from competency.credentials.rules.keys import Key, key_id, public_jwk
from competency.credentials.rules.multikey import multikey
from competency.credentials.rules.vocabulary import MadeJson, present

_SEGMENT = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
_HOST = re.compile(r"[A-Za-z0-9.-]+(%3[Aa]\d{1,5})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Who issues: the DID, the name that people read, and a page about the issuer."""

    did: str
    name: str
    url: str | None = None

    def profile(self) -> MadeJson:
        return present({"id": self.did, "type": ["Profile"], "name": self.name, "url": self.url})


def did_web(address: str) -> str:
    """Returns the DID whose document is served as `did.json` under this address: https://example.org/issuers/7 is
    `did:web:example.org:issuers:7`.

    Raises ValueError for an address that no such DID can name.
    """
    parts = urlsplit(address)
    segments = [segment for segment in parts.path.split("/") if segment]
    # A DID says nothing of http or https; a laptop has only the one, everybody else fetches by the other.
    if parts.scheme not in ("http", "https") or parts.query or parts.fragment or parts.username is not None:
        raise ValueError(f"{address} names no issuer: give an https address without a query")
    if not all(map(_SEGMENT.fullmatch, segments)):
        raise ValueError(f"{address} names no issuer: its path may have letters, digits, dots, dashes and underscores")
    host = (parts.hostname or "") if parts.port is None else f"{parts.hostname}%3A{parts.port}"
    if not _HOST.fullmatch(host):
        raise ValueError(f"{address} names no issuer: it has no host name")
    return ":".join(["did:web", host, *segments])


def document_address(issuer: str) -> str | None:
    """Returns where an issuer publishes its keys: the document of a `did:web`, the well-known JWKS of an https address
    (as 1EdTech's implementation guide has it); None for any other kind of issuer.
    """
    if issuer.startswith("did:web:"):
        host, *segments = issuer.removeprefix("did:web:").split(":")
        if not _HOST.fullmatch(host) or not all(map(_SEGMENT.fullmatch, segments)):
            return None
        return "/".join(["https:/", unquote(host), *(segments or [".well-known"]), "did.json"])
    try:
        parts = urlsplit(issuer)
    except ValueError:
        return None
    host = parts.netloc.replace(":", "%3A")
    return (
        f"https://{parts.netloc}/.well-known/jwks.json" if parts.scheme == "https" and _HOST.fullmatch(host) else None
    )


def did_document(did: str, keys: Iterable[Key], proof_keys: Iterable[OKPKey] = ()) -> MadeJson:
    """Returns the document to publish, with the public halves of all keys that credentials may be signed by, and of
    those that make the proofs inside a record.
    """
    methods: list[MadeJson] = [
        {
            "id": key_id(did, key),
            "type": "JsonWebKey",
            "controller": did,
            "publicKeyJwk": public_jwk(key),
        }
        for key in keys
    ]
    proving = [multikey(did, key) for key in proof_keys]
    contexts = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"]
    return {
        "@context": [*contexts, "https://w3id.org/security/multikey/v1"] if proving else contexts,
        "id": did,
        "verificationMethod": [*methods, *proving],
        "assertionMethod": [method["id"] for method in (*methods, *proving)],
    }
