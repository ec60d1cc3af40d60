"""`/coaching/v1/pilots/{pilot_id}/waves/{wave}/teachers`: who is asked to take part, and what they say."""

from uuid import UUID

from fastapi import APIRouter, Response

from coaching.common.api import Writer
from coaching.common.context import PersonKey
from coaching.pilots.api.parameters import WAVE, WaveNumber
from coaching.pilots.api.showing import show_wave
from coaching.pilots.queries.teachers import page_of_teachers
from coaching.pilots.schemas.pilots import TeacherAnswer, TeachersAsked, TeacherShown, WaveShown
from coaching.pilots.usecases import planning, taking_part
from shared.http.context import Now
from shared.http.editing import ExpectedVersion
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix=f"{WAVE}/teachers", tags=["waves"])


@router.get("")
async def list_teachers(
    pilot_id: UUID, wave: WaveNumber, _: Writer, session: Session, paging: Paging, response: Response
) -> Page[TeacherShown]:
    """List who is asked to take part.

    Lists the teachers who take part in a wave or have not answered, for those who plan it. Who opted out is counted in
    the wave and named nowhere.
    """
    await planning.require_wave(session, pilot_id, wave)
    found = await page_of_teachers(session, pilot_id, wave, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, TeacherShown.model_validate, lambda one: [one.person_id])


@router.put("", responses=sends("ETag"))
async def set_teachers(
    pilot_id: UUID,
    wave: WaveNumber,
    body: TeachersAsked,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    person_key: PersonKey,
    response: Response,
) -> WaveShown:
    """Set who is asked to take part.

    Says which teachers of which schools are asked in a draft, in place of those before. Who opted out stays counted.
    """
    record = await planning.lock_wave_for(session, pilot_id, wave, "plan", expected)
    await taking_part.ask(session, caller, record, body, person_key)
    return await show_wave(session, await planning.require_wave(session, pilot_id, wave), now, response)


@router.put("/{teacher_id}")
async def record_answer(
    pilot_id: UUID,
    wave: WaveNumber,
    teacher_id: UUID,
    body: TeacherAnswer,
    caller: Writer,
    session: Session,
    now: Now,
) -> TeacherShown:
    """Record whether a teacher takes part.

    Keeps what a teacher who is asked says. In an open wave they take part from today on, or no more, and who opted out
    does not come back.
    """
    pilot = await planning.require_pilot(session, pilot_id, now)
    record = await planning.lock_wave_for(session, pilot_id, wave, "answer")
    said = await taking_part.answer(session, caller, pilot, record, teacher_id, body.opt_in, now)
    return TeacherShown.model_validate(said)
