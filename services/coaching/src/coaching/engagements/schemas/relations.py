"""Relations of members, as they come in and are shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.coaches.rules.relations import RelationKind
from coaching.common.schemas import Answer, Body
from coaching.engagements import examples
from shared.http.examples import example


class MemberRelationSent(Body):
    """That two members are related: together they are not two adults who watch each other."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_MEMBER_RELATION))

    member_ids: Annotated[list[UUID], Field(min_length=2, max_length=2)] = Field(
        description="the two, of either team or of both, in any order"
    )
    kind: RelationKind


class MemberRelationShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.MEMBER_RELATION))

    relation_id: UUID
    member_ids: list[UUID] = Field(description="who the two are in this engagement, or were last")
    kind: RelationKind
    district_id: UUID = Field(description="the district that declared it, and alone withdraws it")
    declared_at: datetime
    withdrawn_at: datetime | None = Field(description="when it was found to be a mistake, or over")
