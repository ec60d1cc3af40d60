"""The result of an assessment that a district attaches to its application."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from readiness.instruments.queries.versions import find_version
from readiness.scoring.usecases.known_results import KnownResults
from readiness.scoring.usecases.read_result import read_result
from shared.db.query import Transaction
from shared.errors import NotFound


class AttachedCondition(NamedTuple):
    """What is released of a condition, with what it is called by language."""

    condition: str
    title: Mapping[str, str]
    score: Decimal | None
    reached: str | None


class AttachedResult(NamedTuple):
    """What is released of a result, and the hash of the version that was asked."""

    instrument_id: UUID
    instrument_version: int
    content_hash: str | None
    result: int
    closed_on: date
    score: Decimal | None
    reached: str | None
    conditions: tuple[AttachedCondition, ...]


async def find_attached_result(
    session: Transaction, known: KnownResults, assessment_id: UUID, number: int
) -> AttachedResult | None:
    """Returns a result of the session's district; None where it has none."""
    try:
        found = await read_result(session, known, assessment_id, number)
    except NotFound:
        return None
    asked = found.assessment
    version = await find_version(session, asked.instrument_id, asked.instrument_version)
    titles = {one.key: dict(one.title) for one in version.content.sections} if version is not None else {}
    return AttachedResult(
        asked.instrument_id,
        asked.instrument_version,
        version.record.content_hash if version is not None else None,
        number,
        found.record.closed_on,
        found.scores.score,
        found.scores.level.key,
        tuple(
            AttachedCondition(one.condition, titles.get(one.condition, {}), one.score, one.level.key)
            for one in found.scores.conditions
        ),
    )
