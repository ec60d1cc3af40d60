"""A file of things from a source, line by line: what is new is added, what differs is changed, the rest is left."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from rostering import queries
from rostering.schemas import BulkReport, FlawOut, LineReport
from rostering.usecases.changing import Done, Mint, Refused, Wanted, change
from rostering.usecases.kinds import Kind
from shared.errors import Malformed, TooLarge
from shared.values.identifiers import LONGEST, SourcedId

MOST_LINES = 5000


@dataclass(frozen=True)
class _Line:
    number: int
    sourced_id: str | None
    wanted: Wanted | None = None
    flaws: Sequence[FlawOut] = ()


async def upsert(session: AsyncSession, district_id: UUID, kind: Kind[Any], file: bytes, mint: Mint) -> BulkReport:
    """Take a file in. A line that cannot be taken is reported; the others are. Sending it again changes nothing.

    Raises `TooLarge` past `MOST_LINES`, `Malformed` for a file without lines.
    """
    lines = read(kind, file)
    await queries.lock_roster(session, district_id)
    wanted = [line.wanted for line in lines if line.wanted is not None]
    outcomes = iter(await change(session, district_id, kind, wanted, mint))
    reports = [_report(line, next(outcomes) if line.wanted is not None else None) for line in lines]
    count = Counter(report.status for report in reports)
    return BulkReport(
        created=count["created"],
        updated=count["updated"],
        unchanged=count["unchanged"],
        refused=count["refused"],
        lines=reports,
    )


def read(kind: Kind[Any], file: bytes) -> list[_Line]:
    """The lines of a file that are not blank. Of two with the same sourced id the first is taken, so that the file
    says one thing however often it is sent.
    """
    texts = [(number, text) for number, text in enumerate(file.split(b"\n"), 1) if text.strip()]
    if len(texts) > MOST_LINES:
        raise TooLarge(f"The file has {len(texts)} lines; at most {MOST_LINES} are taken at once. Send it in parts.")
    if not texts:
        raise Malformed("The file has no lines. Send one JSON object a line.")
    first: dict[SourcedId, int] = {}
    return [_read_line(kind, number, text, first) for number, text in texts]


def _read_line(kind: Kind[Any], number: int, text: bytes, first: dict[SourcedId, int]) -> _Line:
    try:
        fields: Any = kind.line.model_validate_json(text)
    except ValidationError as error:
        flaws = [_flaw(e) for e in error.errors(include_url=False, include_input=False)]
        return _Line(number, _sourced_id(text), flaws=flaws)
    key = SourcedId(fields.source, fields.sourced_id)
    if first.setdefault(key, number) != number:
        repeated = FlawOut(pointer="/sourced_id", detail=f"{key} is in line {first[key]} already.")
        return _Line(number, key.sourced_id, flaws=[repeated])
    return _Line(number, key.sourced_id, Wanted(fields, key=key))


def _sourced_id(text: bytes) -> str | None:
    """What a refused line calls its thing, as far as that can be told."""
    try:
        said = json.loads(text)["sourced_id"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return said[:LONGEST] if isinstance(said, str) and said.isprintable() else None


def _flaw(error: Any) -> FlawOut:
    pointer = "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in error["loc"])
    return FlawOut(pointer=pointer, detail=error["msg"])


def _report(line: _Line, outcome: Done | Refused | None) -> LineReport:
    if isinstance(outcome, Done):
        return LineReport(line=line.number, sourced_id=line.sourced_id, id=outcome.kept.id, status=outcome.status)
    flaws = list(line.flaws)
    if outcome is not None:
        flaws = [FlawOut(pointer=flaw.pointer, detail=flaw.detail) for flaw in outcome.flaws]
    return LineReport(line=line.number, sourced_id=line.sourced_id, status="refused", problem=flaws)
