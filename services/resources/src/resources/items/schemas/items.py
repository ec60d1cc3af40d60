"""Items, drafts and published versions, as they are sent and shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from resources.common.schemas import Answer, Body
from resources.items import examples
from resources.items.rules.content import ItemKind
from resources.items.rules.states import Standing, VersionState
from resources.items.schemas.content import ItemContent
from resources.items.schemas.credits import CreditShown
from resources.licences.rules.deciding import Act
from resources.licences.rules.effective import Audience
from resources.licences.rules.licence import Demand
from shared.http.examples import example
from shared.http.fields import prose

Words = Annotated[str, prose(2_000)]
SEEN_BY = "the widest audience that its licences let see it: own means private"


class OwnItem(Answer):
    """An item as its district sees it; its title and state are those of its newest version."""

    model_config = ConfigDict(json_schema_extra=example(examples.OWN_ITEM))

    item_id: UUID
    title: str
    kind: ItemKind
    newest: int = Field(description="the number of its newest version")
    state: VersionState
    latest_published: int | None
    standing: Standing | None = Field(description="how it stands; none: it was never published")
    because: str | None = Field(description="why it is not offered any more")
    successor_id: UUID | None
    seen_by: Audience | None = Field(description=SEEN_BY)
    changed_at: datetime


class VersionShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.VERSION))

    item_id: UUID
    version: int
    state: VersionState
    revision: int = Field(description="what the ETag stands for")
    content_hash: str | None = Field(description="SHA-256 of what it says; none before it is published")
    changes: str | None = Field(description="what its authors say has changed")
    changed_at: datetime
    submitted_at: datetime | None
    published_at: datetime | None


class ProblemShown(Answer):
    pointer: str = Field(description="a JSON pointer into the content")
    detail: str


class OwnVersion(VersionShown):
    """A version of one's own, with what keeps it from being published and who would see it."""

    model_config = ConfigDict(json_schema_extra=example(examples.OWN_VERSION))

    content: ItemContent
    problems: list[ProblemShown] = Field(description="what keeps it from being published, the first 200")
    seen_by: Audience = Field(description=SEEN_BY)
    licences: list[str] = Field(description="the ids of those that occur in it")
    credits: list[CreditShown] = Field(description="what it owes to others, which its readers will be told")


class Submission(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.SUBMISSION))

    changes: Words | None = Field(
        default=None, description="what has changed since the last version; of a first one nothing need be said"
    )


class Return(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.RETURN))

    words: Words = Field(description="what is to be done before it can be published")


class NewComment(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.NEW_COMMENT))

    part_key: UUID | None = Field(default=None, description="the part that it is about; none: the whole")
    words: Words


class CommentShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.COMMENT_SHOWN))

    comment_id: UUID
    version: int
    part_key: UUID | None
    words: str
    written_at: datetime
    person_id: UUID | None = Field(description="who wrote it; none: a system of the district's")


class NewCurators(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.NEW_CURATORS))

    person_ids: Annotated[list[UUID], Field(max_length=100)]


class CuratorsShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.CURATORS))

    person_ids: list[UUID]
    named_at: datetime | None


class NewStanding(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.STANDING))

    standing: Standing
    because: Words | None = Field(default=None, description="why; not asked for where it is offered again")
    successor_id: UUID | None = Field(default=None, description="the item that its readers are led to")


class PublishedShown(Answer):
    """A published version. Where it was taken down or recalled, only that and why is told."""

    model_config = ConfigDict(json_schema_extra=example(examples.PUBLISHED))

    item_id: UUID
    version: int
    owner_id: UUID = Field(description="the district whose item it is")
    seen_by: Audience = Field(description=SEEN_BY)
    standing: Standing
    because: str | None
    successor_id: UUID | None
    stands_since: datetime
    title: str | None
    kind: ItemKind | None
    description: str | None
    language: str | None
    grade_band: str | None
    licences: list[str] = Field(description="the ids of those that occur in it")
    content_hash: str
    changes: str | None
    published_at: datetime


class PartLink(Answer):
    """An address that opens the file of a part, to whoever has it."""

    model_config = ConfigDict(json_schema_extra=example(examples.PART_LINK))

    url: str
    expires_at: datetime = Field(description="until when it opens the file, some seconds from now")


class PublishedWithContent(PublishedShown):
    model_config = ConfigDict(json_schema_extra=example(examples.PUBLISHED_WITH_CONTENT))

    content: ItemContent | None
    credits: list[CreditShown] = Field(description="what readers are to be told of what it was made of, beside it")
    may: list[Act] = Field(description="what its licences let the reader do with the whole")
    demands: list[Demand] = Field(description="what they then ask of the reader")
