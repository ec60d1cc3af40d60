"""`Idempotency-Key`: the same request twice has one effect and one answer.

After draft-ietf-httpapi-idempotency-key-header-07. The key is claimed in the transaction of the write, so it exists
exactly when the write does. A second request with a key in flight waits on the claim's row and then replays; the same
key with another body is a 422. Keys are kept for two days.
"""

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Header, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.auth import Caller, authenticated
from shared.errors import Invalid

KEEP_HOURS = 48

_CLAIM = text("""
insert into idempotency (district_id, subject, key, fingerprint) values (:district_id, :subject, :key, :fingerprint)
on conflict do nothing returning true
""")
_STORED = text("""
select fingerprint, status, headers, body from idempotency
where district_id = :district_id and subject = :subject and key = :key
""")
_STORE = text("""
update idempotency set status = :status, headers = :headers, body = :body
where district_id = :district_id and subject = :subject and key = :key
""")
PURGE = text(f"delete from idempotency where created_at < now() - interval '{KEEP_HOURS} hours'")  # noqa: S608


@dataclass(frozen=True)
class Answer:
    """What a use case answers, before it is bytes; kept with the key so that a repeat gets the very same."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self, *, replayed: bool = False) -> Response:
        headers = dict(self.headers)
        if replayed:
            headers["Idempotency-Replayed"] = "true"
        return Response(self.body or None, self.status, headers=headers, media_type="application/json")


@dataclass(frozen=True)
class KeyedRequest:
    """A request's key, where it has one, and the fingerprint of what it asks."""

    caller: Caller
    key: str | None
    fingerprint: bytes

    def parameters(self) -> dict[str, Any]:
        return {"district_id": self.caller.district_id, "subject": self.caller.subject, "key": self.key}


class KeyReused(Invalid):
    slug = "idempotency-key-reused"

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key came before with another request. Use a new key for a new request.")


async def keyed_request(
    request: Request,
    caller: Annotated[Caller, Depends(authenticated)],
    idempotency_key: Annotated[str | None, Header(min_length=1, max_length=255, pattern=r"^[\x21-\x7e]+$")] = None,
) -> KeyedRequest:
    digest = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    digest.update(await request.body())
    return KeyedRequest(caller, idempotency_key, digest.digest())


Keyed = Annotated[KeyedRequest, Depends(keyed_request)]


async def once(session: AsyncSession, keyed: KeyedRequest, act: Callable[[], Awaitable[Answer]]) -> Response:
    """Do it, or answer again what was answered to the same key."""
    if keyed.key is None:
        return (await act()).response()
    claim = keyed.parameters() | {"fingerprint": keyed.fingerprint}
    if not await session.scalar(_CLAIM, claim):
        row = (await session.execute(_STORED, keyed.parameters())).one()
        return replay(row, keyed.fingerprint).response(replayed=True)
    answer = await act()
    await session.execute(_STORE, keyed.parameters() | stored_form(answer))
    return answer.response()


def replay(row: Any, fingerprint: bytes) -> Answer:
    """The stored answer of a claimed key. Raises `KeyReused` where the request is another one."""
    if row.fingerprint != fingerprint:
        raise KeyReused
    return Answer(row.status, row.body or b"", json.loads(row.headers or "{}"))


def stored_form(answer: Answer) -> dict[str, Any]:
    return {"status": answer.status, "headers": json.dumps(dict(answer.headers)), "body": answer.body}


def created(model: BaseModel, *, location: str | None = None, etag: str | None = None, status: int = 201) -> Answer:
    """The usual answer of a creation: the thing, where it is, and its version."""
    headers = {k: v for k, v in (("Location", location), ("ETag", etag)) if v}
    return Answer(status, model.model_dump_json().encode(), headers)
