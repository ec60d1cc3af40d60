"""A district adopts an item of another's as it is, goes on to a newer version, follows it, pins it, and ends that."""

from datetime import datetime
from uuid import UUID

from resources.adoptions.queries.adoptions import Adoption, add_adoption, set_adoption
from resources.adoptions.queries.upstream import hold_item
from resources.adoptions.rules.credits import Credit
from resources.adoptions.rules.lineage import Version
from resources.adoptions.rules.merge import NO_INTENTS, NOTHING_DECLINED
from resources.adoptions.rules.states import AdoptionAct, AdoptionState
from resources.adoptions.rules.upstream import AdopterAct, Ground
from resources.adoptions.usecases.holding import hold, release_all
from resources.adoptions.usecases.standing import (
    SeenAdoption,
    ensure_may,
    moved,
    require_current,
    see_adoption,
)
from resources.adoptions.usecases.telling import adoption_event
from resources.files.usecases.keeping import Taker
from resources.items.queries.published import PublishedRecord
from resources.items.rules.content import Content
from resources.items.rules.publishing import terms_of
from resources.items.rules.states import Standing
from resources.items.schemas.credits import read_credits
from resources.items.usecases.reading import SeenVersion, read_published
from resources.licences.rules.catalogue import CATALOGUE
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound, invalid
from shared.events.outbox import publish
from shared.values.ids import new_id

ADOPTED = "Your district has adopted this item already: find it among your adoptions."


def credit_of(record: PublishedRecord, content: Content, address: str, now: datetime) -> Credit:
    """Returns what a version says of itself now. A collection of several licences names them all."""
    licences = terms_of(content).licence_ids
    known = CATALOGUE[licences[0]].url if len(licences) == 1 else None
    names = sorted((one.name for one in content.authors), key=str.casefold)
    version = Version(record.item_id, record.version)
    return Credit(version, content.title, tuple(names), address, ", ".join(licences), known or "", now)


async def adopt(
    session: Transaction,
    caller: Caller,
    item_id: UUID,
    version: int | None,
    *,
    following: bool,
    address: str,
    now: datetime,
    most: int,
) -> SeenAdoption:
    """Adopts the newest version of an item, or the one that is named, as it is. Its files are the district's too from
    then on, which may store `most` bytes.

    Raises a 404 where the district may not see it, and with that use it, a 409 where it is its own, not offered,
    adopted already or there is no room, and a 422 for a version that it has not, or one that is named of what is to be
    followed.
    """
    await hold_item(session, item_id)
    seen = await read_published(session, caller.district_id, item_id, None)
    if following and version is not None:
        raise invalid("/version", "Who follows has the newest version: leave it out, or do not follow.")
    if version is not None and version != seen.record.version:
        seen = await _version(session, caller, item_id, version)
    content = _adoptable(seen, caller.district_id)
    state = AdoptionState.FOLLOWING if following else AdoptionState.PINNED
    credit = credit_of(seen.record, content, address, now)
    new = _new(seen.record, state, content, credit, now)
    if not await add_adoption(session, caller.district_id, new, caller.subject):
        raise Conflict(ADOPTED)
    await hold(session, Taker(caller.district_id, caller.subject, most), new, now)
    await publish(session, caller.district_id, adoption_event(new))
    return await see_adoption(session, caller.district_id, new)


async def take_newest(
    session: Transaction, caller: Caller, adoption_id: UUID, expected: str, now: datetime, *, most: int
) -> SeenAdoption:
    """Replaces what is held by the newest version as it is, for a district that may store `most` bytes. Raises a 404, a
    409 with why and what else, and a 412.
    """
    adoption = await require_current(session, adoption_id, expected)
    state = moved(adoption, AdoptionAct.TAKE_AS_IS)
    await hold_item(session, adoption.item_id)
    seen = await see_adoption(session, caller.district_id, adoption)
    ensure_may(seen, AdopterAct.TAKE_AS_IS)
    return await _take(session, caller, newest_of(seen, now)._replace(state=state), now, most)


async def follow(
    session: Transaction, caller: Caller, adoption_id: UUID, expected: str, now: datetime, *, most: int
) -> SeenAdoption:
    """Has the district hold the newest version from now on, and each that comes, as it is. Raises as `take_newest`."""
    adoption = await require_current(session, adoption_id, expected)
    state = moved(adoption, AdoptionAct.FOLLOW)
    await hold_item(session, adoption.item_id)
    seen = await see_adoption(session, caller.district_id, adoption)
    ensure_may(seen, AdopterAct.TAKE_AS_IS, else_if=Ground.NOTHING_NEW)
    return await _take(session, caller, newest_of(seen, now)._replace(state=state), now, most)


async def pin(session: Transaction, caller: Caller, adoption_id: UUID, expected: str, now: datetime) -> SeenAdoption:
    """Has the district keep the version that it holds. Raises a 404, a 409 and a 412."""
    adoption = await require_current(session, adoption_id, expected)
    return await store(session, caller, adoption._replace(state=moved(adoption, AdoptionAct.PIN)), now)


async def end(session: Transaction, caller: Caller, adoption_id: UUID, expected: str, now: datetime) -> SeenAdoption:
    """Has the district adopt it no longer; what it made of it stays its own. Raises a 404, a 409 and a 412."""
    adoption = await require_current(session, adoption_id, expected)
    ended = adoption._replace(state=moved(adoption, AdoptionAct.END))
    await release_all(session, ended, now)
    return await store(session, caller, ended, now)


def newest_of(seen: SeenAdoption, now: datetime) -> Adoption:
    """Returns the adoption with the newest version held in the place of the one before."""
    adoption, record, content = seen.adoption, seen.upward.record, seen.upward.content
    if record is None or content is None or record.version <= adoption.version:
        return adoption
    return adoption._replace(
        version=record.version,
        content=content,
        credit=credit_of(record, content, adoption.credit.address, now),
        credits=read_credits(record.credits),
    )


async def store(session: Transaction, caller: Caller, adoption: Adoption, now: datetime) -> SeenAdoption:
    """Stores how an adoption stands, tells it, and returns it as it is seen."""
    await set_adoption(session, caller.district_id, adoption, at=now, by=caller.subject)
    await publish(session, caller.district_id, adoption_event(adoption))
    stored = adoption._replace(revision=adoption.revision + 1, changed_at=now)
    return await see_adoption(session, caller.district_id, stored)


async def _take(session: Transaction, caller: Caller, adoption: Adoption, now: datetime, most: int) -> SeenAdoption:
    await hold(session, Taker(caller.district_id, caller.subject, most), adoption, now)
    return await store(session, caller, adoption, now)


async def _version(session: Transaction, caller: Caller, item_id: UUID, version: int) -> SeenVersion:
    try:
        return await read_published(session, caller.district_id, item_id, version)
    except NotFound:
        raise invalid("/version", "The item has no such version: leave it out, or name one that it has.") from None


def _adoptable(seen: SeenVersion, district_id: UUID) -> Content:
    if seen.record.owner_id == district_id:
        raise Conflict("This item is your district's own: edit it instead.")
    if seen.content is None or seen.record.stands is not Standing.OFFERED:
        raise Conflict("The item is not offered any more: read it for why, and go to its successor where it has one.")
    return seen.content


def _new(record: PublishedRecord, state: AdoptionState, content: Content, credit: Credit, now: datetime) -> Adoption:
    return Adoption(
        adoption_id=new_id(),
        item_id=record.item_id,
        owner_id=record.owner_id,
        version=record.version,
        state=state,
        revision=1,
        content=content,
        credit=credit,
        credits=read_credits(record.credits),
        base=None,
        intents=NO_INTENTS,
        declined=NOTHING_DECLINED,
        own_item_id=None,
        recalled=False,
        adopted_at=now,
        changed_at=now,
    )
