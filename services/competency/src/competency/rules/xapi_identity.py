"""When two xAPI statements are the same: a replay is taken in once, and an id never comes to mean something else.

Source: xAPI 1.0.3 part 2, sections 2.3.1 (ids, 409 on conflict) and 4.1.11 of part 3 as to what is compared: what a
record store adds (stored, authority, version) and what only describes (display, definitions, names) does not count.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID, uuid5

_NAMESPACE = UUID("0d6a2c53-1f43-4a38-9a53-6c9e3ad0c1b7")
_NOT_SAID = frozenset({"id", "stored", "authority", "version", "attachments"})
_DESCRIBING = frozenset({"display", "definition"})
_AGENTS = frozenset({"actor", "instructor"})


class Verdict(StrEnum):
    """What becomes of a statement: it is new, it was taken before, or its id means another one (409)."""

    NEW = "new"
    REPLAY = "replay"
    CONFLICT = "conflict"


def fingerprint(statement: Mapping[str, object]) -> str:
    """A hash of what the statement says; equal for equal statements however they are written."""
    said = {name: _said(value, name) for name, value in statement.items() if name not in _NOT_SAID}
    if isinstance(moment := said.get("timestamp"), str):
        said["timestamp"] = _moment(moment)
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def minted_id(content: str) -> UUID:
    """The id of a statement that was sent without one: of its fingerprint, so that sending it again mints the same."""
    return uuid5(_NAMESPACE, content)


def settle(statements: Iterable[tuple[UUID, str]], known: Mapping[UUID, str]) -> list[Verdict]:
    """For each id with its fingerprint, in the order they came: new, replay or conflict.

    `known` holds the fingerprints of the statements that were taken before, by id. Of a request's own statements with
    one id the first counts; the others are measured by it.
    """
    taken = dict(known)
    verdicts: list[Verdict] = []
    for statement_id, content in statements:
        before = taken.get(statement_id)
        if before is None:
            taken[statement_id] = content
            verdicts.append(Verdict.NEW)
        else:
            verdicts.append(Verdict.REPLAY if before == content else Verdict.CONFLICT)
    return verdicts


def _said(value: object, name: str) -> object:
    if isinstance(value, dict):
        left_out = _DESCRIBING | {"name"} if name in _AGENTS else _DESCRIBING
        defaults = {"actor": "Agent", "instructor": "Agent", "object": "Activity"}.get(name)
        return {
            key: _said(inner, key)
            for key, inner in value.items()
            if key not in left_out and not (key == "objectType" and inner == defaults)
        }
    if isinstance(value, list):
        return [_said(inner, name) for inner in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.lower() if name == "id" and isinstance(value, str) and len(value) == 36 else value


def _moment(text: str) -> str:
    try:
        return datetime.fromisoformat(text).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return text
