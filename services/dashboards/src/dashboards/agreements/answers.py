"""Agreements, as partners says them."""

from datetime import date, datetime
from uuid import UUID

from dashboards.common.answers import Listing, RemoteAnswer


class Agreement(RemoteAnswer):
    agreement_id: UUID
    discloser_id: UUID
    recipient_id: UUID
    purpose: str
    granularity: str
    basis: str
    elements: list[str]
    starts_on: date
    expires_on: date
    destroy_by: date
    state: str
    document_hash: str
    discloser_signed_at: datetime | None = None
    recipient_signed_at: datetime | None = None
    destruction_due: date | None = None

    def other(self, district_id: UUID) -> UUID:
        """The district that is not this one."""
        return self.recipient_id if district_id == self.discloser_id else self.discloser_id

    def signed_at(self, district_id: UUID) -> datetime | None:
        """When a district has signed these terms."""
        return self.discloser_signed_at if district_id == self.discloser_id else self.recipient_signed_at

    def waits_for(self, district_id: UUID) -> bool:
        """Whether it is a draft that this district has not signed."""
        return self.state == "draft" and self.signed_at(district_id) is None

    @property
    def signed(self) -> bool:
        """Whether both districts have signed it."""
        return self.discloser_signed_at is not None and self.recipient_signed_at is not None


class Agreements(Listing[Agreement]):
    pass
