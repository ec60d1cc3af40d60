"""Coaches, as coaching says them."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from dashboards.common.answers import Listing, RemoteAnswer


class Daily(RemoteAnswer):
    """A stretch of a day by the clock on the wall."""

    starts: str
    ends: str


class Weekly(Daily):
    """The same of a weekday, every week."""

    weekday: str


class InstrumentSkill(RemoteAnswer):
    """A condition or a question of an instrument that somebody helps with."""

    kind: Literal["condition", "question"]
    level: int
    instrument_id: UUID
    key: str


class ItemSkill(RemoteAnswer):
    """An item of a framework that somebody helps with."""

    kind: Literal["item"]
    level: int
    item_id: UUID


Skill = InstrumentSkill | ItemSkill


class Standing(RemoteAnswer):
    state: str
    reasons: list[str]
    on: date
    until: date | None


class Coach(RemoteAnswer):
    coach_id: UUID
    kind: str
    person_id: UUID
    skills: list[Skill]
    languages: list[str]
    time_zone: str
    availability: list[Weekly]
    weekly_capacity: int
    allowed_times: Daily | None
    joined_on: date
    left_on: date | None
    standing: Standing


class Coaches(Listing[Coach]):
    pass


class Revocation(RemoteAnswer):
    revoked_on: date
    reference: str


class Attestation(RemoteAnswer):
    attestation_id: UUID
    kind: str
    band: str | None
    valid_from: date
    valid_until: date | None
    reference: str
    attested_at: datetime
    revocation: Revocation | None


class Attestations(Listing[Attestation]):
    pass


class SafeguardingPeople(RemoteAnswer):
    person_ids: list[UUID]
    named_at: datetime | None


class Concern(RemoteAnswer):
    concern_id: UUID
    state: str
    words: str
    coach_ids: list[UUID]
    raised_at: datetime
    raised_by: str
    raised_by_person_id: UUID | None
    acknowledged_at: datetime | None
    closed_at: datetime | None
    outcome: str | None
    outcome_words: str | None


class Concerns(Listing[Concern]):
    pass


class AttachedNote(RemoteAnswer):
    """A note with its words as they were when the concern was raised from it."""

    note_id: UUID
    words: str
    written_at: datetime
    attached_at: datetime


class AttachedNotes(Listing[AttachedNote]):
    pass


class CoachMatch(RemoteAnswer):
    """A match, as far as it says who coaches and whether that still holds."""

    match_id: UUID
    coach_id: UUID
    state: str
    starts_on: date
    ends_on: date


class CoachMatches(Listing[CoachMatch]):
    pass


class Relation(RemoteAnswer):
    relation_id: UUID
    coach_ids: list[UUID]
    kind: str
    declared_at: datetime
    withdrawn_at: datetime | None


class Relations(Listing[Relation]):
    pass
