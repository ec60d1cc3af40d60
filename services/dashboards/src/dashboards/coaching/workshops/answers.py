"""Workshops, as coaching says them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from dashboards.common.answers import Listing, RemoteAnswer

State = Literal["draft", "open", "ranking_closed", "assigned", "under_way", "held", "cancelled"]


class Slot(RemoteAnswer):
    number: int
    starts_at: datetime
    ends_at: datetime


class Offered(RemoteAnswer):
    """A session, and how full it is."""

    session_id: UUID
    slot: int
    title: str
    description: str | None
    strand: str | None
    room: str | None
    capacity: int
    mode: Literal["in_person", "online"]
    taken: int
    offered: int
    waiting: int


class _Offering:
    """What is found in what a workshop offers."""

    sessions: list[Offered]

    def in_slot(self, number: int) -> list[Offered]:
        return [one for one in self.sessions if one.slot == number]

    def session(self, session_id: UUID | None) -> Offered | None:
        return next((one for one in self.sessions if one.session_id == session_id), None)


class Workshop(_Offering, RemoteAnswer):
    workshop_id: UUID
    host_id: UUID
    partner_ids: tuple[UUID, ...]
    state: State
    title: str
    description: str | None
    venue: str
    time_zone: str
    slots: list[Slot]
    sessions: list[Offered]
    ranking_until: datetime | None
    commitment: str | None
    seed: str | None
    cancelled_because: str | None


class Workshops(Listing[Workshop]):
    """A page of workshops."""


class Listed(RemoteAnswer):
    """One of somebody's own workshops, in a list."""

    workshop_id: UUID
    state: State
    title: str
    venue: str
    starts_at: datetime | None
    badge: int
    ranked_at: datetime | None


class OwnWorkshops(Listing[Listed]):
    """A page of somebody's own workshops."""


class Ranking(RemoteAnswer):
    ranked: list[UUID]
    cannot_attend: list[int]
    companion_badge: int | None
    ranked_at: datetime | None


class Denied(RemoteAnswer):
    session_id: UUID
    because: Literal["no_seat", "place", "credit", "lottery"]
    more: int


class Given(RemoteAnswer):
    slot: int
    session_id: UUID | None
    place: int | None
    lost: int
    why: str
    denied: list[Denied]
    next_step: str


class Waiting(RemoteAnswer):
    session_id: UUID
    standing: str
    position: int | None
    until: datetime | None


class Companion(RemoteAnswer):
    """Beside whom somebody wants to sit: a person of their own district, or somebody of another."""

    district_id: UUID
    person_id: UUID | None


class OwnWorkshop(_Offering, RemoteAnswer):
    """A workshop as somebody sees it who takes part."""

    workshop_id: UUID
    state: State
    title: str
    description: str | None
    venue: str
    time_zone: str
    slots: list[Slot]
    sessions: list[Offered]
    ranking_until: datetime | None
    cancelled_because: str | None
    badge: int
    credit: int
    withdrawn_at: datetime | None
    ranking: Ranking
    companion: Companion | None
    given: list[Given]
    waiting: list[Waiting]

    def has(self, slot: int) -> Given | None:
        return next((one for one in self.given if one.slot == slot), None)

    def waits(self, slot: int) -> list[Waiting]:
        """Where they wait in a slot, or are offered a seat."""
        here = {one.session_id for one in self.in_slot(slot)}
        return [one for one in self.waiting if one.session_id in here and one.standing in ("waiting", "offered")]

    def wished(self, slot: int) -> list[Offered]:
        """What they rank in a slot, in their order."""
        found = [self.session(one) for one in self.ranking.ranked]
        return [one for one in found if one is not None and one.slot == slot]

    def unwished(self, slot: int) -> list[Offered]:
        return [one for one in self.in_slot(slot) if one.session_id not in self.ranking.ranked]


class Swap(RemoteAnswer):
    swap_id: UUID
    slot: int
    state: str
    badges: list[int]
    agreed: list[int]
    mine: bool


class Swaps(Listing[Swap]):
    """A page of somebody's swaps."""


class Message(RemoteAnswer):
    message_id: UUID
    session_id: UUID | None
    words: str
    written_at: datetime


class Messages(Listing[Message]):
    """A page of messages."""


class Participant(RemoteAnswer):
    participant_id: UUID
    district_id: UUID
    person_id: UUID | None
    badge: int
    ranked: int
    cannot_attend: list[int]
    ranked_at: datetime | None
    withdrawn_at: datetime | None


class Participants(Listing[Participant]):
    """A page of who takes part."""


class Seating(RemoteAnswer):
    number: int
    state: Literal["asked", "assigned", "overtaken"]
    keep: str
    proved: bool | None
    people: int | None
    seated: int | None
    first_choices: int | None
    profile: list[int] | None
    moved: int | None


class Seatings(Listing[Seating]):
    """A page of seatings."""


class Seat(RemoteAnswer):
    participant_id: UUID
    badge: int
    district_id: UUID
    person_id: UUID | None
    slot: int
    session_id: UUID | None
    place: int | None
    why: str
    pinned: bool
    moved_in: int | None
    presence: Literal["present", "absent"] | None


class Seats(Listing[Seat]):
    """A page of who sits where."""


class EngagedDistrict(RemoteAnswer):
    """The two districts of an engagement."""

    host_id: UUID
    partner_id: UUID


class EngagedDistricts(Listing[EngagedDistrict]):
    """A page of engagements, as far as a plan of a workshop needs them."""
