"""Links, as it is shown how they stand."""

from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from resources.common.schemas import Answer
from resources.link_checks import examples
from resources.link_checks.rules.answers import LinkReason
from resources.link_checks.rules.states import DAYS_UNTIL_BROKEN, LinkState
from shared.http.examples import example


class LinkShown(Answer):
    """A part that is a link, in the newest published version of an item, and how the link stands."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra=example(examples.CHECKED))

    item_id: UUID
    part_key: UUID
    item_title: str
    part_title: str
    address: str
    state: LinkState = Field(
        description="unchecked: nobody has looked yet; ok; moved: it leads to `moved_to` for good; broken: on "
        f"{DAYS_UNTIL_BROKEN} days nothing was there; inconclusive: the site refuses robots, or has a bad day"
    )
    why: LinkReason | None = Field(description="by what the last look came to that; none: there was none")
    status: int | None = Field(description="of HTTP, in the last answer; none: there was none")
    moved_to: str | None = Field(description="the address that took its place")
    in_a_row: int = Field(description="how many looks in a row came to the same")
    missing_days: int = Field(description="on how many days nothing was there, since something was there last")
    checked_at: datetime | None
