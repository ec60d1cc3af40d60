"""Instruments and their versions, as readiness says them."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from dashboards.common.answers import Listing, RemoteAnswer

Words = dict[str, str]
"""By language."""
VersionState = Literal["draft", "published", "retired"]
Effect = Literal["left_out", "lowest"]


class Content(RemoteAnswer):
    """A part of what an instrument says. An editor sends back what it does not know as it came."""

    model_config = ConfigDict(extra="allow", frozen=True)


class Anchor(Content):
    value: int
    text: Words


class LevelForm(Content):
    kind: Literal["level"]
    anchors: list[Anchor]


class YesNoForm(Content):
    kind: Literal["yes_no"]


class OptionContent(Content):
    key: str
    text: Words
    score: Decimal


class ChoiceForm(Content):
    kind: Literal["choice"]
    options: list[OptionContent]


class NumberForm(Content):
    kind: Literal["number"]
    unit: Words
    zero_at: Decimal
    one_at: Decimal


class TextForm(Content):
    kind: Literal["text"]


class EvidenceForm(Content):
    kind: Literal["evidence"]
    accepts: list[Literal["link", "file"]]


FormContent = LevelForm | YesNoForm | ChoiceForm | NumberForm | TextForm | EvidenceForm


class Protection(Content):
    topic: str
    notice: Words


class QuestionContent(Content):
    key: str
    text: Words
    form: FormContent
    roles: list[str]
    weight: Decimal = Decimal(1)
    guidance: Words = Field(default_factory=dict)
    gate: Decimal | None = None
    dont_know: Effect = "left_out"
    not_applicable: Effect = "left_out"
    protection: Protection | None = None


class SectionContent(Content):
    key: str
    title: Words
    questions: list[QuestionContent]
    weight: Decimal = Decimal(1)
    description: Words = Field(default_factory=dict)


class RoleTerms(Content):
    role: str
    minimum: int
    weight: Decimal = Decimal(1)
    notice: Words = Field(default_factory=dict)


class OriginContent(Content):
    """The version that an instrument was taken from."""

    instrument_id: UUID
    version: int


class InstrumentContent(Content):
    """All that a version says."""

    title: Words
    languages: list[str]
    sections: list[SectionContent]
    roles: list[RoleTerms]
    description: Words = Field(default_factory=dict)
    editorial: list[str] = Field(default_factory=list)
    origin: OriginContent | None = None

    @property
    def base(self) -> str:
        return self.languages[0] if self.languages else "en"


class Origin(RemoteAnswer):
    instrument_id: UUID
    version: int
    adopted: bool


class DraftNamed(RemoteAnswer):
    version: int


class Instrument(RemoteAnswer):
    instrument_id: UUID
    title: Words
    state: VersionState
    latest_published: int | None
    draft: DraftNamed | None
    origin: Origin | None


class Instruments(Listing[Instrument]):
    pass


class VersionNamed(RemoteAnswer):
    version: int
    state: VersionState
    published_at: datetime | None
    retired_at: datetime | None
    offer_id: UUID | None


class Versions(Listing[VersionNamed]):
    pass


class Version(VersionNamed):
    instrument_id: UUID
    content: InstrumentContent


class Problem(RemoteAnswer):
    """What is wrong in a draft, and what to do."""

    pointer: str
    problem: str
    refused: bool


class Draft(RemoteAnswer):
    instrument_id: UUID
    version: int
    content: InstrumentContent
    problems: list[Problem]
    who_sees: dict[str, Words]
    """By role, what its raters are told before the notice of the instrument's own."""


class Line(RemoteAnswer):
    """What is wrong with a line of a sheet."""

    line: int
    column: str | None
    problem: str
    left_out: bool


class SheetReport(RemoteAnswer):
    instrument_id: UUID
    left_out: int
    lines: list[Line]


class Offered(RemoteAnswer):
    offer_id: UUID
    owner_id: UUID
    instrument_id: UUID
    version: int
    title: Words
    languages: list[str]
    offered_at: datetime


class OfferedInstruments(Listing[Offered]):
    pass


class OfferedVersion(Offered):
    content: InstrumentContent


class FieldChange(RemoteAnswer):
    field: str
    old: Any  # JSON of any kind
    new: Any


class Change(RemoteAnswer):
    """What is different in one part."""

    part: str
    key: str
    how: list[str]
    fields: list[FieldChange]


class Kept(RemoteAnswer):
    share: Decimal
    comparable: bool


class ConditionKept(Kept):
    key: str


class Comparability(RemoteAnswer):
    threshold: Decimal
    whole: Kept
    conditions: list[ConditionKept]


class Comparison(RemoteAnswer):
    """From an older version to a newer one."""

    version: int
    from_instrument_id: UUID
    from_version: int
    changes: list[Change]
    comparability: Comparability | None
    not_comparable_because: str | None
