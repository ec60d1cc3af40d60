"""The bodies that the routes of resources take and give."""

from pydantic import BaseModel, ConfigDict


class RequestBody(BaseModel):
    """A body that is sent to us. A field that is not known is refused."""

    model_config = ConfigDict(extra="forbid")
