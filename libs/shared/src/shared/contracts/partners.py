"""What partners tells: districts, agreements, and what was disclosed under them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.events.event import Event, Topic

PARTNERS = Topic("trellis.partners.v1")

Granularity = Literal["none", "aggregate", "pseudonymous", "identified"]


class DistrictRegistered(
    Event, type="org.trellis.partners.district.registered.v1", topic=PARTNERS, key="registered_id"
):
    registered_id: UUID
    name: str
    minimum_group: int = 10


class AgreementChanged(Event, type="org.trellis.partners.agreement.changed.v1", topic=PARTNERS, key="agreement_id"):
    """An agreement was activated, expired or ended. Sent once to each party, in that party's name. Its days are those
    of the discloser's calendar.
    """

    agreement_id: UUID
    discloser_id: UUID
    discloser_name: str
    recipient_id: UUID
    recipient_name: str
    purpose: str
    granularity: Granularity
    data_elements: tuple[str, ...]
    state: Literal["active", "expired", "ended"]
    starts_on: date
    expires_on: date


class MasteryDisclosed(Event, type="org.trellis.partners.mastery.disclosed.v1", topic=PARTNERS, key="subject"):
    """A mastery change as a partner may see it: `subject` is the agreement's pseudonym, never our learner id. Where it
    `amended` what was disclosed before, that was wrong and this stands. `contested`: the family disagrees, and the
    discloser holds its statement, which is part of the record. `observed_on` is a day of the discloser's calendar.
    """

    subject: UUID
    agreement_id: UUID
    discloser_id: UUID
    item_id: UUID
    score: Decimal | None = None
    mastered: bool
    observed_on: date | None = None
    amended: bool = False
    contested: bool = False


class MasteryDisclosureLogged(
    Event, type="org.trellis.partners.mastery-disclosure.logged.v1", topic=PARTNERS, key="subject"
):
    """The discloser's log of disclosures has an entry of one learner, who is called `subject` under the agreement. In
    the discloser's name: its own reader counts by it what it has disclosed, as the recipient's does by
    `mastery.disclosed`.
    """

    subject: UUID
    agreement_id: UUID
    discloser_id: UUID
    recipient_id: UUID
    item_id: UUID
    mastered: bool


class AmendedDisclosure(BaseModel):
    """What a receiver was told last of an item before it was amended, and when."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item_id: UUID
    score: Decimal | None = None
    mastered: bool
    observed_on: date | None = None
    disclosed_at: datetime


class AmendmentReceiver(BaseModel):
    """A district that holds what was amended. `told_at` is absent where the agreement is over: nothing flows under it
    any more, and the district itself must tell this one by other means.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    recipient_id: UUID
    recipient_name: str
    agreement_id: UUID
    told_at: datetime | None = None
    disclosed: tuple[AmendedDisclosure, ...]


class AmendmentTold(Event, type="org.trellis.partners.amendment.told.v1", topic=PARTNERS, key="amendment_id"):
    """Who had been told what a decision amended (see competency's `amendment.decided`); in the discloser's name, once
    for each decision, also where nobody had been told anything.
    """

    amendment_id: UUID
    learner_id: UUID
    decision: int
    receivers: tuple[AmendmentReceiver, ...] = ()


class MasteryWithheld(Event, type="org.trellis.partners.mastery.withheld.v1", topic=PARTNERS, key="subject"):
    """Published again, nothing may be said of this subject: the agreement that it was disclosed under permits it no
    longer. It takes nothing back; how long a reader keeps what it has is for that agreement to say.
    """

    subject: UUID


class AggregateDisclosed(Event, type="org.trellis.partners.aggregate.disclosed.v1", topic=PARTNERS, key="agreement_id"):
    """How many of a partner's learners were counted for an item in a fixed window [start, end), and what share of them
    has mastered it.

    Both are days of UTC, for every district and on purpose: no district's choice of a zone moves a window.

    A group too small to speak of is `suppressed` and carries no figures. Shares are whole percents; near nobody and
    everybody only a bound is told.
    """

    agreement_id: UUID
    discloser_id: UUID
    item_id: UUID
    window_start: date
    window_end: date
    suppressed: bool = False
    learners: int | None = None
    mastered_percent: int | None = None
    mastered_bound: Literal["exact", "at_most", "at_least"] | None = None


class AggregateDisclosureLogged(
    Event, type="org.trellis.partners.aggregate-disclosure.logged.v1", topic=PARTNERS, key="agreement_id"
):
    """The discloser's log of disclosures has an entry of a group, in a window [start, end); in the discloser's name."""

    agreement_id: UUID
    discloser_id: UUID
    recipient_id: UUID
    item_id: UUID
    window_start: date
    window_end: date
    suppressed: bool = False
