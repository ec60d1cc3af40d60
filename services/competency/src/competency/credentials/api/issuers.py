"""Districts as issuers: what they publish to everybody, and their keys for those who look after them.

What is published is found by the district's id in the path, as `did:web` wants it; there is no caller.
"""

import hashlib
import json
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Path, Response

from competency.credentials.api.credentials import VC_JWT, AsIssuer, TakesPart
from competency.credentials.schemas import IssuerKeyOut, IssuerOut, RotationIn
from competency.credentials.usecases import issuer as usecases
from competency.credentials.usecases.status_lists import published_list
from competency.learners.api.taking_part import actor
from competency.learners.usecases.see import require_role
from shared.auth.callers import Caller
from shared.auth.dependencies import Public, needs
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.response_headers import headers
from shared.http.session import PublishedBy, Session

published = APIRouter(prefix="/competency/v1/issuers/{district_id}", tags=["issuers"], dependencies=[Public])
kept = APIRouter(prefix="/competency/v1/issuer", tags=["issuers"])

Reads = Annotated[Caller, needs("competency.read")]
KeyId = Annotated[str, Path(max_length=100, pattern=r"^[A-Za-z0-9_-]+$", description="a thumbprint of RFC 7638")]
IfNoneMatch = Annotated[str | None, Header(max_length=1000)]

_SECONDS = int(usecases.PUBLISHED_FOR.total_seconds())
_SENT = headers("ETag", "Cache-Control")
_UNCHANGED = {"description": "It is as you have it", "headers": _SENT}


def _answers(media_type: str) -> dict[int | str, dict[str, Any]]:
    schema = {"type": "object" if media_type.endswith("+json") else "string"}
    return {200: {"content": {media_type: {"schema": schema}}, "headers": _SENT}, 304: _UNCHANGED}


def _published(body: str | bytes, media_type: str, etag: str, known: str | None) -> Response:
    """What anybody may fetch, from any page, and keep for a few minutes."""
    headers = {
        "ETag": etag,
        "Cache-Control": f"public, max-age={_SECONDS}",
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    tags = {tag.strip().removeprefix("W/") for tag in (known or "").split(",")}
    if known and ("*" in tags or etag.removeprefix("W/") in tags):
        return Response(None, 304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def _document(form: Literal["did", "jwks"], media_type: str) -> None:
    async def read(
        district_id: UUID, publishes: PublishedBy, issuing: AsIssuer, if_none_match: IfNoneMatch = None
    ) -> Response:
        async with publishes(district_id) as session:
            document = await usecases.published_document(session, issuing, district_id, form)
        body = json.dumps(document).encode()
        return _published(body, media_type, f'"{hashlib.sha256(body).hexdigest()[:32]}"', if_none_match)

    words = {"did": "The DID document of the district as an issuer.", "jwks": "The same keys as a JWKS."}
    read.__name__, read.__doc__ = f"read_{form}", words[form]
    published.get(f"/{form}.json", response_class=Response, responses=_answers(media_type))(read)


_document("did", "application/did+json")
_document("jwks", "application/jwk-set+json")


@published.get("/status/{list_id}", response_class=Response, responses=_answers(VC_JWT))
async def status_list(
    district_id: UUID, list_id: UUID, publishes: PublishedBy, issuing: AsIssuer, if_none_match: IfNoneMatch = None
) -> Response:
    """A list of the district's revoked credentials, as a signed credential (Bitstring Status List 1.0)."""
    async with publishes(district_id) as session:
        found = await published_list(session, issuing, district_id, list_id)
    return _published(found.token, VC_JWT, found.etag, if_none_match)


@kept.get("")
async def read_issuer(caller: Reads, session: Session, issuing: AsIssuer) -> IssuerOut:
    """The district as an issuer: its DID, where it publishes its keys, and what state each is in."""
    return await usecases.read_issuer(session, issuing, caller.district_id)


@kept.post("/keys", status_code=201, response_model=IssuerKeyOut)
async def rotate(body: RotationIn, caller: TakesPart, session: Session, keyed: Keyed, issuing: AsIssuer) -> Response:
    """Publish a new key. It signs in a few minutes, when every copy of the documents without it has run out; what was
    signed before stays valid.
    """
    require_role(caller, "system", "leader", "operator")

    async def act() -> Answer:
        return created(
            await usecases.rotate_keys(session, issuing, caller.district_id, body.algorithm, created_by=actor(caller))
        )

    return await once(session, keyed, act)


@kept.post("/keys/{key_id}/withdraw", response_model=IssuerKeyOut)
async def withdraw(key_id: KeyId, caller: TakesPart, session: Session, keyed: Keyed, issuing: AsIssuer) -> Response:
    """Withdraw a key that fell into other hands: nothing it signed verifies from then on, and what was good is issued
    anew by another.
    """
    require_role(caller, "system", "leader", "operator")

    async def act() -> Answer:
        out = await usecases.withdraw_key(session, issuing, caller.district_id, key_id)
        return Answer(200, out.model_dump_json().encode())

    return await once(session, keyed, act)
