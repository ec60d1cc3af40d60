"""Rules between the fields of a body, as JSON Schema says them: for `json_schema_extra`.

    model_config = ConfigDict(json_schema_extra=all_of(exactly_one("learner_id", "learner")))

They are for readers of the document; the model or the use case refuses, and says why. Null is as good as absent.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Rule = dict[str, Any]

_NULL: Rule = {"type": "null"}


def all_of(*rules: Rule) -> Rule:
    """Each of these rules holds. Around a single one, too, whose `properties` would replace those of the model."""
    return {"allOf": list(rules)}


def present(*names: str) -> Rule:
    """All of these fields are sent, and none is null."""
    return {"required": list(names)} | not_null(*names)


def absent(*names: str) -> Rule:
    """None of these fields has a value: left out, or null."""
    return {"properties": dict.fromkeys(names, _NULL)}


def not_sent(*names: str) -> Rule:
    """None of these fields is sent, not even as null."""
    return {"properties": dict.fromkeys(names, False)}


def not_null(*names: str) -> Rule:
    """Each of these fields may be left out, and cannot be null."""
    return {"properties": {name: {"not": _NULL} for name in names}}


def exactly_one(one: str, other: str) -> Rule:
    """One of the two fields has a value, and the other has none."""
    return {"oneOf": [all_of(present(one), absent(other)), all_of(present(other), absent(one))]}


def when(values: Mapping[str, Sequence[Any]], then: Rule, otherwise: Rule | None = None) -> Rule:
    """Where each of these fields has one of its values, `then` holds, else `otherwise`."""
    condition = {"required": list(values), "properties": {name: {"enum": list(of)} for name, of in values.items()}}
    return {"if": condition, "then": then} | ({} if otherwise is None else {"else": otherwise})
