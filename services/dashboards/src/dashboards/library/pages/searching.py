"""What somebody searches the library for, as the address of a page says it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Depends, Query

from dashboards.library.answers import ValueCount

LONGEST_WORDS = 200
_SERVICE_NAMES = {"band": "grade_band", "adapt": "may_adapt", "owner": "owner_id"}
"""What resources calls a filter otherwise than an address of ours."""

Word = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class Asked:
    """Words and filters; empty: any. `condition` is no field of the form: an address that has it leads to what is
    aligned to that condition, of whichever instrument.
    """

    words: str
    kind: str
    language: str
    band: str
    licence: str
    adapt: str
    owner: str
    condition: str

    def said(self) -> dict[str, str]:
        """What is asked for, by the names that addresses of ours have."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name))}

    def sent(self) -> dict[str, str]:
        """The same as resources takes it."""
        return {_SERVICE_NAMES.get(name, name): value for name, value in self.said().items()}

    def address(self, page: str, **others: str) -> str:
        """The address of a page that asks for the same, but for what is named here."""
        return f"{page}?{urlencode(self.said() | others)}"


def asked_of(said: Mapping[str, object]) -> Asked:
    """The same of what resources calls it: `may_adapt` is a truth there, ids are ids."""
    names = {"instrument_id": "instrument", **{theirs: ours for ours, theirs in _SERVICE_NAMES.items()}}
    asked = {names.get(name, name): _in_address(value) for name, value in said.items()}
    return Asked(**{name: asked.get(name, "") for name in Asked.__slots__})


def _in_address(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


async def _asked(
    words: Word = "",
    kind: Word = "",
    language: Word = "",
    band: Word = "",
    licence: Word = "",
    adapt: Literal["", "true", "false"] = "",
    owner: UUID | Literal[""] = "",
    condition: Word = "",
) -> Asked:
    """Blanks around words are nobody's question."""
    return Asked(words.strip(), kind, language, band, licence, adapt, str(owner), condition.strip())


InAddress = Annotated[Asked, Depends(_asked)]


def with_chosen(values: Iterable[ValueCount], chosen: str) -> list[ValueCount]:
    """The values to choose from; what is chosen is there even where nothing is found with it."""
    found = list(values)
    if chosen and all(one.value != chosen for one in found):
        found.append(ValueCount(value=chosen, items=0))
    return found
