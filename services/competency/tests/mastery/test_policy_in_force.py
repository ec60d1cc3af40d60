"""The database picks the policy in force exactly as the rules do."""

from contextlib import suppress
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import text

from competency.common.scales import Scale
from competency.mastery.queries.policies import effective_policies
from competency.mastery.rules.policy import Policy, PolicyLevel, PolicyVersion, in_force, resolve
from shared.testing import DISTRICT_A, RunningService
from shared.values.ids import new_id

FRAMEWORK = text("select framework_id, scale_minimum, scale_maximum, mastery_score, now() as now from framework")
INSERT = text("""
insert into mastery_policy (district_id, policy_id, level, subject_id, version, withdrawn, method, kinds,
                            self_and_peer, created_by, effective_from)
values (:district_id, :policy_id, :level, :subject_id, :version, :withdrawn, 'latest', array['test'], 'supports', 'x',
        :effective_from)
""")


class Undone(Exception):
    """What a case has written goes with it."""


@pytest.mark.parametrize("seed", range(40))
async def test_the_database_resolves_as_the_rules_do(running: RunningService, items: list[str], seed: int) -> None:
    chance, item, other = Random(seed), UUID(items[0]), UUID(items[1])
    with suppress(Undone):
        async with running.app.context.database.transaction(DISTRICT_A) as session:
            framework_id, *points, now = (await session.execute(FRAMEWORK)).one()
            scale = Scale(*points)
            subjects: dict[PolicyLevel, UUID] = {"item": item, "framework": framework_id, "district": DISTRICT_A}
            versions, ids = [], {}
            for version in range(1, chance.randint(1, 10)):
                level = chance.choice(list(subjects))
                draft, withdrawn = chance.random() < 0.2, chance.random() < 0.3
                begins = now + timedelta(days=chance.choice([-3, -2, -1, 1]))
                policy_id = new_id()
                values = {"level": level, "subject_id": subjects[level], "version": version, "withdrawn": withdrawn}
                await session.execute(
                    INSERT,
                    {"district_id": DISTRICT_A, "policy_id": policy_id, "effective_from": None if draft else begins}
                    | values,
                )
                # A draft is a version that never begins, unless it is assumed to begin now.
                assumed = draft and chance.random() < 0.5
                made = PolicyVersion(
                    level=level,
                    subject=None if level == "district" else subjects[level],
                    version=version,
                    effective_from=(now if assumed else now + timedelta(days=9)) if draft else begins,
                    policy=None if withdrawn else Policy(scale=scale, method="latest"),
                )
                versions.append(made)
                ids[made] = policy_id
                if assumed:
                    break
            else:
                assumed = False
            found = (await effective_policies(session, [item, other], assumed=policy_id if assumed else None)).items
            for one in (item, other):
                expected = resolve(in_force(versions, now), one, framework_id, Policy(scale=scale)).version
                assert found[one].effective_policy.policy_id == (ids[expected] if expected else None)
                assert found[one].effective_policy.version == (expected.version if expected else None)
            raise Undone
