"""Files of a source as they come: one JSON object a line."""

import json
from typing import TypeVar

from pydantic import ValidationError

from rostering.rules.changes import ChangeRequest, Rejected
from rostering.rules.validation import ValidationIssue
from rostering.schemas.fields import FileLine
from rostering.usecases.bulk import Line
from shared.errors import Malformed, TooLarge
from shared.http.refused_values import refused_value
from shared.values.identifiers import LONGEST

L = TypeVar("L", bound=FileLine)

MOST_LINES = 5000


def read_lines(file: bytes, line: type[L]) -> list[Line[ChangeRequest[L] | Rejected]]:
    """Reads the lines that are not blank; what cannot be read is rejected, and the rest is taken.

    Raises:
        TooLarge: the file has more than `MOST_LINES`.
        Malformed: it has none.
    """
    texts = [(number, text) for number, text in enumerate(file.split(b"\n"), start=1) if text.strip()]
    if len(texts) > MOST_LINES:
        raise TooLarge(f"The file has {len(texts)} lines; at most {MOST_LINES} are taken at once. Send it in parts.")
    if not texts:
        raise Malformed("The file has no lines. Send one JSON object a line.")
    return [_read_line(number, text, line) for number, text in texts]


def _read_line(number: int, text: bytes, line: type[L]) -> Line[ChangeRequest[L] | Rejected]:
    try:
        fields = line.model_validate_json(text)
    except ValidationError as error:
        issues = [
            ValidationIssue(_pointer(one["loc"]), refused_value(one).detail)
            for one in error.errors(include_url=False, include_input=False)
        ]
        return Line(number, _sourced_id(text), Rejected(issues))
    return Line(number, fields.sourced_id, ChangeRequest(fields, key=fields.key()))


def _sourced_id(text: bytes) -> str | None:
    """What a rejected line calls its entity, as far as that can be told."""
    try:
        found = json.loads(text)["sourced_id"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return found[:LONGEST] if isinstance(found, str) and found.isprintable() else None


def _pointer(location: tuple[int | str, ...]) -> str:
    """The place in the line, as RFC 6901 writes it."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)
