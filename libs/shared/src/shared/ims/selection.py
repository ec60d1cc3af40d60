"""Answering a query of a list from the bodies of the records that the asker may see.

They are chosen from in memory, so that this is for lists of hundreds; the caller hands in only what the asker may see,
and so no filter can reach beyond it. Source: as of `query`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote

from shared.ims.query import Condition, Fields, Filter, Predicate, Query, Value, comparable, folded

Body = Mapping[str, object]

_COMPARE: Mapping[Predicate, Callable[[Value, Value], bool]] = MappingProxyType(
    {
        Predicate.EQUAL: operator.eq,
        Predicate.GREATER: operator.gt,
        Predicate.GREATER_OR_EQUAL: operator.ge,
        Predicate.LESS: operator.lt,
        Predicate.LESS_OR_EQUAL: operator.le,
    }
)


@dataclass(frozen=True, slots=True)
class Page:
    """`records` in their order with the fields asked for; `total` counts all that the filter lets through."""

    records: tuple[Body, ...]
    total: int


def select(records: Sequence[Body], query: Query, fields: Fields) -> Page:
    """Returns the page that the query asks for.

    The default order, and what decides between equals of a sort, is that of the keys: pages never overlap. Records
    without the sorted field come last, in either direction.
    """
    found = [one for one in records if query.filter is None or passes(one, query.filter, fields)]
    found.sort(key=lambda one: str(one[fields.key]))
    if query.sort is not None:
        name = query.sort
        having = [one for one in found if name in one]
        having.sort(key=lambda one: _sort_key(name, one[name], fields), reverse=query.descending)
        found = having + [one for one in found if name not in one]
    page = found[query.offset : query.offset + query.limit]
    if query.fields is not None:
        wanted = set(query.fields)
        page = [{name: value for name, value in one.items() if name in wanted} for one in page]
    return Page(tuple(page), len(found))


def passes(record: Body, filter_: Filter, fields: Fields) -> bool:
    """Returns whether the filter lets the record through."""
    held = (_holds(record, condition, fields) for condition in filter_.conditions)
    return all(held) if filter_.every else any(held)


def link_header(url: str, query: Query, total: int) -> str:
    """Returns the Link header of a page: first and last, prev and next where there are such; `url` is without a query.

    Commas within are written %2C, for readers split the header at commas.
    """
    last = max(total - 1, 0) // query.limit * query.limit
    offsets = {"first": 0, "last": last}
    if query.offset > 0:
        offsets["prev"] = max(query.offset - query.limit, 0)
    if query.offset + query.limit < total:
        offsets["next"] = query.offset + query.limit
    repeated = "".join(f"&{name}={quote(value, safe='', errors='replace')}" for name, value in query.asked)
    return ", ".join(
        f'<{url}?limit={query.limit}&offset={offset}{repeated}>; rel="{relation}"'
        for relation, offset in offsets.items()
    )


def _holds(record: Body, condition: Condition, fields: Fields) -> bool:
    found = _found(record, condition.field)
    if condition.predicate is Predicate.NOT_EQUAL:
        return not _equal(found, condition, fields)
    if condition.predicate is Predicate.EQUAL:
        return _equal(found, condition, fields)
    if condition.predicate is Predicate.CONTAINS:
        return _contains(found, str(condition.value))
    compare = _COMPARE[condition.predicate]
    return any(compare(comparable(condition.field, one, fields), condition.value) for one in found)


def _found(record: Body, path: tuple[str, ...]) -> list[str]:
    """Returns the values at the path: none where the field is absent, several where it is a list."""
    value = record.get(path[0])
    listed = value if isinstance(value, list) else [] if value is None else [value]
    if len(path) == 1:
        return [str(one) for one in listed]
    return [str(one[path[1]]) for one in listed if isinstance(one, dict)]


def _equal(found: Sequence[str], condition: Condition, fields: Fields) -> bool:
    if len(found) == 1:
        return comparable(condition.field, found[0], fields) == condition.value
    # A list equals its members with commas between, all of them.
    wanted = {part.strip() for part in str(condition.value).split(",")}
    return bool(found) and {folded(one) for one in found} == wanted


def _contains(found: Sequence[str], value: str) -> bool:
    texts = [folded(one) for one in found]
    if any(value in one for one in texts):
        return True
    # Of a list it is enough that it holds any of the values given with commas between.
    wanted = [part.strip() for part in value.split(",")]
    return len(found) > 1 and any(part and part in one for part in wanted for one in texts)


def _sort_key(name: str, value: object, fields: Fields) -> str:
    if isinstance(value, list):
        return folded(",".join(_text(one) for one in value))
    return str(comparable((name,), _text(value), fields))


def _text(value: object) -> str:
    return str(value["title"]) if isinstance(value, dict) else str(value)
