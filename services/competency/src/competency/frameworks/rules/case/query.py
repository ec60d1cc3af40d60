"""What may be asked of `GET /CFDocuments`: limit, offset, sort, orderBy, filter, fields.

Source: CASE 1.1 REST binding, section 3. Where it contradicts its own error vocabulary (`invalid_filter_field` in
3.3 is in no schema) the code is one of the vocabulary, so that the error body stays valid.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from shared.values import written

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000
"""A larger limit is not refused but taken as this: testers ask for 10,000."""

FIELDS = frozenset(
    {
        "identifier", "uri", "frameworkType", "caseVersion", "creator", "title", "lastChangeDateTime",
        "officialSourceURL", "publisher", "description", "subject", "subjectURI", "language", "version",
        "adoptionStatus", "statusStartDate", "statusEndDate", "licenseURI", "notes", "CFPackageURI",
    }
)  # fmt: skip
_LINKS = frozenset({"subjectURI", "licenseURI", "CFPackageURI"})
_OF_A_LINK = frozenset({"title", "identifier", "uri"})
_PARAMETERS = frozenset({"limit", "offset", "sort", "orderBy", "filter", "fields"})
_DAYS = frozenset({"statusStartDate", "statusEndDate"})

_MAX_FILTER = 1000
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
# The grammar escapes nothing, so an apostrophe counts as one only inside a word: Children's.
_CONDITION = r"([A-Za-z.]+)(!=|>=|<=|=|>|<|~)'((?:[^']|(?<=\w)'(?=\w))*)'"
_FILTER = re.compile(rf"{_CONDITION}(?:( AND | OR ){_CONDITION})?", re.DOTALL)


class CodeMinor(StrEnum):
    """The vocabulary of `imsx_codeMinorFieldValue`."""

    FORBIDDEN = "forbidden"
    FULL_SUCCESS = "fullsuccess"
    INTERNAL_SERVER_ERROR = "internal_server_error"
    INVALID_SELECTION_FIELD = "invalid_selection_field"
    INVALID_SORT_FIELD = "invalid_sort_field"
    INVALID_UUID = "invalid_uuid"
    SERVER_BUSY = "server_busy"
    UNAUTHORISED_REQUEST = "unauthorised_request"
    UNKNOWN_OBJECT = "unknownobject"


class QueryRefused(Exception):
    """The query cannot be answered (HTTP 400): the standard's code, and what is wrong and what to do."""

    def __init__(self, code: CodeMinor, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


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
class DocumentQuery:
    """`sort` None means the default order, `fields` None all of them; `asked` is what a link must repeat."""

    limit: int = DEFAULT_LIMIT
    offset: int = 0
    sort: str | None = None
    descending: bool = False
    filter: Filter | None = None
    fields: tuple[str, ...] | None = None
    asked: tuple[tuple[str, str], ...] = ()


def status_info(code: CodeMinor, description: str) -> Mapping[str, object]:
    """Returns the standard's error body; valid against the official schema for every code."""
    field = {"imsx_codeMinorFieldName": "TargetEndSystem", "imsx_codeMinorFieldValue": str(code)}
    return {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": description,
        "imsx_codeMinor": {"imsx_codeMinorField": [field]},
    }


def read_query(parameters: Iterable[tuple[str, str]]) -> DocumentQuery:
    """Returns the query that decoded URL parameters ask for; those that CASE does not know are no concern of ours.

    Raises QueryRefused: a parameter twice, numbers out of range, an order that is none, a filter out of the
    grammar or on a field that no document has, a blank among the fields. A sort or a selection by an unknown
    field is no error: the default order, or all fields, is the answer (3.2, 3.4).
    """
    asked: dict[str, str] = {}
    for name, value in parameters:
        if name in asked:
            raise _refused(f"{name} is given twice; give it once")
        if name in _PARAMETERS:
            asked[name] = value
    sort, order = asked.get("sort"), asked.get("orderBy", "asc")
    if order not in ("asc", "desc"):
        raise QueryRefused(CodeMinor.INVALID_SORT_FIELD, "orderBy is asc or desc")
    return DocumentQuery(
        limit=min(_number(asked, "limit", DEFAULT_LIMIT, least=1), MAX_LIMIT),
        offset=_number(asked, "offset", 0, least=0),
        sort=sort if sort in FIELDS else None,
        descending=order == "desc" and sort in FIELDS,
        filter=read_filter(asked["filter"]) if "filter" in asked else None,
        fields=_fields(asked["fields"]) if "fields" in asked else None,
        asked=tuple((name, value) for name, value in asked.items() if name not in ("limit", "offset")),
    )


def read_filter(text: str) -> Filter:
    """Returns the filter in `field<predicate>'value'`, or in two of them with ` AND ` or ` OR ` between."""
    found = _FILTER.fullmatch(text) if len(text) <= _MAX_FILTER else None
    if found is None:
        raise _refused(
            "a filter reads field='value', or two of these with AND or OR and one space on each side between "
            f"them; predicates are = != > >= < <= ~, and {_MAX_FILTER} characters are the most"
        )
    first = _condition(found[1], found[2], found[3])
    if found[4] is None:
        return Filter((first,))
    return Filter((first, _condition(found[5], found[6], found[7])), every=found[4] == " AND ")


def _condition(name: str, predicate: str, value: str) -> Condition:
    path = tuple(name.split("."))
    inside = len(path) == 2 and path[0] in _LINKS and path[1] in _OF_A_LINK
    if not inside and (len(path) != 1 or name not in FIELDS - _LINKS):
        raise _refused(f"a CFDocument has no field {name!r} that can be filtered by; a link has {'.title'!r} and so on")
    return Condition(path, Predicate(predicate), comparable(path, value) if predicate != "~" else folded(value))


def comparable(path: tuple[str, ...], value: str) -> Value:
    """Returns a value in the form in which two of the field are compared: moments by time, text without its case.

    Raises QueryRefused where the field holds times and the value is none.
    """
    name = path[0]
    try:
        if name == "lastChangeDateTime":
            moment = datetime.fromisoformat(_time(value))
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        if name in _DAYS:
            return date.fromisoformat(_time(value)[:10])
    except (ValueError, OverflowError):
        example = "2026-01-31" if name in _DAYS else "2026-01-31T00:00:00Z"
        raise _refused(f"{name} is compared with a time such as {example!r}") from None
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
        raise _refused(f"{name} is a whole number, {least} or more")
    return int(text)


def _fields(text: str) -> tuple[str, ...] | None:
    names = [name.strip() for name in text.split(",")]
    if not all(names):
        raise _refused("fields names one field or more, with commas between and none blank")
    return tuple(dict.fromkeys(names)) if FIELDS.issuperset(names) else None


def _refused(detail: str) -> QueryRefused:
    return QueryRefused(CodeMinor.INVALID_SELECTION_FIELD, detail)
