"""Evidence: recorded singly or by the file, read, corrected, voided."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from competency.common.csv_report import as_csv
from competency.common.times import Known
from competency.evidence.schemas import EvidenceOut
from competency.frameworks.api.sheets import CSV_BODY, sheet_of
from competency.intake.schemas.evidence import BatchReport, CorrectionIn, EvidenceIn, RecordedOut, VoidIn
from competency.intake.usecases.correct_evidence import correct_evidence
from competency.intake.usecases.record_batch import REPORT_COLUMNS, record_batch, record_sheet, report_rows
from competency.intake.usecases.record_evidence import RecordEvidence, location_of
from competency.intake.usecases.void_evidence import void_evidence
from competency.mastery.usecases.read_mastery import read_evidence
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.db.sharing import SharedWrites
from shared.errors import WrongMediaType
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.response_headers import headers, sends
from shared.http.session import Session

router = APIRouter(prefix="/competency/v1/evidence", tags=["evidence"])

Reads = Annotated[Caller, needs("competency.read")]
Writes = Annotated[Caller, needs("competency.write")]

BATCH_PATH = "/competency/v1/evidence/batch"
CSV_PATH = "/competency/v1/evidence/csv"
NDJSON = "application/x-ndjson"
_LINES = {"requestBody": {"required": True, "content": {NDJSON: {"schema": {"type": "string", "minLength": 1}}}}}


def sharer(request: Request) -> SharedWrites[RecordEvidence, Answer]:
    shared: SharedWrites[RecordEvidence, Answer] = request.app.state.evidence_writes
    return shared


@router.post("", status_code=201, response_model=RecordedOut, responses=sends("Location", status=201))
async def record(evidence: EvidenceIn, caller: Writes, keyed: Keyed, request: Request) -> Response:
    """Record that a learner has shown something. The answer holds what their mastery of the item is now."""
    command = RecordEvidence(evidence, caller.subject, keyed)
    return (await sharer(request).submit(caller.district_id, command)).response()


@router.post("/batch", openapi_extra=_LINES)
async def batch(caller: Writes, request: Request) -> BatchReport:
    """Record up to 10,000 pieces, one JSON object a line, each with your own `external_id`.

    Each line is taken or refused by itself. Sending the file again changes nothing and reports the same.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in (NDJSON, "application/jsonl", "application/json-seq"):
        raise WrongMediaType(f"Send one JSON object a line, as {NDJSON}.")
    return await record_batch(sharer(request), caller.district_id, caller.subject, await request.body())


@router.post(
    "/csv",
    openapi_extra=CSV_BODY,
    response_model=BatchReport,
    responses={
        200: {
            "content": {"text/csv": {"schema": {"type": "string"}}},
            "headers": headers(perhaps=("Content-Disposition",)),
        }
    },
)
async def csv(
    caller: Writes,
    request: Request,
    format: Annotated[Literal["json", "csv"], Query(description="of the report")] = "json",
) -> BatchReport | Response:
    """Record up to 10,000 pieces from a spreadsheet saved as CSV, one a line; its first line names the columns.

    Columns: item_id (or its CASE address), score, observed_at, source, external_id; learner_id, or learner_source and
    learner_sourced_id; as wanted kind, observer, scale_minimum and scale_maximum. Each line is taken or refused by
    itself; sending the sheet again changes nothing and reports the same.
    """
    report = await record_sheet(sharer(request), caller.district_id, caller.subject, await sheet_of(request))
    if format == "json":
        return report
    headers = {"Content-Disposition": 'attachment; filename="evidence-report.csv"'}
    content = as_csv(REPORT_COLUMNS, report_rows(report))
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/{evidence_id}")
async def read(evidence_id: UUID, caller: Reads, session: Session, known: Known) -> EvidenceOut:
    """The piece as it stands, or as it stood then; a family's statement goes with it whatever the time."""
    return await read_evidence(session, caller, evidence_id, known)


@router.post("/{evidence_id}/void", response_model=EvidenceOut)
async def void(evidence_id: UUID, body: VoidIn, caller: Writes, session: Session, keyed: Keyed) -> Response:
    """Declare that a piece counts no longer, and why. It stays on record; the learner's mastery is determined anew."""

    async def act() -> Answer:
        out = await void_evidence(
            session, caller.district_id, evidence_id, reason=body.reason, voided_by=caller.subject
        )
        return Answer(200, out.model_dump_json().encode())

    return await once(session, keyed, act)


@router.post(
    "/{evidence_id}/correct", status_code=201, response_model=RecordedOut, responses=sends("Location", status=201)
)
async def correct(
    evidence_id: UUID, correction: CorrectionIn, caller: Writes, session: Session, keyed: Keyed
) -> Response:
    """Put a new piece in the place of this one, and say why. The old one stays on record and counts no longer."""

    async def act() -> Answer:
        out = await correct_evidence(session, caller.district_id, evidence_id, correction, corrected_by=caller.subject)
        return created(out, location=location_of(out.evidence_id))

    return await once(session, keyed, act)
