"""Pieces of evidence as the rules of mastery see them, and strategies that make them tie in every way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st

from competency.common.scales import Scale
from competency.evidence.rules import Kind
from competency.mastery.rules.policy import KINDS

START = datetime(2026, 9, 1, tzinfo=UTC)
DAY = timedelta(days=1)
SCALE = Scale(Decimal(0), Decimal(4), Decimal(3))
METHODS = [
    ("highest", None),
    ("latest", None),
    ("average", None),
    ("n_mastery", 1),
    ("n_mastery", 3),
    ("decaying_average", None),
    ("decaying_average", 1),
    ("decaying_average", 99),
    ("standard_decaying_average", 50),
    ("standard_decaying_average", 65),
    ("standard_decaying_average", 99),
]
"""Every method, with the ends of its range."""
# Eleven methods share the examples of a property, and a machine that is busy with other tests proves nothing.
unhurried = settings(deadline=None, max_examples=50)


@dataclass(frozen=True)
class Piece:
    evidence_id: UUID
    score: Decimal | None
    observed_at: datetime
    recorded_at: datetime = START
    tie: str = "a"
    kind: Kind = "performance_task"
    voided_at: datetime | None = None
    superseded_at: datetime | None = None


def shown(number: int, score: str | None, day: float = 0, **more: Any) -> Piece:
    """A piece observed so many days after START."""
    return Piece(UUID(int=number), None if score is None else Decimal(score), START + day * DAY, **more)


def in_turn(*scores: str | None) -> list[Piece]:
    """Pieces shown a day apart, in this order."""
    return [shown(number, score, day=number) for number, score in enumerate(scores, 1)]


points = st.decimals(0, 4, places=3) | st.sampled_from([Decimal(text) for text in ("2.995", "2.996", "3", "4", "0")])
# Few days and few ties, so that every way to tie comes up.
some_pieces = st.lists(
    st.builds(
        shown,
        st.integers(1, 10**6),
        points.map(str),
        st.integers(0, 3),
        tie=st.sampled_from(["a", "b"]),
        kind=st.sampled_from(KINDS),
    ),
    unique_by=lambda piece: piece.evidence_id,
    max_size=9,
)
