"""Whether the issuer that a credential names is the one who signed it."""

from __future__ import annotations

from collections.abc import Mapping

from competency.credentials.rules.envelope import Envelope, is_signed_by
from competency.credentials.rules.keys import ALGORITHMS, Key, full_name, published_key
from competency.credentials.rules.verdict import Check, failed, not_checked, passed
from competency.credentials.rules.vocabulary import AnyJson, issuer_of


def proof_checks(envelope: Envelope, fetched: object) -> list[Check]:
    """Checks algorithm, issuer, key and signature against the document that publishes the issuer's keys."""
    issuer = issuer_of(envelope.claims)
    document = fetched if isinstance(fetched, Mapping) else None
    checks = [_algorithm(envelope), _issuer(envelope, issuer, document)]
    if checks[1].outcome != "passed":  # whose keys to look among is just what nobody knows
        return [*checks, not_checked("key"), not_checked("signature")]
    named, key = _key(envelope, issuer, document)
    checks.append(named)
    if key is None or checks[0].outcome != "passed":
        return [*checks, not_checked("signature")]
    if not is_signed_by(envelope, key):
        words = "It was changed after it was signed, or somebody else than its issuer signed it."
        return [*checks, failed("signature", "tampered", words)]
    return [*checks, passed("signature", "It is as its issuer signed it; nothing was changed.")]


def _algorithm(envelope: Envelope) -> Check:
    name = envelope.header.get("alg")
    if isinstance(name, str) and name.lower() == "none":
        return failed("algorithm", "algorithm_none", "It says that it is not signed at all.")
    if name not in ALGORITHMS:
        words = f"It is signed in a way that is not accepted here; accepted are {', '.join(ALGORITHMS)}."
        return failed("algorithm", "algorithm_unsupported", words)
    if "crit" in envelope.header or "b64" in envelope.header:
        return failed("algorithm", "algorithm_unsupported", "Its signature has extensions that are not accepted here.")
    if envelope.header.get("typ", "JWT") not in ("JWT", "vc+jwt"):
        return failed("algorithm", "algorithm_unsupported", "It is signed, but as something else than a credential.")
    return passed("algorithm", f"It is signed by a method that is accepted here ({name}).")


def _issuer(envelope: Envelope, issuer: str, document: AnyJson | None) -> Check:
    if not issuer:
        return failed("issuer", "wrong_issuer", "It names no issuer.")
    if envelope.claims.get("iss") != issuer:
        return failed("issuer", "wrong_issuer", "It names two issuers, one as a credential and another as it was sent.")
    name = envelope.header.get("kid")
    if isinstance(name, str) and issuer.startswith("did:") and full_name(name, issuer).split("#")[0] != issuer:
        words = f"It claims to be issued by {issuer}, but names the key of somebody else."
        return failed("issuer", "wrong_issuer", words)
    if document is not None and "keys" not in document and document.get("id") != issuer:
        return failed("issuer", "wrong_issuer", f"Under the address of {issuer} stands the document of another issuer.")
    return passed("issuer", f"It says that it is issued by {issuer}, and names no one else's key.")


def _key(envelope: Envelope, issuer: str, document: AnyJson | None) -> tuple[Check, Key | None]:
    if document is None:
        words = "The keys of its issuer could not be fetched. Try again later; if it stays so, ask the issuer."
        return failed("key", "issuer_unreachable", words), None
    key = published_key(document, issuer, envelope.header)
    if key is None:
        words = "Its issuer does not publish the key it was signed with: the key was withdrawn, or never was theirs."
        return failed("key", "unknown_key", words), None
    return passed("key", "Its issuer publishes the key it was signed with."), key
