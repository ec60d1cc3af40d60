"""What items hear of: agreements between districts."""

from collections.abc import Sequence

from resources.items.queries.agreements import set_agreement
from shared.contracts.partners import AgreementChanged
from shared.db.query import Transaction
from shared.events.event import Received


async def record_agreements(session: Transaction, events: Sequence[Received[AgreementChanged]]) -> None:
    """Keeps how an agreement stands. Of the two districts' copies the discloser's counts, so that they are in order."""
    for event in events:
        if event.district_id == event.data.discloser_id:
            await set_agreement(session, event.data)
