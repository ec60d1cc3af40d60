"""A badge's own proof, by which it can be verified wherever it stands: Data Integrity, suite eddsa-rdfc-2022.

Sources: Verifiable Credential Data Integrity 1.0; Data Integrity EdDSA Cryptosuites 1.0, section 3.2.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final, NamedTuple

from joserfc.jwk import OKPKey
from joserfc.jws import JWSRegistry

from competency.credentials.rules.envelope import REGISTERED
from competency.credentials.rules.keys import full_name, published_multikey
from competency.credentials.rules.linked_data import NotUnderstood, Part, Quad, canonical, quads_of
from competency.credentials.rules.multikey import base58, from_base58, multikey_id
from competency.credentials.rules.terms import ASSERTION, PROOF_PURPOSE
from competency.credentials.rules.verdict import Outcome
from competency.credentials.rules.vocabulary import AnyJson, MadeJson, instant, issuer_of, listed

SUITE: Final = "eddsa-rdfc-2022"
MOST_PROOFS = 4
"""Of one credential: each is checked against all that it says, so a stranger's must not have them without end."""
_ED25519 = JWSRegistry.algorithms["EdDSA"]
_PROOF = "DataIntegrityProof"
_PURPOSE = "assertionMethod"


class Finding(NamedTuple):
    outcome: Outcome
    words: str


_CHANGED = Finding("failed", "it was changed after its issuer proved it.")


def bare(claims: AnyJson) -> MadeJson:
    """Returns the credential itself: without the claims of its envelope, and without a proof."""
    return {name: value for name, value in claims.items() if name not in (*REGISTERED, "proof")}


def prove(claims: AnyJson, key: OKPKey, created: datetime) -> MadeJson:
    """Returns the proof of the credential, by its issuer's key. Only the caller knows that the key is this issuer's.

    Raises ValueError for a key that cannot sign, and NotUnderstood for a credential that says what no proof of ours
    would cover.
    """
    if not key.is_private:
        raise ValueError("this is only the public half of the key: sign with the private one")
    proof: MadeJson = {
        "type": _PROOF,
        "cryptosuite": SUITE,
        "created": instant(created),
        "verificationMethod": multikey_id(issuer_of(claims), key),
        "proofPurpose": _PURPOSE,
    }
    credential = bare(claims)
    signed = _digest_of_proof(credential, proof) + _digest(quads_of(credential))
    return {**proof, "proofValue": base58(_ED25519.sign(signed, key))}


def is_provable(claims: AnyJson) -> bool:
    """Returns whether a proof would cover all that the credential says."""
    try:
        quads_of(bare(claims))
    except NotUnderstood:
        return False
    return True


def with_proof(claims: AnyJson, proof: AnyJson) -> MadeJson:
    """Returns the credential with its proof inside, as it is given to others without an envelope."""
    return {**bare(claims), "proof": [dict(proof)]}


def proof_finding(badge: AnyJson, document: object) -> Finding:
    """Returns whether a credential's own proofs hold, against the document that publishes its issuer's keys.

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
    made: list[tuple[AnyJson, OKPKey]] = []
    for proof in ours:
        key = _key_of(proof, issuer_of(badge), document)
        if isinstance(key, Finding):
            return key
        made.append((proof, key))
    return _signatures(bare(badge), made)


def _is_read(proof: AnyJson) -> bool:
    return (proof.get("type"), proof.get("cryptosuite"), proof.get("proofPurpose")) == (_PROOF, SUITE, _PURPOSE)


def _key_of(proof: AnyJson, issuer: str, document: object) -> OKPKey | Finding:
    """Returns the issuer's published key that made the proof, or why there is none."""
    name = proof.get("verificationMethod")
    if not isinstance(name, str) or full_name(name, issuer).split("#")[0] != issuer:
        return Finding("failed", "its proof was made with the key of somebody else than its issuer.")
    if not isinstance(document, Mapping) or document.get("id") != issuer:
        return Finding("not_checked", "the DID document with the key of its proof is not at hand here.")
    if (key := published_multikey(document, issuer, full_name(name, issuer))) is None:
        return Finding("failed", "its proof was made with a key that its issuer does not publish for that.")
    return key


def _signatures(credential: AnyJson, made: Sequence[tuple[AnyJson, OKPKey]]) -> Finding:
    """Returns whether each key made its proof of just this credential."""
    try:
        said = _digest(quads_of(credential))
        for proof, key in made:
            signature = _signature(proof)
            if not _ED25519.verify(_digest_of_proof(credential, proof) + said, signature, key):
                return _CHANGED
    except NotUnderstood as unknown:
        return Finding("not_checked", f"{unknown}.")
    return Finding("passed", "Its issuer signed it.")


def _signature(proof: AnyJson) -> bytes:
    """Returns the signature in the proof; empty where what stands there is none."""
    try:
        return from_base58(proof.get("proofValue"))
    except ValueError:
        return b""


def _digest_of_proof(credential: AnyJson, proof: AnyJson) -> bytes:
    """Returns the digest of the proof without its value, under the credential's contexts."""
    options = {name: value for name, value in proof.items() if name not in ("proofValue", "proofPurpose", "@context")}
    said = quads_of({"@context": credential.get("@context"), **options})
    about = next(iter(said)).subject
    return _digest({*said, Quad(about, PROOF_PURPOSE, Part("IRI", ASSERTION))})


def _digest(quads: Collection[Quad]) -> bytes:
    return sha256(canonical(quads).encode()).digest()
