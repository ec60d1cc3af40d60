"""Events into read models. All of it may be repeated and comes out the same."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.models import Item, PersonName, ReadModel
from dashboards.queries import calendar, writing
from dashboards.rules.words import words_of
from shared.contracts.competency import (
    CalendarChanged,
    FrameworkRevised,
    ItemPublished,
    ItemRetired,
    LearnerMasterySnapshot,
    MasteryChanged,
)
from shared.contracts.rostering import PersonNamed
from shared.db.wake import wake_after_commit
from shared.events import Received

STREAM_WAKE = "dashboards.stream"


Computed = Mapping[str, Callable[[Any], Any]]


async def replace(
    session: AsyncSession, model: type[ReadModel], events: Sequence[Received[Any]], computed: Computed | None = None
) -> None:
    """For events that say all of a thing: the row becomes what the newest one says, field by field; what is `computed`
    is worked out of the event, and columns that other events tell of stay.
    """
    works_out = computed or {}
    told = type(events[0].data).model_fields
    names = tuple(name for name in writing.columns(model) if name in told or name in works_out)
    rows = [
        tuple(
            works_out[name](event.data) if name in works_out else _value(model, name, getattr(event.data, name))
            for name in names
        )
        for event in events
    ]
    await writing.upsert(session, model, names, events[0].epoch, events[0].district_id, rows)


async def replace_roster(
    session: AsyncSession, model: type[ReadModel], events: Sequence[Received[Any]], *, live: bool
) -> None:
    """For a thing by which people see others: open streams hear that somebody may see more now, or less."""
    await replace(session, model, events)
    if live:
        await writing.roster_changed(session, events[0].epoch, events[0].district_id)


async def publish_items(session: AsyncSession, events: Sequence[Received[ItemPublished]]) -> None:
    """An item that is told of is in use, also one that had been retired."""
    computed: Computed = {
        "active": lambda _: True,
        "words": lambda item: " ".join(words_of(f"{item.coding_scheme or ''} {item.statement}")),
    }
    await replace(session, Item, events, computed)


async def revise_frameworks(session: AsyncSession, events: Sequence[Received[FrameworkRevised]]) -> None:
    latest = {e.data.framework_id: e.data for e in events}
    rows = [(one.framework_id, one.edition, one.state, one.items) for one in latest.values()]
    await writing.revise_frameworks(session, events[0].epoch, events[0].district_id, rows)


async def retire_items(session: AsyncSession, events: Sequence[Received[ItemRetired]]) -> None:
    await writing.retire_items(session, events[0].epoch, events[0].district_id, [e.data.item_id for e in events])


def _value(model: type[ReadModel], name: str, value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    if model.__table__.columns[name].type.python_type is list:
        return writing.array_literal(value)
    return json.dumps(value)


async def keep_calendar(session: AsyncSession, events: Sequence[Received[CalendarChanged]]) -> None:
    newest = events[-1].data
    at = (events[0].epoch, events[0].district_id)
    await calendar.keep(session, *at, newest.time_zone, newest.version, newest.changed_at)


async def name_people(session: AsyncSession, events: Sequence[Received[PersonNamed]]) -> None:
    """Keep names, and forget those whose key has a tombstone."""
    latest = {UUID(event.key): event for event in events}
    named = [event for event in latest.values() if not event.erased]
    erased = [person_id for person_id, event in latest.items() if event.erased]
    if named:
        await replace(session, PersonName, named)
    if erased:
        await writing.forget_names(session, events[0].epoch, events[0].district_id, erased)


async def change_mastery(session: AsyncSession, events: Sequence[Received[MasteryChanged]], *, live: bool) -> None:
    rows: list[writing.Row] = [
        (b.learner_id, b.item_id, b.score, b.mastered, b.observed_at, b.known_at, b.mastered_since)
        for b in (e.data for e in events)
    ]
    await _write(session, events[0], rows, live=live)


async def take_snapshots(
    session: AsyncSession, events: Sequence[Received[LearnerMasterySnapshot]], *, live: bool
) -> None:
    """A learner's whole mastery: what it does not mention counts no longer, and open streams hear that too."""
    latest = {event.data.learner_id: event for event in events}
    rows: list[writing.Row] = [
        (learner_id, s.item_id, s.score, s.mastered, s.observed_at, s.known_at, s.mastered_since)
        for learner_id, event in latest.items()
        for s in event.data.mastery
    ]
    gone = await writing.unsaid(
        session,
        events[0].epoch,
        events[0].district_id,
        {learner_id: event.occurred_at for learner_id, event in latest.items()},
        [(row[0], row[1]) for row in rows],
    )
    rows += [(learner_id, item_id, None, False, None, known_at, None) for learner_id, item_id, known_at in gone]
    await _write(session, events[0], rows, live=live)


Subject = Literal["reviews", "pace", "plan"]


async def tell_news(session: AsyncSession, events: Sequence[Received[Any]], *, of: Sequence[Subject]) -> None:
    """Of what pages ask competency for, only that and when it changed: pages that are open ask again."""
    news = [(event.data.learner_id, subject, event.occurred_at) for event in events for subject in of]
    await writing.tell_news(session, events[0].epoch, events[0].district_id, news)
    wake_after_commit(session, STREAM_WAKE)


async def _write(session: AsyncSession, first: Received[Any], rows: Iterable[writing.Row], *, live: bool) -> None:
    await writing.change_mastery(session, first.epoch, first.district_id, list(rows), live=live)
    if live:
        wake_after_commit(session, STREAM_WAKE)
