"""Events into read models. All of it may be repeated and comes out the same."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.common.models import ReadModel
from dashboards.common.queries import writing
from shared.events import Received

Computed = Mapping[str, Callable[[Any], Any]]


async def replace(
    session: AsyncSession, model: type[ReadModel], events: Sequence[Received[Any]], computed: Computed | None = None
) -> None:
    """For events that say all of a thing: the row becomes what the newest one says, field by field; what is `computed`
    is worked out of the event, and columns that other events tell of stay.
    """
    works_out = computed or {}
    fields = type(events[0].data).model_fields
    names = tuple(name for name in writing.columns(model) if name in fields or name in works_out)
    rows = [
        tuple(
            works_out[name](event.data) if name in works_out else _value(model, name, getattr(event.data, name))
            for name in names
        )
        for event in events
    ]
    await writing.upsert(session, model, names, events[0].epoch, events[0].district_id, rows)


def _value(model: type[ReadModel], name: str, value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    if model.__table__.columns[name].type.python_type is list:
        return writing.array_literal(value)
    return json.dumps(value)
