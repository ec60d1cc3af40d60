"""A badge's own proof, by which it can be verified wherever it stands: Data Integrity, suite eddsa-rdfc-2022.

Sources: Verifiable Credential Data Integrity 1.0; Data Integrity EdDSA Cryptosuites 1.0, section 3.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final, NamedTuple

from joserfc.jwk import OKPKey
from joserfc.jws import JWSRegistry

from competency.rules.credentials.envelope import REGISTERED
from competency.rules.credentials.keys import full_name, published_multikey
from competency.rules.credentials.linked_data import NotUnderstood, canonical, quads_of
from competency.rules.credentials.multikey import base58, from_base58, multikey_id
from competency.rules.credentials.terms import ASSERTION, PROOF_PURPOSE
from competency.rules.credentials.verdict import Outcome
from competency.rules.credentials.vocabulary import Json, Read, instant, issuer_of, listed

SUITE: Final = "eddsa-rdfc-2022"
MOST_PROOFS = 4
"""Of one credential: each is checked against all that it says, so a stranger's must not have them without end."""
_ED25519 = JWSRegistry.algorithms["EdDSA"]
_PROOF = "DataIntegrityProof"
_PURPOSE = "assertionMethod"


class Finding(NamedTuple):
    outcome: Outcome
    words: str


def bare(claims: Read) -> Json:
    """The credential itself: without the claims of its envelope, and without a proof."""
    return {name: value for name, value in claims.items() if name not in (*REGISTERED, "proof")}


def prove(claims: Read, key: OKPKey, created: datetime) -> Json:
    """The proof of the credential, by its issuer's key. Only the caller knows that the key is this issuer's.

    Raises ValueError for a key that cannot sign, and NotUnderstood for a credential that says what no proof of ours
    would cover.
    """
    if not key.is_private:
        raise ValueError("this is only the public half of the key: sign with the private one")
    proof: Json = {
        "type": _PROOF,
        "cryptosuite": SUITE,
        "created": instant(created),
        "verificationMethod": multikey_id(issuer_of(claims), key),
        "proofPurpose": _PURPOSE,
    }
    return {**proof, "proofValue": base58(_ED25519.sign(_digest(bare(claims), proof), key))}


def with_proof(claims: Read, proof: Read) -> Json:
    """The credential with its proof inside, as it is given to others without an envelope."""
    return {**bare(claims), "proof": [dict(proof)]}


def proof_finding(badge: Read, document: object) -> Finding:
    """Whether a credential's own proofs hold, against the document that publishes its issuer's keys.

    What is not understood is not checked: a proof of another suite, and a credential with a word that is not read here,
    of which nobody can tell whether the proof covers it.
    """
    proofs = listed(badge.get("proof"))
    if not proofs:
        return Finding("failed", "it has no proof of its own that its issuer signed it.")
    if len(proofs) > MOST_PROOFS:
        return Finding("not_checked", f"it has more than {MOST_PROOFS} proofs.")
    ours = [proof for proof in proofs if isinstance(proof, Mapping) and _is_read(proof)]
    if len(ours) < len(proofs):
        return Finding("not_checked", f"its proof is of another kind than {SUITE}, the one that is read here.")
    for proof in ours:
        finding = _finding(badge, proof, document)
        if finding.outcome != "passed":
            return finding
    return Finding("passed", "Its issuer signed it.")


def _is_read(proof: Read) -> bool:
    return (proof.get("type"), proof.get("cryptosuite"), proof.get("proofPurpose")) == (_PROOF, SUITE, _PURPOSE)


def _finding(badge: Read, proof: Read, document: object) -> Finding:
    issuer, name = issuer_of(badge), proof.get("verificationMethod")
    if not isinstance(name, str) or full_name(name, issuer).split("#")[0] != issuer:
        return Finding("failed", "its proof was made with the key of somebody else than its issuer.")
    if not isinstance(document, Mapping) or document.get("id") != issuer:
        return Finding("not_checked", "the DID document with the key of its proof is not at hand here.")
    key = published_multikey(document, issuer, full_name(name, issuer))
    if key is None:
        return Finding("failed", "its proof was made with a key that its issuer does not publish for that.")
    try:
        if _ED25519.verify(_digest(bare(badge), proof), from_base58(proof.get("proofValue")), key):
            return Finding("passed", "Its issuer signed it.")
    except NotUnderstood as unknown:
        return Finding("not_checked", f"{unknown}.")
    except ValueError:  # what stands for the signature is none
        pass
    return Finding("failed", "it was changed after its issuer proved it.")


def _digest(credential: Read, proof: Read) -> bytes:
    """What is signed: the proof without its value, under the credential's contexts, and then the credential."""
    options = {name: value for name, value in proof.items() if name not in ("proofValue", "proofPurpose", "@context")}
    said = quads_of({"@context": credential.get("@context"), **options})
    about = next(subject for subject, _, _ in said)
    said.add((about, f"<{PROOF_PURPOSE}>", f"<{ASSERTION}>"))
    return b"".join(sha256(canonical(quads).encode()).digest() for quads in (said, quads_of(credential)))
