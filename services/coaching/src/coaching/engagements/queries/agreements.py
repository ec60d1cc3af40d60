"""The agreements between two districts, as partners told them last, in SQL."""

from collections.abc import Collection
from datetime import date
from typing import Literal, NamedTuple
from uuid import UUID

from shared.contracts.partners import AgreementChanged
from shared.db.query import Command, Query, Transaction


class AgreementRecord(NamedTuple):
    """An agreement as it was told last."""

    discloser_id: UUID
    recipient_id: UUID
    granularity: str
    state: Literal["active", "expired", "ended"]
    starts_on: date
    expires_on: date


_SET = Command("""
insert into sharing_agreement (agreement_id, discloser_id, recipient_id, granularity, state, starts_on, expires_on)
values (:agreement_id, :discloser_id, :recipient_id, :granularity, :state, :starts_on, :expires_on)
on conflict (agreement_id) do update set granularity = excluded.granularity, state = excluded.state,
  starts_on = excluded.starts_on, expires_on = excluded.expires_on
""")
_AMONG = Query(
    """
    select a.discloser_id, a.recipient_id, a.granularity, a.state, a.starts_on, a.expires_on
    from sharing_agreement a
    where a.discloser_id = any(cast(:ids as uuid[])) and a.recipient_id = any(cast(:ids as uuid[]))
    order by a.agreement_id
    """,
    AgreementRecord,
)


async def set_agreement(session: Transaction, told: AgreementChanged) -> None:
    await _SET.run(
        session,
        agreement_id=told.agreement_id,
        discloser_id=told.discloser_id,
        recipient_id=told.recipient_id,
        granularity=told.granularity,
        state=told.state,
        starts_on=told.starts_on,
        expires_on=told.expires_on,
    )


async def find_agreements(session: Transaction, districts: Collection[UUID]) -> list[AgreementRecord]:
    """Returns the agreements that two of these districts have with each other."""
    return await _AMONG.all(session, ids=list(districts))
