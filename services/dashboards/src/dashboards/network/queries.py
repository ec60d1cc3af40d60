"""Agreements, and how much is known to have been disclosed under them."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from dashboards.common.queries.generations import LIVE
from dashboards.common.queries.reader import HERE, Reader
from shared.db.query import Query, Transaction


class AgreementDisclosures(NamedTuple):
    """An agreement with the numbers of what was disclosed under it. `data_elements` is a JSON array."""

    agreement_id: UUID
    discloser_id: UUID
    discloser_name: str
    recipient_id: UUID
    recipient_name: str
    purpose: str
    granularity: str
    data_elements: str
    state: str
    starts_on: date
    expires_on: date
    learners: int
    masteries: int
    aggregates: int
    latest_window_end: date | None


_AGREEMENTS = Query(
    f"""
select a.agreement_id, a.discloser_id, a.discloser_name, a.recipient_id, a.recipient_name, a.purpose, a.granularity,
  cast(a.data_elements as text) as data_elements, a.state, a.starts_on, a.expires_on,
  coalesce(s.learners, 0) as learners, coalesce(s.masteries, 0) as masteries,
  coalesce(g.aggregates, 0) as aggregates, g.latest_window_end
from agreement a
left join (select d.agreement_id, count(distinct d.subject) as learners, count(*) filter (where d.mastered) as masteries
  from disclosed_mastery d where {HERE.format("d")} group by d.agreement_id) s on s.agreement_id = a.agreement_id
left join (select d.agreement_id, count(*) as aggregates, max(d.window_end) as latest_window_end
  from disclosed_aggregate d where {HERE.format("d")} group by d.agreement_id) g on g.agreement_id = a.agreement_id
where {HERE.format("a")}
order by a.state, a.starts_on desc, a.agreement_id
""",  # noqa: S608
    AgreementDisclosures,
)


class NamedPartner(NamedTuple):
    """A district of an agreement by its name."""

    district_id: UUID
    name: str


_PARTNERS = Query(
    f"""
select distinct on (p.district_id) p.district_id, p.name
from {LIVE} join agreement a on a.generation = live.generation and a.district_id = :district_id
cross join lateral (values (a.discloser_id, a.discloser_name), (a.recipient_id, a.recipient_name)) p (district_id, name)
order by p.district_id, a.starts_on desc, a.agreement_id
""",  # noqa: S608
    NamedPartner,
)


async def list_agreements(reader: Reader) -> list[AgreementDisclosures]:
    return await reader.all(_AGREEMENTS)


async def list_partners(session: Transaction, district_id: UUID) -> list[NamedPartner]:
    """Returns the districts that this one has or had an agreement with, and itself where it has any."""
    return await _PARTNERS.all(session, district_id=district_id)
