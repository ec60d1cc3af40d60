"""The files of a draft: sending them, and putting what has come into the draft."""

from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.common.pages.route import PageRoute
from dashboards.library.answers import Part
from dashboards.library.client import Resources
from dashboards.library.desk import uploads as asking
from dashboards.library.desk.answers import OwnVersion
from dashboards.library.desk.client import part_file
from dashboards.library.desk.pages.showing import WRITERS, shown
from dashboards.library.desk.uploads import Arrived, DraftFiles
from dashboards.library.desk.usecases.attaching import CAPTIONED, Purpose, with_captions_that_fit, with_file
from dashboards.library.usecases.licence_words import choices
from dashboards.readiness.client import Outcome
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.roster.dependencies import Page, PageOfCaller

router = APIRouter(
    prefix="/library/desk/{item_id}/files", route_class=PageRoute, include_in_schema=False, dependencies=WRITERS
)

Upload = Annotated[UUID | None, Query()]
InPurpose = Annotated[Purpose, Query()]
Of = Annotated[UUID | None, Query()]


async def _draft(client: Resources, item_id: UUID) -> DraftFiles:
    return await asking.draft_files(client, item_id)


async def _arrived(client: Resources, upload: Upload = None) -> Arrived:
    return Arrived() if upload is None else await asking.arrived(client, upload)


Draft = Annotated[DraftFiles, Depends(_draft)]
Came = Annotated[Arrived, Depends(_arrived)]


async def _put(
    client: Resources,
    item_id: UUID,
    draft: Draft,
    came: Came,
    fields: TypedFields,
    upload: Upload = None,
    purpose: InPurpose = "part",
    of: Of = None,
) -> Sending:
    """Sends a file on; or puts one that has come into the draft."""
    if upload is None:
        name, data = fields.file_names.get("file", ""), fields.files.get("file", b"")
        return Sending(fields, await asking.send_file(client, name, data))
    if draft.version.answer is None or came.file is None:
        return Sending(fields, Outcome())
    content = with_file(draft.version.answer.content, purpose, of, came.file, fields)
    return Sending(fields, await asking.save_draft(client, item_id, draft.version, content))


async def _fit(client: Resources, item_id: UUID, draft: Draft, fields: TypedFields) -> Sending:
    if draft.version.answer is None:
        return Sending(fields, Outcome())
    content = with_captions_that_fit(draft.version.answer.content, fields.id_of("captions"))
    return Sending(fields, await asking.save_draft(client, item_id, draft.version, content))


@router.get("", response_class=Response)
async def draft_files(
    draft: Draft, came: Came, page: Page, upload: Upload = None, purpose: InPurpose = "part", of: Of = None
) -> Response:
    """The files; or, where the address names an upload, what has become of it and what it is to be."""
    if upload is not None:
        return _shown_upload(page, draft, came, purpose, of, Sending())
    return _shown(page, draft, Sending())


@router.post("", response_class=Response)
async def put_file(
    sending: Annotated[Sending, Depends(_put)],
    draft: Draft,
    came: Came,
    item_id: UUID,
    page: Page,
    upload: Upload = None,
    purpose: InPurpose = "part",
    of: Of = None,
) -> Response:
    path = f"/library/desk/{item_id}/files"
    if sending.outcome is not None and sending.outcome.done:
        said = {"added": upload} if upload else _named(sending.outcome.location.rpartition("/")[2], purpose, of)
        return RedirectResponse(f"{path}?{urlencode(said)}", 303)
    if upload is not None:
        return _shown_upload(page, draft, came, purpose, of, sending)
    return _shown(page, draft, sending)


@router.post("/fit", response_class=Response)
async def captions_fit(sending: Annotated[Sending, Depends(_fit)], draft: Draft, item_id: UUID, page: Page) -> Response:
    """Somebody has looked: the captions fit the file that there is now."""
    if sending.outcome is not None and sending.outcome.done:
        return RedirectResponse(f"/library/desk/{item_id}/files", 303)
    return _shown(page, draft, sending)


def _named(upload_id: str, purpose: Purpose, of: UUID | None) -> dict[str, str]:
    return {"upload": upload_id, "purpose": purpose} | ({"of": str(of)} if of else {})


def _shown(page: PageOfCaller, draft: DraftFiles, sending: Sending) -> Response:
    version = draft.version.answer
    if version is None:
        return shown(page, "files.html", sending, {"version": None}, away=True)
    context = _of_draft(page, version) | {
        "stored": draft.files, "files": {key: part_file(one) for key, one in draft.files.items()},
        "captioned": CAPTIONED, "added": page.request.query_params.get("added", ""),
    }  # fmt: skip
    return shown(page, "files.html", sending, context)


def _shown_upload(
    page: PageOfCaller, draft: DraftFiles, came: Arrived, purpose: Purpose, of: UUID | None, sending: Sending
) -> Response:
    version = draft.version.answer
    if version is None or came.upload is None:
        return shown(page, "upload.html", sending, {"version": None}, away=True)
    part = next((one for one in version.content.parts if one.part_key == of), None)
    fields = sending.fields
    context = _of_draft(page, version) | {
        "came": came, "purpose": purpose, "of": part, "licences": came.licences,
        "key_of_part": fields.get("part_key", "") if fields else str(uuid4()),
        "licence_choices": choices(page.l10n, came.licences, [sending.value("licence")]),
        "standing": _standing(version, part), "polled": page.request.headers.get("hx-request") == "true",
    }  # fmt: skip
    return shown(page, "upload.html", sending, context)


def _of_draft(page: PageOfCaller, version: OwnVersion) -> dict[str, Any]:
    return {
        "version": version, "base": f"/library/desk/{version.item_id}", "sender": page.caller.person_id or "",
    }  # fmt: skip


def _standing(version: OwnVersion, part: Part | None) -> Part | None:
    """The part whose licence and rights a new one has at first: what it belongs to, else the last."""
    return part or (version.content.parts[-1] if version.content.parts else None)
