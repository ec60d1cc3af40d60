"""`/readiness/v1/gaps`: what stands between a district and the level that is aimed at."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from readiness.assessments.schemas.planning import Level
from readiness.scoring.context import Known
from readiness.scoring.queries.gaps import GapRecord, find_gaps
from readiness.scoring.rules.gaps import CLOSES, Severity
from readiness.scoring.schemas.gaps import GapEvidenceOut, GapOut, GapState, GapWithEvidence, LiftOut, ToldBy
from readiness.scoring.usecases.read_gap import ReadGap, read_gap
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.paging import Page, Paging
from shared.http.session import Session

router = APIRouter(prefix="/readiness/v1/gaps", tags=["gaps"])

Reader = Annotated[Caller, needs("readiness.read")]


@router.get("")
async def list_gaps(
    _: Reader,
    session: Session,
    paging: Paging,
    response: Response,
    state: Annotated[GapState | None, Query()] = None,
    level: Annotated[Level | None, Query()] = None,
    site_id: Annotated[UUID | None, Query(description="the school")] = None,
    severity: Annotated[Severity | None, Query()] = None,
    assessment_id: Annotated[UUID | None, Query(description="that opened it, showed it last, or closed it")] = None,
) -> Page[GapOut]:
    """List the gaps of your district.

    Lists the gaps that results have shown, open and closed ones, oldest first. By released figures only.
    """
    found = await find_gaps(
        session,
        paging.single_key(UUID),
        paging.limit + 1,
        state=state,
        level=level,
        site_id=site_id,
        severity=severity,
        assessment_id=assessment_id,
    )
    return paging.page(response, found, lambda one: GapOut(**_named(one)), lambda one: [one.gap_id])


@router.get("/{gap_id}")
async def get_gap(gap_id: UUID, _: Reader, known: Known, session: Session) -> GapWithEvidence:
    """Get a gap.

    Answers a gap with the released figures behind it, as the last result that showed it has them, and what closes it.
    """
    return _with_evidence(await read_gap(session, known, gap_id))


def _named(one: GapRecord) -> dict[str, object]:
    closed = None
    if one.closed_assessment_id is not None and one.closed_result is not None:
        closed = _told_by(one.closed_assessment_id, one.closed_result, one.closed_on)
    first = (one.seen_assessment_id, one.seen_result) == (one.opened_assessment_id, one.opened_result)
    return {
        "gap_id": one.gap_id,
        "instrument_id": one.instrument_id,
        "level": one.level,
        "site_id": one.site_id,
        "kind": one.kind,
        "condition": one.condition,
        "question": one.question,
        "severity": one.severity,
        "state": "open" if closed is None else "closed",
        "opened": _told_by(one.opened_assessment_id, one.opened_result, one.opened_on),
        "seen": _told_by(one.seen_assessment_id, one.seen_result, one.opened_on if first else None),
        "closed": closed,
    }


def _told_by(assessment_id: UUID, result: int, on: date | None) -> ToldBy:
    return ToldBy(assessment_id=assessment_id, result=result, on=on)


def _with_evidence(found: ReadGap) -> GapWithEvidence:
    shown = found.shown
    evidence = () if shown is None else shown.evidence
    return GapWithEvidence(
        **_named(found.record),
        score=None if shown is None else shown.score,
        wanted=None if shown is None else shown.wanted,
        distance=None if shown is None else shown.distance,
        evidence=[
            GapEvidenceOut(question=one.question, group=one.group.key, score=one.score, counted=one.counted)
            for one in evidence
        ],
        lifts=[] if shown is None else [LiftOut.model_validate(one) for one in shown.lifts],
        closes_when=CLOSES[found.record.kind],
    )
