"""Rules between the fields of a body, as JSON Schema says them: for `json_schema_extra`.

    model_config = ConfigDict(json_schema_extra=all_of(exactly_one("learner_id", "learner")))

They are for readers of the document; the model or the use case refuses, and says why. Null is as good as absent.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Rule = dict[str, Any]

_NULL: Rule = {"type": "null"}


def all_of(*rules: Rule) -> Rule:
    return {"allOf": list(rules)}


def given(*names: str) -> Rule:
    return {"required": list(names)} | kept(*names)


def without(*names: str) -> Rule:
    return {"properties": dict.fromkeys(names, _NULL)}


def unsent(*names: str) -> Rule:
    """Not even null."""
    return {"properties": dict.fromkeys(names, False)}


def kept(*names: str) -> Rule:
    """They may be left out, and not emptied."""
    return {"properties": {name: {"not": _NULL} for name in names}}


def exactly_one(one: str, other: str) -> Rule:
    return {"oneOf": [all_of(given(one), without(other)), all_of(given(other), without(one))]}


def when(values: Mapping[str, Sequence[Any]], then: Rule, otherwise: Rule | None = None) -> Rule:
    """Where each of these fields has one of its values, `then` holds, else `otherwise`."""
    condition = {"required": list(values), "properties": {name: {"enum": list(of)} for name, of in values.items()}}
    return {"if": condition, "then": then} | ({} if otherwise is None else {"else": otherwise})
