"""A file of evidence: read line by line, written in chunks, reported line by line.

Each chunk commits by itself. Whatever happens half way, sending the file again finishes the work and builds the same
report: the sender's `external_id` tells what is there already.
"""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from pydantic import ValidationError

from competency.schemas import BatchReport, EvidenceLine, LineReport
from competency.usecases.record_evidence import RecordEvidence
from shared.errors import Invalid, Malformed, Problem, TooLarge, Unavailable, is_database_away
from shared.idempotency import Answer
from shared.sharing import SharedWrites

MOST_LINES = 10_000
CHUNK = 500
AT_ONCE = 2
"""Chunks under way: while PostgreSQL writes one we make the other ready. Learners are locked in one order for all."""


async def record_batch(
    writes: SharedWrites[RecordEvidence, Answer], district_id: UUID, sender: str, body: bytes
) -> BatchReport:
    """Raises a 400 for a file that holds no lines, a 413 for one with too many; a bad line is reported and the others
    are kept.
    """
    lines = [(n, line) for n, line in enumerate(body.split(b"\n"), 1) if line.strip()]
    if not lines:
        raise Malformed("The file holds no lines. Send one JSON object a line.")
    if len(lines) > MOST_LINES:
        raise TooLarge(f"The file holds {len(lines)} lines, at most {MOST_LINES} are taken at once. Split it.")
    reports: dict[int, LineReport] = {}
    good: list[tuple[int, EvidenceLine]] = []
    for n, line in lines:
        read = _read(n, line)
        if isinstance(read, LineReport):
            reports[n] = read
        else:
            good.append((n, read))
    chunks = [good[start : start + CHUNK] for start in range(0, len(good), CHUNK)]
    for start in range(0, len(chunks), AT_ONCE):
        together = [_write(writes, district_id, sender, chunk) for chunk in chunks[start : start + AT_ONCE]]
        for written in await asyncio.gather(*together):
            reports |= written
    ordered = [reports[n] for n, _ in lines]
    recorded = sum(report.status == "recorded" for report in ordered)
    return BatchReport(recorded=recorded, refused=len(ordered) - recorded, lines=ordered)


async def _write(
    writes: SharedWrites[RecordEvidence, Answer],
    district_id: UUID,
    sender: str,
    chunk: Sequence[tuple[int, EvidenceLine]],
) -> dict[int, LineReport]:
    answers = await writes.submit_all(district_id, [RecordEvidence(line, sender, brief=True) for _, line in chunk])
    return {n: _report(n, line, answer) for (n, line), answer in zip(chunk, answers, strict=True)}


def _read(n: int, line: bytes) -> EvidenceLine | LineReport:
    try:
        return EvidenceLine.model_validate_json(line)
    except ValidationError as error:
        errors = [
            {"pointer": "".join(f"/{part}" for part in e["loc"]), "detail": e["msg"]}
            for e in error.errors(include_url=False, include_input=False, include_context=False)
        ]
        return LineReport(
            line=n, external_id=None, status="refused", problem="The line is not acceptable.", errors=errors
        )


def _report(n: int, line: EvidenceLine, answer: Answer | Exception) -> LineReport:
    if isinstance(answer, Exception) and is_database_away(answer):
        raise Unavailable(
            "The service cannot reach its database. Some of these lines may have been recorded. Send the file again "
            "shortly: each is recorded once, by its external_id."
        ) from answer
    if isinstance(answer, Problem):
        errors = answer.errors if isinstance(answer, Invalid) else None
        return LineReport(line=n, external_id=line.external_id, status="refused", problem=answer.detail, errors=errors)
    if isinstance(answer, Exception):
        raise answer
    evidence_id = UUID(answer.headers["Location"].rpartition("/")[2])
    return LineReport(line=n, external_id=line.external_id, status="recorded", evidence_id=evidence_id)
