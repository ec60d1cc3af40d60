"""Calendar feeds, as they come in and are shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.common.schemas import Answer, Body
from coaching.feed import examples
from shared.http.examples import example
from shared.http.fields import line


class NewFeed(Body):
    """A feed for one of your calendars."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_FEED))

    label: Annotated[str, line(100)] = Field(description="what you know it by, as the device that reads it")


class FeedShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.FEED))

    feed_id: UUID
    label: str
    made_at: datetime
    revoked_at: datetime | None


class MadeFeedShown(FeedShown):
    """A feed that was made; its address is shown this once."""

    model_config = ConfigDict(json_schema_extra=example(examples.MADE_FEED))

    address: str | None = Field(
        description="what you give to your calendar, and to nobody else; null where the same request comes again"
    )
