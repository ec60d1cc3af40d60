"""Which playlists a learner has: by their plan, given to them, and given to a class of theirs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class GivenBy(StrEnum):
    """By what a learner has a playlist, in the order in which they are shown."""

    PLAN = "plan"
    LEARNER = "learner"
    CLASS = "class"


@dataclass(frozen=True, slots=True)
class Gift:
    """That a playlist is for a learner or a class, or that a learner's plan points at it; `to` is whose id it is."""

    playlist_id: UUID
    by: GivenBy
    to: UUID


def playlists_of(learner: UUID, classes: Collection[UUID], gifts: Iterable[Gift]) -> dict[UUID, GivenBy]:
    """Returns the playlists of a learner with the first reason for each, in the order of reasons and then of ids, the
    same whatever the order of the gifts. `classes` are those in which the learner is enrolled today.
    """
    order = list(GivenBy)
    found: dict[UUID, GivenBy] = {}
    for gift in sorted(gifts, key=lambda gift: (order.index(gift.by), gift.playlist_id)):
        if gift.to in classes if gift.by is GivenBy.CLASS else gift.to == learner:
            found.setdefault(gift.playlist_id, gift.by)
    return found
