"""An instrument as JSON: the shape in which it comes in, is stored and goes out, one to one the rules' own.

The shape is strict, and says no more than what makes it an instrument: a draft may have problems, which
`validate_instrument` names.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, TypeAdapter, WithJsonSchema, field_validator

from readiness.common.rules.decimals import PLACES
from readiness.common.rules.roles import Role
from readiness.common.schemas import Body, Ordinal
from readiness.instruments import examples
from readiness.instruments.rules.instrument import Effect, EvidenceKind, Instrument, Origin, Topic
from shared.http.examples import example
from shared.http.fields import points
from shared.values.json_types import Json, JsonObject
from shared.values.words import composed, is_storable

LONGEST = 10_000
"""Characters of any text of a draft; how long what is published may be, the rules say of each."""

MOST_QUESTIONS_OF_A_DRAFT = 1_000


def _said(text: str) -> str:
    if not is_storable(text):
        raise ValueError("holds U+0000 or half a character, which cannot be kept")
    return composed(text)


_KEPT = r"^[^\u0000]*$"
Said = Annotated[
    str,
    Field(max_length=LONGEST),
    AfterValidator(_said),
    WithJsonSchema({"type": "string", "maxLength": LONGEST, "pattern": _KEPT}),
]
"""Words in one language, composed; of a draft they may be empty."""
Key = Annotated[
    str,
    Field(max_length=200),
    AfterValidator(_said),
    WithJsonSchema({"type": "string", "maxLength": 200, "pattern": _KEPT}),
]
Language = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")]
Words = Annotated[dict[Language, Said], Field(max_length=40, description="by language, in its short tag")]
Amount = Annotated[
    Decimal,
    Field(ge=-(10**9), le=10**9, decimal_places=PLACES),
    points(r"^-?0*(1000000000(\.0{1,6})?|[0-9]{1,9}(\.[0-9]{1,6})?)$", 0.000001),
]
Count = Annotated[int, Field(ge=0, le=1_000_000, strict=True)]


class Content(Body):
    """A part of an instrument: read from JSON, or off the rules' own."""

    model_config = ConfigDict(from_attributes=True)


class AnchorContent(Content):
    value: Count = Field(description="the level, from 1 on")
    text: Words


class LevelContent(Content):
    """Described levels, lowest first."""

    kind: Literal["level"]
    anchors: Annotated[list[AnchorContent], Field(max_length=100)]


class YesNoContent(Content):
    kind: Literal["yes_no"]


class OptionContent(Content):
    key: Key
    text: Words
    score: Amount = Field(description="from 0 to 1")


class ChoiceContent(Content):
    """One of several options."""

    kind: Literal["choice"]
    options: Annotated[list[OptionContent], Field(max_length=200)]


class NumberContent(Content):
    """A number with its unit; where `one_at` is the smaller, less is better."""

    kind: Literal["number"]
    unit: Words
    zero_at: Amount = Field(description="scores 0, as does what lies beyond it")
    one_at: Amount = Field(description="scores 1, as does what lies beyond it")


class OpenTextContent(Content):
    """The rater's own words, which are not scored."""

    kind: Literal["text"]


class EvidenceContent(Content):
    """A link or a file, which is not scored."""

    kind: Literal["evidence"]
    accepts: Annotated[list[EvidenceKind], Field(max_length=10)]


FormContent = Annotated[
    LevelContent | YesNoContent | ChoiceContent | NumberContent | OpenTextContent | EvidenceContent,
    Field(discriminator="kind"),
]


class ProtectionContent(Content):
    """That the law protects the question's topic (PPRA): learners are asked with a parent's consent only."""

    topic: Topic
    notice: Words = Field(description="what parents are told beforehand")


class QuestionContent(Content):
    key: Key = Field(description="kept from version to version")
    text: Words
    form: FormContent
    roles: Annotated[list[Role], Field(max_length=20)]
    weight: Amount = Decimal(1)
    guidance: Words = Field(default_factory=dict, description="what would show the answer")
    gate: Amount | None = Field(default=None, description="the least score over all roles that the condition must have")
    dont_know: Effect = "left_out"
    not_applicable: Effect = "left_out"
    protection: ProtectionContent | None = None


class SectionContent(Content):
    """A condition of readiness, with its questions in the order in which they are asked."""

    key: Key
    title: Words
    questions: Annotated[list[QuestionContent], Field(max_length=1_000)]
    weight: Amount = Decimal(1)
    description: Words = Field(default_factory=dict)


class RoleTermsContent(Content):
    role: Role
    minimum: Count = Field(description="how many raters the role must have to be shown by itself")
    weight: Amount = Decimal(1)
    notice: Words = Field(default_factory=dict, description="what raters are told before the first question")


class OriginContent(Content):
    """The version that an instrument was taken from."""

    instrument_id: UUID
    version: Ordinal


class InstrumentContent(Content):
    """All that an instrument says."""

    model_config = ConfigDict(json_schema_extra=example(examples.CONTENT))

    title: Words
    languages: Annotated[list[Language], Field(max_length=40, description="the first has every word")]
    sections: Annotated[list[SectionContent], Field(max_length=200)]
    roles: Annotated[list[RoleTermsContent], Field(max_length=50)]
    description: Words = Field(default_factory=dict)
    editorial: Annotated[
        list[Key],
        Field(
            max_length=1_000,
            description="keys of questions whose words changed since the version before, and whose meaning did not",
        ),
    ] = Field(default_factory=list)
    origin: OriginContent | None = None

    @field_validator("sections")
    @classmethod
    def _not_too_many(cls, sections: list[SectionContent]) -> list[SectionContent]:
        if (asked := sum(len(section.questions) for section in sections)) > MOST_QUESTIONS_OF_A_DRAFT:
            raise ValueError(f"{asked} questions; {MOST_QUESTIONS_OF_A_DRAFT} is most of a draft")
        return sections

    @field_validator("editorial", mode="before")
    @classmethod
    def _in_order(cls, value: Json) -> Json:
        return sorted(value) if isinstance(value, frozenset) else value


_RULES = TypeAdapter(Instrument)


def content_of(instrument: Instrument) -> InstrumentContent:
    """Returns the instrument as JSON has it.

    Raises:
        pydantic.ValidationError: it has parts beyond what may be stored.
    """
    return InstrumentContent.model_validate(instrument)


def instrument_of(content: InstrumentContent) -> Instrument:
    """Returns the instrument as the rules have it."""
    return _RULES.validate_python(content.model_dump())


def stored_content(instrument: Instrument) -> str:
    """Returns the instrument as it is stored: one text for one content, without the origin, which is the instrument's
    and not the version's.
    """
    content = content_of(replace(instrument, origin=None)).model_dump(exclude={"origin"})
    return json.dumps(content, default=_written, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def instrument_from_stored(content: JsonObject, origin: Origin | None) -> Instrument:
    """Returns what `stored_content` was given, from the instrument of this origin."""
    return replace(instrument_of(InstrumentContent.model_validate(content)), origin=origin)


def content_hash(stored: str) -> str:
    """Returns the SHA-256 of a stored content: two versions have the same where they say the same."""
    return hashlib.sha256(stored.encode()).hexdigest()


def _written(value: object) -> str:
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)
