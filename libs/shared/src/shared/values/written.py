"""Numbers, days and moments as they are written in text: one strict grammar, in ASCII digits. Pure.

Python reads more than anybody means: 3_0 is thirty to it, and so are blanks around a number, digits of other scripts,
1e3 and +3. What is not written plainly is a mistake of the sender's, and is refused.
"""

import re
from datetime import date
from decimal import Decimal

from shared.values.refusals import Unacceptable

WHOLE = r"^-?[0-9]+$"
DECIMAL = r"^-?[0-9]+(\.[0-9]+)?$"

_WHOLE = re.compile(r"-?[0-9]{1,30}")
_DECIMAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?"
_OFFSET = r"[Zz]|[+-][0-9]{2}:?[0-9]{2}"
_MOMENT = re.compile(rf"{_DAY.pattern}[Tt ]{_TIME}({_OFFSET})?")


def whole(text: str) -> int:
    """Raises ValueError for anything but a whole number in digits."""
    if not _WHOLE.fullmatch(text):
        raise Unacceptable("write a whole number in the digits 0 to 9", "whole_number")
    return int(text)


def decimal(text: str) -> Decimal:
    """Raises ValueError for anything but a number in digits, with a point before its decimal places."""
    if not _DECIMAL.fullmatch(text):
        raise Unacceptable("write the number in the digits 0 to 9, with a point before decimal places: 2.5", "number")
    return Decimal(text)


def day(text: str) -> date:
    """Raises ValueError for anything but YYYY-MM-DD (RFC 3339, full-date)."""
    if not _DAY.fullmatch(text):
        raise Unacceptable("write the day as YYYY-MM-DD", "day")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unacceptable(f"there is no day {text}", "day") from None


def is_moment(text: str) -> bool:
    """Whether it is written as RFC 3339 has a date-time; seconds may be absent, and so may the offset, for whoever
    reads it to ask for.
    """
    return _MOMENT.fullmatch(text) is not None
