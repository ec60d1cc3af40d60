"""Which of the things that services list wait for somebody, and by when."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from dashboards.agreements.answers import Agreement
from dashboards.amendments.answers import Amendment
from dashboards.coaching.coaches.answers import Concern
from dashboards.coaching.engagements.answers import Action
from dashboards.coaching.matching.answers import Match
from dashboards.coaching.pilots.answers import Pilot
from dashboards.coaching.week.answers import Meeting, OwnAction, OwnMatch
from dashboards.coaching.week.usecases.weeks import RECORDED_WITHIN, turn_of
from dashboards.coaching.workshops.answers import Listed
from dashboards.common.pages.render import words_of_key
from dashboards.library.adoptions.answers import Adopted, Offered
from dashboards.library.desk.answers import OwnItem
from dashboards.readiness.results.verifying.answers import AssessmentToVerify
from dashboards.readiness.selection.answers import ReviewListed
from dashboards.readiness.taking_part.answers import OwnInvitation
from dashboards.reviews.answers import Review
from shared.values.calendar import day_of

SOON = timedelta(days=7)
"""What is due later than that is not told yet, where it has a day of its own."""
_NAMED = 3


class Reader(NamedTuple):
    """For whom it waits, and when: days are those of their district's zone. `names` are of the districts they know."""

    district_id: UUID
    zone: str
    now: datetime
    names: Mapping[UUID, str]

    @property
    def today(self) -> date:
        return day_of(self.now, self.zone)

    def is_due(self, day: date | None) -> bool:
        """Whether the day has passed or comes soon."""
        return day is not None and day <= self.today + SOON

    def with_district(self, words: str, district_id: UUID) -> str:
        """Words that tell things alike apart by the other district, where its name is known."""
        return " – ".join(filter(None, (words, self.names.get(district_id))))


class Thing(NamedTuple):
    """One thing that waits, with the page where it is done; one without words and a moment is only counted."""

    href: str = ""
    words: str = ""
    at: datetime | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What waits of one kind, the next that is due first. With `more` there are more than were asked for; `away` is
    what could not be asked.
    """

    kind: str
    href: str
    things: tuple[Thing, ...] = ()
    more: bool = False
    away: bool = False

    @property
    def due_on(self) -> date | None:
        return self.things[0].due_on if self.things else None

    @property
    def named(self) -> tuple[Thing, ...]:
        """The first few, where they can be told apart."""
        return tuple(one for one in self.things[:_NAMED] if one.words or one.at)


def line_of(kind: str, href: str, things: Iterable[Thing], *, more: bool) -> Line:
    ordered = sorted(things, key=lambda one: (one.due_on is None, one.due_on or date.max))
    return Line(kind, href, tuple(ordered), more)


def in_order(lines: Iterable[Line]) -> list[Line]:
    """What is due first comes first, what has no day behind it, and last what could not be asked. What waits of no kind
    is left out.
    """
    kept = [one for one in lines if one.things or one.away]
    return sorted(kept, key=lambda one: (one.away, one.due_on is None, one.due_on or date.max))


def matches(listed: Iterable[Match], reader: Reader) -> Iterator[Thing]:
    for one in listed:
        hosts = reader.district_id == one.host_id
        ours, other = (one.host_confirmed_at, one.partner_id) if hosts else (one.partner_confirmed_at, one.host_id)
        if one.state == "proposed" and ours is None:
            words = reader.with_district(words_of_key(one.question or one.condition), other)
            yield Thing(f"/matches/{one.match_id}", words, due_on=one.starts_on)


def gates(listed: Iterable[Pilot], reader: Reader) -> Iterator[Thing]:
    for one in listed:
        if one.state == "open" and reader.is_due(one.decides_on):
            yield Thing(f"/pilots/{one.pilot_id}/waves/{one.wave}/gate", one.title, due_on=one.decides_on)


def actions(listed: Iterable[Action], reader: Reader) -> Iterator[Thing]:
    """Those that the other district says are done, and the reader's has not said so."""
    for one in listed:
        other = one.partner_id if reader.district_id == one.host_id else one.host_id
        if one.state == "agreed" and one.confirmed_on(other) and one.confirmed_on(reader.district_id) is None:
            words = reader.with_district(one.words or words_of_key(one.condition), other)
            yield Thing(f"/coaching-actions/{one.action_id}", words, due_on=one.due_on)


def own_actions(listed: Iterable[OwnAction], reader: Reader) -> Iterator[Thing]:
    for one in listed:
        if one.sees_to_it and one.state == "agreed" and reader.is_due(one.due_on):
            words = one.words or words_of_key(one.condition)
            yield Thing(f"/coaching-week/actions/{one.action_id}", words, due_on=one.due_on)


def meetings(listed: Iterable[Meeting], reader: Reader) -> Iterator[Thing]:
    """Those that were to be over by now, and of which nobody has said so."""
    for one in listed:
        went_on = one.state == "under_way" and reader.now >= one.ends_at
        if went_on or turn_of(one, reader.now) == "recording":
            last = day_of(one.ends_at + RECORDED_WITHIN, reader.zone)
            yield Thing(f"/coaching-week/meetings/{one.meeting_id}", at=one.starts_at, due_on=last)


def contacts(listed: Iterable[OwnMatch], reader: Reader) -> Iterator[Thing]:
    for one in listed:
        if one.state == "confirmed" and one.contacted_on is None and reader.is_due(one.contact_due_on):
            other = one.partner_id if reader.district_id == one.host_id else one.host_id
            words = reader.with_district(words_of_key(one.question or one.condition), other)
            yield Thing("/coaching-week#matches", words, due_on=one.contact_due_on)


def rankings(listed: Iterable[Listed], _: Reader) -> Iterator[Thing]:
    for one in listed:
        if one.state == "open" and one.ranked_at is None:
            yield Thing(f"/my-workshops/{one.workshop_id}", one.title)


def agreements(listed: Iterable[Agreement], reader: Reader) -> Iterator[Thing]:
    for one in listed:
        if one.waits_for(reader.district_id):
            words = reader.with_district("", one.other(reader.district_id)) or one.purpose
            yield Thing(f"/agreements/{one.agreement_id}", words, due_on=one.starts_on)


def concerns(listed: Iterable[Concern], _: Reader) -> Iterator[Thing]:
    """Only how many: what they say is read on their own page."""
    for _one in listed:
        yield Thing()


def verifications(listed: Iterable[AssessmentToVerify], _: Reader) -> Iterator[Thing]:
    for one in listed:
        if one.verified < one.chosen:
            yield Thing(f"/my-verifications/{one.assessment_id}", one.title)


def applications(listed: Iterable[ReviewListed], _: Reader) -> Iterator[Thing]:
    for one in listed:
        if not one.scored:
            yield Thing()


def questionnaires(listed: Iterable[OwnInvitation], _: Reader) -> Iterator[Thing]:
    for one in listed:
        if one.state == "open":
            yield Thing(f"/my-invitations/{one.invitation_id}", one.title, due_on=one.closes_on)


def amendments(listed: Iterable[Amendment], _: Reader) -> Iterator[Thing]:
    """Only how many and by when: a learner's name is told on their own page."""
    for one in listed:
        if one.clock is not None:
            yield Thing(due_on=one.clock.due_on)


def reviews(listed: Iterable[Review], _: Reader) -> Iterator[Thing]:
    for _one in listed:
        yield Thing()


def items(listed: Iterable[OwnItem], _: Reader) -> Iterator[Thing]:
    for one in listed:
        yield Thing(f"/library/desk/{one.item_id}", one.title)


def offers(listed: Iterable[Offered], reader: Reader) -> Iterator[Thing]:
    for one in listed:
        if one.state == "offered" and one.author_id == reader.district_id:
            yield Thing(f"/library/offers/{one.offer_id}", reader.with_district(one.title, one.adopter_id))


def updates(listed: Iterable[Adopted], reader: Reader) -> Iterator[Thing]:
    """Those of which something new is to be taken or declined, and those that nobody may go on showing. Who keeps a
    version has said that newer ones are not waited for.
    """
    for one in listed:
        newer = one.newest is not None and one.newest > one.version and one.upstream in ("revised", "retired")
        words = reader.with_district(one.title, one.owner_id)
        if one.state == "adapted" and newer:
            yield Thing(f"/library/adoptions/{one.adoption_id}/changes", words)
        elif one.state != "ended" and one.upstream == "recalled":
            yield Thing(f"/library/adoptions/{one.adoption_id}", words)
