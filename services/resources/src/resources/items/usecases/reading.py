"""Items as they are read: by their own district with drafts, by everybody else as published, as far as they may."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from resources.common.rules.problems import Problem
from resources.files.queries.files import find_ready
from resources.files.queries.versions import PartFile, find_part_file
from resources.files.rules.scans import HANDED_OUT, Scan
from resources.items.followers import ORIGINS_ASKED, OriginsAsked
from resources.items.queries.agreements import is_partner
from resources.items.queries.items import ItemRecord, find_item, lock_item
from resources.items.queries.published import PublishedRecord, find_newest, find_published
from resources.items.queries.versions import ItemVersion, find_draft, find_version
from resources.items.rules.content import Content
from resources.items.rules.publishing import problems_of, terms_of
from resources.items.rules.states import SHOWN
from resources.items.schemas.credits import Owed, read_credits
from resources.licences.rules.effective import Audience, Effective
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound

NO_ITEM = "There is no such item."
NO_VERSION = "The item has no such version."
NO_DRAFT = "The item has no draft. POST to its draft begins its next version."


@dataclass(frozen=True, slots=True)
class SeenDraft:
    """A version of one's own with what keeps it from being published, what its licences let whom do with it, and what
    it owes to others.
    """

    version: ItemVersion
    problems: list[Problem]
    terms: Effective
    credits: list[Owed]


@dataclass(frozen=True, slots=True)
class SeenVersion:
    """A published version, and what the reader is to its district. `content` is None where nobody may see it now."""

    record: PublishedRecord
    content: Content | None
    audience: Audience
    terms: Effective
    credits: tuple[Owed, ...]


async def require_item(session: Transaction, item_id: UUID) -> ItemRecord:
    """Returns an item of the session's district. Raises a 404."""
    found = await find_item(session, item_id)
    if found is None:
        raise NotFound(NO_ITEM)
    return found


async def require_lock(session: Transaction, item_id: UUID) -> ItemRecord:
    """Returns an item of the district's, which nobody else changes until the commit. Raises a 404."""
    locked = await lock_item(session, item_id)
    if locked is None:
        raise NotFound(NO_ITEM)
    return locked


async def require_version(session: Transaction, item_id: UUID, version: int) -> ItemVersion:
    """Returns a version of the district's own, whatever its state. Raises a 404."""
    found = await find_version(session, item_id, version)
    if found is None:
        await require_item(session, item_id)
        raise NotFound(NO_VERSION)
    return found


async def require_draft(session: Transaction, item_id: UUID) -> ItemVersion:
    """Returns the version that is not published yet. Raises a 404."""
    found = await find_draft(session, item_id)
    if found is None:
        await require_item(session, item_id)
        raise NotFound(NO_DRAFT)
    return found


async def require_locked_draft(session: Transaction, locked: ItemRecord) -> ItemVersion:
    """Returns the draft of an item that is to be changed. Raises a 409 where there is none."""
    found = await find_draft(session, locked.item_id)
    if found is None:
        raise Conflict(
            f"The item has no draft: version {locked.newest} was published, and what is published never changes. POST "
            "to the draft begins another one."
        )
    return found


async def see_draft(session: Transaction, version: ItemVersion, *, published: bool = False) -> SeenDraft:
    """Returns a version of one's own with its problems; where its parts came from stays while it is `published`."""
    content = version.content
    ready = await find_ready(session, content.files())
    origins = OriginsAsked(version.record.item_id, content, published)
    await ORIGINS_ASKED.notify(session, origins)
    problems = [*problems_of(content, ready), *origins.problems]
    return SeenDraft(version, problems, terms_of(content, _taken(origins.credits)), origins.credits)


async def read_published(session: Transaction, own: UUID | None, item_id: UUID, version: int | None) -> SeenVersion:
    """Returns a published version, the newest unless one is named, to a district or, without one, to anybody. Raises a
    404 where there is none that they may see: whether there is one that they may not is not told.
    """
    found = await (find_newest(session, item_id) if version is None else find_published(session, item_id, version))
    if found is None:
        raise NotFound(NO_ITEM)
    content = found.said() if found.stands in SHOWN else None
    audience = await audience_of(session, own, found.owner_id)
    credits = read_credits(found.credits) if content is not None else ()
    return SeenVersion(found, content, audience, terms_of(content or Content(""), _taken(credits)), credits)


async def read_part_file(
    session: Transaction, own: UUID | None, item_id: UUID, version: int, part_key: UUID
) -> PartFile:
    """Returns the file of a part of a published version that the reader may see. Raises a 404 where there is none."""
    seen = await read_published(session, own, item_id, version)
    if seen.content is None:
        raise NotFound("The item is not shown any more, and neither are its files: read the item for why.")
    found = await find_part_file(session, item_id, version, part_key)
    if found is None or Scan(found.scan) not in HANDED_OUT:
        raise NotFound("The version has no such part that is a file.")
    return found


async def require_linkable(session: Transaction, own: UUID, item_id: UUID, version: int, part_key: UUID) -> None:
    """Raises a 404 where the district may not have the file of this part, and a 409 where it is its own alone."""
    await read_part_file(session, own, item_id, version, part_key)
    seen = await read_published(session, own, item_id, version)
    if Audience(seen.record.seen_by) is Audience.OWN:
        raise Conflict("Your district alone may see this version: nobody opens its files by an address.")


async def audience_of(session: Transaction, own: UUID | None, owner_id: UUID) -> Audience:
    """Returns what a district, or whoever is not signed in, is to the district whose item it is."""
    if own is None:
        return Audience.ANONYMOUS
    if own == owner_id:
        return Audience.OWN
    return Audience.PARTNER if await is_partner(session, owner_id) else Audience.ANONYMOUS


def _taken(credits: Iterable[Owed]) -> set[UUID]:
    """The parts that something is owed for: they came from others."""
    return {one.part_key for one in credits if one.part_key is not None}
