"""Comments on published items, as they are sent and shown."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from resources.common.schemas import Answer, Body
from resources.items.schemas.items import Words
from resources.remarks import examples
from resources.remarks.rules.comments import CommentState
from shared.http.examples import example


class CommentWords(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.NEW_COMMENT))

    words: Words


class CommentStanding(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.COMMENT_STANDING))

    state: Literal["shown", "hidden"]
    because: Words | None = Field(default=None, description="why it is hidden: whoever reads the comments is told")


class ItemCommentShown(Answer):
    """What somebody of a district's staff says of a version. People are named to their own district alone."""

    model_config = ConfigDict(json_schema_extra=example(examples.COMMENT))

    comment_id: UUID
    item_id: UUID
    version: int
    commenter_id: UUID = Field(description="the district that it comes from")
    person_id: UUID | None = Field(
        description="who wrote it; none: somebody of another district, or a system of the district's"
    )
    own: bool = Field(description="whether you wrote it")
    words: str | None = Field(description="none: it was removed, or is hidden from you")
    state: CommentState
    because: str | None = Field(description="why it is hidden")
    revision: int = Field(description="what the ETag stands for")
    written_at: datetime
    edited_at: datetime | None
