"""Crosswalks: associations between items of different frameworks, and which of them may carry mastery.

A proposed match is a hint. Mastery is shown through a match only where it says that both items are the same
(exactMatchOf), where a person has confirmed it, and while it stands; it is then labelled with the match.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, NamedTuple, get_args
from uuid import UUID

MatchType = Literal["exactMatchOf", "isRelatedTo", "isPartOf", "isPeerOf", "replacedBy"]
MATCH_TYPES: tuple[str, ...] = get_args(MatchType)
EXACT: Final = "exactMatchOf"


class Match(NamedTuple):
    """One association of a crosswalk. `confirmed_by` names the person who stands for it (our id, never a name);
    times are aware, in UTC.
    """

    match_id: UUID
    origin: UUID
    destination: UUID
    match_type: MatchType
    proposed_by: str
    proposed_at: datetime
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def stands(self, at: datetime | None = None) -> bool:
        """Returns whether it is confirmed and not withdrawn, now or at a past time (inclusive)."""
        if self.confirmed_at is None or self.confirmed_by is None:
            return False
        if at is None:
            return self.withdrawn_at is None
        return self.confirmed_at <= at and (self.withdrawn_at is None or self.withdrawn_at > at)


@dataclass(frozen=True, slots=True)
class Source:
    """An item whose mastery shows another one's, and the match through which it does."""

    item_id: UUID
    match_id: UUID


def validate_match(
    origin: UUID, destination: UUID, match_type: str, *, origin_framework: UUID, destination_framework: UUID
) -> str | None:
    """Returns why such a match cannot be proposed; None where it can."""
    if match_type not in MATCH_TYPES:
        return f"a crosswalk knows {', '.join(MATCH_TYPES)}; {match_type!r} is none of them"
    if origin == destination:
        return "an item matches itself already; name two items"
    if origin_framework == destination_framework:
        return "both items are of one framework; a crosswalk leads from one framework to another"
    return None


def validate_confirmation(match: Match, confirmed_by: str) -> str | None:
    """Returns why the match cannot be confirmed by this person; None where it can.

    Who proposes an exact match does not confirm it: mastery will be shown through it, so four eyes see it first.
    """
    if match.withdrawn_at is not None:
        return "the match was withdrawn; propose it anew"
    if match.confirmed_at is not None:
        return "the match is confirmed already"
    if match.match_type == EXACT and match.proposed_by == confirmed_by:
        return "an exact match carries mastery and is confirmed by somebody other than who proposed it"
    return None


def carries_mastery(match: Match, at: datetime | None = None) -> bool:
    """Returns whether mastery may be shown through the match."""
    return match.match_type == EXACT and match.stands(at)


def mastery_sources(matches: Iterable[Match], at: datetime | None = None) -> Mapping[UUID, tuple[Source, ...]]:
    """Returns for each item the items that may show its mastery, in the order of the matches' confirmation.

    An exact match holds both ways, but does not chain: that A is B and B is C was confirmed by people who never
    compared A and C.
    """
    found: dict[UUID, dict[UUID, Source]] = {}
    standing = [match for match in matches if carries_mastery(match, at)]
    for match in sorted(standing, key=_confirmation):
        found.setdefault(match.origin, {}).setdefault(match.destination, Source(match.destination, match.match_id))
        found.setdefault(match.destination, {}).setdefault(match.origin, Source(match.origin, match.match_id))
    return {item: tuple(sources.values()) for item, sources in found.items()}


def shown_through(
    item: UUID, mastered: Iterable[UUID] | Mapping[UUID, object], sources: Mapping[UUID, tuple[Source, ...]]
) -> Source | None:
    """Returns the label of an item's mastery that the learner has shown elsewhere; None where they have shown it on the
    item itself, or nowhere. `mastered` holds the items of all frameworks that the learner has mastered.
    """
    held = mastered if isinstance(mastered, Mapping | set | frozenset) else frozenset(mastered)
    if item in held:
        return None
    return next((source for source in sources.get(item, ()) if source.item_id in held), None)


def _confirmation(match: Match) -> tuple[datetime, str]:
    return match.confirmed_at or match.proposed_at, str(match.match_id)
