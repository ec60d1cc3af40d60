"""Fields of requests that take what their schema says, and nothing that could merely be turned into it.

Left alone, pydantic reads 0 as false, 0 and "0" as the first of January 1970, and "3_0" as thirty: a mistake in the
sender's code would be kept as something that nobody meant. Text, left alone, may be nothing to the eye, and the same
text twice may be two.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StrictBool,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

from shared.values import identifiers, words, written
from shared.values.refusals import Unacceptable

FIRST_YEAR, LAST_YEAR = 1900, 9998

Flag = StrictBool
"""true or false."""


@dataclass(frozen=True, slots=True)
class _Text:
    """Text of which something can be seen, in the form in which it is kept; the schema bounds what is kept."""

    longest: int
    keep: Callable[[str, int], str]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._kept, core_schema.str_schema())

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": self.longest, "pattern": words.SEEN}

    def _kept(self, value: str) -> str:
        return self.keep(value, self.longest)


def line(longest: int) -> Any:
    """`Annotated[str, line(200)]`: one line of text, as a name, a title or a code is (`words.one_line`)."""
    return _Text(longest, words.one_line)


def prose(longest: int) -> Any:
    """`Annotated[str, prose(2000)]`: words of people, in as many lines as they like (`words.written`)."""
    return _Text(longest, words.written)


Source = Annotated[str, line(identifiers.LONGEST)]
"""The name or the address of a system of the district's, which gives ids of its own."""

OutsideId = Annotated[str, line(identifiers.LONGEST)]
"""An id that somebody else's system gives: compared as text, in one form."""


DEMANDED: dict[str, Any] = {"x-demanded": True}
"""For a header or a field of a form whose absence a route answers in its own way (428, say, or OAuth's error):
`Header(json_schema_extra=DEMANDED)`. To FastAPI it is optional; the document, which drops the mark, calls it required.
"""

IN_A_PATH: dict[str, Any] = {
    "max_length": identifiers.LONGEST_WRITTEN,
    "description": identifiers.HOW_TO_WRITE,
    "json_schema_extra": {"pattern": identifiers.PATTERN, "examples": identifiers.EXAMPLES},
}
"""For `Path(**IN_A_PATH)`: the part of a path that names somebody or something, for `identifiers.read_named` to read.
The pattern is for the document alone: the reader says better what is wrong.
"""


class _Whole:
    """Stands behind the bounds of the number, so that the schema names them: `Annotated[int, Query(ge=1), WHOLE]`."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_whole, handler(source))


@dataclass(frozen=True, slots=True)
class _Points:
    """Stands behind the bounds too; what these cannot say of a number that comes as text, the pattern does."""

    pattern: str = written.DECIMAL
    step: float | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        written_plainly = core_schema.no_info_before_validator_function(_decimal, handler(source))
        as_number = core_schema.plain_serializer_function_ser_schema(
            float, return_schema=core_schema.float_schema(), when_used="json"
        )
        return core_schema.no_info_after_validator_function(_unsigned_nought, written_plainly, serialization=as_number)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        found = handler(schema)
        for either in found.get("anyOf", ()):
            if either.get("type") == "string":
                either["pattern"] = self.pattern
            elif self.step is not None:
                either["multipleOf"] = self.step
        return found


def _whole(value: Any) -> Any:
    if isinstance(value, bool | float):
        raise Unacceptable("write a whole number", "whole_number")
    return written.whole(value) if isinstance(value, str) else value


def _decimal(value: Any) -> Any:
    if isinstance(value, bool):
        raise Unacceptable("write a number", "number")
    return written.decimal(value) if isinstance(value, str) else value


def _unsigned_nought(number: Decimal) -> Decimal:
    return number or abs(number)


WHOLE = _Whole()
"""A whole number, also where it comes as text: in a query or a path."""

POINTS = _Points()
"""Points of a scale, as a JSON number or as text. In an answer: exact here, a JSON number there, equal to the one that
was sent; two places survive that. Whole ones are written 3.0, for a reader that tells integers from other numbers gets
one type throughout; nought has no sign.
"""
Points = Annotated[Decimal, POINTS]


def points(pattern: str, step: float) -> Any:
    """POINTS of which not all that is written plainly is taken: the bounds again, as a pattern of the text."""
    return _Points(pattern, step)


def _written_day(value: Any) -> Any:
    if isinstance(value, str):
        return written.day(value)
    if isinstance(value, date):
        return value
    raise Unacceptable("write the day as YYYY-MM-DD", "day")


def _written_moment(value: Any) -> Any:
    if isinstance(value, datetime) or (isinstance(value, str) and written.is_moment(value)):
        return value
    raise Unacceptable("write the moment as YYYY-MM-DDThh:mm:ss with Z or an offset", "moment")


def _in_utc(moment: datetime) -> datetime:
    """In UTC, and well within the years there are: the driver keeps the first and the last moment of them as
    PostgreSQL's infinity, and hands that back without an offset.
    """
    try:
        kept = moment.astimezone(UTC)
    except OverflowError:
        kept = None
    if kept is None or not FIRST_YEAR <= kept.year <= LAST_YEAR:
        raise _outside_the_years()
    return kept


def _within_years(day: date) -> date:
    """Well within the years there are: the day after the last of them is none, and neither is the week after it."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _outside_the_years()
    return day


def _outside_the_years() -> Unacceptable:
    why = f"lies outside the years {FIRST_YEAR} to {LAST_YEAR}"
    return Unacceptable(why, "year_out_of_range", ge=FIRST_YEAR, le=LAST_YEAR)


_YEARS = "(19[0-9]{2}|[2-8][0-9]{3}|9[0-8][0-9]{2}|99[0-8][0-9]|999[0-8])"
_DAY_AS_SENT = {"type": "string", "format": "date", "pattern": f"^{_YEARS}-[0-9]{{2}}-[0-9]{{2}}$"}

Day = Annotated[
    date,
    BeforeValidator(_written_day),
    AfterValidator(_within_years),
    WithJsonSchema(_DAY_AS_SENT, mode="validation"),
]
"""A date, as RFC 3339 writes it."""

AnyDay = Annotated[date, BeforeValidator(_written_day)]
"""The same of any year: for what is compared and never counted on from. Systems write 9999-12-31 where there is no end.
"""

_TIME = r"[0-9]{2}:[0-9]{2}:[0-5][0-9](\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
_AS_SENT = {"type": "string", "format": "date-time", "pattern": f"^{_YEARS}-[0-9]{{2}}-[0-9]{{2}}[Tt]{_TIME}$"}

Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_written_moment),
    AfterValidator(_in_utc),
    WithJsonSchema(_AS_SENT, mode="validation"),
]
"""A date and time with its offset from UTC, as RFC 3339 writes it; kept in UTC."""
