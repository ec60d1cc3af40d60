"""Instruments written here: created, imported, their drafts edited and published."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from readiness.instruments import examples
from readiness.instruments.api.answers import draft_out, sheet_report, version_with_content
from readiness.instruments.queries.versions import InstrumentVersion
from readiness.instruments.schemas.content import InstrumentContent
from readiness.instruments.schemas.instruments import DraftOut, SheetReport, VersionWithContent
from readiness.instruments.usecases import write_draft
from readiness.instruments.usecases.publish_version import publish_draft
from readiness.instruments.usecases.read_instrument import require_draft
from readiness.instruments.usecases.write_draft import (
    begin_draft,
    discard_draft,
    import_sheet,
    save_draft,
)
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, ReadVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.response_headers import sends
from shared.http.session import Session
from shared.http.sheets import csv_body, sheet_of

PREFIX = "/readiness/v1/instruments"
router = APIRouter(prefix=PREFIX, tags=["instruments"])

Reader = Annotated[Caller, needs("readiness.read")]
Writer = Annotated[Caller, needs("readiness.write")]

SHEET_PATH = f"{PREFIX}/import-csv"
SHEET_LIMIT = 2_000_000


@router.post("", status_code=201, response_model=DraftOut, responses=sends("Location", "ETag", status=201))
async def create_instrument(
    content: InstrumentContent, caller: Writer, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Create an instrument as a draft.

    Creates an instrument of what is sent, as a draft. It may still have problems: the draft is kept with them, and the
    answer names each with its place and what to do. An origin must be a published version of yours or one that is
    offered to you.
    """

    async def act() -> Answer:
        return await new_draft(await write_draft.create_instrument(session, caller, content, now))

    return await once(session, keyed, act)


@router.post(
    "/import-csv",
    status_code=201,
    response_model=SheetReport,
    responses=sends("Location", "ETag", status=201),
    openapi_extra=csv_body(examples.SHEET),
)
async def import_instrument(caller: Writer, session: Session, now: Now, keyed: Keyed, request: Request) -> Response:
    """Import an instrument from a CSV file.

    Creates an instrument from a sheet such as the export writes, as a draft of what could be read, and reports the
    problems line by line. A line with a cell that cannot be read, of an unknown role say, is left out together with
    the lines below it. A file that cannot be read as a whole is refused, and nothing is kept of it.

    The column `row` says what each line is: instrument, role, section, question, anchor, option, unit or notice; each
    stands below what it belongs to. Words stand in `text_` and `help_` with a language behind: text_en, help_es.
    """
    raw = await sheet_of(request)

    async def act() -> Answer:
        report = await sheet_report(await import_sheet(session, caller, raw, now))
        return created(report, location=f"{PREFIX}/{report.instrument_id}/draft", etag=etag(report.revision))

    return await once(session, keyed, act)


@router.post(
    "/{instrument_id}/draft", status_code=201, response_model=DraftOut, responses=sends("Location", "ETag", status=201)
)
async def begin_instrument_draft(
    instrument_id: UUID, caller: Writer, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Begin the next version of an instrument.

    Makes a draft that says what the last published version says. There is one draft at a time.
    """

    async def act() -> Answer:
        return await new_draft(await begin_draft(session, caller, instrument_id, now))

    return await once(session, keyed, act)


@router.get("/{instrument_id}/draft", responses=sends("ETag"))
async def get_instrument_draft(instrument_id: UUID, _: Reader, session: Session, response: Response) -> DraftOut:
    """Get the draft of an instrument.

    Answers the draft with its problems: each with a JSON pointer into the content, and what to do.
    """
    return await _shown(await require_draft(session, instrument_id), response)


@router.put("/{instrument_id}/draft", responses=sends("ETag"))
async def replace_instrument_draft(
    instrument_id: UUID,
    content: InstrumentContent,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> DraftOut:
    """Replace the draft of an instrument.

    Replaces what the draft says. It may still have problems, which the answer names. Where the draft has been
    published meanwhile the answer is a 409: what is published never changes.
    """
    return await _shown(await save_draft(session, caller, instrument_id, content, expected, now), response)


@router.delete("/{instrument_id}/draft", status_code=204)
async def delete_instrument_draft(instrument_id: UUID, _: Writer, session: Session, expected: ExpectedVersion) -> None:
    """Delete the draft of an instrument.

    Throws the draft away. An instrument of which no version was ever published is deleted with it.
    """
    await discard_draft(session, instrument_id, expected)


@router.post("/{instrument_id}/draft/publish", responses=sends("ETag"))
async def publish_instrument_draft(
    instrument_id: UUID, caller: Writer, session: Session, now: Now, expected: ReadVersion, response: Response
) -> VersionWithContent:
    """Publish the draft of an instrument.

    Publishes, as the next version, the very draft whose ETag is sent as `If-Match`; `*` publishes nothing. From then on
    it never changes. What stands in the way is a 422 that names every place and what to do: a gate that no answer can
    pass, weights that sum to nothing, missing words.

    Versions that were published before stay as they are. An assessment keeps the version that it was opened with, so a
    question that this version no longer asks keeps its answers there; the differences between the versions name it.
    """
    found = await publish_draft(session, caller, instrument_id, expected, now)
    response.headers["ETag"] = etag(found.record.revision)
    return version_with_content(found)


async def new_draft(draft: InstrumentVersion) -> Answer:
    """Returns the answer to the making of this draft."""
    out = await draft_out(draft)
    return created(out, location=f"{PREFIX}/{out.instrument_id}/draft", etag=etag(out.revision))


async def _shown(draft: InstrumentVersion, response: Response) -> DraftOut:
    response.headers["ETag"] = etag(draft.record.revision)
    return await draft_out(draft)
