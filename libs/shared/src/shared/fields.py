"""Fields of requests that take what their schema says, and nothing that could merely be turned into it.

Left alone, pydantic reads 0 as false, and 0 and "0" as the first of January 1970: a mistake in the sender's code would
be kept as a day that nobody meant.
"""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, StrictBool

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
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("lies outside the years 1 to 9999 in UTC") from None


Day = Annotated[date, BeforeValidator(_written_day)]
"""A date, as RFC 3339 writes it."""

Moment = Annotated[AwareDatetime, BeforeValidator(_written_moment), AfterValidator(_in_utc)]
"""A date and time with its offset from UTC, as RFC 3339 writes it; kept in UTC."""
