"""What outcomes are made of is heard: what learners showed, on which scale, their grades, and who adopted what.

Evidence that is voided or corrected is deleted here, and counts in no report that is released after. Of a learner
whom rostering has ended nothing is reported either (`queries.batches`).
"""

from collections.abc import Sequence
from datetime import datetime

from resources.outcomes.queries.heard import (
    Evidence,
    find_owner,
    forget_scores,
    forget_scores_before,
    keep_scaled_items,
    keep_scores,
    set_adopter,
    set_grades,
    set_minimum_group,
    set_scale,
)
from resources.outcomes.rules.scales import Scale
from resources.outcomes.rules.uses import KEPT
from shared.contracts.competency import (
    EvidenceRecorded,
    EvidenceSuperseded,
    EvidenceVoided,
    FrameworkPublished,
    ItemPublished,
)
from shared.contracts.partners import DistrictRegistered
from shared.contracts.resources import ResourceAdapted, ResourceAdopted, ResourceAdoptionEnded
from shared.contracts.rostering import PersonChanged
from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.events.event import Received

AT_ONCE = 5_000


async def hear_evidence(session: Transaction, events: Sequence[Received[EvidenceRecorded]]) -> None:
    """Keeps what learners showed."""
    told = [one.data for one in events]
    evidence = [Evidence(one.evidence_id, one.learner_id, one.item_id, one.score, one.observed_at) for one in told]
    await keep_scores(session, events[0].district_id, evidence)


async def hear_no_evidence(
    session: Transaction, events: Sequence[Received[EvidenceVoided | EvidenceSuperseded]]
) -> None:
    """Forgets what counts no longer."""
    await forget_scores(session, events[0].district_id, [one.data.evidence_id for one in events])


async def forget_old(session: Transaction, now: datetime) -> bool:
    """Forgets what can count for no report any more. Returns whether there may be more."""
    return await forget_scores_before(session, now - KEPT, AT_ONCE) == AT_ONCE


async def hear_scales(session: Transaction, events: Sequence[Received[FrameworkPublished]]) -> None:
    """Keeps on which scale the items of a framework are scored."""
    for told in (one.data for one in events):
        scale = Scale(told.scale_minimum, told.scale_maximum, told.mastery_score)
        await set_scale(session, events[0].district_id, told.framework_id, scale)


async def hear_items(session: Transaction, events: Sequence[Received[ItemPublished]]) -> None:
    """Keeps of which framework items are."""
    items = {one.data.item_id: one.data.framework_id for one in events}
    await keep_scaled_items(session, events[0].district_id, items)


async def hear_grades(session: Transaction, events: Sequence[Received[PersonChanged]]) -> None:
    """Keeps the grades of learners."""
    grades = {
        one.data.person_id: one.data.grade if one.data.active and "learner" in one.data.roles else None
        for one in events
    }
    await set_grades(session, events[0].district_id, grades)


async def hear_minimum_groups(session: Transaction, events: Sequence[Received[DistrictRegistered]]) -> None:
    """Keeps of how many people a district's figures are at least."""
    newest = events[-1].data
    await set_minimum_group(session, newest.registered_id, newest.minimum_group)


async def hear_adoptions(
    session: Transaction, events: Sequence[Received[ResourceAdopted | ResourceAdapted | ResourceAdoptionEnded]]
) -> None:
    """Keeps for whoever owns an item that another district holds it. A worker acts for each owner in turn."""
    for event in events:
        owner_id = await find_owner(session, event.data.item_id)
        if owner_id is None:
            continue
        await set_tenant(session, owner_id)
        holds = not isinstance(event.data, ResourceAdoptionEnded)
        told = event.data
        await set_adopter(session, owner_id, told.adoption_id, told.item_id, event.district_id, holds=holds)
        await set_tenant(session, event.district_id)
