"""What readiness tells: the instruments that districts are assessed by."""

from uuid import UUID

from pydantic import Field

from shared.events.event import Event, Topic

READINESS = Topic("trellis.readiness.v1")


class InstrumentPublished(
    Event, type="org.trellis.readiness.instrument.published.v1", topic=READINESS, key="instrument_id"
):
    """A version of an instrument was published. It never changes."""

    instrument_id: UUID = Field(description="the instrument's id")
    version: int = Field(description="the version's number, from 1")
    content_hash: str = Field(description="SHA-256 of what it says; versions that say the same have the same")
    origin_instrument_id: UUID | None = Field(
        default=None, description="the id of the instrument that it was taken from, which may be another district's"
    )
    origin_version: int | None = Field(default=None, description="which version of it")


class InstrumentRetired(
    Event, type="org.trellis.readiness.instrument.retired.v1", topic=READINESS, key="instrument_id"
):
    """A version of an instrument was retired: assessments that use it go on, and no new one can."""

    instrument_id: UUID = Field(description="the instrument's id")
    version: int = Field(description="the version's number")
