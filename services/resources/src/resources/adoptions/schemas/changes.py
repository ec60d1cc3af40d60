"""What upstream has changed beside what was changed here, as it is shown and answered."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from resources.adoptions import examples
from resources.adoptions.rules.choices import Choice
from resources.adoptions.rules.merge import Clash, Outcome
from resources.adoptions.rules.upstream import UpstreamState
from resources.adoptions.schemas.adoptions import MOST_PLACES, Path
from resources.common.schemas import Answer, Body
from resources.items.rules import content as rules
from resources.items.schemas.content import AlignmentSaid, AuthorSaid, CaptionSaid, PartSaid, Sha256, said_part
from shared.http.examples import example


class BodyShown(Answer):
    """What a part is, with its licence."""

    kind: rules.PartKind
    source: str
    licence: str | None
    caption_of: CaptionSaid | None
    holder: rules.Holder
    holder_name: str


ValueShown = PartSaid | BodyShown | AlignmentSaid | AuthorSaid | list[UUID] | int | str | None


class ChangeShown(Answer):
    """A place at which upstream or you differ from what you had taken; null: nothing stands there."""

    path: str = Field(description="the place, by which it is chosen")
    outcome: Outcome = Field(description="what happens there unless you choose")
    clash: Clash | None = Field(description="why it is in conflict")
    what_to_do: str | None
    base: ValueShown = Field(description="what you had taken")
    ours: ValueShown = Field(description="what you have")
    theirs: ValueShown = Field(description="what upstream has")


class ChangesShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.CHANGES))

    adoption_id: UUID
    version: int = Field(description="the version dealt with last")
    newest: int
    upstream: UpstreamState
    fingerprint: str = Field(description="to be sent with what is chosen")
    order: list[UUID] = Field(description="the parts as upstream has them in order")
    changes: list[ChangeShown]


class Choices(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.CHOICES))

    fingerprint: Sha256 = Field(description="of the changes that you have read")
    choices: Annotated[dict[Path, Choice], Field(max_length=MOST_PLACES)] = Field(
        default_factory=dict, description="by the path of a place; what is not named stays open, or happens by itself"
    )


def value_shown(value: rules.Value) -> ValueShown:
    """Returns what stands at a place as it is shown."""
    match value:
        case rules.Part():
            return said_part(value)
        case rules.Body():
            return BodyShown.model_validate(value)
        case rules.Alignment():
            return AlignmentSaid.model_validate(value)
        case rules.Author():
            return AuthorSaid.model_validate(value)
        case tuple():
            return list(value)
        case _:
            return value
