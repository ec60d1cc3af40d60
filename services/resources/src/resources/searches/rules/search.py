"""What somebody searches for, and how near to it what is found may be."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from resources.searches.rules.words import Sought

LITTLE = 5
"""Where fewer items than this have the words themselves, those are found too that have them spelled otherwise."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Each that is not None has to hold. `target` is what an item is aligned to, as entries have it."""

    kind: str | None = None
    language: str | None = None
    grade_band: str | None = None
    licence: str | None = None
    may_adapt: bool | None = None
    owner_id: UUID | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """Without words, everything is found that the filters leave."""

    sought: Sought | None
    filters: Filters


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for as they write it. A condition is one of an instrument, or without that of any
    that has its key.
    """

    words: str | None = None
    kind: str | None = None
    language: str | None = None
    grade_band: str | None = None
    licence: str | None = None
    may_adapt: bool | None = None
    owner_id: UUID | None = None
    framework_item: UUID | None = None
    instrument_id: UUID | None = None
    condition: str | None = None
