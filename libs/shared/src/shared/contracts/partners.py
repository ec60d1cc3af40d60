"""What partners tells: districts, agreements, and what was disclosed under them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.events.event import Event, Topic

PARTNERS = Topic("trellis.partners.v1")

Granularity = Literal["none", "aggregate", "pseudonymous", "identified"]


class DistrictRegistered(
    Event, type="org.trellis.partners.district.registered.v1", topic=PARTNERS, key="registered_id"
):
    """A district was registered on this platform, or its name or minimum group changed."""

    registered_id: UUID = Field(description="the district's id")
    name: str = Field(description="the district's name")
    minimum_group: int = Field(default=10, description="the smallest group of learners whose figures are disclosed")


class AgreementChanged(Event, type="org.trellis.partners.agreement.changed.v1", topic=PARTNERS, key="agreement_id"):
    """A data sharing agreement was activated, expired or ended. It is published once to each party, in that party's
    name. Its days are those of the discloser's calendar.
    """

    agreement_id: UUID = Field(description="the agreement's id")
    discloser_id: UUID = Field(description="the district that discloses")
    discloser_name: str = Field(description="its name")
    recipient_id: UUID = Field(description="the district that receives")
    recipient_name: str = Field(description="its name")
    purpose: str = Field(description="what the data may be used for")
    granularity: Granularity = Field(
        description="how much of a learner is disclosed: nothing, groups, pseudonymous or identified"
    )
    data_elements: tuple[str, ...] = Field(description="which data is disclosed")
    state: Literal["active", "expired", "ended"] = Field(description="whether it is in force, expired or was ended")
    starts_on: date = Field(description="its first day")
    expires_on: date = Field(description="its last day")


class MasteryDisclosed(Event, type="org.trellis.partners.mastery.disclosed.v1", topic=PARTNERS, key="subject"):
    """A change of mastery as a partner district may see it."""

    subject: UUID = Field(description="the learner's pseudonym under the agreement, never the learner's id")
    agreement_id: UUID = Field(description="the agreement's id")
    discloser_id: UUID = Field(description="the district that discloses")
    item_id: UUID = Field(description="the framework item's id")
    score: Decimal | None = Field(
        default=None, description="on the framework's scale; absent where there is none to disclose"
    )
    mastered: bool = Field(description="whether the item is mastered")
    observed_on: date | None = Field(
        default=None, description="the day on which the learner showed it, in the discloser's calendar"
    )
    amended: bool = Field(default=False, description="whether this corrects what was disclosed before")
    contested: bool = Field(
        default=False,
        description="whether the family disagrees; the discloser holds its statement, which is part of the record",
    )


class MasteryDisclosureLogged(
    Event, type="org.trellis.partners.mastery-disclosure.logged.v1", topic=PARTNERS, key="subject"
):
    """The discloser's log of disclosures has a new entry about one learner. It is published in the discloser's name,
    for its own counts of what it has disclosed.
    """

    subject: UUID = Field(description="the learner's pseudonym under the agreement")
    agreement_id: UUID = Field(description="the agreement's id")
    discloser_id: UUID = Field(description="the district that discloses")
    recipient_id: UUID = Field(description="the district that receives")
    item_id: UUID = Field(description="the framework item's id")
    mastered: bool = Field(description="whether the item is mastered")


class AmendedDisclosure(BaseModel):
    """What a recipient was last told of an item before it was amended."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item_id: UUID = Field(description="the framework item's id")
    score: Decimal | None = Field(
        default=None, description="on the framework's scale; absent where there was none to disclose"
    )
    mastered: bool = Field(description="whether the item is mastered")
    observed_on: date | None = Field(
        default=None, description="the day on which the learner showed it, in the discloser's calendar"
    )
    disclosed_at: datetime = Field(description="when the recipient was told")


class AmendmentReceiver(BaseModel):
    """A district that had received what was amended."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    recipient_id: UUID = Field(description="the district that receives")
    recipient_name: str = Field(description="its name")
    agreement_id: UUID = Field(description="the agreement's id")
    told_at: datetime | None = Field(
        default=None,
        description="when it was told of the amendment; absent: the agreement is over, and the discloser must tell it",
    )
    disclosed: tuple[AmendedDisclosure, ...] = Field(description="what it was last told of each item")


class AmendmentTold(Event, type="org.trellis.partners.amendment.told.v1", topic=PARTNERS, key="amendment_id"):
    """Which districts had received what a decision amended (see competency's `amendment.decided`). It is published in
    the discloser's name, once for each decision, also where nobody had received anything.
    """

    amendment_id: UUID = Field(description="the amendment request's id")
    learner_id: UUID = Field(description="the learner's id")
    decision: int = Field(description="1: the district's first decision; 2: the decision after a hearing")
    receivers: tuple[AmendmentReceiver, ...] = Field(default=(), description="the districts that had received it")


class MasteryWithheld(Event, type="org.trellis.partners.mastery.withheld.v1", topic=PARTNERS, key="subject"):
    """In a republication, nothing may be said of this subject: the agreement under which it was disclosed no longer
    permits it. It takes nothing back; how long a reader keeps what it has is for that agreement to say.
    """

    subject: UUID = Field(description="the learner's pseudonym under the agreement")


class AggregateDisclosed(Event, type="org.trellis.partners.aggregate.disclosed.v1", topic=PARTNERS, key="agreement_id"):
    """How many of a partner's learners were counted for an item in a window, and what share of them has mastered it.

    The window's days are those of UTC for every district, so that no district's time zone moves a window.

    A group too small to disclose is `suppressed` and carries no figures. Shares are whole percents; near none and all,
    only a bound is given.
    """

    agreement_id: UUID = Field(description="the agreement's id")
    discloser_id: UUID = Field(description="the district that discloses")
    item_id: UUID = Field(description="the framework item's id")
    window_start: date = Field(description="the first day of the window, in UTC")
    window_end: date = Field(description="the day after the last of the window, in UTC")
    suppressed: bool = Field(default=False, description="true where the group is too small for figures to be disclosed")
    learners: int | None = Field(default=None, description="how many learners were counted")
    mastered_percent: int | None = Field(
        default=None, description="what share of them has mastered the item, in percent"
    )
    mastered_bound: Literal["exact", "at_most", "at_least"] | None = Field(
        default=None, description="whether the share is exact, an upper or a lower bound"
    )


class AggregateDisclosureLogged(
    Event, type="org.trellis.partners.aggregate-disclosure.logged.v1", topic=PARTNERS, key="agreement_id"
):
    """The discloser's log of disclosures has a new entry about a group. It is published in the discloser's name."""

    agreement_id: UUID = Field(description="the agreement's id")
    discloser_id: UUID = Field(description="the district that discloses")
    recipient_id: UUID = Field(description="the district that receives")
    item_id: UUID = Field(description="the framework item's id")
    window_start: date = Field(description="the first day of the window, in UTC")
    window_end: date = Field(description="the day after the last of the window, in UTC")
    suppressed: bool = Field(default=False, description="true where the group is too small for figures to be disclosed")
