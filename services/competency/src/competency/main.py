"""The competency service, declared."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from competency import routes
from competency.common.context import CompetencyContext
from competency.common.models import metadata
from competency.credentials.api import verification
from competency.credentials.queries.due import MARK_CREDENTIALS_DUE
from competency.district.followers import PLANNING_RULES_CHANGED
from competency.frameworks.api import authoring, case
from competency.frameworks.api import browsing as frameworks
from competency.frameworks.followers import FRAMEWORK_SAVED, FRAMEWORK_STATE_CHANGED
from competency.frameworks.loops import loops
from competency.handlers import subscriptions
from competency.intake.api import evidence, xapi
from competency.intake.api.recording import KeyedEvidence, record_keyed_evidence
from competency.intake.usecases.record_evidence import EvidenceOutcome, RecordEvidence, record_evidence
from competency.intake.usecases.take_statements import StatementOutcome, TakeStatement, take_statements
from competency.jobs import jobs
from competency.learners.followers import ROSTER_CHANGE
from competency.mastery.queries.store import RESULT_STORE
from competency.mastery.usecases import follow_frameworks
from competency.planning.queries.due import MARK_PACE_DUE
from competency.planning.usecases import following as planning
from competency.republishing.usecases import republish
from competency.reviews.usecases import following as reviews
from competency.settings import CompetencySettings
from shared.contracts.competency import CALENDARS, COMPETENCY
from shared.db.query import Transaction
from shared.db.sharing import SharedWrites
from shared.errors import Problem
from shared.http.idempotency import Answer
from shared.run.service import Service

FRAMEWORK_SAVED.declare(follow_frameworks.on_framework_saved, planning.on_framework_saved)
FRAMEWORK_STATE_CHANGED.declare(planning.on_framework_state_changed)
ROSTER_CHANGE.declare(planning.on_roster_change)
PLANNING_RULES_CHANGED.declare(planning.on_planning_rules_changed, reviews.on_planning_rules_changed)
RESULT_STORE.declare(MARK_CREDENTIALS_DUE, MARK_PACE_DUE)


@asynccontextmanager
async def _around(context: CompetencyContext) -> AsyncIterator[None]:
    key = context.platform.auth.learner_id_key.get_secret_value().encode()

    async def record_keyed(
        session: Transaction, district_id: UUID, requests: Sequence[KeyedEvidence]
    ) -> list[Answer | Exception]:
        return await record_keyed_evidence(session, district_id, requests, learner_id_key=key)

    async def record(
        session: Transaction, district_id: UUID, requests: Sequence[RecordEvidence]
    ) -> list[EvidenceOutcome | Problem]:
        return await record_evidence(session, district_id, requests, learner_id_key=key)

    keyed = SharedWrites[KeyedEvidence, Answer](
        "competency", context.database, record_keyed, repeatable=lambda request: request.repeatable
    )
    context.keep(evidence.KEYED_WRITES, keyed)
    files = SharedWrites[RecordEvidence, EvidenceOutcome](
        "competency", context.database, record, repeatable=lambda request: request.repeatable
    )
    context.keep(evidence.FILE_WRITES, files)

    async def take(
        session: Transaction, district_id: UUID, requests: Sequence[TakeStatement]
    ) -> list[StatementOutcome]:
        return await take_statements(session, district_id, requests, learner_id_key=key)

    statements = SharedWrites[TakeStatement, StatementOutcome](
        "competency.xapi", context.database, take, repeatable=lambda _: True
    )
    context.keep(xapi.WRITES, statements)
    async with verification.verifying(context):
        yield


service = Service(
    name="competency",
    metadata=metadata,
    paths=("/competency", case.BASE),
    routers=routes.routers,
    topics=(COMPETENCY, CALENDARS),
    subscriptions=subscriptions,
    settings=CompetencySettings,
    jobs=jobs,
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
