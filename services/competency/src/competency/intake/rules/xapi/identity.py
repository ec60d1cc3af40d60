"""When two xAPI statements are the same: a replay is taken in once, and an id never comes to mean something else.

Statements are compared as xAPI 1.0.3 part 2, section 2.3.1 has it: what a record store may change on the way through it
is passed over, everything else counts to the letter.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from uuid import UUID, uuid5

_NAMESPACE = UUID("0d6a2c53-1f43-4a38-9a53-6c9e3ad0c1b7")
_EDITION = "2"
_PRECISION = timedelta(milliseconds=1)
"""Section 4.5: a timestamp may be cut or rounded to milliseconds; one store cuts what another rounds up."""

_ASSIGNED = frozenset({"id", "stored", "authority", "version", "attachments"})
_IDENTIFYING = ("mbox", "mbox_sha1sum", "openid", "account")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_FINE_SECONDS = re.compile(r"([.,][0-9]{2})[0-9]+(?=S$)")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a statement says, in short; ask `matches` whether another says the same, for moments have a tolerance.

    `said` is a hash of the canonical form, `moment` the timestamp, where there is one. `first_form` is a hash by the
    rules of before: of statements that were taken then nothing else is left, and minted ids follow from it.
    """

    said: str
    moment: datetime | None
    first_form: str

    def written(self) -> str:
        """As it is kept with a statement that was taken."""
        return f"{_EDITION}:{self.said}:{'' if self.moment is None else self.moment.isoformat()}"

    def matches(self, written: str) -> bool:
        """Whether the statement of which this was written says the same.

        A timestamp that one of them lacks is assigned by a store (section 2.4.7), and so makes no difference.
        """
        edition, _, rest = written.partition(":")
        if edition != _EDITION:
            return written == self.first_form
        said, _, moment = rest.partition(":")
        if said != self.said:
            return False
        return not moment or self.moment is None or abs(datetime.fromisoformat(moment) - self.moment) <= _PRECISION


def fingerprint(statement: Mapping[str, object], moment: datetime | None) -> Fingerprint:
    """The fingerprint of a statement whose timestamp is this moment (aware)."""
    said = canonical({name: value for name, value in statement.items() if name != "timestamp"})
    return Fingerprint(_hash(said), None if moment is None else moment.astimezone(UTC), _first_form(statement))


def minted_id(content: Fingerprint) -> UUID:
    """The id of a statement that was sent without one: of what it says, so that sending it again mints the same."""
    return uuid5(_NAMESPACE, content.first_form)


def canonical(statement: Mapping[str, object]) -> dict[str, object]:
    """The statement, or the SubStatement, in the one form that all its permitted serializations share.

    Passed over, by xAPI 1.0.3 part 2 (2.3.1 unless another section is named):
    - `id`, `stored`, `authority`, `version`: assigned by the store; `attachments`: no part of the statement;
    - `definition` of an activity and `display` of a verb: they describe what is referenced;
    - `name` of an agent or group that has an identifier (2.4.2.3: it can mean nobody else);
    - the zone of a timestamp, and what is finer than a millisecond (4.5);
    - the order of a group's members (2.4.2.2), and whether a context activity stands in a list of one (2.4.6.2);
    - an `objectType` that says what is assumed without it (2.4.2.1, 2.4.4);
    - capitals where there are none to speak of: UUIDs (RFC 4122), language tags (RFC 5646), SHA-1 hashes, and the
      domain of an address. IRIs are compared character by character (2.2: case sensitive unless told otherwise);
    - the order of an object's properties, and how a number is written: those are JSON's own.

    A duration is compared as text, without what is finer than a hundredth of a second (4.6). Extensions count as the
    JSON they are (4.1): nothing in them is passed over.
    """
    return {name: _PARTS.get(name, _exact)(value) for name, value in statement.items() if name not in _ASSIGNED}


def _agent(found: object) -> object:
    if not isinstance(found, dict):
        return _exact(found)
    identified = any(name in found for name in _IDENTIFYING)
    said = {
        name: _PARTS_OF_AN_AGENT.get(name, _exact)(value)
        for name, value in found.items()
        if not (name == "name" and identified)
    }
    return {"objectType": "Agent"} | said


def _members(found: object) -> object:
    return sorted((_agent(one) for one in found), key=_written) if isinstance(found, list) else _exact(found)


def _verb(found: object) -> object:
    return _without(found, "display")


def _activity(found: object) -> object:
    said = _without(found, "definition")
    return {"objectType": "Activity"} | said if isinstance(said, dict) else said


def _about(found: object) -> object:
    kind = found.get("objectType", "Activity") if isinstance(found, dict) else None
    if isinstance(found, dict) and kind == "SubStatement":
        return canonical(found)
    if kind in ("Agent", "Group"):
        return _agent(found)
    if kind == "StatementRef":
        return _reference(found)
    return _activity(found)


def _result(found: object) -> object:
    return _by_name(found, {"duration": _duration})


def _context(found: object) -> object:
    return _by_name(found, _PARTS_OF_THE_CONTEXT)


def _context_activities(found: object) -> object:
    if not isinstance(found, dict):
        return _exact(found)
    return {
        name: [_activity(one) for one in (some if isinstance(some, list) else [some])] for name, some in found.items()
    }


def _context_agents(found: object) -> object:
    """Of xAPI 2.0 (IEEE 9274.1.1): agents, and groups, with what makes them relevant."""
    if not isinstance(found, list):
        return _exact(found)
    return [_by_name(one, {"agent": _agent, "group": _agent}) for one in found]


def _reference(found: object) -> object:
    return _by_name(found, {"id": _identifier})


def _identifier(found: object) -> object:
    return found.lower() if isinstance(found, str) and _UUID.fullmatch(found) else _exact(found)


def _lower(found: object) -> object:
    return found.lower() if isinstance(found, str) else _exact(found)


def _address(found: object) -> object:
    if not isinstance(found, str):
        return _exact(found)
    local, at, domain = found.rpartition("@")
    return local + at + domain.lower()


def _duration(found: object) -> object:
    return _FINE_SECONDS.sub(r"\1", found) if isinstance(found, str) else _exact(found)


def _moment(found: object) -> object:
    try:
        moment = datetime.fromisoformat(found).astimezone(UTC) if isinstance(found, str) else None
    except (ValueError, OverflowError):
        moment = None
    return _exact(found) if moment is None else moment.isoformat(timespec="milliseconds")


def _without(found: object, name: str) -> object:
    if not isinstance(found, dict):
        return _exact(found)
    return {other: _exact(value) for other, value in found.items() if other != name}


def _by_name(found: object, parts: Mapping[str, Callable[[object], object]]) -> object:
    if not isinstance(found, dict):
        return _exact(found)
    return {name: parts.get(name, _exact)(value) for name, value in found.items()}


def _exact(found: object) -> object:
    """The same JSON value in one form: 1, 1.0 and 1e0 are one number."""
    if isinstance(found, dict):
        return {name: _exact(value) for name, value in found.items()}
    if isinstance(found, list):
        return [_exact(value) for value in found]
    # By its shortest text: the sender wrote 1e23, not the binary digits next to it.
    return int(Decimal(repr(found))) if isinstance(found, float) and found.is_integer() else found


_PARTS: Mapping[str, Callable[[object], object]] = {
    "actor": _agent, "verb": _verb, "object": _about, "result": _result, "context": _context, "timestamp": _moment,
}  # fmt: skip
_PARTS_OF_AN_AGENT: Mapping[str, Callable[[object], object]] = {
    "member": _members, "mbox": _address, "mbox_sha1sum": _lower,
}  # fmt: skip
_PARTS_OF_THE_CONTEXT: Mapping[str, Callable[[object], object]] = {
    "registration": _identifier, "instructor": _agent, "team": _agent, "contextActivities": _context_activities,
    "language": _lower, "statement": _reference, "contextAgents": _context_agents, "contextGroups": _context_agents,
}  # fmt: skip


def _written(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _hash(value: object) -> str:
    return sha256(_written(value).encode("utf-8", "surrogatepass")).hexdigest()


def _first_form(statement: Mapping[str, object]) -> str:
    """The hash that the first edition of these rules made. Never change it: of older rows nothing else is kept."""
    left_out = ("id", "stored", "authority", "version", "attachments")
    said = {name: _said_at_first(value, name) for name, value in statement.items() if name not in left_out}
    if isinstance(moment := said.get("timestamp"), str):
        with suppress(ValueError, OverflowError):
            said["timestamp"] = datetime.fromisoformat(moment).astimezone(UTC).isoformat()
    return _hash(said)


def _said_at_first(value: object, name: str) -> object:
    if isinstance(value, dict):
        agent = name in ("actor", "instructor")
        left_out = ("display", "definition", "name") if agent else ("display", "definition")
        assumed = "Agent" if agent else "Activity" if name == "object" else None
        return {
            key: _said_at_first(inner, key)
            for key, inner in value.items()
            if key not in left_out and not (key == "objectType" and inner == assumed)
        }
    if isinstance(value, list):
        return [_said_at_first(inner, name) for inner in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.lower() if name == "id" and isinstance(value, str) and len(value) == 36 else value
