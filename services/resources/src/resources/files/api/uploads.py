"""`/resources/v1/uploads`: files come in by tus 1.0.0, in as many requests as a network needs.

A session of the database is opened for as long as something is decided or counted, and never while bytes come.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request, Response

from resources.common.api import Writer
from resources.files.context import InContext, InStore, ResourcesContext
from resources.files.queries.uploads import UploadRecord
from resources.files.rules.file_types import LARGEST
from resources.files.rules.tus.decisions import Asker, Body, Refusal, Sent, decide_creation
from resources.files.rules.tus.headers import BODY_TYPE, VERSION, method_of, offered, progress
from resources.files.rules.uploads import MOVES, WHY_NOT, Act, State, has_expired
from resources.files.schemas import UploadShown
from resources.files.usecases import uploading
from resources.files.usecases.receiving import Receiving
from resources.files.usecases.refusing import TusRefused
from resources.store.port import Store
from shared.auth.callers import Caller
from shared.auth.dependencies import Public
from shared.errors import Malformed, NotFound, Problem
from shared.http.context import Now
from shared.http.fields import DEMANDED
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

PREFIX = "/resources/v1/uploads"
router = APIRouter(prefix=PREFIX, tags=["uploads"])

_EXAMPLE = {"schema": {"type": "string", "format": "binary"}, "example": "%PDF-1.7"}
_BYTES = {"requestBody": {"required": False, "content": {BODY_TYPE: _EXAMPLE}}}
_TUS = sends("Tus-Resumable", status="default")
_EXPIRES = ("Upload-Expires",)


Resumable = Annotated[str | None, Header(description="1.0.0", json_schema_extra=DEMANDED)]
Digest = Annotated[str | None, Header(description="sha1 or sha256, space, the digest of this body in base64")]


async def _of_creation(
    request: Request,
    tus_resumable: Resumable = None,
    upload_length: Annotated[
        str | None, Header(description="how many bytes the file has", json_schema_extra=DEMANDED)
    ] = None,
    upload_metadata: Annotated[
        str | None,
        Header(
            description="filename; filetype and sha256 where they are known: each with its value in base64",
            json_schema_extra=DEMANDED,
        ),
    ] = None,
    upload_checksum: Digest = None,
) -> Sent:
    return replace(
        _of_body(request, upload_checksum),
        tus_resumable=tus_resumable,
        upload_length=upload_length,
        upload_defer_length=request.headers.get("upload-defer-length"),
        upload_metadata=upload_metadata,
    )


async def _of_bytes(
    request: Request,
    tus_resumable: Resumable = None,
    upload_offset: Annotated[
        str | None, Header(description="how many bytes were sent before", json_schema_extra=DEMANDED)
    ] = None,
    upload_checksum: Digest = None,
) -> Sent:
    found = _of_body(request, upload_checksum)
    return replace(found, tus_resumable=tus_resumable, upload_offset=upload_offset)


async def _of_question(tus_resumable: Resumable = None) -> Sent:
    return Sent(tus_resumable=tus_resumable)


def _of_body(request: Request, upload_checksum: str | None) -> Sent:
    return Sent(
        upload_checksum=upload_checksum,
        content_type=request.headers.get("content-type"),
        content_length=request.headers.get("content-length"),
    )


Created = Annotated[Sent, Depends(_of_creation)]
Sending = Annotated[Sent, Depends(_of_bytes)]
Asking = Annotated[Sent, Depends(_of_question)]


@router.options("", status_code=204, dependencies=[Public], responses=_TUS)
async def explain_uploads() -> Response:
    """Ask what uploads can do.

    Answers by its headers which version and extensions of tus are spoken, and how large a file may be. Public.
    """
    return Response(status_code=204, headers=offered(LARGEST))


@router.post(
    "",
    status_code=201,
    response_class=Response,
    openapi_extra=_BYTES,
    responses=_TUS | sends("Location", "Upload-Offset", status=201, perhaps=_EXPIRES) | refuses(412),
)
async def create_upload(
    caller: Writer, sent: Created, request: Request, context: InContext, store: InStore
) -> Response:
    """Begin an upload.

    Keeps room for a file, and answers where to send its bytes. The first of them, or all, may come along. Its name has
    to end as one of the types that are taken; whether it is of that type is told by its bytes, once all have come.
    """
    decided = decide_creation(sent)
    if isinstance(decided, Refusal):
        raise TusRefused(decided)
    async with context.database.transaction(caller.district_id) as session:
        upload = await uploading.create_upload(
            session,
            _asker(caller),
            decided,
            sent.upload_metadata or "",
            context.settings.district_bytes,
            context.now(),
        )
    place = {"Location": f"{PREFIX}/{upload.upload_id}"}
    if decided.body is not None:
        try:
            upload = await _receive(context, store, upload, decided.body, request)
        except Problem as problem:
            problem.headers.update(place)
            raise
    return Response(status_code=201, headers=_progress(upload) | place)


@router.head(
    "/{upload_id}",
    response_class=Response,
    responses=_TUS | sends("Upload-Offset", perhaps=_EXPIRES) | refuses(410, 412),
)
async def ask_upload(upload_id: UUID, caller: Writer, sent: Asking, session: Session, now: Now) -> Response:
    """Ask how far an upload is.

    Answers by its headers how many bytes count, and until when the others may come.
    """
    found = await uploading.ask_progress(session, _asker(caller), upload_id, sent, now)
    told = {"Upload-Length": str(found.length), "Upload-Metadata": found.metadata}
    return Response(status_code=200, headers=_progress(found) | told)


@router.patch(
    "/{upload_id}",
    status_code=204,
    response_class=Response,
    openapi_extra=_BYTES,
    responses=_TUS | sends("Upload-Offset", status=204, perhaps=_EXPIRES) | refuses(409, 410, 412),
)
async def add_to_upload(
    upload_id: UUID, caller: Writer, sent: Sending, request: Request, context: InContext, store: InStore
) -> Response:
    """Send bytes of an upload.

    Takes what follows the bytes that count. What comes before a connection breaks counts, unless Upload-Checksum says
    that all of it counts or nothing.
    """
    return await _add(upload_id, caller, sent, request, context, store)


@router.delete("/{upload_id}", status_code=204, response_class=Response, responses=_TUS | refuses(409, 410, 412))
async def cancel_upload(upload_id: UUID, caller: Writer, sent: Asking, session: Session, now: Now) -> Response:
    """Cancel an upload.

    Ends it, and gives the room that was kept for it back. One that is being checked, or stored, cannot be cancelled.
    """
    await uploading.cancel_upload(session, _asker(caller), upload_id, sent, now)
    return Response(status_code=204, headers={"Tus-Resumable": VERSION})


@router.post(
    "/{upload_id}",
    status_code=204,
    response_class=Response,
    openapi_extra=_BYTES,
    responses=_TUS | sends("Upload-Offset", status=204, perhaps=_EXPIRES) | refuses(409, 410, 412),
)
async def send_by_proxy(
    upload_id: UUID,
    caller: Writer,
    sent: Sending,
    request: Request,
    context: InContext,
    store: InStore,
    x_http_method_override: Annotated[
        str | None, Header(description="PATCH or DELETE", json_schema_extra=DEMANDED)
    ] = None,
) -> Response:
    """Send or cancel through a proxy that lets neither through.

    Does what X-HTTP-Method-Override says: PATCH sends bytes, DELETE cancels.
    """
    method = method_of("POST", x_http_method_override)
    if method == "PATCH":
        return await _add(upload_id, caller, sent, request, context, store)
    if method == "DELETE":
        async with context.database.transaction(caller.district_id) as session:
            return await cancel_upload(upload_id, caller, sent, session, context.now())
    raise Malformed("Say what to do by X-HTTP-Method-Override: PATCH or DELETE.")


@router.get("/{upload_id}")
async def get_upload(upload_id: UUID, caller: Writer, session: Session, now: Now) -> UploadShown:
    """Get an upload.

    Answers how far an upload of yours is and, once all of it has come, what has become of it: the file, or why it was
    refused. Those that have ended are forgotten after a month.
    """
    found = await uploading.require_upload(session, upload_id)
    if found.sender != caller.subject:
        raise NotFound(uploading.NO_UPLOAD)
    state = State.EXPIRED if has_expired(found.judged, now) else State(found.state)
    return UploadShown(
        upload_id=found.upload_id,
        name=found.name,
        state=state,
        length=found.length,
        received=found.received,
        created_at=found.created_at,
        expires_at=found.expires_at if Act.RECEIVE in MOVES[state] else None,
        problem=found.problem,
        file_id=found.file_id,
        detail=found.problem or WHY_NOT[state],
    )


async def _add(
    upload_id: UUID, caller: Caller, sent: Sent, request: Request, context: ResourcesContext, store: Store
) -> Response:
    async with context.database.transaction(caller.district_id) as session:
        upload, body = await uploading.admit_body(session, _asker(caller), upload_id, sent, context.now())
    if body is not None:
        upload = await _receive(context, store, upload, body, request)
    return Response(status_code=204, headers=_progress(upload))


async def _receive(
    context: ResourcesContext, store: Store, upload: UploadRecord, body: Body, request: Request
) -> UploadRecord:
    receiving = Receiving(context.database, store, context.now, upload, body)
    try:
        return await receiving.take(_chunks(request))
    except Problem as problem:
        problem.headers.setdefault("Tus-Resumable", VERSION)
        raise


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    async for chunk in request.stream():
        if chunk:
            yield chunk


def _asker(caller: Caller) -> Asker:
    return Asker(caller.district_id, caller.subject)


def _progress(upload: UploadRecord) -> dict[str, str]:
    open_until = upload.expires_at if Act.RECEIVE in MOVES[State(upload.state)] else None
    return progress(upload.received, open_until)
