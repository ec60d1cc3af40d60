"""Routes that use each piece of the library once."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import text
from starlette.responses import StreamingResponse

from noted.roster import VISIBILITY
from shared.auth.callers import Caller
from shared.auth.dependencies import Public, needs
from shared.errors import NotFound
from shared.http.editing import ExpectedVersion, ensure_current, etag
from shared.http.examples import example
from shared.http.idempotency import Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.session import Session, UntenantedSession
from shared.values.ids import new_id

router = APIRouter(prefix="/noted/v1")

_INSERT = text("insert into note (district_id, note_id, words, slot) values (:district_id, :note_id, :words, :slot)")
_ONE = text("select note_id, words, slot, version from note where note_id = :note_id")
_EDIT = text("update note set words = :words, version = version + 1 where note_id = :note_id")
_PAGE = text("""
select note_id, words, slot, version from note where (words, note_id) > (:words, cast(:note_id as uuid))
order by words, note_id limit :limit
""")


NOTE = {"note_id": "0190a000-0000-7000-8000-000000000001", "words": "Call the printer", "slot": None}


class NoteIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    words: str = Field(min_length=1, max_length=200, pattern="^[^\0]*$")
    slot: int | None = Field(default=None, ge=0, le=1_000_000)


class NoteOut(BaseModel):
    model_config = ConfigDict(json_schema_extra=example(NOTE))

    note_id: UUID
    words: str
    slot: int | None = None


@router.post("/notes", status_code=201, response_model=NoteOut)
async def write_note(
    caller: Annotated[Caller, needs("noted.write")], session: Session, keyed: Keyed, note: NoteIn
) -> Any:
    async def act() -> Any:
        note_id = new_id()
        await session.execute(_INSERT, {"district_id": caller.district_id, "note_id": note_id, **note.model_dump()})
        if note.words == "wait":
            await asyncio.sleep(0.3)
        if note.words == "fail":
            raise RuntimeError("the secret reason")
        answer = NoteOut(note_id=note_id, **note.model_dump())
        return created(answer, location=f"/noted/v1/notes/{note_id}", etag=etag(1))

    return await once(session, keyed, act)


@router.get("/notes")
async def list_notes(
    caller: Annotated[Caller, needs("noted.read")], session: Session, paging: Paging, response: Response
) -> Page[NoteOut]:
    """List the notes of a
    district.

    Lists all notes in the order of their words.

    A note is listed once.
    """
    words, note_id = paging.key(str, UUID) or ("", UUID(int=0))
    rows = await session.execute(_PAGE, {"words": words, "note_id": note_id, "limit": paging.limit + 1})
    return paging.page(
        response, rows.all(), lambda r: NoteOut(note_id=r.note_id, words=r.words, slot=r.slot),
        lambda r: [r.words, r.note_id],
    )  # fmt: skip


@router.get("/shelves/{shelf:path}/notes")
async def list_shelf(
    caller: Annotated[Caller, needs("noted.read")], session: Session, shelf: str, paging: Paging, response: Response
) -> Page[NoteOut]:
    """The same list at an address that is the client's own words."""
    return await list_notes(caller, session, paging, response)


@router.post("/notes/tidy", status_code=204)
async def tidy(caller: Annotated[Caller, needs("noted.write")]) -> None:
    """At an address that looks like a note's."""


@router.get("/notes/{note_id}")
async def read_note(
    caller: Annotated[Caller, needs("noted.read")], session: Session, note_id: UUID, response: Response
) -> NoteOut:
    row = (await session.execute(_ONE, {"note_id": note_id})).one_or_none()
    if row is None:
        raise NotFound("There is no such note.")
    response.headers["ETag"] = etag(row.version)
    return NoteOut(note_id=row.note_id, words=row.words, slot=row.slot)


@router.put("/notes/{note_id}", status_code=204)
async def edit_note(
    caller: Annotated[Caller, needs("noted.write")],
    session: Session,
    note_id: UUID,
    note: NoteIn,
    expected: ExpectedVersion,
) -> None:
    row = (await session.execute(_ONE, {"note_id": note_id})).one_or_none()
    if row is None:
        raise NotFound("There is no such note.")
    ensure_current(expected, row.version)
    await session.execute(_EDIT, {"note_id": note_id, "words": note.words})


@router.get("/learners/{learner_id}", status_code=204)
async def find_learner(caller: Annotated[Caller, needs("noted.read")], session: Session, learner_id: UUID) -> None:
    await VISIBILITY.ensure_visible(session, caller, learner_id)


@router.get("/classes/{class_id}", status_code=204)
async def find_class(caller: Annotated[Caller, needs("noted.read")], session: Session, class_id: UUID) -> None:
    await VISIBILITY.ensure_class_visible(session, caller, class_id)


@router.get("/slow")
async def slow(caller: Annotated[Caller, needs("noted.read")], session: Session, seconds: float = 60) -> dict[str, str]:
    await session.execute(text("select pg_sleep(:seconds)"), {"seconds": seconds})
    return {}


@router.get("/tenant")
async def tenant(caller: Annotated[Caller, needs("noted.read")], session: Session) -> dict[str, str]:
    return {"tenant": str(await session.scalar(text("select current_setting('app.district_id', true)")))}


@router.get("/open", dependencies=[Public])
async def opened(session: UntenantedSession) -> dict[str, str | None]:
    return {"tenant": await session.scalar(text("select current_setting('app.district_id', true)"))}


@router.get("/stream", dependencies=[Public])
async def stream() -> StreamingResponse:
    async def words() -> Any:
        yield b"one\n"
        await asyncio.sleep(0.6)
        yield b"two\n"

    return StreamingResponse(words())
