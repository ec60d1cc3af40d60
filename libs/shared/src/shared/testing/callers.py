"""Callers for tests: real tokens, signed with a key of the test's own."""

import time
from typing import Any
from uuid import UUID

from joserfc import jwt
from joserfc.jwk import OKPKey

DISTRICT_A = UUID("0190a000-0000-7000-8000-00000000000a")
DISTRICT_B = UUID("0190a000-0000-7000-8000-00000000000b")
LEARNER_ID_KEY = b"a-key-for-tests-only-of-32-bytes!"
ISSUER = "http://issuer.test"


class Tokens:
    """An issuer of access tokens, as partners is in the running platform."""

    def __init__(self, key_id: str = "test") -> None:
        self.key = OKPKey.generate_key("Ed25519", {"kid": key_id, "alg": "Ed25519", "use": "sig"}, private=True)

    def jwks(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}

    def claims(
        self, district_id: UUID, *scopes: str, role: str = "system", person_id: UUID | None = None
    ) -> dict[str, Any]:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": ISSUER,
            "aud": "trellis",
            "sub": f"test-client-of-{district_id}",
            "iat": now,
            "exp": now + 600,
            "district_id": str(district_id),
            "scope": " ".join(scopes),
            "role": role,
        }
        if person_id is not None:
            claims["person_id"] = str(person_id)
        return claims

    def token(self, district_id: UUID, *scopes: str, role: str = "system", person_id: UUID | None = None) -> str:
        return self.sign(self.claims(district_id, *scopes, role=role, person_id=person_id))

    def sign(self, claims: dict[str, Any], *, typ: str = "at+jwt") -> str:
        header = {"alg": "Ed25519", "kid": self.key.kid, "typ": typ}
        return jwt.encode(header, claims, self.key, algorithms=["Ed25519"])
