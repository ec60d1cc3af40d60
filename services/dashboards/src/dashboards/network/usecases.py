"""The partner network, for the district's leaders."""

import json
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.common.queries.reader import Reader
from dashboards.network.queries import AgreementDisclosures, list_agreements
from dashboards.network.schemas import AgreementView, Disclosed, NetworkView
from dashboards.roster.usecases.visibility import require_district
from shared.auth.callers import Caller


async def view_network(session: AsyncSession, caller: Caller) -> NetworkView:
    """The district's agreements, and what has been disclosed under them."""
    reader = await Reader.live(session, caller.district_id)
    require_district(caller)
    agreements = [_agreement(row, caller.district_id) for row in await list_agreements(reader)]
    return NetworkView(district_id=caller.district_id, agreements=agreements)


def _agreement(row: AgreementDisclosures, district_id: UUID) -> AgreementView:
    outgoing = row.discloser_id == district_id
    return AgreementView(
        agreement_id=row.agreement_id,
        direction="to partner" if outgoing else "from partner",
        partner_id=row.recipient_id if outgoing else row.discloser_id,
        partner_name=row.recipient_name if outgoing else row.discloser_name,
        purpose=row.purpose,
        granularity=row.granularity,
        data_elements=json.loads(row.data_elements),
        state=row.state,
        starts_on=row.starts_on,
        expires_on=row.expires_on,
        disclosed=Disclosed(
            learners=row.learners,
            masteries=row.masteries,
            aggregates=row.aggregates,
            latest_window_end=row.latest_window_end,
        ),
    )
