"""Fields of requests that take what their schema says, and nothing that could merely be turned into it.

Left alone, pydantic reads 0 as false, and 0 and "0" as the first of January 1970: a mistake in the sender's code would
be kept as a day that nobody meant.
"""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, PlainSerializer, StrictBool

FIRST_YEAR, LAST_YEAR = 1900, 9998

_DAY = re.compile(r"\d{4}-\d\d-\d\d")

Flag = StrictBool
"""true or false."""


def _written_day(value: Any) -> Any:
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise ValueError("write the day as YYYY-MM-DD")


def _written_moment(value: Any) -> Any:
    if isinstance(value, datetime) or (isinstance(value, str) and _DAY.match(value)):
        return value
    raise ValueError("write the moment as YYYY-MM-DDThh:mm:ss with Z or an offset")


def _in_utc(moment: datetime) -> datetime:
    """In UTC, and well within the years there are: the driver keeps the first and the last moment of them as
    PostgreSQL's infinity, and hands that back without an offset.
    """
    try:
        kept = moment.astimezone(UTC)
    except OverflowError:
        kept = None
    if kept is None or not FIRST_YEAR <= kept.year <= LAST_YEAR:
        raise ValueError(f"lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return kept


Day = Annotated[date, BeforeValidator(_written_day)]
"""A date, as RFC 3339 writes it."""

Moment = Annotated[AwareDatetime, BeforeValidator(_written_moment), AfterValidator(_in_utc)]
"""A date and time with its offset from UTC, as RFC 3339 writes it; kept in UTC."""


Points = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
"""Points of a scale in an answer: exact here, a JSON number there, equal to the one that was sent; two places survive
that. Whole ones are written 3.0, for a reader that tells integers from other numbers gets one type throughout.
"""
