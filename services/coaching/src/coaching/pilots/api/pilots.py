"""`/coaching/v1/pilots`: what your district tries."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from coaching.common.api import Reader, Writer
from coaching.pilots.api.parameters import PREFIX
from coaching.pilots.queries.pilots import PilotRecord, page_of_pilots
from coaching.pilots.rules.waves import WaveState
from coaching.pilots.schemas.pilots import NewPilot, PilotChange, PilotShown
from coaching.pilots.usecases import planning
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix=PREFIX, tags=["pilots"])


@router.post("", status_code=201, response_model=PilotShown, responses=sends("Location", "ETag", status=201))
async def propose_pilot(new: NewPilot, caller: Writer, session: Session, now: Now, keyed: Keyed) -> Response:
    """Propose a pilot.

    Keeps what your district wants to try and why, with a first wave that is a draft: plan it, lock its gate, open it.
    """

    async def act() -> Answer:
        made = await planning.propose(session, caller, new, now)
        return created(_shape(made), location=f"{PREFIX}/{made.pilot_id}", etag=etag(made.version))

    return await once(session, keyed, act)


@router.get("")
async def list_pilots(
    _: Reader,
    session: Session,
    paging: Paging,
    response: Response,
    now: Now,
    state: Annotated[WaveState | None, Query(description="of the last wave")] = None,
    past_gate: Annotated[bool | None, Query(description="whether the day to decide has passed")] = None,
) -> Page[PilotShown]:
    """List your district's pilots.

    Lists pilots by id with their last wave; with `past_gate=true` those alone that wait for a decision whose day has
    passed.
    """
    found = await page_of_pilots(session, paging.single_key(UUID), state, past_gate, paging.limit + 1, now)
    return paging.page(response, found, _shape, lambda one: [one.pilot_id])


@router.get("/{pilot_id}", responses=sends("ETag"))
async def get_pilot(pilot_id: UUID, _: Reader, session: Session, now: Now, response: Response) -> PilotShown:
    """Get a pilot.

    Answers a pilot of your district with how its last wave stands today.
    """
    return _shown(await planning.require_pilot(session, pilot_id, now), response)


@router.patch("/{pilot_id}", responses=sends("ETag"))
async def change_pilot(
    pilot_id: UUID,
    body: PilotChange,
    _: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> PilotShown:
    """Change a pilot's words.

    Changes the title, what is tried or why, until the pilot is sunset. What is left out stays.
    """
    return _shown(await planning.change_pilot(session, pilot_id, body, expected, now), response)


def _shown(record: PilotRecord, response: Response) -> PilotShown:
    response.headers["ETag"] = etag(record.version)
    return _shape(record)


def _shape(record: PilotRecord) -> PilotShown:
    return PilotShown(
        pilot_id=record.pilot_id,
        title=record.title,
        tried=record.tried,
        why=record.why,
        proposed_at=record.proposed_at,
        wave=record.last_wave,
        state=record.last_state,
        decides_on=record.decides_on,
        past_gate=record.past_gate,
    )
