"""The competency service, declared."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from fastapi import FastAPI

from competency import api
from competency.api import authoring, case, evidence, frameworks, verification, xapi
from competency.handlers import subscriptions
from competency.importing import loops
from competency.jobs import jobs
from competency.models import metadata
from competency.settings import CompetencySettings
from competency.usecases.record_evidence import RecordEvidence, record_evidence
from competency.usecases.republish import republish
from competency.usecases.take_statements import Outcome, TakeStatement, take_statements
from shared.contracts.competency import COMPETENCY
from shared.db.query import Transaction
from shared.db.sharing import SharedWrites
from shared.http.idempotency import Answer
from shared.run.housekeeping import housekeeping_jobs
from shared.run.service import Service


@asynccontextmanager
async def _around(app: FastAPI) -> AsyncIterator[None]:
    key = app.state.platform.auth.learner_id_key.get_secret_value().encode()

    async def act(
        session: Transaction, district_id: UUID, requests: Sequence[RecordEvidence]
    ) -> list[Answer | Exception]:
        return await record_evidence(session, district_id, requests, learner_id_key=key)

    app.state.evidence_writes = SharedWrites[RecordEvidence, Answer](
        "competency", app.state.database, act, repeatable=lambda request: request.repeatable
    )

    async def take(session: Transaction, district_id: UUID, requests: Sequence[TakeStatement]) -> list[Outcome]:
        return await take_statements(session, district_id, requests, learner_id_key=key)

    app.state.statement_writes = SharedWrites[TakeStatement, Outcome](
        "competency.xapi", app.state.database, take, repeatable=lambda _: True
    )
    async with verification.verifying(app):
        yield


service = Service(
    name="competency",
    metadata=metadata,
    paths=("/competency", case.BASE),
    routers=api.routers,
    topics=(COMPETENCY,),
    subscriptions=subscriptions,
    settings=CompetencySettings,
    jobs=[*housekeeping_jobs("competency"), *jobs],
    loops=loops,
    body_limits={
        evidence.BATCH_PATH: 10_000_000,
        evidence.CSV_PATH: 10_000_000,
        frameworks.IMPORT_PATH: frameworks.IMPORT_LIMIT,
        authoring.SHEET_PATH: authoring.SHEET_LIMIT,
        verification.VERIFY_PATH: verification.VERIFY_LIMIT,
        xapi.STATEMENTS_PATH: xapi.STATEMENTS_LIMIT,
    },
    error_bodies={case.BASE: case.error_body},
    around=_around,
    republish=republish,
)
