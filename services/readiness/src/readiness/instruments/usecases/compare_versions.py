"""Two versions of an instrument, or of an original and what was taken from it, side by side."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from readiness.instruments.queries.instruments import find_instrument
from readiness.instruments.queries.offers import find_offer_of
from readiness.instruments.queries.versions import (
    InstrumentVersion,
    find_published_between,
    find_version,
)
from readiness.instruments.rules.comparability import Comparison, comparable
from readiness.instruments.rules.differences import Change, differences
from readiness.instruments.rules.instrument import Instrument
from readiness.instruments.usecases.read_instrument import (
    NO_VERSION,
    problems_of,
    require_version,
)
from shared.db.query import Transaction
from shared.errors import NotFound, invalid

FURTHEST_ANCESTOR = 20
NOT_AN_ANCESTOR = "The instrument was not taken from such an instrument."
HAS_PROBLEMS = "the draft has problems that stand in the way of its publication"
LATER = "the instrument was taken from an earlier version of the original, so the two have no common past to follow"
NOT_OFFERED = "not all versions between the two are offered to you"


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """What is different between two versions, and whether their results can be compared; or why nothing is said."""

    new: InstrumentVersion
    from_instrument_id: UUID
    from_version: int
    changes: tuple[Change, ...]
    comparison: Comparison | None
    why_not: str | None


class _Older(NamedTuple):
    """The older version, and those between it and the newer, oldest first; or why these are not known."""

    instrument_id: UUID
    version: int
    content: Instrument
    between: Sequence[Instrument]
    why_not: str | None = None


async def compare_versions(
    session: Transaction, instrument_id: UUID, version: int, from_instrument_id: UUID | None, from_version: int | None
) -> VersionComparison:
    """Compares a version with an older one of the instrument, the one before unless told; or with one of an instrument
    that it was taken from, by itself or by way of others.

    Raises a 404 for what the district cannot read, and a 422 where the other one is not older.
    """
    new = await require_version(session, instrument_id, version)
    if from_instrument_id in (None, instrument_id):
        older = await _earlier(session, instrument_id, version, from_version)
    else:
        older = await _of_ancestor(session, new, from_instrument_id, from_version)
    changes = await asyncio.to_thread(differences, older.content, new.content)
    why_not = older.why_not
    if new.record.state == "draft" and any(problem.refused for problem in await problems_of(new.content)):
        why_not = HAS_PROBLEMS
    comparison = None
    if why_not is None:
        comparison = await asyncio.to_thread(comparable, older.content, new.content, older.between)
    return VersionComparison(new, older.instrument_id, older.version, changes, comparison, why_not)


async def _earlier(session: Transaction, instrument_id: UUID, version: int, from_version: int | None) -> _Older:
    older = version - 1 if from_version is None else from_version
    if not 1 <= older < version:
        raise invalid("/from", f"name a version before {version}; the first has none")
    found = await require_version(session, instrument_id, older)
    between = await find_published_between(session, instrument_id, older + 1, version - 1)
    return _Older(instrument_id, older, found.content, [one.content for one in between])


async def _of_ancestor(
    session: Transaction, new: InstrumentVersion, ancestor_id: UUID | None, from_version: int | None
) -> _Older:
    path = await find_published_between(session, new.record.instrument_id, 1, new.record.version - 1)
    between = [one.content for one in path]
    origin = new.content.origin
    for _ in range(FURTHEST_ANCESTOR):
        if origin is None or origin.instrument_id == ancestor_id:
            break
        parent = await find_instrument(session, origin.instrument_id)
        if parent is None:
            origin = None
            break
        through = await find_published_between(session, origin.instrument_id, 1, origin.version)
        between = [*(one.content for one in through), *between]
        origin = through[-1].content.origin if through else None
    if origin is None or origin.instrument_id != ancestor_id:
        raise NotFound(NOT_AN_ANCESTOR)
    older = origin.version if from_version is None else from_version
    content = await _readable(session, origin.instrument_id, older)
    if older > origin.version:
        return _Older(origin.instrument_id, older, content, (), LATER)
    first = [await _readable_or_none(session, origin.instrument_id, n) for n in range(older + 1, origin.version + 1)]
    known = [one for one in first if one is not None]
    why_not = None if len(known) == len(first) else NOT_OFFERED
    return _Older(origin.instrument_id, older, content, [*known, *between], why_not)


async def _readable(session: Transaction, instrument_id: UUID, version: int) -> Instrument:
    found = await _readable_or_none(session, instrument_id, version)
    if found is None:
        raise NotFound(NO_VERSION)
    return found


async def _readable_or_none(session: Transaction, instrument_id: UUID, version: int) -> Instrument | None:
    """Returns what a version says that is the district's own or offered to it."""
    own = await find_version(session, instrument_id, version)
    if own is not None:
        return own.content
    offer = await find_offer_of(session, instrument_id, version)
    return None if offer is None else offer.content
