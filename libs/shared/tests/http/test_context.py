"""What the routes and jobs of a service stand on: here, its clock."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from noted.main import service
from sqlalchemy.ext.asyncio import AsyncSession

from devstack.provision import ServiceUrls
from shared.auth.dependencies import Public
from shared.http.context import Context, Now, context_of
from shared.run.jobs import Job, timed
from shared.testing import run_service
from shared.values.clock import utc_now

NEW_YEAR = datetime(2031, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)

router = APIRouter(prefix="/noted/v1", dependencies=[Public])


async def _asked_before(now: Now) -> datetime:
    return now


@router.get("/moments")
async def list_moments(
    before: Annotated[datetime, Depends(_asked_before)],
    now: Now,
    context: Annotated[Context[Any], Depends(context_of)],
) -> list[datetime]:
    return [before, now, context.now()]


async def test_a_request_has_one_moment_and_jobs_go_by_the_same_clock(urls: ServiceUrls) -> None:
    told: list[datetime] = []

    async def note(_: AsyncSession, now: datetime) -> bool:
        told.append(now)
        return False

    timely = replace(service, routers=[router], jobs=lambda context: [Job("noted.note", 60, timed(note, context.now))])
    hours = count()
    async with run_service(timely, urls) as noted, noted.client() as client:
        with noted.set_clock(lambda: NEW_YEAR + next(hours) * HOUR):
            first = (await client.get("/noted/v1/moments")).json()
            await noted.run_job("noted.note")
            await noted.run_job("noted.note")
        last = (await client.get("/noted/v1/moments")).json()
    assert [datetime.fromisoformat(one) for one in first] == [NEW_YEAR, NEW_YEAR, NEW_YEAR + HOUR]
    assert told == [NEW_YEAR + 2 * HOUR, NEW_YEAR + 3 * HOUR], "each run is told anew"
    assert abs(datetime.fromisoformat(last[0]) - utc_now()) < HOUR
