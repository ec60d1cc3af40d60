"""A plan as it stood: its changes made again from the first one on.

Each change says every part before and after. A part that is added comes last, and a part that is changed keeps its
place, unless one edit drops it and adds it again: so the change says, too, in which order it left the parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

from competency.planning.rules.plans import PartKind
from shared.values.json_types import Json, JsonObject

LISTS: Mapping[PartKind, str] = {"goal": "goals", "project": "projects", "item": "items"}
"""Where a plan keeps its parts of each kind."""


class PlanChange(Protocol):
    """A change as it was recorded, its parts as JSON.

    `placed` has the keys of all parts in their order; None: not recorded, as it was not at first. `template_id` is that
    of the template that the plan followed, where nobody edited it.
    """

    @property
    def version(self) -> int: ...
    @property
    def template_id(self) -> UUID | None: ...
    @property
    def changed(self) -> Sequence[Mapping[str, Json]]: ...
    @property
    def placed(self) -> Mapping[str, Sequence[str]] | None: ...


def parts_then(changes: Sequence[PlanChange]) -> dict[str, list[JsonObject]]:
    """Returns the parts that a plan had after these changes, all from its beginning on, just as it was stored."""
    parts: dict[str, dict[str, JsonObject]] = {name: {} for name in LISTS.values()}
    for change in changes:
        for one in change.changed:
            held = parts[LISTS[one["kind"]]]
            if one["after"] is None:
                del held[one["key"]]
            else:
                held[one["key"]] = {"key": one["key"], **one["after"]}
    placed = changes[-1].placed or parts
    return {name: [held[key] for key in placed[name]] for name, held in parts.items()}


def is_in_order(changes: Sequence[PlanChange]) -> bool:
    """Returns whether the parts are known to have stood in that order: it was recorded, or nobody had edited the plan
    by hand yet. A template never drops a part and adds it again at once.
    """
    return changes[-1].placed is not None or all(
        change.version == 1 or change.template_id is not None for change in changes
    )
