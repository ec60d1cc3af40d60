"""What is heard of what indicators count goes into the log, of each thing the last word.

The competency topic is large. Of mastery one statement for all events of a district asks whether an indicator watches
any; where none does, that is all that its events cost.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from coaching.goals.queries.facts import (
    Fact,
    MasteryFact,
    forget_other_items,
    keep_facts,
    keep_items,
    keep_mastery,
    watches_mastery,
)
from shared.contracts.coaching import (
    ActionCompleted,
    ActionDropped,
    MeetingCancelled,
    MeetingHeld,
    WaveAdjusted,
    WaveOpened,
    WaveSunset,
)
from shared.contracts.competency import ItemPublished, LearnerMasterySnapshot, MasteryChanged, MasteryState
from shared.db.query import Transaction
from shared.events.event import Event, Received


async def hear_mastery(session: Transaction, events: Sequence[Received[MasteryChanged]]) -> None:
    """Keeps how learners stand in the items that are watched."""
    district_id = events[0].district_id
    if await watches_mastery(session, district_id):
        facts = [_mastery(one, one.data.learner_id, one.data) for one in events]
        await keep_mastery(session, district_id, facts)


async def hear_mastery_again(session: Transaction, events: Sequence[Received[LearnerMasterySnapshot]]) -> None:
    """Keeps all of learners' mastery, in place of what was known of it."""
    district_id = events[0].district_id
    if not await watches_mastery(session, district_id):
        return
    for one in events:
        states = one.data.mastery
        facts = [_mastery(one, one.data.learner_id, state) for state in states]
        await keep_mastery(session, district_id, facts)
        items = [state.item_id for state in states]
        await forget_other_items(session, district_id, one.data.learner_id, items, one.incarnation, one.sequence)


async def hear_items(session: Transaction, events: Sequence[Received[ItemPublished]]) -> None:
    """Keeps of which framework items are."""
    items = {one.data.item_id: one.data.framework_id for one in events}
    await keep_items(session, events[0].district_id, items)


async def hear_meeting(session: Transaction, events: Sequence[Received[MeetingHeld]]) -> None:
    facts = [_fact(one, "meeting", one.data.meeting_id, one.data.held_on) for one in events]
    await keep_facts(session, events[0].district_id, facts)


async def hear_no_meeting(session: Transaction, events: Sequence[Received[MeetingCancelled]]) -> None:
    facts = [_fact(one, "meeting", one.data.meeting_id, one.data.cancelled_on, figure=0) for one in events]
    await keep_facts(session, events[0].district_id, facts)


async def hear_action(session: Transaction, events: Sequence[Received[ActionCompleted]]) -> None:
    facts = [_fact(one, "action", one.data.action_id, one.data.completed_on) for one in events]
    await keep_facts(session, events[0].district_id, facts)


async def hear_no_action(session: Transaction, events: Sequence[Received[ActionDropped]]) -> None:
    facts = [_fact(one, "action", one.data.action_id, one.data.dropped_on, figure=0) for one in events]
    await keep_facts(session, events[0].district_id, facts)


async def hear_wave(session: Transaction, events: Sequence[Received[WaveOpened]]) -> None:
    facts = [
        _fact(one, "wave", one.data.pilot_id, one.data.opened_on, part=one.data.wave, figure=one.data.teachers)
        for one in events
    ]
    await keep_facts(session, events[0].district_id, facts)


async def hear_adjusted_wave(session: Transaction, events: Sequence[Received[WaveAdjusted]]) -> None:
    facts = [_fact(one, "wave_adjusted", one.data.pilot_id, one.data.decided_on, part=one.data.wave) for one in events]
    await keep_facts(session, events[0].district_id, facts)


async def hear_sunset(session: Transaction, events: Sequence[Received[WaveSunset]]) -> None:
    facts = [_fact(one, "pilot_sunset", one.data.pilot_id, one.data.decided_on) for one in events]
    await keep_facts(session, events[0].district_id, facts)


def _fact(event: Received[Event], kind: str, source_id: UUID, on: date, *, part: int = 0, figure: int = 1) -> Fact:
    return Fact(kind, source_id, part, figure, on, event.incarnation, event.sequence)


def _mastery(event: Received[Event], learner_id: UUID, state: MasteryChanged | MasteryState) -> MasteryFact:
    """Since when an item is mastered; by an older publisher, which does not say, since it was shown or known."""
    since = (state.mastered_since or state.observed_at or state.known_at) if state.mastered else None
    return MasteryFact(learner_id, state.item_id, since, event.incarnation, event.sequence)
