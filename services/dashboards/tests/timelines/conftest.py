"""A district whose gaps the real readiness has found."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio
from sqlalchemy import text

from dashboards.handlers import read_models
from services.dashboards.tests.gaps_told import TRACEPARENT
from services.dashboards.tests.readiness.asking import Asking, asking_district
from shared.testing import Deliveries
from shared.testing.deliveries import as_sent

_OUTBOX = text("select * from outbox order by id")


@pytest_asyncio.fixture
async def asking(databases: Any) -> AsyncIterator[Asking]:
    """An assessment has shown gaps, and dashboards has heard of them; who closed it named a trace."""
    async with asking_district(databases) as asking:
        await asking.open()
        for _ in range(3):
            link = await asking.link(role="leader")
            await asking.save(link, "model.shared", 1, value=1)
            async with asking.readiness.client() as client:
                path = f"/readiness/v1/invitations/{link.invitation_id}/submit"
                assert (await client.post(path, headers={"Invitation-Secret": link.secret})).status_code == 200
        async with asking.calling() as client:
            path = f"/readiness/v1/assessments/{asking.assessment_id}/end"
            ended = await client.post(path, headers={"If-Match": "*", "traceparent": TRACEPARENT})
            assert ended.status_code == 200, ended.text
        while await asking.readiness.run_job("readiness.scoring"):
            pass
        async with asking.readiness.worker.transaction(None) as session:
            told = (await session.execute(_OUTBOX)).all()
        await Deliveries(read_models, asking.pages.worker).deliver(*map(as_sent, told))
        yield asking
