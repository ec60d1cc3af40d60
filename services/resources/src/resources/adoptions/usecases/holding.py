"""The files of the versions that adoptions hold: the adopters' own, on their quotas, so that they stay."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from resources.adoptions.queries.adoptions import Adoption
from resources.adoptions.queries.drafted import find_files_before
from resources.adoptions.usecases.standing import require_adoption, see_adoption
from resources.files.queries.adopted import HeldVersion, find_held_file, release_files
from resources.files.queries.versions import PartFile
from resources.files.rules.scans import HANDED_OUT, Scan
from resources.files.usecases.keeping import Taker, hold_version_files
from resources.items.rules.content import PartKind
from resources.licences.rules.deciding import Act
from shared.db.query import Transaction
from shared.errors import NotFound

NO_PART = "What is held has no such part that is a file."
NOT_SHOWN = "What is held may not be used any more, and its files are not shown: read the adoption for why."


async def hold(session: Transaction, taker: Taker, adoption: Adoption, now: datetime) -> None:
    """Has the district have files of its own of the version that is held. Raises a 409 where it has no room."""
    await hold_beside(session, taker, adoption, adoption.version, adoption.content.files(), (), now)


async def hold_beside(
    session: Transaction,
    taker: Taker,
    adoption: Adoption,
    version: int,
    sha256s: Iterable[str],
    kept: Collection[str],
    now: datetime,
) -> None:
    """Has an adoption hold these files of a version, beside those that it has to keep, and those that it held before
    the draft of what was made of it. Raises a 409 where there is no room.
    """
    held = HeldVersion(adoption.adoption_id, adoption.item_id, version)
    before = await find_files_before(session, adoption.adoption_id)
    await hold_version_files(session, taker, held, list(sha256s), [*kept, *before], now)


async def release_others(session: Transaction, adoption: Adoption, now: datetime) -> None:
    """Lets go what is not of the version that is held."""
    await release_files(session, adoption.adoption_id, adoption.content.files(), now)


async def release_all(session: Transaction, adoption: Adoption, now: datetime) -> None:
    """Lets go all files of an adoption."""
    await release_files(session, adoption.adoption_id, [], now)


async def read_held_file(session: Transaction, district_id: UUID, adoption_id: UUID, part_key: UUID) -> PartFile:
    """Returns the file of a part of what a district has adopted. Raises a 404 where there is none, or it may not be
    used any more.
    """
    adoption = await require_adoption(session, adoption_id)
    seen = await see_adoption(session, district_id, adoption)
    if not seen.held.decisions[Act.ADOPT].allowed:
        raise NotFound(NOT_SHOWN)
    part = adoption.content.part(part_key)
    if part is None or part.body.kind is not PartKind.FILE:
        raise NotFound(NO_PART)
    found = await find_held_file(session, adoption_id, part.body.source)
    if found is None or Scan(found.scan) not in HANDED_OUT:
        raise NotFound(NO_PART)
    return found
