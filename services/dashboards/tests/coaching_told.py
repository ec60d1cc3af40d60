"""What coaching tells, an example of each event."""

from datetime import UTC, date, datetime
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin
from uuid import UUID

from services.dashboards.tests.visitors import uid
from shared.contracts import coaching
from shared.contracts.coaching import COACHING
from shared.events import Event

KINDS: list[type[Event]] = [
    kind for name in coaching.__all__ if isinstance(kind := getattr(coaching, name), type) and issubclass(kind, Event)
]
"""All that coaching tells."""
assert {kind.topic for kind in KINDS} == {COACHING}

_SAMPLES: dict[Any, Any] = {
    UUID: None, date: date(2026, 10, 6), datetime: datetime(2026, 10, 6, 15, tzinfo=UTC), int: 3, str: "code",
    bool: False,
}  # fmt: skip


def told(kind: type[Event], **more: Any) -> Any:
    """An event of this kind; what is optional is left out."""
    needed = {name: field.annotation for name, field in kind.model_fields.items() if field.is_required()}
    return kind(**{name: _sample(name, of) for name, of in needed.items()} | more)


def _sample(name: str, of: Any) -> Any:
    origin = get_origin(of)
    if origin is Literal:
        return get_args(of)[0]
    if origin in (Union, UnionType):
        return _sample(name, get_args(of)[0])
    if origin is tuple:
        return (_sample(name, get_args(of)[0]),)
    return uid(name) if of is UUID else _SAMPLES[of]
