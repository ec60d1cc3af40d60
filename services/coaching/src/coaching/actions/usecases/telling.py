"""What is told of an action: ids, codes and days, the same whenever it is told. Its words are told nobody."""

from datetime import UTC, date, datetime
from typing import Any, get_args
from uuid import UUID

from coaching.actions.queries.actions import ActionRecord, lock_actions_of
from coaching.common.usecases import publish_to_both
from shared.contracts.coaching import (
    ActionAgreed,
    ActionCompleted,
    ActionDropped,
    ActionNamedResourceUsed,
    ActionResourceUsed,
)
from shared.contracts.coaching.actions import ActionEnd
from shared.db.query import Transaction
from shared.events.event import Event
from shared.events.outbox import publish

ENDS: tuple[ActionEnd, ...] = get_args(ActionEnd)
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""What is told again hangs on no day."""


def agreed_event(record: ActionRecord) -> ActionAgreed:
    assert record.agreed_on is not None  # noqa: S101 - it is told of what both agreed on
    return ActionAgreed(
        **_of(record),
        condition=record.condition,
        meeting_id=record.meeting_id,
        resource_id=record.resource_id,
        agreed_on=record.agreed_on,
        due_on=record.due_on,
    )


def all_told(record: ActionRecord) -> list[Event]:
    """Returns all that was told of an action, in its order: nothing before both agreed."""
    if record.agreed_on is None:
        return []
    events: list[Event] = [agreed_event(record)]
    if record.resource_used_on is not None:
        events.append(_used_event(record, record.resource_used_on))
    if record.completed_on is not None:
        events.append(ActionCompleted(**_of(record), completed_on=record.completed_on))
    if record.dropped_on is not None:
        because = next(end for end in ENDS if end == record.drop_reason)
        events.append(ActionDropped(**_of(record), because=because, dropped_on=record.dropped_on))
    return events


def _used_event(record: ActionRecord, used_on: date) -> Event:
    """Of what the library has its id is told; of what an action names in words, that it was used."""
    if record.resource_id is None:
        return ActionNamedResourceUsed(**_of(record), used_on=used_on)
    return ActionResourceUsed(**_of(record), resource_id=record.resource_id, used_on=used_on)


async def tell_last(session: Transaction, record: ActionRecord, *, then: UUID) -> None:
    """Tells both districts the last that is to be told of an action that both agreed on."""
    last = all_told(record)[-1:]
    if last:
        await publish_to_both(session, record.host_id, record.partner_id, *last, then=then)


async def tell_actions_again(session: Transaction, district_id: UUID) -> int:
    """Publishes all actions of a district that were agreed on as snapshots, in its name; returns how many."""
    found = [one for one in await lock_actions_of(session, district_id, _ANY_TIME) if one.agreed_on is not None]
    await publish(session, district_id, *(event for one in found for event in all_told(one)), snapshot=True)
    return len(found)


def _of(record: ActionRecord) -> dict[str, Any]:
    """What every event of an action has. `Any`, for each event's own types check what it is given."""
    return {
        "action_id": record.action_id,
        "engagement_id": record.engagement_id,
        "host_id": record.host_id,
        "partner_id": record.partner_id,
        "gap_id": record.gap_id,
    }
