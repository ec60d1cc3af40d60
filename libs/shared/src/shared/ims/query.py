"""What may be asked of a list of one of 1EdTech's standards: limit, offset, sort, orderBy, filter, fields.

Source: CASE 1.1 REST binding, section 3, and OneRoster 1.2 REST binding, section 3, which say the same of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from shared.values import written

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000
"""A larger limit is not refused but taken as this: testers ask for 10,000."""

_OF_A_LINK = frozenset({"title", "identifier", "uri"})
_PARAMETERS = frozenset({"limit", "offset", "sort", "orderBy", "filter", "fields"})

_MAX_FILTER = 1000
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
# The grammar escapes nothing, so an apostrophe counts as one only inside a word: Children's.
_CONDITION = r"([A-Za-z.]+)(!=|>=|<=|=|>|<|~)'((?:[^']|(?<=\w)'(?=\w))*)'"
_FILTER = re.compile(rf"{_CONDITION}(?:( AND | OR ){_CONDITION})?", re.DOTALL)


class Fault(StrEnum):
    """What of a query is at fault; each standard has a code of its own for it."""

    FILTER = "filter"
    SELECTION = "selection"
    SORT = "sort"
    PAGE = "page"


class QueryRefused(Exception):
    """The query cannot be answered (HTTP 400): what is at fault, and what is wrong and what to do."""

    def __init__(self, fault: Fault, detail: str) -> None:
        super().__init__(detail)
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a kind of record. It is `called` so in sentences, and known by its `key`, which decides between
    equals of a sort. Of `linked` fields, which hold links, one filters by what is in them; `days` and `moments` are
    compared as such, and all others as text.
    """

    called: str
    key: str
    known: frozenset[str]
    moments: frozenset[str]
    days: frozenset[str] = field(default=frozenset())
    linked: frozenset[str] = field(default=frozenset())


class Predicate(StrEnum):
    EQUAL = "="
    NOT_EQUAL = "!="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="
    LESS = "<"
    LESS_OR_EQUAL = "<="
    CONTAINS = "~"


Value = str | date | datetime


@dataclass(frozen=True, slots=True)
class Condition:
    """`field` is the path to it: one name, or two inside a link. Text is folded: case never counts."""

    field: tuple[str, ...]
    predicate: Predicate
    value: Value


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition, or two of which both (`every`) or either must hold."""

    conditions: tuple[Condition, ...]
    every: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """`sort` None means the default order, `fields` None all of them; `asked` is what a link must repeat."""

    limit: int = DEFAULT_LIMIT
    offset: int = 0
    sort: str | None = None
    descending: bool = False
    filter: Filter | None = None
    fields: tuple[str, ...] | None = None
    asked: tuple[tuple[str, str], ...] = ()


def read_query(parameters: Iterable[tuple[str, str]], fields: Fields) -> Query:
    """Returns the query that decoded URL parameters ask for; those that the standards do not know are no concern of
    ours.

    Raises QueryRefused: a parameter twice, numbers out of range, an order that is none, a filter out of the
    grammar or on a field that no record has, a blank among the fields. A sort or a selection by an unknown
    field is no error: the default order, or all fields, is the answer (3.2, 3.4).
    """
    asked: dict[str, str] = {}
    for name, value in parameters:
        if name in asked:
            raise QueryRefused(Fault.SELECTION, f"{name} is given twice; give it once")
        if name in _PARAMETERS:
            asked[name] = value
    sort, order = asked.get("sort"), asked.get("orderBy", "asc")
    if order not in ("asc", "desc"):
        raise QueryRefused(Fault.SORT, "orderBy is asc or desc")
    return Query(
        limit=min(_number(asked, "limit", DEFAULT_LIMIT, least=1), MAX_LIMIT),
        offset=_number(asked, "offset", 0, least=0),
        sort=sort if sort in fields.known else None,
        descending=order == "desc" and sort in fields.known,
        filter=read_filter(asked["filter"], fields) if "filter" in asked else None,
        fields=_selected(asked["fields"], fields) if "fields" in asked else None,
        asked=tuple((name, value) for name, value in asked.items() if name not in ("limit", "offset")),
    )


def read_filter(text: str, fields: Fields) -> Filter:
    """Returns the filter in `field<predicate>'value'`, or in two of them with ` AND ` or ` OR ` between."""
    found = _FILTER.fullmatch(text) if len(text) <= _MAX_FILTER else None
    if found is None:
        raise QueryRefused(
            Fault.FILTER,
            "a filter reads field='value', or two of these with AND or OR and one space on each side between "
            f"them; predicates are = != > >= < <= ~, and {_MAX_FILTER} characters are the most",
        )
    first = _condition(found[1], found[2], found[3], fields)
    if found[4] is None:
        return Filter((first,))
    return Filter((first, _condition(found[5], found[6], found[7], fields)), every=found[4] == " AND ")


def _condition(name: str, predicate: str, value: str, fields: Fields) -> Condition:
    path = tuple(name.split("."))
    inside = len(path) == 2 and path[0] in fields.linked and path[1] in _OF_A_LINK
    if not inside and (len(path) != 1 or name not in fields.known - fields.linked):
        link = "; a link has '.title' and so on" if fields.linked else ""
        raise QueryRefused(Fault.FILTER, f"{fields.called} has no field {name!r} that can be filtered by{link}")
    said = folded(value) if predicate == "~" else comparable(path, value, fields)
    return Condition(path, Predicate(predicate), said)


def comparable(path: tuple[str, ...], value: str, fields: Fields) -> Value:
    """Returns a value in the form in which two of the field are compared: moments by time, text without its case.

    Raises QueryRefused where the field holds times and the value is none.
    """
    name = path[0]
    try:
        if name in fields.moments:
            moment = datetime.fromisoformat(_time(value))
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        if name in fields.days:
            return date.fromisoformat(_time(value)[:10])
    except (ValueError, OverflowError):
        example = "2026-01-31" if name in fields.days else "2026-01-31T00:00:00Z"
        raise QueryRefused(Fault.FILTER, f"{name} is compared with a time such as {example!r}") from None
    return folded(value)


def _time(text: str) -> str:
    """Returns the text, if it is a day or a moment as RFC 3339 writes them: Python reads other things too."""
    return text if written.is_moment(text) else written.day(text).isoformat()


def folded(text: str) -> str:
    """Returns text as it is compared: case never counts, nor which of Unicode's spellings it is in."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())


def _number(asked: Mapping[str, str], name: str, default: int, *, least: int) -> int:
    text = asked.get(name)
    if text is None:
        return default
    if not _NUMBER.fullmatch(text) or int(text) < least:
        raise QueryRefused(Fault.PAGE, f"{name} is a whole number, {least} or more")
    return int(text)


def _selected(text: str, fields: Fields) -> tuple[str, ...] | None:
    names = [name.strip() for name in text.split(",")]
    if not all(names):
        raise QueryRefused(Fault.SELECTION, "fields names one field or more, with commas between and none blank")
    return tuple(dict.fromkeys(names)) if fields.known.issuperset(names) else None
