"""`/resources/v1/files`: the files of a district, their bytes, and how much it stores."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from resources.common.api import Writer
from resources.files.api.handing_out import CONTENT, InWanted, Served, Wanted, hand_out
from resources.files.context import InContext, InStore, ResourcesContext
from resources.files.queries.files import FileRecord, find_files
from resources.files.queries.quotas import find_quota
from resources.files.rules.file_types import BY_CODE
from resources.files.rules.scans import Scan
from resources.files.schemas import FileShown, StorageShown
from resources.files.usecases import keeping
from resources.store.port import Store
from shared.auth.callers import Caller
from shared.http.context import Now
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses
from shared.http.session import Session

PREFIX = "/resources/v1"
router = APIRouter(prefix=PREFIX, tags=["files"])


@router.get("/files")
async def list_files(
    _: Writer,
    session: Session,
    paging: Paging,
    response: Response,
    sha256: Annotated[str | None, Query(pattern="^[0-9a-f]{64}$", description="of what is stored, or was sent")] = None,
) -> Page[FileShown]:
    """List your district's files.

    Lists the files that are stored, in the order in which they came; with a digest, whether these bytes are there.
    """
    found = await find_files(session, paging.single_key(UUID), sha256, paging.limit + 1)
    return paging.page(response, found, _shown, lambda one: [one.file_id])


@router.get("/files/{file_id}")
async def get_file(file_id: UUID, _: Writer, session: Session) -> FileShown:
    """Get a file.

    Answers what a file is. Its bytes are at `…/content`.
    """
    return _shown(await keeping.require_file(session, file_id))


@router.delete("/files/{file_id}", status_code=204, responses=refuses(409))
async def delete_file(file_id: UUID, caller: Writer, session: Session, now: Now) -> None:
    """Delete a file.

    Deletes a file that no published version has. Its bytes go for good a while later.
    """
    await keeping.delete_file(session, caller.district_id, file_id, now)


@router.get("/files/{file_id}/content", response_class=Response, responses=CONTENT | refuses(409, 416))
async def get_file_content(
    file_id: UUID, caller: Writer, asked: InWanted, context: InContext, store: InStore
) -> Response:
    """Get the bytes of a file.

    Answers the bytes, or those of them that Range asks for. They are to be saved, unless `inline` asks for them to be
    shown and their type may be.
    """
    return await _content(file_id, caller, asked, context, store)


@router.head("/files/{file_id}/content", response_class=Response, responses=CONTENT | refuses(409))
async def ask_file_content(
    file_id: UUID, caller: Writer, asked: InWanted, context: InContext, store: InStore
) -> Response:
    """Ask about the bytes of a file.

    Answers by its headers what GET would: how many there are, and their ETag.
    """
    return await _content(file_id, caller, asked, context, store)


@router.get("/storage")
async def get_storage(_: Writer, session: Session, context: InContext) -> StorageShown:
    """Get how much your district stores.

    Answers how many bytes it may store, how many it does, and how many are kept for uploads that have not ended.
    """
    found = await find_quota(session, context.settings.district_bytes)
    return StorageShown(most=found.most, used=found.used, reserved=found.reserved, free=found.free)


async def _content(file_id: UUID, caller: Caller, asked: Wanted, context: ResourcesContext, store: Store) -> Response:
    # No connection is held while bytes flow.
    async with context.database.transaction(caller.district_id) as session:
        found = await keeping.require_content(session, file_id)
    return await hand_out(store, Served(found.key, found.size, found.sha256, found.name, found.type_code), asked)


def _shown(file: FileRecord) -> FileShown:
    of_type = BY_CODE[file.type_code]
    return FileShown(
        file_id=file.file_id,
        name=file.name,
        type=of_type.code,
        kind=of_type.kind,
        media_type=of_type.media_type,
        size=file.size,
        sha256=file.sha256,
        sent_sha256=file.sent_sha256,
        scan=Scan(file.scan),
        shown_inline=of_type.inline,
        uploaded_by=file.uploaded_by,
        created_at=file.created_at,
    )
