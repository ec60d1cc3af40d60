"""The limit of the write path: the same rows in the same transaction, by hand, on Starlette and asyncpg.

Seven statements, prepared once by the driver, and nothing else: no validation beyond JSON, no tenancy but the setting
itself, no problem documents, no logs, no metrics, and the token is not looked at. `idempotency-key` adds its two
statements, as it does with us.
"""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import asyncpg
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from shared.events.event import partition_of
from shared.testing.callers import DISTRICT_A
from shared.values.ids import new_id

_TENANT = "select set_config('app.district_id', $1, true)"
_LOCK = "select learner_id from learner where learner_id = $1 for update"
_CLAIM = "insert into idempotency (district_id, subject, key, fingerprint) values ($1, 'floor', $2, '\\x00')"
_EVIDENCE = """insert into evidence (district_id, evidence_id, learner_id, item_id, score, observed_at, recorded_at,
 source, sender, external_id, tie) values ($1, $2, $3, $4, $5, $6, clock_timestamp(), $7, 'floor', null, 'tie')
 returning recorded_at"""
_READ = """select e.score, e.observed_at, e.evidence_id from evidence e where e.learner_id = $1 and e.item_id = $2
 and not exists (select from evidence_void v where v.district_id = e.district_id and v.evidence_id = e.evidence_id)"""
_MASTERY = """with d as (insert into determination (district_id, learner_id, item_id, known_at, score, mastered,
  observed_at, deciding, pieces, cause) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'evidence'))
 insert into mastery (district_id, learner_id, item_id, score, mastered, observed_at, deciding, pieces, known_at)
 values ($1, $2, $3, $5, $6, $7, $8, $9, $4) on conflict (district_id, learner_id, item_id) do update set
 score = excluded.score, mastered = excluded.mastered, observed_at = excluded.observed_at, deciding =
 excluded.deciding, pieces = excluded.pieces, known_at = excluded.known_at"""
_SEQUENCE = """insert into event_sequence as s (district_id, topic, key, last)
 values ($1, 'trellis.competency.v1', $2, 2) on conflict (district_id, topic, key)
 do update set last = s.last + 2 returning last"""
_OUTBOX = """insert into outbox (district_id, topic, key, shard, event_id, event_type, incarnation, sequence, body)
 values ($1, 'trellis.competency.v1', $2, $3, $4, 'evidence', 1, $6, $7),
        ($1, 'trellis.competency.v1', $2, $3, $5, 'mastery', 1, $6 + 1, $7)"""
_STORE = """update idempotency set status = 201, headers = '{}', body = $2
 where district_id = $1 and subject = 'floor' and key = $3"""


async def record(request: Request) -> Response:
    piece = json.loads(await request.body())
    key = request.headers.get("idempotency-key")
    learner, item, score = UUID(piece["learner_id"]), UUID(piece["item_id"]), Decimal(str(piece["score"]))
    observed_at = datetime.fromisoformat(piece["observed_at"])
    async with request.app.state.pool.acquire() as connection, connection.transaction():
        await connection.execute(_TENANT, str(DISTRICT_A))
        if key:
            await connection.execute(_CLAIM, DISTRICT_A, key)
        await connection.fetch(_LOCK, learner)
        evidence_id = new_id()
        known_at = await connection.fetchval(
            _EVIDENCE, DISTRICT_A, evidence_id, learner, item, score, observed_at, piece["source"]
        )
        rows = await connection.fetch(_READ, learner, item)
        best = max(rows, key=lambda row: (row["score"], -row["observed_at"].timestamp()))
        await connection.execute(
            _MASTERY, DISTRICT_A, learner, item, known_at, best["score"], best["score"] >= 3, best["observed_at"],
            best["evidence_id"], len(rows),
        )  # fmt: skip
        body = json.dumps({"evidence_id": str(evidence_id), **piece, "mastery": str(best["score"])}).encode()
        last = await connection.fetchval(_SEQUENCE, DISTRICT_A, str(learner))
        await connection.execute(
            _OUTBOX, DISTRICT_A, str(learner), partition_of(str(learner)), new_id(), new_id(), last - 1, body
        )
        if key:
            await connection.execute(_STORE, DISTRICT_A, body, key)
    return Response(body, 201, media_type="application/json")


@asynccontextmanager
async def _pool(app: Starlette) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ["COMPETENCY_DATABASE_URL"], min_size=10, max_size=10) as pool:
        app.state.pool = pool
        yield


async def _ready(_: Request) -> Response:
    return PlainTextResponse("ready")


app = Starlette(
    routes=[Route("/competency/v1/evidence", record, methods=["POST"]), Route("/readyz", _ready)], lifespan=_pool
)

if __name__ == "__main__":
    uvicorn.run(
        app, port=int(os.environ["HTTP_PORT"]), loop="uvloop", http="httptools", log_level="warning", access_log=False
    )
