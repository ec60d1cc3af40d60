"""What learners showed in the year so far, piece by piece.

Learners take up topics of their own choice at their own levels, bring what they knew before as a portfolio,
and go on when they have mastered what comes before. No piece knows how long anything took: there is no seat
time here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid5

from demo import framework
from demo.progress import Piece, Progress
from demo.records import District, Network, Person, Role, SisId

UNTIL = date(2026, 11, 20)
"""The last day of the year so far: fixed, so that the same seed gives the same evidence on any day."""

_SCHOOL_DAY_BEGINS = time(15, 0, tzinfo=UTC)  # eight o'clock in the valley
_SCHOOL_DAY_MINUTES = 430


@dataclass(frozen=True, slots=True)
class Evidence:
    external_id: str
    """Opaque: it travels in events, so it must not give away the learner's number in the SIS."""
    district: str
    learner: SisId
    item: str
    """The CASE identifier of a learning target."""
    score: float
    observed_at: datetime
    source: str


def evidence(
    network: Network, seed: int = 7, *, until: date = UNTIL, seed_namespace: UUID = framework.NAMESPACE
) -> Iterator[Evidence]:
    """District by district, learner by learner, each learner's pieces in the order of their showing."""
    for district in network.districts:
        yield from district_evidence(district, seed, until=until, seed_namespace=seed_namespace)


def district_evidence(
    district: District, seed: int = 7, *, until: date = UNTIL, seed_namespace: UUID = framework.NAMESPACE
) -> Iterator[Evidence]:
    """The pieces of one district's learners."""
    begins = {e.person: e.begins for e in district.enrolments if e.role is Role.LEARNER}
    identifiers = {t.code: framework.identifier(t.code, seed_namespace) for t in framework.targets()}
    for learner in district.learners:
        key = f"{seed}/{district.code}/{learner.sis.source}/{learner.sis.sourced_id}"
        rng = Random(key)
        days = _weekdays(begins.get(learner.sis, district.first_day), until)
        if not days:
            continue
        pieces = list(_pieces(rng, learner))
        times = _times(rng, days, len(pieces))
        for number, (piece, observed_at) in enumerate(zip(pieces, times, strict=True)):
            yield Evidence(
                external_id=str(uuid5(seed_namespace, f"evidence/{key}/{number}")),
                district=district.code,
                learner=learner.sis,
                item=identifiers[piece.target],
                score=piece.score,
                observed_at=observed_at,
                source=piece.source,
            )


def _pieces(rng: Random, learner: Person) -> Iterator[Piece]:
    levels = [level for level, grades in framework.LEVEL_GRADES.items() if learner.grade in grades]
    return Progress(rng, rng.choice(levels)).pieces()


def _weekdays(first: date, last: date) -> list[date]:
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5]


def _times(rng: Random, days: list[date], count: int) -> list[datetime]:
    """Different minutes, in order: a learner's evidence is ordered by its time alone, so no two may tie."""
    minutes = sorted(rng.sample(range(len(days) * _SCHOOL_DAY_MINUTES), count))
    return [
        datetime.combine(days[minute // _SCHOOL_DAY_MINUTES], _SCHOOL_DAY_BEGINS)
        + timedelta(minutes=minute % _SCHOOL_DAY_MINUTES)
        for minute in minutes
    ]
