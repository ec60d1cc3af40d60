"""When two xAPI statements are the same: a replay is taken in once, and an id never comes to mean something else.

Source: xAPI 1.0.3 part 2, sections 2.3.1 (ids, 409 on conflict) and 4.1.11 of part 3 as to what is compared: what a
record store adds (stored, authority, version) and what only describes (display, definitions, names) does not count.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID, uuid5

_NAMESPACE = UUID("0d6a2c53-1f43-4a38-9a53-6c9e3ad0c1b7")
_NOT_SAID = frozenset({"id", "stored", "authority", "version", "attachments"})
_DESCRIBING = frozenset({"display", "definition"})
_AGENTS = frozenset({"actor", "instructor"})


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
