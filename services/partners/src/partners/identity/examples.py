"""Examples of tokens, districts, clients and accounts."""

from partners.common.examples import EDUCATOR, RIVERSIDE

_BASE = "https://trellis.riverside.example"
_CLIENT = "0198f0a3-9b40-7f16-a2c8-5e31d70f64b9"
_CLIENT_SECRET = "trellis_an-example-of-a-secret-that-is-shown-once"  # noqa: S105 (an example)
_NEXT_PAGE = "/learners"

TOKEN_REQUEST = {
    "grant_type": "client_credentials",
    "scope": "competency.read rostering.read",
    "client_id": _CLIENT,
    "client_secret": _CLIENT_SECRET,
}
TOKEN = {
    "access_token": "eyJhbGciOiJFZDI1NTE5In0.eyJzdWIiOiJ0aGUgY2xpZW50In0.c2lnbmF0dXJl",
    "token_type": "Bearer",
    "expires_in": 900,
    "scope": "competency.read rostering.read",
}
TOKEN_REFUSED = {"error": "invalid_client", "error_description": "The client is unknown, or its secret is not right."}
KEY_SET = {
    "keys": [
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            "kid": "0198f0a19c5e7d3082f4b6a1e0c97d25",
            "alg": "Ed25519",
            "use": "sig",
        }
    ]
}
METADATA = {
    "issuer": _BASE,
    "token_endpoint": f"{_BASE}/oauth/token",
    "jwks_uri": f"{_BASE}/.well-known/jwks.json",
    "response_types_supported": [],
    "grant_types_supported": ["client_credentials"],
    "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    "scopes_supported": ["changes.read", "competency.read", "rostering.read"],
}

SIGN_IN = {"user_name": "grace@riverside.example", "password": "four words of mine", "next": _NEXT_PAGE}
PASSWORD_CHANGE = {"current": "k7m2-w9xd-4hqp-3rvt", "new": "four words of mine", "next": _NEXT_PAGE}

NEW_DISTRICT = {"name": "Riverside Unified School District", "minimum_group": 10}
DISTRICT_CHANGE = {"minimum_group": 20}
DISTRICT = {"district_id": RIVERSIDE, "name": "Riverside Unified School District", "minimum_group": 10}
REGISTERED_DISTRICT = DISTRICT | {"client_id": _CLIENT, "client_secret": _CLIENT_SECRET}

NEW_CLIENT = {"name": "Gradebook", "scopes": ["competency.read", "competency.write", "rostering.read"]}
CLIENT_CHANGE = {"scopes": ["competency.read", "rostering.read"]}
CLIENT = NEW_CLIENT | {"client_id": _CLIENT, "active": True, "created_at": "2026-08-03T12:00:00Z"}
SECRET = {
    "secret_id": "0198f0a3-9b41-7a52-8d07-f64c2e93b1a8",
    "created_at": "2026-08-03T12:00:00Z",
    "expires_at": None,
}
CLIENT_WITH_SECRETS = CLIENT | {"secrets": [SECRET]}
CLIENT_WITH_NEW_SECRET = CLIENT | {"client_secret": _CLIENT_SECRET}
NEW_SECRET = SECRET | {"client_secret": _CLIENT_SECRET}
SECRET_EXPIRY = {"after_seconds": 3600}
EXPIRING_SECRET = SECRET | {"expires_at": "2026-10-06T16:30:00Z"}

NEW_ACCOUNT = {"user_name": "grace@riverside.example", "role": "educator", "person_id": EDUCATOR}
ACCOUNT_CHANGE = {"active": False}
ACCOUNT = NEW_ACCOUNT | {
    "account_id": "0198f0a5-07d2-7e89-b410-2c6f95a8d37e",
    "active": True,
    "must_change": True,
    "created_at": "2026-08-03T12:30:00Z",
}
ACCOUNT_WITH_PASSWORD = ACCOUNT | {"one_time_password": "k7m2-w9xd-4hqp-3rvt"}
