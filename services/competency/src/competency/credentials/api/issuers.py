"""Districts as issuers: what they publish to everybody, and their keys for those who look after them.

What is published is found by the district's id in the path, as `did:web` wants it; there is no caller.
"""

import hashlib
import json
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Response

from competency.credentials import examples
from competency.credentials.api.credentials import VC_JWT, AsIssuer, TakesPart
from competency.credentials.schemas import IssuerKeyOut, IssuerOut, RotationIn
from competency.credentials.usecases.issuer import (
    PUBLISHED_FOR,
    published_document,
    read_issuer,
    rotate_keys,
    withdraw_key,
)
from competency.credentials.usecases.status_lists import published_list
from competency.learners.api.taking_part import actor
from competency.learners.usecases.see import require_role
from shared.auth.callers import Caller
from shared.auth.dependencies import Public, needs
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.response_headers import headers
from shared.http.session import PublishedBy, Session
from shared.http.unchanged import UNCHANGED, IfNoneMatch, has
from shared.values.json_types import JsonObject

published = APIRouter(prefix="/competency/v1/issuers/{district_id}", tags=["issuers"], dependencies=[Public])
kept = APIRouter(prefix="/competency/v1/issuer", tags=["issuers"])

Reads = Annotated[Caller, needs("competency.read")]
KeyId = Annotated[str, Path(max_length=100, pattern=r"^[A-Za-z0-9_-]+$", description="a thumbprint of RFC 7638")]

_SECONDS = int(PUBLISHED_FOR.total_seconds())
_SENT = headers("ETag", "Cache-Control")
_UNCHANGED = UNCHANGED | {"headers": _SENT}


def _answers(media_type: str, example: object) -> dict[int | str, JsonObject]:
    schema = {"type": "object" if media_type.endswith("+json") else "string"}
    return {200: {"content": {media_type: {"schema": schema, "example": example}}, "headers": _SENT}, 304: _UNCHANGED}


def _published(body: str | bytes, etag: str, media_type: str, known: str | None) -> Response:
    """Returns what anybody may fetch, from any page, and keep for a few minutes; a 304 to those who have it."""
    headers = {
        "ETag": etag,
        "Cache-Control": f"public, max-age={_SECONDS}",
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if has(known, etag):
        return Response(None, 304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


@published.get("/did.json", response_class=Response, responses=_answers("application/did+json", examples.DID_DOCUMENT))
async def get_issuer_did_document(
    district_id: UUID, publishes: PublishedBy, issuing: AsIssuer, if_none_match: IfNoneMatch = None
) -> Response:
    """Get the DID document of a district.

    Answers the district's DID document (did:web) with the public keys that its credentials are signed with. Public:
    verifiers fetch it. May be cached for a few minutes.
    """
    document = await _document(district_id, publishes, issuing, "did")
    return _published(*document, "application/did+json", if_none_match)


@published.get(
    "/jwks.json", response_class=Response, responses=_answers("application/jwk-set+json", examples.ISSUER_KEY_SET)
)
async def get_issuer_key_set(
    district_id: UUID, publishes: PublishedBy, issuing: AsIssuer, if_none_match: IfNoneMatch = None
) -> Response:
    """Get the public keys of a district as a JWKS.

    Answers the same public keys as the DID document, as a JSON Web Key Set. Public: verifiers fetch it. May be cached
    for a few minutes.
    """
    document = await _document(district_id, publishes, issuing, "jwks")
    return _published(*document, "application/jwk-set+json", if_none_match)


async def _document(
    district_id: UUID, publishes: PublishedBy, issuing: AsIssuer, form: Literal["did", "jwks"]
) -> tuple[bytes, str]:
    """Returns the document and its ETag."""
    async with publishes(district_id) as session:
        body = json.dumps(await published_document(session, issuing, district_id, form)).encode()
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


@published.get("/status/{list_id}", response_class=Response, responses=_answers(VC_JWT, examples.TOKEN))
async def get_credential_status_list(
    district_id: UUID, list_id: UUID, publishes: PublishedBy, issuing: AsIssuer, if_none_match: IfNoneMatch = None
) -> Response:
    """Get a list of revoked credentials.

    Answers the status list to which the district's credentials point, as a signed credential (Bitstring Status List
    1.0). Public: verifiers fetch it. It tells which numbers of the list are revoked and nothing about the learners. May
    be cached for a few minutes.
    """
    async with publishes(district_id) as session:
        found = await published_list(session, issuing, district_id, list_id)
    return _published(found.token, found.etag, VC_JWT, if_none_match)


@kept.get("")
async def get_issuer(caller: Reads, session: Session, issuing: AsIssuer) -> IssuerOut:
    """Get the district as an issuer of credentials.

    Answers the district's DID, where it publishes its keys, and the state of each key. Private keys are never shown.
    """
    return await read_issuer(session, issuing, caller.district_id)


@kept.post("/keys", status_code=201, response_model=IssuerKeyOut)
async def create_issuer_key(
    body: RotationIn, caller: TakesPart, session: Session, keyed: Keyed, issuing: AsIssuer
) -> Response:
    """Create a new signing key.

    Creates and publishes a new key of the district. It begins to sign after a few minutes, once every cached copy of
    the documents without it has expired; credentials signed with earlier keys stay valid. For leaders, operators and
    systems.
    """
    require_role(caller, "system", "leader", "operator")

    async def act() -> Answer:
        return created(
            await rotate_keys(session, issuing, caller.district_id, body.algorithm, created_by=actor(caller))
        )

    return await once(session, keyed, act)


@kept.post("/keys/{key_id}/withdraw", response_model=IssuerKeyOut)
async def withdraw_issuer_key(
    key_id: KeyId, caller: TakesPart, session: Session, keyed: Keyed, issuing: AsIssuer
) -> Response:
    """Withdraw a compromised signing key.

    Withdraws a key that somebody else may hold: nothing it signed verifies any more, and the credentials that are still
    good are issued again with another key in the background. For leaders, operators and systems. A withdrawn key cannot
    be used again.
    """
    require_role(caller, "system", "leader", "operator")

    async def act() -> Answer:
        out = await withdraw_key(session, issuing, caller.district_id, key_id)
        return Answer(200, out.model_dump_json().encode())

    return await once(session, keyed, act)
