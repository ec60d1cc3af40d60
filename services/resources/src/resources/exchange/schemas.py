"""What a report says of items that were brought in."""

from enum import StrEnum
from uuid import UUID

from pydantic import ConfigDict, Field

from resources.common.schemas import Answer
from resources.exchange import examples
from resources.items.schemas.items import ProblemShown
from shared.http.examples import example


class Became(StrEnum):
    """What became of an item that came whole."""

    DRAFT = "draft"
    HERE = "here"
    REFUSED = "refused"


class ItemBroughtIn(Answer):
    """An item that came whole, and what became of it, or would."""

    title: str
    became: Became = Field(description="draft: it is one now; here: it came before, and nothing was changed")
    item_id: UUID | None = Field(description="its id here; none: it was refused")
    problems: list[ProblemShown] = Field(
        description="why it was refused; else what was left out of it, and what keeps it from being published"
    )


class LineNoted(Answer):
    """What is so of a place of the file."""

    line: int | None = Field(description="of a sheet, counted from 1; none: of a package")
    column: str | None = Field(description="none: the whole line")
    pointer: str | None = Field(description="a JSON pointer into a package's metadata; none: of a sheet")
    detail: str
    refused: bool = Field(description="whether the item that it belongs to was refused for it")


class ImportReport(Answer):
    """What was brought in, and what was not and why."""

    model_config = ConfigDict(json_schema_extra=example(examples.REPORT))

    only_checked: bool = Field(description="whether nothing was written: this is what would become of it")
    drafts: int = Field(description="how many became drafts")
    here: int = Field(description="how many were here already")
    refused: int = Field(description="how many came whole and were refused")
    items: list[ItemBroughtIn]
    noted: list[LineNoted] = Field(description="in the order of the file, the first 1,000")
