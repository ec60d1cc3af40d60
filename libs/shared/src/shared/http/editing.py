"""Editing without overwriting somebody else's edit: `ETag` out, `If-Match` in."""

import re
from typing import Annotated

from fastapi import Depends, Header

from shared.errors import EditedMeanwhile, PreconditionMissing
from shared.http.fields import DEMANDED

_LONGEST = 100
_OURS = re.compile(r'"(0|[1-9][0-9]*)"')


def etag(version: int) -> str:
    return f'"{version}"'


async def expected_version(
    if_match: Annotated[
        str | None,
        Header(
            max_length=_LONGEST,
            description="the ETag you last read; `*` for whatever is there now",
            json_schema_extra=DEMANDED | {"examples": ['"3"']},
        ),
    ] = None,
) -> str:
    if if_match is None:
        raise PreconditionMissing("Send If-Match with the ETag you last read, so that nobody's edit is lost.")
    return if_match.strip()


ExpectedVersion = Annotated[str, Depends(expected_version)]


async def read_version(
    if_match: Annotated[
        str | None,
        Header(
            max_length=_LONGEST,
            description="the one ETag of what you have read",
            json_schema_extra=DEMANDED | {"pattern": "^[^*,]+$", "examples": ['"3"']},
        ),
    ] = None,
) -> str:
    expected = await expected_version(if_match)
    if expected == "*" or "," in expected:
        raise PreconditionMissing(
            "Send If-Match with the one ETag of what you have read: `*` and lists would bind you to words unread."
        )
    return expected


ReadVersion = Annotated[str, Depends(read_version)]
"""For what binds the caller to words of others: it names the very words."""


def versions_of(if_match: str) -> frozenset[int] | None:
    """The versions that If-Match names, for a use case to compare with the stored one; None for `*`, which is any.

    A tag that we never gave names no version.
    """
    if if_match == "*":
        return None
    tags = (_OURS.fullmatch(tag.strip()) for tag in if_match.split(","))
    return frozenset(int(tag.group(1)) for tag in tags if tag is not None)


def ensure_current(expected: str, version: int) -> None:
    """Raise a 412 unless the client edits what is there now."""
    if expected != "*" and etag(version) not in [tag.strip() for tag in expected.split(",")]:
        raise EditedMeanwhile("This has been edited since you read it. Read it again, then repeat your change.")
