"""`Idempotency-Key`: the same request twice has one effect and one answer.

After draft-ietf-httpapi-idempotency-key-header-07. The key is claimed in the transaction of the write, so it exists
exactly when the write does. A second request with a key in flight waits on the claim's row and then replays; the same
key with another body is a 422. Keys are kept for two days (`shared.run.housekeeping` deletes them).
"""

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, NamedTuple

from fastapi import Depends, Header, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from shared.auth.callers import Caller
from shared.auth.dependencies import authenticated
from shared.db.query import Command, Query, Scalar, Transaction
from shared.db.sharing import Again
from shared.errors import Invalid

KEEP_HOURS = 48


class ClaimedKey(NamedTuple):
    """A key that is the transaction's own from now on."""

    subject: str
    key: str


class StoredAnswer(NamedTuple):
    """What is kept of a key: the fingerprint of its request, and the answer; `headers` is JSON."""

    subject: str
    key: str
    fingerprint: bytes
    status: int | None
    headers: str | None
    body: bytes | None


_CLAIM = Scalar(
    """
insert into idempotency (district_id, subject, key, fingerprint) values (:district_id, :subject, :key, :fingerprint)
on conflict do nothing returning true
""",
    bool,
)
_STORED = Query(
    """
select subject, key, fingerprint, status, headers, body from idempotency
where district_id = :district_id and subject = :subject and key = :key
""",
    StoredAnswer,
)
_STORE = Command("""
update idempotency set status = :status, headers = :headers, body = :body
where district_id = :district_id and subject = :subject and key = :key
""")
_CLAIM_ALL = Query(
    """
insert into idempotency (district_id, subject, key, fingerprint)
select cast(:district_id as uuid), k.subject, k.key, k.fingerprint
from unnest(cast(:subjects as text[]), cast(:keys as text[]), cast(:fingerprints as bytea[]))
  as k(subject, key, fingerprint)
order by k.subject, k.key
on conflict do nothing returning subject, key
""",
    ClaimedKey,
)
_STORED_ALL = Query(
    """
select i.subject, i.key, i.fingerprint, i.status, i.headers, i.body
from unnest(cast(:subjects as text[]), cast(:keys as text[])) as k(subject, key)
cross join lateral (
  select i.subject, i.key, i.fingerprint, i.status, i.headers, i.body from idempotency i
  where i.district_id = :district_id and i.subject = k.subject and i.key = k.key limit 1) i
""",
    StoredAnswer,
)
# The claims are there: written as if they were not, each is found by its key, whatever statistics say. An update would
# read all that the district keeps, for every write, while the table has none.
_STORE_ALL = Command("""
insert into idempotency (district_id, subject, key, fingerprint, status, headers, body)
select cast(:district_id as uuid), k.subject, k.key, k.fingerprint, k.status, k.headers, k.body
from unnest(cast(:subjects as text[]), cast(:keys as text[]),
  cast(:fingerprints as bytea[]), cast(:statuses as smallint[]), cast(:headers as text[]), cast(:bodies as bytea[]))
  as k(subject, key, fingerprint, status, headers, body)
on conflict (district_id, subject, key) do update
set status = excluded.status, headers = excluded.headers, body = excluded.body
""")
_FORGET = Command("""
delete from idempotency i using unnest(cast(:subjects as text[]), cast(:keys as text[])) as k(subject, key)
where i.district_id = :district_id and i.subject = k.subject and i.key = k.key
""")


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
    key = {"district_id": keyed.caller.district_id, "subject": keyed.caller.subject, "key": keyed.key}
    if not await _CLAIM.get(session, **key, fingerprint=keyed.fingerprint):
        return _replay(await _STORED.one(session, **key), keyed.fingerprint).response(replayed=True)
    answer = await act()
    await _STORE.run(session, **key, status=answer.status, headers=json.dumps(dict(answer.headers)), body=answer.body)
    return answer.response()


async def claim_all(session: Transaction, requests: Sequence[KeyedRequest | None]) -> dict[int, Answer | Exception]:
    """Claim the keys of many requests at once, in one order for everybody.

    Returns, by place, those that are not to be carried out now: with the stored answer, or why they are refused. A
    key that comes twice among them is carried out once; its second request runs again after this transaction, and
    then replays.
    """
    answered: dict[int, Answer | Exception] = {}
    first: dict[tuple[str, str], int] = {}
    for n, request in enumerate(requests):
        if request is not None and request.key is not None and first.setdefault(_name(request), n) != n:
            answered[n] = Again()
    if not first:
        return answered
    keyed = [request for n in first.values() if (request := requests[n]) is not None]
    rows = await _CLAIM_ALL.all(session, **_many(keyed), fingerprints=[k.fingerprint for k in keyed])
    claimed = {(row.subject, row.key) for row in rows}
    if len(claimed) < len(first):
        by_name = {_name(k): k for k in keyed}
        for row in await _STORED_ALL.all(session, **_many(keyed)):
            if (row.subject, row.key) not in claimed:
                answered[first[row.subject, row.key]] = _replayed(row, by_name[row.subject, row.key])
    return answered


async def store_all(session: Transaction, answered: Sequence[tuple[KeyedRequest | None, Answer | Exception]]) -> None:
    """Keep the answers of requests with keys; a request that was refused gives its key back."""
    done = [(k, a) for k, a in answered if k is not None and k.key is not None and isinstance(a, Answer)]
    if done:
        await _STORE_ALL.run(
            session,
            **_many([k for k, _ in done]),
            fingerprints=[k.fingerprint for k, _ in done],
            statuses=[a.status for _, a in done],
            headers=[json.dumps(dict(a.headers)) for _, a in done],
            bodies=[a.body for _, a in done],
        )
    refused = [k for k, a in answered if k is not None and k.key is not None and not isinstance(a, Answer)]
    if refused:
        await _FORGET.run(session, **_many(refused))


def _name(request: KeyedRequest) -> tuple[str, str]:
    return request.caller.subject, request.key or ""


def _many(requests: Sequence[KeyedRequest]) -> dict[str, Any]:
    return {
        "district_id": requests[0].caller.district_id,
        "subjects": [r.caller.subject for r in requests],
        "keys": [r.key for r in requests],
    }


def _replayed(row: StoredAnswer, request: KeyedRequest) -> Answer | Exception:
    try:
        stored = _replay(row, request.fingerprint)
    except KeyReused as reused:
        return reused
    return Answer(stored.status, stored.body, {**stored.headers, "Idempotency-Replayed": "true"})


def _replay(row: StoredAnswer, fingerprint: bytes) -> Answer:
    """The stored answer of a claimed key. Raises `KeyReused` where the request is another one."""
    if row.fingerprint != fingerprint:
        raise KeyReused
    assert row.status is not None  # noqa: S101 - it is written in the transaction of the claim
    return Answer(row.status, row.body or b"", json.loads(row.headers or "{}"))


def created(model: BaseModel, *, location: str | None = None, etag: str | None = None, status: int = 201) -> Answer:
    """The usual answer of a creation: the thing, where it is, and its version."""
    headers = {k: v for k, v in (("Location", location), ("ETag", etag)) if v}
    return Answer(status, model.model_dump_json().encode(), headers)
