"""Writers of overlapping learners take turns, whether we have heard of all of these learners or not."""

import asyncio
from random import Random
from uuid import UUID

from competency.learners.queries.learners import lock_learners
from shared.testing import DISTRICT_A, LEARNER_ID_KEY, RunningService
from shared.values.ids import mint_learner_id


async def test_writers_who_meet_new_and_known_learners_never_wait_for_each_other_in_a_circle(
    running: RunningService,
) -> None:
    chance = Random(11)

    async def writer(learners: list[UUID]) -> None:
        async with running.worker.transaction(DISTRICT_A) as session:
            await lock_learners(session, DISTRICT_A, learners)
            await asyncio.sleep(0.002)

    for _ in range(60):
        learners = [mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(6)]
        await asyncio.gather(*(writer(chance.sample(learners, chance.randint(1, 5))) for _ in range(6)))
