"""Examples of credentials, issuers and verdicts."""

from competency.common.examples import CODE, DISTRICT, EDUCATOR, ITEM, LEARNER, OBSERVED_AT, STATEMENT

CREDENTIAL = "0198f3a1-0d57-7c84-9b26-e5f7103c8a49"
TOKEN = "eyJhbGciOiJFUzI1NiJ9.eyJ0eXBlIjpbIlZlcmlmaWFibGVDcmVkZW50aWFsIl19.c2lnbmF0dXJl"  # noqa: S105 - shown to all
_KEY_ID = "k8vQ2mTzX0aYw4fJr7LbN1sHd6cUe9PgRoIt3uKyZxE"
_DID = f"did:web:trellis.riverside.example:competency:v1:issuers:{DISTRICT}"
_ADDRESS = f"https://trellis.riverside.example/competency/v1/issuers/{DISTRICT}"
_PUBLIC_KEY = {
    "kty": "EC",
    "crv": "P-256",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
}

# fmt: off
NEW_CREDENTIAL = {"kind": "badge", "item_id": ITEM}
REVOCATION = {"reason": "Issued before the task had been scored."}
CREDENTIAL_SHOWN = {
    "credential_id": CREDENTIAL,
    "learner_id": LEARNER,
    "kind": "badge",
    "item_id": ITEM,
    "name": STATEMENT,
    "state": "in_force",
    "issue": 1,
    "score": 3.0,
    "level": "Proficient",
    "awarded_at": OBSERVED_AT,
    "issued_at": "2026-10-07T08:00:00Z",
    "issued_by": EDUCATOR,
    "revoked_at": None,
    "reason": None,
    "words": None,
}
SIGNED_CREDENTIAL = CREDENTIAL_SHOWN | {"token": TOKEN}
ROTATION = {"algorithm": "ES256"}
ISSUER_KEY = {
    "key_id": _KEY_ID,
    "kid": f"{_DID}#{_KEY_ID}",
    "algorithm": "ES256",
    "state": "signing",
    "signs_from": "2026-08-03T12:10:00Z",
    "created_at": "2026-08-03T12:00:00Z",
    "withdrawn_at": None,
}
ISSUER = {
    "did": _DID,
    "name": "Riverside School District",
    "did_document": f"{_ADDRESS}/did.json",
    "jwks": f"{_ADDRESS}/jwks.json",
    "keys": [ISSUER_KEY],
}
DID_DOCUMENT = {
    "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
    "id": _DID,
    "verificationMethod": [
        {"id": f"{_DID}#{_KEY_ID}", "type": "JsonWebKey", "controller": _DID, "publicKeyJwk": _PUBLIC_KEY},
    ],
    "assertionMethod": [f"{_DID}#{_KEY_ID}"],
}
ISSUER_KEY_SET = {"keys": [_PUBLIC_KEY | {"kid": f"{_DID}#{_KEY_ID}", "alg": "ES256", "use": "sig"}]}
TO_VERIFY = {"credential": TOKEN, "recipient": {"identifier": "S-1042", "identity_type": "sourcedId"}}
VERDICT = {
    "good": True,
    "words": "The credential is good.",
    "problems": [],
    "checks": [{"name": "signature", "outcome": "passed", "problem": None, "words": "The issuer signed it."}],
    "about_recipient": True,
    "credential": {
        "id": f"urn:uuid:{CREDENTIAL}",
        "kind": "badge",
        "name": STATEMENT,
        "issuer": _DID,
        "issuer_name": "Riverside School District",
        "valid_from": "2026-10-07T08:00:00Z",
        "valid_until": None,
        "achievements": [
            {
                "name": STATEMENT,
                "description": None,
                "criteria": "Mastered by the district's policy.",
                "code": CODE,
                "framework": "Riverside Mathematics",
                "level": "Proficient",
                "score": "3",
                "awarded_at": OBSERVED_AT,
            },
        ],
    },
}
