"""Assessments, and who is asked, as readiness says it."""

from datetime import date
from typing import Literal
from uuid import UUID

from dashboards.common.answers import RemoteAnswer


class AskedRole(RemoteAnswer):
    role: str
    population: int
    picked_by: str


class Reminders(RemoteAnswer):
    days_left: list[int]
    days_apart: int


class Reopening(RemoteAnswer):
    """When a closed assessment was opened again, until when, and why."""

    reopened_on: date
    closes_on: date
    reason: str


class Assessment(RemoteAnswer):
    assessment_id: UUID
    instrument_id: UUID
    instrument_version: int
    title: str
    level: str
    site_id: UUID | None
    opens_on: date
    closes_on: date
    closed_on: date | None
    state: Literal["planned", "open", "closed"]
    populations: list[AskedRole]
    reminders: Reminders
    reopenings: list[Reopening]

    def population_of(self, role: str) -> AskedRole | None:
        return next((one for one in self.populations if one.role == role), None)


class Assessments(RemoteAnswer):
    items: list[Assessment]
    next: str | None = None


class RoleParticipation(RemoteAnswer):
    role: str
    population: int
    invited: int | None
    picked_by: str
    band: str | None


class Participation(RemoteAnswer):
    """The board: counted once a day, of what was submitted before that day."""

    counted_on: date | None
    roles: list[RoleParticipation]


class Invitation(RemoteAnswer):
    """Nothing says whether it was answered."""

    invitation_id: UUID
    role: str
    kind: Literal["link", "person", "paper"]
    person_id: UUID | None
    address: str | None
    language: str
    revoked: bool
    undelivered: str | None
    entered_as: str | None


class Invitations(RemoteAnswer):
    items: list[Invitation]
    next: str | None = None


class MadeInvitation(RemoteAnswer):
    """With the link that is shown this once; without where it was mailed."""

    invitation_id: UUID
    role: str
    kind: Literal["link", "person"]
    address: str | None
    link: str | None


class MadeInvitations(RemoteAnswer):
    invitations: list[MadeInvitation]


class Entered(RemoteAnswer):
    """What a clerk entered."""

    invitation_ids: list[UUID]
    answers: int
