"""Where the parts of own items came from: written when something is taken, and asked whenever an item is looked at."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from resources.adoptions.queries.adoptions import lock_adoptions_of
from resources.adoptions.queries.origins import (
    OriginRecord,
    find_made_of,
    find_origins,
    find_published_of,
    hold_origins,
    set_origins,
    take_turns,
)
from resources.adoptions.rules.binding import substance, validate_bound
from resources.adoptions.rules.credits import Credit, Origin, Source, origins_of, under_their_licences
from resources.adoptions.rules.lineage import Derivation, Version, refused_derivation
from resources.adoptions.rules.refusals import Refusal
from resources.adoptions.schemas.stored import origins_in, owed_for
from resources.common.rules.problems import Problem
from resources.items.followers import OriginsAsked
from resources.items.rules.content import Content
from resources.items.schemas.credits import Owed
from shared.db.query import Transaction
from shared.errors import Conflict


def source_of(credit: Credit, content: Content, owed: Iterable[Owed]) -> Source:
    """Returns a version as what is taken of it needs it."""
    return Source(credit, content, origins_in(tuple(owed)))


async def write_origins(
    session: Transaction, district_id: UUID, item_id: UUID, content: Content, source: Source
) -> None:
    """Keeps where the parts of an own item came from, now that it has taken of a source."""
    before = [one.origin for one in await find_origins(session, item_id)]
    origins = under_their_licences(origins_of(item_id, content, source, before), source)
    substances = {part.part_key: substance(part) for part in source.content.parts}
    await set_origins(session, district_id, item_id, origins, substances)


async def answer_origins(session: Transaction, asked: OriginsAsked) -> None:
    """Says what a version of an own item owes for what was taken, and what of that keeps it from being published."""
    if asked.published:
        await lock_adoptions_of(session, asked.item_id)
        await hold_origins(session, asked.item_id)
    known = await find_origins(session, asked.item_id)
    if known:
        known = await _without_circles(session, asked, known)
    bound = {key: one.bound for one in known if (key := one.origin.part_key) is not None and one.bound is not None}
    asked.credits.extend(owed_for(asked.content, [one.origin for one in known]))
    asked.problems.extend(validate_bound(asked.content, bound))


async def _without_circles(
    session: Transaction, asked: OriginsAsked, known: Sequence[OriginRecord]
) -> list[OriginRecord]:
    """Of two districts that took in each other's items, unseen, the first to publish stays the origin: parts that the
    other took are problems of its item, which is itself made of nothing that descends from it.
    """
    if asked.published:
        await take_turns(session)
    derivations: list[Derivation] = []
    for made_id, owed in await find_published_of(session, asked.item_id):
        derivations += _edges(made_id, origins_in(owed))
    refused = {one.origin.part_key: _circle(derivations, asked.item_id, one.origin) for one in known}
    asked.problems.extend(
        Problem(f"/parts/{place}", found.detail)
        for place, part in enumerate(asked.content.parts)
        if (found := refused.get(part.part_key)) is not None
    )
    return [one for one in known if one.origin.part_key is not None or refused[None] is None]


async def ensure_lineage(session: Transaction, item_id: UUID, source: Source) -> None:
    """Raises a 409 where an own item may not be made of this: it would descend from itself, or from too many."""
    version = source.credit.version
    derivations = [
        *_edges(version.item_id, source.origins),
        *_edges(item_id, [one.origin for one in await find_origins(session, item_id)]),
    ]
    for made_id, origin in await find_made_of(session, item_id):
        derivations += _edges(made_id, [origin])
    for made_id, owed in await find_published_of(session, item_id):
        derivations += _edges(made_id, origins_in(owed))
    refused = refused_derivation(derivations, item_id, version)
    if refused is not None:
        raise Conflict(refused.detail)


def _circle(derivations: Sequence[Derivation], item_id: UUID, origin: Origin) -> Refusal | None:
    """Returns why something of an item may not be from where it is, if what it came from descends from the item now."""
    found = (refused_derivation(derivations, item_id, one.credit.version) for one in origin.way)
    return next((one for one in found if one is not None and one.rule == "cycle"), None)


def _edges(item_id: UUID, origins: Iterable[Origin]) -> Iterator[Derivation]:
    """The steps on the ways to what something was taken of. Items count, and not versions: any number does."""
    for origin in origins:
        made = Version(item_id, 1)
        for one in origin.way:
            yield Derivation(made, one.credit.version)
            made = one.credit.version
