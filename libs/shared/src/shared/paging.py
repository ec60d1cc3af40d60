"""Keyset paging: stable while rows come and go, and as fast on page 1,000 as on page 1.

A cursor is the last row's sort key, opaque to the client. The order always ends in a unique column.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel

from shared.errors import invalid

Item = TypeVar("Item", bound=BaseModel)
LARGEST = 500


class Page(BaseModel, Generic[Item]):
    """One page; `next` is the cursor of the following one, absent on the last."""

    items: list[Item]
    next: str | None = None


class PageRequest:
    """`after` is the decoded sort key to start behind, or None; fetch `limit + 1` rows to know whether more follow."""

    def __init__(self, request: Request, after: list[Any] | None, limit: int) -> None:
        self._request, self.after, self.limit = request, after, limit

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
            query = dict(self._request.query_params) | {"after": cursor, "limit": str(self.limit)}
            response.headers["Link"] = f'<{self._request.url.path}?{urlencode(query)}>; rel="next"'
        return Page(items=[shape(row) for row in shown], next=cursor)


def encode(key: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key, default=str).encode()).decode().rstrip("=")


def decode(cursor: str) -> list[Any]:
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, UnicodeError) as error:
        raise invalid("/after", "This is not a cursor we gave. Start without one.") from error
    if not isinstance(key, list):
        raise invalid("/after", "This is not a cursor we gave. Start without one.")
    return key


async def _page_request(
    request: Request,
    after: Annotated[str | None, Query(max_length=1000, description="the `next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST)] = 100,
) -> PageRequest:
    return PageRequest(request, decode(after) if after else None, limit)


Paging = Annotated[PageRequest, Depends(_page_request)]
