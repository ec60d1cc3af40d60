"""Agreements between districts, as partners told them last, in SQL: what is for partners is seen under one."""

from uuid import UUID

from shared.contracts.partners import AgreementChanged
from shared.db.query import Command, Scalar, Transaction

_SET = Command("""
insert into sharing_agreement (agreement_id, discloser_id, recipient_id, state)
values (:agreement_id, :discloser_id, :recipient_id, :state)
on conflict (agreement_id) do update set state = excluded.state
""")
_PARTNERED = Scalar(
    """
    select true from sharing_agreement a
    where a.state = 'active' and :other_id in (a.discloser_id, a.recipient_id)
    """,
    bool,
)


async def set_agreement(session: Transaction, told: AgreementChanged) -> None:
    await _SET.run(
        session,
        agreement_id=told.agreement_id,
        discloser_id=told.discloser_id,
        recipient_id=told.recipient_id,
        state=told.state,
    )


async def is_partner(session: Transaction, other_id: UUID) -> bool:
    """Returns whether the session's district has an agreement with another one today."""
    return bool(await _PARTNERED.get(session, other_id=other_id))
