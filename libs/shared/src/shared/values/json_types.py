"""Types of JSON of which only its reader knows more: a document as it was sent, a column, a payload."""

from typing import Any

Json = Any
"""A value of any kind that JSON has. mypy cannot check what is done with it: whoever reads one validates it first."""

JsonObject = dict[str, Json]
"""An object whose members depend on its kind: a token's claims, a public key, a record of CASE."""

JsonArray = list[Json]
"""An array, as a column of JSON holds it."""
