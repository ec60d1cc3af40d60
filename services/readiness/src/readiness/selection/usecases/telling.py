"""What is told of an application: the same whenever it is told."""

from datetime import date
from typing import Protocol
from uuid import UUID

from readiness.selection.rules.decisions import Standing
from readiness.selection.schemas.calls import PartnershipTerms
from shared.contracts.readiness import ApplicationDecided, ApplicationSubmitted, PartnerSelected, Sharing


class Application(Protocol):
    """What any record of an application has: its call, and its two districts."""

    @property
    def application_id(self) -> UUID: ...
    @property
    def call_id(self) -> UUID: ...
    @property
    def host_id(self) -> UUID: ...
    @property
    def applicant_id(self) -> UUID: ...


def submitted_event(application: Application, submitted_on: date) -> ApplicationSubmitted:
    """That a district applied."""
    return ApplicationSubmitted(
        application_id=application.application_id,
        call_id=application.call_id,
        host_id=application.host_id,
        applicant_id=application.applicant_id,
        submitted_on=submitted_on,
    )


def decided_event(application: Application, standing: Standing, day: date) -> ApplicationDecided:
    """How an application stands."""
    return ApplicationDecided(
        application_id=application.application_id,
        call_id=application.call_id,
        host_id=application.host_id,
        applicant_id=application.applicant_id,
        standing=standing,
        decided_on=day,
    )


def selected_event(application: Application, wanted: PartnershipTerms, accepted_on: date) -> PartnerSelected:
    """That a chosen district is the host's partner."""
    return PartnerSelected(
        application_id=application.application_id,
        call_id=application.call_id,
        partner_id=application.applicant_id,
        accepted_on=accepted_on,
        starts_on=wanted.starts_on,
        expires_on=wanted.expires_on,
        sharing=tuple(
            Sharing(
                direction=one.direction,
                granularity=one.granularity,
                basis=one.basis,
                elements=tuple(one.elements),
            )
            for one in wanted.sharing
        ),
    )
