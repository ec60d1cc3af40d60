"""Reading again without sending again: `If-None-Match` in, 304 out (RFC 9110, 13.1.2)."""

from typing import Annotated

from fastapi import Header

IfNoneMatch = Annotated[str | None, Header(max_length=1000, description="the ETag of what you have")]

UNCHANGED = {"description": "It is as you have it"}
"""For a route's `responses`: `{304: UNCHANGED}`."""


def has(if_none_match: str | None, etag: str) -> bool:
    """Whether a reader who sends this has what the ETag stands for. Tags are compared weakly, as reading asks."""
    if if_none_match is None:
        return False
    known = {one.strip().removeprefix("W/") for one in if_none_match.split(",")}
    return "*" in known or etag.removeprefix("W/") in known
