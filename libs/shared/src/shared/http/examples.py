"""Examples of bodies and answers, for the document.

    class VoidIn(Input):
        model_config = ConfigDict(json_schema_extra=example(examples.VOID))

A page of a list is shown with the example of its items. What no model describes says its example where the route is:
`responses={200: example_of_answer(...)}`, `openapi_extra=example_of_form(...)`. Tests see to it that every example is
valid.
"""

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel

_NULL = "a null of an example"


def example(value: Mapping[str, Any]) -> dict[str, Any]:
    """The example of a schema; beside rules between its fields: `when(...) | example(...)`."""
    return {"examples": [_replaced(value, None, _NULL)]}


def example_of_page(schema: dict[str, Any], page: type[BaseModel]) -> None:
    """The example of a page: one item, and no page after it."""
    (item,) = get_args(page.model_fields["items"].annotation)
    extra = getattr(item, "model_config", {}).get("json_schema_extra")
    if isinstance(extra, Mapping) and "examples" in extra:
        schema["examples"] = [{"items": extra["examples"], "next": _NULL}]


def example_of_answer(value: Any) -> dict[str, Any]:
    """The example of an answer of JSON: for a status of `responses`."""
    return {"content": {"application/json": {"example": _replaced(value, None, _NULL)}}}


def example_of_form(fields: Mapping[str, str]) -> dict[str, Any]:
    """The example of a form: for `openapi_extra`."""
    return {"requestBody": {"content": {"application/x-www-form-urlencoded": {"example": dict(fields)}}}}


def restore_nulls(shown: dict[str, Any]) -> None:
    """Puts the nulls back into the examples of a schema, or of an answer's content: FastAPI leaves every null out of
    its document, those of examples too, and until it has, words stand for them.
    """
    for name in ("example", "examples"):
        if name in shown:
            shown[name] = _replaced(shown[name], _NULL, None)


def _replaced(value: Any, old: Any, new: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _replaced(one, old, new) for name, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, old, new) for one in value]
    return new if value == old else value
