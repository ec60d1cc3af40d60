"""Which learners and classes a person's relations let them see."""

from uuid import UUID

from dashboards.common.queries.calendar import TODAY
from dashboards.roster.models import ROSTER_TABLES
from shared.db.query import Scalar, Transaction
from shared.roster.visibility import Visibility

VISIBILITY = Visibility(ROSTER_TABLES, today=TODAY)

_LEARNERS_OF_ORGANISATION = Scalar(
    """
select p.person_id from person p
where p.generation = :generation and p.district_id = :district_id and p.active and 'learner' = any(p.roles)
  and p.organisation_ids && array(select o.organisation_id from organisation o
    where o.generation = :generation and o.district_id = :district_id
      and (o.organisation_id = :organisation_id or o.parent_id = :organisation_id))
""",
    UUID,
)
_KNOWS_LEARNER = Scalar(
    """
select exists (select from person where generation = :generation and district_id = :district_id
    and person_id = :learner_id and 'learner' = any(roles))
  or exists (select from learner_mastery where generation = :generation and district_id = :district_id
    and learner_id = :learner_id)
""",
    bool,
)
_KNOWS_ORGANISATION = Scalar(
    """
select exists (select from organisation
  where generation = :generation and district_id = :district_id and organisation_id = :organisation_id)
""",
    bool,
)


async def learners_of_organisation(
    session: Transaction, generation: int, district_id: UUID, organisation_id: UUID
) -> set[UUID]:
    parameters = _about(generation, district_id, organisation_id=organisation_id)
    return set(await _LEARNERS_OF_ORGANISATION.all(session, **parameters))


async def knows_learner(session: Transaction, generation: int, district_id: UUID, learner_id: UUID) -> bool:
    return await _KNOWS_LEARNER.one(session, **_about(generation, district_id, learner_id=learner_id))


async def knows_organisation(session: Transaction, generation: int, district_id: UUID, organisation_id: UUID) -> bool:
    parameters = _about(generation, district_id, organisation_id=organisation_id)
    return await _KNOWS_ORGANISATION.one(session, **parameters)


def _about(generation: int, district_id: UUID, **rest: object) -> dict[str, object]:
    return {"generation": generation, "district_id": district_id, **rest}
