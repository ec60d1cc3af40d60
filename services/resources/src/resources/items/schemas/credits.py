"""Whom a version credits for what it was made of, as JSON: as it is stored, and as it is shown."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict, Field, TypeAdapter

from resources.common.schemas import Answer
from resources.items import examples
from resources.licences.rules.attribution import Attribution, CitedLicence, Credit, cite
from resources.licences.rules.catalogue import CATALOGUE
from resources.licences.rules.licence import Kind
from resources.licences.rules.wording import attribution_text
from shared.http.examples import example
from shared.values.json_types import JsonArray


class Owed(Answer):
    """What a part, or the item itself, owes to a version that it was taken of. `digest` is of what was taken."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    part_key: UUID | None
    item_id: UUID
    version: int
    title: str
    authors: tuple[str, ...]
    address: str
    licence: str
    licence_address: str
    taken_at: datetime
    changed: bool
    digest: str


class Words(Answer):
    """A credit as a sentence, to be set beside the part."""

    en: str
    es: str


class CreditShown(Answer):
    """Credit that is due for something that was taken of another item: as that item said it then."""

    model_config = ConfigDict(json_schema_extra=example(examples.CREDIT))

    part_key: UUID | None = Field(description="the part that it is due for; none: the item itself")
    item_id: UUID
    version: int
    title: str
    authors: list[str]
    address: str = Field(description="where it was found")
    licence: str = Field(description="under which it was taken")
    licence_address: str
    taken_at: datetime
    changed: bool = Field(description="whether it is another here than it was there")
    words: Words = Field(description="all of this, as licences ask for it")


_STORED = TypeAdapter(tuple[Owed, ...])


def stored_credits(owed: Iterable[Owed]) -> str:
    """Returns credits as they are kept, in JSON."""
    return _STORED.dump_json(tuple(owed)).decode()


def read_credits(kept: JsonArray) -> tuple[Owed, ...]:
    return _STORED.validate_python(kept)


def shown_credit(owed: Owed) -> CreditShown:
    """Returns a credit with its words in both languages."""
    credited = Credit(owed.title, owed.authors, owed.address, cited(owed.licence, owed.licence_address))
    said = Attribution(credited)
    words = Words(en=attribution_text(said, "en"), es=attribution_text(said, "es"))
    return CreditShown(**owed.model_dump(exclude={"digest"}), words=words)


def cited(licence: str, address: str) -> CitedLicence:
    """Returns a licence as it is cited; where it is several, or one that the catalogue has no more, by its name."""
    if licence in CATALOGUE:
        return cite(licence)
    return CitedLicence(licence, Kind.LICENCE, licence, licence, address or None, text_goes_along=False)
