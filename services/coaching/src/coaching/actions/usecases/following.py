"""What becomes of actions when something else ends: the engagement, the gap, or the time for which words are kept."""

from collections.abc import Sequence

from coaching.actions.queries.actions import destroy_action_words, lock_open_actions, set_action, set_gap_closed
from coaching.actions.usecases.telling import tell_last
from coaching.engagements.followers import ContentDue, EngagementOver
from shared.contracts.readiness import GapClosed
from shared.db.query import Transaction
from shared.events.event import Received


async def drop_actions_of(session: Transaction, over: EngagementOver) -> None:
    """Drops what is open in an engagement that is over, and tells of what was agreed on."""
    for one in await lock_open_actions(session, over.engagement_id, over.now):
        dropped = one._replace(state="dropped", drop_reason="engagement_ended", dropped_on=over.on, moved_on=over.on)
        await set_action(session, dropped)
        await tell_last(session, dropped, then=over.district_id)


async def note_closed_gaps(session: Transaction, events: Sequence[Received[GapClosed]]) -> None:
    """Shows on the actions of a gap that it is closed. They are neither done nor dropped by it: both districts say."""
    for event in events:
        await set_gap_closed(session, event.district_id, event.data.gap_id, event.data.closed_on)


async def destroy_words(session: Transaction, due: ContentDue) -> None:
    """Destroys the words of a district's actions, where these are due."""
    if due.content == "actions":
        due.destroyed += await destroy_action_words(session, due.engagement_id, due.district_id)
