"""A request of xAPI statements: read, taken in chunks, reported statement by statement."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from competency.frameworks.rules.case.text import NotJson, UnreadablePackage
from competency.intake.rules.xapi.statement import Homes, Read, Refusal, StatedEvidence, StatedVoiding, XapiCode, refuse
from competency.intake.rules.xapi.xapi import read_statements
from competency.intake.schemas.xapi import StatementReport, StatementsReport
from competency.intake.usecases.record_batch import MOST_LINES, in_chunks
from competency.intake.usecases.take_statements import Refused, StatementOutcome, TakeStatement
from shared.db.sharing import SharedWrites
from shared.errors import Invalid, Malformed, Problem, TooLarge
from shared.values.json_types import JsonObject

_MOST_ERRORS = 20
"""Of the report, which has all, as the house's own form of errors."""


class StatementsRefused(Problem):
    """Statements of the request were refused; the body says what became of each."""

    def __init__(self, report: StatementsReport) -> None:
        refused = [one for one in report.statements if one.status == "refused"]
        clashing = any(one.code == XapiCode.CONFLICT for one in refused)
        errors = [{"pointer": one.pointer, "detail": one.problem} for one in refused[:_MOST_ERRORS]]
        super().__init__(f"{len(refused)} of {len(report.statements)} statements were refused.", errors=errors)
        self.status, self.slug = (409, "conflict") if clashing else (422, "invalid")
        self.report = report

    def body(self) -> JsonObject:
        return super().body() | self.report.model_dump(mode="json")


async def receive_statements(
    writes: SharedWrites[TakeStatement, StatementOutcome],
    district_id: UUID,
    sender: str,
    raw: bytes,
    homes: Homes,
    now: datetime,
    *,
    named: UUID | None = None,
) -> StatementsReport:
    """Takes each statement or says why not; `named` is the id that the request's address gives its one statement.

    Raises a 400 for what is no JSON, a 413 for too many; a 409 with the report where an id came before with another
    content; a 422 with the report where none could be taken.
    """
    reads = await asyncio.to_thread(_read, raw, homes, now, named)
    if len(reads) > MOST_LINES:
        raise TooLarge(f"The request holds {len(reads)} statements, at most {MOST_LINES} are taken at once. Split it.")
    outcomes = await _take(writes, district_id, sender, reads)
    # The pointers of a list say which statement; those of a single one are its own.
    listed = raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
    statements = [_report(one, outcomes, listed=listed) for one in reads]
    count = {status: sum(one.status == status for one in statements) for status in ("recorded", "voided", "refused")}
    report = StatementsReport(**count, statements=statements)
    if any(one.code == XapiCode.CONFLICT for one in statements) or count["refused"] == len(statements):
        raise StatementsRefused(report)
    return report


def _read(raw: bytes, homes: Homes, now: datetime, named: UUID | None) -> list[Read]:
    try:
        return read_statements(raw, homes, now, named=named)
    except UnreadablePackage as error:
        kind = Malformed if isinstance(error, NotJson) else Invalid
        errors = [{"pointer": error.pointer, "detail": error.reason}]
        raise kind("These are not xAPI statements that can be read; nothing was recorded.", errors=errors) from error


async def _take(
    writes: SharedWrites[TakeStatement, StatementOutcome], district_id: UUID, sender: str, reads: Sequence[Read]
) -> dict[int, StatementOutcome]:
    """Evidence first: a request may void what it states itself."""
    outcomes: dict[int, StatementOutcome] = {}
    for kind in (StatedEvidence, StatedVoiding):
        stated = [one for one in reads if isinstance(one, kind)]
        taken = await in_chunks(writes, district_id, [TakeStatement(one, sender) for one in stated])
        for one, outcome in zip(stated, taken, strict=True):
            if isinstance(outcome, Problem):
                raise outcome
            outcomes[one.position] = outcome
    return outcomes


def _report(one: Read, outcomes: dict[int, StatementOutcome], *, listed: bool) -> StatementReport:
    if not isinstance(one, Refusal):
        outcome = outcomes[one.position]
        if not isinstance(outcome, Refused):
            status = "voided" if isinstance(one, StatedVoiding) else "recorded"
            return StatementReport.model_validate(
                {
                    "position": one.position,
                    "statement_id": one.statement_id,
                    "status": status,
                    "evidence_id": outcome.evidence_id,
                }
            )
        one = refuse(one, outcome.code, outcome.reason)
    return StatementReport(
        position=one.position,
        statement_id=one.statement_id,
        status="refused",
        code=one.code.value,
        pointer=one.pointer if listed else one.pointer.removeprefix(f"/{one.position}"),
        problem=one.reason,
    )
