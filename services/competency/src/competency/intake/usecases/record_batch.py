"""A file of evidence: read line by line, written in chunks, reported line by line.

Each chunk commits by itself. Whatever happens half way, sending the file again finishes the work and builds the same
report: the sender's `external_id` tells what is there already.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from pydantic import ValidationError

from competency.intake.rules.evidence_sheet import EvidenceSheet, evidence_from_sheet
from competency.intake.schemas.evidence import BatchReport, EvidenceLine, LineReport
from competency.intake.usecases.record_evidence import EvidenceOutcome, RecordEvidence
from shared.db.driver_errors import is_database_away
from shared.db.sharing import SharedWrites
from shared.errors import Invalid, Malformed, Problem, TooLarge, TooManyRequests, Unavailable
from shared.http.refused_values import refused_value
from shared.sheets.reading import MAX_LINES_OF_A_ROW, UnreadableSheet
from shared.values.json_types import Json, JsonObject

MOST_LINES = 10_000
CHUNK = 500
AT_ONCE = 2
"""Chunks under way: while PostgreSQL writes one we make the other ready. Learners are locked in one order for all."""

Request = TypeVar("Request")
Done = TypeVar("Done")


async def record_batch(
    writes: SharedWrites[RecordEvidence, EvidenceOutcome], district_id: UUID, sender: str, body: bytes
) -> BatchReport:
    """Raises a 400 for a file that holds no lines, a 413 for one with too many; a bad line is reported and the others
    are kept.
    """
    lines = [(n, line) for n, line in enumerate(body.split(b"\n"), 1) if line.strip()]
    if not lines:
        raise Malformed("The file holds no lines. Send one JSON object a line.")
    _ensure_not_too_many(len(lines))
    return await _record(writes, district_id, sender, {n: _from_json(n, line) for n, line in lines})


async def record_sheet(
    writes: SharedWrites[RecordEvidence, EvidenceOutcome], district_id: UUID, sender: str, raw: bytes
) -> BatchReport:
    """The same from a spreadsheet. Raises a 400 also for one that cannot be read, or lacks columns it must have."""
    if raw.count(b"\n") + raw.count(b"\r") > MOST_LINES * MAX_LINES_OF_A_ROW:
        raise TooLarge(f"The file is mostly line breaks. At most {MOST_LINES} lines are taken at once.")
    lines = await asyncio.to_thread(_from_sheet, raw)
    if not lines:
        raise Malformed("The sheet holds no lines under its header. Send one piece of evidence a line.")
    _ensure_not_too_many(len(lines))
    return await _record(writes, district_id, sender, lines)


def _ensure_not_too_many(lines: int) -> None:
    if lines > MOST_LINES:
        raise TooLarge(f"The file holds {lines} lines, at most {MOST_LINES} are taken at once. Split it.")


async def _record(
    writes: SharedWrites[RecordEvidence, EvidenceOutcome],
    district_id: UUID,
    sender: str,
    lines: Mapping[int, EvidenceLine | LineReport],
) -> BatchReport:
    good = [(n, line) for n, line in lines.items() if isinstance(line, EvidenceLine)]
    requests = [RecordEvidence(line, sender) for _, line in good]
    outcomes = await in_chunks(writes, district_id, requests)
    taken = {n: _report(n, line, outcome) for (n, line), outcome in zip(good, outcomes, strict=True)}
    ordered = [line if isinstance(line, LineReport) else taken[n] for n, line in lines.items()]
    recorded = sum(report.status == "recorded" for report in ordered)
    return BatchReport(recorded=recorded, refused=len(ordered) - recorded, lines=ordered)


async def in_chunks(
    writes: SharedWrites[Request, Done], district_id: UUID, requests: Sequence[Request]
) -> list[Done | Problem]:
    """The answer to each, in their order; chunk by chunk, each committed by itself. Raises a 503 where the database is
    away, a 429 where the district had no turn at it, and what is nobody's refusal.
    """
    answers: list[Done | Problem] = []
    chunks = [requests[start : start + CHUNK] for start in range(0, len(requests), CHUNK)]
    for start in range(0, len(chunks), AT_ONCE):
        together = [writes.submit_all(district_id, chunk) for chunk in chunks[start : start + AT_ONCE]]
        for written in await asyncio.gather(*together):
            answers += [_answered(answer) for answer in written]
    return answers


def _answered(answer: Done | Exception) -> Done | Problem:
    if isinstance(answer, Exception) and is_database_away(answer):
        raise Unavailable(
            "The service cannot reach its database. Some of what you sent may have been recorded. Send it again "
            "shortly: each piece is recorded once, by your own id of it."
        ) from answer
    if isinstance(answer, Exception) and (isinstance(answer, TooManyRequests) or not isinstance(answer, Problem)):
        raise answer
    return answer


def _from_json(n: int, line: bytes) -> EvidenceLine | LineReport:
    try:
        return EvidenceLine.model_validate_json(line)
    except ValidationError as error:
        return _unacceptable(n, None, error)


def _from_sheet(raw: bytes) -> dict[int, EvidenceLine | LineReport]:
    """By the number of the line, in their order."""
    try:
        sheet = evidence_from_sheet(raw)
    except UnreadableSheet as error:
        raise Malformed(f"This sheet cannot be read: {error}. Nothing was recorded.") from error
    return dict(sorted(_lines_of(sheet).items()))


def _lines_of(sheet: EvidenceSheet) -> dict[int, EvidenceLine | LineReport]:
    lines: dict[int, EvidenceLine | LineReport] = {
        problem.line: LineReport(line=problem.line, external_id=None, status="refused", problem=problem.problem)
        for problem in sheet.problems
    }
    for row in sheet.rows:
        try:
            lines[row.line] = EvidenceLine.model_validate(row.values)
        except ValidationError as error:
            lines[row.line] = _unacceptable(row.line, row.values.get("external_id"), error)
    return lines


def _unacceptable(n: int, external_id: Json, error: ValidationError) -> LineReport:
    errors = [
        {"pointer": "".join(f"/{part}" for part in e["loc"]), "detail": refused_value(e).detail}
        for e in error.errors(include_url=False, include_input=False)
    ]
    problem = "The line is not acceptable."
    return LineReport(line=n, external_id=external_id, status="refused", problem=problem, errors=errors)


def _report(n: int, line: EvidenceLine, outcome: EvidenceOutcome | Problem) -> LineReport:
    external_id = line.external_id
    if isinstance(outcome, Problem):
        errors = outcome.errors if isinstance(outcome, Invalid) else None
        return LineReport(line=n, external_id=external_id, status="refused", problem=outcome.detail, errors=errors)
    return LineReport(line=n, external_id=external_id, status="recorded", evidence_id=outcome.evidence_id)


REPORT_COLUMNS = ("line", "external_id", "status", "evidence_id", "column", "problem")


def report_rows(report: BatchReport) -> list[JsonObject]:
    """The report as a spreadsheet: a row for each line, with the columns that are wrong and all that is wrong."""
    return [
        {
            "line": line.line,
            "external_id": line.external_id or "",
            "status": line.status,
            "evidence_id": line.evidence_id or "",
            "column": " ".join(_column(error["pointer"]) for error in line.errors or []).strip(),
            "problem": "; ".join([line.problem or "", *(error["detail"] for error in line.errors or [])]).strip("; "),
        }
        for line in report.lines
    ]


def _column(pointer: str) -> str:
    return pointer.strip("/").replace("/", "_")
