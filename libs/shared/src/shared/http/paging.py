"""Keyset paging: stable while rows come and go, and as fast on page 1,000 as on page 1.

A cursor is the last row's sort key, opaque to the client. The order always ends in a unique column.
"""

import base64
import json
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import quote, urlencode

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from shared.errors import Invalid, invalid
from shared.http.examples import example_of_page
from shared.http.fields import WHOLE

Item = TypeVar("Item", bound=BaseModel)
Key = TypeVar("Key")
LARGEST = 500
_LONE_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")


class Page(BaseModel, Generic[Item]):
    """One page; `next` is the cursor of the following one, absent on the last."""

    model_config = ConfigDict(json_schema_extra=example_of_page)

    items: list[Item]
    next: str | None = None


class PageRequest:
    """`after` is the decoded sort key to start behind, or None; fetch `limit + 1` rows to know whether more follow."""

    def __init__(self, request: Request, after: list[Any] | None, limit: int) -> None:
        self._request, self.after, self.limit = request, after, limit

    def key(self, *kinds: Any) -> tuple[Any, ...] | None:
        """`after` with each part of its kind (`paging.key(str, UUID)`), or None on the first page. Whoever makes up a
        cursor gets a 422.
        """
        if self.after is None:
            return None
        try:
            key: tuple[Any, ...] = _shape(kinds).validate_python(self.after)
        except ValidationError as error:
            raise not_a_cursor() from error
        if any(_too_much(part) for part in key):
            raise not_a_cursor()
        return key

    def single_key(self, kind: type[Key]) -> Key | None:
        """`key` of a list that is ordered by one column."""
        key = self.key(kind)
        return key[0] if key else None

    def page(
        self,
        response: Response,
        rows: Sequence[Any],
        shape: Callable[[Any], Item],
        sort_key: Callable[[Any], list[Any]],
    ) -> Page[Item]:
        """Cut the extra row off, and name the next page in the body and in `Link`."""
        more = len(rows) > self.limit
        shown = rows[: self.limit]
        cursor = encode(sort_key(shown[-1])) if more else None
        if cursor:
            kept = [(k, v) for k, v in self._request.query_params.multi_items() if k not in ("after", "limit")]
            query = urlencode([*kept, ("after", cursor), ("limit", str(self.limit))])
            response.headers["Link"] = f'<{_path_of(self._request)}?{query}>; rel="next"'
        return Page(items=[shape(row) for row in shown], next=cursor)


def _path_of(request: Request) -> str:
    """The path as it came, for a header: what is percent-encoded stays so (a slash within an id is not one between
    two), and what may not stand in an address, or would end the link, becomes so.
    """
    raw: bytes = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    return quote(_LONE_PERCENT.sub(b"%25", raw), safe="/%:@!$&'()*+;=")


def encode(key: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key, default=str).encode()).decode().rstrip("=")


def decode(cursor: str) -> list[Any]:
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        json.dumps(key, ensure_ascii=False).encode()  # a lone surrogate, which no text may hold, is an error here
    except (ValueError, RecursionError) as error:
        raise not_a_cursor() from error
    if not isinstance(key, list):
        raise not_a_cursor()
    return key


def not_a_cursor() -> Invalid:
    return invalid("/after", "This is not a cursor we gave. Start without one.")


@cache
def _shape(kinds: tuple[Any, ...]) -> TypeAdapter[Any]:
    return TypeAdapter(tuple[kinds])  # type: ignore[valid-type]


def _too_much(part: Any) -> bool:
    """What PostgreSQL cannot hold."""
    return (isinstance(part, str) and "\0" in part) or (isinstance(part, int) and not -(2**63) <= part < 2**63)


async def page_request(
    request: Request,
    after: Annotated[str | None, Query(max_length=1000, description="the `next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST), WHOLE] = 100,
) -> PageRequest:
    return PageRequest(request, decode(after) if after else None, limit)


Paging = Annotated[PageRequest, Depends(page_request)]
