"""Telling open pages that they are to ask again."""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.stream.queries import news
from dashboards.stream.rules import coaching
from shared.db.wake import wake_after_commit
from shared.events import Received

STREAM_WAKE = "dashboards.stream"

Subject = Literal["reviews", "pace", "plan"]


async def record_news(session: AsyncSession, events: Sequence[Received[Any]], *, of: Sequence[Subject]) -> None:
    """Of what pages ask competency for, only that and when it changed: pages that are open ask again."""
    changed = [(event.data.learner_id, subject, event.occurred_at) for event in events for subject in of]
    await news.record_news(session, events[0].epoch, events[0].district_id, changed)
    wake_after_commit(session, STREAM_WAKE)


async def record_gap_news(session: AsyncSession, events: Sequence[Received[Any]], gaps: Sequence[UUID]) -> None:
    """That these events have changed the timelines of these gaps; nobody is told where they have changed none."""
    if gaps:
        last = events[-1]
        await news.record_gap_news(session, last.epoch, last.district_id, gaps, last.occurred_at)
        wake_after_commit(session, STREAM_WAKE)


async def record_coaching_news(session: AsyncSession, events: Sequence[Received[Any]], *, of: coaching.Subject) -> None:
    """That this subject of coaching has changed: pages of it that are open ask coaching again. What is merely told
    again has not changed.
    """
    told = [one for one in events if not one.snapshot]
    if not told:
        return
    last = told[-1]
    await news.record_coaching_news(session, last.epoch, last.district_id, of, last.occurred_at)
    wake_after_commit(session, STREAM_WAKE)
