"""Evidence: recorded singly or by the file, read, corrected, voided."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from competency.common.times import Known
from competency.evidence.schemas import EvidenceOut
from competency.evidence.usecases import read_evidence
from competency.intake import examples
from competency.intake.api.recording import KeyedEvidence, recorded_answer
from competency.intake.schemas.evidence import BatchReport, CorrectionIn, EvidenceIn, RecordedOut, VoidIn
from competency.intake.usecases.correct_evidence import correct_evidence
from competency.intake.usecases.record_batch import REPORT_COLUMNS, record_batch, record_sheet, report_rows
from competency.intake.usecases.record_evidence import EvidenceOutcome, RecordEvidence
from competency.intake.usecases.void_evidence import void_evidence
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.db.sharing import SharedWrites
from shared.errors import WrongMediaType
from shared.http.context import Kept
from shared.http.idempotency import Answer, Keyed, once
from shared.http.response_headers import headers, sends
from shared.http.session import Session
from shared.http.sheets import csv_body, sheet_of
from shared.sheets.writing import as_csv

router = APIRouter(prefix="/competency/v1/evidence", tags=["evidence"])

Reads = Annotated[Caller, needs("competency.read")]
Writes = Annotated[Caller, needs("competency.write")]

BATCH_PATH = "/competency/v1/evidence/batch"
CSV_PATH = "/competency/v1/evidence/csv"
NDJSON = "application/x-ndjson"
_LINES = {
    "requestBody": {
        "required": True,
        "content": {NDJSON: {"schema": {"type": "string", "minLength": 1}, "example": examples.EVIDENCE_LINES}},
    }
}


KEYED_WRITES = Kept[SharedWrites[KeyedEvidence, Answer]]("keyed evidence writes")
"""The writes of single requests, which share transactions."""
FILE_WRITES = Kept[SharedWrites[RecordEvidence, EvidenceOutcome]]("evidence writes of files")
"""The writes of files, whose chunks have transactions of their own."""


@router.post("", status_code=201, response_model=RecordedOut, responses=sends("Location", status=201))
async def record_evidence(evidence: EvidenceIn, caller: Writes, keyed: Keyed, request: Request) -> Response:
    """Record evidence.

    Records that a learner has shown something of an item, and answers the evidence together with the learner's mastery
    of the item that follows from it. For systems. With your own `external_id` the same evidence is recorded only once.
    """
    command = KeyedEvidence(RecordEvidence(evidence, caller.subject), keyed)
    return (await KEYED_WRITES.of(request).submit(caller.district_id, command)).response()


@router.post("/batch", openapi_extra=_LINES)
async def record_evidence_batch(caller: Writes, request: Request) -> BatchReport:
    """Record evidence in a batch.

    Records up to 10,000 pieces of evidence, one JSON object per line, each with your own `external_id`. Each line is
    recorded or refused by itself, and the report says which. Sending the file again changes nothing and answers the
    same report. For systems.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in (NDJSON, "application/jsonl", "application/json-seq"):
        raise WrongMediaType(f"Send one JSON object a line, as {NDJSON}.")
    return await record_batch(FILE_WRITES.of(request), caller.district_id, caller.subject, await request.body())


@router.post(
    "/csv",
    openapi_extra=csv_body(examples.EVIDENCE_SHEET),
    response_model=BatchReport,
    responses={
        200: {
            "content": {"text/csv": {"schema": {"type": "string"}, "example": examples.BATCH_REPORT_SHEET}},
            "headers": headers(perhaps=("Content-Disposition",)),
        }
    },
)
async def record_evidence_sheet(
    caller: Writes,
    request: Request,
    format: Annotated[Literal["json", "csv"], Query(description="of the report")] = "json",
) -> BatchReport | Response:
    """Record evidence from a CSV file.

    Records up to 10,000 pieces of evidence from a spreadsheet saved as CSV, one per line; the first line names the
    columns. Each line is recorded or refused by itself. Sending the sheet again changes nothing and answers the same
    report. For systems.

    Columns: item_id (or its CASE address), score, observed_at, source, external_id; learner_id, or learner_source and
    learner_sourced_id; optionally kind, observer, scale_minimum and scale_maximum.
    """
    report = await record_sheet(FILE_WRITES.of(request), caller.district_id, caller.subject, await sheet_of(request))
    if format == "json":
        return report
    headers = {"Content-Disposition": 'attachment; filename="evidence-report.csv"'}
    content = as_csv(REPORT_COLUMNS, report_rows(report))
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/{evidence_id}")
async def get_evidence(evidence_id: UUID, caller: Reads, session: Session, known: Known) -> EvidenceOut:
    """Get a piece of evidence.

    Answers the evidence as it was recorded, whether it was voided or corrected since, and a family's statement about
    it. With `known_at`, answers it as it stood then; the statement is always included. For anybody who may see the
    learner.
    """
    return await read_evidence(session, caller, evidence_id, known)


@router.post("/{evidence_id}/void", response_model=EvidenceOut)
async def void_evidence_record(
    evidence_id: UUID, body: VoidIn, caller: Writes, session: Session, keyed: Keyed
) -> Response:
    """Void a piece of evidence.

    Declares, with a reason, that the evidence does not count. It stays on record, and the learner's mastery is
    determined again in the same step. For systems. To change a value, correct the evidence instead.
    """

    async def act() -> Answer:
        out = await void_evidence(
            session, caller.district_id, evidence_id, reason=body.reason, voided_by=caller.subject
        )
        return Answer(200, out.model_dump_json().encode())

    return await once(session, keyed, act)


@router.post(
    "/{evidence_id}/correct", status_code=201, response_model=RecordedOut, responses=sends("Location", status=201)
)
async def correct_evidence_record(
    evidence_id: UUID, correction: CorrectionIn, caller: Writes, session: Session, keyed: Keyed
) -> Response:
    """Correct a piece of evidence.

    Records a new piece of evidence in place of this one, with a reason. The old one stays on record and does not count;
    mastery is determined again in the same step. For systems. Evidence of another learner is voided and recorded again
    instead.
    """

    async def act() -> Answer:
        return recorded_answer(
            await correct_evidence(session, caller.district_id, evidence_id, correction, corrected_by=caller.subject)
        )

    return await once(session, keyed, act)
